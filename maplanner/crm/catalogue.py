"""Catalogues: what a system holds, in words that fit every CRM.

A reader makes a catalogue from what a CRM gives out; merging it into a plan is another step
(:mod:`maplanner.crm.merge`), so that a person sees first what would change.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from maplanner.document.vocabulary import FieldType

PLANNED: Final = "planned"
"""What a field of the plan has as its source when the team means to add it to the system."""


class CatalogueField(BaseModel):
    """A field as a system describes it, with the attributes of the plan's own field record.

    ``unsaid`` names the attributes about which the source says nothing: their values here are only
    defaults and must not overwrite what is known from elsewhere.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    api_name: str = Field(min_length=1, max_length=255)
    label: str = ""
    type: FieldType = FieldType.OTHER
    native_type: str = ""
    length: int | None = Field(default=None, ge=0)
    precision: int | None = Field(default=None, ge=0)
    scale: int | None = Field(default=None, ge=0)
    required: bool = False
    unique: bool = False
    writable: bool = True
    custom: bool = False
    allowed: tuple[str, ...] = ()
    restricted: bool = False
    personal: bool = False
    refers_to: tuple[str, ...] = ()
    help: str = ""
    source: str = ""
    unsaid: frozenset[str] = frozenset()


class CatalogueObject(BaseModel):
    """An object such as Lead, with those of its fields that the source names."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    api_name: str = Field(min_length=1, max_length=255)
    label: str = ""
    custom: bool = False
    fields: tuple[CatalogueField, ...] = ()

    def field(self, api_name: str) -> CatalogueField | None:
        """Return the field of that name in whatever case, or ``None``."""
        wanted = api_name.casefold()
        return next((field for field in self.fields if field.api_name.casefold() == wanted), None)


class ValueList(BaseModel):
    """The values a field takes, where the source keeps them apart from the field."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    object_name: str
    field_name: str
    allowed: tuple[str, ...]
    source: str = ""


class ConversionRule(BaseModel):
    """Where a lead's field goes when the lead is converted, by the names of objects and fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    source_object: str
    source_field: str
    target_object: str
    target_field: str
    origin: str = ""

    @property
    def text(self) -> str:
        """The rule as people read it."""
        return f"{self.source_object}.{self.source_field} → {self.target_object}.{self.target_field}"


class Catalogue(BaseModel):
    """What a system holds, as one source describes it.

    ``complete`` says that each object named here is described with all its fields, so that a field that
    is not among them is gone; ``complete_for_its_own`` that this holds only for fields that were read from
    the same kind of source before, as with a list that somebody keeps beside the system. ``values`` are lists
    of values for fields that the source does not describe otherwise. ``conversions`` say where a lead's
    fields go when it is converted. ``left_out`` holds a line for each thing in the source that could not be
    placed, and why; ``taken`` one for each thing that the source does not say in so many words and that the
    reader concluded.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    system_title: str
    product: str = ""
    source: str = ""
    read_on: date | None = None
    complete: bool = False
    complete_for_its_own: bool = False
    objects: tuple[CatalogueObject, ...] = ()
    values: tuple[ValueList, ...] = ()
    conversions: tuple[ConversionRule, ...] = ()
    left_out: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()

    def object(self, api_name: str) -> CatalogueObject | None:
        """Return the object of that name in whatever case, or ``None``."""
        wanted = api_name.casefold()
        return next((item for item in self.objects if item.api_name.casefold() == wanted), None)

    def only(self, names: Collection[str]) -> Catalogue:
        """Return the catalogue of just the named objects, with their fields' values and conversions."""
        wanted = {name.casefold() for name in names}
        objects = tuple(item for item in self.objects if item.api_name.casefold() in wanted)
        values = tuple(found for found in self.values if found.object_name.casefold() in wanted)
        rules = tuple(
            rule
            for rule in self.conversions
            if {rule.source_object.casefold(), rule.target_object.casefold()} <= wanted
        )
        return self.model_copy(update={"objects": objects, "values": values, "conversions": rules})

    def fields(self) -> Iterator[tuple[CatalogueObject, CatalogueField]]:
        """Yield every field with the object it belongs to."""
        for item in self.objects:
            for field in item.fields:
                yield item, field

    @property
    def field_count(self) -> int:
        """How many fields all objects have together."""
        return sum(len(item.fields) for item in self.objects)
