"""Salesforce's answers to *describe*: JSON with every field of an object.

A field is required where it can be set on creation, may not be empty, and gets no default.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pydantic import JsonValue

from maplanner.core.errors import UnreadableSource
from maplanner.crm.catalogue import Catalogue, CatalogueField
from maplanner.document.vocabulary import FieldType
from maplanner.exchange.gathering import Gathering
from maplanner.exchange.peeking import Peek
from maplanner.exchange.readers import Reader
from maplanner.exchange.salesforce_fields import PRODUCT, is_custom
from maplanner.exchange.source_files import (
    MAX_NUMBER,
    LeftOut,
    files_below,
    folders_not_entered,
    is_folder,
    plain,
    plain_lines,
    read_json,
)

_TITLE: Final = "Salesforce describe results"
_MARK: Final = ".describe.json"
_WRAPPERS: Final = frozenset(
    {
        "result",
        "results",
        "sobjects",
        "compositeResponse",
        "response",
        "interactions",
        "body",
        "string",
        "content",
    }
)
"""Under which keys command-line tools, composite requests and recorded conversations keep an answer."""
_WRAPPED_AT_MOST: Final = 8

Answer = dict[str, JsonValue]

_TYPES: Final[dict[str, FieldType]] = {
    "address": FieldType.ADDRESS,
    "base64": FieldType.FILE,
    "boolean": FieldType.CHECKBOX,
    "combobox": FieldType.PICKLIST,
    "currency": FieldType.MONEY,
    "date": FieldType.DATE,
    "datetime": FieldType.DATETIME,
    "double": FieldType.NUMBER,
    "email": FieldType.EMAIL,
    "encryptedstring": FieldType.TEXT,
    "id": FieldType.IDENTIFIER,
    "int": FieldType.INTEGER,
    "location": FieldType.LOCATION,
    "long": FieldType.INTEGER,
    "multipicklist": FieldType.MULTI_PICKLIST,
    "percent": FieldType.PERCENT,
    "phone": FieldType.PHONE,
    "picklist": FieldType.PICKLIST,
    "reference": FieldType.REFERENCE,
    "string": FieldType.TEXT,
    "textarea": FieldType.LONG_TEXT,
    "time": FieldType.TIME,
    "url": FieldType.URL,
}
_KNOWN_AS_OTHER: Final = frozenset({"anyType", "complexvalue", "datacategorygroupreference", "json"})

_SAID_BY: Final[dict[str, tuple[str, ...]]] = {
    "label": ("label",),
    "type": ("type", "native_type"),
    "length": ("length",),
    "precision": ("precision",),
    "scale": ("scale",),
    "nillable": ("required",),
    "createable": ("required", "writable"),
    "unique": ("unique",),
    "picklistValues": ("allowed",),
    "restrictedPicklist": ("restricted",),
    "referenceTo": ("refers_to",),
    "inlineHelpText": ("help",),
}
"""Which attributes an answer is silent about when a key is missing, as in answers that somebody cut down."""


def recognises(peek: Peek) -> bool:
    """Tell whether a file is a describe result, by its name or its content."""
    return peek.name.endswith(_MARK) or any(True for _ in _answers(peek.json))


def read(path: Path) -> Catalogue:
    """Return the objects and fields of the describe results at or below ``path``.

    Raises:
        UnreadableSource: A file with such a name, or the only file, is broken; or an answer makes no sense.
    """
    left_out = LeftOut(path.absolute())
    gathering = Gathering(PRODUCT, f"{_TITLE}: {plain(path.absolute().name)}", left_out)
    alone = not is_folder(path)
    for file in files_below(path.absolute()):
        if alone or file.suffix.lower() == ".json":
            _take_file(gathering, left_out, file, must_be_read=alone or file.name.endswith(_MARK))
        else:
            left_out.add_file(file, "is no JSON file")
    if not alone:
        for folder, why in folders_not_entered(path.absolute()):
            left_out.add(folder, why)
    return gathering.catalogue(complete=True)


def _take_file(gathering: Gathering, left_out: LeftOut, file: Path, *, must_be_read: bool) -> None:
    try:
        answers = list(_answers(read_json(file)))
    except UnreadableSource as error:
        if must_be_read:
            raise
        left_out.add(file, f"was passed over: {error.message}")
        return
    if not answers and must_be_read:
        message = f"{plain(file)} holds no describe result: no object with a name and a list of fields."
        raise UnreadableSource(
            message, advice="Ask the CRM to describe the object and save the answer unchanged."
        )
    if not answers:
        left_out.add_file(file, "holds no describe result")
    for answer in answers:
        take_answer(gathering, left_out, answer, left_out.place(file), plain(file))


def take_answer(gathering: Gathering, left_out: LeftOut, answer: Answer, place: str, whence: str) -> None:
    """Take one answer; ``place`` names it where it is listed, ``whence`` where it is refused.

    Raises:
        UnreadableSource: It makes no sense; the field is named.
    """
    name = _text(answer, "name")
    if not 0 < len(name) <= 255:
        raise UnreadableSource(f"{whence}: the name of an object is empty or longer than 255 characters.")
    custom = answer.get("custom") is True or ("custom" not in answer and is_custom(name))
    gathering.add_object(name, _text(answer, "label"), custom=custom)
    fields = answer["fields"]
    for number, described in enumerate(fields if isinstance(fields, list) else (), start=1):
        where = f"{whence}, {name}, field {number}"
        field = _field(described, f"{_TITLE}: {place}", where)
        if field.type is FieldType.OTHER and field.native_type not in _KNOWN_AS_OTHER:
            left_out.add(place, f"{name}.{field.api_name}: the type “{field.native_type}” is unknown here")
        gathering.add_field(name, field, place)


def _field(described: JsonValue, source: str, where: str) -> CatalogueField:
    if not isinstance(described, dict):
        raise UnreadableSource(f"{where} is no description of a field.")
    name, native = _text(described, "name"), _text(described, "type")
    if not 0 < len(name) <= 255:
        raise UnreadableSource(f"{where}: its name is missing or longer than 255 characters.")
    where = f"{where} ({name[:80]})"
    scale = _number(described, "scale", where)
    creatable = described.get("createable") is True
    return CatalogueField(
        api_name=name,
        label=_text(described, "label"),
        type=_type_of(described, native, scale),
        native_type=_native_type(described, native),
        length=_number(described, "length", where) or None,
        precision=_number(described, "precision", where) or _number(described, "digits", where) or None,
        scale=scale if native in {"double", "currency", "percent", "int"} else None,
        required=creatable
        and described.get("nillable") is False
        and described.get("defaultedOnCreate") is not True,
        unique=described.get("unique") is True,
        writable=creatable or described.get("updateable") is True or "createable" not in described,
        custom=described.get("custom") is True or ("custom" not in described and is_custom(name)),
        allowed=tuple(dict.fromkeys(_values(described))),
        restricted=described.get("restrictedPicklist") is True,
        refers_to=tuple(_names(described, "referenceTo")),
        help=plain_lines(str(described.get("inlineHelpText") or "")),
        source=source,
        unsaid=frozenset(name for key, names in _SAID_BY.items() if key not in described for name in names),
    )


def _type_of(described: Answer, native: str, scale: int | None) -> FieldType:
    if described.get("custom") is True and described.get("calculated") is True:
        return FieldType.FORMULA if described.get("calculatedFormula") else FieldType.SUMMARY
    if native == "double" and scale == 0:
        return FieldType.INTEGER
    return _TYPES.get(native, FieldType.OTHER)


def _native_type(described: Answer, native: str) -> str:
    if described.get("calculated") is True and described.get("calculatedFormula"):
        return f"Formula ({native})"
    if described.get("autoNumber") is True:
        return f"{native} (Auto Number)"
    return f"{native} (External ID)" if described.get("externalId") is True else native


def _values(described: Answer) -> Iterator[str]:
    values = described.get("picklistValues")
    for item in values if isinstance(values, list) else ():
        if isinstance(item, dict) and item.get("active") is not False and (value := _text(item, "value")):
            yield value


def _names(described: Answer, key: str) -> Iterator[str]:
    names = described.get(key)
    for item in names if isinstance(names, list) else ():
        if isinstance(item, str) and (name := plain(item)):
            yield name


def _text(answer: Answer, key: str) -> str:
    value = answer.get(key)
    return plain(value) if isinstance(value, str) else ""


def _number(answer: Answer, key: str, where: str) -> int | None:
    value = answer.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAX_NUMBER:
        raise UnreadableSource(f"{where}: “{plain(value)[:40]}” is no {key} that a field can have.")
    return value


def _answers(data: JsonValue, depth: int = _WRAPPED_AT_MOST) -> Iterator[Answer]:
    """Yield the describe results in a file: one, a list, or wrapped by what fetched or recorded them."""
    if depth < 0:
        return
    if isinstance(data, list):
        for item in data:
            yield from _answers(item, depth - 1)
    elif isinstance(data, dict):
        if is_answer(data):
            yield data
            return
        for key, inner in data.items():
            if isinstance(inner, str) and key in _WRAPPERS:
                inner = _parsed(inner)  # noqa: PLW2901 - recorders keep an answer as text
            if isinstance(inner, dict | list) and (key in _WRAPPERS or _is_named(inner, key)):
                yield from _answers(inner, depth - 1)


def _is_named(data: JsonValue, name: str) -> bool:
    """Tell whether something is the answer for the object of that name, as in a file of many by name."""
    return isinstance(data, dict) and data.get("name") == name and is_answer(data)


def _parsed(text: str) -> JsonValue:
    try:
        return json.loads(text) if text.lstrip()[:1] in {"{", "["} else None
    except (ValueError, RecursionError):
        return None


def is_answer(data: Answer) -> bool:
    """Tell whether something is a describe result: an object's name and a list of its fields."""
    fields = data.get("fields")
    if not isinstance(data.get("name"), str) or not isinstance(fields, list):
        return False
    return all(isinstance(field, dict) and "name" in field and "type" in field for field in fields[:3])


READER: Final = Reader(
    name="salesforce-describe",
    title=_TITLE,
    looks_for="….describe.json, or JSON with the name and fields of an object",
    recognises=recognises,
    read=read,
    product=PRODUCT,
)
