"""What came out of a simulation: counts per run, and ranges over the runs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from maplanner.document.vocabulary import SalesStatus, WriteOperation

if TYPE_CHECKING:
    from maplanner.simulation.details import Details
    from maplanner.simulation.precision import Precision
    from maplanner.simulation.team_results import TeamResult

Counts = NDArray[np.int64]
"""One count per run; shape (runs,)."""

BIN_SECONDS = 10
"""Vendors limit calls in as little as ten seconds."""
BIN_MINUTES = BIN_SECONDS / 60
BINS_PER_DAY = 24 * 3600 // BIN_SECONDS


@dataclass(frozen=True)
class Range:
    """A number over the runs: its mean and its 5th, 50th and 95th percentile."""

    mean: float
    p5: float
    p50: float
    p95: float

    @classmethod
    def of(cls, samples: NDArray[Any]) -> Range:
        """Return the range of one number per run; percentiles are interpolated."""
        p5, p50, p95 = np.percentile(samples, (5, 50, 95))
        return cls(float(np.mean(samples)), float(p5), float(p50), float(p95))

    def to_json(self) -> dict[str, float]:
        """Return the four numbers by name."""
        return {"mean": self.mean, "p5": self.p5, "p50": self.p50, "p95": self.p95}


@dataclass(frozen=True)
class StepResult:
    """What happened at one step.

    ``entered`` counts arrivals that took effect, ``unique`` the leads among
    them, ``turned_away`` arrivals that the step let nothing happen to: repeated
    ones at a step marked *once*, anonymous ones where a known person is needed.
    ``over_time`` is the mean number of arrivals in each bucket of
    :attr:`SimulationResult.bucket_days`; ``by_run`` holds arrivals (runs, spans) in each span of
    :attr:`SimulationResult.band_days`, where they were kept.
    """

    step: str
    campaign: str
    campaign_title: str
    title: str
    kind: str
    entered: Counts
    unique: Counts
    turned_away: Counts
    tasks: Counts
    notifications: Counts
    over_time: NDArray[np.float64]
    by_run: NDArray[np.int32] | None = None
    spent: NDArray[np.float64] | None = None
    """What leads spent at the step, in each run, in the plan's currency; ``None``: nobody can."""
    sent_once: Counts | None = None
    """Leads that came twice at one instant, by being on two lists, and passed once; ``None``: not counted."""

    def to_json(self) -> dict[str, Any]:
        """Return names and ranges."""
        return {
            "campaign": self.campaign_title,
            "title": self.title,
            "kind": self.kind,
            "entered": Range.of(self.entered).to_json(),
            "unique": Range.of(self.unique).to_json(),
            "turned_away": Range.of(self.turned_away).to_json(),
            "tasks": Range.of(self.tasks).to_json(),
            "notifications": Range.of(self.notifications).to_json(),
            **({} if self.sent_once is None else {"sent_once": Range.of(self.sent_once).to_json()}),
            "id": self.step,
        }


@dataclass(frozen=True)
class LinkResult:
    """How many leads took one link."""

    link: str
    taken: Counts

    def to_json(self) -> dict[str, Any]:
        """Return identifier and range."""
        return {"id": self.link, "taken": Range.of(self.taken).to_json()}


