"""Segments, the trees of criteria that make them, and the sets in which they exclude each other."""

from __future__ import annotations

from typing import ClassVar

from maplanner.core.units import Unit
from maplanner.document.fields import spec
from maplanner.document.records.base import Record
from maplanner.document.values import Condition
from maplanner.document.vocabulary import Joining, SegmentMaking


class SegmentSet(Record):
    """Segments of which a lead is in one at most: joining one means leaving the others."""

    type_name: ClassVar[str] = "segment_set"

    title: str = spec("", title="Title")
    order: float = spec(0.0, title="Order", hidden=True)
    notes: str = spec("", title="Notes", editor="text")


class Segment(Record):
    """A named set of leads."""

    type_name: ClassVar[str] = "segment"

    title: str = spec("", title="Title")
    made: SegmentMaking = spec(SegmentMaking.BY_HAND, title="Made")
    mined_every: float | None = spec(
        None,
        title="Mined every",
        unit=Unit.DAYS,
        gt=0,
        le=36_525,
        allow_inf_nan=False,
        help="How often the database is searched again; empty: once, on the first day.",
        when=("made", [SegmentMaking.MINED]),
    )
    joining: Joining = spec(
        Joining.ALL, title="Members are leads for whom", help="Of the criteria at the top."
    )
    exclusive_set: str | None = spec(
        None,
        title="One of",
        ref="segment_set",
        on_delete="clear",
        help="Who joins this segment leaves the others of the set.",
    )
    leaving: str = spec("", title="Leaving means", editor="text")
    order: float = spec(0.0, title="Order", hidden=True)
    notes: str = spec("", title="Notes", editor="text")


class SegmentRemoval(Record):
    """Who joins one segment is taken out of another."""

    type_name: ClassVar[str] = "segment_removal"

    segment: str = spec(title="Segment", ref="segment", hidden=True)
    leaves: str = spec(title="Leaves", ref="segment")


class CriterionGroup(Record):
    """Criteria that are joined into one statement, inside a segment or inside another group."""

    type_name: ClassVar[str] = "criterion_group"

    segment: str = spec(title="Segment", ref="segment", hidden=True)
    parent: str | None = spec(None, title="Inside", ref="criterion_group", hidden=True)
    joining: Joining = spec(Joining.ANY, title="Holds when")
    order: float = spec(0.0, title="Order", hidden=True)


class Criterion(Record):
    """One data point that decides about membership, at the top of a segment or inside a group."""

    type_name: ClassVar[str] = "criterion"

    segment: str = spec(title="Segment", ref="segment", hidden=True)
    group: str | None = spec(None, title="Inside", ref="criterion_group", hidden=True)
    condition: Condition = spec(Condition, title="Condition")
    order: float = spec(0.0, title="Order", hidden=True)
