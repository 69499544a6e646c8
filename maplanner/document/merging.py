"""Bringing together copies of a plan that were edited apart: field by field, against what they began as."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from pydantic import JsonValue

from maplanner.document.fields import field_specs
from maplanner.document.patch import name_of
from maplanner.document.reading import RecordReader
from maplanner.document.records import Record, RecordValues, Scope
from maplanner.document.store import Store

Side = Literal["mine", "theirs"]


@dataclass(frozen=True)
class Conflict:
    """What both copies changed, and differently.

    ``path`` is the field, with its value in each copy; it is empty where one copy deleted what the other
    changed, and the values tell which: ``None`` is the one that deleted.
    """

    type_name: str
    id: str
    path: str
    base: JsonValue
    mine: JsonValue
    theirs: JsonValue

    @property
    def is_deletion(self) -> bool:
        """Whether one copy deleted the record."""
        return not self.path


@dataclass(frozen=True)
class Merge:
    """What comes of bringing two copies together.

    ``changed`` are the records that are otherwise than in my copy, ``None`` for those that go. Conflicts
    are decided for my copy, except that a record one copy deleted and the other changed stays.
    """

    changed: dict[str, Record | None]
    conflicts: tuple[Conflict, ...]

    @property
    def taken(self) -> int:
        """How many records come in, change or go."""
        return len(self.changed)

    def decided(self, mine: RecordReader, theirs: RecordReader, for_theirs: Collection[Conflict]) -> Merge:
        """Return the merge with some conflicts decided for the other copy, and the rest for mine."""
        changed = dict(self.changed)
        for conflict in self.conflicts:
            side: Side = "theirs" if conflict in for_theirs else "mine"
            if conflict.is_deletion:
                changed[conflict.id] = (theirs if side == "theirs" else mine).get(conflict.id)
            elif side == "theirs":
                record = changed.get(conflict.id) or mine.get(conflict.id)
                if record is not None:
                    changed[conflict.id] = record.changed({conflict.path: conflict.theirs})
        kept = {key: record for key, record in changed.items() if record != mine.get(key)}
        return Merge(kept, ())

    def mended(self, mine: Iterable[Record]) -> dict[str, Record | None]:
        """Return what changes in my copy once the rules have put right what both broke together."""
        store = Store(mine)
        patch = store.receive(self.changed, lambda _mended: "Merge", "")
        return {change.id: store.get(change.id) for change in patch.changes}


def merge(base: RecordReader, mine: RecordReader, theirs: RecordReader) -> Merge:
    """Bring two copies together that both began as ``base``: what one changed alone is taken from it."""
    changed: dict[str, Record | None] = {}
    conflicts: list[Conflict] = []
    for record_id in _ids(base, mine, theirs):
        old, own, other = base.get(record_id), mine.get(record_id), theirs.get(record_id)
        if other in (old, own):
            continue
        if own == old:
            changed[record_id] = other
        else:
            result = _both_changed(old, own, other, conflicts)
            if result != own:
                changed[record_id] = result
    return Merge(changed, tuple(conflicts))


def _ids(*readers: RecordReader) -> list[str]:
    found: dict[str, None] = {}
    for reader in readers:
        for record in reader.records():
            if record.scope is Scope.DOCUMENT:
                found.setdefault(record.id)
    return list(found)


def _both_changed(
    old: Record | None, own: Record | None, other: Record | None, conflicts: list[Conflict]
) -> Record | None:
    either = own or other
    if own is None or other is None or name_of(own) != name_of(other):
        if either is not None:
            told = tuple(None if each is None else name_of(each) for each in (old, own, other))
            conflicts.append(Conflict(name_of(either), either.id, "", *told))
        return either
    before: RecordValues = {} if old is None or name_of(old) != name_of(own) else old.values()
    now, there = own.values(), other.values()
    taken: RecordValues = {}
    for path in dict.fromkeys([*now, *there]):
        was, here, over = before.get(path), now.get(path), there.get(path)
        if over in (here, was):
            continue
        if here == was:
            taken[path] = over
        else:
            conflicts.append(Conflict(name_of(own), own.id, path, was, here, over))
    return own.changed(taken) if taken else own


def path_title(record: Record, path: str) -> str:
    """Return what people call a field."""
    name, _dot, key = path.partition(".")
    meaning = field_specs(type(record)).get(name)
    if key:
        return key.replace("_", " ").capitalize()
    return meaning.title if meaning is not None else name
