"""A board: two columns that scroll by themselves, lines between them, drawn by mouse or by key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from maplanner.desktop.data.board_lines import Lines, Thread
from maplanner.desktop.data.board_parts import Column, End, EndDelegate, EndsModel, Tie
from maplanner.desktop.tables.look import filter_field
from maplanner.desktop.words import number, tr
from maplanner.drawing.theme import Theme

Judge = Callable[[str, str], str]
"""Says why a line from left to right cannot be; empty where it can."""
_EDGE: Final = 26
_SCROLL_MS: Final = 40


class Board(QWidget):
    """Shows two columns and the lines between them. It changes nothing itself: it says what was drawn."""

    drawn = Signal(str, str)
    """A line was drawn: its left and right end."""
    tie_selected = Signal(str)
    """A line was chosen; empty for none."""
    end_selected = Signal(str)
    """A field was chosen."""
    remove_requested = Signal(str)
    menu_requested = Signal(str, QPoint)
    """The menu of a line or of an end is wanted at a place on the screen."""

    def __init__(self, theme: Theme, judge: Judge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._judge = judge
        self.models = {column: EndsModel(self) for column in Column}
        self.views = {column: QListView() for column in Column}
        self.filters = {column: filter_field(tr("Filter")) for column in Column}
        self.counts = {column: QLabel() for column in Column}
        self._delegates = {column: EndDelegate(column, theme, self) for column in Column}
        self._only_free = False
        self._picked: tuple[Column, str] | None = None
        self._pull: tuple[Column, str, QPoint] | None = None
        self._pulling = False
        self.lines = Lines(self.models, self.views, theme)
        self._lay_out()
        self.thread_line = Thread(self, theme)
        self._scrolling = QTimer(self)
        self._scrolling.setInterval(_SCROLL_MS)
        self._scrolling.timeout.connect(self._scroll_on)
        self._connect()

    # ------------------------------------------------------------ what others may ask

    def show_content(self, left: Sequence[End], right: Sequence[End], ties: Sequence[Tie]) -> None:
        """Show these ends and lines."""
        self.lines.show_ties(ties)
        self.models[Column.LEFT].show_ends(left, frozenset(tie.left for tie in ties))
        self.models[Column.RIGHT].show_ends(right, frozenset(tie.right for tie in ties))
        self._say_counts()
        self._light()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        for column in Column:
            self._delegates[column].theme = theme
            self.views[column].viewport().update()
        self.lines.set_theme(theme)
        self.thread_line.theme = theme

    def show_only_free(self, only_free: bool) -> None:
        """Show only ends without a line, or all."""
        self._only_free = only_free
        self._filter()

    def select_tie(self, tie_id: str) -> None:
        """Choose a line and scroll to its ends."""
        self.lines.select(tie_id)
        tie = self.lines.selected_tie()
        if tie is not None:
            for column, end_id in ((Column.LEFT, tie.left), (Column.RIGHT, tie.right)):
                row = self.models[column].row_of(end_id)
                if row >= 0:
                    self.views[column].scrollTo(self.models[column].index(row))
        self._light()
        self.tie_selected.emit(self.lines.selected)

    def select_end(self, end_id: str) -> bool:
        """Choose an end and scroll to it; return whether it is there."""
        for column in Column:
            row = self.models[column].row_of(end_id)
            if row >= 0:
                self.views[column].setCurrentIndex(self.models[column].index(row))
                self.views[column].scrollTo(self.models[column].index(row))
                self.views[column].setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def pick(self, column: Column) -> None:
        """Take the current end of a column as one end of a line; the second pick draws the line."""
        end = self._current(column)
        if end is None:
            return
        if self._picked is not None and self._picked[0] is column.other:
            ends = {self._picked[0]: self._picked[1], column: end.id}
            self.drop_pick()
            self.drawn.emit(ends[Column.LEFT], ends[Column.RIGHT])
            return
        self._picked = (column, end.id)
        self._delegates[column].picked = end.id
        self.views[column].viewport().update()
        other = self.views[column.other]
        other.setFocus(Qt.FocusReason.OtherFocusReason)
        if not other.currentIndex().isValid() and self.models[column.other].rowCount():
            other.setCurrentIndex(self._first(column.other))

    def drop_pick(self) -> bool:
        """Forget what was picked; return whether there was something."""
        had = self._picked is not None
        self._picked = None
        for column in Column:
            self._delegates[column].picked = ""
            self.views[column].viewport().update()
        return had

    # ------------------------------------------------------------ making

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._column(Column.LEFT), 5)
        middle = QVBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addSpacing(40)
        middle.addWidget(self.lines, 1)
        layout.addLayout(middle, 2)
        layout.addWidget(self._column(Column.RIGHT), 5)

    def _column(self, column: Column) -> QWidget:
        view, whole, head = self.views[column], QWidget(), QHBoxLayout()
        view.setModel(self.models[column])
        is_left = column is Column.LEFT
        view.setAccessibleName(tr("Fields at the left") if is_left else tr("Fields at the right"))
        view.setItemDelegate(self._delegates[column])
        view.setUniformItemSizes(True)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        if column is Column.LEFT:
            # The scroll bar stands outside, so that lines begin at the fields.
            view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.counts[column].setProperty("role", "secondary")
        head.setContentsMargins(12, 4, 12, 4)
        head.setSpacing(8)
        head.addWidget(self.filters[column], 1)
        head.addWidget(self.counts[column])
        bar = QWidget()
        bar.setLayout(head)
        bar.setMinimumHeight(40)
        bar.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        stack = QVBoxLayout(whole)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(0)
        stack.addWidget(bar)
        stack.addWidget(view, 1)
        return whole

    def _connect(self) -> None:
        for column in Column:
            view = self.views[column]
            view.viewport().installEventFilter(self)
            view.installEventFilter(self)
            view.verticalScrollBar().valueChanged.connect(self.lines.update)
            view.selectionModel().currentChanged.connect(
                lambda index, _before, column=column: self._choose_end(column, index.row())
            )
            view.customContextMenuRequested.connect(
                lambda place, column=column: self._menu_of_end(column, place)
            )
            self.filters[column].textChanged.connect(lambda _text: self._filter())
        self.lines.chosen.connect(self._choose_tie)
        self.lines.removal.connect(self.remove_requested)
        self.lines.menu.connect(self.menu_requested)

    # ------------------------------------------------------------ choosing

    def _choose_tie(self, tie_id: str) -> None:
        self._light()
        self.tie_selected.emit(tie_id)

    def _choose_end(self, column: Column, row: int) -> None:
        end = self.models[column].end(row)
        if end is not None:
            self.lines.focus_end(end.id)
            self._light()
            self.end_selected.emit(end.id)

    def _light(self) -> None:
        tie = self.lines.selected_tie()
        lit = frozenset({tie.left, tie.right}) if tie is not None else self.lines.ends_of_focus()
        for column in Column:
            self.models[column].light(lit)

    def _menu_of_end(self, column: Column, place: QPoint) -> None:
        end = self.models[column].end(self.views[column].indexAt(place).row())
        if end is not None:
            self.menu_requested.emit(end.id, self.views[column].viewport().mapToGlobal(place))

    def _current(self, column: Column) -> End | None:
        return self.models[column].end(self.views[column].currentIndex().row())

    def _first(self, column: Column) -> QModelIndex:
        model = self.models[column]
        row = next((row for row in range(model.rowCount()) if model.end(row) is not None), 0)
        return model.index(row)

    def _filter(self) -> None:
        for column in Column:
            self.models[column].filter(self.filters[column].text(), only_free=self._only_free)
        self._say_counts()
        self.lines.update()

    def _say_counts(self) -> None:
        for column in Column:
            shown, total = self.models[column].counts
            self.counts[column].setText(
                number(total)
                if shown == total
                else tr("{shown} of {total}").format(shown=number(shown), total=number(total))
            )

    # ------------------------------------------------------------ drawing a line

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the mouse from one column to the other, and take Enter, Esc and Delete."""
        column = self._column_of(watched)
        if column is None:
            return super().eventFilter(watched, event)
        if isinstance(event, QMouseEvent) and watched is self.views[column].viewport():
            return self._mouse(column, event) or super().eventFilter(watched, event)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(column, event) or super().eventFilter(watched, event)
        return super().eventFilter(watched, event)

    def _column_of(self, watched: QObject) -> Column | None:
        return next(
            (column for column in Column if watched in (self.views[column], self.views[column].viewport())),
            None,
        )

    def _key(self, column: Column, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pick(column)
            return True
        if event.key() == Qt.Key.Key_Escape:
            return self._stop_pulling() or self.drop_pick()
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.lines.selected:
            self.remove_requested.emit(self.lines.selected)
            return True
        return False

    def _mouse(self, column: Column, event: QMouseEvent) -> bool:
        place = event.position().toPoint()
        if event.type() == QEvent.Type.MouseButtonPress and event.button() is Qt.MouseButton.LeftButton:
            end = self.models[column].end(self.views[column].indexAt(place).row())
            self._pull = (column, end.id, place) if end is not None else None
        elif event.type() == QEvent.Type.MouseMove and self._pull is not None:
            far = (place - self._pull[2]).manhattanLength() >= QApplication.startDragDistance()
            self._pulling = self._pulling or far
            if self._pulling:
                self._pull_to(self.views[column].viewport().mapTo(self, place))
                return True
        elif event.type() == QEvent.Type.MouseButtonRelease and self._pull is not None:
            return self._let_go(self.views[column].viewport().mapTo(self, place))
        return False

    def _pull_to(self, place: QPoint) -> None:
        """Draw the line to the mouse, and say what would come of letting go here."""
        if self._pull is None:
            return
        column, end_id, _start = self._pull
        other = column.other
        target = self._end_at(other, place)
        ends = {column: end_id, other: target.id if target is not None else ""}
        refusal = self._judge(ends[Column.LEFT], ends[Column.RIGHT]) if target is not None else ""
        delegate = self._delegates[other]
        delegate.target, delegate.refused = ends[other], bool(refusal)
        self.views[other].viewport().update()
        row = self.models[column].row_of(end_id)
        start = self.lines.mapTo(self, self.lines.port(column, row).toPoint())
        self.thread_line.show_line(QPointF(start), QPointF(place), refusal)
        if not self._scrolling.isActive():
            self._scrolling.start()

    def _end_at(self, column: Column, place: QPoint) -> End | None:
        viewport = self.views[column].viewport()
        inside = viewport.mapFrom(self, place)
        if not viewport.rect().contains(inside):
            return None
        return self.models[column].end(self.views[column].indexAt(inside).row())

    def _scroll_on(self) -> None:
        """Scroll the column across while the mouse rests near its upper or lower edge."""
        if self._pull is None:
            return
        other = self.views[self._pull[0].other]
        place = other.viewport().mapFromGlobal(self.cursor().pos())
        if not other.viewport().rect().adjusted(0, -_EDGE, 0, _EDGE).contains(place):
            return
        bar = other.verticalScrollBar()
        if place.y() < _EDGE:
            bar.setValue(bar.value() - _EDGE)
        elif place.y() > other.viewport().height() - _EDGE:
            bar.setValue(bar.value() + _EDGE)

    def _let_go(self, place: QPoint) -> bool:
        pull = self._pull
        if not self._stop_pulling() or pull is None:
            return False
        target = self._end_at(pull[0].other, place)
        if target is not None:
            ends = {pull[0]: pull[1], pull[0].other: target.id}
            self.drawn.emit(ends[Column.LEFT], ends[Column.RIGHT])
        return True

    def _stop_pulling(self) -> bool:
        was = self._pulling
        self._pull, self._pulling = None, False
        self._scrolling.stop()
        self.thread_line.hide()
        for column in Column:
            self._delegates[column].target = ""
            self.views[column].viewport().update()
        return was
