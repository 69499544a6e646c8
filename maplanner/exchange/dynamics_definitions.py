"""What the Dynamics 365 Web API says of its entities: the answers of ``EntityDefinitions`` as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import JsonValue

from maplanner.crm.catalogue import Catalogue, CatalogueField
from maplanner.document.vocabulary import FieldType
from maplanner.exchange.dynamics_types import PRODUCT, dataverse_type, is_known, is_required
from maplanner.exchange.gathering import Gathering
from maplanner.exchange.json_folders import Described, Describing, begin, good_name, read_folder
from maplanner.exchange.peeking import Peek
from maplanner.exchange.readers import Reader
from maplanner.exchange.source_files import LeftOut, plain_lines

_TITLE: Final = "Dynamics 365 entity definitions"
_IN_LIST: Final = frozenset({FieldType.PICKLIST, FieldType.MULTI_PICKLIST})


def recognises(peek: Peek) -> bool:
    """Tell from its content whether a file holds definitions of entities."""
    return any(True for _ in definitions(peek.json))


def read(path: Path) -> Catalogue:
    """Return the entities whose definitions lie at or below ``path``.

    Raises:
        UnreadableSource: The only file is broken, or a folder cannot be opened.
    """
    gathering, left_out = begin(path, PRODUCT, _TITLE)
    read_folder(path, left_out, Definitions(gathering, left_out), marked=lambda _: False, what="entity")
    return gathering.catalogue(complete=True)


@dataclass
class Definitions:
    """Takes definitions one by one; values that come apart from an attribute reach it later."""

    gathering: Gathering
    left_out: LeftOut
    title: str = _TITLE

    def take(self, file: Path, data: JsonValue) -> bool:
        """Take every definition in a file."""
        found = list(definitions(data))
        for definition in found:
            self.take_entity(definition, self.left_out.place(file))
        return bool(found)

    def finish(self) -> None:
        """Do nothing: each definition is whole."""

    def take_entity(self, definition: Described, place: str) -> None:
        """Take an entity with its attributes."""
        name = good_name(definition.get("LogicalName"))
        label = _label(definition.get("DisplayName"))
        self.gathering.add_object(name, label or name, custom=definition.get("IsCustomEntity") is True)
        helpers = 0
        attributes = definition.get("Attributes")
        for number, attribute in enumerate(attributes if isinstance(attributes, list) else (), 1):
            api_name = good_name(attribute.get("LogicalName")) if isinstance(attribute, dict) else ""
            if not isinstance(attribute, dict) or not api_name:
                self.left_out.add(place, f"{name}, attribute {number}: its name is missing or too long")
            elif attribute.get("AttributeOf"):
                helpers += 1
            else:
                said = Describing(attribute, f"{place}, {name}.{api_name}", self.left_out)
                found = self._field(said, name, api_name)
                source = f"{self.title}: {place}"
                self.gathering.add_field(name, found.model_copy(update={"source": source}), place)
        if helpers:
            why = f"{helpers} × attribute that only shows another one as text, not read"
            self.left_out.add(place, f"{name}: {why}")

    def take_values(self, entity: str, attributes: JsonValue, place: str) -> None:
        """Take the values of an entity's lists, which the Web API gives apart from the attributes."""
        for attribute in attributes if isinstance(attributes, list) else ():
            name = good_name(attribute.get("LogicalName")) if isinstance(attribute, dict) else ""
            values = _options(attribute) if isinstance(attribute, dict) else ()
            if name and values:
                self.gathering.add_values(entity, name, values, place)

    def _field(self, said: Describing, entity: str, api_name: str) -> CatalogueField:
        native = good_name(said.inner("AttributeTypeName").get("Value")) or said.text("AttributeType")
        native = native.removesuffix("Type")
        form = said.text("Format") or good_name(said.inner("FormatName").get("Value"))
        kind = dataverse_type(native, form)
        if not is_known(native):
            self.left_out.add(f"{entity}.{api_name}", f"the type “{native}” is unknown here")
        if said.is_true("IsPrimaryId"):
            kind = FieldType.IDENTIFIER
        values = _options(said.described) if kind in _IN_LIST else ()
        creatable, changeable = said.described.get("IsValidForCreate"), said.described.get("IsValidForUpdate")
        return CatalogueField(
            api_name=api_name,
            label=_label(said.described.get("DisplayName")) or api_name,
            type=kind,
            native_type=f"{native} ({form})" if form else native,
            length=said.number("MaxLength"),
            scale=said.number("Precision") if kind in {FieldType.NUMBER, FieldType.MONEY} else None,
            required=is_required(good_name(said.inner("RequiredLevel").get("Value")), kind),
            writable=(creatable is not False or changeable is not False) and kind is not FieldType.IDENTIFIER,
            custom=said.is_true("IsCustomAttribute"),
            allowed=values,
            restricted=kind in _IN_LIST,
            refers_to=said.texts("Targets"),
            help=plain_lines(_label(said.described.get("Description"))),
            unsaid=frozenset(
                {"unique", "precision"} | ({"allowed"} if kind in _IN_LIST and not values else set())
            ),
        )


def definitions(data: JsonValue) -> Iterator[Described]:
    """Yield the definitions of entities in an answer."""
    if (
        isinstance(data, dict)
        and good_name(data.get("LogicalName"))
        and isinstance(data.get("Attributes"), list)
    ):
        yield data
    elif isinstance(data, dict):
        yield from definitions(data.get("value"))
    elif isinstance(data, list):
        for item in data:
            if isinstance(item, dict) and "LogicalName" in item:
                yield from definitions(item)


def _label(label: JsonValue) -> str:
    if not isinstance(label, dict):
        return ""
    own = label.get("UserLocalizedLabel")
    if isinstance(own, dict) and good_name(own.get("Label")):
        return good_name(own.get("Label"))
    labels = label.get("LocalizedLabels")
    found = (
        (item.get("Label") for item in labels if isinstance(item, dict)) if isinstance(labels, list) else ()
    )
    return next((good_name(text) for text in found if good_name(text)), "")


def _options(attribute: Described) -> tuple[str, ...]:
    """Return what people read for each value of a list; the value itself where no label says it."""
    texts: list[str] = []
    for key in ("OptionSet", "GlobalOptionSet"):
        found = attribute.get(key)
        options = found.get("Options") if isinstance(found, dict) else None
        texts += [
            _label(option.get("Label")) or str(option.get("Value") or "")
            for option in (options if isinstance(options, list) else [])
            if isinstance(option, dict)
        ]
    return tuple(dict.fromkeys(text for text in texts if text))


READER: Final = Reader(
    name="dynamics-definitions",
    title=_TITLE,
    looks_for="JSON with LogicalName and Attributes, as EntityDefinitions answers",
    recognises=recognises,
    read=read,
    product=PRODUCT,
)
