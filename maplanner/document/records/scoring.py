"""Scores, the rules that change them, and the thresholds that watch them."""

from __future__ import annotations

from typing import ClassVar

from maplanner.core.units import Unit
from maplanner.document.fields import spec
from maplanner.document.records.base import Record
from maplanner.document.values import Decay
from maplanner.document.vocabulary import EventType, Rearm, Repeat, ScoreLevel


class Score(Record):
    """A number that every lead has: sales readiness, interest in a product, or the team's own."""

    type_name: ClassVar[str] = "score"

    title: str = spec("", title="Title")
    floor: float = spec(0.0, title="Never below", unit=Unit.POINTS, allow_inf_nan=False)
    cap: float | None = spec(None, title="Never above", unit=Unit.POINTS, allow_inf_nan=False)
    decay: Decay | None = spec(None, title="Fades", help="How the score falls when nothing is gained.")
    order: float = spec(0.0, title="Order", hidden=True)
    notes: str = spec("", title="Notes", editor="text")


class ScoringRule(Record):
    """Points for an engagement, on any asset or on one."""

    type_name: ClassVar[str] = "scoring_rule"

    score: str = spec(title="Score", ref="score", hidden=True)
    title: str = spec("", title="Title")
    event: EventType = spec(EventType.FORM_FILLED, title="When")
    step: str | None = spec(None, title="Only on", ref="step", help="Empty means any asset of the plan.")
    points: float = spec(10.0, title="Points", unit=Unit.POINTS, ge=-1e6, le=1e6, allow_inf_nan=False)
    adjustment: float = spec(
        0.0,
        title="Of these, adjusted",
        unit=Unit.POINTS,
        ge=-1e6,
        le=1e6,
        allow_inf_nan=False,
        help="How many of the points sales added, or took away. Calibrating keeps these.",
    )
    by_amount: bool = spec(
        False,
        title="Times the amount",
        help="For video: times the share watched. For page visits: times the pages seen.",
        when=("event", [EventType.VIDEO_WATCHED, EventType.PAGE_VISITED]),
    )
    repeat: Repeat = spec(Repeat.ALWAYS, title="Counts")
    at_most: float | None = spec(None, title="At most in all", unit=Unit.POINTS, gt=0, allow_inf_nan=False)
    order: float = spec(0.0, title="Order", hidden=True)


class Threshold(Record):
    """A mark on a score. When a lead's or an account's score reaches it, triggers that watch it fire."""

    type_name: ClassVar[str] = "threshold"

    score: str = spec(title="Score", ref="score", hidden=True)
    title: str = spec("", title="Title")
    value: float = spec(100.0, title="Reached at", unit=Unit.POINTS, allow_inf_nan=False)
    level: ScoreLevel = spec(
        ScoreLevel.LEAD, title="Whose score", help="An account's score is the sum over its leads."
    )
    rearm: Rearm = spec(Rearm.NEVER, title="Fires again")
