"""What a plan's rules give in a recorded history: all leads at once, in the order of time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from maplanner.document.records import ScoringRule
from maplanner.document.vocabulary import Repeat, RuleKind
from maplanner.scoring.giving import is_once
from maplanner.scoring.hearing import Hearing
from maplanner.scoring.history import Flags, Floats, History
from maplanner.scoring.limits import CRUMB, NO_LIMIT, Limit
from maplanner.scoring.rule_book import RuleBook

Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Gains:
    """What leads were given, by lead and time; ``event`` and ``rule`` are places in history and rules.

    ``event`` is −1 where nothing happened: for inactivity, and where points ran out (``expires``).
    """

    event: Places
    rule: Places
    points: Floats
    lead: Places
    day: Floats
    expires: Flags

    def taken(self, order: npt.NDArray[np.intp]) -> Gains:
        """Return these rows in this order."""
        return Gains(
            self.event[order],
            self.rule[order],
            self.points[order],
            self.lead[order],
            self.day[order],
            self.expires[order],
        )


def gains(history: History, heard: Hearing, book: RuleBook, until: float) -> Gains:
    """Return every change of every lead up to a day: what ``scoring.giving`` says, for all leads at once."""
    parts = [_heard(history, heard, book, place, until) for place in range(len(book.rules))]
    rule = np.concatenate([np.full(len(part[0]), at, np.int64) for at, part in enumerate(parts)] or [_NONE])
    event = np.concatenate([part[0] for part in parts] or [_NONE])
    lead = np.concatenate([part[1] for part in parts] or [_NONE]).astype(np.int64)
    day = np.concatenate([part[2] for part in parts] or [np.zeros(0)])
    points = np.concatenate([part[3] for part in parts] or [np.zeros(0)])
    idle = bool(book.of_kind(RuleKind.INACTIVITY))
    order = np.lexsort((rule, event, day, lead)) if idle else np.argsort(event, kind="stable")
    found = Gains(event, rule, points, lead, day, np.zeros(len(event), np.bool_)).taken(order)
    if book.has_running_limits:
        found = replace(found, points=_within_limits(found, book))
    return _with_expiries(found, book, until)


_NONE: Final = np.zeros(0, np.int64)


def _heard(
    history: History, heard: Hearing, book: RuleBook, place: int, until: float
) -> tuple[Places, Places, Floats, Floats]:
    """Return events, leads, days and points of a rule; limits that count all time and one rule honoured."""
    rule = book.rules[place]
    if rule.kind is RuleKind.INACTIVITY:
        lead, day = _idle(history, heard, rule, until)
        event = np.full(len(lead), -1, np.int64)
    else:
        hears = np.array([place in each for each in heard.heard] or [False])
        at = hears[history.signal] if len(history.signal) else np.zeros(0, np.bool_)
        if rule.kind is RuleKind.PATTERN:
            at = _met(history, heard, rule, place, at)
        event = np.flatnonzero(at)
        lead, day = history.lead[event].astype(np.int64), history.day[event]
    return event, lead, day, _wanted(history, book, place, event, lead)


def _wanted(history: History, book: RuleBook, place: int, event: Places, lead: Places) -> Floats:
    """Return the points of a rule before limits that are shared or count the last days only."""
    rule = book.rules[place]
    points = np.full(len(lead), rule.points)
    if rule.by_amount and rule.kind is RuleKind.ACTION:
        points *= history.amount[event]
    starts = np.ones(len(lead), np.bool_)
    starts[1:] = lead[1:] != lead[:-1]
    if is_once(rule):
        points = np.where(starts, points, 0.0)
    if rule.at_most is None or book.has_running_limits or not len(lead):
        return points
    used = np.cumsum(np.abs(points))
    used -= (used - np.abs(points))[starts][np.cumsum(starts) - 1]
    given = np.minimum(used, rule.at_most) - np.minimum(used - np.abs(points), rule.at_most)
    signed: Floats = np.copysign(np.where(given > CRUMB, given, 0.0), points)
    return signed


def _met(history: History, heard: Hearing, rule: ScoringRule, place: int, counts: Flags) -> Flags:
    from maplanner.scoring.compiled import COUNTS, SPOILS, met

    spoiled = np.array([place in each for each in heard.spoils] or [False])
    what = np.where(counts, COUNTS, 0).astype(np.int8)
    if len(what):
        what[spoiled[history.signal]] |= SPOILS
    at: Flags = met(history.lead.astype(np.int64), history.day, what, rule.times, rule.days)
    if rule.repeat is Repeat.FIRST:
        places = np.flatnonzero(at)
        _leads, first = np.unique(history.lead[places], return_index=True)
        at = np.zeros(len(at), np.bool_)
        at[places[first]] = True
    return at


def _idle(history: History, heard: Hearing, rule: ScoringRule, until: float) -> tuple[Places, Floats]:
    """Return which leads had done nothing for the rule's days, and when; the same as ``idle_times``."""
    acts = np.array(heard.acts or [False])
    active = np.flatnonzero(acts[history.signal]) if len(history.signal) else _NONE
    came = history.first[:-1]
    lead = np.concatenate([np.arange(len(came)), history.lead[active]])
    since = np.concatenate([history.day[came], history.day[active]])
    order = np.argsort(np.concatenate([came - 0.5, active.astype(np.float64)]), kind="stable")
    lead, since = lead[order], since[order]
    latest = np.append(since[1:], until)
    latest[np.append(lead[1:] != lead[:-1], True)] = until
    times = np.maximum(0, np.floor((latest - since) / rule.days)).astype(np.int64)
    times += since + (times + 1) * rule.days <= latest
    times -= (times > 0) & (since + times * rule.days > latest)
    if rule.repeat is Repeat.FIRST:
        times = np.minimum(times, 1)
    place = np.repeat(np.arange(len(since)), times)
    number = np.arange(len(place)) - np.repeat(np.cumsum(times) - times, times) + 1.0
    found, day = lead[place].astype(np.int64), since[place] + number * rule.days
    if rule.repeat is Repeat.FIRST:
        found, first = np.unique(found, return_index=True)
        day = day[first]
    return found, day


def _within_limits(found: Gains, book: RuleBook) -> Floats:
    from maplanner.scoring.compiled import limited

    own = [Limit.of(rule) for rule in book.rules]
    limits = [*own, *book.shared]
    group = np.array([-1 if at < 0 else len(own) + at for at in book.group] or [-1], np.int64)
    alone = np.array([at if each != NO_LIMIT else -1 for at, each in enumerate(own)] or [-1], np.int64)
    given: Floats = limited(
        found.lead,
        found.day,
        found.points,
        np.column_stack([alone[found.rule], group[found.rule]]),
        np.array([(each.at_most, each.per_days) for each in limits]).reshape(-1, 2),
    )
    return given


def _with_expiries(found: Gains, book: RuleBook, until: float) -> Gains:
    lasts = np.array([np.inf if rule.lasts is None else rule.lasts for rule in book.rules] or [np.inf])
    if np.isinf(lasts).all():
        return found
    day = found.day + lasts[found.rule]
    at = np.flatnonzero((day <= until) & (found.points != 0.0))
    joined = Gains(
        np.concatenate([found.event, np.full(len(at), -1, np.int64)]),
        np.concatenate([found.rule, found.rule[at]]),
        np.concatenate([found.points, -found.points[at]]),
        np.concatenate([found.lead, found.lead[at]]),
        np.concatenate([found.day, day[at]]),
        np.concatenate([found.expires, np.ones(len(at), np.bool_)]),
    )
    order = np.lexsort((~joined.expires, joined.day, joined.lead))
    return joined.taken(order)
