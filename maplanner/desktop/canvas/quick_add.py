"""A small list of kinds of step with a search field, opened on the drawing itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from maplanner.desktop.lettering import lettering
from maplanner.drawing.icons import themed_icon
from maplanner.drawing.theme import LIST_SIZE, Theme
from maplanner.steps import KINDS, Kind

_WIDTH: Final = 236
_HEIGHT: Final = 292
_NAME: Final = Qt.ItemDataRole.UserRole
_LIST_KEYS: Final = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})


def kinds_matching(text: str, kinds: Iterable[Kind[Any]]) -> list[Kind[Any]]:
    """Return the kinds whose title, group or help has all words; those whose title begins so come first."""
    words = text.casefold().split()
    ranked: list[tuple[int, int, Kind[Any]]] = []
    for place, kind in enumerate(kinds):
        title = kind.title.casefold()
        everything = f"{title} {kind.group.casefold()} {kind.name.casefold()} {kind.help.casefold()}"
        if all(word in everything for word in words):
            starts = any(part.startswith(words[0]) for part in title.split()) if words else True
            rank = 0 if not words or title.startswith(words[0]) else 1 if starts else 2
            ranked.append((rank, place, kind))
    return [kind for _, _, kind in sorted(ranked, key=lambda entry: entry[:2])]


class QuickAdd(QFrame):
    """Shows the kinds; ``chosen`` tells the name of the one picked. It closes when it loses the focus."""

    chosen = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget, look: Theme, offers: Callable[[Kind[Any]], bool]) -> None:
        super().__init__(parent)
        self._look = look
        self._kinds = [kind for kind in KINDS.values() if offers(kind)]
        self._is_closing = False
        self.setObjectName("quickAdd")
        self.setStyleSheet(
            f"#quickAdd {{ background: {look.card}; border: 1px solid {look.border}; border-radius: 8px; }}"
            f"#quickAdd QLineEdit {{ background: {look.chip}; color: {look.text}; border: none;"
            " border-radius: 6px; padding: 5px 8px; }"
            f"#quickAdd QListWidget {{ background: {look.card}; color: {look.text};"
            " border: none; outline: 0; }"
            "#quickAdd QListWidget::item { padding: 4px; border-radius: 6px; }"
            f"#quickAdd QListWidget::item:selected {{ background: {look.accent_ground};"
            f" color: {look.text}; }}"
        )
        self.search = QLineEdit(self)
        self.search.setPlaceholderText("Add a step …")
        self.search.setFont(lettering(LIST_SIZE + 1))
        self.search.setAccessibleName("Search kinds of step")
        self.list = QListWidget(self)
        self.list.setFont(lettering(LIST_SIZE + 1))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        layout.addWidget(self.search)
        layout.addWidget(self.list)
        self.setFixedSize(_WIDTH, _HEIGHT)
        self.search.textChanged.connect(self._fill)
        self.list.itemClicked.connect(self._choose)
        self.search.installEventFilter(self)
        self._fill("")

    def open_at(self, at: QPoint) -> None:
        """Show the list with its upper left corner at a point of the parent, or as near as it fits."""
        room = (self.parentWidget() or self).size()
        x = max(4, min(at.x(), room.width() - self.width() - 4))
        y = max(4, min(at.y(), room.height() - self.height() - 4))
        self.move(x, y)
        self.show()
        self.raise_()
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def dismiss(self) -> None:
        """Close without choosing."""
        if not self._is_closing:
            self._is_closing = True
            self.hide()
            self.closed.emit()
            self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.dismiss()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.dismiss()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            item = self.list.currentItem()
            if item is not None:
                self._choose(item)
        elif key in _LIST_KEYS:
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -7}.get(Qt.Key(key), 7)
            row = min(max(self.list.currentRow() + step, 0), self.list.count() - 1)
            self.list.setCurrentRow(row)
        else:
            return False
        return True

    def _fill(self, text: str) -> None:
        self.list.clear()
        for kind in kinds_matching(text, self._kinds):
            item = QListWidgetItem(
                themed_icon(kind.icon, self._look, self._look.group(kind.group)), kind.title
            )
            item.setData(_NAME, kind.name)
            item.setToolTip(kind.help)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _choose(self, item: QListWidgetItem) -> None:
        name = str(item.data(_NAME))
        self.dismiss()
        self.chosen.emit(name)
