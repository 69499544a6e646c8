"""EspoCRM's entity definitions: ``entityDefs/Lead.json``, with labels from ``i18n/en_US/Lead.json``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pydantic import JsonValue

from maplanner.crm.catalogue import Catalogue, CatalogueField, ConversionRule
from maplanner.document.vocabulary import FieldType
from maplanner.exchange.gathering import Gathering
from maplanner.exchange.json_folders import Described, Describing, begin, good_name, read_folder
from maplanner.exchange.peeking import Peek
from maplanner.exchange.readers import Reader
from maplanner.exchange.source_files import LeftOut, plain

PRODUCT: Final = "EspoCRM"
_TITLE: Final = "EspoCRM entity definitions"
_FOLDER: Final = "entityDefs"
_LABELS: Final = "i18n"
_LANGUAGE: Final = "en_US"
_EVERYWHERE: Final = "Global"
_LONGEST_CHAIN: Final = 8

_T = FieldType
_TYPES: Final[dict[str, FieldType]] = {
    "address": _T.ADDRESS,
    "array": _T.MULTI_PICKLIST,
    "arrayInt": _T.OTHER,
    "attachmentMultiple": _T.FILE,
    "autoincrement": _T.INTEGER,
    "barcode": _T.TEXT,
    "base": _T.OTHER,
    "bool": _T.CHECKBOX,
    "checklist": _T.MULTI_PICKLIST,
    "colorpicker": _T.TEXT,
    "currency": _T.MONEY,
    "currencyConverted": _T.MONEY,
    "date": _T.DATE,
    "datetime": _T.DATETIME,
    "datetimeOptional": _T.DATETIME,
    "decimal": _T.NUMBER,
    "duration": _T.INTEGER,
    "email": _T.EMAIL,
    "enum": _T.PICKLIST,
    "enumFloat": _T.PICKLIST,
    "enumInt": _T.PICKLIST,
    "file": _T.FILE,
    "float": _T.NUMBER,
    "foreign": _T.FORMULA,
    "id": _T.IDENTIFIER,
    "image": _T.FILE,
    "int": _T.INTEGER,
    "jsonArray": _T.OTHER,
    "jsonObject": _T.OTHER,
    "link": _T.REFERENCE,
    "linkMultiple": _T.REFERENCE,
    "linkOne": _T.REFERENCE,
    "linkParent": _T.REFERENCE,
    "map": _T.OTHER,
    "multiEnum": _T.MULTI_PICKLIST,
    "number": _T.TEXT,
    "password": _T.TEXT,
    "personName": _T.TEXT,
    "phone": _T.PHONE,
    "rangeCurrency": _T.OTHER,
    "rangeFloat": _T.OTHER,
    "rangeInt": _T.OTHER,
    "text": _T.LONG_TEXT,
    "url": _T.URL,
    "urlMultiple": _T.LONG_TEXT,
    "varchar": _T.TEXT,
    "wysiwyg": _T.LONG_TEXT,
}
_LENGTHS: Final = {"varchar": 255, "phone": 36, "email": 255, "url": 255}
"""Lengths that EspoCRM gives a type where the definition has none (its documentation of field types)."""
_PUT_TOGETHER: Final = frozenset(
    {"address", "autoincrement", "currencyConverted", "foreign", "number", "personName", "map"}
)
"""Types whose values EspoCRM makes itself, of other fields or by counting."""
_CLOSED: Final = frozenset({"enum", "enumInt", "enumFloat", "multiEnum", "checklist"})
_OWN: Final = frozenset(
    {
        "createdAt",
        "modifiedAt",
        "createdBy",
        "modifiedBy",
        "id",
        "deleted",
        "versionNumber",
        "streamUpdatedAt",
    }
)
"""Fields that each record has for itself, so that conversion never copies them."""


def recognises(peek: Peek) -> bool:
    """Tell from its place and content whether a file holds an entity's definition."""
    if peek.suffix != ".json":
        return False
    return _is_definition(peek.path, peek.json) or _holds_labels(peek.path, peek.json)


def read(path: Path) -> Catalogue:
    """Return the entities and fields defined at or below ``path``; a definition alone may go without labels.

    Raises:
        UnreadableSource: A definition is broken, or a folder cannot be opened.
    """
    gathering, left_out = begin(path, PRODUCT, _TITLE)
    taker = _Definitions(gathering, left_out)
    read_folder(path, left_out, taker, marked=lambda file: file.parent.name == _FOLDER, what="entity")
    return gathering.catalogue(complete=False)


