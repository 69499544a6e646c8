"""Scores, the rules that change them, the thresholds that watch them, and saved versions of it all."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from pydantic import JsonValue

from maplanner.core.units import Unit
from maplanner.document.fields import spec
from maplanner.document.records.base import Record
from maplanner.document.values import Condition, Decay, Share
from maplanner.document.vocabulary import (
    Crossing,
    EffectKind,
    EventType,
    Rearm,
    Repeat,
    RollUp,
    RuleKind,
    ScoreBasis,
    ScoreLevel,
)


class Score(Record):
    """A number that every lead has: sales readiness, interest in a product, or the team's own."""

    type_name: ClassVar[str] = "score"

    title: str = spec("", title="Title")
    basis: ScoreBasis = spec(ScoreBasis.ENGAGEMENT, title="Made of")
    floor: float = spec(0.0, title="Never below", unit=Unit.POINTS, allow_inf_nan=False)
    cap: float | None = spec(None, title="Never above", unit=Unit.POINTS, allow_inf_nan=False)
    decay: Decay | None = spec(None, title="Fades", help="How the score falls when nothing is gained.")
    field: str | None = spec(
        None,
        title="Field of the lead",
        ref="field",
        on_delete="clear",
        help="The CRM field that holds the score.",
    )
    date_field: str | None = spec(
        None,
        title="Field of its date",
        ref="field",
        on_delete="clear",
        help="The CRM field that says when the score last changed: an old score says nothing today.",
    )
    roll_up: RollUp = spec(RollUp.SUM, title="An account's score is the", group="Account")
    champion_share: Share = spec(
        0.6,
        title="Weight of the champion",
        unit=Unit.SHARE,
        group="Account",
        help="Of the lead with most points; the mean of the others has the rest.",
        source="Champion-weighted roll-up 0.6, GTMClarity",
        when=("roll_up", [RollUp.CHAMPION]),
    )
    trimmed_share: Share = spec(
        0.25,
        title="Left out",
        unit=Unit.SHARE,
        group="Account",
        help="The lowest scores do not count.",
        source="Bottom quartile dropped, Sugar Market account score",
        when=("roll_up", [RollUp.TRIMMED]),
    )
    account_field: str | None = spec(
        None,
        title="Field of the account",
        ref="field",
        on_delete="clear",
        group="Account",
        help="The CRM field that holds the account's score.",
    )
    order: float = spec(0.0, title="Order", hidden=True)
    notes: str = spec("", title="Notes", editor="text")


class BuyerRole(Record):
    """What a lead is in the account's decision, such as *decides* or *uses it*."""

    type_name: ClassVar[str] = "buyer_role"

    title: str = spec("", title="Title")
    share: Share = spec(0.25, title="Leads in this role", unit=Unit.SHARE)
    weight: float = spec(
        1.0,
        title="Counts",
        ge=0,
        le=1e6,
        allow_inf_nan=False,
        help="How much a lead in this role counts in account scores that are weighted by role.",
    )
    order: float = spec(0.0, title="Order", hidden=True)


class RuleGroup(Record):
    """Rules of one score that share a limit."""

    type_name: ClassVar[str] = "rule_group"

    score: str = spec(title="Score", ref="score", hidden=True)
    title: str = spec("", title="Title")
    at_most: float | None = spec(None, title="At most in all", unit=Unit.POINTS, gt=0, allow_inf_nan=False)
    per_days: float | None = spec(
        None,
        title="In",
        unit=Unit.DAYS,
        gt=0,
        le=36_525,
        allow_inf_nan=False,
        help="The limit counts the points of the last so many days; empty: of all time.",
    )
    order: float = spec(0.0, title="Order", hidden=True)


