"""What the event log of a sample of leads tells: times, stock, stages and scores, each with its spread.

Totals count everybody. What depends on a single lead's way (when it first reached a step, how long it
waits) is read from the log of the first accounts of the first runs: leads are spread over accounts by
chance, so that these stand for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from maplanner.core.errors import Cancelled
from maplanner.simulation import layout
from maplanner.simulation import program as op
from maplanner.simulation.chunks import EventLines, Task, bucket_days, buckets, recorded
from maplanner.simulation.passing import Durations, Passing, Passings
from maplanner.simulation.program import FlowProgram
from maplanner.simulation.score_paths import ScorePaths, ScoreSpread

SAMPLE_LEADS = 20_000
"""Leads whose way is looked at, unless another number is asked for."""
_LEADS_AT_ONCE = 4_000
_BLOCKS = 64
_FIRST_GUESS = 96
"""Lines of the log for a lead, before any was seen."""

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]


@dataclass(frozen=True)
class Details:
    """What a sample of leads tells; ``scale`` makes its counts those of one run of everybody.

    ``reach`` holds, for each step in the program's order, the time from a lead's first arrival in the plan
    to its first at the step. ``stock`` (steps, buckets + 1) are the leads that wait at a step, or on a link
    from it, at the beginning of each bucket and at the end. ``flows`` (links, buckets) says when links are
    taken. ``stages`` holds how many leads of the sample got as far as each stage at most; the first column
    is no stage at all. ``links``, ``campaigns``, ``groups``, ``stages`` (those who got as far, or
    further), ``segments`` and ``thresholds`` say who came there when, in the program's order and the
    plan's.
    """

    leads: int
    scale: float
    reach: tuple[Durations, ...]
    stock: Floats
    flows: Floats
    furthest: Longs
    scores: tuple[ScoreSpread, ...]
    links: tuple[Passing, ...]
    campaigns: tuple[Passing, ...]
    groups: tuple[Passing, ...]
    stages: tuple[Passing, ...]
    segments: tuple[Passing, ...]
    thresholds: tuple[Passing, ...]


@dataclass
class _Gathering:
    """Sums over the parts of the sample."""

    program: FlowProgram
    group_of: Longs
    """The number of each campaign's group."""
    expected: int
    leads: int = 0
    reach: list[tuple[Longs, Floats]] = field(default_factory=list)

    def __post_init__(self) -> None:
        dims, spans = self.program.dims, buckets(self.program)
        self.changes = np.zeros((dims.steps, spans + 2))
        self.flows = np.zeros((dims.links, spans))
        self.furthest = np.zeros(dims.stages + 1, np.int64)
        self.campaign_of = _campaigns(self.program)
        self.paths = ScorePaths(self.program, self.expected)
        self.links = self._passings(dims.links, stays=True)
        self.campaigns = self._passings(dims.campaigns)
        self.groups = self._passings(int(self.group_of.max(initial=-1)) + 1)
        self.stages = self._passings(dims.stages)
        self.segments = self._passings(len(self.program.segments), stays=True)
        self.thresholds = self._passings(len(self.program.thresholds))

    def _passings(self, count: int, *, stays: bool = False) -> Passings:
        program = self.program
        return Passings(count, buckets(program), bucket_days(program), program.days, stays)

    def add(self, lines: EventLines) -> None:
        """Take in the log of some accounts."""
        key = lines.account * 1_000_000_000 + lines.lead
        came = lines.what == op.SOURCE
        keys = key[came]
        order = np.argsort(keys, kind="stable")
        lead = order[np.searchsorted(keys[order], key)]
        self.leads += len(keys)
        began = lines.time[came]
        self._reached(lines, lead, began)
        self._stood(lines, lead, began)
        self._waited(lines, lead)
        taken = lines.what == op.EMIT
        np.add.at(self.flows, (lines.which[taken], self._bucket(lines.time[taken])), 1.0)
        self._came(self.links, lines, lead, began, op.EMIT)
        self._came(self.thresholds, lines, lead, began, layout.CROSSED)
        self._belonged(lines, lead, began)
        self.paths.add(lines, lead, len(keys))

    def _bucket(self, time: Floats) -> Longs:
        spans = self.flows.shape[1]
        return np.minimum((time / bucket_days(self.program)).astype(np.int64), spans - 1)

    def _reached(self, lines: EventLines, lead: Longs, came: Floats) -> None:
        steps = self.program.dims.steps
        here = lines.what == op.ARRIVE
        places, first = np.unique(lead[here] * steps + lines.which[here], return_index=True)
        who, step = places // steps, places % steps
        self.reach.append((step, lines.time[here][first] - came[who]))
        order = np.flatnonzero(here)
        campaign = self.campaign_of[lines.which[order]]
        self.campaigns.came(campaign, lead[order], lines.time[order], came)
        self.groups.came(self.group_of[campaign], lead[order], lines.time[order], came)

    def _stood(self, lines: EventLines, lead: Longs, began: Floats) -> None:
        """Count who came to stand in which stage; who comes to a later one has got as far as all before."""
        here = np.flatnonzero(lines.what == op.STAGE)
        furthest = np.zeros(len(began), np.int64)
        np.maximum.at(furthest, lead[here], lines.which[here] + 1)
        self.furthest += np.bincount(furthest, minlength=len(self.furthest))
        for place in range(self.stages.count):
            there = here[lines.which[here] >= place]
            self.stages.came(np.full(len(there), place), lead[there], lines.time[there], began)

    @staticmethod
    def _came(passings: Passings, lines: EventLines, lead: Longs, began: Floats, what: int) -> None:
        here = lines.what == what
        passings.came(lines.which[here], lead[here], lines.time[here], began)

    def _belonged(self, lines: EventLines, lead: Longs, began: Floats) -> None:
        self._came(self.segments, lines, lead, began, op.JOIN)
        for what, change in ((op.JOIN, 1.0), (op.LEAVE, -1.0)):
            here = lines.what == what
            self.segments.moved(lines.which[here], lines.time[here], change)

    def _waited(self, lines: EventLines, lead: Longs) -> None:
        """Add who waits where: from the line until the time it carries, or until the lead leaves."""
        waits = lines.what == layout.DELAYED
        step, start = lines.which[waits], lines.time[waits]
        until = np.minimum(lines.value[waits], self._left(lines, lead, lead[waits], step, start))
        width, spans = bucket_days(self.program), self.flows.shape[1]
        edges = np.append(np.arange(spans) * width, self.program.days)
        np.add.at(self.changes, (step, np.searchsorted(edges, start, side="left")), 1.0)
        np.add.at(self.changes, (step, np.searchsorted(edges, until, side="left")), -1.0)
        # A wait on a link is told right behind the line that the link is taken.
        before = np.flatnonzero(waits) - 1
        delayed = self.program.arrays.link_delay != op.NO_DELAY
        on_link = (before >= 0) & (lines.what[before] == op.EMIT)
        on_link[on_link] = delayed[lines.which[before[on_link]]]
        self.links.moved(lines.which[before[on_link]], start[on_link], 1.0)
        self.links.moved(lines.which[before[on_link]], until[on_link], -1.0)

    def _left(self, lines: EventLines, lead: Longs, who: Longs, step: Longs, start: Floats) -> Floats:
        """Return when each of those who wait leaves the campaign next; infinity for never."""
        leaves = lines.what == layout.LEFT_CAMPAIGN
        if not leaves.any():
            return np.full(len(who), np.inf)
        campaigns, longer = self.campaigns.count, self.program.days + 1.0
        places = (lead[leaves] * campaigns + lines.which[leaves]) * longer + lines.time[leaves]
        places.sort()
        own = (who * campaigns + self.campaign_of[step]) * longer
        found = np.searchsorted(places, own + start, side="left")
        next_place = np.append(places, np.inf)[found]
        return np.where(next_place < own + longer, next_place - own, np.inf)

    def details(self, scale: float) -> Details:
        """Return everything."""
        steps = np.concatenate([step for step, _ in self.reach]) if self.reach else np.zeros(0, np.int64)
        days = np.concatenate([took for _, took in self.reach]) if self.reach else np.zeros(0)
        order = np.lexsort((days, steps))
        parts = np.split(days[order], np.searchsorted(steps[order], np.arange(1, self.program.dims.steps)))
        stock = np.cumsum(self.changes, axis=1)[:, :-1] * scale
        return Details(
            self.leads,
            scale,
            tuple(Durations(part) for part in parts[: self.program.dims.steps]),
            stock,
            self.flows * scale,
            self.furthest,
            self.paths.spreads(),
            self.links.told(scale),
            self.campaigns.told(scale),
            self.groups.told(scale),
            self.stages.told(scale),
            self.segments.told(scale),
            self.thresholds.told(scale),
        )


