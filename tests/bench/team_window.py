"""A window on a plan that others edit, which moves its drawing all the time: ``team_window.py LINK SECONDS``.

It joins, prints ``ready``, waits for a line, and prints as JSON what it saw. Frames are counted in processor
time of the window's thread: moving the drawing and painting it. So are turns: all that the window does at
once, between two looks at the mouse. Others on the machine work as well, which the clock would count too.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import (
    QAbstractEventDispatcher,
    QEvent,
    QEventLoop,
    QObject,
    QPointF,
    QSettings,
    Qt,
    QTimer,
)
from PySide6.QtWidgets import QApplication

from maplanner.app.sharing import TeamSession
from maplanner.desktop.application import Application
from maplanner.desktop.canvas.view import CanvasView
from maplanner.desktop.main_window import MainWindow
from maplanner.document.patch import Patch
from tests.bench.team_people import fingerprint

TICK_MS = 16
ZOOMS = (1.0, 0.55, 0.3, 0.12)
MIDDLE = QPointF(960, 540)
CENTER = QPointF(5_000, 2_500)
_SCENE_TURNS = 240


class Turns(QObject):
    """Notes how long each turn of the event loop takes: what it does before it looks at the mouse again."""

    def __init__(self) -> None:
        super().__init__()
        self.took: list[float] = []
        self._worked = time.thread_time()
        QAbstractEventDispatcher.instance().awake.connect(self._end)

    def _end(self) -> None:
        worked = time.thread_time()
        self.took.append(worked - self._worked)
        self._worked = worked


class Watch(QObject):
    """Moves the drawing at each tick, and notes what that takes and how old others' edits are."""

    def __init__(self, window: MainWindow, at_each_tick: Callable[[], object] = lambda: None) -> None:
        super().__init__(window)
        self._window = window
        self._at_each_tick = at_each_tick
        self.frames: list[float] = []
        self.late: list[float] = []
        self.ages: list[float] = []
        self._turn = 0
        self._painted = 0.0
        self._due = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        window.bridge.patched.connect(self._note)

    def watch(self, turns: Turns, seconds: float) -> dict[str, object]:
        """Move the drawing for a while, and return what was seen."""
        self._window.installEventFilter(self)
        for seen in (self.frames, self.late, self.ages, turns.took):
            seen.clear()
        began, worked = time.thread_time(), time.process_time()
        self._due = time.perf_counter() + TICK_MS / 1_000
        self._timer.start()
        wait(seconds)
        self._timer.stop()
        self._window.removeEventFilter(self)
        return {
            "frames": list(self.frames),
            "turns": list(turns.took),
            "late": list(self.late),
            "ages": list(self.ages),
            "each": (time.thread_time() - began) / max(1, len(self.frames)),
            "thread": (time.thread_time() - began) / seconds,
            "process": (time.process_time() - worked) / seconds,
        }

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Time the painting of the window."""
        if event.type() is not QEvent.Type.UpdateRequest:
            return False
        began = time.thread_time()
        watched.event(event)
        self._painted += time.thread_time() - began
        return True

    def _tick(self) -> None:
        self.late.append(max(0.0, time.perf_counter() - self._due))
        self.frames.append(self._painted)
        self._at_each_tick()
        canvas = self._window.tabs.canvas()
        assert canvas is not None
        if self._turn % _SCENE_TURNS == 0:
            canvas.set_zoom(ZOOMS[self._turn // _SCENE_TURNS % len(ZOOMS)])
            canvas.camera.center_on(CENTER)
        began = time.thread_time()
        (_pan if self._turn % _SCENE_TURNS < _SCENE_TURNS / 2 else _zoom)(canvas, self._turn)
        self._painted = time.thread_time() - began
        self._turn += 1
        self._due = time.perf_counter() + TICK_MS / 1_000

    def _note(self, patch: Patch) -> None:
        now = time.monotonic_ns()
        for change in patch.changes:
            said = (change.after or {}).get("notes")
            if change.before is not None and isinstance(said, str) and said.startswith("@"):
                self.ages.append((now - int(said[1:])) / 1e9)


def _pan(canvas: CanvasView, turn: int) -> None:
    canvas.camera.scroll(-24 if turn % 60 < 30 else 24, -10 if turn % 120 < 60 else 10)


def _zoom(canvas: CanvasView, turn: int) -> None:
    canvas.camera.zoom_to(canvas.camera.zoom * (1.03 if turn % 40 < 20 else 1 / 1.03), MIDDLE)


def wait(seconds: float) -> None:
    """Let the program run."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1_000), loop.quit)
    loop.exec()


def joined(application: Application, link: str, folder: Path) -> MainWindow:
    """Join a plan as the window's dialog does, and wait until it is there."""
    team = TeamSession.join(link, folder / "mine.maplan", person="Ilze")
    window = application.show_session(team.session)
    window.resize(1920, 1080)
    window.team.begin(team, joins=True)
    until = time.monotonic() + 30
    while team.shared.standing != "in step" or window.tabs.canvas() is None:
        wait(0.05)
        assert time.monotonic() < until, "the plan does not come"
    wait(3)
    return window


def main() -> None:
    """Run the window that the arguments ask for."""
    link, seconds = sys.argv[1], float(sys.argv[2])
    folder = Path(tempfile.mkdtemp(prefix="maplanner-bench-"))
    for name in ("CONFIG", "DATA", "STATE", "RUNTIME"):
        (folder / name).mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR" if name == "RUNTIME" else f"XDG_{name}_HOME"] = str(folder / name)
    qt = QApplication([])
    turns = Turns()
    application = Application(qt, QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat))
    window = joined(application, link, folder)
    watch = Watch(window)
    alone = watch.watch(turns, min(8.0, seconds))
    print("ready", flush=True)
    sys.stdin.readline()
    among = watch.watch(turns, seconds)
    wait(8)
    among["ages"] = list(watch.ages)
    told = {"alone": alone, "among": among, "print": fingerprint(window.bridge.reader)}
    print(json.dumps(told), flush=True)
    window.close_at_once()
    os._exit(0)


if __name__ == "__main__":
    main()
