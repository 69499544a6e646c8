"""Dynamics 365 and Power Apps solutions: ``customizations.xml`` with the attributes of every entity in it.

A solution holds what it adds or changes, not the whole system, so that nothing counts as gone because of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from maplanner.core.errors import UnreadableSource
from maplanner.crm.catalogue import Catalogue, CatalogueField, ConversionRule
from maplanner.document.vocabulary import FieldType
from maplanner.exchange.dynamics_types import PRODUCT, dataverse_type, is_known, is_required
from maplanner.exchange.gathering import Gathering
from maplanner.exchange.json_folders import begin, good_name, whole_number
from maplanner.exchange.peeking import Peek
from maplanner.exchange.readers import Reader
from maplanner.exchange.source_files import (
    LeftOut,
    files_below,
    folders_not_entered,
    is_folder,
    plain,
    plain_lines,
    read_xml,
)

_TITLE: Final = "Dynamics 365 solution"
_NAME: Final = "customizations.xml"
_ROOT: Final = "ImportExportXml"
_ENGLISH: Final = "1033"
_LEAD: Final = "lead"
_IN_LIST: Final = frozenset({FieldType.PICKLIST, FieldType.MULTI_PICKLIST})


def recognises(peek: Peek) -> bool:
    """Tell from its name or its beginning whether a file holds a solution's customizations."""
    if peek.suffix != ".xml":
        return False
    return peek.name.lower() == _NAME or b"<" + _ROOT.encode() in peek.beginning[:2048]


def read(path: Path) -> Catalogue:
    """Return the entities and attributes of the solutions at or below ``path``.

    Raises:
        UnreadableSource: A file of customizations is broken, or a folder cannot be opened.
    """
    gathering, left_out = begin(path, PRODUCT, _TITLE)
    alone = not is_folder(path)
    for file in files_below(path.absolute()):
        if alone or recognises(Peek(file)):
            _Solution(gathering, left_out, file).take()
        else:
            left_out.add_file(file, "holds no customizations of a solution")
    if not alone:
        for folder, why in folders_not_entered(path.absolute()):
            left_out.add(folder, why)
    return gathering.catalogue(complete=False)


