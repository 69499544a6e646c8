"""The store and the shared document, kept in step.

The document is what every copy agrees on. What a store shows is the document *as mended by the rules*: a link
whose step a teammate deleted is not shown, but it stays in the document, so that it comes back with the step.
Mending is never written into the document. It follows from the document alone, so that equal documents
give equal plans, no copy ever quarrels with another over a repair, and a message that comes before the one it
builds on does no harm.
"""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from pycrdt import Array, Doc, Map, TransactionEvent, merge_updates

from maplanner.document.patch import Change, Patch
from maplanner.document.records import Record, Scope
from maplanner.document.store import Store
from maplanner.team.activity import KEPT, LET_GO_AT_ONCE, Activity, summary
from maplanner.team.entries import TYPE, entry_of, record_from, shared_paths
from maplanner.team.wire import NOTHING, DamagedMessage, TooEarly, beginning_of, state_of

FORMAT: Final = 1
"""The version of the document's form. A client leaves documents of a later form alone."""

RECORDS: Final = "records"
ACTIVITY: Final = "activity"
ABOUT: Final = "about"

MENDED: Final = "; put right after merging"
"""Stands behind the label of a patch in which rules mended what edits of several people broke together."""


_MANY: Final = 200
"""From so many records on, reading the whole document at once is faster than one record after another."""
_NONE: Final[Mapping[str, Record | None]] = {}


def seed_client(lineage: str) -> int:
    """Return the document client under which a plan of that lineage was first written."""
    return int.from_bytes(hashlib.sha256(lineage.encode()).digest()[:4], "big") or 1


def seed(records: Iterable[Record], lineage: str) -> bytes:
    """Return the document of a plan that is shared for the first time, as one update.

    ``lineage`` tells one shared plan from another for ever; the same plan and lineage give the same update.
    """
    document: Doc[Any] = Doc(client_id=seed_client(lineage))
    kept: Map[Any] = document.get(RECORDS, type=Map)
    about: Map[Any] = document.get(ABOUT, type=Map)
    with document.transaction():
        about["lineage"] = lineage
        about["format"] = str(FORMAT)
        for record in sorted(records, key=lambda each: each.id):
            if record.scope is Scope.DOCUMENT:
                kept[record.id] = Map(entry_of(record))
    return document.get_update()


def merged(updates: Sequence[bytes]) -> bytes:
    """Return one update that does what several do one after the other."""
    return merge_updates(*updates)


