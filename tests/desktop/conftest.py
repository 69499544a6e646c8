"""What must hold in every test of the window."""

from __future__ import annotations

import traceback
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

PATIENCE_MS = 30_000
"""How long a test waits for what must happen: machines that test are shared."""


class PatientBot(QtBot):
    """Waits longer than pytest-qt does where a test does not say how long."""

    def waitUntil(self, callback, *, timeout=PATIENCE_MS):
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal, *, timeout=PATIENCE_MS, **more):
        return super().waitSignal(signal, timeout=timeout, **more)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """Return hands on the window that do not give up early."""
    return PatientBot(request)


class Flashes(QObject):
    """Notes widgets that open as windows and turn out to be parts of one.

    A part that is shown before it has its place flashes on the screen, and takes the keyboard
    away from whatever had it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._opened: list[tuple[QWidget, str]] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self._opened.append((watched, "".join(traceback.format_stack(limit=8)[:-1])))
        return False

    def found(self) -> list[str]:
        """Return each such widget, and where it was shown."""
        return [
            f"{widget!r} was shown as a window:\n{where}"
            for widget, where in self._opened
            if shiboken6.isValid(widget) and not widget.isWindow()
        ]


@pytest.fixture(autouse=True)
def _numbers_only_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let windows simulate nothing by themselves: the compiled kernel takes a while to load."""
    monkeypatch.setattr("maplanner.desktop.results.numbers.USUALLY_LIVE", False)


@pytest.fixture(autouse=True)
def _nothing_left_on_the_screen(qapp: QApplication) -> Iterator[None]:
    """Delete what a test gave up: windows left over are styled anew by every later test."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def _no_flashing_parts(qapp: QApplication) -> Iterator[None]:
    """Fail when a part of a window was shown before it had its place."""
    flashes = Flashes()
    qapp.installEventFilter(flashes)
    yield
    qapp.removeEventFilter(flashes)
    found = flashes.found()
    assert not found, "\n".join(found)
