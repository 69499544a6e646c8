"""Simulated numbers of a step, a link or a campaign, in the inspector: a few rows and a line of arrivals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from maplanner.desktop.inspector.form import section_head
from maplanner.desktop.panels.chart import Series, nice_top, paint_series
from maplanner.desktop.words import number, percent, spread, tr
from maplanner.document.reading import RecordReader
from maplanner.document.records import Campaign, Link, Record, Step
from maplanner.drawing.measures import days_text
from maplanner.drawing.theme import Theme

if TYPE_CHECKING:
    from maplanner.simulation import SimulationResult
    from maplanner.simulation.passing import Durations


class SimulatedNumbers(QWidget):
    """What the last simulation says about one step, link or campaign; no rows where it did not know it."""

    def __init__(
        self,
        result: SimulationResult,
        record: Record,
        reader: RecordReader,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        self.rows, over_time = _told(result, record, reader)
        for title, figure in self.rows.items():
            layout.addLayout(_row(title, figure))
        series = over_time.by_week() if over_time is not None else None
        if series is not None and len(series.values) > 1 and series.top > 0:
            self.sparkline = Sparkline(series, theme)
            layout.addSpacing(4)
            layout.addWidget(self.sparkline)
        layout.addStretch(1)


class NumbersPlace(QWidget):
    """Holds the numbers of what is selected: others take their place while the form below stays as it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.hide()

    def show_numbers(
        self, result: SimulationResult | None, record: Record | None, reader: RecordReader, theme: Theme
    ) -> None:
        """Show what a result says of a record; nothing where it says nothing."""
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        numbers = None
        if result is not None and record is not None:
            numbers = SimulatedNumbers(result, record, reader, theme)
        if result is not None and numbers is not None and numbers.rows:
            self._column.addWidget(section_head(heading(result)))
            self._column.addWidget(numbers)
            self._column.addSpacing(8)
        elif numbers is not None:
            numbers.deleteLater()
        self.setVisible(self._column.count() > 0)


def heading(result: SimulationResult) -> str:
    """Return what stands above the numbers: that they are a preview, or a scenario's, and of which time."""
    days = number(round(result.days))
    if result.preview is not None:
        return tr("Preview, {days} days").format(days=days)
    return tr("Simulated, {days} days").format(days=days)


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


def _told(
    result: SimulationResult, record: Record, reader: RecordReader
) -> tuple[dict[str, str], Series | None]:
    if isinstance(record, Step):
        place = next((at for at, step in enumerate(result.steps) if step.step == record.id), -1)
        if place >= 0:
            return _of_step(result, place), Series(result.bucket_days, result.steps[place].over_time)
    if isinstance(record, Link):
        place = next((at for at, link in enumerate(result.links) if link.link == record.id), -1)
        if place >= 0:
            return _of_link(result, place, record), _flow(result, place)
    if isinstance(record, Campaign):
        return _of_campaign(result, record, reader)
    return {}, None


def _of_step(result: SimulationResult, place: int) -> dict[str, str]:
    from maplanner.simulation import Range

    found = result.steps[place]
    entered, unique = Range.of(found.entered), Range.of(found.unique)
    rows = {tr("Leads here"): spread(unique)}
    if round(entered.mean) != round(unique.mean):
        rows[tr("Times entered")] = spread(entered)
    leads = float(result.leads.mean())
    if leads > 0:
        rows[tr("Of all leads")] = percent(unique.mean / leads)
    if result.details is not None:
        rows |= _times(result.details.reach[place])
        stock = float(result.details.stock[place, -1])
        rows |= {tr("Waiting at the end"): number(stock)} if stock else {}
    more = ((tr("Turned away"), found.turned_away), (tr("Tasks"), found.tasks))
    for title, counts in (*more, (tr("Notifications"), found.notifications)):
        if counts.any():
            rows[title] = spread(Range.of(counts))
    return rows


def _of_link(result: SimulationResult, place: int, link: Link) -> dict[str, str]:
    from maplanner.simulation import Range
    from maplanner.simulation.telling import taken_by

    rows = {tr("Taken"): spread(Range.of(result.links[place].taken))}
    share = taken_by(result, link.id, link.source)
    if share is not None:
        rows[tr("Of the arrivals before")] = percent(share.share)
    if result.details is not None:
        passing = result.details.links[place]
        rows |= _times(passing.took)
        rows |= {tr("On the way at the end"): number(float(passing.inside[-1]))} if passing.inside[-1] else {}
    return rows


def _flow(result: SimulationResult, place: int) -> Series | None:
    if result.details is None:
        return None
    flows = result.details.flows[place]
    return Series(max(1.0, round(result.days / max(len(flows), 1))), flows)


def _of_campaign(
    result: SimulationResult, campaign: Campaign, reader: RecordReader
) -> tuple[dict[str, str], Series | None]:
    from maplanner.simulation import Range
    from maplanner.simulation.groups import campaign_rows

    found = next((row for row in campaign_rows(reader, result) if row.id == campaign.id), None)
    if found is None:
        return {}, None
    rows = {tr("Entries"): spread(Range.of(found.entries))}
    if found.people is not None:
        rows[tr("Of all leads")] = percent(found.people.share)
    rows |= {} if found.reach is None else _times(found.reach)
    rows |= {tr("Waiting at the end"): number(found.waiting)} if found.waiting else {}
    return rows, Series(result.bucket_days, found.over_time)


def _times(took: Durations) -> dict[str, str]:
    """Return how long half of those who come take; nothing where all come at once."""
    if not took.count or not took.at(0.95):
        return {}
    median = took.at(0.5)
    told = tr("{time} median").format(time=days_text(median)) if median else tr("half at once")
    return {tr("Time to come"): told}


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
