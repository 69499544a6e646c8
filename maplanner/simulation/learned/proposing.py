"""Proposals: what a plan should assume by what recorded leads did, each with its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pydantic import JsonValue

from maplanner.document.reading import RecordReader
from maplanner.document.records import Link, Record, Step
from maplanner.document.values import FixedDelay, WeekPattern
from maplanner.flow.behaviour import NEXT, Branching
from maplanner.scoring.history import History
from maplanner.scoring.learning import held_out
from maplanner.simulation.learned.fitting import FittedTimes, fit_times
from maplanner.simulation.learned.moments import ARRIVED, OUTCOME, Meanings, Moment, Moments, moments_in
from maplanner.simulation.shares import Share, wilson
from maplanner.steps import Kind, kind_of, outputs_of, props_of
from maplanner.steps.kind import Observed

FEWEST: Final = 10
"""Fewer leads say too little to propose anything."""
_DAYS_OF_WEEKS: Final = 28
"""Four weeks are the least from which weekdays can be told apart."""
PATIENCE: Final = 0.95
"""Leads that came so late that this share of the others took longer than was left are not judged yet."""

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class HeldOut:
    """How a proposal does on leads that it was not made from: what it predicts there, and what happened.

    ``low`` and ``high`` bound what chance allows in 95 of 100 cases.
    """

    predicted: float
    observed: float
    low: float
    high: float

    @property
    def fits(self) -> bool:
        """Whether what happened is within what chance allows."""
        return self.low <= self.observed <= self.high

    def to_json(self) -> dict[str, Any]:
        """Return the numbers by name, and whether they fit."""
        return {
            "predicted": self.predicted,
            "observed": self.observed,
            "low": self.low,
            "high": self.high,
            "fits": self.fits,
        }


@dataclass(frozen=True)
class Proposal:
    """One field with the value that the records propose.

    ``evidence`` says in words how many leads it rests on; ``share`` or ``times`` have the figures.
    """

    record: str
    path: str
    title: str
    now: JsonValue
    proposed: JsonValue
    evidence: str
    share: Share | None = None
    times: FittedTimes | None = None
    held_out: HeldOut | None = None

    @property
    def key(self) -> str:
        """What names the proposal: record and field."""
        return f"{self.record}.{self.path}"

    def to_json(self) -> dict[str, Any]:
        """Return everything as JSON values."""
        return {
            "key": self.key,
            "title": self.title,
            "now": self.now,
            "proposed": self.proposed,
            "evidence": self.evidence,
            "interval": None if self.share is None else self.share.to_json(),
            "times": None if self.times is None else self.times.to_json(),
            "held_out": None if self.held_out is None else self.held_out.to_json(),
        }


@dataclass(frozen=True)
class LearnedPlan:
    """All that a history proposes. ``unheard`` are events that say nothing of the plan, with their number.

    ``events`` are all that were recorded, the most frequent first: title, number, and what it means.
    """

    proposals: tuple[Proposal, ...]
    leads: int
    days: float
    unheard: tuple[tuple[str, int], ...]
    remarks: tuple[str, ...] = ()
    events: tuple[tuple[str, int, Moment | None], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return everything as JSON values."""
        return {
            "leads": self.leads,
            "days": self.days,
            "proposals": [each.to_json() for each in self.proposals],
            "unheard": [{"event": event, "count": count} for event, count in self.unheard],
            "events": [
                {
                    "event": event,
                    "count": count,
                    "step": moment[0] if moment else None,
                    "what": moment[1] if moment else None,
                }
                for event, count, moment in self.events
            ],
            "remarks": list(self.remarks),
        }


def learn_plan(reader: RecordReader, history: History, meanings: Meanings | None = None) -> LearnedPlan:
    """Return what recorded events propose for the shares, times and arrivals of a plan.

    ``meanings`` say what events mean that are not called as the plan's steps are.
    """
    moments = moments_in(reader, history, meanings)
    hidden = held_out(history.leads)
    found = [
        *_of_steps(reader, moments, hidden),
        *_of_links(reader, moments, hidden),
        *_of_arrivals(reader, history, moments),
    ]
    events = _events(history, moments, meanings or {})
    unheard = tuple((title, count) for title, count, moment in events if moment is None)
    remarks = tuple(str(remark) for remark in history.remarks)
    return LearnedPlan(tuple(found), len(history.leads), history.end, unheard, remarks, events)


def _events(
    history: History, moments: Moments, meanings: Meanings
) -> tuple[tuple[str, int, Moment | None], ...]:
    """Return the recorded events with their number and meaning, the most frequent first; the outcome last."""
    counts = np.bincount(history.signal, minlength=len(history.signals)).tolist()
    found: dict[str, tuple[int, Moment | None]] = {}
    for signal, count, moment in zip(history.signals, counts, moments.heard, strict=True):
        found[signal.title] = (found.get(signal.title, (0, None))[0] + count, moment)
    events = sorted(((title, *rest) for title, rest in found.items()), key=lambda each: -each[1])
    bought = int(history.bought.sum())
    return (*events, *([(OUTCOME, bought, meanings.get(OUTCOME))] if bought else []))