def _campaigns(program: FlowProgram) -> Longs:
    """Return the number of each step's campaign."""
    code = program.arrays.code
    found = np.zeros(max(program.dims.steps, 1), np.int64)
    here = (code[:, 6] >= 0) & (code[:, 7] != -1)
    found[code[here, 6]] = np.where(code[here, 7] < 0, -2 - code[here, 7], code[here, 7])
    return found


def look_closely(
    program: FlowProgram,
    seed: int,
    runs: int,
    group_of: Longs | None = None,
    *,
    leads: int = SAMPLE_LEADS,
    cancelled: Callable[[], bool] = lambda: False,
) -> Details:
    """Return what a sample of about so many leads tells, taken from ``runs`` runs at most.

    ``group_of`` is the number of each campaign's group.

    Raises:
        Cancelled: The person stopped the work.
    """
    expected = min(leads, round(program.expected_leads * runs))
    groups = np.zeros(program.dims.campaigns, np.int64) if group_of is None else group_of
    gathering, accounts = _Gathering(program, groups, expected), 0
    for size, lines in sampled(program, seed, runs, leads):
        if cancelled():
            raise Cancelled("The simulation was stopped.")
        accounts += size
        gathering.add(lines)
    return gathering.details(program.accounts / max(accounts, 1))