class Mirror:
    """Writes a store's own patches into a document, and what others wrote in it into the store.

    It belongs to the store's thread. :meth:`write` is meant to listen to the store; whoever owns the mirror
    calls :meth:`settle` after it, and not from a listener.
    """

    def __init__(self, store: Store, state: Iterable[bytes] = (), *, person: str = "") -> None:
        """Begin with a document of the given updates; the store is left as it is until :meth:`settle`."""
        self.store = store
        self.person = person
        self.document: Doc[Any] = Doc()
        self._records: Map[Any] = self.document.get(RECORDS, type=Map)
        self._activity: Array[Any] = self.document.get(ACTIVITY, type=Array)
        self._about: Map[Any] = self.document.get(ABOUT, type=Map)
        self._dirty: set[str] = set()
        self._held: set[str] = set()
        self._apart: set[str] = set()
        self._let_go: set[str] = set()
        self._is_stale = False
        self._update: bytes | None = None
        self._news: list[Activity] = []
        self.heard: deque[Activity] = deque(maxlen=KEPT)
        """What others did, in the order in which it came to this copy."""
        self._subscriptions = [
            self._records.observe_deep(self._note_records),
            self._activity.observe(self._note_activity),
            self.document.observe(self._note_update),
        ]
        for update in state:
            self.take(update)

    # ------------------------------------------------------------ what is there

    @property
    def lineage(self) -> str:
        """What tells this shared plan from others; empty while the document is."""
        return str(self._about.get("lineage") or "")

    @property
    def format(self) -> int:
        """The version of the document's form; 0 while it is empty."""
        text = str(self._about.get("format") or "0")
        return int(text) if text.isdecimal() else FORMAT + 1

    @property
    def is_empty(self) -> bool:
        """Whether nobody has shared a plan here yet."""
        return not self.lineage

    @property
    def hidden(self) -> frozenset[str]:
        """Identifiers of records that the document holds otherwise than the store shows them."""
        return frozenset(self._apart)

    def activities(self) -> list[Activity]:
        """Return what was done, oldest first, as far as the document still tells."""
        found = (Activity.from_text(text) for text in self._activity)
        return [each for each in found if each is not None]

    def state(self) -> bytes:
        """Return which operations the document has, as the protocol asks for them."""
        return self.document.get_state()

    def update_for(self, state: bytes) -> bytes:
        """Return what somebody lacks who has the given operations.

        Raises:
            DamagedMessage: That is no state.
        """
        try:
            return self.document.get_update(state)
        except ValueError as error:
            raise DamagedMessage(str(error)) from error

    # ------------------------------------------------------------ from the store to the document

    def write(self, patch: Patch) -> bytes | None:
        """Write an own patch into the document; return the update for others, ``None`` if there is none."""
        kept = patch.within(Scope.DOCUMENT)
        if not kept or kept.origin == "remote":
            return None
        waiting, news = set(self._dirty), list(self._news)
        with self.document.transaction():
            for change in kept.changes:
                self._write(change)
            self._tell(Activity.of(kept, self.person or kept.author))
        # What I wrote is in the store already; what others wrote before still waits.
        self._dirty, self._news = waiting, news
        self._compare(change.id for change in kept.changes)
        self._is_stale = self._is_stale or bool(self._apart)
        if self._apart:
            self._let_go |= {change.type_name for change in kept.changes if change.after is None}
        return self._update

    def _write(self, change: Change) -> None:
        entry = self._records.get(change.id)
        if change.after is None:
            if entry is not None:
                del self._records[change.id]
        elif change.before is None or not isinstance(entry, Map) or entry.get(TYPE) != change.type_name:
            record = self.store.get(change.id)
            if record is not None:
                self._records[change.id] = Map(entry_of(record))
        else:
            for path, text in shared_paths(change.after).items():
                entry[path] = text

    def _tell(self, activity: Activity) -> None:
        self._activity.append(activity.to_text())
        if len(self._activity) > KEPT + LET_GO_AT_ONCE:
            del self._activity[:LET_GO_AT_ONCE]

    # ------------------------------------------------------------ from the document to the store

    def take(self, update: bytes) -> None:
        """Take somebody's update into the document; :meth:`settle` brings it to the store.

        Raises:
            DamagedMessage: It is no update; nothing has changed.
            TooEarly: It builds on one that is missing; nothing has changed.
        """
        if update == NOTHING:
            return
        self._refuse_gap(update)
        try:
            self.document.apply_update(update)
        except ValueError as error:
            raise DamagedMessage(str(error)) from error
        if len(self._records) != len(self._held):
            # What came and went within one update is told by no event, although it replaced what was there.
            held = set(self._records.keys())
            self._dirty |= held ^ self._held
            self._held = held

    def _refuse_gap(self, update: bytes) -> None:
        """Leave an update that makes a gap alone: of what lies behind one, the document tells nobody."""
        begins = beginning_of(update)
        if begins is None:
            return
        client, there = begins
        if there > state_of(self.document.get_state()).get(client, 0):
            raise TooEarly("A change came before the one it builds on.")

    @property
    def is_settled(self) -> bool:
        """Whether the store shows what the document holds."""
        return not self._dirty and not self._is_stale

    def settle(self, label: str = "") -> Patch | None:
        """Bring what others wrote to the store, as one patch; ``None`` if nothing changes there.

        Without a ``label`` the patch bears what the document tells of who did what.
        """
        if self._is_stale and self._let_go:
            self._let_twins_go()
        if self.is_settled:
            return None
        ids, known = self._dirty | self._apart, frozenset(self._apart)
        who, what = summary(self._news)
        self.heard.extend(self._news)
        self._news, self._dirty, self._is_stale = [], set(), False
        patch = self._receive(ids, lambda mended: (label or what) + (MENDED if mended - known else ""), who)
        return patch or None

    def _receive(self, ids: set[str], label: Callable[[frozenset[str]], str], who: str) -> Patch:
        states = self._states(ids)
        patch = self.store.receive(states, label, who)
        self._compare(ids | {change.id for change in patch.changes}, states)
        return patch

    def settle_all(self, label: str) -> Patch | None:
        """Bring the whole document to the store, whatever the store held before."""
        held = [each.id for each in self.store.records() if each.scope is Scope.DOCUMENT]
        self._dirty = {*self._records.keys(), *held}
        return self.settle(label)

    def _let_twins_go(self) -> None:
        """Delete what only came to light because I deleted its twin: I meant both."""
        types, self._let_go = self._let_go, set()
        patch = self._receive(self._apart - self._dirty, lambda _mended: "Put right after merging", "")
        twins = [each.id for each in patch.changes if each.before is None and each.type_name in types]
        if twins:
            self.store.receive(dict.fromkeys(twins), lambda _mended: "Delete", self.person, origin="local")

    def _states(self, ids: set[str]) -> dict[str, Record | None]:
        """Return records as the document holds them, in an order that all copies share."""
        if len(ids) < _MANY:
            return {record_id: self._wanted(record_id) for record_id in sorted(ids)}
        entries = _plain(self._records)
        return {record_id: _record(record_id, entries.get(record_id)) for record_id in sorted(ids)}

    def _wanted(self, record_id: str) -> Record | None:
        entry = self._records.get(record_id)
        return _record(record_id, _plain(entry) if isinstance(entry, Map) else None)

    def _compare(self, ids: Iterable[str], states: Mapping[str, Record | None] = _NONE) -> None:
        """Remember which records the store shows otherwise than the document holds them."""
        for record_id in ids:
            wanted = states[record_id] if record_id in states else self._wanted(record_id)
            if self.store.get(record_id) == wanted:
                self._apart.discard(record_id)
            else:
                self._apart.add(record_id)

    def close(self) -> None:
        """Hear of the document no more."""
        for subscription in self._subscriptions:
            subscription.drop()
        self._subscriptions.clear()

    def _note_update(self, event: TransactionEvent) -> None:
        self._update = event.update

    def _note_records(self, events: list[Any]) -> None:
        for event in events:
            path = event.path
            if path:
                self._dirty.add(str(path[0]))
            else:
                self._note_keys(event.keys)

    def _note_keys(self, keys: Mapping[str, Any]) -> None:
        self._dirty.update(keys)
        for record_id, change in keys.items():
            if change["action"] == "delete":
                self._held.discard(record_id)
            else:
                self._held.add(record_id)

    def _note_activity(self, event: Any) -> None:
        for part in event.delta:
            for text in part.get("insert", ()):
                activity = Activity.from_text(text)
                if activity is not None:
                    self._news.append(activity)


def _plain(shared: Map[Any]) -> dict[str, Any]:
    """Return what a shared map holds; as text it leaves the document in one go, not key by key."""
    held: dict[str, Any] = json.loads(str(shared))
    return held


def _record(record_id: str, entry: object) -> Record | None:
    return record_from(record_id, entry) if isinstance(entry, dict) else None
