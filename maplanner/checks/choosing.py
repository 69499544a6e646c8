"""What steps and conditions point to, and what could be chosen instead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel

from maplanner.checks.finding import Fix
from maplanner.checks.survey import Survey, SurveyedStep
from maplanner.document.asking import named_type
from maplanner.document.fields import FieldSpec, field_specs
from maplanner.document.patch import record_class
from maplanner.document.records import CrmObject, Record, Step, System
from maplanner.document.values import Condition
from maplanner.document.vocabulary import SystemRole


@dataclass(frozen=True)
class Choice:
    """A property of a step that names other records."""

    name: str
    meaning: FieldSpec
    chosen: tuple[str, ...]
    is_list: bool


def choices(step: SurveyedStep) -> Iterator[Choice]:
    """Yield the properties of a step that name other records, with what is chosen."""
    if step.props is None:
        return
    for name, meaning in _naming(type(step.props)):
        value = getattr(step.props, name)
        is_list = isinstance(value, tuple)
        chosen = value if is_list else (value,) if value else ()
        yield Choice(name, meaning, tuple(chosen), is_list)


@cache
def _naming(props: type[BaseModel]) -> tuple[tuple[str, FieldSpec], ...]:
    """Return the properties of a kind that name other records."""
    return tuple((name, meaning) for name, meaning in field_specs(props).items() if meaning.ref)


def gone(survey: Survey, choice: Choice) -> list[str]:
    """Return the identifiers chosen that no longer exist."""
    cls = record_class(choice.meaning.ref)
    return [each for each in choice.chosen if survey.reader.find_or_none(cls, each) is None]


def missing_subject(survey: Survey, condition: Condition) -> bool:
    """Tell whether a condition names a record that does not exist."""
    cls = named_type(condition)
    return cls is not None and bool(condition.ref) and survey.reader.find_or_none(cls, condition.ref) is None


def usual(survey: Survey, cls: type[Record]) -> Record | None:
    """Return the record that is most likely meant: the only one, or the CRM's Lead; ``None`` in doubt."""
    candidates: list[Record] = list(survey.reader.all(cls))
    if cls is CrmObject:
        candidates = _objects_of_the_crm(survey)
    return candidates[0] if len(candidates) == 1 else None


def _objects_of_the_crm(survey: Survey) -> list[Record]:
    crm = {system.id for system in survey.reader.all(System) if system.role is SystemRole.CRM}
    objects = [each for each in survey.reader.all(CrmObject) if each.system in crm]
    leads: list[Record] = [each for each in objects if each.api_name.casefold() == "lead"]
    return leads or list(objects)


def choose(step: Step, name: str, record: Record | None) -> Fix | None:
    """Return the fix that lets a property name a record."""
    if record is None:
        return None
    title = getattr(record, "title", "") or getattr(record, "api_name", "") or record.id
    return Fix(f"Choose “{title}”", changes=((step.id, {f"props.{name}": record.id}),))
