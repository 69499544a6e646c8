"""The data points that segments are made of: how many there are, and which could be dropped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from maplanner.document.reading import RecordReader
from maplanner.document.records import Criterion, Segment


class DataPoint(NamedTuple):
    """What a criterion asks of a lead: the subject, and which field, score, segment or threshold."""

    subject: str
    ref: str


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
    return frozenset(DataPoint(each.condition.subject, each.condition.ref) for each in criteria)
