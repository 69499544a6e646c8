"""Results of a simulation made by hand, so that tests of the window need no kernel."""

from collections.abc import Iterable

import numpy as np

from maplanner.document.reading import RecordReader
from maplanner.document.records import Campaign, CrmObject, Link, Step, System
from maplanner.document.vocabulary import WriteOperation
from maplanner.simulation.results import (
    BINS_PER_DAY,
    BinnedCounts,
    LinkResult,
    SimulationResult,
    StepResult,
    WriteResult,
)

RUNS, DAYS = 3, 28


def step_result(reader: RecordReader, step: Step, entered: Iterable[int]) -> StepResult:
    """Return a step's result with these arrivals per run; nobody comes twice."""
    counts = np.array(list(entered), np.int64)
    campaign = reader.find(Campaign, step.campaign)
    nothing = np.zeros(len(counts), np.int64)
    over_time = np.full(DAYS, counts.mean() / DAYS)
    return StepResult(
        step=step.id,
        campaign=campaign.id,
        campaign_title=campaign.title,
        title=step.title,
        kind=step.kind,
        entered=counts,
        unique=counts,
        turned_away=nothing,
        tasks=nothing,
        notifications=nothing,
        over_time=over_time,
    )


def writes(reader: RecordReader, crm_object: CrmObject, daily: int) -> WriteResult:
    """Return the same number of new records on every day of every run, all at noon."""
    system = reader.find(System, crm_object.system)
    bins = np.arange(DAYS, dtype=np.int64) * BINS_PER_DAY + BINS_PER_DAY // 2
    counts = BinnedCounts(bins, np.full(DAYS, daily, np.int64))
    return WriteResult(
        system.id,
        system.title,
        crm_object.id,
        crm_object.api_name,
        WriteOperation.CREATE,
        (counts,) * RUNS,
        DAYS,
    )


def outcome(
    reader: RecordReader,
    entered: dict[str, Iterable[int]],
    *,
    leads: int = 1000,
    written: Iterable[WriteResult] = (),
) -> SimulationResult:
    """Return a result with these arrivals per run, by step; every link carries 10 leads."""
    steps = tuple(
        step_result(reader, reader.find(Step, step_id), counts) for step_id, counts in entered.items()
    )
    links = tuple(LinkResult(link.id, np.full(RUNS, 10, np.int64)) for link in reader.all(Link))
    return SimulationResult(
        seed=1,
        days=float(DAYS),
        runs=RUNS,
        threads=1,
        seconds=0.1,
        leads=np.full(RUNS, leads, np.int64),
        events=np.full(RUNS, 5 * leads, np.int64),
        steps=steps,
        links=links,
        writes=tuple(written),
        scores=(),
        thresholds=(),
        segments=(),
    )
