"""An entry that waits for something to happen to a lead."""

from __future__ import annotations

from enum import StrEnum

from maplanner.core.units import Unit
from maplanner.document.fields import spec
from maplanner.document.records import Score, Segment, Threshold
from maplanner.flow.behaviour import Behaviour, OnCall, OnGain, OnIdle, OnSegment, OnThreshold, Source
from maplanner.steps.kind import ASSUMPTION, Kind, PaletteGroup, Props, StepContext
from maplanner.steps.words import counted, title_or


class Occasion(StrEnum):
    """What lets a lead in."""

    THRESHOLD = "threshold reached"
    IDLE = "nothing gained for a while"
    GAIN = "points gained"
    JOINED = "segment joined"
    LEFT = "segment left"
    CALLED = "sent here by another campaign"


class TriggerProps(Props):
    """What a trigger needs to know; only what its occasion asks for counts."""

    on: Occasion = spec(Occasion.THRESHOLD, title="When", help="What has to happen for a lead to enter here.")
    threshold: str = spec("", title="Threshold", ref="threshold", when=("on", [Occasion.THRESHOLD]))
    score: str = spec("", title="Score", ref="score", when=("on", [Occasion.GAIN, Occasion.IDLE]))
    days: float = spec(
        45.0,
        title="Days without a gain",
        unit=Unit.DAYS,
        gt=0,
        le=36_525,
        allow_inf_nan=False,
        help="Since the last gain, or since the lead became known.",
        source=ASSUMPTION,
        when=("on", [Occasion.IDLE]),
    )
    repeats: bool = spec(
        False,
        title="Again and again",
        help="Fires once more after the same time without a gain.",
        when=("on", [Occasion.IDLE]),
    )
    segment: str = spec("", title="Segment", ref="segment", when=("on", [Occasion.JOINED, Occasion.LEFT]))


def source(props: TriggerProps, context: StepContext) -> Source | None:
    """Return what lets leads in, or ``None`` while the trigger does not know what to watch."""
    reader = context.reader
    match props.on:
        case Occasion.THRESHOLD:
            return OnThreshold(props.threshold) if reader.find_or_none(Threshold, props.threshold) else None
        case Occasion.IDLE:
            score = context.score(props.score)
            return OnIdle(score, props.days, props.repeats) if score else None
        case Occasion.GAIN:
            score = context.score(props.score)
            return OnGain(score) if score else None
        case Occasion.JOINED | Occasion.LEFT:
            joins = props.on is Occasion.JOINED
            return OnSegment(props.segment, joins) if reader.find_or_none(Segment, props.segment) else None
        case Occasion.CALLED:
            return OnCall()


def behaviour(props: TriggerProps, context: StepContext) -> Behaviour:
    """Return the entry; the lead that caused the occasion goes on from here."""
    found = source(props, context)
    return Behaviour(sources=() if found is None else (found,))


def summary(props: TriggerProps, context: StepContext) -> str:
    """Return what it waits for."""
    reader = context.reader
    match props.on:
        case Occasion.THRESHOLD:
            return title_or(reader, Threshold, props.threshold, "no threshold chosen")
        case Occasion.IDLE:
            return f"{counted(props.days, 'day', 'days')} without a gain"
        case Occasion.GAIN:
            return f"gains {title_or(reader, Score, props.score, 'points')}"
        case Occasion.JOINED | Occasion.LEFT:
            word = "joins" if props.on is Occasion.JOINED else "leaves"
            title = title_or(reader, Segment, props.segment, "")
            return f"{word} “{title}”" if title else f"{word} a segment"
        case Occasion.CALLED:
            return "sent by a campaign"


KIND = Kind(
    name="trigger",
    title="Trigger",
    icon="zap",
    group=PaletteGroup.OUTBOUND,
    help="Lets a lead in when something happens: a threshold is reached, nothing is gained for a while, "
    "a segment is joined or left, or another campaign sends the lead here.",
    props=TriggerProps,
    behaviour=behaviour,
    summary=summary,
    entry=True,
    accepts_links=False,
    order=2,
)
