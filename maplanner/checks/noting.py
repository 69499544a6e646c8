"""Records read in a way that notes what was asked for, and finds out what has changed since."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import partial
from itertools import chain, compress, count, islice
from operator import attrgetter, is_not, ne
from typing import TypeVar

from maplanner.checks.memory import Memory
from maplanner.document.reading import RecordReader, ReferenceIndex, Snapshot
from maplanner.document.records import Record

R = TypeVar("R", bound=Record)

_Table = dict[str, Record]
_NONE: list[Record] = []


class _Groups(dict[Hashable, list[Record]]):
    """Value of a field to the records that have it, in the order in which they were made.

    Lists never change; a value that no record has leads to an empty one. What has no value is in no group.
    """

    def __missing__(self, _value: Hashable) -> list[Record]:
        return _NONE


class GroupedReader(RecordReader):
    """Reads the records of one snapshot.

    Groups of records by a field are made when first asked for; that is much quicker than an index over all
    references, of which checks need few.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._tables = dict(snapshot.tables)
        self._groups: dict[tuple[type[Record], str], _Groups] = {}

    def identifiers(self, cls: type[Record]) -> list[str]:
        """Return the identifiers of all records of a type."""
        return list(self._tables.get(cls, ()))

    def find_or_none(self, cls: type[R], record_id: str | None) -> R | None:
        """Return the record of that type, or ``None``."""
        table = self._tables.get(cls)
        return None if table is None else table.get(record_id)  # type: ignore[arg-type, return-value]

    def referring(self, cls: type[R], field: str, record_id: str) -> list[R]:
        """Return the records of a type whose ``field`` points to a record, in order."""
        return self.having(cls, field, record_id)

    def having(self, cls: type[R], field: str, value: Hashable) -> list[R]:
        """Return the records of a type whose ``field`` has a value, in order; nobody changes the list."""
        return self._groups_by(cls, field)[value]  # type: ignore[return-value]

    def having_any(self, cls: type[R], field: str, values: Iterable[Hashable]) -> list[R]:
        """Return the records of a type whose ``field`` has any of some values, value by value."""
        return list(chain.from_iterable(map(self.grouping(cls, field), values)))

    def grouping(self, cls: type[R], field: str) -> Callable[[Hashable], list[R]]:
        """Return what :meth:`having` does with a type and a field: quicker for many values."""
        return self._groups_by(cls, field).__getitem__  # type: ignore[return-value]

    def finder(self, cls: type[R]) -> Callable[[str | None], R | None]:
        """Return what :meth:`find_or_none` does with a type: quicker where there are many to find."""
        return self._tables.get(cls, {}).get  # type: ignore[return-value]

    def _groups_by(self, cls: type[Record], field: str) -> _Groups:
        groups = self._groups.get((cls, field))
        if groups is None:
            groups = self._groups[(cls, field)] = self._grouped(cls, field)
        return groups

    def _grouped(self, cls: type[Record], field: str) -> _Groups:
        groups = _Groups()
        records = self._tables.get(cls, {}).values()
        for value, record in zip(map(attrgetter(field), records), records, strict=True):
            if value is None:
                continue
            if value in groups:
                groups[value].append(record)
            else:
                groups[value] = [record]
        return groups

    def _reference_index(self) -> ReferenceIndex:
        raise NotImplementedError("Records are grouped by field here.")


