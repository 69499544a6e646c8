"""What a new record of each sort looks like, and what it needs to hang on."""

from __future__ import annotations

from typing import Any

from maplanner.desktop.tables.topics import topic_title
from maplanner.desktop.words import tr
from maplanner.document.fields import references
from maplanner.document.patch import record_class
from maplanner.document.reading import RecordReader
from maplanner.document.records import (
    Assumption,
    BusyTime,
    Campaign,
    CampaignGroup,
    CrmField,
    CrmObject,
    DataFlow,
    FormField,
    Goal,
    Holiday,
    Link,
    Mapping,
    Note,
    OwnWork,
    Plan,
    Problem,
    Record,
    SalesTeam,
    Scenario,
    Score,
    ScoringRule,
    Segment,
    Solution,
    Step,
    System,
    TeamMember,
    Threshold,
    WorkCalendar,
    WorkRole,
)

_MADE_ON_THE_CANVAS = frozenset({Step, Link, Note})
_FIRST_VALUES: dict[type[Record], dict[str, str]] = {
    Campaign: {"title": "New campaign"},
    CampaignGroup: {"title": "New group"},
    Goal: {"basic": "New goal"},
    Problem: {"text": "New problem"},
    Scenario: {"title": "New scenario"},
    System: {"title": "New system"},
    CrmObject: {"api_name": "NewObject__c", "label": "New object"},
    CrmField: {"api_name": "New_Field__c", "label": "New field"},
    FormField: {"title": "New field", "key": "new_field"},
    Score: {"title": "New score"},
    ScoringRule: {"title": "New rule"},
    Threshold: {"title": "New threshold"},
    Segment: {"title": "New segment"},
    Solution: {"title": "New solution"},
    WorkRole: {"title": "New role"},
    TeamMember: {"title": "New person"},
    OwnWork: {"title": "New work"},
    WorkCalendar: {"title": "New calendar"},
    Holiday: {"title": "New holiday"},
    BusyTime: {"title": "Busy time"},
    SalesTeam: {"title": "New team"},
}
_CUSTOM = frozenset({CrmObject, CrmField})


def required_references(record_type: type[Record]) -> dict[str, type[Record]]:
    """Return the references that a record cannot be without, by field."""
    return {
        name: record_class(meaning.ref)
        for name, meaning in references(record_type).items()
        if record_type.model_fields[name].is_required()
    }


def parent_column(record_type: type[Record]) -> str | None:
    """Return the field by which a record hangs on another, or ``None``."""
    return next(iter(required_references(record_type)), None)


def parent_choices(record_type: type[Record], reader: RecordReader) -> list[Record]:
    """Return the records that a new one could hang on."""
    column = parent_column(record_type)
    if column is None:
        return []
    return [
        each for each in reader.all(required_references(record_type)[column]) if _suits(record_type, each)
    ]


def can_add(record_type: type[Record], reader: RecordReader) -> tuple[bool, str]:
    """Return whether one can be added and, if not, why."""
    if record_type in _MADE_ON_THE_CANVAS:
        return False, tr("{what} are made on the drawing.").format(what=topic_title(record_type))
    for needed in required_references(record_type).values():
        found = [each for each in reader.all(needed) if _suits(record_type, each)]
        if not found:
            return False, tr("First add something under {what}.").format(what=topic_title(needed))
    if record_type is DataFlow and reader.count(System) < 2:
        return False, tr("A data flow needs two systems.")
    return True, ""


def new_record(
    record_type: type[Record], reader: RecordReader, parent_id: str | None = None
) -> Record | None:
    """Return a new record that hangs on the parent, or on the first there is; ``None`` where none can be."""
    if not can_add(record_type, reader)[0]:
        return None
    values: dict[str, Any] = {key: tr(text) for key, text in _FIRST_VALUES.get(record_type, {}).items()}
    for place, (name, needed) in enumerate(required_references(record_type).items()):
        found = [each.id for each in reader.all(needed) if _suits(record_type, each)]
        values[name] = parent_id if place == 0 and parent_id in found else found[min(place, len(found) - 1)]
    if record_type in _CUSTOM:
        values["custom"] = True
    if record_type in (Problem, Assumption):
        values["about"] = Plan().id
    if record_type is Mapping:
        values["collected"] = _unmapped(reader)
    if "order" in record_type.model_fields:
        values["order"] = 1.0 + max(
            (float(getattr(each, "order", 0.0)) for each in reader.all(record_type)), default=-1.0
        )
    return record_type.new(**values)


def _suits(record_type: type[Record], parent: Record) -> bool:
    """Return whether a record may hang on a parent: form fields only on steps that collect, and so on."""
    if record_type in (FormField, BusyTime) and isinstance(parent, Step):
        from maplanner.steps import kind_of

        kind = kind_of(parent)
        if kind is None:
            return False
        return kind.collects if record_type is FormField else "year" in kind.props.model_fields
    return True


def _unmapped(reader: RecordReader) -> str | None:
    """Return the first form field that lands nowhere, or the first of all."""
    fields = reader.all(FormField)
    free = [field for field in fields if not reader.referring(Mapping, "collected", field.id)]
    return next((field.id for field in [*free, *fields]), None)
