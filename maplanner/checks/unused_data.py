"""Data that is collected or synchronised although nobody uses it."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.landing import key_of
from maplanner.checks.survey import Survey
from maplanner.document.records import CrmField, FormField, Mapping
from maplanner.document.vocabulary import FieldType


def run(survey: Survey) -> Iterator[Remark]:
    """Yield form fields, then fields held elsewhere, that land somewhere and serve nothing."""
    asked = {each.condition.ref for each in survey.conditions if each.condition.subject == "field"}
    used: dict[str, bool] = {}
    for step, field in survey.form_fields:
        mappings = survey.landing.mappings_of(field)
        if not mappings or _serves_by_itself(field) or key_of(field) in asked:
            continue
        key = key_of(field)
        if key not in used:
            same = survey.landing.fields_by_key[key]
            used[key] = any(each.uses for each in same) or _is_used(survey, mappings)
        if used[key]:
            continue
        yield Remark(
            field,
            "“{field}” on {step} is collected but used for nothing.",
            {"field": survey.title_of_field(field), "step": step.title},
            fix=Fix(f"Stop collecting “{survey.title_of_field(field)}”", removes=(field.id,)),
        )
    yield from _of_held(survey)


def _of_held(survey: Survey) -> Iterator[Remark]:
    for mapping in survey.reader.all(Mapping):
        held = survey.reader.find_or_none(CrmField, mapping.held)
        target = survey.reader.find_or_none(CrmField, mapping.target)
        if held is None or target is None or held.uses or _is_used(survey, [mapping]):
            continue
        name = survey.title_of_field(target)
        yield Remark(
            mapping,
            "{field} is synchronised and used for nothing.",
            {"field": name},
            field=name,
            fix=Fix("Stop synchronising", removes=(mapping.id,)),
        )


def _serves_by_itself(field: FormField) -> bool:
    """Tell whether a field is needed whatever the plan says: to reach people, and to be allowed to."""
    return field.type is FieldType.EMAIL or field.consent


def _is_used(survey: Survey, mappings: list[Mapping]) -> bool:
    for mapping in survey.landing.onward(mappings):
        target = survey.reader.find_or_none(CrmField, mapping.target)
        if mapping.uses or (target is not None and (target.uses or target.required)):
            return True
    return False


CHECK = Check(
    code="data-used-for-nothing",
    title="Data collected but used for nothing",
    explanation=(
        "Every field on a form costs visitors, and every synchronised field costs calls. "
        "Say what the data is used for, or leave it out."
    ),
    example="“Fax” on Guide form is collected but used for nothing.",
    severity=Severity.NOTE,
    run=run,
)
