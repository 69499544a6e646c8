"""Why the figures of the work are what they are: formula, guesses with their sources, elements."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from maplanner.document.records import PLAN_ID
from maplanner.estimate.explaining import ASSUMED, DERIVED, THE_PLAN, Explanation, Input, Kept
from maplanner.estimate.guessing import DRAWS
from maplanner.estimate.people import Worker
from maplanner.estimate.words import number
from maplanner.estimate.work import LineEstimate, RoleShare, Spread, WorkEstimate

_POINTS = (("low", "at least"), ("likely", "most likely"), ("high", "at most"))


def range_words(spread: Spread | None, unit: str = "") -> str:
    """Return a range as people read it: the middle, and what four of five stay below."""
    if spread is None:
        return "not known"
    behind = f" {unit}" if unit else ""
    return f"{number(spread.p50)}{behind} (80 %: {number(spread.p80)}{behind})"


def why_line(line: LineEstimate) -> Explanation:
    """Return why a line takes so many hours: guesses can be changed there."""
    made = line.line
    inputs = [Input(f"{made.item.title}, counted", made.quantity, made.item.unit, DERIVED)]
    terms = []
    for share in line.shares:
        inputs += _inputs_of(share)
        guess = share.guess
        terms.append(f"({number(guess.low)} + 4 × {number(guess.likely)} + {number(guess.high)}) ÷ 6")
    sum_of = " + ".join(terms) or "0"
    return Explanation(
        made.title,
        f"{number(line.expected_hours)} hours expected; {range_words(line.hours, 'hours')}",
        f"{number(made.quantity)} × [{sum_of}]",
        tuple(inputs),
        tuple(made.elements),
    )


def _inputs_of(share: RoleShare) -> list[Input]:
    guess = share.guess
    return [
        Input(
            f"{share.role.title}, {words}",
            getattr(guess, path),
            "hours",
            guess.origin,
            replace(guess.kept, path=path),
        )
        for path, words in _POINTS
    ]


def why_hours(work: WorkEstimate) -> Explanation:
    """Return why all work takes so many hours."""
    inputs = [
        Input(line.line.title, line.expected_hours, "hours", DERIVED, why=_asking(line))
        for line in work.lines
    ]
    return Explanation(
        "Hours of work",
        range_words(work.hours, "hours"),
        f"the sum of all lines, drawn {DRAWS:,} times; expected {number(work.hours.mean)}",
        (*inputs, _together(work)),
        notes=_draws_note(),
    )


def why_cost(work: WorkEstimate) -> Explanation:
    """Return why all work costs so much: hours of each role times what an hour costs."""
    inputs = []
    terms = []
    for role in work.roles:
        hours = work.hours_of(role.key)
        inputs.append(Input(f"{role.title}, expected hours", hours, "hours", DERIVED))
        kept = role.rate.kept if role.rate.kept.record else None
        rate = role.rate.per_hour
        inputs.append(Input(f"{role.title}, an hour costs", rate, work.team.currency, role.rate.origin, kept))
        terms.append(f"{number(hours)} h × {'?' if rate is None else number(rate)}")
    return Explanation(
        "Cost of the work",
        range_words(work.cost, work.team.currency),
        " + ".join(terms) or "0",
        tuple(inputs),
        notes=(*_draws_note(), *(lack for lack in work.lacks if "cost" in lack or "currency" in lack)),
    )


def why_weeks(work: WorkEstimate) -> Explanation:
    """Return why the work takes so many weeks: who has how many hours, and what is longest."""
    workers: dict[str, Worker] = {each.worker.id: each.worker for each in work.schedule.placed}
    inputs = []
    for worker in workers.values():
        given = sum(each.hours for each in work.schedule.placed if each.worker.id == worker.id)
        kept = None if worker.assumed else Kept(worker.id, "hours_per_week")
        origin = ASSUMED if worker.assumed else THE_PLAN
        inputs.append(Input(f"{worker.title}, hours a week", worker.hours_per_week, "hours", origin, kept))
        inputs.append(Input(f"{worker.title}, expected hours of work", given, "hours", DERIVED))
    notes = [*_draws_note(), *work.network.lacks]
    last = max(work.schedule.placed, key=lambda each: each.finish, default=None)
    if last is not None:
        notes.append(f"Done last: {work.by_key[last.part.task].line.title}, {last.worker.title}.")
    return Explanation(
        "Weeks of work",
        range_words(work.weeks, "weeks"),
        "a network of all lines: each waits for what is before it and for somebody who has hours",
        (*inputs, _together(work)),
        notes=tuple(notes),
    )


def _asking(line: LineEstimate) -> Callable[[], Explanation]:
    return lambda: why_line(line)


def _together(work: WorkEstimate) -> Input:
    return Input("Misjudged together", work.correlation, "%", ASSUMED, Kept(PLAN_ID, "hours_correlation"))


def _draws_note() -> tuple[str, ...]:
    return (
        "Half of all draws stay below the first figure, four of five below the second.",
        f"Guesses are drawn as PERT distributions, {DRAWS:,} times; those of one sort of work err together.",
    )
