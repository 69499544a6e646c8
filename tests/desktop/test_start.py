"""What is not needed to show a window is not loaded to show it."""

import os
import subprocess
import sys
from pathlib import Path

HEAVY = {
    "alembic",
    "lucide",
    "networkx",
    "numba",
    "numpy",
    "pycrdt",
    "rapidfuzz",
    "rich",
    "sqlalchemy",
    "typer",
    "websockets",
}

LOADED = """
import sys
import maplanner.desktop.application, maplanner.desktop.start
print(*sys.modules)
"""


def test_the_window_starts_without_heavy_parts() -> None:
    found = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, text=True, check=True, timeout=60
    )
    loaded = set(found.stdout.split())
    assert "maplanner.desktop.main_window" in loaded
    assert loaded & HEAVY == set()
    assert not {name for name in loaded if name.startswith(("maplanner.exchange", "maplanner.estimate"))}


PLAIN = """
import builtins, sys
import maplanner.desktop
from PySide6.QtCore import QObject
import wave, linecache
print(builtins.__import__.__name__, wave.__file__ in linecache.cache)
"""


def test_no_source_is_read_to_import_a_module() -> None:
    found = subprocess.run(
        [sys.executable, "-c", PLAIN], capture_output=True, text=True, check=True, timeout=60
    )
    name, read = found.stdout.split()
    assert name != "__feature_import__"
    assert read == "False"


STARTED = """
import sys
from maplanner.cli import entry, showing
entry.show = lambda arguments: print(*arguments, "typer" in sys.modules) or 0
sys.exit(entry.main(sys.argv[1:]))
"""


def test_a_plan_opens_before_any_command_is_loaded(tmp_path: Path) -> None:
    plan = tmp_path / "My plan.maplan"
    plan.touch()
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}

    def run(command: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, check=False, capture_output=True, text=True, timeout=60, env=environment
        )

    for typed in ([str(plan)], [], ["--new-instance", str(plan)]):
        command = [sys.executable, "-c", STARTED, *typed]
        found = run(command)
        assert found.stdout.split("\n")[0] == " ".join([*typed, "False"])
    lacking = [sys.executable, "-c", STARTED, str(tmp_path / "Other.maplan")]
    found = run(lacking)
    assert (found.returncode, found.stdout) == (2, "")
    assert "There is no plan file" in found.stderr
