"""Patches: the one form in which a change of the plan is kept, replayed, saved and shared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import Final, Literal

from pydantic import JsonValue, TypeAdapter

from maplanner.document.records import RECORD_TYPE, Record, RecordValues, Scope, UnknownRecord

Origin = Literal["local", "undo", "redo", "remote"]
"""Where a patch came from: my edit, my undo or redo, or somebody else."""


AND: Final = ", "
"""Stands between the names of several authors."""


@dataclass(frozen=True)
class Change:
    """What happened to one record.

    ``before`` is ``None`` for a created record, ``after`` for a deleted one.
    For an edited record both hold the same paths, only those that differ; a
    nested path that is absent counts as ``None``.
    """

    type_name: str
    id: str
    before: RecordValues | None
    after: RecordValues | None

    def inverse(self) -> Change:
        """Return the change that takes this one back."""
        return replace(self, before=self.after, after=self.before)

    @property
    def is_edit(self) -> bool:
        """Whether the record existed before and exists after."""
        return self.before is not None and self.after is not None

    def followed_by(self, later: Change) -> Change | None:
        """Return the one change that both make together, or ``None`` if they cancel out."""
        before = _earliest(self, later)
        after = _latest(self, later)
        if before is None and after is None:
            return None
        if before is not None and after is not None:
            paths = [path for path in before | after if before.get(path) != after.get(path)]
            before = {path: before.get(path) for path in paths}
            after = {path: after.get(path) for path in paths}
            if not paths:
                return None
        return Change(self.type_name, self.id, before, after)


def _earliest(first: Change, later: Change) -> RecordValues | None:
    if first.before is None or not first.is_edit:
        return first.before
    return (later.before or {}) | first.before


def _latest(first: Change, later: Change) -> RecordValues | None:
    if later.after is None or not later.is_edit:
        return later.after
    return (first.after or {}) | later.after


@dataclass(frozen=True)
class Patch:
    """Every change of one transaction, with the label people see in *Undo*."""

    label: str
    changes: tuple[Change, ...]
    author: str = ""
    at: datetime | None = None
    origin: Origin = field(default="local", compare=False)

    def __bool__(self) -> bool:
        """Return whether anything changes."""
        return bool(self.changes)

    @property
    def authors(self) -> tuple[str, ...]:
        """Who made it: several where what they did came in together; nobody where it is not known."""
        return tuple(name for name in self.author.split(AND) if name)

    def inverse(self) -> Patch:
        """Return the patch that takes this one back, last change first."""
        return replace(self, changes=tuple(change.inverse() for change in reversed(self.changes)))

    def followed_by(self, later: Patch) -> Patch:
        """Return the one patch that both make together, under the later label."""
        merged: dict[str, Change] = {change.id: change for change in self.changes}
        for change in later.changes:
            earlier = merged.pop(change.id, None)
            both = change if earlier is None else earlier.followed_by(change)
            if both is not None:
                merged[change.id] = both
        return replace(later, changes=tuple(merged.values()))

    def within(self, *scopes: Scope) -> Patch:
        """Return the part that concerns records of the given scopes."""
        kept = tuple(change for change in self.changes if record_class(change.type_name).scope in scopes)
        return self if len(kept) == len(self.changes) else replace(self, changes=kept)


def record_class(type_name: str) -> type[Record]:
    """Return the record type of that name; :class:`UnknownRecord` for one from a newer version."""
    return RECORD_TYPE.get(type_name, UnknownRecord)


def name_of(record: Record) -> str:
    """Return the type name under which a record is kept."""
    return record.written_as if isinstance(record, UnknownRecord) else record.type_name


def difference(before: Record | None, after: Record | None) -> Change | None:
    """Return what leads from one state of a record to another; ``None`` if nothing does."""
    if before is after:
        return None
    either = after if after is not None else before
    if either is None:
        return None
    old = None if before is None else before.values()
    new = None if after is None else after.values()
    if old is not None and new is not None:
        paths = [path for path in old | new if old.get(path) != new.get(path)]
        if not paths:
            return None
        old = {path: old.get(path) for path in paths}
        new = {path: new.get(path) for path in paths}
    return Change(name_of(either), either.id, old, new)


def differences(pairs: Iterable[tuple[Record | None, Record | None]]) -> tuple[Change, ...]:
    """Return the changes among pairs of states, leaving out those that are none."""
    found = (difference(before, after) for before, after in pairs)
    return tuple(change for change in found if change is not None)


@cache
def _patches() -> TypeAdapter[Patch]:
    return TypeAdapter(Patch)


def patch_to_json(patch: Patch) -> dict[str, JsonValue]:
    """Return a patch as JSON values, for history and for teammates."""
    return _patches().dump_python(patch, mode="json")  # type: ignore[no-any-return]


def patch_from_json(data: JsonValue) -> Patch:
    """Return the patch that :func:`patch_to_json` wrote.

    Raises:
        pydantic.ValidationError: The data is no patch.
    """
    return _patches().validate_python(data)
