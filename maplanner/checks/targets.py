"""Where data that lands nowhere could land: a field that is there, or one to add."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from maplanner.checks.finding import Fix
from maplanner.checks.survey import Survey, title_of_object
from maplanner.crm.catalogue import PLANNED
from maplanner.crm.merge import described_record
from maplanner.crm.starter import standard_field, standard_object
from maplanner.crm.suggest import suggest_target
from maplanner.document.records import CrmField, CrmObject, FormField, Mapping, System
from maplanner.document.vocabulary import FieldType, SystemRole

_USUAL_LENGTH = 255
_PEOPLE = ("lead", "prospect", "contact", "person")
"""What CRMs call the records that forms fill, the newest acquaintances first."""
_TEXTS = {FieldType.TEXT, FieldType.EMAIL, FieldType.PHONE, FieldType.URL}


def written_objects(survey: Survey) -> list[CrmObject]:
    """Return the objects that steps write to, or all of the CRM's, people first, where no step writes."""
    found = [survey.reader.find_or_none(CrmObject, each) for each in survey.written()]
    written = [each for each in found if each is not None]
    crm = {system.id for system in survey.reader.all(System) if system.role is SystemRole.CRM}
    return written or sorted(
        (each for each in survey.reader.all(CrmObject) if each.system in crm), key=_people_first
    )


def _people_first(item: CrmObject) -> int:
    name = item.api_name.casefold()
    return _PEOPLE.index(name) if name in _PEOPLE else len(_PEOPLE)


def proposed_landing(survey: Survey, field: FormField, objects: list[CrmObject] | None = None) -> Fix | None:
    """Return the fix that maps a form field to the field it is probably meant for, or to one it adds.

    ``objects`` are those to look in; the ones written to where they are not given.
    """
    objects = written_objects(survey) if objects is None else objects
    target = best_target(survey, field, objects, _taken(survey, field))
    if target is not None:
        mapping = Mapping.new(collected=field.id, target=target.id)
        return Fix(f"Map to {survey.title_of_field(target)}", puts=(mapping,))
    if not objects:
        return None
    return standard_field_to_add(survey, field, objects[0]) or custom_field(survey, field, objects[0])


def _taken(survey: Survey, field: FormField) -> set[str]:
    """Return the fields in which other data of the same form lands."""
    others = survey.fields_of(field.step)
    return {mapping.target for other in others for mapping in survey.landing.mappings_of(other)}


def best_target(
    survey: Survey, source: FormField | CrmField, objects: Iterable[CrmObject], taken: Iterable[str] = ()
) -> CrmField | None:
    """Return the field of some objects that a piece of data most probably belongs in."""
    fields = [field for each in objects for field in survey.reader.referring(CrmField, "object", each.id)]
    found = suggest_target(source, fields, frozenset(taken))
    return None if found is None else found.field


def standard_field_to_add(survey: Survey, source: FormField, holder: CrmObject) -> Fix | None:
    """Return the fix that adds a field which the vendor documents and the plan lacks, where one is meant.

    What CRMs give out often lacks the fields that every installation has: nobody should add one like them.
    """
    system = survey.reader.find_or_none(System, holder.system)
    product = "" if system is None else system.product
    documented = _documented(product, holder.api_name)
    there = {each.api_name.casefold() for each in survey.reader.referring(CrmField, "object", holder.id)}
    found = suggest_target(source, [each for each in documented if each.api_name.casefold() not in there])
    described = None if found is None else standard_field(product, holder.api_name, found.field.api_name)
    if described is None:
        return None
    field = described_record(described, holder.id)
    mapping = Mapping.new(collected=source.id, target=field.id)
    name = f"{title_of_object(holder)}.{field.api_name}"
    return Fix(f"Add the standard field {name} and map to it", puts=(field, mapping))


@cache
def _documented(product: str, object_name: str) -> tuple[CrmField, ...]:
    """Return the fields of a standard object that its vendor documents and data can be written to."""
    known = standard_object(product, object_name)
    fields = () if known is None else known.fields
    return tuple(described_record(each, object_name) for each in fields if each.writable)


def custom_field(survey: Survey, source: FormField, holder: CrmObject) -> Fix | None:
    """Return the fix that adds a planned field to an object and lets the data land there.

    Its source says that it is planned, so that reading the CRM again does not take it for one that is gone.
    ``None`` where the object has one of that name already.
    """
    system = survey.reader.find_or_none(System, holder.system)
    name = _api_name(source, "" if system is None else system.product)
    there = survey.reader.referring(CrmField, "object", holder.id)
    if any(field.api_name.casefold() == name.casefold() for field in there):
        return None
    is_text = source.type in _TEXTS
    field = CrmField.new(
        object=holder.id,
        api_name=name,
        label=source.title or source.key,
        type=source.type,
        length=(source.length or _USUAL_LENGTH) if is_text else source.length,
        allowed=source.options,
        custom=True,
        source=PLANNED,
    )
    mapping = Mapping.new(collected=source.id, target=field.id)
    return Fix(f"Add {title_of_object(holder)}.{name} and map to it", puts=(field, mapping))


def _api_name(source: FormField, product: str) -> str:
    """Return a name after the habit of the product: Salesforce's own fields end in ``__c``."""
    words = re.findall(r"[A-Za-z0-9]+", source.title or source.key) or ["Field"]
    name = "_".join(word[:1].upper() + word[1:] for word in words)
    name = name if name[0].isalpha() else f"F_{name}"
    return f"{name}__c" if "salesforce" in product.casefold() else name
