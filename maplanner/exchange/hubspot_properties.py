"""HubSpot's properties as its API gives them: ``{"results": [{"name": …, "type": …, "fieldType": …}]}``.

An answer for one object does not name the object, so that the file has to: ``contacts.json``, or
``hubspot-deals-properties.json``. Answers of the schemas address name their objects themselves.
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
from maplanner.exchange.source_files import LeftOut, plain, plain_lines

PRODUCT: Final = "HubSpot"
_TITLE: Final = "HubSpot properties"

_T = FieldType
_TYPES: Final[dict[str, FieldType]] = {
    "bool": _T.CHECKBOX,
    "currency_number": _T.MONEY,
    "date": _T.DATE,
    "datetime": _T.DATETIME,
    "enumeration": _T.PICKLIST,
    "json": _T.OTHER,
    "number": _T.NUMBER,
    "object_coordinates": _T.OTHER,
    "phone_number": _T.PHONE,
    "string": _T.TEXT,
}
_SHOWN_AS: Final[dict[tuple[str, str], FieldType]] = {
    ("enumeration", "booleancheckbox"): _T.CHECKBOX,
    ("enumeration", "checkbox"): _T.MULTI_PICKLIST,
    ("string", "textarea"): _T.LONG_TEXT,
    ("string", "html"): _T.LONG_TEXT,
    ("string", "file"): _T.FILE,
    ("string", "phonenumber"): _T.PHONE,
}
"""Types that only the way of showing them tells apart."""
_STANDARD: Final[dict[str, FieldType]] = {
    "email": _T.EMAIL,
    "work_email": _T.EMAIL,
    "website": _T.URL,
    "hs_object_id": _T.IDENTIFIER,
    "phone": _T.PHONE,
    "mobilephone": _T.PHONE,
    "fax": _T.PHONE,
}
"""HubSpot's own properties that it calls plain text and checks as something else."""
_OBJECTS: Final[dict[str, str]] = {
    "0-1": "contacts", "0-2": "companies", "0-3": "deals", "0-5": "tickets", "0-7": "products",
    "0-8": "line_items", "0-14": "quotes", "0-136": "leads", "contact": "contacts", "company": "companies",
    "deal": "deals", "ticket": "tickets", "lead": "leads",
}  # fmt: skip
"""HubSpot's numbers and single words for its own objects."""
_LABELS: Final[dict[str, str]] = {
    "contacts": "Contact", "companies": "Company", "deals": "Deal", "tickets": "Ticket", "leads": "Lead",
    "products": "Product", "line_items": "Line item", "quotes": "Quote",
}  # fmt: skip
_FILLING: Final = re.compile(r"(?i)hubspot|properties|property|crm|v3|schemas?|export|results?")
_LENGTH: Final = 65_536
"""Characters that any text property holds, by HubSpot's documentation of property field types (2025)."""
_NESTED_AT_MOST: Final = 6


def recognises(peek: Peek) -> bool:
    """Tell from its content whether a file holds properties."""
    found = peek.json
    # A description of an interface may show properties as an example of what it answers.
    is_description = isinstance(found, dict) and ("openapi" in found or "swagger" in found)
    return not is_description and any(True for _ in property_lists(found))


def read(path: Path) -> Catalogue:
    """Return the objects whose properties lie at or below ``path``.

    Raises:
        UnreadableSource: The only file is broken, or a folder cannot be opened.
    """
    gathering, left_out = begin(path, PRODUCT, _TITLE)
    taker = Properties(gathering, left_out)
    read_folder(path, left_out, taker, marked=lambda _: False, what="object")
    return gathering.catalogue(complete=True)


@dataclass(frozen=True)
class PropertyList:
    """The properties of one object; without ``name`` where the answer does not say of which."""

    properties: list[Described]
    name: str = ""
    label: str = ""
    required: tuple[str, ...] = ()
    custom: bool = False


