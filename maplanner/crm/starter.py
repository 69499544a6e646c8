"""Starter catalogues: the standard objects and fields of common CRMs, as their vendors document them.

They let a team begin before anybody has read their own CRM, and supply what a CRM's metadata leaves
unsaid about standard fields. Each is one file in ``resources/catalogues``, with source and date.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from maplanner.core.errors import MissingPart
from maplanner.core.resources import resource_root
from maplanner.crm.catalogue import Catalogue, CatalogueField, CatalogueObject, ConversionRule
from maplanner.document.vocabulary import SystemRole


class _StarterFile(BaseModel):
    """The form of a file in ``resources/catalogues``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["maplanner catalogue"]
    version: Literal[1]
    name: str
    title: str
    product: str
    role: SystemRole
    source: str
    as_of: date
    verified: bool
    objects: tuple[CatalogueObject, ...]
    conversions: tuple[tuple[str, str], ...] = ()
    """Where a lead's fields go by the vendor's own map: pairs such as ``Lead.Company``, ``Account.Name``."""


def starter_names() -> tuple[str, ...]:
    """Return the names of the starter catalogues, in alphabetical order."""
    return tuple(sorted(path.stem for path in _folder().glob("*.json")))


@cache
def starter_catalogue(name: str) -> Catalogue:
    """Return the starter catalogue of that name, such as ``salesforce``.

    Raises:
        MissingPart: There is none of that name, or the installation's copy is damaged.
    """
    if name not in starter_names():
        known = ", ".join(starter_names()) or "none"
        raise MissingPart(f"There is no starter catalogue “{name}”.", advice=f"There are: {known}.")
    path = _folder() / f"{name}.json"
    try:
        content = _StarterFile.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        message = f"The starter catalogue {path} is damaged."
        raise MissingPart(message, advice="Install maplanner again.") from error
    return Catalogue(
        system_title=content.title,
        product=content.product,
        source=content.source,
        read_on=content.as_of,
        objects=tuple(_sourced(item, content.source) for item in content.objects),
        conversions=tuple(_conversion(pair, content.source) for pair in content.conversions),
    )


def standard_object(product: str, object_name: str) -> CatalogueObject | None:
    """Return what is documented about a product's standard object, or ``None`` where nothing is."""
    catalogue = _catalogue_of(product.casefold())
    return None if catalogue is None else catalogue.object(object_name)


def standard_field(product: str, object_name: str, field_name: str) -> CatalogueField | None:
    """Return what is documented about a product's standard field, or ``None`` where nothing is."""
    item = standard_object(product, object_name)
    return None if item is None else item.field(field_name)


@cache
def _catalogue_of(product: str) -> Catalogue | None:
    catalogues = (starter_catalogue(name) for name in starter_names())
    return next((found for found in catalogues if found.product.casefold() == product), None)


def _sourced(item: CatalogueObject, source: str) -> CatalogueObject:
    fields = tuple(field.model_copy(update={"source": source}) for field in item.fields)
    return item.model_copy(update={"fields": fields})


def _conversion(pair: tuple[str, str], source: str) -> ConversionRule:
    (source_object, _, source_field), (target_object, _, target_field) = (end.partition(".") for end in pair)
    return ConversionRule(
        source_object=source_object,
        source_field=source_field,
        target_object=target_object,
        target_field=target_field,
        origin=source,
    )


def _folder() -> Path:
    return resource_root() / "catalogues"
