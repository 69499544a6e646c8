"""An entry that waits for something to happen to a lead."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from maplanner.core.units import Unit
from maplanner.document.asking import is_open, named_type
from maplanner.document.fields import spec
from maplanner.document.records import CrmObject, Record, Score, Segment, Stage, Threshold
from maplanner.document.values import Condition
from maplanner.flow.behaviour import (
    Behaviour,
    OnCall,
    OnCondition,
    OnContactDate,
    OnDate,
    OnField,
    OnGain,
    OnIdle,
    OnSegment,
    OnStage,
    OnThreshold,
    OnWritten,
    Source,
)
from maplanner.steps.kind import ASSUMPTION, Kind, PaletteGroup, Props, StepContext
from maplanner.steps.words import condition_text, counted, joined, number_text, one_line, title_or


class Occasion(StrEnum):
    """What lets a lead in."""

    THRESHOLD = "threshold reached"
    IDLE = "nothing gained for a while"
    GAIN = "points gained"
    JOINED = "segment joined"
    LEFT = "segment left"
    STAGE = "buying stage reached"
    CONDITION = "something comes true"
    FIELD = "a piece of data becomes known"
    RECORD = "a CRM record is made or changed"
    DATE = "a day comes"
    CONTACT = "the next-contact date comes"
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
    stage: str = spec("", title="Stage", ref="stage", when=("on", [Occasion.STAGE]))
    condition: Condition | None = spec(
        None,
        title="Comes true that",
        help="True from the beginning does not count.",
        when=("on", [Occasion.CONDITION]),
    )
    key: str = spec(
        "",
        title="Piece of data",
        editor="key",
        max_length=255,
        help="The key of a form's field.",
        when=("on", [Occasion.FIELD]),
    )
    object: str = spec("", title="Object", ref="object", when=("on", [Occasion.RECORD]))
    at: float = spec(
        0.0,
        title="On day",
        unit=Unit.DAYS,
        ge=0,
        le=36_525,
        allow_inf_nan=False,
        help="Counted from the plan's first day.",
        when=("on", [Occasion.DATE]),
    )
    every: float | None = spec(
        None,
        title="And again every",
        unit=Unit.DAYS,
        ge=0.01,
        le=36_525,
        allow_inf_nan=False,
        help="Empty means only once.",
        when=("on", [Occasion.DATE]),
    )
    segment: str = spec(
        "",
        title="Segment",
        ref="segment",
        help="On a day, empty means everybody who is known by then.",
        when=("on", [Occasion.JOINED, Occasion.LEFT, Occasion.DATE]),
    )


def _there(context: StepContext, cls: type[Record], record_id: str) -> bool:
    return context.reader.find_or_none(cls, record_id) is not None


def _by_score(props: TriggerProps, context: StepContext) -> Source | None:
    score = context.score(props.score)
    if score is None:
        return None
    return OnGain(score) if props.on is Occasion.GAIN else OnIdle(score, props.days, props.repeats)


def _by_segment(props: TriggerProps, context: StepContext) -> Source | None:
    found = _there(context, Segment, props.segment)
    return OnSegment(props.segment, props.on is Occasion.JOINED) if found else None


def _by_condition(props: TriggerProps, context: StepContext) -> Source | None:
    condition = props.condition
    if condition is None:
        return None
    if not condition.ref and condition.subject in {"score", "account score"}:
        condition = condition.model_copy(update={"ref": context.score("") or ""})
    cls = named_type(condition)
    is_gone = cls is not None and bool(condition.ref) and not _there(context, cls, condition.ref)
    return None if is_open(condition) or is_gone else OnCondition(condition)


def _by_date(props: TriggerProps, context: StepContext) -> Source | None:
    if props.segment and not _there(context, Segment, props.segment):
        return None
    return OnDate(props.at, props.segment, props.every)


_SOURCES: dict[Occasion, Callable[[TriggerProps, StepContext], Source | None]] = {
    Occasion.THRESHOLD: lambda props, context: (
        OnThreshold(props.threshold) if _there(context, Threshold, props.threshold) else None
    ),
    Occasion.IDLE: _by_score,
    Occasion.GAIN: _by_score,
    Occasion.JOINED: _by_segment,
    Occasion.LEFT: _by_segment,
    Occasion.STAGE: lambda props, context: (
        OnStage(props.stage) if _there(context, Stage, props.stage) else None
    ),
    Occasion.CONDITION: _by_condition,
    Occasion.FIELD: lambda props, _context: OnField(props.key.strip()) if props.key.strip() else None,
    Occasion.RECORD: lambda props, context: (
        OnWritten(props.object) if _there(context, CrmObject, props.object) else None
    ),
    Occasion.DATE: _by_date,
    Occasion.CONTACT: lambda _props, _context: OnContactDate(),
    Occasion.CALLED: lambda _props, _context: OnCall(),
}


def source(props: TriggerProps, context: StepContext) -> Source | None:
    """Return what lets leads in, or ``None`` while the trigger does not know what to watch."""
    return _SOURCES[props.on](props, context)


def behaviour(props: TriggerProps, context: StepContext) -> Behaviour:
    """Return the entry; the lead that caused the occasion goes on from here."""
    found = source(props, context)
    return Behaviour(sources=() if found is None else (found,))


def _segment_words(props: TriggerProps, context: StepContext) -> str:
    word = "joins" if props.on is Occasion.JOINED else "leaves"
    title = title_or(context.reader, Segment, props.segment, "")
    return f"{word} “{title}”" if title else f"{word} a segment"


def _date_words(props: TriggerProps, context: StepContext) -> str:
    day = f"day {number_text(props.at)}"
    again = f"every {counted(props.every, 'day', 'days')}" if props.every is not None else ""
    return joined(day, again, title_or(context.reader, Segment, props.segment, ""))


def _object_words(props: TriggerProps, context: StepContext) -> str:
    found = context.reader.find_or_none(CrmObject, props.object)
    name = "" if found is None else one_line(found.label or found.api_name)
    return f"{name} made or changed" if name else "no object chosen"


_WORDS: dict[Occasion, Callable[[TriggerProps, StepContext], str]] = {
    Occasion.THRESHOLD: lambda props, context: title_or(
        context.reader, Threshold, props.threshold, "no threshold chosen"
    ),
    Occasion.IDLE: lambda props, _context: f"{counted(props.days, 'day', 'days')} without a gain",
    Occasion.GAIN: lambda props, context: f"gains {title_or(context.reader, Score, props.score, 'points')}",
    Occasion.JOINED: _segment_words,
    Occasion.LEFT: _segment_words,
    Occasion.STAGE: lambda props, context: (
        f"comes to {title_or(context.reader, Stage, props.stage, 'a stage')}"
    ),
    Occasion.CONDITION: lambda props, context: (
        "nothing chosen" if props.condition is None else condition_text(props.condition, context.reader)
    ),
    Occasion.FIELD: lambda props, _context: f"{one_line(props.key) or 'a field'} becomes known",
    Occasion.RECORD: _object_words,
    Occasion.DATE: _date_words,
    Occasion.CONTACT: lambda _props, _context: "on the next-contact date",
    Occasion.CALLED: lambda _props, _context: "sent by a campaign",
}


def summary(props: TriggerProps, context: StepContext) -> str:
    """Return what it waits for."""
    return _WORDS[props.on](props, context)


KIND = Kind(
    name="trigger",
    title="Trigger",
    icon="zap",
    group=PaletteGroup.OUTBOUND,
    help="Lets a lead in when something happens: a threshold is reached, nothing is gained for a while, "
    "a segment is joined or left, a stage is reached, something comes true, a day comes, or another "
    "campaign sends the lead here.",
    props=TriggerProps,
    behaviour=behaviour,
    summary=summary,
    entry=True,
    accepts_links=False,
    order=2,
)
