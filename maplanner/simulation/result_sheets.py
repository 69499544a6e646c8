"""Results as plain tables: what is exported to CSV and XLSX, one sheet for each kind of thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from numpy.typing import NDArray

from maplanner.document.reading import RecordReader
from maplanner.document.records import Link, Step
from maplanner.simulation.groups import (
    CampaignRow,
    WriteRow,
    campaign_rows,
    group_rows,
    object_rows,
    operation_rows,
    system_rows,
)
from maplanner.simulation.passing import Durations, Passing
from maplanner.simulation.results import Range, SimulationResult
from maplanner.simulation.shares import Share
from maplanner.simulation.stages import stage_report
from maplanner.simulation.telling import Span, leads_of, over_time, reached_by, taken_by

Value = str | float | int | bool | None


_TOOK = ("Days to reach, 5 %", "Days to reach, 50 %", "Days to reach, 95 %")
_PASSING = (
    ("Share of all leads", "Share of all leads, at least", "Share of all leads, at most"),
    _TOOK,
    "There at the end",
)


class ResultSheet(NamedTuple):
    """One table: its name, the head and the rows."""

    title: str
    header: tuple[str, ...]
    rows: list[tuple[Value, ...]]


def result_sheets(reader: RecordReader, result: SimulationResult) -> list[ResultSheet]:
    """Return all tables that have any rows, steps first."""
    from maplanner.simulation.sales_sheets import sales_sheets

    sheets = [
        _steps(result),
        _links(reader, result),
        _campaigns("Campaigns", campaign_rows(reader, result)),
        _campaigns("Campaign groups", group_rows(reader, result)),
        _stages(reader, result),
        _figures(result),
        _scores(result),
        _writes(result),
        _write_rows("Systems", system_rows(result)),
        _write_rows("Objects", object_rows(result)),
        _write_rows("Operations", operation_rows(result)),
        *sales_sheets(reader, result),
        _time(result),
    ]
    return [sheet for sheet in sheets if sheet.rows]


def ranged(title: str) -> tuple[str, ...]:
    """Return the heads of a figure with its range."""
    return (title, f"{title}, 5 %", f"{title}, 50 %", f"{title}, 95 %")


def as_range(samples: NDArray[Any]) -> tuple[float, float, float, float]:
    """Return a figure's mean and its range over the runs."""
    found = Range.of(samples)
    return found.mean, found.p5, found.p50, found.p95


def _sure(title: str) -> tuple[str, ...]:
    return (title, f"{title}, at least", f"{title}, at most")


def _share(share: Share | None) -> tuple[Value, ...]:
    return (None, None, None) if share is None else (share.share, share.low, share.high)


def as_sheet(
    title: str, header: Sequence[str | tuple[str, ...]], rows: Iterable[tuple[Value, ...]]
) -> ResultSheet:
    """Return a table; heads that belong together come as one."""
    flat = [name for part in header for name in ((part,) if isinstance(part, str) else part)]
    return ResultSheet(title, tuple(flat), list(rows))


def _steps(result: SimulationResult) -> ResultSheet:
    header = (
        "Campaign", "Step", "Kind", ranged("Entered"), ranged("Leads"), ranged("Turned away"),
        _sure("Share of all leads"), "Waiting at the end", _TOOK, ranged("Tasks"), ranged("Notifications"),
        "Identifier",
    )  # fmt: skip
    rows = []
    for place, step in enumerate(result.steps):
        waiting: tuple[Value, ...] = (None,)
        took = _took(None if result.details is None else result.details.reach[place])
        if result.details is not None:
            waiting = (float(result.details.stock[place, -1]),)
        names = (step.campaign_title, step.title, step.kind.replace("_", " "))
        counts = (*as_range(step.entered), *as_range(step.unique), *as_range(step.turned_away))
        sales = (*as_range(step.tasks), *as_range(step.notifications), step.step)
        rows.append((*names, *counts, *_share(reached_by(result, step)), *waiting, *took, *sales))
    return as_sheet("Steps", header, rows)


def _links(reader: RecordReader, result: SimulationResult) -> ResultSheet:
    rows = []
    for place, found in enumerate(result.links):
        link = reader.find_or_none(Link, found.link)
        if link is not None:
            ends = [reader.find(Step, end).title for end in (link.source, link.target)]
            share = _share(taken_by(result, found.link, link.source))
            passing = None if result.details is None else result.details.links[place]
            names = (ends[0], link.output, ends[1])
            there = _passing(result, passing)
            rows.append((*names, *as_range(found.taken), *share, *there, found.link))
    header = ("From", "Way out", "To", ranged("Taken"), _sure("Share taking it"), *_PASSING, "Identifier")
    return as_sheet("Links", header, rows)


