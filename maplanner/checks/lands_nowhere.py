"""A form field whose data lands in no field of any system."""

from __future__ import annotations

from collections.abc import Iterable

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Severity
from maplanner.checks.survey import Survey
from maplanner.checks.surveyed import Collected
from maplanner.checks.targets import proposed_landing
from maplanner.document.records import FormField


def run(survey: Survey, asked: Collected) -> Iterable[Remark]:
    """Return a remark where a field has no mapping; what is read stays in the tool and serves there."""
    field = asked.field
    if asked.forward or (field.key and survey.lands(field.key)) or survey.is_read(field):
        return ()
    names = {"field": survey.title_of_field(field), "step": survey.flow_of(field.step).title}
    return (Remark(field, "“{field}” on {step} lands nowhere.", names, fix=proposed_landing(survey, field)),)


CHECK = Check(
    code="form-field-lands-nowhere",
    title="Form field that lands nowhere",
    explanation="What a form asks for must land in a field of a system, or nobody will ever see it again.",
    example="“Budget” on Guide form lands nowhere.",
    remedy="Map the field to a field of a system, or stop asking for it.",
    severity=Severity.ERROR,
    of={FormField: run},
)
