"""A form field whose data lands in no field of any system."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Severity
from maplanner.checks.landing import key_of
from maplanner.checks.survey import Survey
from maplanner.checks.targets import proposed_landing, written_objects


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
                fix=proposed_landing(survey, field, objects),
            )


CHECK = Check(
    code="form-field-lands-nowhere",
    title="Form field that lands nowhere",
    explanation="What a form asks for must land in a field of a system, or nobody will ever see it again.",
    example="“Budget” on Guide form lands nowhere.",
    severity=Severity.ERROR,
    run=run,
)