class NotingReader(GroupedReader):
    """Reads the records of one snapshot after the other, and notes what is asked for."""

    def __init__(self, snapshot: Snapshot, memory: Memory) -> None:
        super().__init__(snapshot)
        self._memory = memory
        self.made: dict[type[Record], list[str]] = {}
        self.deleted: dict[type[Record], list[str]] = {}
        """What the last move brought and took, by type."""

    def _note(self, key: Hashable) -> None:
        current = self._memory.current
        if current is not None:
            current.keys.append(key)

    def get(self, record_id: str) -> Record | None:
        """Return the record with that identifier, or ``None``."""
        self._note(record_id)
        return super().get(record_id)

    def find(self, cls: type[R], record_id: str) -> R:
        """Return the record of that type.

        Raises:
            NoSuchRecord: There is none.
        """
        self._note(record_id)
        return super().find(cls, record_id)

    def find_or_none(self, cls: type[R], record_id: str | None) -> R | None:
        """Return the record of that type, or ``None``."""
        if record_id is None:
            return None
        current = self._memory.current
        if current is not None:
            current.keys.append(record_id)
        table = self._tables.get(cls)
        return None if table is None else table.get(record_id)  # type: ignore[return-value]

    def all(self, cls: type[R]) -> list[R]:
        """Return all records of a type, in the order in which they were made."""
        self._note(cls)
        return super().all(cls)

    def count(self, cls: type[Record]) -> int:
        """Return how many records of a type there are."""
        self._note(cls)
        return super().count(cls)

    def records(self) -> Iterator[Record]:
        """Yield every record, type by type."""
        for cls in tuple(self._tables):
            yield from self.all(cls)

    def identifiers(self, cls: type[Record]) -> list[str]:
        """Return the identifiers of all records of a type; what these hold may change unnoticed."""
        self._note((cls, "made or deleted"))
        return super().identifiers(cls)

    def having(self, cls: type[R], field: str, value: Hashable) -> list[R]:
        """Return the records of a type whose ``field`` has a value, in order; nobody changes the list."""
        current = self._memory.current
        if current is not None:
            current.keys.append((cls, field, value))
        return self._groups_by(cls, field)[value]  # type: ignore[return-value]

    def grouping(self, cls: type[R], field: str) -> Callable[[Hashable], list[R]]:
        """Return what :meth:`having` does with a type and a field."""
        return partial(self.having, cls, field)

    def finder(self, cls: type[R]) -> Callable[[str | None], R | None]:
        """Return what :meth:`find_or_none` does with a type."""
        return partial(self.find_or_none, cls)

    def move_to(self, snapshot: Snapshot) -> set[Hashable] | None:
        """Read another snapshot from now on; return what is different; ``None`` if nearly all may be."""
        changed: set[Hashable] = set()
        self.made, self.deleted = {}, {}
        tables = dict(snapshot.tables)
        for cls in {**self._tables, **tables}:
            old, new = self._tables.get(cls, {}), tables.get(cls, {})
            if old is not new:
                found = _differences(old, new)
                if found is None:
                    return None
                self._regroup(cls, old, new, found)
                changed |= self._touched(cls, old, new, found)
        self._tables = tables
        return changed

    def _touched(self, cls: type[Record], old: _Table, new: _Table, found: list[str]) -> set[Hashable]:
        touched: set[Hashable] = set(found)
        if found:
            touched.add(cls)
        self.made[cls] = [key for key in found if key not in old]
        self.deleted[cls] = [key for key in found if key not in new]
        if self.made[cls] or self.deleted[cls]:
            touched.add((cls, "made or deleted"))
        fields = [field for known, field in self._groups if known is cls]
        for key in found:
            for record in (old.get(key), new.get(key)):
                if record is not None:
                    touched |= {(cls, field, getattr(record, field)) for field in fields}
        return touched

    def _regroup(self, cls: type[Record], old: _Table, new: _Table, found: list[str]) -> None:
        places: dict[str, int] = {}
        for (known, field), groups in self._groups.items():
            if known is cls:
                for value in _values(field, found, old, new):
                    groups[value], is_in_order = _regrouped(
                        groups.get(value, _NONE), field, value, found, new
                    )
                    if not is_in_order:
                        places = places or {key: place for place, key in enumerate(new)}
                        groups[value].sort(key=lambda record: places[record.id])


def _values(field: str, keys: list[str], *tables: _Table) -> set[Hashable]:
    """Return what some records have or had in a field."""
    return {getattr(table[key], field) for table in tables for key in keys if key in table} - {None}


def _regrouped(
    group: list[Record], field: str, value: Hashable, found: list[str], new: _Table
) -> tuple[list[Record], bool]:
    """Return a group with some records as they are now, and whether it is still in order."""
    now = {key: new[key] for key in found if key in new and getattr(new[key], field) == value}
    different = set(found)
    kept = [now.pop(each.id, None) if each.id in different else each for each in group]
    joined = list(now.values())
    is_in_order = not joined or (len(joined) == 1 and joined[0].id == next(reversed(new)))
    return [*(each for each in kept if each is not None), *joined], is_in_order


def _differences(old: _Table, new: _Table) -> list[str] | None:
    """Return the keys that were made, changed or deleted; ``None`` where the order of the rest is another."""
    before, records, after = list(old), list(old.values()), list(new)
    gone: list[str] = []
    # Lists are compared at once: mostly all that was there is there, or one key is missing.
    place = len(before) if before == after[: len(before)] else _first_other(before, after, 0)
    while place < len(before):
        if before[place] in new:
            return None
        gone.append(before.pop(place))
        records.pop(place)
        place = _first_other(before, after, place)
    changed = compress(after, map(is_not, records, new.values()))
    return [*gone, *changed, *after[len(before) :]]


def _first_other(one: list[str], other: list[str], start: int) -> int:
    """Return the first place from ``start`` on where two lists differ; behind all, where they do not."""
    differing = map(ne, islice(one, start, None), islice(other, start, None))
    return next(compress(count(start), differing), min(len(one), len(other)))
