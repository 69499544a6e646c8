"""Puts the lead into a segment or takes it out of one."""

from __future__ import annotations

from enum import StrEnum

from maplanner.document.fields import spec
from maplanner.document.records import Segment
from maplanner.flow.behaviour import Behaviour, Emit, JoinSegment, LeaveSegment, Operation
from maplanner.steps.kind import Kind, PaletteGroup, Props, StepContext
from maplanner.steps.words import title_or


class Change(StrEnum):
    """Which way the membership changes."""

    JOIN = "join"
    LEAVE = "leave"


class SegmentChangeProps(Props):
    """What a change of segment needs to know."""

    change: Change = spec(Change.JOIN, title="The lead shall")
    segment: str = spec("", title="Segment", ref="segment")
    leaves: tuple[str, ...] = spec(
        (),
        title="And leave",
        ref="segment",
        help="Segments that the lead leaves when it joins this one.",
        when=("change", [Change.JOIN]),
    )


def operations(props: SegmentChangeProps, context: StepContext) -> tuple[Operation, ...]:
    """Return the change; nothing while no segment is chosen. Segments that are gone are passed over."""
    reader = context.reader
    if reader.find_or_none(Segment, props.segment) is None:
        return ()
    if props.change is Change.LEAVE:
        return (LeaveSegment(props.segment),)
    leaves = tuple(
        gone for gone in props.leaves if reader.find_or_none(Segment, gone) and gone != props.segment
    )
    return (JoinSegment(props.segment, leaves),)


def behaviour(props: SegmentChangeProps, context: StepContext) -> Behaviour:
    """Return the change of membership."""
    return Behaviour(on_arrival=(*operations(props, context), Emit()))


def summary(props: SegmentChangeProps, context: StepContext) -> str:
    """Return what changes."""
    title = title_or(context.reader, Segment, props.segment, "")
    return f"{props.change} “{title}”" if title else f"{props.change} a segment"


KIND = Kind(
    name="segment_change",
    title="Segment",
    icon="users-round",
    group=PaletteGroup.SEGMENTS,
    help="Puts the lead into a segment, and out of others if you wish, or takes it out of one.",
    props=SegmentChangeProps,
    behaviour=behaviour,
    summary=summary,
    order=1,
)
