"""Starts the window as a person does and tells when it has painted: ``first_paint.py [PLAN]``.

Prints one line of JSON: the processor seconds of the whole process up to then, and which of some heavy
modules it had loaded. It then ends at once.
"""

from __future__ import annotations

import json
import os
import sys
import time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractScrollArea, QScrollArea

from maplanner.core.memory import leave_alone, without_garbage_search
from maplanner.desktop import start

HEAVY = ("numpy", "numba", "networkx", "alembic", "rapidfuzz")


def _tell() -> None:
    heavy = [name for name in HEAVY if name in sys.modules]
    print(json.dumps({"cpu": time.process_time(), "heavy": heavy}), flush=True)
    os._exit(0)


class _Watch(QObject):
    """Tells once what it watches has painted and the screen has it."""

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            QTimer.singleShot(0, _tell)
        return False


def _watch(cls: type[QAbstractScrollArea]) -> None:
    """Watch the area of a class that is shown first."""
    shown = cls.showEvent

    def show_event(self: QAbstractScrollArea, event: QShowEvent) -> None:
        shown(self, event)
        covered = self.widget() if isinstance(self, QScrollArea) else None
        area = covered or self.viewport()
        area.installEventFilter(_Watch(area))

    cls.showEvent = show_event  # type: ignore[method-assign]


if __name__ == "__main__":
    # What is watched is loaded as the program itself loads it: without searching for garbage meanwhile.
    with without_garbage_search():
        if sys.argv[1:]:
            from maplanner.desktop.canvas.view import CanvasView

            _watch(CanvasView)
        else:
            from maplanner.desktop.dialogs.welcome import WelcomePage

            _watch(WelcomePage)
        leave_alone()
    sys.exit(start.main([*sys.argv[1:], start.NEW_INSTANCE]))
