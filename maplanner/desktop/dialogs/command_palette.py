"""The command palette: one field that finds actions, kinds of step, campaigns and records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from maplanner.desktop.dialogs.matching import searchable
from maplanner.desktop.lettering import lettering, scaled
from maplanner.desktop.words import tr
from maplanner.drawing.icons import icon_pixmap
from maplanner.drawing.theme import LIST_SIZE, SECONDARY_SIZE, TEXT_SIZE, Theme, ink, theme

Index = QModelIndex | QPersistentModelIndex

_WIDTH = 580
_ROW = 38
_ROWS_SHOWN = 10
_HEAD = 72
_ENTRY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class PaletteEntry:
    """One thing that can be found: title, what it is, its key, its icon, and what choosing it does."""

    title: str
    hint: str
    shortcut: str
    icon: str
    run: Callable[[], object]


EntryLike = PaletteEntry | tuple[str, str, str, str, Callable[[], object]]


class CommandPalette(QDialog):
    """A search field over a list. Letters search, arrows choose, Enter runs, Esc closes."""

    def __init__(
        self,
        parent: QWidget | None,
        entries: Sequence[EntryLike],
        theme: Theme | None = None,
        placeholder: str = "",
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Search or run a command"))
        self._theme = theme or _theme_of(self)
        self.model = _EntryModel(entries, self)
        self.field = QLineEdit()
        self.field.setPlaceholderText(placeholder or tr("Search actions, steps, campaigns and records"))
        self.field.setAccessibleName(tr("Search"))
        self.field.setFont(lettering(TEXT_SIZE + 2))
        self.field.setFrame(False)
        self.field.setMaxLength(200)
        self.field.setStyleSheet("QLineEdit { background: transparent; border: none; padding: 6px 4px; }")
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(_EntryDelegate(self._theme, self.list))
        self.list.setAccessibleName(tr("Results"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setStyleSheet("QListView { background: transparent; } QListView::item { padding: 0; }")
        self.nothing = QLabel(tr("Nothing found."))
        self.nothing.setProperty("role", "secondary")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        self.field.textChanged.connect(self.search)
        self.field.installEventFilter(self)
        self.list.clicked.connect(lambda _index: self.run_current())
        self.search("")

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 10)
        layout.setSpacing(6)
        line = QFrame()
        line.setProperty("role", "line")
        line.setFixedHeight(1)
        layout.addWidget(self.field)
        layout.addWidget(line)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.nothing, 1)
        self._most_rows = _ROWS_SHOWN
        self.setFixedWidth(scaled(_WIDTH))

    def open(self) -> None:
        """Open over the parent's window, or in the middle of the screen."""
        parent = self.parentWidget()
        if parent is not None:
            self.open_over(parent.window())
        else:
            self.show()
            self.field.setFocus()

    def open_over(self, window: QWidget) -> None:
        """Open at the top middle of a window, inside it even where it is small."""
        self.setFixedWidth(max(min(scaled(_WIDTH), window.width() - 32), 280))
        self._most_rows = min(max((window.height() - 80 - scaled(_HEAD)) // scaled(_ROW), 3), _ROWS_SHOWN)
        self._fit()
        corner = window.mapToGlobal(QPoint((window.width() - self.width()) // 2, 56))
        self.move(corner)
        self.show()
        self.field.setFocus()

    def search(self, text: str) -> None:
        """Show what fits the text and choose the best."""
        self.model.search(text)
        has_rows = self.model.rowCount() > 0
        self.list.setVisible(has_rows)
        self.nothing.setVisible(not has_rows)
        self._choose(0)
        self._fit()

    def _fit(self) -> None:
        """Be as high as the rows need."""
        rows = min(max(self.model.rowCount(), 1), self._most_rows)
        self.setFixedHeight(scaled(_HEAD) + rows * scaled(_ROW))

    def current(self) -> PaletteEntry | None:
        """Return the chosen entry, or ``None``."""
        index = self.list.currentIndex()
        entry = index.data(_ENTRY) if index.isValid() else None
        return entry if isinstance(entry, PaletteEntry) else None

    def run_current(self) -> None:
        """Close and do what is chosen."""
        entry = self.current()
        if entry is None:
            return
        self.close()
        # After the popup has let go of the keyboard, so that a dialog that opens now gets it.
        QTimer.singleShot(0, entry.run)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _key(self, key: Qt.Key) -> bool:
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: _ROWS_SHOWN - 1,
            Qt.Key.Key_PageUp: 1 - _ROWS_SHOWN,
            Qt.Key.Key_Tab: 1,
            Qt.Key.Key_Backtab: -1,
        }
        if key in steps:
            self._move_by(steps[key])
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.run_current()
            return True
        return False

    def _move_by(self, rows: int) -> None:
        count = self.model.rowCount()
        if not count:
            return
        now = self.list.currentIndex().row()
        if abs(rows) == 1:
            self._choose((now + rows) % count)
        else:
            self._choose(min(max(now + rows, 0), count - 1))

    def _choose(self, row: int) -> None:
        if 0 <= row < self.model.rowCount():
            index = self.model.index(row)
            self.list.setCurrentIndex(index)
            self.list.scrollTo(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink(self._theme.border), 1))
        painter.setBrush(ink(self._theme.panel))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), 10, 10)
        painter.end()