# ---------------------------------------------------------------- steps


def _of_steps(reader: RecordReader, moments: Moments, hidden: Flags) -> Iterator[Proposal]:
    for step in reader.all(Step):
        kind = kind_of(step)
        for observed in () if kind is None else kind.observed:
            base = _base(reader, moments, step, observed)
            done = moments.of(step.id, str(observed.event))
            if base is not None and done is not None:
                yield from _of_observed(step, kind, observed, base, done, moments, hidden)


def _base(reader: RecordReader, moments: Moments, step: Step, observed: Observed) -> Floats | None:
    """Return when leads came as far as an event can happen: to the step, or to its earlier event."""
    if observed.after:
        return moments.of(step.id, str(observed.after))
    return arrivals_at(reader, moments, step)


def arrivals_at(reader: RecordReader, moments: Moments, step: Step) -> Floats | None:
    """Return when leads came to a step: as recorded, else by a link that everybody takes at once to it."""
    recorded = moments.of(step.id, ARRIVED)
    if recorded is not None:
        return recorded
    links = reader.referring(Link, "target", step.id)
    if len(links) != 1 or links[0].share not in {None, 1.0}:
        return None
    return leaving_by(reader, moments, links[0]) if not _takes_time(links[0]) else None


def leaving_by(reader: RecordReader, moments: Moments, link: Link) -> Floats | None:
    """Return when leads came to the output that a link leaves by."""
    source = reader.find_or_none(Step, link.source)
    kind = None if source is None else kind_of(source)
    if source is None or kind is None:
        return None
    event = next((str(each.event) for each in kind.observed if each.output == link.output), None)
    if event is not None:
        return moments.of(source.id, event)
    return moments.of(source.id, ARRIVED) if link.output in {NEXT.name, "sent"} else None


def _takes_time(link: Link) -> bool:
    return link.delay is not None and link.delay != FixedDelay(days=0.0)


def _of_observed(  # noqa: PLR0917 - made in one place
    step: Step,
    kind: Kind[Any] | None,
    observed: Observed,
    base: Floats,
    done: Floats,
    moments: Moments,
    hidden: Flags,
) -> Iterator[Proposal]:
    props, title = props_of(step), step.title or (kind.title if kind is not None else step.kind)
    pairs = _paired(base, done, moments.end)
    words = f"{observed.event} after {observed.after or 'coming to it'}"
    if observed.share:
        name = type(props).model_fields[observed.share].title or observed.share
        now = getattr(props, observed.share)
        yield from _share(step, f"props.{observed.share}", f"{title}: {name}", now, pairs, hidden, words)
    if observed.delay:
        name = type(props).model_fields[observed.delay].title or observed.delay
        now = getattr(props, observed.delay).model_dump(mode="json")
        yield from _delay(step, f"props.{observed.delay}", f"{title}: {name}", now, pairs, hidden, words)


@dataclass(frozen=True)
class _Pairs:
    """Leads that can be judged: whether they went on, and after how many days (NaN: they did not)."""

    judged: Flags
    went_on: Flags
    took: Floats


def _paired(base: Floats, done: Floats, end: float) -> _Pairs:
    came = ~np.isnan(base)
    took = np.where(came & (done >= base), done - base, np.nan)
    went_on = ~np.isnan(took)
    # Who came shortly before the records end may still go on: they are left out.
    patience = float(np.quantile(took[went_on], PATIENCE)) if went_on.any() else 0.0
    judged = came & (base <= end - patience)
    return _Pairs(judged, went_on & judged, took)


def _share(  # noqa: PLR0917 - made in two places
    record: Record, path: str, title: str, now: float | None, pairs: _Pairs, hidden: Flags, words: str
) -> Iterator[Proposal]:
    seen = pairs.judged & ~hidden
    trials, hits = int(seen.sum()), int((pairs.went_on & seen).sum())
    if trials < FEWEST:
        return
    share = wilson(hits, trials)
    kept = pairs.judged & hidden
    evidence = f"{hits:,} of {trials:,} leads: {words}"
    yield Proposal(
        record.id,
        path,
        title,
        now,
        round(share.share, 6),
        evidence,
        share,
        held_out=_predicted(share.share, int(kept.sum()), int((pairs.went_on & kept).sum())),
    )


def _predicted(share: float, trials: int, hits: int) -> HeldOut | None:
    """Compare a share with leads held out; the bounds are the binomial's, by its normal approximation."""
    if trials < FEWEST:
        return None
    expected = share * trials
    away = 1.96 * float(np.sqrt(trials * share * (1.0 - share))) + 0.5
    return HeldOut(expected, float(hits), expected - away, expected + away)


