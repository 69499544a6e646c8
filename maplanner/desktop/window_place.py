"""Where a window stands and how its panels lie: kept for each plan, checked against the screens there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QPoint, QRect, QSize
from PySide6.QtGui import QGuiApplication

from maplanner.app.plan_view import WindowState, remembered_view

if TYPE_CHECKING:
    from maplanner.desktop.main_window import MainWindow

_GEOMETRY: Final = "window/geometry"
_FIRST_SIZE: Final = QSize(1440, 900)
_FRAME: Final = QSize(8, 36)
"""What a window manager's frame takes, at a guess."""
_TO_GRASP: Final = QSize(96, 24)
"""How much of a window's upper edge must be on a screen so that one can take hold of it."""


def take_first_place(window: MainWindow) -> None:
    """Give a window the size that suits its screen."""
    window.resize(_FIRST_SIZE.boundedTo(window.screen().availableSize() - _FRAME))


def recall_place(window: MainWindow) -> None:
    """Put a window where it was when this plan was last open, else where the last window was."""
    settings = window.application.settings
    path = window.session.path
    view = remembered_view(path) if path is not None else None
    state = view.window if view is not None else WindowState()
    geometry = _bytes(state.geometry) if state.geometry else settings.value(_GEOMETRY)
    if isinstance(geometry, QByteArray) and window.restoreGeometry(geometry):
        _bring_into_sight(window)
    if not (state.docks and window.docks.restore(_bytes(state.docks))):
        window.docks.recall(settings)


def keep_place(window: MainWindow) -> WindowState:
    """Remember where a window is for the next plan that was never open, and return it for this one."""
    settings = window.application.settings
    geometry = window.saveGeometry()
    window.giving_way.bring_all_back()
    settings.setValue(_GEOMETRY, geometry)
    window.docks.remember(settings)
    return WindowState(geometry=_text(geometry), docks=_text(window.docks.state()))


def _bring_into_sight(window: MainWindow) -> None:
    """Move a window back that stands where no screen is any more."""
    screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    if not is_in_reach(window.frameGeometry(), screens) and screens:
        room = screens[0]
        window.resize(window.size().boundedTo(room.size() - _FRAME))
        window.move(room.center() - QPoint(window.width() // 2, window.height() // 2))


def is_in_reach(frame: QRect, screens: list[QRect]) -> bool:
    """Tell whether enough of a window's upper edge is on one of the screens to take hold of it."""
    edge = QRect(frame.topLeft(), QSize(frame.width(), _TO_GRASP.height()))
    for screen in screens:
        seen = screen.intersected(edge)
        if seen.width() >= min(_TO_GRASP.width(), frame.width()) and seen.height() >= _TO_GRASP.height() // 2:
            return True
    return False


def _text(data: QByteArray) -> str:
    return bytes(data.toBase64().data()).decode("ascii")


def _bytes(text: str) -> QByteArray:
    return QByteArray.fromBase64(text.encode("ascii", "ignore"))
