"""Saved versions of the scoring model: kept, read as the plan's own, and brought back (brief E10)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from pydantic import JsonValue

from maplanner.core.errors import MaplannerError
from maplanner.document.fields import references
from maplanner.document.patch import difference, record_class
from maplanner.document.reading import RecordReader, Snapshot
from maplanner.document.records import (
    BuyerRole,
    Effect,
    Record,
    RuleGroup,
    Score,
    ScoreMatrix,
    ScoringRule,
    ScoringVersion,
    Threshold,
    UnknownRecord,
)
from maplanner.document.store import Store
from maplanner.scoring.words import rule_title

MODEL: Final[tuple[type[Record], ...]] = (
    Score,
    BuyerRole,
    RuleGroup,
    ScoringRule,
    Threshold,
    Effect,
    ScoreMatrix,
)
"""The types of record that a version holds, those that others point to first."""
_TYPE: Final = "type"


def version_of(
    reader: RecordReader, title: str, *, author: str = "", on: date | None = None
) -> ScoringVersion:
    """Return the scoring model as it is now, as a version."""
    records: dict[str, JsonValue] = {}
    for cls in MODEL:
        for record in reader.all(cls):
            values = record.model_dump(mode="json", exclude={"id"})
            records[record.id] = {_TYPE: record.type_name} | values
    return ScoringVersion.new(title=title, saved_on=on, author=author, records=records)


def versions_in_order(reader: RecordReader) -> list[ScoringVersion]:
    """Return the saved versions, the latest first."""
    found = list(reversed(reader.all(ScoringVersion)))
    return sorted(found, key=lambda each: each.saved_on or date.min, reverse=True)


@dataclass(frozen=True)
class Kept:
    """The records of a version that fit into the plan as it is, and what does not fit any more."""

    records: tuple[Record, ...]
    lost: tuple[str, ...]


def kept_of(version: ScoringVersion, reader: RecordReader) -> Kept:
    """Return what of a version can be brought back.

    A rule on a step that is gone is left out: on no step it would hear more than it did. Where something
    that is gone was only held, as the field of a score, the record stays without it.
    """
    read, lost = [], []
    for record_id, values in version.records.items():
        record = _read(record_id, values)
        if record is None:
            lost.append(record_id)
        else:
            read.append(record)
    known = {record.id for record in read}
    kept: list[Record] = []
    for record in _outermost_first(read):
        whole = _whole(record, known, reader)
        if whole is None:
            known.discard(record.id)
            lost.append(_called(record, reader))
        else:
            kept.append(whole)
    return Kept(tuple(kept), tuple(lost))


def _read(record_id: str, values: JsonValue) -> Record | None:
    if not isinstance(values, dict):
        return None
    cls = record_class(str(values.get(_TYPE, "")))
    if cls is UnknownRecord or cls not in MODEL:
        return None
    known: dict[str, Any] = {
        name: value for name, value in values.items() if name != _TYPE and name in cls.model_fields
    }
    try:
        return cls.model_validate({"id": record_id} | known)
    except ValueError:
        return None


def _outermost_first(records: list[Record]) -> list[Record]:
    return sorted(records, key=lambda record: MODEL.index(type(record)))


def _whole(record: Record, known: set[str], reader: RecordReader) -> Record | None:
    """Return a record with all it points to; ``None`` where it cannot be without something that is gone."""
    for name, meaning in references(type(record)).items():
        target = getattr(record, name)
        if target is None or target in known:
            continue
        found = reader.get(target)
        if found is not None and type(found) not in MODEL:
            continue
        if meaning.on_delete != "clear":
            return None
        record = record.changed({name: None})
    return record


def _called(record: Record, reader: RecordReader) -> str:
    if isinstance(record, ScoringRule):
        return rule_title(record, reader)
    return str(getattr(record, "title", "") or record.type_name.replace("_", " "))


def with_version(snapshot: Snapshot, version: ScoringVersion) -> Snapshot:
    """Return the plan with the scoring model of a version in place of its own."""
    kept = [record for record in snapshot.records() if type(record) not in MODEL]
    return Snapshot.of([*kept, *kept_of(version, snapshot).records])


def restore(store: Store, version: ScoringVersion, label: str) -> Kept:
    """Bring a version back as one step that can be undone; return what came and what could not."""
    kept = kept_of(version, store)
    wanted = {record.id for record in kept.records}
    with store.transact(label) as transaction:
        transaction.put(*kept.records)
        for cls in MODEL:
            for record in transaction.all(cls):
                if record.id not in wanted and transaction.get(record.id) is not None:
                    transaction.remove(record.id)
    return kept


@dataclass(frozen=True)
class ModelChange:
    """One difference between two models: what it is about, and what was and is."""

    what: str
    name: str
    before: str
    after: str


def changes_between(before: RecordReader, after: RecordReader) -> Iterator[ModelChange]:
    """Yield what differs between two scoring models, record by record."""
    for cls in MODEL:
        old = {record.id: record for record in before.all(cls)}
        new = {record.id: record for record in after.all(cls)}
        for record_id in dict.fromkeys([*old, *new]):
            was, now = old.get(record_id), new.get(record_id)
            yield from _change(was, now, before if now is None else after)


def _change(was: Record | None, now: Record | None, reader: RecordReader) -> Iterator[ModelChange]:
    record = now or was
    if record is None:
        return
    what, name = record.type_name.replace("_", " "), _called(record, reader)
    if was is None or now is None:
        yield ModelChange(what, name, "" if was is None else "there", "" if now is None else "there")
        return
    found = difference(was, now)
    if found is None:
        return
    old = found.before or {}
    for path, value in (found.after or {}).items():
        if path != "order":
            yield ModelChange(what, f"{name}: {_field(now, path)}", _said(old.get(path)), _said(value))


def _field(record: Record, path: str) -> str:
    name = path.partition(".")[0]
    return str(type(record).model_fields[name].title or name) if name in type(record).model_fields else path


def _said(value: object) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


class NoSuchVersion(MaplannerError):
    """No saved version has the name that was asked for."""


def version_named(reader: RecordReader, name: str) -> ScoringVersion:
    """Return the latest version of a name.

    Raises:
        NoSuchVersion: There is none.
    """
    found = versions_in_order(reader)
    for each in found:
        if name.casefold() in (each.title.casefold(), each.id):
            return each
    titles = ", ".join(f"“{each.title}”" for each in found) or "none"
    raise NoSuchVersion(f"There is no scoring version “{name[:60]}”.", advice=f"There are: {titles}.")
