"""The bar at the top: the plan's name, undo and redo, the verbs, and one field for search and commands."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QToolButton, QWidget

from maplanner.desktop.eliding import ElidedLabel
from maplanner.desktop.words import tr
from maplanner.drawing.icons import themed_icon
from maplanner.drawing.theme import Theme

_WIDEST_TITLE = 340
_WIDE = 150
"""From so many letters' width on the search field says all that it does."""


class TopBar(QWidget):
    """Shows where one is and offers what one does most. ``trigger`` runs an action by its identifier."""

    def __init__(self, theme: Theme, trigger: Callable[[str], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trigger = trigger
        self._icons: list[tuple[QToolButton | QPushButton, str, bool]] = []
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(46)
        self.title = ElidedLabel()
        self.title.setProperty("role", "title")
        self.title.setMaximumWidth(_WIDEST_TITLE)
        self.saved = ElidedLabel(mode=Qt.TextElideMode.ElideRight)
        self.saved.setProperty("role", "saved")
        self.undo = self._tool("edit.undo", "undo-2")
        self.redo = self._tool("edit.redo", "redo-2")
        self.simulate = self._verb("plan.simulate", tr("Simulate"), "play", primary=True)
        self.choose = QPushButton("▾")
        self.choose.setProperty("role", "primary")
        self.choose.setProperty("menu", "bare")
        self.choose.setCursor(Qt.CursorShape.PointingHandCursor)
        self.choose.setToolTip(tr("Simulate a scenario"))
        self.choose.setAccessibleName(tr("Simulate a scenario"))
        self.stop = self._verb("plan.stop", tr("Stop"), "square")
        self.progress = QProgressBar()
        self.progress.setFixedWidth(90)
        self.progress.setTextVisible(False)
        self.progress.setRange(0, 1000)
        self.progress.setAccessibleName(tr("Progress of the simulation"))
        self.search = self._verb("help.commands", "", "search")
        self.search.setAccessibleName(tr("Search or run a command"))
        self.search.setProperty("role", "search")
        self._lay_out()
        self.set_theme(theme)
        self.set_busy(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = event.size().width() >= self.fontMetrics().averageCharWidth() * _WIDE
        words = tr("Search or run a command") + "   Ctrl ⇧ P" if is_wide else tr("Search")
        self.search.setText(words)
        self.search.setToolTip("" if is_wide else tr("Search or run a command") + "   Ctrl ⇧ P")

    def set_theme(self, theme: Theme) -> None:
        """Draw icons in other colours."""
        for button, name, on_accent in self._icons:
            button.setIcon(themed_icon(name, theme, theme.on_accent if on_accent else theme.text))

    def set_title(self, title: str, saved: str) -> None:
        """Show the plan's name and how it is kept."""
        self.title.show_text(title)
        self.saved.show_text(saved)

    def set_busy(self, busy: bool) -> None:
        """Show that a simulation runs."""
        self.simulate.setVisible(not busy)
        self.choose.setVisible(not busy)
        self.stop.setVisible(busy)
        self.progress.setVisible(busy)
        self.progress.setValue(0)

    def set_progress(self, share: float) -> None:
        """Show how much is done, from 0 to 1."""
        self.progress.setValue(round(share * 1000))

    def set_undo(self, undo: str | None, redo: str | None) -> None:
        """Name what undo and redo would do."""
        self.undo.setEnabled(undo is not None)
        self.redo.setEnabled(redo is not None)
        self.undo.setToolTip(tr("Undo “{step}”").format(step=undo) if undo else tr("Nothing to undo"))
        self.redo.setToolTip(tr("Redo “{step}”").format(step=redo) if redo else tr("Nothing to redo"))

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 12, 0)
        layout.setSpacing(8)
        layout.addWidget(self.title)
        layout.addSpacing(8)
        layout.addWidget(self.saved)
        layout.addStretch(1)
        layout.addWidget(self.undo)
        layout.addWidget(self.redo)
        layout.addSpacing(4)
        for action, text, icon in (
            ("edit.tidy", tr("Tidy up"), "wand-sparkles"),
            ("plan.check", tr("Check"), "list-checks"),
            ("file.import", tr("Import"), "download"),
            ("file.export", tr("Export"), "upload"),
        ):
            layout.addWidget(self._verb(action, text, icon))
        both = QHBoxLayout()
        both.setSpacing(1)
        both.addWidget(self.simulate)
        both.addWidget(self.choose)
        layout.addLayout(both)
        layout.addWidget(self.stop)
        layout.addWidget(self.progress)
        layout.addStretch(1)
        layout.addWidget(self.search)

    def _tool(self, action: str, icon: str) -> QToolButton:
        button = QToolButton()
        button.setIconSize(QSize(18, 18))
        button.setAccessibleName(tr("Undo") if action.endswith("undo") else tr("Redo"))
        button.clicked.connect(lambda: self._trigger(action))
        self._icons.append((button, icon, False))
        return button

    def _verb(self, action: str, text: str, icon: str, *, primary: bool = False) -> QPushButton:
        button = QPushButton(text)
        button.setIconSize(QSize(14, 14))
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        if primary:
            button.setProperty("role", "primary")
        button.clicked.connect(lambda: self._trigger(action))
        self._icons.append((button, icon, primary))
        return button
