"""Steps on the clipboard: written as JSON, read back with care, given identities of their own."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from pydantic import JsonValue

from maplanner.core.errors import InvalidPlan, InvalidRecord
from maplanner.core.ids import new_id
from maplanner.desktop.canvas import framing
from maplanner.document.fields import references
from maplanner.document.patch import record_class
from maplanner.document.reading import RecordReader
from maplanner.document.records import FormField, Frame, Link, Mapping, Note, Record, Step

MIME: Final = "application/x-maplanner-steps"
KIND_MIME: Final = "application/x-maplanner-kind"
FORMAT: Final = "maplanner-steps"
VERSION: Final = 1
LARGEST: Final = 64 * 1024 * 1024
"""Bytes of clipboard data that are ever read."""

_COPIED: Final[tuple[type[Record], ...]] = (Frame, Step, Note, Link, FormField, Mapping)


def copied_records(reader: RecordReader, ids: Iterable[str]) -> list[Record]:
    """Return what a copy takes along: what lies in frames, links among steps, form fields and mappings."""
    chosen = dict.fromkeys(framing.with_contents(reader, ids))
    frames = [frame for key in chosen if (frame := reader.find_or_none(Frame, key)) is not None]
    steps = [step for key in chosen if (step := reader.find_or_none(Step, key)) is not None]
    notes = [note for key in chosen if (note := reader.find_or_none(Note, key)) is not None]
    names = {step.id for step in steps}
    links = [link for step in steps for link in reader.referring(Link, "source", step.id)]
    fields = [field for step in steps for field in reader.referring(FormField, "step", step.id)]
    mappings = [each for field in fields for each in reader.referring(Mapping, "collected", field.id)]
    return [*frames, *steps, *notes, *(link for link in links if link.target in names), *fields, *mappings]


def to_json(records: Iterable[Record]) -> bytes:
    """Return the records as clipboard data."""
    content = [{"record": record.type_name, "values": record.model_dump(mode="json")} for record in records]
    return json.dumps({"format": FORMAT, "version": VERSION, "records": content}).encode()


def to_text(records: Iterable[Record]) -> str:
    """Return the titles as plain text, a line each, for other programs."""
    lines: list[str] = []
    for record in records:
        if isinstance(record, Step | Frame):
            lines.append(record.title)
        elif isinstance(record, Note):
            lines.append(record.text)
        elif isinstance(record, FormField):
            lines.append(f"  {record.title or record.key}")
    return "\n".join(lines)


def from_json(data: bytes) -> list[Record]:
    """Return the records that clipboard data holds.

    Raises:
        InvalidPlan: The data is damaged, or a newer version wrote it.
    """
    if len(data) > LARGEST:
        raise InvalidPlan("The clipboard holds more than can be pasted.")
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise InvalidPlan("What is on the clipboard is damaged and cannot be pasted.") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise InvalidPlan("What is on the clipboard are no steps.")
    if content.get("version") != VERSION:
        raise InvalidPlan("A newer maplanner put this on the clipboard; it cannot be pasted here.")
    entries = content.get("records")
    if not isinstance(entries, list):
        raise InvalidPlan("What is on the clipboard is damaged and cannot be pasted.")
    return [_record(entry) for entry in entries]


def _record(entry: Any) -> Record:
    if not isinstance(entry, dict):
        raise InvalidPlan("What is on the clipboard is damaged and cannot be pasted.")
    cls, values = record_class(str(entry.get("record"))), entry.get("values")
    if cls not in _COPIED:
        raise InvalidPlan("The clipboard holds something that does not belong on a drawing.")
    try:
        return cls.model_validate(values)
    except ValueError as error:
        raise InvalidRecord("What is on the clipboard is damaged and cannot be pasted.") from error


def renewed(
    records: Iterable[Record], reader: RecordReader, campaign_id: str, shift: tuple[float, float]
) -> list[Record]:
    """Return copies for a campaign: with identities of their own, moved by ``shift``, pointing to each other.

    What points to something that this plan lacks forgets it, or is left out where it cannot do without.
    """
    originals = list(records)
    names = {record.id: new_id(record.type_name) for record in originals}
    if len(names) < len(originals):
        raise InvalidPlan("What is on the clipboard is damaged and cannot be pasted.")
    copies: dict[str, Record] = {}
    for record in sorted(originals, key=lambda each: _COPIED.index(type(each))):
        copy = _renewed(record, names, copies, reader, campaign_id)
        if copy is not None:
            copies[copy.id] = _shifted(copy, shift)
    return list(copies.values())


def _renewed(
    record: Record, names: dict[str, str], copies: dict[str, Record], reader: RecordReader, campaign_id: str
) -> Record | None:
    update: dict[str, Any] = {"id": names[record.id]}
    for field, meaning in references(type(record)).items():
        target = getattr(record, field)
        if meaning.ref == "frame" and target not in names:
            # A copy lies in the frame where it is put, not where it came from.
            update[field] = None
        elif meaning.ref == "campaign":
            update[field] = campaign_id
        elif target in names:
            if names[target] not in copies:
                return None
            update[field] = names[target]
        elif target is not None and reader.find_or_none(record_class(meaning.ref), target) is None:
            if meaning.on_delete != "clear":
                return None
            update[field] = None
    if isinstance(record, Step):
        update["props"] = {key: _renamed(value, names) for key, value in record.props.items()}
    return record.model_copy(update=update)


def _renamed(value: JsonValue, names: dict[str, str]) -> JsonValue:
    """Return a property in which identifiers of copied records are those of their copies."""
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, list):
        return [_renamed(item, names) for item in value]
    if isinstance(value, dict):
        return {key: _renamed(item, names) for key, item in value.items()}
    return value


def _shifted(record: Record, shift: tuple[float, float]) -> Record:
    if isinstance(record, Step | Note | Frame):
        limit = 1e7
        x = min(max(record.x + shift[0], -limit), limit)
        y = min(max(record.y + shift[1], -limit), limit)
        return record.model_copy(update={"x": x, "y": y})
    return record


def upper_left(records: Iterable[Record]) -> tuple[float, float] | None:
    """Return the corner of the area that steps and notes cover; ``None`` without any."""
    places = [(record.x, record.y) for record in records if isinstance(record, Step | Note | Frame)]
    if not places:
        return None
    return min(x for x, _ in places), min(y for _, y in places)