class ScoringRule(Record):
    """Points for an action, a pattern of actions, inactivity, or something known of the lead."""

    type_name: ClassVar[str] = "scoring_rule"

    score: str = spec(title="Score", ref="score", hidden=True)
    group: str | None = spec(None, title="Group", ref="rule_group", on_delete="clear")
    title: str = spec("", title="Title")
    kind: RuleKind = spec(RuleKind.ACTION, title="Listens to")
    event: EventType = spec(
        EventType.FORM_FILLED, title="When", when=("kind", [RuleKind.ACTION, RuleKind.PATTERN])
    )
    step: str | None = spec(
        None,
        title="Only on",
        ref="step",
        help="Empty means any asset of the plan.",
        when=("kind", [RuleKind.ACTION, RuleKind.PATTERN]),
    )
    times: int = spec(
        1,
        title="So many times",
        ge=1,
        le=1_000_000,
        help="The pattern is there when it happened so often within the days.",
        when=("kind", [RuleKind.PATTERN]),
    )
    without: EventType | None = spec(
        None,
        title="And without",
        help="An action that did not happen in the same days: opened five, clicked none.",
        when=("kind", [RuleKind.PATTERN]),
    )
    days: float = spec(
        30.0,
        title="Days",
        unit=Unit.DAYS,
        gt=0,
        le=36_525,
        allow_inf_nan=False,
        help="The days of the pattern, or the days without any action.",
        when=("kind", [RuleKind.PATTERN, RuleKind.INACTIVITY]),
    )
    fact: Condition | None = spec(None, title="When it is known that", when=("kind", [RuleKind.FACT]))
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
    per_days: float | None = spec(
        None,
        title="In",
        unit=Unit.DAYS,
        gt=0,
        le=36_525,
        allow_inf_nan=False,
        help="“At most” counts the points of the last so many days; empty: of all time.",
    )
    lasts: float | None = spec(
        None,
        title="Points last",
        unit=Unit.DAYS,
        gt=0,
        le=36_525,
        allow_inf_nan=False,
        help="After so many days the points are taken away again; empty: they stay.",
    )
    order: float = spec(0.0, title="Order", hidden=True)


class Threshold(Record):
    """A mark on a lead's or an account's score. Crossing it has effects and lets triggers fire."""

    type_name: ClassVar[str] = "threshold"

    score: str = spec(title="Score", ref="score", hidden=True)
    title: str = spec("", title="Title")
    value: float = spec(100.0, title="Reached at", unit=Unit.POINTS, allow_inf_nan=False)
    crossing: Crossing = spec(Crossing.UP, title="When the score")
    level: ScoreLevel = spec(
        ScoreLevel.LEAD, title="Whose score", help="An account's score is made of its leads' scores."
    )
    rearm: Rearm = spec(Rearm.NEVER, title="Fires again")


class Effect(Record):
    """One thing that a threshold does to the lead that made it be crossed."""

    type_name: ClassVar[str] = "effect"

    threshold: str = spec(title="Threshold", ref="threshold", hidden=True)
    kind: EffectKind = spec(EffectKind.QUALIFY, title="Does")
    segment: str | None = spec(
        None, title="Segment", ref="segment", when=("kind", [EffectKind.JOIN, EffectKind.LEAVE])
    )
    campaign: str | None = spec(None, title="Campaign", ref="campaign", when=("kind", [EffectKind.START]))
    stage: str | None = spec(None, title="Buying stage", ref="stage", when=("kind", [EffectKind.STAGE]))
    who: str = spec("", title="Who", when=("kind", [EffectKind.NOTIFY, EffectKind.TASK]))
    order: float = spec(0.0, title="Order", hidden=True)


class ScoreMatrix(Record):
    """Grades such as A1: who the lead is (letters, from a fit score) by what it does (numbers).

    Marks are lower bounds, highest first: with marks 60 and 30 a score of 60 or more is A (or 1),
    30 or more B (or 2), less C (or 3).
    """

    type_name: ClassVar[str] = "score_matrix"

    title: str = spec("", title="Title")
    fit: str | None = spec(None, title="Letters from", ref="score", on_delete="clear")
    fit_marks: tuple[float, ...] = spec(
        (60.0, 30.0), title="Marks of the letters", max_length=8, editor="figures"
    )
    engagement: str | None = spec(None, title="Numbers from", ref="score", on_delete="clear")
    engagement_marks: tuple[float, ...] = spec(
        (60.0, 30.0), title="Marks of the numbers", max_length=8, editor="figures"
    )
    order: float = spec(0.0, title="Order", hidden=True)


class ScoringVersion(Record):
    """The scoring model as it was at a moment: scores, rules, thresholds and what belongs to them."""

    type_name: ClassVar[str] = "scoring_version"

    title: str = spec("", title="Title", max_length=10_000)
    saved_on: date | None = spec(None, title="Saved on")
    author: str = spec("", title="By")
    records: dict[str, JsonValue] = spec(dict, title="Model", hidden=True)
    notes: str = spec("", title="Notes", editor="text")