def _took(reach: Durations | None) -> tuple[Value, ...]:
    if reach is None or not reach.count:
        return (None, None, None)
    return tuple(reach.at(level) for level in (0.05, 0.5, 0.95))


def _passing(result: SimulationResult, passing: Passing | None) -> tuple[Value, ...]:
    """Return which share of all leads came to something, how soon, and how many are there at the end."""
    if passing is None:
        return (None,) * 7
    there = float(passing.inside[-1]) if len(passing.inside) else None
    return (*_share(leads_of(result, passing)), *_took(passing.took), there)


def _campaigns(title: str, found: list[CampaignRow]) -> ResultSheet:
    header = (
        "Title", ranged("Entries"), _sure("Share of all leads"), "Waiting at the end", _TOOK,
        ranged("Tasks"), ranged("Notifications"),
    )  # fmt: skip
    rows = [
        (
            row.title or "Without a group",
            *as_range(row.entries),
            *_share(row.people),
            row.waiting,
            *_took(row.reach),
            *as_range(row.tasks),
            *as_range(row.notifications),
        )
        for row in found
    ]
    return as_sheet(title, header, rows)


def _stages(reader: RecordReader, result: SimulationResult) -> ResultSheet:
    rows = [
        (
            row.title or "No stage yet",
            *_share(row.here),
            *_share(row.reached),
            *_share(row.onward),
            *_took(None if row.passing is None else row.passing.took),
        )
        for row in stage_report(reader, result)
    ]
    header = ("Stage", _sure("Got no further"), _sure("Got here"), _sure("Went on to the next"), _TOOK)
    return as_sheet("Stages", header, rows)


def _figures(result: SimulationResult) -> ResultSheet:
    nothing: tuple[Value, ...] = (None,) * 7
    rows: list[tuple[Value, ...]] = [("All leads", "leads", *as_range(result.leads), *nothing)]
    rows += [(each.title, "score, mean at the end", *as_range(each.mean), *nothing) for each in result.scores]
    details = result.details
    for place, threshold in enumerate(result.thresholds):
        there = _passing(result, None if details is None else details.thresholds[place])
        rows.append((threshold.title, "threshold, times reached", *as_range(threshold.reached), *there))
    for place, segment in enumerate(result.segments):
        there = _passing(result, None if details is None else details.segments[place])
        rows.append((segment.title, "segment, leads at the end", *as_range(segment.members), *there))
    return as_sheet("Scores and segments", ("Title", "What", ranged("Figure"), *_PASSING), rows)


def _scores(result: SimulationResult) -> ResultSheet:
    rows = []
    for score, spread in zip(result.scores, result.details.scores if result.details else (), strict=False):
        for place, day in enumerate(spread.times.tolist()):
            levels = spread.levels[place].tolist()
            rows.append(
                (score.title, day, float(spread.means[place]), *levels, float(spread.positive[place]))
            )
    header = ("Score", "Day", "Mean", "5 %", "25 %", "50 %", "75 %", "95 %", "Share above nought")
    return as_sheet("Scores over time", header, rows)


def _writes(result: SimulationResult) -> ResultSheet:
    rows = [
        (
            write.system_title,
            write.api_name,
            write.operation.value,
            *as_range(write.total),
            write.median_per_day,
            write.busiest_day,
        )
        for write in result.writes
    ]
    header = ("System", "Object", "Operation", ranged("In all"), "Median day", "Busiest day")
    return as_sheet("CRM writes", header, rows)


def _write_rows(title: str, found: list[WriteRow]) -> ResultSheet:
    rows = [(row.title, *as_range(row.total), row.median_per_day, row.busiest_day) for row in found]
    return as_sheet(title, ("Title", ranged("Writes"), "Median day", "Busiest day"), rows)


def _time(result: SimulationResult) -> ResultSheet:
    """Return the arrivals of each step, by the finest span that was counted; a column for each step."""
    span = result.bucket_days
    series = [over_time(result, step, span) for step in result.steps]
    unit = Span.HOUR.value if span < 1.0 else Span.DAY.value
    titles = Counter(step.title for step in result.steps)
    names = (
        f"{step.campaign_title}: {step.title}" if titles[step.title] > 1 else step.title or "untitled"
        for step in result.steps
    )
    header = (f"From {'day' if span < 1.0 else unit}", *names)
    length = len(series[0]) if series else 0
    rows = [(place * span, *(float(each[place]) for each in series)) for place in range(length)]
    return as_sheet("Arrivals over time", header, rows)
