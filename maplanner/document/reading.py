"""Reading records: the same questions for the live store and for a snapshot of it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import TypeVar, cast

from maplanner.core.errors import NoSuchRecord
from maplanner.document.fields import references
from maplanner.document.patch import name_of, record_class
from maplanner.document.records import PLAN_ID, Plan, Record, UnknownRecord

R = TypeVar("R", bound=Record)

Tables = dict[type[Record], dict[str, Record]]
"""Records by type and identifier."""

ReferenceIndex = dict[tuple[type[Record], str, str], dict[str, None]]
"""(type, field, identifier pointed to) to the identifiers of the records that point there, in order."""


class RecordReader(ABC):
    """Answers questions about a set of records. Never changes them."""

    _tables: Tables

    def get(self, record_id: str) -> Record | None:
        """Return the record with that identifier, or ``None``."""
        for table in self._tables.values():
            record = table.get(record_id)
            if record is not None:
                return record
        return None

    def find(self, cls: type[R], record_id: str) -> R:
        """Return the record of that type.

        Raises:
            NoSuchRecord: There is none.
        """
        record = self._tables.get(cls, {}).get(record_id)
        if record is None:
            raise NoSuchRecord(f"There is no {cls.type_name.replace('_', ' ')} “{record_id}”.")
        return cast(R, record)

    def find_or_none(self, cls: type[R], record_id: str | None) -> R | None:
        """Return the record of that type, or ``None``."""
        if record_id is None:
            return None
        return cast("R | None", self._tables.get(cls, {}).get(record_id))

    def all(self, cls: type[R]) -> list[R]:
        """Return all records of a type, in the order in which they were made."""
        return cast(list[R], list(self._tables.get(cls, {}).values()))

    def count(self, cls: type[Record]) -> int:
        """Return how many records of a type there are."""
        return len(self._tables.get(cls, {}))

    def referring(self, cls: type[R], field: str, record_id: str) -> list[R]:
        """Return the records of a type whose ``field`` points to a record, in order."""
        table = self._tables.get(cls, {})
        found = self._reference_index().get((cls, field, record_id), {})
        return [cast(R, table[key]) for key in found]

    def records(self) -> Iterator[Record]:
        """Yield every record, type by type."""
        for table in self._tables.values():
            yield from table.values()

    def counts(self) -> dict[str, int]:
        """Return how many records of each type name there are, leaving out types without any."""
        found: dict[str, int] = {}
        for cls, table in self._tables.items():
            if cls is UnknownRecord:
                for record in table.values():
                    found[name_of(record)] = found.get(name_of(record), 0) + 1
            elif table:
                found[cls.type_name] = len(table)
        return found

    @property
    def plan(self) -> Plan:
        """The plan's own record; defaults where none was made yet."""
        return self.find_or_none(Plan, PLAN_ID) or Plan()

    @abstractmethod
    def _reference_index(self) -> ReferenceIndex:
        """Return the index over these records, making it if need be."""


def index_record(index: ReferenceIndex, record: Record) -> None:
    """Enter the record's references into the index."""
    cls = type(record)
    for field in references(cls):
        target = getattr(record, field)
        if target is not None:
            index.setdefault((cls, field, target), {})[record.id] = None


def unindex_record(index: ReferenceIndex, record: Record) -> None:
    """Take the record's references out of the index."""
    cls = type(record)
    for field in references(cls):
        target = getattr(record, field)
        if target is not None:
            pointing = index.get((cls, field, target))
            if pointing is not None:
                pointing.pop(record.id, None)
                if not pointing:
                    del index[(cls, field, target)]


class Snapshot(RecordReader):
    """All records at one moment. It never changes and can be read in any thread.

    ``revision`` is the store's count of patches at that moment.
    """

    def __init__(self, tables: Tables, revision: int = 0) -> None:
        """Take over tables that nobody will change any more."""
        self._tables = tables
        self.revision = revision
        self._index: ReferenceIndex | None = None

    @classmethod
    def of(cls, records: Iterator[Record] | list[Record] | tuple[Record, ...]) -> Snapshot:
        """Return a snapshot that holds the given records."""
        tables: Tables = {}
        for record in records:
            tables.setdefault(type(record), {})[record.id] = record
        return cls(tables)

    @property
    def tables(self) -> Tables:
        """All records by type and identifier. A table that two snapshots share holds the same records."""
        return self._tables

    def replacing(self, records: list[Record]) -> Snapshot:
        """Return a snapshot with some records put in place of those with the same identifier."""
        tables = {cls: dict(table) for cls, table in self._tables.items()}
        for record in records:
            tables.setdefault(type(record), {})[record.id] = record
        return Snapshot(tables, self.revision)

    def _reference_index(self) -> ReferenceIndex:
        # Two threads may both build it; they build the same, and assignment is atomic.
        if self._index is None:
            index: ReferenceIndex = {}
            for record in self.records():
                index_record(index, record)
            self._index = index
        return self._index


__all__ = ["RecordReader", "Snapshot", "Tables", "index_record", "record_class", "unindex_record"]