@dataclass
class _Definitions:
    gathering: Gathering
    left_out: LeftOut
    entities: dict[str, tuple[Path, list[Described]]] = field(default_factory=dict)
    labels: dict[tuple[str, str], list[Described]] = field(default_factory=dict)

    def take(self, file: Path, data: JsonValue) -> bool:
        """Keep a definition or a file of labels until all are known."""
        if not isinstance(data, dict):
            return False
        if _holds_labels(file, data):
            self.labels.setdefault((file.parent.name, file.stem), []).append(data)
            return True
        if not _is_definition(file, data):
            return False
        name = good_name(file.stem)
        if not name:
            self.left_out.add(file, "the name of its entity is missing or too long")
            return True
        self.entities.setdefault(name, (file, []))[1].append(data)
        return True

    def finish(self) -> None:
        """Put entities and labels together."""
        language = self._language()
        for name, (file, parts) in self.entities.items():
            for part in parts:
                self._take_entity(name, file, part, language)
        for name, (file, parts) in self.entities.items():
            for part in parts:
                self._take_conversion(name, file, part)
        unused = sorted({entity for _, entity in self.labels} - self.entities.keys() - {_EVERYWHERE})
        if unused:
            self.left_out.add(_LABELS, f"labels of {', '.join(unused)}, which are not defined here")

    def _language(self) -> str:
        languages = sorted({language for language, _ in self.labels})
        chosen = _LANGUAGE if _LANGUAGE in languages or not languages else languages[0]
        others = [plain(language) for language in languages if language != chosen]
        if others:
            self.left_out.add(_LABELS, f"labels in {', '.join(others)}; those in {plain(chosen)} were taken")
        return chosen

    def _label(self, language: str, entity: str, part: str, name: str) -> JsonValue:
        for owner in (entity, _EVERYWHERE):
            for labels in self.labels.get((language, owner), []):
                group = labels.get(part)
                if isinstance(group, dict) and name in group:
                    return group[name]
        return None

    def _take_entity(self, name: str, file: Path, definition: Described, language: str) -> None:
        place = self.left_out.place(file)
        title = good_name(self._label(language, name, "scopeNames", name)) or name
        self.gathering.add_object(name, title, custom=False)
        fields = definition.get("fields")
        links = definition.get("links")
        for api_name, described in fields.items() if isinstance(fields, dict) else ():
            if not isinstance(described, dict) or not good_name(api_name):
                self.left_out.add(place, f"{name}.{plain(api_name)[:80]}: is no description of a field")
                continue
            said = Describing(described, f"{place}, {name}.{plain(api_name)}", self.left_out)
            if said.is_true("disabled"):
                self.left_out.add(place, f"{name}.{plain(api_name)}: is switched off")
                continue
            link = links.get(api_name) if isinstance(links, dict) else None
            label = good_name(self._label(language, name, "fields", api_name))
            label = label or good_name(self._label(language, name, "links", api_name))
            found = self._field(said, name, plain(api_name), link if isinstance(link, dict) else {}, label)
            source = f"{_TITLE}: {place}"
            self.gathering.add_field(name, found.model_copy(update={"source": source}), place)

    def _field(
        self, said: Describing, entity: str, api_name: str, link: Described, label: str
    ) -> CatalogueField:
        native = said.text("type")
        kind = _TYPES.get(native, FieldType.OTHER)
        if native not in _TYPES:
            why = f"the type “{native}” is unknown here" if native else "its type is not said"
            self.left_out.add(f"{entity}.{api_name}", why)
        options = self._options(entity, api_name)
        unsaid = {"precision", "scale", "unique"} | (set() if label else {"label"})
        if options is None and kind in {FieldType.PICKLIST, FieldType.MULTI_PICKLIST}:
            unsaid |= {"allowed", "restricted"}
        targets = (good_name(link.get("entity")) or said.text("entity"), *said.texts("entityList"))
        return CatalogueField(
            api_name=api_name,
            label=label or api_name,
            type=kind,
            native_type=native,
            length=said.number("maxLength") or _LENGTHS.get(native),
            required=said.is_true("required"),
            writable=not said.is_true("readOnly") and native not in _PUT_TOGETHER,
            custom=said.is_true("isCustom"),
            personal=said.is_true("isPersonalData"),
            allowed=options or (),
            restricted=native in _CLOSED and bool(options) and not said.is_true("allowCustomOptions"),
            refers_to=tuple(dict.fromkeys(name for name in targets if name)),
            unsaid=frozenset(unsaid),
        )

    def _options(self, entity: str, api_name: str, depth: int = _LONGEST_CHAIN) -> tuple[str, ...] | None:
        """Return a field's values; those of the field that it refers to, as long as that leads somewhere."""
        described = self._described(entity, api_name)
        own = described.get("options")
        if isinstance(own, list):
            return tuple(dict.fromkeys(text for item in own if (text := _option(item))))
        reference = described.get("optionsReference")
        if not isinstance(reference, str):
            return None
        other, _, name = reference.rpartition(".")
        found = self._options(other, name, depth - 1) if depth else None
        if found is None:
            why = f"its values are those of {plain(reference)[:120]}, which is not here"
            self.left_out.add(f"{entity}.{api_name}", why)
        return found

    def _described(self, entity: str, api_name: str) -> Described:
        for part in self.entities.get(entity, (Path(), []))[1]:
            fields = part.get("fields")
            if isinstance(fields, dict) and isinstance(fields.get(api_name), dict):
                found = fields[api_name]
                return found if isinstance(found, dict) else {}
        return {}

    def _take_conversion(self, name: str, file: Path, definition: Described) -> None:
        rules = definition.get("convertFields")
        place = self.left_out.place(file)
        for target, lines in rules.items() if isinstance(rules, dict) else ():
            given = lines if isinstance(lines, dict) else {}
            for target_field, source_field in given.items():
                if not isinstance(source_field, str):
                    self.left_out.add(place, f"conversion to {plain(target)}.{plain(target_field)}: no field")
                    continue
                self._convert(name, source_field, target, target_field, place)
            alike = [found for found in self._alike(name, target) if found not in given]
            for found in alike:
                self._convert(name, found, target, found, place)
            if alike:
                self.gathering.take(
                    f"Conversion of {name} to {plain(target)} also copies {len(alike)} fields of the same "
                    "name and type, as EspoCRM does without being told."
                )

    def _convert(self, name: str, source_field: str, target: str, target_field: str, place: str) -> None:
        rule = ConversionRule(
            source_object=name,
            source_field=plain(source_field),
            target_object=plain(target),
            target_field=plain(target_field),
            origin=f"{_TITLE}: {place}",
        )
        self.gathering.add_conversion(rule)

    def _alike(self, name: str, target: str) -> Iterator[str]:
        """Yield the fields that both entities have, of one type, and that can be written."""
        there = {found.api_name: found for found in self.gathering.fields_of(target)}
        for found in self.gathering.fields_of(name):
            other = there.get(found.api_name)
            is_same = other is not None and other.native_type == found.native_type and other.writable
            if is_same and found.api_name not in _OWN:
                yield found.api_name


def _option(item: JsonValue) -> str:
    return plain(item) if isinstance(item, str | int | float) and not isinstance(item, bool) else ""


def _is_labels(file: Path) -> bool:
    return file.parent.parent.name == _LABELS


def _holds_labels(file: Path, data: JsonValue) -> bool:
    return _is_labels(file) and isinstance(data, dict)


def _is_definition(file: Path, data: JsonValue) -> bool:
    """Tell whether a file defines an entity: fields by name, each with a type, and the usual neighbours."""
    if not isinstance(data, dict) or _is_labels(file):
        return False
    fields = data.get("fields")
    if not isinstance(fields, dict):
        return file.parent.name == _FOLDER and "links" in data
    said = [found for found in fields.values() if isinstance(found, dict)]
    if len(said) * 2 < len(fields):
        return False
    has_neighbours = bool(data.keys() & {"links", "collection", "indexes"})
    is_placed = file.parent.name == _FOLDER
    return is_placed or (has_neighbours and any("type" in found and "name" not in found for found in said))


READER: Final = Reader(
    name="espocrm",
    title=_TITLE,
    looks_for="entityDefs/….json with the fields of an entity",
    recognises=recognises,
    read=read,
    product=PRODUCT,
)
