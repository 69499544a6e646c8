"""Puts together what many files say about the same objects and fields."""

from __future__ import annotations

from datetime import date

from maplanner.core.clock import utc_now
from maplanner.crm.catalogue import (
    Catalogue,
    CatalogueField,
    CatalogueObject,
    ConversionRule,
    ValueList,
)
from maplanner.exchange.source_files import LeftOut, plain

_TYPE_AND_SIZE = ("type", "length", "precision", "scale")


class Gathering:
    """Collects objects, fields and values from files read one by one, then makes one catalogue of them.

    A field that several files describe takes from each what the ones before it leave unsaid, and every value
    that any of them allows; where they contradict each other, the first stays and the contradiction is noted.
    """

    def __init__(self, product: str, source: str, left_out: LeftOut, read_on: date | None = None) -> None:
        """Begin with nothing; ``source`` says to people where everything came from."""
        self._product = product
        self._source = source
        self._left_out = left_out
        self._read_on = read_on or utc_now().date()
        self._objects: dict[str, CatalogueObject] = {}
        self._fields: dict[str, dict[str, CatalogueField]] = {}
        self._waiting: list[tuple[str, str, str, str]] = []
        self._value_sets: dict[str, tuple[str, ...]] = {}
        self._standard: dict[tuple[str, str], ValueList] = {}
        self._conversions: dict[ConversionRule, None] = {}
        self._taken: dict[str, None] = {}

    def add_object(self, api_name: str, label: str, *, custom: bool) -> None:
        """Note an object; a label fills one that was empty."""
        key = api_name.casefold()
        known = self._objects.get(key)
        if known is None:
            self._objects[key] = CatalogueObject(api_name=api_name, label=label, custom=custom)
            self._fields[key] = {}
        elif label and not known.label:
            self._objects[key] = known.model_copy(update={"label": label})

    def add_field(self, object_name: str, field: CatalogueField, place: str, value_set: str = "") -> None:
        """Note a field of an object that was added; ``value_set`` names a list that holds its values."""
        fields = self._fields[object_name.casefold()]
        key = field.api_name.casefold()
        known = fields.get(key)
        fields[key] = field if known is None else self._both(known, field, object_name, place)
        if value_set:
            self._waiting.append((object_name, field.api_name, value_set, place))

    def add_value_set(self, name: str, values: tuple[str, ...]) -> None:
        """Note a list of values that fields may name; one met again adds its values."""
        self._value_sets[name.casefold()] = _union(self._value_sets.get(name.casefold(), ()), values)

    def add_values(self, object_name: str, field_name: str, values: tuple[str, ...], place: str) -> None:
        """Note the values of a field that is described elsewhere or not at all; met again, they add up."""
        key = (object_name.casefold(), field_name.casefold())
        known = self._standard.get(key)
        both = _union(known.allowed if known else (), values)
        self._standard[key] = ValueList(
            object_name=object_name,
            field_name=field_name,
            allowed=both,
            source=known.source if known else place,
        )

    def add_conversion(self, rule: ConversionRule) -> None:
        """Note where a lead's field goes when the lead is converted."""
        self._conversions[rule] = None

    def take(self, line: str) -> None:
        """Note what the source does not say in so many words and was concluded."""
        self._taken[plain(line)] = None

    def has_object(self, api_name: str) -> bool:
        """Tell whether an object of that name, in whatever case, was met."""
        return api_name.casefold() in self._objects

    def fields_of(self, object_name: str) -> tuple[CatalogueField, ...]:
        """Return the fields met so far of an object."""
        return tuple(self._fields.get(object_name.casefold(), {}).values())

    def catalogue(self, *, complete: bool) -> Catalogue:
        """Return everything as one catalogue, objects and fields by name."""
        self._give_named_values()
        apart = self._give_standard_values()
        return Catalogue(
            system_title=self._product,
            product=self._product,
            source=self._source,
            read_on=self._read_on,
            complete=complete,
            objects=tuple(self._object(key) for key in sorted(self._objects)),
            values=apart,
            conversions=tuple(self._conversions),
            left_out=self._left_out.lines(),
            taken=tuple(self._taken),
        )

    def _object(self, key: str) -> CatalogueObject:
        fields = self._fields[key]
        return self._objects[key].model_copy(
            update={"fields": tuple(fields[name] for name in sorted(fields))}
        )

    def _both(
        self, first: CatalogueField, later: CatalogueField, object_name: str, place: str
    ) -> CatalogueField:
        news = first.unsaid - later.unsaid
        taken = {name: getattr(later, name) for name in news}
        said_by_both = [name for name in _TYPE_AND_SIZE if name not in first.unsaid | later.unsaid]
        if any(getattr(first, name) != getattr(later, name) for name in said_by_both):
            name = f"{object_name}.{first.api_name}"
            self._left_out.add(place, f"describes {name} differently than {first.source}, which was kept")
        if not {"allowed"} & (first.unsaid | later.unsaid):
            taken["allowed"] = _union(first.allowed, later.allowed)
        return first.model_copy(update={**taken, "unsaid": first.unsaid & later.unsaid})

    def _give_named_values(self) -> None:
        for object_name, field_name, value_set, place in self._waiting:
            values = self._value_sets.get(value_set.casefold())
            if values is None:
                field = f"{object_name}.{field_name}"
                why = f"the values of {field} are in the value set “{value_set}”, which is not here"
                self._left_out.add(place, why)
            else:
                self._give(object_name, field_name, values)

    def _give_standard_values(self) -> tuple[ValueList, ...]:
        """Fill the fields that are described; return the lists for those that are not."""
        apart: list[ValueList] = []
        for (object_key, field_key), found in sorted(self._standard.items()):
            if field_key in self._fields.get(object_key, {}):
                self._give(found.object_name, found.field_name, found.allowed)
            else:
                apart.append(found)
        return tuple(apart)

    def _give(self, object_name: str, field_name: str, values: tuple[str, ...]) -> None:
        fields = self._fields[object_name.casefold()]
        field = fields[field_name.casefold()]
        news = {"allowed": _union(field.allowed, values), "unsaid": field.unsaid - {"allowed"}}
        fields[field_name.casefold()] = field.model_copy(update=news)


def _union(first: tuple[str, ...], later: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *later)))
