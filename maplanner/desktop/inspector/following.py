"""What follows from an edit: a form field's key and type go with its label until they are its own."""

from __future__ import annotations

import re
import unicodedata

from pydantic import JsonValue

from maplanner.document.reading import RecordReader
from maplanner.document.records import FormField, Record, RecordValues


def following(record: Record | None, path: str, value: JsonValue, reader: RecordReader) -> RecordValues:
    """Return what else changes with a field of a record, by path."""
    if isinstance(record, FormField) and path == "title" and _goes_with_label(record):
        return _with_label(record, str(value or ""), reader)
    return {}


def _with_label(field: FormField, title: str, reader: RecordReader) -> RecordValues:
    key = free_key(title, field.step, reader, apart_from=field.id)
    values: RecordValues = {"key": key} if key else {}
    from maplanner.crm.suggest import usual_type

    if field.type is usual_type(field.title):
        values["type"] = usual_type(title).value
    return values


def free_key(title: str, step_id: str, reader: RecordReader, *, apart_from: str = "") -> str:
    """Return a key made from a label, such as ``last_name``, that no other field of the form has."""
    base = _plain(title)
    taken = {each.key for each in reader.referring(FormField, "step", step_id) if each.id != apart_from}
    if base not in taken:
        return base
    number = 2
    while f"{base}_{number}" in taken:
        number += 1
    return f"{base}_{number}"


def _goes_with_label(field: FormField) -> bool:
    return re.fullmatch(re.escape(_plain(field.title)) + r"(_\d+)?", field.key) is not None


def _plain(title: str) -> str:
    """Return a label in small letters, its words joined by underscores: “E-mail” becomes ``email``."""
    folded = unicodedata.normalize("NFKC", title).casefold()
    joined = re.sub(r"(?<=\w)[-'’.](?=\w)", "", folded)
    return "_".join(re.findall(r"[^\W_]+", joined))[:80]