@dataclass
class _Solution:
    """One file of customizations."""

    gathering: Gathering
    left_out: LeftOut
    file: Path
    value_sets: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def take(self) -> None:
        """Take everything that describes entities and how a lead is converted.

        Raises:
            UnreadableSource: The file is broken, or of another kind.
        """
        root = read_xml(self.file)
        if root.tag != _ROOT:
            message = f"{plain(self.file)} holds “{plain(root.tag)[:80]}” where “{_ROOT}” is expected."
            raise UnreadableSource(message, advice="Export the solution again.")
        for found in root.findall("./optionsets/optionset"):
            name = good_name(found.get("Name"))
            if name:
                self.value_sets[name.casefold()] = tuple(dict.fromkeys(_options(found)))
        for entity in root.findall("./Entities/Entity"):
            self._take_entity(entity)
        for found in root.iter("EntityMap"):
            self._take_map(found)
        for part in root:
            if part.tag in {"Workflows", "Roles", "Dashboards", "WebResources"} and len(part):
                self.left_out.add(self.file, f"{len(part)} × {part.tag}: not needed for planning, not read")

    def _take_entity(self, entity: Element) -> None:
        described = entity.find("./EntityInfo/entity")
        named = entity.find("Name")
        name = good_name(named.text if named is not None else None)
        name = name or good_name(described.get("Name") if described is not None else None)
        if not name or described is None:
            what = name or "an entity without a name"
            self.left_out.add(self.file, f"{what}: its attributes are not in the solution")
            if not name:
                return
        label = _label(described, "LocalizedNames") if described is not None else ""
        label = label or good_name(named.get("LocalizedName") if named is not None else None)
        self.gathering.add_object(name, label or name, custom="_" in name)
        place = self.left_out.place(self.file)
        attributes = described.findall("./attributes/attribute") if described is not None else []
        for number, attribute in enumerate(attributes, 1):
            api_name = good_name(_text(attribute, "LogicalName", "Name")) or good_name(
                attribute.get("PhysicalName")
            )
            if not api_name:
                self.left_out.add(self.file, f"{name}, attribute {number}: its name is missing or too long")
                continue
            found = self._field(attribute, name, api_name)
            self.gathering.add_field(name, found, place)

    def _field(self, attribute: Element, entity: str, api_name: str) -> CatalogueField:
        native, form = _text(attribute, "Type"), _text(attribute, "Format", "FormatName")
        kind = dataverse_type(native, form)
        where = f"{self.left_out.place(self.file)}, {entity}.{api_name}"
        if not is_known(native):
            self.left_out.add(where, f"the type “{native}” is unknown here")
        values = self._values(attribute, where) if kind in _IN_LIST else None
        length = self._number(attribute, where, "MaxLength", "Length") if _has_length(kind) else None
        targets = (good_name(found.text) for found in attribute.findall("./LookupTypes/LookupType"))
        is_custom = _text(attribute, "IsCustomField") == "1"
        creatable, changeable = _text(attribute, "ValidForCreateApi"), _text(attribute, "ValidForUpdateApi")
        unsaid = {"unique", "precision"}
        unsaid |= {"allowed", "restricted"} if values is None and kind in _IN_LIST else set()
        unsaid |= set() if creatable or changeable else {"writable"}
        return CatalogueField(
            api_name=api_name,
            label=_label(attribute, "displaynames") or api_name,
            type=kind,
            native_type=f"{native} ({form})" if form else native,
            length=length,
            scale=self._number(attribute, where, "Accuracy"),
            required=is_required(_text(attribute, "RequiredLevel"), kind),
            writable=not (creatable == "0" and changeable == "0") and kind is not FieldType.IDENTIFIER,
            custom=is_custom,
            allowed=values or (),
            restricted=bool(values),
            refers_to=tuple(dict.fromkeys(name for name in targets if name)),
            help=plain_lines(_label(attribute, "Descriptions")),
            source=f"{_TITLE}: {self.left_out.place(self.file)}",
            unsaid=frozenset(unsaid),
        )

    def _values(self, attribute: Element, where: str) -> tuple[str, ...] | None:
        own = attribute.find("optionset")
        if own is not None and own.find("options") is not None:
            return tuple(dict.fromkeys(_options(own)))
        if own is not None and (own.find("states") is not None or own.find("statuses") is not None):
            return tuple(dict.fromkeys(_options(own)))
        name = _text(attribute, "OptionSetName") or (own.get("Name", "") if own is not None else "")
        found = self.value_sets.get(name.casefold())
        if found is None:
            why = f"its values are in the option set “{plain(name)}”" if name else "its values"
            self.left_out.add(
                where, f"{why}, which is not in the solution" if name else f"{why} are not said"
            )
        return found

    def _number(self, attribute: Element, where: str, *names: str) -> int | None:
        text = _text(attribute, *names)
        number = whole_number(text) if text else None
        if text and number is None:
            self.left_out.add(where, f"“{text[:40]}” is no {names[0]} that a field can have")
        return number

    def _take_map(self, found: Element) -> None:
        """Take how fields are copied when one record is made of another; only a lead's are conversion."""
        source, target = _text(found, "EntitySource"), _text(found, "EntityTarget")
        if source.casefold() != _LEAD or not target:
            return
        for line in found.iter("AttributeMap"):
            ends = _text(line, "AttributeSource"), _text(line, "AttributeTarget")
            if all(ends):
                self.gathering.add_conversion(
                    ConversionRule(
                        source_object=source,
                        source_field=ends[0],
                        target_object=target,
                        target_field=ends[1],
                        origin=f"{_TITLE}: {self.left_out.place(self.file)}",
                    )
                )


def _has_length(kind: FieldType) -> bool:
    texts = {FieldType.TEXT, FieldType.LONG_TEXT, FieldType.EMAIL, FieldType.PHONE, FieldType.URL}
    return kind in texts


def _text(element: Element, *names: str) -> str:
    for name in names:
        found = element.find(name)
        if found is not None and plain(found.text or ""):
            return plain(found.text or "")
    return ""


def _label(element: Element, group: str) -> str:
    """Return a label in English, or else the first one."""
    labels = element.find(group)
    found = list(labels) if labels is not None else []
    english = [label for label in found if label.get("languagecode") == _ENGLISH]
    return next((good_name(label.get("description")) for label in (*english, *found)), "")


def _options(option_set: Element) -> Iterator[str]:
    """Yield what people read for each value; the value itself where no label says it."""
    for group in ("options/option", "states/state", "statuses/status"):
        for option in option_set.findall(group):
            text = _label(option, "labels") or good_name(option.get("value"))
            if text:
                yield text


READER: Final = Reader(
    name="dynamics-solution",
    title=_TITLE,
    looks_for="a solution's customizations.xml, also packed",
    recognises=recognises,
    read=read,
    product=PRODUCT,
)
