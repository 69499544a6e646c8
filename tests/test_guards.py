"""The guards of the suite bite: warnings, stray log lines, Qt messages and leaked threads fail a test."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

LOGS = "import logging\n{mark}def test(): logging.getLogger('x').warning('the sky is falling')"
ALLOWED = "import pytest\n" + LOGS.replace("{mark}", "@pytest.mark.allow_log('sky')\n")
LEAKS = """
import threading, time
def test():
    threading.Thread(target=time.sleep, args=(30,), name="straggler", daemon=True).start()
"""
WAITS = """
import threading, time
def test():
    threading.Thread(target=time.sleep, args=(0.2,)).start()
"""
WARNS = "import warnings\ndef test(): warnings.warn('old ways', DeprecationWarning)"
QT_WARNS = "from PySide6.QtCore import qWarning\ndef test(): qWarning(b'no such signal')"
QT_RAISES = """
from PySide6.QtCore import QTimer
def test(qtbot):
    QTimer.singleShot(0, lambda: 1 / 0)
    qtbot.wait(50)
"""


def outcome(tmp_path: Path, code: str) -> tuple[int, str]:
    """Run ``code`` as a test module under this suite's settings; return the exit status and the output."""
    module = tmp_path / "test_sample.py"
    module.write_text(code)
    command = ["-m", "pytest", "-c", ROOT / "pyproject.toml", "--rootdir", tmp_path, "-p", "tests.conftest"]
    result = subprocess.run(
        [sys.executable, *command, "-p", "no:cacheprovider", "-p", "no:xdist", module],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return result.returncode, result.stdout + result.stderr


@pytest.mark.parametrize("code", [ALLOWED, WAITS], ids=["allowed log line", "thread that ends"])
def test_what_is_in_order_passes(tmp_path: Path, code: str) -> None:
    status, output = outcome(tmp_path, code)
    assert status == 0, output


@pytest.mark.parametrize(
    ("code", "said"),
    [
        pytest.param(LOGS.format(mark=""), "WARNING x: the sky is falling", id="log line"),
        pytest.param(LEAKS, "threads left running: straggler", id="leaked thread"),
        pytest.param(WARNS, "DeprecationWarning: old ways", id="warning"),
        pytest.param(QT_WARNS, "no such signal", id="Qt message"),
        pytest.param(QT_RAISES, "ZeroDivisionError", id="exception in a Qt callback"),
    ],
)
def test_what_is_not_fails_and_says_so(tmp_path: Path, code: str, said: str) -> None:
    status, output = outcome(tmp_path, code)
    assert (status, said in output) == (1, True), output
