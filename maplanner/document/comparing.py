"""What differs between two plans, or two points of one: records added, removed and changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from maplanner.document.patch import Change, Patch, difference
from maplanner.document.reading import RecordReader, Snapshot
from maplanner.document.records import Record, Scope
from maplanner.document.store import Store


class Sort(StrEnum):
    """What became of a record."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True)
class RecordDifference:
    """One record of which the two plans differ; on the side where it is missing it is ``None``."""

    sort: Sort
    before: Record | None
    after: Record | None
    change: Change

    @property
    def record(self) -> Record:
        """The record as it is after, or as it was before it went."""
        found = self.after if self.after is not None else self.before
        if found is None:
            raise ValueError("a difference is of some record")
        return found


@dataclass(frozen=True)
class Comparison:
    """Two plans and everything in which they differ, in the order of the plan after, what is gone last."""

    before: RecordReader
    after: RecordReader
    differences: tuple[RecordDifference, ...]

    def __bool__(self) -> bool:
        """Tell whether there is any difference."""
        return bool(self.differences)

    def count(self, sort: Sort) -> int:
        """Return how many records were added, changed or removed."""
        return sum(each.sort is sort for each in self.differences)

    @cached_property
    def sort_of(self) -> dict[str, Sort]:
        """What became of each record that differs, by its identifier."""
        return {each.record.id: each.sort for each in self.differences}

    @property
    def patch(self) -> Patch:
        """The patch that makes the plan after of the plan before."""
        return Patch("Compare", tuple(each.change for each in self.differences))


def compare(before: RecordReader, after: RecordReader) -> Comparison:
    """Return in what two plans differ. Records are the same if they have the same identifier."""
    old, new = _saved(before), _saved(after)
    found = [_difference(old.get(record_id), record) for record_id, record in new.items()]
    found += [_difference(record, None) for record_id, record in old.items() if record_id not in new]
    return Comparison(before, after, tuple(each for each in found if each is not None))


def rewound(reader: RecordReader, patches: Iterable[Patch]) -> Snapshot:
    """Return a plan as it was before patches, which come newest first."""
    merged = Patch("", ())
    for patch in patches:
        merged = merged.followed_by(patch.inverse())
    store = Store(reader.records())
    with store.transact("Rewind", undoable=False) as transaction:
        for change in merged.changes:
            transaction.replay(change)
    return store.snapshot()


def _saved(reader: RecordReader) -> dict[str, Record]:
    return {record.id: record for record in reader.records() if type(record).scope is Scope.DOCUMENT}


def _difference(before: Record | None, after: Record | None) -> RecordDifference | None:
    change = difference(before, after)
    if change is None:
        return None
    sort = Sort.ADDED if before is None else Sort.REMOVED if after is None else Sort.CHANGED
    return RecordDifference(sort, before, after, change)
