"""Dynamics 365 in the Common Data Model's schema: JSON with the attributes of an entity, ``Lead.cdm.json``.

Read as written, without the library of types around it: an attribute's own traits say how long and how
required it is, and what an entity inherits from one that is not in the folder is told as left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pydantic import JsonValue

from maplanner.crm.catalogue import Catalogue, CatalogueField
from maplanner.document.vocabulary import FieldType
from maplanner.exchange.dynamics_types import PRODUCT, cdm_type, is_required
from maplanner.exchange.dynamics_versions import Versions
from maplanner.exchange.gathering import Gathering
from maplanner.exchange.json_folders import Described, Describing, begin, good_name, read_folder
from maplanner.exchange.peeking import Peek
from maplanner.exchange.readers import Reader
from maplanner.exchange.source_files import LeftOut, plain_lines

_TITLE: Final = "Dynamics 365 in the Common Data Model"
_MARK: Final = ".cdm.json"
_NESTED_AT_MOST: Final = 12
_UNSAID: Final = frozenset({"unique", "restricted", "refers_to", "allowed", "precision", "scale"})


def recognises(peek: Peek) -> bool:
    """Tell whether a file holds entities of the Common Data Model, by its name or its content."""
    return peek.name.lower().endswith(_MARK) or any(True for _ in _entities(peek.json))


def read(path: Path) -> Catalogue:
    """Return the entities and attributes that the schema files at or below ``path`` describe.

    Raises:
        UnreadableSource: A schema file is broken, or a folder cannot be opened.
    """
    gathering, left_out = begin(path, PRODUCT, _TITLE)
    taker = _Schemas(gathering, left_out)
    read_folder(
        path,
        left_out,
        taker,
        marked=lambda file: file.name.lower().endswith(_MARK),
        outdated=Versions().is_outdated,
        what="entity",
    )
    return gathering.catalogue(complete=False)


@dataclass
class _Schemas:
    gathering: Gathering
    left_out: LeftOut
    parents: dict[str, tuple[str, str]] = field(default_factory=dict)

    def take(self, file: Path, data: JsonValue) -> bool:
        """Take every entity that a file defines; a manifest or a file of types defines none."""
        entities = list(_entities(data))
        for entity in entities:
            self._take_entity(file, entity)
        if not entities and _is_schema(data):
            self.left_out.add(file, "defines no entity")
            return True
        return bool(entities)

    def finish(self) -> None:
        """Give each entity what it inherits from one that is here; tell the others."""
        for name, (parent, place) in self.parents.items():
            if parent.casefold() == name.casefold():
                why = f"{name} adds to an entity of the same name elsewhere; only what is here was read"
                self.left_out.add(place, why)
            elif self.gathering.has_object(parent):
                self._inherit(name, parent)
            else:
                why = f"{name} inherits the fields of {parent}, which is not here"
                self.left_out.add(place, why)

    def _inherit(self, name: str, parent: str) -> None:
        """Copy the fields of all ancestors that are here; a circle of them ends where it began."""
        seen = {name.casefold()}
        while parent and parent.casefold() not in seen:
            seen.add(parent.casefold())
            known = {found.api_name.casefold() for found in self.gathering.fields_of(name)}
            for inherited in self.gathering.fields_of(parent):
                if inherited.api_name.casefold() not in known:
                    self.gathering.add_field(name, inherited, inherited.source)
            parent = self.parents.get(parent, ("", ""))[0]

    def _take_entity(self, file: Path, entity: Described) -> None:
        place = self.left_out.place(file)
        name = good_name(entity.get("entityName") or entity.get("name"))
        if not name:
            self.left_out.add(file, "an entity whose name is missing or too long")
            return
        said = Describing(entity, f"{place}, {name}", self.left_out)
        self.gathering.add_object(name, said.text("displayName") or _localised(entity) or name, custom=False)
        parent = entity.get("extendsEntity")
        parent = parent.get("entityReference") if isinstance(parent, dict) else parent
        if isinstance(parent, str) and parent:
            self.parents[name] = (parent.rpartition("/")[2], place)
        for number, member in enumerate(_members(entity.get("hasAttributes", entity.get("attributes"))), 1):
            self._take_member(member, name, place, number)

    def _take_member(self, member: JsonValue, name: str, place: str, number: int) -> None:
        if not isinstance(member, dict):
            why = f"{name}: the attribute “{_shown(member)}” is defined elsewhere"
            self.left_out.add(place, why)
            return
        target: tuple[str, ...] = ()
        described = member
        if "entity" in member:
            target = tuple(_targets(member["entity"]))
            described = _foreign_key(member)
        api_name = good_name(described.get("sourceName")) or good_name(described.get("name"))
        if "entity" in member and api_name in ("", "id"):
            api_name = good_name(described.get("sourceName")) or good_name(member.get("name"))
        if not described or not api_name:
            what = good_name(member.get("name")) or f"attribute {number}"
            self.left_out.add(place, f"{name}.{what}: is made of attributes that are defined elsewhere")
            return
        source = f"{_TITLE}: {place}"
        found = self._field(Describing(described, f"{place}, {name}.{api_name}", self.left_out), api_name)
        if target or found.type is FieldType.REFERENCE:
            found = found.model_copy(
                update={
                    "type": FieldType.REFERENCE,
                    "refers_to": target,
                    "unsaid": found.unsaid - ({"refers_to"} if target else set()),
                }
            )
        self.gathering.add_field(name, found.model_copy(update={"source": source}), place)
        if found.type is FieldType.OTHER:
            self.left_out.add(place, f"{name}.{api_name}: the type “{found.native_type}” is unknown here")

    def _field(self, said: Describing, api_name: str) -> CatalogueField:
        described = said.described
        native = _named(described.get("dataType"), "dataTypeReference") or said.text("dataFormat")
        identifies = _named(described.get("purpose"), "purposeReference") == "identifiedBy"
        kind = FieldType.IDENTIFIER if identifies else cdm_type(native)
        values = tuple(dict.fromkeys(_listed(described)))
        unsaid = set(_UNSAID) - ({"allowed"} if values else set())
        if kind in {FieldType.PICKLIST, FieldType.MULTI_PICKLIST}:
            unsaid -= {"restricted"}
        return CatalogueField(
            api_name=api_name,
            label=said.text("displayName") or _localised(described) or api_name,
            type=kind,
            native_type=native,
            length=said.number("maximumLength"),
            required=is_required(_level(described), kind),
            writable=not identifies and not _has_trait(described, "is.calculationOf"),
            allowed=values,
            restricted=bool(values),
            help=plain_lines(str(described.get("description") or "")),
            unsaid=frozenset(unsaid),
        )


def _level(described: Described) -> str:
    return next((text for text in _arguments(described, "is.requiredAtLevel")), "none")


def _is_schema(data: JsonValue) -> bool:
    return isinstance(data, dict) and ("jsonSchemaSemanticVersion" in data or "manifestName" in data)


def _entities(data: JsonValue) -> Iterator[Described]:
    """Yield the entities in a schema file, or in a ``model.json`` of a data lake."""
    if not isinstance(data, dict):
        return
    definitions, local = data.get("definitions"), data.get("entities")
    for found in definitions if isinstance(definitions, list) else ():
        if isinstance(found, dict) and "entityName" in found:
            yield found
    for found in local if isinstance(local, list) else ():
        if isinstance(found, dict) and found.get("$type") == "LocalEntity":
            yield found


def _members(attributes: JsonValue, depth: int = _NESTED_AT_MOST) -> Iterator[JsonValue]:
    """Yield the attributes in a list, those of groups within it among them."""
    for found in attributes if isinstance(attributes, list) else ():
        group = found.get("attributeGroupReference") if isinstance(found, dict) else None
        if isinstance(group, dict) and depth:
            yield from _members(group.get("members"), depth - 1)
        else:
            yield group if isinstance(group, str) else found


def _foreign_key(member: Described) -> Described:
    """Return the attribute that holds the identifier of the record that another entity stands for."""
    inner: JsonValue = member
    for key in ("resolutionGuidance", "entityByReference", "foreignKeyAttribute"):
        inner = inner.get(key) if isinstance(inner, dict) else None
    return inner if isinstance(inner, dict) else {}


def _targets(entity: JsonValue) -> Iterator[str]:
    if isinstance(entity, str) and good_name(entity):
        yield good_name(entity)
    elif isinstance(entity, dict):
        reference = entity.get("entityReference", entity)
        if isinstance(reference, str):
            yield from _targets(reference.rpartition("/")[2])
        elif isinstance(reference, dict):
            options = reference.get("hasAttributes")
            for option in options if isinstance(options, list) else ():
                chosen = option.get("entity") if isinstance(option, dict) else None
                if isinstance(chosen, dict) and isinstance(chosen.get("entityReference"), str):
                    yield from _targets(chosen["entityReference"])


def _listed(described: Described) -> Iterator[str]:
    """Yield what people read for each value of a list: rows of language, text, value and order."""
    data_type = described.get("dataType")
    if not isinstance(data_type, dict):
        return
    rows = list(_rows(data_type, "does.haveDefault"))
    languages = [row[0] for row in rows if len(row) > 2]
    language = "en" if "en" in languages else (languages[0] if languages else "")
    for row in rows:
        if len(row) > 2 and row[0] == language and (text := good_name(row[1]) or good_name(row[2])):
            yield text


def _localised(described: Described) -> str:
    rows = [*_rows(described, "is.localized.displayedAs"), *_rows(described, "is.localized.displayedAs", 1)]
    return next((good_name(row[1]) for row in rows if len(row) > 1 and row[0] == "en"), "")


def _rows(described: Described, trait: str, where: int = 0) -> Iterator[list[str]]:
    key = ("appliedTraits", "exhibitsTraits")[where]
    for argument in _trait_arguments(described.get(key), trait):
        table = argument.get("entityReference") if isinstance(argument, dict) else None
        rows = table.get("constantValues") if isinstance(table, dict) else None
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, list) and all(isinstance(cell, str) for cell in row):
                yield [str(cell) for cell in row]


def _arguments(described: Described, trait: str) -> Iterator[str]:
    for argument in _trait_arguments(described.get("appliedTraits"), trait):
        value = argument.get("value") if isinstance(argument, dict) else argument
        if isinstance(value, str):
            yield value.casefold()


def _trait_arguments(traits: JsonValue, name: str) -> Iterator[JsonValue]:
    for trait in traits if isinstance(traits, list) else ():
        if isinstance(trait, dict) and trait.get("traitReference") == name:
            arguments = trait.get("arguments")
            yield from arguments if isinstance(arguments, list) else ()


def _has_trait(described: Described, name: str) -> bool:
    traits = described.get("appliedTraits")
    found = traits if isinstance(traits, list) else []
    return any(
        trait == name or (isinstance(trait, dict) and trait.get("traitReference") == name) for trait in found
    )


def _named(value: JsonValue, key: str) -> str:
    """Return a name that stands alone or in an object with more to say."""
    inner = value.get(key) if isinstance(value, dict) else value
    return good_name(inner)


def _shown(value: JsonValue) -> str:
    return str(value)[:80]


READER: Final = Reader(
    name="dynamics-cdm",
    title=_TITLE,
    looks_for="….cdm.json with the attributes of an entity",
    recognises=recognises,
    read=read,
    product=PRODUCT,
)
