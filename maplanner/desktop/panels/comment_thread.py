"""One thread of comments: what was said, and a field to answer."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QDateTime, QLocale, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from maplanner.desktop.commenting import Thread
from maplanner.desktop.eliding import ElidedLabel
from maplanner.desktop.words import tr
from maplanner.document.records import Comment
from maplanner.drawing.theme import Theme

if TYPE_CHECKING:
    from maplanner.desktop.sharing.mentions import Mentions

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_FOR_NAMES: Final = (*_ENTER, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape)
_FIELD_HEIGHT: Final = 54


def when_text(said: datetime | None) -> str:
    """Return when something was said, in the person's own time and way of writing it."""
    if said is None:
        return ""
    return QLocale().toString(QDateTime.fromSecsSinceEpoch(int(said.timestamp())), "d MMM yyyy HH:mm")


class ThreadView(QWidget):
    """Shows one thread, or begins one. Ctrl+Enter says what was typed."""

    said = Signal(str, str, str)
    """What it is about, the first comment of the thread or nothing, and the text."""
    resolved = Signal(str, bool)
    """The first comment of a thread, and whether it is to be closed."""
    deleted = Signal(str)
    """A comment that is to be deleted."""
    given_up = Signal()
    """Nothing is to be said after all."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._about = ""
        self._thread: Thread | None = None
        self.is_beginning = False
        self.heading = ElidedLabel()
        self.heading.setProperty("role", "title")
        self.close_thread = QPushButton(tr("Resolve"))
        self.close_thread.clicked.connect(self._toggle_resolved)
        self.field = _Field()
        self.field.finished.connect(self._say)
        self.field.cancelled.connect(self._give_up)
        self.say = QPushButton(tr("Answer"))
        self.say.setProperty("role", "primary")
        self.say.clicked.connect(self._say)
        self.complaint = QLabel()
        self.complaint.setProperty("role", "complaint")
        self.complaint.setWordWrap(True)
        self._bubbles = QVBoxLayout()
        self._bubbles.setContentsMargins(0, 0, 8, 0)
        self._bubbles.setSpacing(8)
        self._lay_out()
        self.show_nothing()

    @property
    def is_writing(self) -> bool:
        """Whether a thread is being begun, or something typed that was not said yet."""
        return self.is_beginning or bool(self.field.toPlainText().strip())

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        if self._thread is not None:
            self._fill(self._thread)

    def offer_names(self, names: Callable[[], list[str]]) -> None:
        """Offer names of teammates behind an “@”."""
        from maplanner.desktop.sharing.mentions import Mentions

        if self.field.mentions is None:
            self.field.mentions = Mentions(self.field, names)

    def begin(self, about: str, title: str) -> None:
        """Let a person write the first comment about a record."""
        self._show(title)
        self._about, self._thread, self.is_beginning = about, None, True
        self._clear_bubbles()
        self.close_thread.hide()
        self.say.setText(tr("Comment"))
        self.field.setPlaceholderText(tr("Say something about it"))
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_thread(self, thread: Thread, title: str) -> None:
        """Show what was said; what is being typed stays while the thread is the same one."""
        before = self._thread.first.id if self._thread is not None else ""
        if before != thread.first.id:
            self.field.clear()
        self._show(title)
        self._about, self._thread, self.is_beginning = thread.first.about, thread, False
        self.close_thread.show()
        self.close_thread.setText(tr("Reopen") if thread.first.resolved else tr("Resolve"))
        self.say.setText(tr("Answer"))
        self.field.setPlaceholderText(tr("Answer"))
        self._fill(thread)

    def show_nothing(self) -> None:
        """Show that no thread is chosen."""
        self._thread, self.is_beginning = None, False
        self._clear_bubbles()
        self.complaint.hide()
        for widget in (self.heading, self.close_thread, self.field, self.say):
            widget.hide()

    def clear(self) -> None:
        """Empty the field: what was typed has been said."""
        self.field.clear()
        self.is_beginning = False
        self.complaint.hide()

    def complain(self, text: str) -> None:
        """Say why something could not be done."""
        self.complaint.setText(text)
        self.complaint.show()

    def _show(self, title: str) -> None:
        self.heading.show_text(title)
        self.complaint.hide()
        for widget in (self.heading, self.field, self.say):
            widget.show()

    def _fill(self, thread: Thread) -> None:
        self._clear_bubbles()
        for comment in thread.comments:
            self._bubbles.addWidget(self._bubble(comment))
        self._bubbles.addStretch(1)
        QTimer.singleShot(0, self, self._scroll_to_end)

    def _bubble(self, comment: Comment) -> QFrame:
        frame = QFrame()
        frame.setProperty("role", "row")
        head = QLabel(
            f"<b>{html.escape(comment.author or tr('Somebody'))}</b>"
            f" <span style='color:{self._theme.secondary}'>{when_text(comment.said)}</span>"
        )
        delete = QPushButton(tr("Delete"))
        delete.setProperty("role", "link")
        delete.setAccessibleName(tr("Delete the comment of {author}").format(author=comment.author))
        delete.clicked.connect(lambda: self.deleted.emit(comment.id))
        head.setWordWrap(True)
        text = QLabel(comment.text)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        top = QHBoxLayout()
        top.addWidget(head, 1)
        top.addWidget(delete)
        layout = QVBoxLayout(frame)
        layout.setContentsMargins(10, 6, 10, 8)
        layout.setSpacing(2)
        layout.addLayout(top)
        layout.addWidget(text)
        return frame

    def _clear_bubbles(self) -> None:
        while self._bubbles.count():
            taken = self._bubbles.takeAt(0)
            widget = taken.widget() if taken is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _scroll_to_end(self) -> None:
        bar = self._area.verticalScrollBar()
        bar.setValue(bar.maximum())

    def _say(self) -> None:
        text = self.field.toPlainText().strip()
        if text:
            self.said.emit(self._about, self._thread.first.id if self._thread is not None else "", text)

    def _give_up(self) -> None:
        self.field.clear()
        if self.is_beginning:
            self.show_nothing()
        self.given_up.emit()

    def _toggle_resolved(self) -> None:
        if self._thread is not None:
            self.resolved.emit(self._thread.first.id, not self._thread.first.resolved)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.heading, 1)
        top.addWidget(self.close_thread)
        inner = QWidget()
        inner.setLayout(self._bubbles)
        self._area = QScrollArea()
        self._area.setWidget(inner)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bottom = QHBoxLayout()
        bottom.addWidget(self.field, 1)
        bottom.addWidget(self.say, 0, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 2, 12, 6)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addWidget(self._area, 1)
        layout.addWidget(self.complaint)
        layout.addLayout(bottom)


class _Field(QPlainTextEdit):
    """A small field for a few lines. Ctrl+Enter says them, Esc gives them up."""

    finished = Signal()
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Your comment"))
        self.setTabChangesFocus(True)
        self.setFixedHeight(_FIELD_HEIGHT)
        self.mentions: Mentions | None = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.mentions is not None and self.mentions.is_offering and event.key() in _FOR_NAMES:
            # What is offered hears it once this field lets it pass.
            event.ignore()
            return
        if event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.finished.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)
            return
        event.accept()
