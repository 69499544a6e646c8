"""Segments and the criteria that make them."""

from __future__ import annotations

from typing import ClassVar

from maplanner.document.fields import spec
from maplanner.document.records.base import Record
from maplanner.document.values import Condition
from maplanner.document.vocabulary import SegmentMaking


class Segment(Record):
    """A named set of leads."""

    type_name: ClassVar[str] = "segment"

    title: str = spec("", title="Title")
    made: SegmentMaking = spec(SegmentMaking.BY_HAND, title="Made")
    leaving: str = spec("", title="Leaving means", editor="text")
    order: float = spec(0.0, title="Order", hidden=True)
    notes: str = spec("", title="Notes", editor="text")


class Criterion(Record):
    """One data point that decides about membership; all criteria of a segment must hold."""

    type_name: ClassVar[str] = "criterion"

    segment: str = spec(title="Segment", ref="segment", hidden=True)
    condition: Condition = spec(Condition, title="Condition")
    order: float = spec(0.0, title="Order", hidden=True)
