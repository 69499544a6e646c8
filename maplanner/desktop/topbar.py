"""The bar at the top: the plan's name, back and forward, undo and redo, the verbs, and one search field."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QProgressBar, QPushButton, QToolButton, QWidget

from maplanner.desktop.eliding import ElidedLabel
from maplanner.desktop.lettering import scaled
from maplanner.desktop.words import tr
from maplanner.drawing.icons import themed_icon
from maplanner.drawing.theme import Theme

_WIDEST_TITLE: Final = 340
_LEAST_TITLE: Final = 170
"""Pixels of the plan's name that stay as long as anything else can give way."""
_HEIGHT: Final = 46
_VERBS: Final = (
    ("edit.tidy", "Tidy up", "wand-sparkles"),
    ("plan.check", "Check", "list-checks"),
    ("file.import", "Import", "download"),
    ("file.export", "Export", "upload"),
)
_PLACES: Final = 5
"""How far the bar gives way: short search, nothing on saving, icons, no search text, a menu for the rest."""


class TopBar(QWidget):
    """Shows where one is and offers what one does most. ``trigger`` runs an action by its identifier.

    In a narrow window words give way to icons, and then verbs to a menu; nothing is ever cut off.
    """

    def __init__(self, theme: Theme, trigger: Callable[[str], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trigger = trigger
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.timeout.connect(self._fit)
        self._theme = theme
        self._icons: list[tuple[QToolButton | QPushButton, str, bool]] = []
        self._key_of: Callable[[str], str] = lambda _action: ""
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = ElidedLabel()
        self.title.setProperty("role", "title")
        self.title.setMaximumWidth(scaled(_WIDEST_TITLE))
        self.saved = ElidedLabel(mode=Qt.TextElideMode.ElideRight)
        self.saved.setProperty("role", "saved")
        self.back = self._tool("view.back", "arrow-left", tr("Back"))
        self.forward = self._tool("view.forward", "arrow-right", tr("Forward"))
        self.undo = self._tool("edit.undo", "undo-2", tr("Undo"))
        self.redo = self._tool("edit.redo", "redo-2", tr("Redo"))
        self.verbs = {action: self._verb(action, tr(text), icon) for action, text, icon in _VERBS}
        self.simulate = self._verb("plan.simulate", tr("Simulate"), "play", primary=True)
        self.choose = _scenario_button()
        self.stop = self._verb("plan.stop", tr("Stop"), "square")
        self.progress = _progress_bar()
        self.more = _more_button()
        self.more.setMenu(self._more_menu())
        self.search = self._verb("help.commands", "", "search")
        self.search.setAccessibleName(tr("Search or run a command"))
        self.search.setProperty("role", "search")
        self._lay_out()
        self.set_theme(theme)
        self.set_busy(False)

    # ------------------------------------------------------------ what it shows

    def set_theme(self, theme: Theme) -> None:
        """Draw icons in other colours."""
        self._theme = theme
        for button, name, on_accent in self._icons:
            button.setIcon(themed_icon(name, theme, theme.on_accent if on_accent else theme.text))

    def set_keys(self, key_of: Callable[[str], str]) -> None:
        """Name the keys of the actions, as ``key_of`` tells them by the action's identifier."""
        self._key_of = key_of
        for action, text, _icon in _VERBS:
            self.verbs[action].setToolTip(_with_key(tr(text), key_of(action)))
        self.simulate.setToolTip(_with_key(tr("Simulate"), key_of("plan.simulate")))
        self.back.setToolTip(_with_key(tr("Back to where I was"), key_of("view.back")))
        self.forward.setToolTip(_with_key(tr("Forward again"), key_of("view.forward")))
        self.search.setToolTip(_with_key(tr("Search or run a command"), key_of("help.commands")))
        self._fit()

    def set_title(self, title: str, saved: str) -> None:
        """Show the plan's name and how it is kept."""
        self.title.show_text(title)
        self.saved.show_text(saved)
        self._fit()

    def set_busy(self, busy: bool) -> None:
        """Show that a simulation runs; the keyboard stays with the button that takes the other's place."""
        shown, hidden = (self.stop, self.simulate) if busy else (self.simulate, self.stop)
        shown.show()
        if hidden.hasFocus():
            shown.setFocus()
        hidden.hide()
        self.choose.setVisible(not busy)
        self.progress.setVisible(busy)
        self.progress.setValue(0)
        self._fit()

    def set_progress(self, share: float) -> None:
        """Show how much is done, from 0 to 1."""
        self.progress.setValue(round(share * 1000))

    def set_undo(self, undo: str | None, redo: str | None) -> None:
        """Name what undo and redo would do."""
        self.undo.setEnabled(undo is not None)
        self.redo.setEnabled(redo is not None)
        self.undo.setToolTip(tr("Undo “{step}”").format(step=undo) if undo else tr("Nothing to undo"))
        self.redo.setToolTip(tr("Redo “{step}”").format(step=redo) if redo else tr("Nothing to redo"))

    def set_ways(self, *, back: bool, forward: bool) -> None:
        """Tell whether there are places to go back and forward to."""
        self.back.setEnabled(back)
        self.forward.setEnabled(forward)

    # ------------------------------------------------------------ giving way

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            # Later: Qt is just going through all controls, and must not find them changed.
            self._late.start(0)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), max(_HEIGHT, super().sizeHint().height() + 8))

    def _fit(self) -> None:
        """Give way as little as the width allows."""
        for level in range(_PLACES + 1):
            self._give_way(level)
            if self._needed() <= self.width():
                return

    def _give_way(self, level: int) -> None:
        key = self._key_of("help.commands")
        words = tr("Search or run a command") + (f"   {key}" if key else "")
        self.search.setText("" if level >= 4 else tr("Search") if level >= 1 else words)
        self.saved.setVisible(level < 2)
        for action, text, _icon in _VERBS:
            self.verbs[action].setText(tr(text) if level < 3 else "")
            self.verbs[action].setVisible(level < 5)
        self.simulate.setText(tr("Simulate") if level < 5 else "")
        for button in (self.back, self.forward):
            button.setVisible(level < 5)
        self.more.setVisible(level >= 5)

    def _needed(self) -> int:
        """Return the width that everything shown takes, the plan's name shortened."""
        spacing = self._row.spacing()
        margins = self._row.contentsMargins()
        widths = [min(self.title.sizeHint().width(), scaled(_LEAST_TITLE))]
        widths += [part.sizeHint().width() for part in self._parts if not part.isHidden()]
        return sum(widths) + spacing * (len(widths) + 1) + margins.left() + margins.right() + 16

    # ------------------------------------------------------------ making it

    def _lay_out(self) -> None:
        layout = self._row = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, 0)
        layout.setSpacing(8)
        self._parts: list[QWidget] = [
            self.back,
            self.forward,
            self.saved,
            self.undo,
            self.redo,
            *self.verbs.values(),
            self.simulate,
            self.choose,
            self.stop,
            self.progress,
            self.more,
            self.search,
        ]
        layout.addWidget(self.back)
        layout.addWidget(self.forward)
        layout.addWidget(self.title)
        layout.addWidget(self.saved)
        layout.addStretch(1)
        for part in self._parts[3:-6]:
            layout.addWidget(part)
        both = QHBoxLayout()
        both.setSpacing(1)
        both.addWidget(self.simulate)
        both.addWidget(self.choose)
        layout.addLayout(both)
        for part in (self.stop, self.progress, self.more):
            layout.addWidget(part)
        layout.addStretch(1)
        layout.addWidget(self.search)

    def _more_menu(self) -> QMenu:
        menu = QMenu(self)

        def fill() -> None:
            menu.clear()
            for action, text, icon in _VERBS:
                menu.addAction(themed_icon(icon, self._theme), tr(text), partial(self._trigger, action))
            menu.addSeparator()
            for button, action in ((self.back, "view.back"), (self.forward, "view.forward")):
                entry = menu.addAction(button.accessibleName(), partial(self._trigger, action))
                entry.setEnabled(button.isEnabled())

        menu.aboutToShow.connect(fill)
        return menu

    def _tool(self, action: str, icon: str, name: str) -> QToolButton:
        button = QToolButton()
        button.setIconSize(QSize(scaled(18), scaled(18)))
        button.setAccessibleName(name)
        button.clicked.connect(lambda: self._trigger(action))
        self._icons.append((button, icon, False))
        return button

    def _verb(self, action: str, text: str, icon: str, *, primary: bool = False) -> QPushButton:
        button = QPushButton(text)
        button.setIconSize(QSize(scaled(14), scaled(14)))
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setAccessibleName(text)
        if primary:
            button.setProperty("role", "primary")
        button.clicked.connect(lambda: self._trigger(action))
        self._icons.append((button, icon, primary))
        return button


def _scenario_button() -> QPushButton:
    button = QPushButton("▾")
    button.setProperty("role", "primary")
    button.setProperty("menu", "bare")
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.setToolTip(tr("Simulate a scenario"))
    button.setAccessibleName(tr("Simulate a scenario"))
    return button


def _progress_bar() -> QProgressBar:
    bar = QProgressBar()
    bar.setFixedWidth(90)
    bar.setTextVisible(False)
    bar.setRange(0, 1000)
    bar.setAccessibleName(tr("Progress of the simulation"))
    return bar


def _more_button() -> QToolButton:
    button = QToolButton()
    button.setText("⋯")
    button.setToolTip(tr("More"))
    button.setAccessibleName(tr("More"))
    button.setProperty("menu", "bare")
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return button


def _with_key(text: str, key: str) -> str:
    return f"{text} ({key})" if key else text
