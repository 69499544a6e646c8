"""Panels give way to the drawing where the window is too small for all, and come back when there is room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDockWidget

from maplanner.desktop.lettering import scaled

if TYPE_CHECKING:
    from maplanner.desktop.main_window import MainWindow

_LEFT: Final = Qt.DockWidgetArea.LeftDockWidgetArea
_RIGHT: Final = Qt.DockWidgetArea.RightDockWidgetArea
_BOTTOM: Final = Qt.DockWidgetArea.BottomDockWidgetArea
_SIDE_LETTERS: Final = 31
"""Letters' widths that a panel at a side needs."""
_DRAWING_LETTERS: Final = 50
"""Letters' widths that the drawing, with what lies below it, is not to fall short of."""
_LEAST_SIDE: Final = 220
"""Pixels at 100 % that a panel at a side has at least."""
_DRAWING_LINES: Final = 14
_BELOW_LINES: Final = 11
"""Lines of text that the drawing and the panels below it need."""


class GivingWay:
    """Puts panels away that leave the drawing no room: at the right first, then at the left and below.

    What a person opens in a small window stays; what lies at the other side goes in its place.
    """

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._put_away: dict[Qt.DockWidgetArea, list[QDockWidget]] = {}
        self._in_front: dict[Qt.DockWidgetArea, list[QDockWidget]] = {}
        self._is_busy = False

    def fit(self, kept: Qt.DockWidgetArea | None = None) -> None:
        """Make room in the window as it is now; panels in the area ``kept`` stay."""
        if self._is_busy:
            return
        self._is_busy = True
        try:
            self._fit_sides([area for area in (_RIGHT, _LEFT) if area is not kept], kept)
            if kept is not _BOTTOM:
                self._fit_below()
            self._widen_sides()
        finally:
            self._is_busy = False

    def opened(self, dock: QDockWidget) -> None:
        """Make room for a panel that a person has just opened."""
        area = self._window.dockWidgetArea(dock)
        for docks in self._put_away.values():
            if dock in docks:
                docks.remove(dock)
        if not dock.isFloating():
            self.fit(area)

    def bring_all_back(self) -> None:
        """Show all that was put away, before the arrangement is remembered."""
        for area in list(self._put_away):
            self._bring_back(area)

    def _fit_sides(self, areas: list[Qt.DockWidgetArea], kept: Qt.DockWidgetArea | None) -> None:
        letter = self._window.fontMetrics().averageCharWidth()
        room = self._window.width() - _DRAWING_LETTERS * letter
        room -= _SIDE_LETTERS * letter if kept in (_LEFT, _RIGHT) and self._shown(kept) else 0
        # The left side comes back before the right one, which goes first.
        for area in reversed(areas):
            wanted = bool(self._shown(area) or self._put_away.get(area))
            if wanted and room >= _SIDE_LETTERS * letter:
                room -= _SIDE_LETTERS * letter
                self._bring_back(area)
            elif wanted:
                self._put(area)

    def _widen_sides(self) -> None:
        """Let panels at the sides be wide enough for the size of texts."""
        for dock in (*self._shown(_LEFT), *self._shown(_RIGHT)):
            dock.setMinimumWidth(scaled(_LEAST_SIDE))

    def _fit_below(self) -> None:
        line = self._window.fontMetrics().lineSpacing()
        bars = self._window.status.height() + self._window.topbar.height() * 2
        if self._window.height() - bars >= (_DRAWING_LINES + _BELOW_LINES) * line:
            self._bring_back(_BOTTOM)
        else:
            self._put(_BOTTOM)

    def _shown(self, area: Qt.DockWidgetArea) -> list[QDockWidget]:
        docks = self._window.findChildren(QDockWidget)
        return [
            dock
            for dock in docks
            if self._window.dockWidgetArea(dock) is area and not dock.isHidden() and not dock.isFloating()
        ]

    def _put(self, area: Qt.DockWidgetArea) -> None:
        shown = self._shown(area)
        front = [dock for dock in shown if not dock.visibleRegion().isEmpty()]
        self._in_front[area] = front or self._in_front.get(area) or shown[-1:]
        self._put_away[area] = [*self._put_away.get(area, []), *shown]
        for dock in shown:
            dock.hide()

    def _bring_back(self, area: Qt.DockWidgetArea) -> None:
        for dock in self._put_away.pop(area, []):
            dock.show()
        for dock in self._in_front.pop(area, []):
            # The tabs of panels are made anew a little later, and forget which one was in front.
            QTimer.singleShot(0, dock, dock.raise_)
