"""What every test stands on: no screen, no touching of the person's own settings, nothing left behind.

A test fails when it leaves threads running or when something logs a warning nobody expected. pytest-qt does
the same for Qt's own messages and for exceptions inside Qt's callbacks.
"""

import atexit
import logging
import os
import re
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]
GRACE_SECONDS = 3.0


def _prepare_environment() -> None:
    """Keep Qt off the screen and every file the program writes for itself in a folder that goes away."""
    if not os.environ.get("MAPLANNER_TEST_XCB"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    home = Path(tempfile.mkdtemp(prefix="maplanner-tests-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"):
        folder = home / variable.lower()
        folder.mkdir(mode=0o700)
        os.environ[variable] = str(folder)
    # Compiled code takes long to make and depends on nothing but the source: keep it between runs.
    os.environ["XDG_CACHE_HOME"] = str(ROOT / ".pytest_cache" / "program")
    for variable in ("LC_ALL", "LANGUAGE"):
        os.environ.pop(variable, None)
    os.environ["LANG"] = "C.UTF-8"


_prepare_environment()

settings.register_profile(
    "ci",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=60,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "thorough", deadline=None, max_examples=2000, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("MAPLANNER_HYPOTHESIS", "ci"))


@pytest.fixture(scope="session")
def real_inputs() -> Path:
    """Return the folder of files taken from real organisations; skip where it is not at hand."""
    named = os.environ.get("MAPLANNER_REAL_INPUTS")
    folder = Path(named) if named else ROOT.parent / "shared" / "real"
    if not folder.is_dir():
        pytest.skip("no real inputs here; MAPLANNER_REAL_INPUTS names their folder")
    return folder


class _LogCollector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(level=logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _no_unexpected_log_lines(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail on a logged warning or error unless the test says ``@pytest.mark.allow_log("pattern")``."""
    allowed = [re.compile(mark.args[0]) for mark in request.node.iter_markers("allow_log")]
    collector = _LogCollector()
    logging.getLogger().addHandler(collector)
    yield
    logging.getLogger().removeHandler(collector)
    unexpected = [line for line in collector.lines if not any(p.search(line) for p in allowed)]
    assert not unexpected, "unexpected log lines:\n" + "\n".join(unexpected)


@pytest.fixture(autouse=True)
def _no_leaked_threads() -> Iterator[None]:
    """Fail when a thread that the test started, Python's or Qt's pool's, outlives it."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + GRACE_SECONDS
    while (leaked := _threads_since(before)) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not leaked, f"threads left running: {', '.join(thread.name for thread in leaked)}"
    if qt_core := sys.modules.get("PySide6.QtCore"):
        pool = qt_core.QThreadPool.globalInstance()
        assert pool.waitForDone(int(GRACE_SECONDS * 1000)), "work left running in Qt's thread pool"


def _threads_since(before: set[threading.Thread]) -> list[threading.Thread]:
    # A "dummy" is how Python shows a foreign thread that once ran Python code; it may be gone already.
    return [t for t in threading.enumerate() if t not in before and not isinstance(t, threading._DummyThread)]
