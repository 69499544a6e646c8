"""How a score fades, as a small curve: 100 points, and what is left of them in the weeks that follow."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from maplanner.desktop.lettering import lettering, scaled
from maplanner.desktop.words import number, tr
from maplanner.document.values import Decay, HalfLifeDecay, LinearDecay
from maplanner.drawing.theme import SECONDARY_SIZE, Theme, ink
from maplanner.scoring.model import ScoreModel

_POINTS: Final = 200
_SHOWN: Final = 100.0


def days_shown(decay: Decay | None) -> float:
    """Return how many days a curve covers: until little is left, at least a month."""
    if decay is None:
        return 90.0
    if isinstance(decay, HalfLifeDecay):
        periods = 4.0
    elif isinstance(decay, LinearDecay):
        periods = min(12.0, _SHOWN / decay.points + 0.5)
    else:
        periods = 4.5
    return max(30.0, periods * decay.days)


class DecayCurve(QWidget):
    """Draws what is left of 100 points when nothing is gained."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = ScoreModel()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("How the score fades"))

    def show_decay(self, model: ScoreModel) -> None:
        """Show how a score fades."""
        self._model = ScoreModel(floor=model.floor, decay=model.decay)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.update()

    def values(self) -> list[tuple[float, float]]:
        """Return days and what is left on them."""
        days = days_shown(self._model.decay)
        score = self._model.changed(self._model.new(0.0), _SHOWN, 0.0)
        at = [days * place / _POINTS for place in range(_POINTS + 1)]
        return [(day, self._model.value(score, day)) for day in at]

    def sizeHint(self) -> QSize:
        return QSize(scaled(220), scaled(96))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(lettering(SECONDARY_SIZE))
        metrics = painter.fontMetrics()
        left = metrics.horizontalAdvance("100") + 8.0
        bottom = self.height() - metrics.height() - 4.0
        area = QRectF(left, 6.0, self.width() - left - 8.0, bottom - 6.0)
        days = days_shown(self._model.decay)
        painter.setPen(ink(self._theme.border))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.setPen(ink(self._theme.secondary))
        painter.drawText(
            QRectF(0, area.top() - 4, left - 6, metrics.height()), Qt.AlignmentFlag.AlignRight, "100"
        )
        painter.drawText(
            QRectF(0, area.bottom() - metrics.height() + 4, left - 6, metrics.height()),
            Qt.AlignmentFlag.AlignRight,
            "0",
        )
        last = tr("{days} days").format(days=number(round(days)))
        painter.drawText(
            QRectF(area.left(), bottom + 2, area.width(), metrics.height()), Qt.AlignmentFlag.AlignRight, last
        )
        points = [
            QPointF(
                area.left() + area.width() * day / days,
                area.bottom() - area.height() * max(0.0, min(1.0, value / _SHOWN)),
            )
            for day, value in self.values()
        ]
        ground = QColor(self._theme.accent)
        ground.setAlphaF(0.14)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawPolygon(QPolygonF([area.bottomLeft(), *points, area.bottomRight()]))
        painter.setPen(QPen(QColor(self._theme.accent), 1.8))
        painter.drawPolyline(QPolygonF(points))
        event.accept()
