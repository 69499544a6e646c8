"""The head of a screen: words at the left, buttons at the right, below them where there is no room."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QWidget

from maplanner.desktop.flowing import FlowLayout
from maplanner.desktop.lettering import scaled

_GAP = 8
_WORDS = 280


class HeadRow(QWidget):
    """Keeps buttons in one row while they fit, and lets them go on in the next line where they do not."""

    def __init__(self, words: QWidget, wanted: Callable[[], int] | None = None) -> None:
        """Stand words and buttons side by side where the words have the width they want."""
        super().__init__()
        self._wanted = wanted or (lambda: scaled(_WORDS))
        self._words = words
        self._buttons: list[QPushButton] = []
        self._bar = QWidget()
        FlowLayout(self._bar, spacing=_GAP)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(_GAP)
        self._row.addWidget(words, 1)
        self._row.addWidget(self._bar)

    def add(self, button: QPushButton) -> None:
        """Add a button at the right end."""
        self._buttons.append(button)
        flow = self._bar.layout()
        if flow is not None:
            flow.addWidget(button)
        self._fit()

    def fit_soon(self) -> None:
        """Look again at what fits, once buttons have changed."""
        QTimer.singleShot(0, self, self._fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = [button for button in self._buttons if not button.isHidden()]
        wanted = sum(button.sizeHint().width() + _GAP for button in shown) + 1
        words = max(self._wanted(), self._words.minimumSizeHint().width())
        fits = wanted + words + _GAP <= self.width()
        directions = QBoxLayout.Direction
        self._bar.setMinimumWidth(wanted if fits else 0)
        self._bar.setMaximumWidth(wanted if fits else 16_777_215)
        self._row.setDirection(directions.LeftToRight if fits else directions.TopToBottom)
        _keep_height(self._words, self.width() - (wanted + _GAP if fits else 0))
        _keep_height(self._bar, wanted if fits else self.width())


def _keep_height(part: QWidget, width: int) -> None:
    """Let a part be as high as its lines need, however little room there is."""
    layout = part.layout()
    if layout is not None and layout.hasHeightForWidth():
        part.setMinimumHeight(layout.heightForWidth(max(width, 1)))
