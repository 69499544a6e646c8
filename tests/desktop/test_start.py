"""What is not needed to show a window is not loaded to show it."""

import subprocess
import sys

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
