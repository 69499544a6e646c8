"""A button and a label that shorten their text where there is no room, and say all of it in a tooltip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

_LEAST = 48


class ElidedButton(QPushButton):
    """A button whose text is shortened at its end. :attr:`whole` is all of it."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Show another text."""
        self.whole = " ".join(text.split())
        self.setAccessibleName(text)
        self._elide(self.width())

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide(event.size().width())

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.whole) + 28, super().sizeHint().height())

    def _elide(self, width: int) -> None:
        room = max(width - 24, 12)
        short = self.fontMetrics().elidedText(self.whole, Qt.TextElideMode.ElideRight, room)
        self.setText(_safe(short))
        self.setToolTip("" if short == self.whole else self.whole)


class ElidedLabel(QLabel):
    """A label whose text is shortened, in its middle unless told, taking no more room than it needs."""

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle,
    ) -> None:
        super().__init__(parent)
        self.whole = ""
        self._mode = mode
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Show another text."""
        # One line only: what is shortened cannot be broken as well.
        self.whole = " ".join(text.split())
        self.setAccessibleName(text)
        self._elide(self.width())
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.whole) + 4, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), _LEAST), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide(event.size().width())

    def _elide(self, room: int) -> None:
        short = self.fontMetrics().elidedText(self.whole, self._mode, room)
        self.setText(short)
        self.setToolTip("" if short == self.whole else self.whole)


def _safe(text: str) -> str:
    """Return a button's text without a key hidden in it."""
    return text.replace("&", "&&")
