"""The data points that segments are made of: of which kinds, how many, and which could be dropped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from maplanner.document.asking import SUBJECTS, PointKind
from maplanner.document.reading import RecordReader
from maplanner.document.records import Criterion, CrmField, FormField, Segment
from maplanner.document.values import Condition


class DataPoint(NamedTuple):
    """What a criterion asks of a lead: the subject, and which field, score, segment, action or threshold."""

    subject: str
    ref: str
    event: str = ""


@dataclass(frozen=True)
class DataPoints:
    """The different data points of each segment, by identifier, and of all segments together."""

    by_segment: dict[str, frozenset[DataPoint]]

    @property
    def all(self) -> frozenset[DataPoint]:
        """Every data point that a segment asks for."""
        return frozenset().union(*self.by_segment.values())

    @property
    def used_once(self) -> frozenset[DataPoint]:
        """Those that only one segment asks for: the first to drop."""
        asked = [point for points in self.by_segment.values() for point in points]
        return frozenset(point for point in asked if asked.count(point) == 1)


def data_points(reader: RecordReader) -> DataPoints:
    """Return the data points of the plan's segments."""
    return DataPoints({segment.id: points_of(reader, segment) for segment in reader.all(Segment)})


def points_of(reader: RecordReader, segment: Segment) -> frozenset[DataPoint]:
    """Return the different data points that decide about a segment."""
    criteria = reader.referring(Criterion, "segment", segment.id)
    return frozenset(point_of(each.condition) for each in criteria)


def point_of(condition: Condition) -> DataPoint:
    """Return the data point that a condition asks for; values and times make no other."""
    event = condition.event.value if condition.subject == "action" and condition.event is not None else ""
    return DataPoint(condition.subject, condition.ref, event)


def kind_of_point(reader: RecordReader, point: DataPoint) -> PointKind:
    """Return the kind of a data point: a field that no form asks for, and a CRM holds, is CRM data."""
    kind = SUBJECTS[point.subject].point
    if point.subject != "field" or any(field.key == point.ref for field in reader.all(FormField)):
        return kind
    name = point.ref.casefold().rsplit(".", 1)[-1]
    held = any(field.api_name.casefold() == name for field in reader.all(CrmField))
    return PointKind.CRM if held else kind
