"""Why a lead's score is what it is: a log of every change, which always adds up to the score shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from maplanner.scoring.giving import Gain
from maplanner.scoring.model import LeadScore, ScoreModel, falls_below, reaches

Kind = Literal["came in", "gain", "faded", "limited", "ran out"]


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
        before, old = model.value(score, gain.day), score
        if gain.expires:
            score = model.expired(old, -gain.points, gain.day)
        else:
            score = model.changed(old, gain.points, gain.day)
        lines += _gained(before, score.value, gain, marks)
    lines += _fading(model, score, at, marks)
    return Explanation(tuple(lines), at, model.value(score, at))


def _fading(
    model: ScoreModel, score: LeadScore, until: float, marks: Sequence[tuple[str, float]]
) -> Iterator[LogLine]:
    """Yield how a score fades until a day; the instant at which it falls below a mark has its own line."""
    value, last = score.value, model.value(score, until)
    crossed = sorted({mark for _title, mark in marks if falls_below(value, last, mark)}, reverse=True)
    days = [model.falls_at(score, mark, until) for mark in crossed]
    for day in dict.fromkeys([*days, until]):
        after = model.value(score, day)
        if after != value:
            yield LogLine(day, "faded", "", after - value, after, *_crossed(value, after, marks))
        value = after


def _gained(before: float, value: float, gain: Gain, marks: Sequence[tuple[str, float]]) -> Iterator[LogLine]:
    """Yield what came or went, and what floor or cap cut off it."""
    wanted = before + gain.points
    crossed = _crossed(before, value, marks)
    kind: Kind = "ran out" if gain.expires else "gain"
    if value == wanted:
        yield LogLine(gain.day, kind, gain.title, gain.points, value, *crossed)
        return
    yield LogLine(gain.day, kind, gain.title, gain.points, wanted)
    yield LogLine(gain.day, "limited", "", value - wanted, value, *crossed)


def _crossed(
    before: float, after: float, marks: Sequence[tuple[str, float]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    reached = tuple(title for title, mark in marks if reaches(before, after, mark))
    return reached, tuple(title for title, mark in marks if falls_below(before, after, mark))
