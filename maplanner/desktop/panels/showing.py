"""Small things that panels show: a calm empty state and a bar."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from maplanner.drawing.icons import icon_pixmap
from maplanner.drawing.theme import Theme, ink


class EmptyState(QWidget):
    """An icon and a sentence where there is nothing to list."""

    def __init__(self, theme: Theme, icon: str = "", text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon_name = icon
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.label = QLabel(text)
        self.label.setProperty("role", "secondary")
        self.label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.label.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 4)
        layout.setSpacing(8)
        layout.addStretch(1)
        layout.addWidget(self._icon)
        layout.addWidget(self.label)
        self.button = QPushButton()
        self.button.hide()
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        self._draw()

    def offer(self, text: str) -> None:
        """Offer a button below the sentence; an empty text takes it away."""
        self.button.setText(text)
        self.button.setVisible(bool(text))

    def say(self, icon: str, text: str) -> None:
        """Show another icon and sentence."""
        self._icon_name = icon
        self.label.setText(text)
        self._draw()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self._draw()

    def _draw(self) -> None:
        self._icon.setVisible(bool(self._icon_name))
        if self._icon_name:
            color = self._theme.secondary
            self._icon.setPixmap(icon_pixmap(self._icon_name, color, 24, self.devicePixelRatioF()))


class ShareBar(QWidget):
    """A bar that is filled by a share of 0 to 1; what goes beyond 1 is shown as full, in another colour."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._share = 0.0
        self._warn_from = 2.0
        self._error_from = 2.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(48)

    def show_share(self, share: float, *, warn_from: float = 2.0, error_from: float = 2.0) -> None:
        """Fill the bar; from these shares on it is painted as a warning or an error."""
        self._share, self._warn_from, self._error_from = share, warn_from, error_from
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        radius = self.height() / 2
        painter.setBrush(ink(self._theme.chip))
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        wide = min(max(self._share, 0.0), 1.0) * self.width()
        if wide > 0:
            painter.setBrush(ink(self._color()))
            painter.drawRoundedRect(QRectF(0, 0, max(wide, self.height()), self.height()), radius, radius)
        painter.end()

    def _color(self) -> str:
        if self._share >= self._error_from:
            return self._theme.error
        return self._theme.warning if self._share >= self._warn_from else self._theme.good
