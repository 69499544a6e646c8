"""Data that is used in one place and also written to another where nobody reads it."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.survey import Survey
from maplanner.checks.surveyed import BACK
from maplanner.document.records import CrmField, FormField, Mapping


def run(survey: Survey, field: CrmField) -> Iterator[Remark]:
    """Yield a field that is written and serves nothing. What serves nowhere at all is another check's."""
    if survey.leads_to_use(field.id):
        return
    into = survey.reader.having(Mapping, "target", field.id)
    into = [each for each in into if each.direction is not BACK]
    if not into or any(each.uses for each in into):
        return
    if any(_is_declared(survey, each) for each in into) or not any(_is_read(survey, each) for each in into):
        return
    name = survey.title_of_field(field)
    yield Remark(
        field,
        "{field} is written, but nothing reads it there.",
        {"field": name},
        fix=Fix(f"Stop writing {name}", removes=tuple(each.id for each in into)),
    )


def _is_declared(survey: Survey, mapping: Mapping) -> bool:
    collected = survey.reader.find_or_none(FormField, mapping.collected)
    held = survey.reader.find_or_none(CrmField, mapping.held)
    return bool(collected and collected.uses) or bool(held and held.uses)


def _is_read(survey: Survey, mapping: Mapping) -> bool:
    collected = survey.reader.find_or_none(FormField, mapping.collected)
    held = survey.reader.find_or_none(CrmField, mapping.held)
    if collected is not None:
        return survey.is_read(collected)
    return held is not None and survey.is_held_read(held)


CHECK = Check(
    code="written-never-read",
    title="Written and never read",
    explanation=(
        "Data that one tool needs is often copied to others for no reason. Each copy costs calls, "
        "and goes out of date."
    ),
    example="Lead.Budget__c is written, but nothing reads it there.",
    remedy="Say under “Used for” what the field serves, or delete the mapping.",
    severity=Severity.NOTE,
    of={CrmField: run},
)
