"""Rules that keep trees of criteria whole: within one segment, and without going round in circles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maplanner.core.errors import InvalidRecord
from maplanner.document.records import Criterion, CriterionGroup, SegmentRemoval

if TYPE_CHECKING:
    from maplanner.document.store import Transaction


def criteria_within_segment(transaction: Transaction) -> None:
    """Keep criteria and groups inside groups of their own segment; in a merge they move to the top."""
    for member in _touched_members(transaction):
        inside = member.group if isinstance(member, Criterion) else member.parent
        group = transaction.find_or_none(CriterionGroup, inside)
        if group is None or group.segment == member.segment:
            continue
        if not transaction.repairs:
            raise InvalidRecord("A criterion can only stand in a group of its own segment.")
        field = "group" if isinstance(member, Criterion) else "parent"
        transaction.change(member.id, {field: None})


def no_group_inside_itself(transaction: Transaction) -> None:
    """Keep groups out of themselves; in a merge, one of a circle comes to the top."""
    for record_id in list(transaction.touched):
        circle = _circle(transaction, record_id)
        if not circle:
            continue
        if not transaction.repairs:
            raise InvalidRecord("A group of criteria cannot stand inside itself.")
        transaction.change(min(circle), {"parent": None})


def no_removal_from_itself(transaction: Transaction) -> None:
    """Let no segment take out of itself whoever joins it."""
    for record_id in list(transaction.touched):
        removal = transaction.find_or_none(SegmentRemoval, record_id)
        if removal is None or removal.segment != removal.leaves:
            continue
        if not transaction.repairs:
            raise InvalidRecord("Who joins a segment cannot leave the same segment by that.")
        transaction.remove(record_id)


def _touched_members(transaction: Transaction) -> list[Criterion | CriterionGroup]:
    """Return the criteria and groups that were touched, or whose group was."""
    found: dict[str, Criterion | CriterionGroup] = {}
    for record_id in transaction.touched:
        record = transaction.get(record_id)
        if isinstance(record, Criterion | CriterionGroup):
            found[record.id] = record
        if isinstance(record, CriterionGroup):
            found |= {each.id: each for each in transaction.referring(Criterion, "group", record_id)}
            found |= {each.id: each for each in transaction.referring(CriterionGroup, "parent", record_id)}
    return list(found.values())


def _circle(transaction: Transaction, group_id: str) -> list[str]:
    """Return the groups of the circle that a group is part of; none where it is in no circle."""
    way: list[str] = []
    at: str | None = group_id
    while at is not None and at not in way:
        group = transaction.find_or_none(CriterionGroup, at)
        if group is None:
            return []
        way.append(at)
        at = group.parent
    return way[way.index(at) :] if at is not None else []