def _delay(  # noqa: PLR0917 - made in two places
    record: Record, path: str, title: str, now: JsonValue, pairs: _Pairs, hidden: Flags, words: str
) -> Iterator[Proposal]:
    took = pairs.took[pairs.went_on & ~hidden]
    if took.size < FEWEST:
        return
    times = fit_times(took)
    kept = pairs.took[pairs.went_on & hidden]
    evidence = f"{took.size:,} times: {words}; half within {times.measured[3][1]:.3g} days"
    proposed = times.best.delay.model_dump(mode="json")
    yield Proposal(
        record.id, path, title, now, proposed, evidence, times=times, held_out=_mean_of(took, kept)
    )


def _mean_of(took: Floats, kept: Floats) -> HeldOut | None:
    """Compare the mean of times with that of leads held out."""
    if kept.size < FEWEST:
        return None
    mean = float(took.mean())
    away = 1.96 * float(took.std()) * float(np.sqrt(1.0 / kept.size + 1.0 / took.size))
    return HeldOut(mean, float(kept.mean()), mean - away, mean + away)


# ---------------------------------------------------------------- links


def _of_links(reader: RecordReader, moments: Moments, hidden: Flags) -> Iterator[Proposal]:
    for link in reader.all(Link):
        source, target = (reader.find_or_none(Step, end) for end in (link.source, link.target))
        base = leaving_by(reader, moments, link)
        done = None if target is None else moments.of(target.id, ARRIVED)
        if source is None or target is None or base is None or done is None:
            continue
        pairs = _paired(base, done, moments.end)
        title = f"{source.title or source.kind} → {target.title or target.kind}"
        words = f"{target.title or target.kind} after {source.title or source.kind}"
        if link.share is not None or _is_choice(source, link):
            yield from _share(link, "share", f"{title}: Share", link.share, pairs, hidden, words)
        if link.delay is not None and _takes_time(link):
            now = link.delay.model_dump(mode="json")
            yield from _delay(link, "delay", f"{title}: Takes", now, pairs, hidden, words)


def _is_choice(source: Step, link: Link) -> bool:
    found: Sequence[Any] = [output for output in outputs_of(source) if output.name == link.output]
    return bool(found) and found[0].branching is Branching.EXCLUSIVE


# ---------------------------------------------------------------- arrivals


def _of_arrivals(reader: RecordReader, history: History, moments: Moments) -> Iterator[Proposal]:
    for step in reader.all(Step):
        kind = kind_of(step)
        if kind is None or kind.paced_by is None:
            continue
        days = moments.all_days.get((step.id, ARRIVED))
        if days is None or days.size < FEWEST:
            continue
        yield from _of_source(step, kind, days, history)


def _of_source(step: Step, kind: Kind[Any], days: Floats, history: History) -> Iterator[Proposal]:
    """Propose the pace and the week of a source; the last fifth of the days is held out."""
    props = props_of(step)
    assert kind.paced_by is not None  # noqa: S101 - the caller has looked
    path, each = kind.paced_by(props)
    whole = int(np.floor(history.end))
    if whole < 7 or each <= 0.0:
        return
    cut = max(7, int(whole * 0.8))
    per_day = np.bincount(np.floor(days).astype(np.int64), minlength=whole + 1)[:whole].astype(np.float64)
    pace = float(per_day[:cut].mean())
    title = step.title or kind.title
    field = type(props).model_fields[path]
    yield Proposal(
        step.id,
        f"props.{path}",
        f"{title}: {field.title or path}",
        getattr(props, path),
        round(pace / each, 4),
        f"{int(per_day[:cut].sum()):,} arrivals in {cut} days: {pace:.3g} a day",
        held_out=_counted(pace, per_day[cut:]),
    )
    drawn = getattr(props, "week", None)
    if drawn is not None and cut >= _DAYS_OF_WEEKS:
        week = _week(per_day[:cut], history.start.weekday())
        yield Proposal(
            step.id,
            "props.week",
            f"{title}: Over the week",
            list(drawn),
            list(week),
            f"arrivals by weekday in {cut} days",
        )


def _counted(pace: float, kept: Floats) -> HeldOut | None:
    if kept.size < 1:
        return None
    expected = pace * kept.size
    # Arrivals of a day vary at least as a Poisson number does; more where days differ.
    away = 1.96 * float(np.sqrt(max(expected, kept.size * float(kept.var())))) + 0.5
    return HeldOut(expected, float(kept.sum()), expected - away, expected + away)


def _week(per_day: Floats, first_weekday: int) -> WeekPattern:
    """Return how the weekdays compare, Monday first; the busiest is 1."""
    weekdays = (np.arange(per_day.size) + first_weekday) % 7
    means = np.array([float(per_day[weekdays == day].mean()) for day in range(7)])
    top = float(means.max())
    return tuple(round(float(mean / top), 3) if top > 0 else 1.0 for mean in means)
