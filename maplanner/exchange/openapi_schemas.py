"""OpenAPI descriptions, in JSON or YAML: each schema with properties is an object, its properties are fields.

References are followed within the file, ``allOf`` is put together, and a circle of references ends where it
began. What a schema leaves to a choice (``oneOf``, ``anyOf``) is told where it cannot be one field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import JsonValue

from maplanner.crm.catalogue import Catalogue, CatalogueField
from maplanner.document.vocabulary import FieldType
from maplanner.exchange.gathering import Gathering
from maplanner.exchange.json_folders import Described, Describing, begin, good_name, read_folder
from maplanner.exchange.peeking import Peek
from maplanner.exchange.readers import Reader
from maplanner.exchange.source_files import LeftOut, plain, plain_lines, read_json
from maplanner.exchange.yaml_files import read_yaml

_TITLE: Final = "OpenAPI description"
_YAML: Final = frozenset({".yaml", ".yml"})
_LONGEST_CHAIN: Final = 24
_MOST_PARTS: Final = 400
_DECLARES: Final = re.compile(rb'(?m)^[ \t"\']*(openapi|swagger)["\']?[ \t]*:')
_LONG: Final = 1_000
"""From this length on a text is a long one."""

_T = FieldType
_TYPES: Final[dict[tuple[str, str], FieldType]] = {
    ("boolean", ""): _T.CHECKBOX,
    ("integer", ""): _T.INTEGER,
    ("number", ""): _T.NUMBER,
    ("string", ""): _T.TEXT,
    ("string", "binary"): _T.FILE,
    ("string", "byte"): _T.FILE,
    ("string", "date"): _T.DATE,
    ("string", "date-time"): _T.DATETIME,
    ("string", "decimal"): _T.NUMBER,
    ("string", "email"): _T.EMAIL,
    ("string", "idn-email"): _T.EMAIL,
    ("string", "phone"): _T.PHONE,
    ("string", "time"): _T.TIME,
    ("string", "uri"): _T.URL,
    ("string", "url"): _T.URL,
}


def recognises(peek: Peek) -> bool:
    """Tell from its beginning whether a file is an OpenAPI or Swagger description."""
    if peek.suffix in _YAML:
        return bool(_DECLARES.search(peek.beginning))
    return isinstance(peek.json, dict) and _is_description(peek.json)


def read(path: Path) -> Catalogue:
    """Return the objects that the descriptions at or below ``path`` hold.

    Raises:
        UnreadableSource: The only file is broken, or a folder cannot be opened.
    """
    gathering, left_out = begin(path, "", _TITLE)
    taker = _Descriptions(gathering, left_out)
    read_folder(
        path,
        left_out,
        taker,
        marked=lambda file: file.stem.lower() in {"openapi", "swagger"},
        load=_load,
        suffixes=frozenset({".json", *_YAML}),
        what="schema",
    )
    return gathering.catalogue(complete=True).model_copy(
        update={"system_title": taker.title or "System with an API", "product": taker.title}
    )


def _load(file: Path, left_out: LeftOut) -> JsonValue:
    return read_yaml(file) if file.suffix.lower() in _YAML else read_json(file, left_out)


@dataclass
class _Descriptions:
    gathering: Gathering
    left_out: LeftOut
    title: str = ""

    def take(self, file: Path, data: JsonValue) -> bool:
        """Take every schema with properties that a description names."""
        if not isinstance(data, dict) or not _is_description(data):
            return False
        info = data.get("info")
        self.title = self.title or (good_name(info.get("title")) if isinstance(info, dict) else "")
        place = self.left_out.place(file)
        schemas = _schemas(data)
        if not schemas:
            self.left_out.add(file, "names no schemas (components, schemas)")
        for name, schema in schemas.items():
            self._take_schema(_Schemas(data, self.left_out, place), name, schema, place)
        return True

    def finish(self) -> None:
        """Do nothing: each description is whole."""

    def _take_schema(self, schemas: _Schemas, name: str, schema: JsonValue, place: str) -> None:
        api_name = good_name(name)
        if not api_name or not isinstance(schema, dict):
            self.left_out.add(place, f"{plain(name)[:80]}: is no schema with a name")
            return
        properties, required = schemas.properties_of(schema)
        if not properties:
            if "enum" not in schema:
                self.left_out.add(place, f"{api_name}: has no properties, so it is no object")
            return
        self.gathering.add_object(api_name, good_name(schema.get("title")) or api_name, custom=False)
        for property_name, described in properties.items():
            field_name = good_name(property_name)
            if not field_name or not isinstance(described, dict):
                self.left_out.add(
                    place, f"{api_name}.{plain(property_name)[:80]}: is no description of a field"
                )
                continue
            where = f"{place}, {api_name}.{field_name}"
            found = schemas.field(described, field_name, where, required=property_name in required)
            source = f"{_TITLE}: {place}"
            self.gathering.add_field(api_name, found.model_copy(update={"source": source}), place)


@dataclass
class _Schemas:
    """The schemas of one description, with references between them followed."""

    data: Described
    left_out: LeftOut
    place: str

    def properties_of(self, schema: Described) -> tuple[Described, set[str]]:
        """Return the properties of a schema and of all that it is made of, and which are required."""
        properties: Described = {}
        required: set[str] = set()
        for part in self._parts(schema):
            inner, named = part.get("properties"), part.get("required")
            for name, described in inner.items() if isinstance(inner, dict) else ():
                properties.setdefault(name, described)
            required |= (
                {name for name in named if isinstance(name, str)} if isinstance(named, list) else set()
            )
        return properties, required

    def _parts(self, schema: Described) -> Iterator[Described]:
        """Yield a schema and all that ``allOf`` and references make it of, each once."""
        waiting: list[JsonValue] = [schema]
        seen: set[int] = set()
        while waiting and len(seen) < _MOST_PARTS:
            part = waiting.pop(0)
            target = self._followed(part)
            if target is None or id(target) in seen:
                continue
            seen.add(id(target))
            yield target
            inner = target.get("allOf")
            waiting += inner if isinstance(inner, list) else []

    def _followed(self, schema: JsonValue) -> Described | None:
        """Return what a schema is, or stands for; ``None`` where that is nowhere or a circle."""
        for _ in range(_LONGEST_CHAIN):
            if not isinstance(schema, dict):
                return None
            reference = schema.get("$ref")
            if not isinstance(reference, str):
                return schema
            schema = self._at(reference)
        self.left_out.add(self.place, f"references go round in a circle at {_name_in(reference)}")
        return None

    def _at(self, reference: str) -> JsonValue:
        found: JsonValue = self.data if reference.startswith("#/") else None
        for part in reference.removeprefix("#/").split("/"):
            key = part.replace("~1", "/").replace("~0", "~")
            found = found.get(key) if isinstance(found, dict) else None
        if found is None:
            self.left_out.add(self.place, f"the reference {plain(reference)[:120]} leads nowhere in the file")
        return found

    def field(self, schema: Described, name: str, where: str, *, required: bool) -> CatalogueField:
        """Return the field that a property makes."""
        target = self._one(schema, where)
        said = Describing(
            {**target, **{key: schema[key] for key in schema if key != "$ref"}}, where, self.left_out
        )
        kind, native, values = self._type(target, where)
        refers_to = self._refers_to(schema) if kind is FieldType.REFERENCE else ()
        is_list = kind in {FieldType.PICKLIST, FieldType.MULTI_PICKLIST}
        unsaid = {"precision", "scale", "unique"} | ({"length"} if "maxLength" not in target else set())
        is_closed = is_list and "x-extensible-enum" not in target
        read_only = said.is_true("readOnly")
        return CatalogueField(
            api_name=name,
            label=said.text("title") or name,
            type=kind,
            native_type=native,
            length=said.number("maxLength"),
            required=required and not read_only,
            writable=not read_only,
            allowed=values,
            restricted=is_closed and bool(values),
            refers_to=refers_to,
            help=plain_lines(str(said.described.get("description") or "")),
            unsaid=frozenset(unsaid),
        )

    def _one(self, schema: Described, where: str, depth: int = 4) -> Described:
        """Return the one schema that a property is, apart from that it may be empty."""
        target = self._followed(schema) or {}
        for key in ("allOf", "oneOf", "anyOf"):
            choices = target.get(key)
            if not isinstance(choices, list) or not choices or not depth:
                continue
            real = [found for found in map(self._followed, choices) if found and not _is_null(found)]
            # An enumeration may be written as the values or nothing: an empty enum beside the true one.
            real = [found for found in real if found.get("enum") not in ([""], [None])] or real
            if len(real) > 1 and key != "allOf":
                self.left_out.add(where, f"may be one of {len(real)} kinds; the first was taken")
            if real:
                return self._one({**target, **real[0], key: []}, where, depth - 1)
        return target

    def _type(self, target: Described, where: str) -> tuple[FieldType, str, tuple[str, ...]]:
        native = _type_name(target)
        form = target.get("format") if isinstance(target.get("format"), str) else ""
        shown = f"{native} ({form})" if form else native
        values = _enum(target)
        if native == "array":
            described = target.get("items")
            items = self._one(described, where) if isinstance(described, dict) else {}
            values = _enum(items)
            if values or _type_name(items) == "string":
                return FieldType.MULTI_PICKLIST, "array of texts", values
            return FieldType.REFERENCE, "array", ()
        if values:
            return FieldType.PICKLIST, shown, values
        if native == "object" or "properties" in target or "additionalProperties" in target:
            return FieldType.REFERENCE, shown or "object", ()
        kind = _TYPES.get((native, str(form)), _TYPES.get((native, ""), FieldType.OTHER))
        if kind is FieldType.OTHER:
            self.left_out.add(
                where, f"the type “{shown}” is unknown here" if shown else "its type is not said"
            )
        length = target.get("maxLength")
        if kind is FieldType.TEXT and isinstance(length, int) and length >= _LONG:
            kind = FieldType.LONG_TEXT
        return kind, shown, ()

    def _refers_to(self, schema: Described) -> tuple[str, ...]:
        items = schema.get("items")
        found: list[str] = []
        for described in (schema, items if isinstance(items, dict) else {}):
            choices = [
                described,
                *(part for key in ("allOf", "oneOf", "anyOf") for part in _list(described, key)),
            ]
            found += [
                _name_in(choice["$ref"])
                for choice in choices
                if isinstance(choice, dict) and isinstance(choice.get("$ref"), str)
            ]
        return tuple(dict.fromkeys(name for name in found if name))


def _is_description(data: Described) -> bool:
    return isinstance(data.get("openapi", data.get("swagger")), str)


def _schemas(data: Described) -> Described:
    components = data.get("components")
    found = components.get("schemas") if isinstance(components, dict) else data.get("definitions")
    return found if isinstance(found, dict) else {}


def _list(described: Described, key: str) -> list[JsonValue]:
    found = described.get(key)
    return found if isinstance(found, list) else []


def _type_name(target: Described) -> str:
    """Return the type; of several the first that is not “null”, as version 3.1 writes what may be empty."""
    found = target.get("type")
    names = [name for name in found if name != "null"] if isinstance(found, list) else [found]
    return plain(names[0]) if names and isinstance(names[0], str) else ""


def _is_null(schema: Described) -> bool:
    return schema.get("type") == "null" or schema.get("enum") == [None]


def _enum(target: Described) -> tuple[str, ...]:
    values = (plain(value) for value in _list(target, "enum") if isinstance(value, str | int | float))
    return tuple(dict.fromkeys(value for value in values if value))


def _name_in(reference: JsonValue) -> str:
    return good_name(reference.rpartition("/")[2]) if isinstance(reference, str) else ""


READER: Final = Reader(
    name="openapi",
    title=_TITLE,
    looks_for="JSON or YAML that begins with “openapi”",
    recognises=recognises,
    read=read,
)
