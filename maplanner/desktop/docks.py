"""The panels around the drawing: each can be moved, floated, hidden, and is where it was left."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QSettings, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDockWidget,
    QHBoxLayout,
    QMainWindow,
    QTabWidget,
    QToolButton,
    QWidget,
)

from maplanner.desktop.inspector.form import section_head
from maplanner.desktop.motion import may_glide
from maplanner.desktop.words import tr

_LAYOUT_VERSION = 1
_HEIGHT_TO_COME = 192


class Docks:
    """Makes, finds, hides and restores the panels of one window."""

    def __init__(self, window: QMainWindow) -> None:
        self._window = window
        self._docks: dict[str, QDockWidget] = {}
        self._later: dict[str, Callable[[], QWidget]] = {}
        self._first_layout = QByteArray()
        self.opened: Callable[[QDockWidget], object] = lambda _dock: None
        window.setDockNestingEnabled(True)
        window.setAnimated(may_glide())
        for area in (Qt.DockWidgetArea.BottomDockWidgetArea, Qt.DockWidgetArea.LeftDockWidgetArea):
            window.setTabPosition(area, QTabWidget.TabPosition.North)
        for corner, area in (
            (Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea),
            (Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea),
        ):
            window.setCorner(corner, area)

    def __contains__(self, name: object) -> bool:
        return name in self._docks

    def add(
        self,
        name: str,
        title: str,
        widget: QWidget,
        area: Qt.DockWidgetArea,
        beside: QWidget | None = None,
        *,
        behind: str = "",
    ) -> QDockWidget:
        """Add a panel; those at the bottom share one place as tabs, and so does one ``behind`` another.

        ``beside`` stands in its title.
        """
        dock = QDockWidget(tr(title), self._window)
        dock.setObjectName(f"dock_{name}")
        dock.setWidget(widget)
        if area is Qt.DockWidgetArea.BottomDockWidgetArea:
            dock.setTitleBarWidget(_NoTitle(dock))
        else:
            dock.setTitleBarWidget(_Title(dock, beside))
        self._window.addDockWidget(area, dock)
        neighbour = self._last_in(area) if area is Qt.DockWidgetArea.BottomDockWidgetArea else None
        neighbour = self._docks.get(behind, neighbour)
        if neighbour is not None:
            self._window.tabifyDockWidget(neighbour, dock)
        self._docks[name] = dock
        return dock

    def add_later(
        self, name: str, title: str, make: Callable[[], QWidget], area: Qt.DockWidgetArea
    ) -> QDockWidget:
        """Add a panel that is made when it is first seen, or asked for."""
        # Room enough for what will stand there, so that nothing moves when it comes.
        room = QWidget()
        room.setMinimumHeight(_HEIGHT_TO_COME)
        dock = self.add(name, title, room, area)
        self._later[name] = make
        dock.visibilityChanged.connect(lambda seen: self.panel(name) if seen else None)
        return dock

    def arranged(self, sizes: dict[str, tuple[int, Qt.Orientation]]) -> None:
        """Take the present arrangement as the one to come back to."""
        for name, (size, orientation) in sizes.items():
            self._window.resizeDocks([self._docks[name]], [size], orientation)
        self._first_layout = self._window.saveState(_LAYOUT_VERSION)

    def toggle(self, name: str) -> None:
        """Show a panel that is hidden or lies behind another one, hide one that is seen."""
        dock = self._docks[name]
        if self.is_shown(name) and not dock.visibleRegion().isEmpty():
            dock.hide()
        else:
            self.show(name)
            self.take_focus(name)

    def take_focus(self, name: str) -> None:
        """Let keys act on a panel: on its list if it has one, else on the first part that hears them."""
        panel = self._docks[name].widget()
        hearing = [
            part
            for part in panel.findChildren(QWidget)
            if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isVisibleTo(panel) and part.isEnabled()
        ]
        hearing.sort(key=lambda part: not isinstance(part, QAbstractItemView))
        if hearing:
            hearing[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def step(self, by: int) -> bool:
        """Let keys act on the next panel that is seen (1) or the one before (-1).

        Return whether there is one: the ring runs through the panels and the drawing, whose turn it is else.
        """
        seen = [name for name, dock in self._docks.items() if not dock.visibleRegion().isEmpty()]
        focus = QApplication.focusWidget()
        here = (name for name in seen if focus is not None and self._docks[name].isAncestorOf(focus))
        ring = ["", *seen]
        name = ring[(ring.index(next(here, "")) + by) % len(ring)]
        if name:
            self.take_focus(name)
        return bool(name)

    def show(self, name: str) -> None:
        """Bring a panel to the front."""
        self.panel(name)
        self._docks[name].show()
        self.opened(self._docks[name])
        self._docks[name].raise_()

    def panel(self, name: str) -> QWidget:
        """Return what a panel shows, made now if it was to wait."""
        dock = self._docks[name]
        if name in self._later:
            empty, panel = dock.widget(), self._later.pop(name)()
            dock.setWidget(panel)
            panel.show()
            empty.deleteLater()
        return dock.widget()

    def made(self, name: str) -> QWidget | None:
        """Return what a panel shows, if it was made already."""
        return None if name in self._later else self._docks[name].widget()

    def hide(self, name: str) -> None:
        """Put a panel away."""
        self._docks[name].hide()

    def is_shown(self, name: str) -> bool:
        """Return whether a panel is open, even behind another tab."""
        return not self._docks[name].isHidden()

    def set_title(self, name: str, title: str) -> None:
        """Rename a panel's tab."""
        self._docks[name].setWindowTitle(title)

    def reset(self) -> None:
        """Put all panels back where they were at first."""
        self._window.restoreState(self._first_layout, _LAYOUT_VERSION)

    def remember(self, settings: QSettings) -> None:
        """Keep the arrangement for the next start."""
        settings.setValue("window/docks", self._window.saveState(_LAYOUT_VERSION))

    def state(self) -> QByteArray:
        """Return the arrangement."""
        return self._window.saveState(_LAYOUT_VERSION)

    def restore(self, state: QByteArray) -> bool:
        """Take an arrangement; return whether it could be read."""
        return not state.isEmpty() and self._window.restoreState(state, _LAYOUT_VERSION)

    def recall(self, settings: QSettings) -> None:
        """Take the arrangement of the last time, if there is one."""
        state = settings.value("window/docks")
        if isinstance(state, QByteArray) and not state.isEmpty():
            self._window.restoreState(state, _LAYOUT_VERSION)

    def _last_in(self, area: Qt.DockWidgetArea) -> QDockWidget | None:
        docks = [dock for dock in self._docks.values() if self._window.dockWidgetArea(dock) is area]
        return docks[-1] if docks else None


class _NoTitle(QWidget):
    """Nothing at all: the tab says the name."""

    def __init__(self, dock: QDockWidget) -> None:
        super().__init__(dock)
        self.setFixedHeight(0)


class _Title(QWidget):
    """A thin title to drag by, with a button that hides the panel."""

    def __init__(self, dock: QDockWidget, beside: QWidget | None) -> None:
        super().__init__(dock)
        self.setProperty("role", "panel")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 4, 6, 2)
        layout.addWidget(section_head(dock.windowTitle()), 1)
        if beside is not None:
            layout.addWidget(beside)
        hide = QToolButton()
        hide.setText("×")
        hide.setToolTip(tr("Hide this panel; the View menu brings it back"))
        hide.setAccessibleName(tr("Hide {name}").format(name=dock.windowTitle()))
        hide.clicked.connect(dock.hide)
        layout.addWidget(hide)
