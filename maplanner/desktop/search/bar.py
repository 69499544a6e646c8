"""The slim bar over a drawing that finds words on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton
from shiboken6 import isValid

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.late import Late
from maplanner.desktop.lettering import scaled
from maplanner.desktop.search.options import SearchOptions
from maplanner.desktop.tabs import PlanTabs
from maplanner.desktop.words import number, tr
from maplanner.document.patch import Patch
from maplanner.document.records import FormField, Record
from maplanner.drawing.icons import themed_icon
from maplanner.drawing.theme import Theme
from maplanner.steps.searching import find_in_campaign

if TYPE_CHECKING:
    from maplanner.desktop.canvas.view import CanvasView

_MARGIN = 12
_FIELD_WIDTH = 220
_COUNT_WIDTH = 76
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FindBar(QFrame):
    """Lies at the upper right of the drawing in front. Enter goes on, Shift+Enter back, Esc closes.

    A step, field, link or note counts once, however often the words stand in it.
    """

    def __init__(self, tabs: PlanTabs, bridge: PlanBridge, theme: Theme) -> None:
        super().__init__(tabs)
        self._tabs = tabs
        self._bridge = bridge
        self._found: list[str] = []
        self._drawn: list[str] = []
        """What stands on the drawing for what was found: a form for its fields."""
        self._at = -1
        self._marked: CanvasView | None = None
        self.setProperty("role", "card")
        self.setAccessibleName(tr("Find in this campaign"))
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Find in this campaign"))
        self.field.setAccessibleName(tr("Find in this campaign"))
        self.field.setFixedWidth(scaled(_FIELD_WIDTH))
        self.field.textChanged.connect(lambda: self._search(go=True))
        self.count = QLabel()
        self.count.setProperty("role", "secondary")
        self.count.setMinimumWidth(_COUNT_WIDTH)
        self.options = SearchOptions(theme)
        self.options.changed.connect(lambda: self._search(go=True))
        self._buttons = {
            "chevron-up": self._button(tr("Previous (Shift+Enter)"), self.previous),
            "chevron-down": self._button(tr("Next (Enter)"), self.next),
            "square-dashed": self._button(tr("Select all that was found (Alt+Enter)"), self.select_all),
            "x": self._button(tr("Close (Esc)"), self.dismiss),
        }
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 5, 5, 5)
        layout.setSpacing(4)
        for widget in (self.field, self.options, self.count, *self._buttons.values()):
            layout.addWidget(widget)
        self._late = Late(lambda: self._search(go=False), self)
        tabs.installEventFilter(self)
        tabs.campaign_changed.connect(self._front_changed)
        bridge.patched.connect(self._on_patch)
        self.set_theme(theme)
        self.hide()

    @property
    def found(self) -> list[str]:
        """Identifiers of what was found, in reading order."""
        return list(self._found)

    def open(self) -> None:
        """Show the bar, ready for typing; what was looked for last is selected."""
        self.show()
        self.raise_()
        self._place()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._search(go=False)

    def dismiss(self) -> None:
        """Hide the bar and go back to the drawing."""
        self.hide()
        self._mark(None)
        canvas = self._tabs.canvas()
        if canvas is not None:
            canvas.setFocus()

    def next(self) -> None:
        """Go to the next place, after the last to the first."""
        self._go(1)

    def previous(self) -> None:
        """Go to the place before, from the first to the last."""
        self._go(-1)

    def select_all(self) -> None:
        """Select all steps, links and notes that were found."""
        canvas = self._tabs.canvas()
        if canvas is not None and self._found:
            canvas.select(dict.fromkeys(self._drawn))

    def set_theme(self, theme: Theme) -> None:
        """Draw icons in other colours."""
        self.options.set_theme(theme)
        for name, button in self._buttons.items():
            button.setIcon(themed_icon(name, theme))

    def _go(self, by: int) -> None:
        if not self.field.text():
            self.open()
            return
        self._search(go=False)
        if self._found:
            begin = -1 if by > 0 else 0
            self._at = ((self._at if self._at >= 0 else begin) + by) % len(self._found)
            self._reveal()

    def _search(self, *, go: bool) -> None:
        """Look again; ``go`` shows the first place, otherwise the place stays."""
        before = self._found[self._at] if 0 <= self._at < len(self._found) else ""
        wording = self.options.wording(self.field.text())
        hits = find_in_campaign(self._bridge.reader, wording, self._tabs.campaign_id())
        self._found = list(dict.fromkeys(hit.record.id for hit in hits))
        self._drawn = [_drawn_for(hit.record) for hit in hits]
        self._at = self._found.index(before) if before in self._found else -1
        self._mark(self._tabs.canvas() if self.isVisible() else None)
        if go and self._found:
            self._at = max(self._at, 0)
            self._reveal()
        self._say_count()

    def _mark(self, canvas: CanvasView | None) -> None:
        """Mark all that was found on a drawing, and nothing on the one before."""
        if self._marked is not None and self._marked is not canvas and isValid(self._marked):
            self._marked.show_matches(())
        self._marked = canvas
        if canvas is not None:
            canvas.show_matches(self._drawn)

    def _reveal(self) -> None:
        self._tabs.reveal(self._found[self._at])
        self._say_count()

    def _say_count(self) -> None:
        if not self.field.text():
            text = ""
        elif not self._found:
            text = tr("not found")
        elif self._at < 0:
            text = tr("%n places", len(self._found))
        else:
            text = tr("{at} of {count}").format(at=number(self._at + 1), count=number(len(self._found)))
        self.count.setText(text)
        self.field.setAccessibleDescription(text)
        if self.isVisible():
            self._place()

    def _place(self) -> None:
        self.adjustSize()
        canvas = self._tabs.canvas()
        top = canvas.mapTo(self._tabs, QPoint(0, 0)).y() if canvas is not None else 0
        self.move(max(self._tabs.width() - self.width() - _MARGIN, 0), top + _MARGIN)

    def _front_changed(self, campaign_id: str) -> None:
        if not campaign_id:
            self._mark(None)
            self.hide()
        elif self.isVisible():
            self._at = -1
            self.raise_()
            self._search(go=False)

    def _on_patch(self, patch: Patch) -> None:
        if self.isVisible():
            self._late.follow(patch)

    def _button(self, what: str, run: Callable[[], None]) -> QToolButton:
        button = QToolButton()
        button.setAutoRaise(True)
        button.setToolTip(what)
        button.setAccessibleName(what)
        button.clicked.connect(run)
        return button

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif event.key() in _ENTER and self.field.hasFocus():
            modifiers = event.modifiers()
            if modifiers & Qt.KeyboardModifier.AltModifier:
                self.select_all()
            elif modifiers & Qt.KeyboardModifier.ShiftModifier:
                self.previous()
            else:
                self.next()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)


def _drawn_for(record: Record) -> str:
    return record.step if isinstance(record, FormField) else record.id
