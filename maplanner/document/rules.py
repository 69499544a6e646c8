"""Rules that hold after every transaction.

A rule looks at what a transaction touched. In a person's own edit it refuses
what breaks it; after a merge or an undo it repairs, because two honest edits
can break together what neither broke alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from maplanner.core.errors import InvalidRecord
from maplanner.document.fields import FieldSpec, references
from maplanner.document.patch import name_of, record_class
from maplanner.document.records import (
    PLAN_ID,
    RECORD_TYPES,
    Comment,
    Frame,
    Link,
    Mapping,
    Note,
    Plan,
    Record,
    Step,
)
from maplanner.document.segment_rules import (
    criteria_within_segment,
    no_group_inside_itself,
    no_removal_from_itself,
)

if TYPE_CHECKING:
    from maplanner.document.store import Transaction

Rule = Callable[["Transaction"], None]
"""Looks at a transaction's touched records; repairs or raises :class:`InvalidRecord`."""


def no_dangling_reference(transaction: Transaction) -> None:
    """Let records follow what they point to: deleted with it, or forgetting it."""
    pending = list(transaction.touched)
    while pending:
        record_id = pending.pop()
        record = transaction.get(record_id)
        if record is None:
            pending += _let_go(transaction, record_id)
        else:
            pending += _mend(transaction, record)


def _let_go(transaction: Transaction, gone: str) -> list[str]:
    """Release every record that points to one that is gone; return those deleted for it."""
    deleted: list[str] = []
    for cls in RECORD_TYPES:
        for field, meaning in references(cls).items():
            for record in transaction.referring(cls, field, gone):
                deleted += _release(transaction, record, field, meaning)
    return deleted


def _release(transaction: Transaction, record: Record, field: str, meaning: FieldSpec) -> list[str]:
    if meaning.on_delete == "clear":
        transaction.change(record.id, {field: None})
        return []
    transaction.remove(record.id)
    return [record.id]


def _mend(transaction: Transaction, record: Record) -> list[str]:
    for field, meaning in references(type(record)).items():
        target = getattr(record, field)
        if target is None or transaction.find_or_none(record_class(meaning.ref), target) is not None:
            continue
        if not transaction.repairs:
            raise InvalidRecord(
                f"{name_of(record).replace('_', ' ').capitalize()} “{record.id}” points to "
                f"{meaning.ref.replace('_', ' ')} “{target}”, which does not exist."
            )
        deleted = _release(transaction, record, field, meaning)
        if deleted:
            return deleted
    return []


def one_plan(transaction: Transaction) -> None:
    """Keep exactly one plan record, under its fixed identifier."""
    for record_id in transaction.touched:
        record = transaction.get(record_id)
        if isinstance(record, Plan) and record_id != PLAN_ID:
            if not transaction.repairs:
                raise InvalidRecord("A plan file holds one plan record, with the identifier “plan”.")
            transaction.remove(record_id)
    if PLAN_ID in transaction.touched and transaction.get(PLAN_ID) is None:
        if not transaction.repairs:
            raise InvalidRecord("The plan record cannot be deleted.")
        transaction.put(Plan())


def link_within_campaign(transaction: Transaction) -> None:
    """Keep both ends of a link in one campaign."""
    for link in _touched_links(transaction):
        source = transaction.find_or_none(Step, link.source)
        target = transaction.find_or_none(Step, link.target)
        if source is None or target is None or source.campaign == target.campaign:
            continue
        if not transaction.repairs:
            raise InvalidRecord(f"Link “{link.id}” joins steps of two campaigns.")
        transaction.remove(link.id)


def one_link_between(transaction: Transaction) -> None:
    """Keep one link from an output to a step: of two, the one with the smaller identifier."""
    for link in _touched_links(transaction):
        if transaction.find_or_none(Link, link.id) is None:
            continue
        twins = [
            other.id
            for other in transaction.referring(Link, "source", link.source)
            if other.target == link.target and other.output == link.output
        ]
        if len(twins) < 2:
            continue
        if not transaction.repairs:
            raise InvalidRecord("These two steps are joined by such a link already.")
        for twin in sorted(twins)[1:]:
            transaction.remove(twin)


def frame_within_campaign(transaction: Transaction) -> None:
    """Keep a frame and what lies in it in one campaign."""
    for member in _touched_members(transaction):
        frame = transaction.find_or_none(Frame, member.frame)
        if frame is None or frame.campaign == member.campaign:
            continue
        if not transaction.repairs:
            raise InvalidRecord(f"Frame “{frame.title or frame.id}” belongs to another campaign.")
        transaction.change(member.id, {"frame": None})


def _touched_members(transaction: Transaction) -> list[Step | Note]:
    """Return the steps and notes that were touched, or whose frames were."""
    found: dict[str, Step | Note] = {}
    for record_id in transaction.touched:
        record = transaction.get(record_id)
        if isinstance(record, Step | Note):
            found[record.id] = record
        elif isinstance(record, Frame):
            members = [*transaction.referring(Step, "frame", record_id)]
            found |= {each.id: each for each in members}
            found |= {each.id: each for each in transaction.referring(Note, "frame", record_id)}
    return list(found.values())


def comments_follow(transaction: Transaction) -> None:
    """Let comments go with what they are about."""
    gone = {record_id for record_id in transaction.touched if transaction.get(record_id) is None}
    lost = [each.id for each in transaction.all(Comment) if each.about in gone] if gone else []
    for record_id in transaction.touched:
        record = transaction.get(record_id)
        if not isinstance(record, Comment) or not record.about or record.about in gone:
            continue
        if transaction.get(record.about) is None:
            if not transaction.repairs:
                raise InvalidRecord("What this comment is about does not exist.")
            lost.append(record.id)
    if lost:
        transaction.remove(*lost)
        no_dangling_reference(transaction)


def mapping_has_one_source(transaction: Transaction) -> None:
    """Keep a mapping's source to exactly one: a form field or a held field."""
    for record_id in list(transaction.touched):
        record = transaction.get(record_id)
        if isinstance(record, Mapping) and (record.collected is None) == (record.held is None):
            if not transaction.repairs:
                raise InvalidRecord(f"Mapping “{record.id}” needs one source: a form field or a field.")
            transaction.remove(record.id)


def _touched_links(transaction: Transaction) -> list[Link]:
    """Return the links that were touched, or whose ends were."""
    found: dict[str, Link] = {}
    for record_id in transaction.touched:
        record = transaction.get(record_id)
        if isinstance(record, Link):
            found[record.id] = record
        elif isinstance(record, Step):
            ends = [transaction.referring(Link, end, record_id) for end in ("source", "target")]
            found |= {link.id: link for links in ends for link in links}
    return list(found.values())


RULES: tuple[Rule, ...] = (
    no_dangling_reference,
    one_plan,
    link_within_campaign,
    one_link_between,
    mapping_has_one_source,
    frame_within_campaign,
    comments_follow,
    criteria_within_segment,
    no_group_inside_itself,
    no_removal_from_itself,
)
"""The closed list, in the order in which the rules run."""
