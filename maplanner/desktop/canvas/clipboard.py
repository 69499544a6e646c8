"""Steps on the clipboard: written as JSON, read back with care, given identities of their own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import JsonValue

from maplanner.core.errors import InvalidPlan, InvalidRecord
from maplanner.core.ids import new_id
from maplanner.desktop.canvas import framing
from maplanner.desktop.canvas.referred import REFERRED, Adoption
from maplanner.document.fields import references
from maplanner.document.patch import record_class
from maplanner.document.reading import RecordReader
from maplanner.document.records import FormField, Frame, Link, Mapping, Note, Record, Step, ValuePair
from maplanner.steps.copying import named_in

MIME: Final = "application/x-maplanner-steps"
KIND_MIME: Final = "application/x-maplanner-kind"
FORMAT: Final = "maplanner-steps"
VERSION: Final = 1
LARGEST: Final = 64 * 1024 * 1024
"""Bytes of clipboard data that are ever read."""

_COPIED: Final[tuple[type[Record], ...]] = (Frame, Step, Note, Link, FormField, Mapping, ValuePair)
_DAMAGED: Final = "What is on the clipboard is damaged and cannot be pasted."
_FURTHEST: Final = 1e7
"""Pixels from the middle, beyond which nothing can lie."""


def copied_records(reader: RecordReader, ids: Iterable[str]) -> list[Record]:
    """Return what a copy takes along: what lies in frames, links among steps, form fields and mappings."""
    chosen = dict.fromkeys(framing.with_contents(reader, ids))
    frames = [frame for key in chosen if (frame := reader.find_or_none(Frame, key)) is not None]
    steps = [step for key in chosen if (step := reader.find_or_none(Step, key)) is not None]
    notes = [note for key in chosen if (note := reader.find_or_none(Note, key)) is not None]
    names = {step.id for step in steps}
    links = [link for step in steps for link in reader.referring(Link, "source", step.id)]
    inner = [link for link in links if link.target in names]
    fields = [each for step in steps for each in reader.referring(FormField, "step", step.id)]
    mappings = [found for each in fields for found in reader.referring(Mapping, "collected", each.id)]
    pairs = [pair for mapping in mappings for pair in reader.referring(ValuePair, "mapping", mapping.id)]
    return [*frames, *steps, *notes, *inner, *fields, *mappings, *pairs]


@dataclass(frozen=True)
class Copied:
    """What clipboard data holds: what was copied, and what that refers to in the plan it comes from."""

    records: list[Record]
    referred: list[Record] = field(default_factory=list)


def to_json(copied: Copied) -> bytes:
    """Return records as clipboard data."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "records": [_entry(record) for record in copied.records],
        "referred": [_entry(record) for record in copied.referred],
    }
    return json.dumps(content).encode()


def _entry(record: Record) -> dict[str, Any]:
    return {"record": record.type_name, "values": record.model_dump(mode="json")}


def from_json(data: bytes) -> Copied:
    """Return what clipboard data holds.

    Raises:
        InvalidPlan: The data is damaged, or a newer version wrote it.
    """
    if len(data) > LARGEST:
        raise InvalidPlan("The clipboard holds more than can be pasted.")
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise InvalidPlan(_DAMAGED) from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise InvalidPlan("What is on the clipboard are no steps.")
    if content.get("version") != VERSION:
        raise InvalidPlan("A newer maplanner put this on the clipboard; it cannot be pasted here.")
    return Copied(_records(content.get("records"), _COPIED), _records(content.get("referred", []), REFERRED))


def _records(entries: Any, allowed: tuple[type[Record], ...]) -> list[Record]:
    if not isinstance(entries, list):
        raise InvalidPlan(_DAMAGED)
    return [_record(entry, allowed) for entry in entries]


def _record(entry: Any, allowed: tuple[type[Record], ...]) -> Record:
    if not isinstance(entry, dict):
        raise InvalidPlan(_DAMAGED)
    cls, values = record_class(str(entry.get("record"))), entry.get("values")
    if cls not in allowed:
        raise InvalidPlan("The clipboard holds something that does not belong on a drawing.")
    try:
        return cls.model_validate(values)
    except (ValueError, RecursionError) as error:
        raise InvalidRecord(_DAMAGED) from error


@dataclass(frozen=True)
class Target:
    """Where copies go: the plan, the campaign, and how far they are moved."""

    reader: RecordReader
    campaign: str
    shift: tuple[float, float] = (0.0, 0.0)


def renewed(records: Iterable[Record], target: Target, adoption: Adoption | None = None) -> list[Record]:
    """Return copies for a campaign: with identities of their own, moved, pointing to each other.

    What points to something that neither the plan nor ``adoption`` has forgets it, or is left out where it
    cannot do without.
    """
    originals, adopted = list(records), adoption or Adoption()
    names = {record.id: new_id(record.type_name) for record in originals}
    if len(names) < len(originals):
        raise InvalidPlan(_DAMAGED)
    copies: dict[str, Record] = {}
    brought = {record.id for record in adopted.brought}
    for record in sorted(originals, key=lambda each: _COPIED.index(type(each))):
        update = _references(record, adopted.names | names, brought | copies.keys(), target)
        if update is not None:
            copy = record.model_copy(update={"id": names[record.id], **update})
            copies[copy.id] = _shifted(_with_props(copy, adopted, names), target.shift)
    return list(copies.values())


def _references(
    record: Record, names: dict[str, str], new: Set[str], target: Target
) -> dict[str, Any] | None:
    """Return what a copy points to; ``None`` if it cannot do without something that is not there."""
    update: dict[str, Any] = {}
    for key, meaning in references(type(record)).items():
        name = getattr(record, key)
        if meaning.ref == "campaign":
            update[key] = target.campaign
            continue
        there = names.get(name, name)
        # A copy lies in the frame where it is put, not where it came from.
        is_left = meaning.ref == "frame" and name not in names
        cls = record_class(meaning.ref)
        if is_left or (there not in new and target.reader.find_or_none(cls, there) is None):
            if name is not None and meaning.on_delete != "clear":
                return None
            there = None
        update[key] = there
    return update


def _with_props(copy: Record, adopted: Adoption, names: dict[str, str]) -> Record:
    if not isinstance(copy, Step):
        return copy
    known = dict.fromkeys(adopted.missing, "") | adopted.names | names
    props = dict(copy.props)
    for key in named_in(copy):
        props[key] = _renamed(props[key], known)
    return copy.model_copy(update={"props": props})


def _renamed(value: JsonValue, names: dict[str, str]) -> JsonValue:
    """Return a property with other identifiers; one that stands for nothing any more leaves its list."""
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, list):
        return [_renamed(item, names) for item in value if item == "" or names.get(str(item), "-") != ""]
    if isinstance(value, dict) and isinstance(value.get("ref"), str):
        return {**value, "ref": _renamed(value["ref"], names)}
    return value


def _shifted(record: Record, shift: tuple[float, float]) -> Record:
    if isinstance(record, Step | Note | Frame):
        x = min(max(record.x + shift[0], -_FURTHEST), _FURTHEST)
        y = min(max(record.y + shift[1], -_FURTHEST), _FURTHEST)
        return record.model_copy(update={"x": x, "y": y})
    return record
