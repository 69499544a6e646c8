"""How soon the window is there: its start with a plan, a large plan's opening, and an edit made in it.

Goals on a core at 2.5 GHz, warm: from the start of the process to the painted drawing of the sample plan less
than 1 s (aim 0.6 s); from opening a plan file of 2,000 steps and 4,000 links to its painted drawing less than
1 s (aim 0.5 s); one edit through the window's own bridge on disk, and heard by every panel, in less than
5 ms and a frame. The best of some rounds in processor time counts, so that other work on the machine does
not. The bounds are the goals themselves: on a slower core they fail, and say so.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from statistics import median

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from maplanner.app.session import PlanSession
from maplanner.desktop.application import Application
from maplanner.desktop.main_window import MainWindow
from maplanner.storage import PlanFile
from tests.bench.large_drawing import large_campaign

ROOT = Path(__file__).resolve().parents[2]
STARTED, OPENED, EDITED = 1.0, 1.0, 0.005 + 0.016


@pytest.fixture(scope="module", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep recent plans and settings away from those of the person who measures."""
    folder = tmp_path_factory.mktemp("person")
    with pytest.MonkeyPatch.context() as patch:
        live_in(folder, patch)
        yield


def live_in(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Keep what the program remembers in a folder."""
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        patch.setenv(f"XDG_{name}_HOME", str(folder / name.lower()))


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plans") / "large.maplan"
    PlanFile.create(path, large_campaign(2_000, 4_000)).close()
    return path


@pytest.fixture(scope="module")
def application(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Application:
    settings = tmp_path_factory.mktemp("settings") / "settings.ini"
    return Application(qapp, QSettings(str(settings), QSettings.Format.IniFormat))


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for compiled modules: an installed program has them, a checkout may not."""
    return tmp_path_factory.mktemp("compiled")


EMPTY = (
    "import os, time; from PySide6.QtWidgets import QApplication, QMainWindow;"
    "app = QApplication([]); window = QMainWindow(); window.show(); app.processEvents();"
    "print('{\"cpu\":', time.process_time(), '}', flush=True); os._exit(0)"
)
"""A program that paints an empty window and tells what that took."""


def first_paint(compiled: Path, *plans: Path) -> float:
    """Return the processor seconds that a new process takes to paint its window."""
    return cpu_of(compiled, "-m", "tests.bench.first_paint", *map(str, plans))


def cpu_of(compiled: Path, *arguments: str) -> float:
    """Return the processor seconds that a Python program says it took."""
    command = [sys.executable, *arguments]
    environment = os.environ | {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    environment |= {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(compiled)}
    found = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    return float(json.loads(found.stdout.splitlines()[-1])["cpu"])


def report(name: str, seconds: float) -> None:
    print(f"\n{name}: {seconds * 1000:.1f} ms")


def test_start_with_the_sample_plan(tmp_path: Path, compiled: Path) -> None:
    plan = tmp_path / "sample.maplan"
    PlanSession.new(plan, template="sample").close()
    rounds = [(first_paint(compiled, plan), cpu_of(compiled, "-c", EMPTY)) for _ in range(6)]
    seconds, empty = (min(times) for times in zip(*rounds[1:], strict=True))
    report("start, sample plan painted", seconds)
    report("start of an empty window", empty)
    print(f"that is {seconds / empty:.1f} times an empty window")
    assert seconds < STARTED


def test_start_without_a_plan(tmp_path: Path, compiled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Where it has had a plan open, it would open that one again.
    live_in(tmp_path, monkeypatch)
    seconds = min(first_paint(compiled) for _ in range(4))
    report("start, welcome painted", seconds)
    assert seconds < STARTED


def test_opening_a_large_plan(application: Application, large: Path) -> None:
    times = []
    for _ in range(3):
        began = time.process_time()
        window = opened(application, large)
        times.append(time.process_time() - began)
        window.close()
        QApplication.processEvents()
    report("open 2,000 steps and 4,000 links, painted", min(times))
    assert min(times) < OPENED


def test_one_edit_in_the_window(application: Application, large: Path) -> None:
    window = opened(application, large)
    window.tabs.canvas().canvas.settle()
    numbers, on_disk, heard = count(), [], []
    with window.bridge.store.transact("Warm up") as edit:
        edit.change("s00017", {"x": 1.0})
    for _ in range(50):
        began = time.process_time()
        with window.bridge.store.transact("Move") as edit:
            edit.change("s00017", {"x": float(next(numbers))})
        on_disk.append(time.process_time() - began)
        QApplication.processEvents()
        heard.append(time.process_time() - began)
    assert window.session.saved
    window.close()
    report("one edit, on disk and heard by the window", median(on_disk))
    report("one edit, painted", median(heard))
    assert median(on_disk) < EDITED
    assert median(heard) < EDITED


def opened(application: Application, path: Path) -> MainWindow:
    """Open a plan as the window does, up to the first painting."""
    window = application.open_plan(path)
    assert window is not None
    for _ in range(3):
        QApplication.processEvents()
    return window
