"""Comparing two plans, or two points of one plan's history, in words for people and as JSON for programs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from pydantic import JsonValue

from maplanner.core.errors import NoSuchRecord
from maplanner.document.comparing import Comparison, RecordDifference, Sort, rewound
from maplanner.document.reading import RecordReader, Snapshot
from maplanner.document.records import Campaign, Frame, Link, Note, Step
from maplanner.report.naming import called, field_called, kind_called, value_called
from maplanner.storage import read_plan
from maplanner.storage.past import HistoryEntry, history_of

_POINT: Final = re.compile(r"(?P<path>.+)@(?P<point>-?\d{1,9})")
PLACES: Final = frozenset({"x", "y", "width", "height", "lane_heights", "lanes_top"})
"""Where things are on a drawing: a move is one line, however many numbers it changes."""
_PLAN: Final = "Plan and lists"


@dataclass(frozen=True)
class Point:
    """A point of a plan's history: after the change ``number``, 0 for the beginning."""

    number: int
    label: str
    author: str = ""
    at: datetime | None = None


def points_of(path: Path, limit: int = 1_000) -> list[Point]:
    """Return the points of a plan file's history, the newest first, the beginning last.

    Raises:
        PlanFileError: The file cannot be read.
    """
    entries = history_of(path, limit)
    points = [Point(each.seq, each.patch.label, each.patch.author, each.patch.at) for each in entries]
    return [*points, Point(0, "The beginning")] if len(entries) < limit else points


def read_point(named: str) -> Snapshot:
    """Return the plan that “PLAN” names, or a point of its history as in “PLAN@12”; “PLAN@-3” is 3 back.

    Raises:
        PlanFileError: The file cannot be read.
        NoSuchRecord: The history has no such point.
    """
    match = _POINT.fullmatch(named)
    if match is None or Path(named).exists():
        return read_plan(named)
    return plan_at(Path(match["path"]), int(match["point"]))


def plan_at(path: Path, point: int) -> Snapshot:
    """Return what a plan file held after a change; a negative point counts back from now.

    Raises:
        PlanFileError: The file cannot be read.
        NoSuchRecord: The history has no such point.
    """
    entries: list[HistoryEntry] = history_of(path, 2**31)
    newest = entries[0].seq if entries else 0
    wanted = newest + point if point < 0 else point
    if not 0 <= wanted <= newest:
        message = f"The history of “{path.name}” has no point {point}; the newest is {newest}."
        raise NoSuchRecord(message, advice=f"See them with: maplanner history {path.name}")
    return rewound(read_plan(path), (each.patch for each in entries if each.seq > wanted))


def campaign_of(comparison: Comparison, each: RecordDifference) -> str:
    """Return the identifier of the campaign on whose drawing a record stands; nothing for others."""
    record = each.record
    if isinstance(record, Campaign):
        return record.id
    if isinstance(record, Step | Frame | Note):
        return record.campaign
    reader = comparison.before if each.sort is Sort.REMOVED else comparison.after
    if isinstance(record, Link):
        source = reader.find_or_none(Step, record.source)
        return source.campaign if source is not None else ""
    step = reader.find_or_none(Step, getattr(record, "step", None))
    return step.campaign if step is not None else ""


def title_of(comparison: Comparison, each: RecordDifference) -> str:
    """Return what people call a record that differs: “E-mail “Thank-you””."""
    reader = comparison.before if each.sort is Sort.REMOVED else comparison.after
    name = called(reader, each.record.id)
    return f"{kind_called(each.record).capitalize()} “{name}”"


def values_of(comparison: Comparison, each: RecordDifference) -> list[str]:
    """Return what changed in a record: “Title: Spring → Summer”; “moved” for its place."""
    if each.sort is not Sort.CHANGED:
        return []
    old, new = each.change.before or {}, each.change.after or {}
    lines = []
    for path in new:
        if path in PLACES:
            continue
        before = value_called(comparison.before, each.record, path, old.get(path))
        after = value_called(comparison.after, each.record, path, new.get(path))
        lines.append(f"{field_called(each.record, path)}: {before} → {after}")
    return [*lines, "moved"] if PLACES & set(new) else lines


def grouped(comparison: Comparison) -> list[tuple[str, str, list[RecordDifference]]]:
    """Return the differences campaign by campaign, then the rest: identifier, title, differences."""
    found: dict[str, list[RecordDifference]] = {}
    for each in comparison.differences:
        found.setdefault(campaign_of(comparison, each), []).append(each)
    order = [campaign.id for campaign in _campaigns(comparison)]
    return [
        (campaign_id, _campaign_title(comparison, campaign_id), found[campaign_id])
        for campaign_id in [*order, ""]
        if campaign_id in found
    ]


def lines_of(comparison: Comparison) -> list[str]:
    """Return a line for every difference, with what changed indented below it."""
    lines = []
    for _campaign, title, differences in grouped(comparison):
        lines.append(title)
        for each in differences:
            lines.append(f"  {_SIGNS[each.sort]} {title_of(comparison, each)}")
            lines += [f"      {line}" for line in values_of(comparison, each)]
    return lines


def summary(comparison: Comparison) -> str:
    """Return how many records were added, changed and removed."""
    if not comparison:
        return "The two are the same."
    counts = (f"{comparison.count(sort):,} {sort.value}" for sort in Sort if comparison.count(sort))
    return f"{', '.join(counts).capitalize()}."


def to_json(comparison: Comparison) -> dict[str, JsonValue]:
    """Return everything that differs as JSON values."""
    return {
        "same": not comparison,
        "counts": {sort.value: comparison.count(sort) for sort in Sort},
        "differences": [
            {
                "what": each.sort.value,
                "type": each.change.type_name,
                "id": each.record.id,
                "title": called(_side(comparison, each), each.record.id),
                "campaign": campaign_of(comparison, each),
                "before": dict(each.change.before) if each.change.before is not None else None,
                "after": dict(each.change.after) if each.change.after is not None else None,
            }
            for each in comparison.differences
        ],
    }


def _side(comparison: Comparison, each: RecordDifference) -> RecordReader:
    return comparison.before if each.sort is Sort.REMOVED else comparison.after


def _campaigns(comparison: Comparison) -> list[Campaign]:
    found = {
        each.id: each for reader in (comparison.before, comparison.after) for each in reader.all(Campaign)
    }
    return sorted(found.values(), key=lambda campaign: (campaign.order, campaign.title))


def _campaign_title(comparison: Comparison, campaign_id: str) -> str:
    if not campaign_id:
        return _PLAN
    return called(comparison.after, campaign_id) or called(comparison.before, campaign_id) or campaign_id


_SIGNS: Final = {Sort.ADDED: "+", Sort.CHANGED: "~", Sort.REMOVED: "−"}