def sampled(program: FlowProgram, seed: int, runs: int, leads: int) -> Iterator[tuple[int, EventLines]]:
    """Yield the log of about so many leads, part by part, each with the number of its accounts."""
    per_lead = float(_FIRST_GUESS)
    for task in _tasks(program, seed, runs, leads):
        size = task.last - task.first
        expected = size * program.expected_leads / program.accounts
        _outcome, lines = recorded(program, replace(task, log_lines=int(expected * per_lead * 1.2) + 64))
        people = int(np.count_nonzero(lines.what == op.SOURCE))
        per_lead = len(lines.time) / max(people, 1)
        yield size, lines


def _tasks(program: FlowProgram, seed: int, runs: int, leads: int) -> Iterator[Task]:
    """Yield the whole of the first runs, and blocks of accounts from all over the last, until it is enough.

    Lists go round the accounts, so that those with small numbers may have one person more.
    """
    per_account = max(program.expected_leads / program.accounts, 1e-9)
    left = max(1, min(round(leads / per_account), runs * program.accounts))
    most = max(1, int(_LEADS_AT_ONCE / per_account))
    for run in range(runs):
        wanted = min(left, program.accounts)
        blocks = max(-(-wanted // most), min(_BLOCKS, wanted) if wanted < program.accounts else 1)
        for block in range(blocks):
            first = block * program.accounts // blocks
            size = (block + 1) * wanted // blocks - block * wanted // blocks
            if size:
                yield Task(seed, run, first, first + size)
        left -= wanted
        if left <= 0:
            return