@dataclass
class Properties:
    """Takes HubSpot's answers one by one."""

    gathering: Gathering
    left_out: LeftOut

    def take(self, file: Path, data: JsonValue) -> bool:
        """Take every list of properties in a file."""
        found = list(property_lists(data))
        for each in found:
            name = each.name or self._named_by(file)
            if name:
                self.take_list(each, name, self.left_out.place(file))
            else:
                why = "neither the answer nor the file's name says of which object these properties are"
                self.left_out.add(file, why)
        return bool(found)

    def finish(self) -> None:
        """Do nothing: each answer is whole."""

    def take_list(self, found: PropertyList, name: str, place: str) -> None:
        """Take the properties of one object."""
        self.gathering.add_object(name, found.label or _LABELS.get(name, name), custom=found.custom)
        for number, described in enumerate(found.properties, 1):
            api_name = good_name(described.get("name"))
            if not api_name:
                self.left_out.add(place, f"{name}, property {number}: its name is missing or too long")
                continue
            said = Describing(described, f"{place}, {name}.{api_name}", self.left_out)
            if said.is_true("archived"):
                self.left_out.add(place, f"{name}.{api_name}: is archived")
                continue
            field = self._field(said, api_name, required=api_name in found.required)
            self.gathering.add_field(name, field.model_copy(update={"source": f"{_TITLE}: {place}"}), place)

    def _field(self, said: Describing, api_name: str, *, required: bool) -> CatalogueField:
        native, shown = said.text("type"), said.text("fieldType")
        is_own = said.is_true("hubspotDefined")
        kind = _SHOWN_AS.get((native, shown)) or _TYPES.get(native, FieldType.OTHER)
        if kind in {FieldType.TEXT, FieldType.NUMBER} and api_name in _STANDARD:
            kind = _STANDARD[api_name]
        if native not in _TYPES:
            self.left_out.add(f"{api_name}", f"the type “{native}” is unknown here")
        if said.text("referencedObjectType"):
            kind = FieldType.REFERENCE
        if said.is_true("showCurrencySymbol") and kind is FieldType.NUMBER:
            kind = FieldType.MONEY
        if said.text("numberDisplayHint") == "percentage":
            kind = FieldType.PERCENT
        values = tuple(_options(said.described))
        is_list = kind in {FieldType.PICKLIST, FieldType.MULTI_PICKLIST}
        read_only = said.inner("modificationMetadata").get("readOnlyValue") is True
        is_text = kind in {FieldType.TEXT, FieldType.LONG_TEXT}
        target = said.text("referencedObjectType")
        unsaid = {"precision", "scale"} | ({"allowed", "restricted"} if is_list and not values else set())
        return CatalogueField(
            api_name=api_name,
            label=said.text("label") or api_name,
            type=kind,
            native_type=f"{native} ({shown})" if shown else native,
            length=_LENGTH if is_text else None,
            required=required,
            unique=said.is_true("hasUniqueValue"),
            writable=not (read_only or said.is_true("calculated") or shown.startswith("calculation")),
            custom=not is_own,
            personal=said.text("dataSensitivity") in {"sensitive", "highly_sensitive"},
            allowed=values if is_list else (),
            restricted=is_list and bool(values) and not said.is_true("externalOptions"),
            refers_to=(_OBJECTS.get(target.casefold(), target),) if target else (),
            help=plain_lines(str(said.described.get("description") or "")),
            unsaid=frozenset(unsaid),
        )

    def _named_by(self, file: Path) -> str:
        """Return the object that a file is named after; what was concluded so is told."""
        words = [word for word in re.split(r"[^0-9A-Za-z]+", _FILLING.sub(" ", file.stem)) if word]
        name = "_".join(words).casefold()
        name = _OBJECTS.get("-".join(words), _OBJECTS.get(name, name))
        if name:
            self.gathering.take(f"{self.left_out.place(file)}: taken for {name}, as the file is named.")
        return plain(name)[:255]


def property_lists(data: JsonValue, depth: int = _NESTED_AT_MOST) -> Iterator[PropertyList]:
    """Yield the lists of properties in an answer, or in a file of several."""
    if depth <= 0:
        return
    if isinstance(data, list) and data and all(_is_property(item) for item in data[:3]):
        yield PropertyList([item for item in data if isinstance(item, dict)])
    elif isinstance(data, list):
        for item in data:
            yield from property_lists(item, depth - 1)
    elif isinstance(data, dict) and isinstance(data.get("properties"), list) and _is_schema(data):
        yield _schema(data)
    elif isinstance(data, dict):
        for key, inner in data.items():
            if isinstance(inner, dict | list):
                yield from _named(property_lists(inner, depth - 1), key)


def _named(lists: Iterator[PropertyList], key: str) -> Iterator[PropertyList]:
    """Give lists without a name the key they stand under, where that names an object."""
    name = _OBJECTS.get(key.casefold(), key.casefold())
    for found in lists:
        is_object = not found.name and name in _LABELS
        yield PropertyList(found.properties, name) if is_object else found


def _schema(data: Described) -> PropertyList:
    said = Describing(data, "", LeftOut(Path()))
    properties = data["properties"]
    number = said.text("objectTypeId")
    return PropertyList(
        [item for item in properties if isinstance(item, dict)] if isinstance(properties, list) else [],
        name=_OBJECTS.get(number) or good_name(data.get("name")) or number,
        label=good_name(said.inner("labels").get("singular")),
        required=said.texts("requiredProperties"),
        custom=number.startswith("2-"),
    )


def _is_schema(data: Described) -> bool:
    properties = data.get("properties")
    named = "objectTypeId" in data or "fullyQualifiedName" in data
    return named and isinstance(properties, list) and all(_is_property(item) for item in properties[:3])


def _is_property(item: JsonValue) -> bool:
    return isinstance(item, dict) and item.keys() >= {"name", "type", "fieldType"}


def _options(described: Described) -> Iterator[str]:
    options = described.get("options")
    for option in options if isinstance(options, list) else ():
        if isinstance(option, dict) and option.get("hidden") is not True:
            value = option.get("value")
            if isinstance(value, str) and plain(value):
                yield plain(value)


READER: Final = Reader(
    name="hubspot",
    title=_TITLE,
    looks_for="JSON with properties that have name, type and fieldType",
    recognises=recognises,
    read=read,
    product=PRODUCT,
)
