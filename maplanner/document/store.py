"""The store: the live records of a plan, changed only in transactions that emit patches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

from maplanner.core.clock import Clock, utc_now
from maplanner.core.errors import InvalidRecord, NoSuchRecord
from maplanner.document.history import UndoHistory
from maplanner.document.patch import Change, Origin, Patch, differences, name_of, record_class
from maplanner.document.reading import (
    RecordReader,
    ReferenceIndex,
    Snapshot,
    Tables,
    index_record,
    unindex_record,
)
from maplanner.document.records import Record, RecordValues, Scope, UnknownRecord
from maplanner.document.rules import RULES, Rule

Listener = Callable[[Patch], None]
"""Hears of each patch after it happened. It must not write."""


class Store(RecordReader):
    """Records by identifier, with indexes, rules, listeners, undo and redo.

    ``revision`` counts patches. It belongs to one thread; other threads read a
    :meth:`snapshot`.
    """

    def __init__(
        self,
        records: Iterable[Record] = (),
        *,
        author: str = "",
        clock: Clock = utc_now,
        rules: tuple[Rule, ...] = RULES,
    ) -> None:
        """Take over ``records`` as they are, without rules or a patch."""
        self._tables: Tables = {}
        self._index: ReferenceIndex = {}
        self._by_id: dict[str, Record] = {}
        self._frozen: Tables = {}
        self._snapshot: Snapshot | None = None
        self._rules = rules
        self._clock = clock
        self._listeners: list[Listener] = []
        self._open: Transaction | None = None
        self._notifying = False
        self.author = author
        self.revision = 0
        self.history = UndoHistory()
        for record in records:
            self._set(record.id, record)

    def get(self, record_id: str) -> Record | None:
        """Return the record with that identifier, or ``None``."""
        return self._by_id.get(record_id)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Let a listener hear of every patch; call what is returned to stop that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def add_rule(self, rule: Rule) -> Callable[[], None]:
        """Let one more rule hold from now on; call what is returned to lift it."""
        self._rules = (*self._rules, rule)

        def lift() -> None:
            self._rules = tuple(each for each in self._rules if each is not rule)

        return lift

    @contextmanager
    def transact(self, label: str, *, coalesce: str = "", undoable: bool = True) -> Iterator[Transaction]:
        """Change records as one step: one patch, one undo entry, or nothing at all on an error.

        A transaction inside another joins it. ``coalesce`` names what is being
        edited: quick edits under one name become one undo entry, as in typing.

        Raises:
            InvalidRecord: A rule does not hold; everything is as it was before.
        """
        if self._open is not None:
            yield self._open
            return
        with self._writing(repairs=False) as transaction:
            yield transaction
        patch = self._emit(transaction, label, "local")
        if undoable:
            self.history.remember(patch.within(Scope.DOCUMENT), coalesce, self._clock())

    def apply(self, patch: Patch, origin: Origin = "remote") -> Patch:
        """Make somebody else's changes here and return what changed in fact, repairs included.

        An edit of a record that is gone is left out; a created record that is
        there already takes the values.
        """
        with self._writing(repairs=True) as transaction:
            for change in patch.changes:
                transaction.replay(change)
        return self._emit(transaction, patch.label, origin, patch.author)

    def receive(
        self,
        states: Mapping[str, Record | None],
        label: Callable[[frozenset[str]], str],
        author: str,
        origin: Origin = "remote",
    ) -> Patch:
        """Take over whole records as they are elsewhere, ``None`` for one that is gone, as one patch.

        What the rules cannot let stand as it came is mended. ``label`` is told which records that were, and
        returns the patch's label.
        """
        with self._writing(repairs=True) as transaction:
            for record_id, record in states.items():
                transaction.become(record_id, record)
        mended = (
            record_id
            for record_id in transaction.touched
            if record_id not in states or self.get(record_id) != states[record_id]
        )
        return self._emit(transaction, label(frozenset(mended)), origin, author)

    def undo(self) -> Patch | None:
        """Take my last step back, leaving what others changed meanwhile; ``None`` if nothing is left."""
        return self.history.undo(lambda patch: self._take_back(patch, "undo"))

    def redo(self) -> Patch | None:
        """Make the last undone step again; ``None`` if there is none."""
        return self.history.redo(lambda patch: self._take_back(patch, "redo"))

    def snapshot(self) -> Snapshot:
        """Return all records as they are now, safe to read in any thread."""
        if self._snapshot is None:
            for cls, table in self._tables.items():
                if cls not in self._frozen:
                    self._frozen[cls] = dict(table)
            self._snapshot = Snapshot(dict(self._frozen), self.revision)
        return self._snapshot

    def _take_back(self, patch: Patch, origin: Origin) -> Patch:
        """Replay the inverse of a patch field by field, where nobody else has written since."""
        with self._writing(repairs=True) as transaction:
            for change in patch.inverse().changes:
                still_mine = self._untouched_part(change)
                if still_mine is not None:
                    transaction.replay(still_mine)
        return self._emit(transaction, patch.label, origin)

    def _untouched_part(self, change: Change) -> Change | None:
        """Return the part of a change whose starting values still stand."""
        record = self.get(change.id)
        if change.before is None or change.after is None:
            return change if (record is None) == (change.before is None) else None
        if record is None:
            return None
        now = record.values()
        paths = [path for path, value in change.before.items() if now.get(path) == value]
        if not paths:
            return None
        before = {path: change.before[path] for path in paths}
        return Change(change.type_name, change.id, before, {path: change.after.get(path) for path in paths})

    @contextmanager
    def _writing(self, *, repairs: bool) -> Iterator[Transaction]:
        if self._notifying:
            raise RuntimeError("A listener must not write to the store.")
        transaction = Transaction(self._tables, self._index, self._by_id, self._set, repairs=repairs)
        self._open = transaction
        try:
            yield transaction
            self._hold_rules(transaction)
        except BaseException:
            self._restore(transaction.originals)
            raise
        finally:
            self._open = None

    def _hold_rules(self, transaction: Transaction) -> None:
        """Run the rules; where they mend, again until nothing is left that one broke for another."""
        writes = -1
        while writes != transaction.writes:
            writes = transaction.writes
            for rule in self._rules:
                rule(transaction)
            if not transaction.repairs:
                return

    def _emit(self, transaction: Transaction, label: str, origin: Origin, author: str | None = None) -> Patch:
        pairs = ((before, self.get(record_id)) for record_id, before in transaction.originals.items())
        changes = differences(pairs)
        patch = Patch(label, changes, self.author if author is None else author, self._clock(), origin)
        if patch:
            self.revision += 1
            self._snapshot = None
            self._notify(patch)
        return patch

    def _notify(self, patch: Patch) -> None:
        self._notifying = True
        try:
            for listener in tuple(self._listeners):
                listener(patch)
        finally:
            self._notifying = False

    def _restore(self, originals: Mapping[str, Record | None]) -> None:
        for record_id, record in originals.items():
            self._set(record_id, record)

    def _set(self, record_id: str, record: Record | None) -> None:
        """Put a record, or take it away; keep tables, index and frozen copies in step."""
        old = self._by_id.get(record_id)
        if old is not None and (record is None or type(record) is not type(old)):
            unindex_record(self._index, old)
            del self._tables[type(old)][record_id]
            self._frozen.pop(type(old), None)
            del self._by_id[record_id]
        elif old is not None:
            unindex_record(self._index, old)
        if record is not None:
            self._tables.setdefault(type(record), {})[record_id] = record
            self._by_id[record_id] = record
            self._frozen.pop(type(record), None)
            index_record(self._index, record)
        self._snapshot = None

    def _reference_index(self) -> ReferenceIndex:
        return self._index


class Transaction(RecordReader):
    """The writing side of a store, open for the length of one step.

    ``repairs`` tells the rules to mend rather than refuse.
    """

    def __init__(
        self,
        tables: Tables,
        index: ReferenceIndex,
        by_id: Mapping[str, Record],
        write: Callable[[str, Record | None], None],
        *,
        repairs: bool,
    ) -> None:
        """Open on a store's live records; only the store does this."""
        self._tables = tables
        self._index = index
        self._by_id = by_id
        self._set = write
        self._originals: dict[str, Record | None] = {}
        self.repairs = repairs
        self.writes = 0

    @property
    def originals(self) -> MappingProxyType[str, Record | None]:
        """The touched records as they were before; ``None`` for created ones."""
        return MappingProxyType(self._originals)

    @property
    def touched(self) -> tuple[str, ...]:
        """Identifiers of all records put, changed or removed so far."""
        return tuple(self._originals)

    def get(self, record_id: str) -> Record | None:
        """Return the record with that identifier as it stands now, or ``None``."""
        return self._by_id.get(record_id)

    def put(self, *records: Record) -> None:
        """Add records, or replace those with the same identifier.

        Raises:
            InvalidRecord: The identifier belongs to a record of another type.
        """
        for record in records:
            there = self.get(record.id)
            if there is not None and name_of(there) != name_of(record):
                raise InvalidRecord(
                    f"“{record.id}” is the id of a {name_of(there).replace('_', ' ')} already; "
                    f"a {name_of(record).replace('_', ' ')} needs another one."
                )
            self._write(record.id, record)

    def change(self, record_id: str, values: RecordValues) -> None:
        """Give some fields of a record other values, by path.

        Raises:
            NoSuchRecord: There is no such record.
            InvalidRecord: A value is not acceptable.
        """
        record = self.get(record_id)
        if record is None:
            raise NoSuchRecord(f"There is no record “{record_id}”.")
        self._write(record_id, record.changed(values))

    def remove(self, *record_ids: str) -> None:
        """Delete records; what points to them follows by the rules. Unknown identifiers are passed over."""
        for record_id in record_ids:
            if self.get(record_id) is not None:
                self._write(record_id, None)

    def become(self, record_id: str, record: Record | None) -> None:
        """Make the record of that identifier what is given, whatever was there; ``None`` removes it."""
        if self.get(record_id) != record:
            self._write(record_id, record)

    def replay(self, change: Change) -> None:
        """Make a change that happened elsewhere, as far as it still applies."""
        record = self.get(change.id)
        if change.after is None:
            self.remove(change.id)
        elif record is not None:
            # Two people gave one identifier to two sorts of things: the first to arrive stays.
            if name_of(record) == change.type_name:
                self.change(change.id, change.after)
        elif change.before is None:
            self.put(_created(change))

    def _write(self, record_id: str, record: Record | None) -> None:
        self._originals.setdefault(record_id, self._by_id.get(record_id))
        self._set(record_id, record)
        self.writes += 1

    def _reference_index(self) -> ReferenceIndex:
        return self._index


def _created(change: Change) -> Record:
    cls = record_class(change.type_name)
    values: RecordValues = dict(change.after or {})
    if cls is UnknownRecord:
        values["written_as"] = change.type_name
    return cls.from_values(values)
