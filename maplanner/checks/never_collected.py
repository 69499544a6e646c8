"""A field of a tool that is sent on although nothing in the plan fills it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.survey import Survey
from maplanner.checks.surveyed import Collected
from maplanner.crm.suggest import is_usually_asked
from maplanner.document.records import CrmField, FormField, Mapping
from maplanner.document.vocabulary import Direction, FieldType

_MADE_BY_THE_SYSTEM = {FieldType.FORMULA, FieldType.SUMMARY, FieldType.IDENTIFIER}


def of_asked(survey: Survey, asked: Collected) -> Iterable[Remark]:
    """Return a remark where a form field is mapped and nobody fills it in."""
    field = asked.field
    if field.fill_rate != 0 or field.required or not asked.forward:
        return ()
    return (
        Remark(
            field,
            "“{field}” on {step} is mapped, but nobody fills it in.",
            {"field": survey.title_of_field(field), "step": survey.flow_of(field.step).title},
            fix=Fix("Make the field required", changes=((field.id, {"required": True}),)),
        ),
    )


def run(survey: Survey, field: CrmField) -> Iterator[Remark]:
    """Yield the mappings that send on what people would have to give, and nobody asks for.

    What a CRM holds comes from sales, and what is not asked of people from the tool itself.
    """
    if not field.writable or field.type in _MADE_BY_THE_SYSTEM or survey.is_in_crm(field.object):
        return
    if not is_usually_asked(field):
        return
    onward = survey.reader.having(Mapping, "held", field.id)
    if not onward or any(each.direction is not Direction.INTO for each in onward):
        return
    if survey.reader.having(Mapping, "target", field.id):
        return
    for mapping in onward:
        target = survey.reader.find_or_none(CrmField, mapping.target)
        if target is not None:
            name = survey.title_of_field(field)
            yield Remark(
                mapping,
                "{source} is sent to {target}, but nothing in the plan collects it.",
                {"source": name, "target": survey.title_of_field(target)},
                field=name,
                fix=Fix("Stop sending it", removes=(mapping.id,)),
            )


CHECK = Check(
    code="mapped-never-collected",
    title="Mapped and never collected",
    explanation=(
        "A mapping that begins at a field which no form, list or other system fills sends nothing, "
        "whatever it promises."
    ),
    example="contact.phone is sent to Lead.Phone, but nothing in the plan collects it.",
    remedy="Ask for the data on a form or a list and map it, or delete the mapping.",
    severity=Severity.NOTE,
    of={CrmField: run, FormField: of_asked},
)
