"""The data points that segments are made of, counted against the team's limits."""

from __future__ import annotations

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.naming import title_of
from maplanner.desktop.planning.grid import Cell, Grid, RecordScreen
from maplanner.desktop.words import number, tr
from maplanner.document.records import PLAN_ID, Criterion, FormField, Plan, Score, Segment, Threshold
from maplanner.drawing.theme import Theme
from maplanner.scoring.data_points import DataPoint, DataPoints, data_points

_WATCHED = (Segment, Criterion, Plan, Score, Threshold, FormField)


class DataPointsScreen(RecordScreen):
    """A row for each segment: how many data points it is made of, which, and which no other one needs."""

    def __init__(self, bridge: PlanBridge, theme: Theme) -> None:
        titles = ("Segment", "Made", "Data points", "Which", "Only this one uses")
        grid = Grid(tr("Data points of segments"), tuple(map(tr, titles)), (200, 160, 96, 240, 150))
        super().__init__(bridge, tr("Data points of segments"), grid, _WATCHED)
        self._theme = theme
        self.add_button(tr("Limits"), lambda: self.selection_changed.emit([PLAN_ID]))
        self.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.refresh()

    def refresh(self) -> None:
        """Show the plan as it is now."""
        reader = self.bridge.reader
        points = data_points(reader)
        segments = sorted(reader.all(Segment), key=lambda segment: segment.order)
        self.grid.show_rows([(segment.id, self._cells(segment, points)) for segment in segments])
        self.summary.setText(self._said(points) if segments else tr("The plan has no segment yet."))

    def _cells(self, segment: Segment, points: DataPoints) -> tuple[Cell, ...]:
        reader = self.bridge.reader
        own, limit = points.by_segment[segment.id], reader.plan.segment_data_points
        color = self._theme.warning_text if limit is not None and len(own) > limit else ""
        return (
            Cell(title_of(segment, reader), strong=True),
            Cell(tr(segment.made.value)),
            Cell(number(len(own)), color=color),
            Cell(self._titles(own)),
            Cell(self._titles(own & points.used_once)),
        )

    def _titles(self, points: frozenset[DataPoint]) -> str:
        return ", ".join(sorted(self._title(point) for point in points))

    def _title(self, point: DataPoint) -> str:
        reader = self.bridge.reader
        meant = reader.get(point.ref)
        said = title_of(meant, reader) if meant is not None else point.ref or tr(point.subject)
        return f"{tr(point.event)}: {said}" if point.event and meant is not None else tr(point.event) or said

    def _said(self, points: DataPoints) -> str:
        plan = self.bridge.reader.plan
        said = tr("Different data points in all: {all}, for a single segment: {once}").format(
            all=number(len(points.all)), once=number(len(points.used_once))
        )
        limits = [
            tr("at most {count} in a segment").format(count=number(plan.segment_data_points))
            if plan.segment_data_points is not None
            else "",
            tr("at most {count} in all").format(count=number(plan.all_data_points))
            if plan.all_data_points is not None
            else "",
        ]
        told = ", ".join(each for each in limits if each)
        return f"{said} · {told or tr('no limits set')}"
