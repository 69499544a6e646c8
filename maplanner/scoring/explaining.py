"""Why a lead's score is what it is: a log of every change, which always adds up to the score shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from maplanner.document.records import ScoringRule
from maplanner.document.vocabulary import Repeat
from maplanner.scoring.model import LeadScore, RuleUse, ScoreModel, granted

Kind = Literal["came in", "gain", "faded", "limited"]


class Gain(NamedTuple):
    """Points that an event gave by a rule, at a day."""

    day: float
    title: str
    points: float


@dataclass(frozen=True)
class LogLine:
    """A change of the score: when, by what, how much, and what it came to.

    ``reached`` and ``fallen`` name the thresholds that the change crossed.
    """

    day: float
    kind: Kind
    title: str
    change: float
    value: float
    reached: tuple[str, ...] = ()
    fallen: tuple[str, ...] = ()


@dataclass(frozen=True)
class Explanation:
    """A lead's log, and the score it adds up to at ``at``."""

    lines: tuple[LogLine, ...]
    at: float
    value: float


def explain(
    model: ScoreModel, came: float, given: Iterable[Gain], at: float, marks: Sequence[tuple[str, float]] = ()
) -> Explanation:
    """Return the log of a lead that came at a day and gained in order of time, up to a day.

    ``marks`` are the thresholds' titles and values. Gains behind ``at`` are left out.
    """
    score = model.new(came)
    lines = [LogLine(came, "came in", "", model.start, model.start, *_crossed(0.0, model.start, marks))]
    for gain in given:
        if gain.day > at:
            break
        lines += _fading(model, score, gain.day, marks)
        before = model.value(score, gain.day)
        lines += _gained(model, before, gain, marks)
        score = model.changed(score, gain.points, gain.day)
    lines += _fading(model, score, at, marks)
    return Explanation(tuple(lines), at, model.value(score, at))


def _fading(
    model: ScoreModel, score: LeadScore, until: float, marks: Sequence[tuple[str, float]]
) -> Iterator[LogLine]:
    value = model.value(score, until)
    if value != score.value:
        reached, fallen = _crossed(score.value, value, marks)
        yield LogLine(until, "faded", "", value - score.value, value, reached, fallen)


def _gained(
    model: ScoreModel, before: float, gain: Gain, marks: Sequence[tuple[str, float]]
) -> Iterator[LogLine]:
    """Yield what an event gave, and what floor or cap cut off it."""
    value = model.limited(before + gain.points)
    wanted = before + gain.points
    reached, fallen = _crossed(before, value, marks)
    if value == wanted:
        yield LogLine(gain.day, "gain", gain.title, gain.points, value, reached, fallen)
        return
    yield LogLine(gain.day, "gain", gain.title, gain.points, wanted)
    yield LogLine(gain.day, "limited", "", value - wanted, value, reached, fallen)


def _crossed(
    before: float, after: float, marks: Sequence[tuple[str, float]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    reached = tuple(title for title, mark in marks if before < mark <= after)
    return reached, tuple(title for title, mark in marks if after < mark <= before)


def imagined_gains(
    rules: Sequence[ScoringRule], titles: Sequence[str], happened: Iterable[tuple[float, int]]
) -> list[Gain]:
    """Return what imagined events give, each a day and the place of the rule that hears it, in order of time.

    A rule that counts by amount gives its points as for an amount of 1.
    """
    uses: dict[int, RuleUse] = {}
    found = []
    for day, place in sorted(happened):
        rule = rules[place]
        points, uses[place] = granted(
            rule.points,
            uses.get(place, RuleUse()),
            first_only=rule.repeat is Repeat.FIRST,
            at_most=rule.at_most,
        )
        found.append(Gain(day, titles[place], points))
    return found
