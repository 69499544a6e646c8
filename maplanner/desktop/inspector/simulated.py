"""Simulated numbers of one step, in the inspector: a few rows and a line of its arrivals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from maplanner.desktop.panels.chart import Series, nice_top, paint_series
from maplanner.desktop.words import percent, spread, tr
from maplanner.drawing.theme import Theme

if TYPE_CHECKING:
    from maplanner.simulation import SimulationResult, StepResult


class SimulatedNumbers(QWidget):
    """What the last simulation says about one step; empty for a step that it did not know."""

    def __init__(
        self, result: SimulationResult, step_id: str, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        self.rows: dict[str, str] = {}
        found = result.step_by_id.get(step_id)
        if found is None:
            return
        self.rows = _rows(found, result)
        for title, figure in self.rows.items():
            layout.addLayout(_row(title, figure))
        series = Series(result.bucket_days, found.over_time).by_week()
        if len(series.values) > 1 and series.top > 0:
            self.sparkline = Sparkline(series, theme)
            layout.addSpacing(4)
            layout.addWidget(self.sparkline)
        layout.addStretch(1)


class Sparkline(QWidget):
    """A line without axes: how the arrivals go over the simulated time."""

    def __init__(self, series: Series, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._series = series
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        per = tr("per day") if series.span_days <= 1 else tr("per %n days", round(series.span_days))
        self.setToolTip(tr("Arrivals {per} over the simulated time").format(per=per))
        self.setAccessibleName(self.toolTip())

    def sizeHint(self) -> QSize:
        return QSize(160, 52)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = self.width() / len(self._series.values) / 2
        area = QRectF(self.rect()).adjusted(-wide, 2, wide, -1)
        paint_series(painter, area, self._series, nice_top(self._series.top), self._theme)
        painter.end()


def _rows(found: StepResult, result: SimulationResult) -> dict[str, str]:
    from maplanner.simulation import Range

    entered, unique = Range.of(found.entered), Range.of(found.unique)
    rows = {tr("Leads here"): spread(unique)}
    if round(entered.mean) != round(unique.mean):
        rows[tr("Times entered")] = spread(entered)
    leads = float(result.leads.mean())
    if leads > 0:
        rows[tr("Of all leads")] = percent(unique.mean / leads)
    more = ((tr("Turned away"), found.turned_away), (tr("Tasks"), found.tasks))
    for title, counts in (*more, (tr("Notifications"), found.notifications)):
        if counts.any():
            rows[title] = spread(Range.of(counts))
    return rows


def _row(title: str, figure: str) -> QHBoxLayout:
    name, value = QLabel(title), QLabel(figure)
    value.setProperty("role", "figure")
    value.setAccessibleName(f"{title}: {figure}")
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(name)
    row.addStretch(1)
    row.addWidget(value)
    return row
