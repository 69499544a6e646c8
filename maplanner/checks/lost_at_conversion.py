"""A lead's field that holds data and goes nowhere when the lead is converted."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.survey import Survey
from maplanner.checks.targets import best_target
from maplanner.document.records import Conversion, CrmField, CrmObject


def run(survey: Survey, field: CrmField) -> Iterator[Remark]:
    """Yield a field that is filled and not carried over. Only objects with a conversion are converted."""
    if survey.reader.having(Conversion, "source", field.id) or not survey.conversion_targets(field.object):
        return
    filling, held = survey.filling(field.id)
    if filling or held:
        name = survey.title_of_field(field)
        text = "{field} is filled, but lost when the lead is converted."
        yield Remark(field, text, {"field": name}, fix=_carry_over(survey, field))


def _carry_over(survey: Survey, field: CrmField) -> Fix | None:
    found = (survey.reader.find_or_none(CrmObject, key) for key in survey.conversion_targets(field.object))
    objects = [each for each in found if each is not None]
    target = best_target(survey, field, objects, survey.converted_into())
    if target is None or target.type is not field.type or (target.length or 0) < (field.length or 0):
        return None
    conversion = Conversion.new(source=field.id, target=target.id)
    return Fix(f"Carry it over to {survey.title_of_field(target)}", puts=(conversion,))


CHECK = Check(
    code="lost-at-conversion",
    title="Value lost at conversion",
    explanation=(
        "When a lead becomes a contact, an account and an opportunity, fields without a place there are "
        "left behind, and sales no longer see them."
    ),
    example="Lead.Budget__c is filled, but lost when the lead is converted.",
    remedy="Say where the field goes at conversion; add a field there if there is none.",
    severity=Severity.WARNING,
    of={CrmField: run},
)
