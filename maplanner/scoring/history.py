"""What leads did and when, as recorded: columns of numbers, a row for each event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


class Signal(NamedTuple):
    """What an event says it is: its name, the asset and the buying stage where the history names them."""

    event: str
    asset: str = ""
    stage: str = ""

    @property
    def title(self) -> str:
        """How the signal is called in lists."""
        return f"{self.event}: {self.asset}" if self.asset else self.event


@dataclass(frozen=True)
class Remark:
    """Something about a history that a person should know: how many rows, and the first of them."""

    text: str
    count: int
    first_row: int = 0

    def __str__(self) -> str:
        """Return the remark as a sentence."""
        where = f" The first is row {self.first_row:,}." if self.first_row else ""
        return f"{self.text.format(count=f'{self.count:,}')}{where}"


@dataclass(frozen=True)
class History:
    """Events by lead and time. ``lead`` and ``signal`` are places in ``leads`` and ``signals``.

    ``day`` counts days from ``start``; ``amount`` is 1 where none is recorded. ``first`` holds the place of
    each lead's first event, and at its end the number of events. ``until`` holds the place behind the event
    with which a lead bought, or behind its last one.
    """

    leads: tuple[str, ...]
    signals: tuple[Signal, ...]
    lead: Numbers
    signal: Numbers
    day: Floats
    amount: Floats
    bought: Flags
    first: npt.NDArray[np.int64]
    until: npt.NDArray[np.int64]
    start: datetime
    remarks: tuple[Remark, ...] = ()
    accounts: tuple[str, ...] = ()
    """The account of each lead, an empty text for none; empty where the history names no accounts."""

    @property
    def end(self) -> float:
        """The day of the last event."""
        return float(self.day.max()) if len(self.day) else 0.0

    def when(self, day: float) -> datetime:
        """Return the moment that a day is."""
        return self.start + timedelta(days=day)

    def events_of(self, lead: int) -> range:
        """Return the places of a lead's events, in order of time."""
        return range(int(self.first[lead]), int(self.first[lead + 1]))

    def counts(self) -> Floats:
        """Return how often each lead showed each signal before it bought: a row for each lead."""
        return self.counts_by(np.arange(len(self.signals)), len(self.signals))

    def counts_by(self, group: npt.NDArray[np.intp], groups: int) -> Floats:
        """Return how often each lead showed signals of each group (−1: of none) before it bought."""
        place = group[self.signal]
        counted = (np.arange(len(self.lead)) < self.until[self.lead]) & (place >= 0)
        cell = self.lead[counted].astype(np.int64) * groups + place[counted]
        return np.bincount(cell, minlength=len(self.leads) * groups).reshape(-1, groups).astype(np.float64)


@dataclass(frozen=True)
class RecordedEvents:
    """Events as they were read, in the order of their rows; ``won`` marks rows with an outcome of yes."""

    leads: tuple[str, ...]
    signals: tuple[Signal, ...]
    lead: Numbers
    signal: Numbers
    second: Floats
    """Seconds since 1970, universal time."""
    amount: Floats
    won: Flags
    row: npt.NDArray[np.int64]
    remarks: tuple[Remark, ...] = ()
    accounts: tuple[str, ...] = ()


def in_order(read: RecordedEvents) -> History:
    """Return events by lead and time, those of one time in the order of their rows; nothing is dropped."""
    order = np.lexsort((read.second, read.lead))  # keeps the order of rows where both are equal
    lead, second, signal = read.lead[order], read.second[order], read.signal[order]
    count = len(read.leads)
    first = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(lead, minlength=count), out=first[1:])
    begin = float(second.min()) if len(second) else 0.0
    won = read.won[order]
    return History(
        read.leads,
        read.signals,
        lead,
        signal,
        (second - begin) / 86_400.0,
        read.amount[order],
        np.bincount(lead, weights=won, minlength=count) > 0,
        first,
        _until(lead, won, first),
        datetime(1970, 1, 1) + timedelta(seconds=begin),  # noqa: DTZ001 - histories name no zone
        (*read.remarks, *_oddities(read, lead, second, signal, order)),
        read.accounts,
    )


def _until(lead: Numbers, won: Flags, first: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return where each lead's story ends: with its first win, or its end where every row says that it won.

    A history that repeats the outcome on each row of a lead does not say when it came.
    """
    until = first[1:].copy()
    wins = np.bincount(lead, weights=won, minlength=len(until))
    told = (wins > 0) & (wins < np.diff(first))
    places = np.flatnonzero(won)
    winners, at = np.unique(lead[places], return_index=True)
    until[winners] = np.where(told[winners], places[at] + 1, until[winners])
    return until


def _oddities(
    read: RecordedEvents, lead: Numbers, second: Floats, signal: Numbers, order: npt.NDArray[np.intp]
) -> list[Remark]:
    """Return what is odd about times: rows that go back, and rows that say the same twice."""
    remarks = []
    earlier = np.flatnonzero(read.second[1:] < read.second[:-1])
    by_lead = np.flatnonzero((read.lead[1:] == read.lead[:-1]) & (read.second[1:] < read.second[:-1]))
    grouped = bool(len(read.lead)) and len(by_lead) < len(earlier)
    back = by_lead if grouped else earlier
    if len(back):
        text = "Rows that stood behind later ones and were put in order: {count}."
        remarks.append(Remark(text, len(back), int(read.row[back[0] + 1])))
    same = (lead[1:] == lead[:-1]) & (second[1:] == second[:-1]) & (signal[1:] == signal[:-1])
    if same.any():
        text = "Rows that repeat lead, event and time of another, each of which counts: {count}."
        remarks.append(Remark(text, int(same.sum()), int(read.row[order[1:][same]].min())))
    return remarks
