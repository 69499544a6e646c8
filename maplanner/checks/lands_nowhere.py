"""A form field whose data lands in no field of any system."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.landing import key_of
from maplanner.checks.survey import Survey
from maplanner.checks.targets import best_target, custom_field, written_objects
from maplanner.document.records import CrmObject, FormField, Mapping


def run(survey: Survey) -> Iterator[Remark]:
    """Yield form fields without a mapping; what a condition asks for stays in the tool and is used there."""
    asked = {each.condition.ref for each in survey.conditions if each.condition.subject == "field"}
    objects = written_objects(survey)
    for step, field in survey.form_fields:
        if not survey.landing.mappings_of(field) and key_of(field) not in asked:
            yield Remark(
                field,
                "“{field}” on {step} lands nowhere.",
                {"field": survey.title_of_field(field), "step": step.title},
                fix=_let_it_land(survey, field, objects),
            )


def _let_it_land(survey: Survey, field: FormField, objects: list[CrmObject]) -> Fix | None:
    """Map the field to the one it is probably meant for; where there is none, add one."""
    target = best_target(survey, field, objects, _taken(survey, field))
    if target is not None:
        mapping = Mapping.new(collected=field.id, target=target.id)
        return Fix(f"Map to {survey.title_of_field(target)}", puts=(mapping,))
    return custom_field(survey, field, objects[0]) if objects else None


def _taken(survey: Survey, field: FormField) -> set[str]:
    """Return the fields in which other data of the same form lands."""
    others = survey.reader.referring(FormField, "step", field.step)
    return {mapping.target for other in others for mapping in survey.landing.mappings_of(other)}


CHECK = Check(
    code="form-field-lands-nowhere",
    title="Form field that lands nowhere",
    explanation="What a form asks for must land in a field of a system, or nobody will ever see it again.",
    example="“Budget” on Guide form lands nowhere.",
    severity=Severity.ERROR,
    run=run,
)
