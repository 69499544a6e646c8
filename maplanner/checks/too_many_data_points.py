"""More data points in segments than the team has allowed itself."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Severity
from maplanner.checks.survey import Survey, title_of
from maplanner.document.records import Plan, Segment
from maplanner.scoring.data_points import data_points, points_of


def segment(survey: Survey, record: Segment) -> Iterator[Remark]:
    """Yield a segment that asks for more than the team's limit."""
    limit = survey.reader.plan.segment_data_points
    count = len(points_of(survey.reader, record))
    if limit is not None and count > limit:
        names = {"segment": title_of(record), "count": str(count), "limit": str(limit)}
        yield Remark(
            record, "“{segment}” is made of {count} data points; the team's limit is {limit}.", names
        )


def plan(survey: Survey, record: Plan) -> Iterator[Remark]:
    """Yield that all segments together ask for more than the team's limit."""
    limit = record.all_data_points
    if limit is None:
        return
    points = data_points(survey.reader)
    if len(points.all) > limit:
        names = {"count": str(len(points.all)), "limit": str(limit), "once": str(len(points.used_once))}
        text = (
            "All segments together use {count} data points; the team's limit is {limit}. "
            "Of these, {once} serve a single segment."
        )
        yield Remark(record, text, names)


CHECK = Check(
    code="too-many-data-points",
    title="More data points than the team wants",
    explanation=(
        "Each data point must be collected, kept right and agreed to. "
        "The fewer decide about segments, the better they hold."
    ),
    example="“Warm” is made of 7 data points; the team's limit is 5.",
    remedy="Drop criteria that change little, or raise the limit in the plan's settings.",
    severity=Severity.WARNING,
    of={Segment: segment, Plan: plan},
)