class _EntryModel(QAbstractListModel):
    def __init__(self, entries: Sequence[EntryLike], parent: QObject) -> None:
        super().__init__(parent)
        self._entries = [
            entry if isinstance(entry, PaletteEntry) else PaletteEntry(*entry) for entry in entries
        ]
        self._texts = searchable(
            [entry.title for entry in self._entries], [entry.hint for entry in self._entries]
        )
        self._shown: list[int] = []

    def search(self, text: str) -> None:
        self.beginResetModel()
        self._shown = self._texts.best(text)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self._entries[self._shown[index.row()]]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == _ENTRY:
            return entry
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (entry.title, entry.hint, _key_text(entry.shortcut)) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return entry.title
        return None


class _EntryDelegate(QStyledItemDelegate):
    def __init__(self, look: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, scaled(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = index.data(_ENTRY)
        if not isinstance(entry, PaletteEntry):
            return
        look, rect = self._theme, option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            painter.setPen(QPen(ink(look.accent), 1) if is_chosen else Qt.PenStyle.NoPen)
            painter.setBrush(ink(look.accent_ground if is_chosen else look.canvas))
            painter.drawRoundedRect(rect.adjusted(1, 1, -2, -2), 6, 6)
        ratio = painter.device().devicePixelRatioF()
        if entry.icon:
            side = scaled(16)
            pixmap = icon_pixmap(entry.icon, look.secondary, side, ratio)
            painter.drawPixmap(rect.left() + 10, rect.center().y() - side // 2 + 1, pixmap)
        right = self._paint_shortcut(painter, entry, rect)
        self._paint_words(painter, entry, rect.adjusted(20 + scaled(16), 0, right - rect.right() - 8, 0))
        painter.restore()

    def _paint_shortcut(self, painter: QPainter, entry: PaletteEntry, rect: QRect) -> int:
        text = _key_text(entry.shortcut)
        if not text:
            return rect.right() - 4
        painter.setFont(lettering(SECONDARY_SIZE))
        wide = painter.fontMetrics().horizontalAdvance(text) + 14
        box = QRect(rect.right() - wide - 8, rect.center().y() - scaled(10), wide, scaled(20))
        painter.setPen(QPen(ink(self._theme.border), 1))
        painter.setBrush(ink(self._theme.chip))
        painter.drawRoundedRect(box, 5, 5)
        painter.setPen(ink(self._theme.text))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
        return box.left() - 4

    def _paint_words(self, painter: QPainter, entry: PaletteEntry, rect: QRect) -> None:
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(lettering(SECONDARY_SIZE))
        hint = painter.fontMetrics().elidedText(
            entry.hint, Qt.TextElideMode.ElideMiddle, rect.width() * 45 // 100
        )
        wide = painter.fontMetrics().horizontalAdvance(hint)
        painter.setPen(ink(self._theme.secondary))
        painter.drawText(rect, int(middle | Qt.AlignmentFlag.AlignRight), hint)
        painter.setFont(lettering(LIST_SIZE + 1))
        painter.setPen(ink(self._theme.text))
        left = rect.width() - wide - 12
        title = painter.fontMetrics().elidedText(entry.title, Qt.TextElideMode.ElideMiddle, left)
        painter.drawText(rect, int(middle | Qt.AlignmentFlag.AlignLeft), title)


def _key_text(shortcut: str) -> str:
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText) if shortcut else ""


def _theme_of(widget: QWidget) -> Theme:
    """Return the theme that the window's colours come near to."""
    return theme("dark" if widget.palette().window().color().lightness() < 128 else "light")
