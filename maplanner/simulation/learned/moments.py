"""Recorded events as moments of a plan: which lead came to which step, or did what there, and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from maplanner.document.reading import RecordReader
from maplanner.document.records import Step
from maplanner.document.vocabulary import SalesStatus
from maplanner.scoring.hearing import event_named, folded
from maplanner.scoring.history import History, Signal
from maplanner.steps import kind_of

ARRIVED: Final = ""
"""The event of coming to a step at all."""
_ARRIVING: Final = frozenset(
    map(
        folded,
        (
            "arrived",
            "entered",
            "reached",
            "came",
            "sent",
            "e-mail sent",
            "delivered",
            "visited",
            "page visited",
        ),
    )
)
_STATUSES: Final = {folded(status.value): status.value for status in SalesStatus}

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Moments:
    """First times, in days from the history's start, of moments (step, event) by lead; NaN where none.

    ``heard`` names the moment of each signal, ``None`` for one that says nothing of the plan.
    """

    leads: tuple[str, ...]
    end: float
    first: dict[tuple[str, str], Floats]
    heard: tuple[tuple[str, str] | None, ...]
    all_days: dict[tuple[str, str], Floats]
    """Every time at which a moment was recorded, whoever it was; ascending."""

    def of(self, step: str, event: str) -> Floats | None:
        """Return the first times of one moment; ``None`` where the history never has it."""
        return self.first.get((step, event))


Moment = tuple[str, str]
"""A step and what is done there; :data:`ARRIVED` for coming there at all."""
Meanings = Mapping[str, Moment | None]
"""What a person says that events mean, by their titles; ``None``: nothing."""
OUTCOME: Final = "(outcome)"
"""The title under which the outcome that a history records is given a meaning."""


def moments_in(reader: RecordReader, history: History, meanings: Meanings | None = None) -> Moments:
    """Return the moments of a plan that a history records; ``meanings`` come before what names tell."""
    said = meanings or {}
    heard = tuple(
        said.get(signal.title, found)
        for signal, found in zip(history.signals, _meaning(reader, history.signals), strict=True)
    )
    places: dict[tuple[str, str], list[int]] = {}
    for place, moment in enumerate(heard):
        if moment is not None:
            places.setdefault(moment, []).append(place)
    first, days = {}, {}
    for moment, signals in places.items():
        chosen = np.isin(history.signal, signals)
        times = np.full(len(history.leads), np.inf)
        np.minimum.at(times, history.lead[chosen], history.day[chosen])
        first[moment] = np.where(np.isfinite(times), times, np.nan)
        days[moment] = np.sort(history.day[chosen])
    bought = said.get(OUTCOME)
    if bought is not None and history.bought.any():
        first[bought] = np.fmin(first.get(bought, np.full(len(history.leads), np.nan)), _outcomes(history))
        days[bought] = np.sort(first[bought][~np.isnan(first[bought])])
    return Moments(history.leads, history.end, first, heard, days)


def _outcomes(history: History) -> Floats:
    """Return when each lead bought: the time of the event with which it did; NaN for those who did not."""
    return np.where(history.bought, history.day[history.until - 1], np.nan)


def possible_moments(reader: RecordReader) -> list[Moment]:
    """Return every moment of a plan that records can tell of, step by step, coming there first."""
    found: list[Moment] = []
    for step in reader.all(Step):
        kind = kind_of(step)
        if kind is not None:
            found.append((step.id, ARRIVED))
            found += [(step.id, str(observed.event)) for observed in kind.observed]
    return found


def moment_title(reader: RecordReader, moment: Moment) -> str:
    """Return a moment as people name it: the step, and what is done there."""
    step, event = moment
    found = reader.find_or_none(Step, step)
    kind = None if found is None else kind_of(found)
    title = (found.title if found is not None else "") or (kind.title if kind is not None else step)
    return f"{title}: {event}" if event else title


def _meaning(reader: RecordReader, signals: Sequence[Signal]) -> list[tuple[str, str] | None]:
    steps = [step for step in reader.all(Step) if kind_of(step) is not None]
    titles: dict[str, list[Step]] = {}
    for step in steps:
        if step.title:
            titles.setdefault(folded(step.title), []).append(step)
    return [_moment(signal, steps, titles) for signal in signals]


def _moment(signal: Signal, steps: Sequence[Step], titles: dict[str, list[Step]]) -> tuple[str, str] | None:
    """Tell what a signal means: an event on the asset it names, or on the only step that has it."""
    event, asset = folded(signal.event), folded(signal.asset)
    meant = _event(signal.event)
    named = titles.get(asset, []) if asset else []
    if not named and event in titles:
        return (titles[event][0].id, ARRIVED) if len(titles[event]) == 1 else None
    if named:
        able = [step for step in named if meant in _events(step)]
        if meant and len(able) == 1:
            return able[0].id, meant
        return (named[0].id, ARRIVED) if len(named) == 1 and (event in _ARRIVING or meant) else None
    able = [step for step in steps if meant and meant in _events(step)]
    return (able[0].id, meant) if len(able) == 1 else None


def _event(text: str) -> str:
    found = event_named(text)
    return found.value if found is not None else _STATUSES.get(folded(text), "")


def _events(step: Step) -> set[str]:
    kind = kind_of(step)
    return set() if kind is None else {str(each.event) for each in kind.observed}