@dataclass(frozen=True)
class BinnedCounts:
    """Counts in bins of ten seconds; only bins that are not empty are kept.

    ``bins`` ascend; bin 0 begins at time 0, and ``counts`` stand beside them.
    """

    bins: NDArray[np.int64]
    counts: NDArray[np.int64]

    def per_day(self, days: int) -> Counts:
        """Return the count of each day."""
        return self.per(BINS_PER_DAY, days)

    def per(self, width: int, length: int) -> Counts:
        """Return the counts of ``length`` spans of ``width`` bins each."""
        found = np.zeros(length, np.int64)
        np.add.at(found, np.minimum(self.bins // width, length - 1), self.counts)
        return found


@dataclass(frozen=True)
class WriteResult:
    """Records of one object that are created or updated.

    ``operation`` is *create* or *update*: an upsert counts as what it turns out to be.
    ``runs`` holds the counts of each run.
    """

    system: str
    system_title: str
    object: str
    api_name: str
    operation: WriteOperation
    runs: tuple[BinnedCounts, ...]
    days: int

    @cached_property
    def total(self) -> Counts:
        """Writes in each run."""
        return np.array([int(run.counts.sum()) for run in self.runs], np.int64)

    @cached_property
    def daily(self) -> NDArray[np.int64]:
        """Writes on each day; shape (runs, days)."""
        return np.array([run.per_day(self.days) for run in self.runs], np.int64).reshape(-1, self.days)

    @property
    def median_per_day(self) -> float:
        """The median day: its mean over the runs."""
        return float(np.median(self.daily, axis=1).mean())

    @property
    def busiest_day(self) -> float:
        """The busiest day: its mean over the runs."""
        return float(self.daily.max(axis=1).mean())

    def to_json(self) -> dict[str, Any]:
        """Return names, the range of the total, and the median and the busiest day."""
        return {
            "system": self.system_title,
            "object": self.api_name,
            "operation": self.operation.value,
            "total": Range.of(self.total).to_json(),
            "per_day": {"median": self.median_per_day, "busiest": self.busiest_day},
            "system_id": self.system,
            "object_id": self.object,
        }


@dataclass(frozen=True)
class ScoreResult:
    """A score at the end of the simulated time: the mean over all leads, for each run."""

    score: str
    title: str
    mean: NDArray[np.float64]

    def to_json(self) -> dict[str, Any]:
        """Return title and range."""
        return {"id": self.score, "title": self.title, "mean": Range.of(self.mean).to_json()}


@dataclass(frozen=True)
class ThresholdResult:
    """How often a threshold was reached, by leads or by accounts."""

    threshold: str
    title: str
    reached: Counts

    def to_json(self) -> dict[str, Any]:
        """Return title and range."""
        return {"id": self.threshold, "title": self.title, "reached": Range.of(self.reached).to_json()}


@dataclass(frozen=True)
class SegmentResult:
    """How many leads are in a segment at the end of the simulated time."""

    segment: str
    title: str
    members: Counts

    def to_json(self) -> dict[str, Any]:
        """Return title and range."""
        return {"id": self.segment, "title": self.title, "members": Range.of(self.members).to_json()}


@dataclass(frozen=True)
class ListResult:
    """What became of the duplicates of one contact list.

    ``met`` counts people who came in by the list and were leads already, from another list or from further
    up on this one; ``left_out`` are entries that the tool did not take; ``size`` is all entries.
    """

    step: str
    title: str
    size: int
    left_out: int
    met: Counts

    def to_json(self) -> dict[str, Any]:
        """Return names and ranges."""
        return {
            "id": self.step,
            "title": self.title,
            "size": self.size,
            "left_out": self.left_out,
            "met": Range.of(self.met).to_json(),
        }


@dataclass(frozen=True)
class LeftOut:
    """A step that could not run, and why."""

    step: str
    why: str


@dataclass(frozen=True)
class Preview:
    """What a preview rests on: ``leads`` out of all, and by which part of themselves figures may be off."""

    leads: int
    share: float
    precision: float

    def to_json(self) -> dict[str, Any]:
        """Return everything by name."""
        return {"leads": self.leads, "share": self.share, "precision": self.precision}


@dataclass(frozen=True)
class StatusResult:
    """How many times sales made something of a lead, such as accepting it, in each run."""

    status: SalesStatus
    leads: Counts

    def to_json(self) -> dict[str, Any]:
        """Return the status and its range."""
        return {"status": self.status.value, "leads": Range.of(self.leads).to_json()}


@dataclass(frozen=True)
class StageResult:
    """How many leads came to a buying stage, in each run."""

    stage: str
    title: str
    reached: Counts

    def to_json(self) -> dict[str, Any]:
        """Return title and range."""
        return {"id": self.stage, "title": self.title, "reached": Range.of(self.reached).to_json()}


@dataclass(frozen=True)
class SimulationResult:
    """The outcome of all runs of a plan.

    ``events`` counts, per run, everything that happened at its own time.
    ``seconds`` is the time all runs took, without the compiling or loading of the
    kernel. ``bucket_days`` is the
    width of the buckets of time series: one day, unless the horizon is very long.
    ``revision`` is the plan's, so that a stale result can be told. ``details`` is what a sample of leads
    tells, if one was followed; ``precision`` how sure the means are. ``preview`` is set where only some of
    the leads were simulated; counts are then made up to those of a whole run. ``left_out`` are the steps
    that could not run and were passed over. ``teams`` are the sales teams that steps ask. ``qualified``
    counts leads that were qualified, ``statuses`` what sales made of leads, ``stages_reached`` how many
    came to each buying stage.
    """

    seed: int
    days: float
    runs: int
    threads: int
    seconds: float
    leads: Counts
    events: Counts
    steps: tuple[StepResult, ...]
    links: tuple[LinkResult, ...]
    writes: tuple[WriteResult, ...]
    scores: tuple[ScoreResult, ...]
    thresholds: tuple[ThresholdResult, ...]
    segments: tuple[SegmentResult, ...]
    bucket_days: float = 1.0
    scenario: str | None = None
    revision: int = 0
    band_days: float = 1.0
    details: Details | None = None
    precision: Precision | None = None
    preview: Preview | None = None
    left_out: tuple[LeftOut, ...] = ()
    teams: tuple[TeamResult, ...] = ()
    lists: tuple[ListResult, ...] = ()
    qualified: Counts | None = None
    statuses: tuple[StatusResult, ...] = ()
    stages_reached: tuple[StageResult, ...] = ()

    @cached_property
    def step_by_id(self) -> dict[str, StepResult]:
        """Results of steps by the step's identifier."""
        return {found.step: found for found in self.steps}

    @cached_property
    def link_by_id(self) -> dict[str, LinkResult]:
        """Results of links by the link's identifier."""
        return {found.link: found for found in self.links}

    def to_json(self) -> dict[str, Any]:
        """Return everything but the time series, as JSON values."""
        return {
            "seed": self.seed,
            "days": self.days,
            "runs": self.runs,
            "threads": self.threads,
            "events": float(np.mean(self.events)),
            "seconds": self.seconds,
            "leads": Range.of(self.leads).to_json(),
            "steps": [found.to_json() for found in self.steps],
            "writes": [found.to_json() for found in self.writes],
            "links": [found.to_json() for found in self.links],
            "scores": [found.to_json() for found in self.scores],
            "thresholds": [found.to_json() for found in self.thresholds],
            "segments": [found.to_json() for found in self.segments],
            "lists": [found.to_json() for found in self.lists],
            "teams": [found.to_json() for found in self.teams],
            "qualified": None if self.qualified is None else Range.of(self.qualified).to_json(),
            "statuses": [found.to_json() for found in self.statuses],
            "stages_reached": [found.to_json() for found in self.stages_reached],
            "scenario": self.scenario,
        }
