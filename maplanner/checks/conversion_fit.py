"""A conversion of a lead's field that the CRM would not take."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.survey import Survey
from maplanner.crm.lead_conversion import converts
from maplanner.document.records import Conversion, CrmField


def run(survey: Survey, conversion: Conversion) -> Iterator[Remark]:
    """Yield conversions with a target that has another source, another type, or less room."""
    source = survey.reader.find_or_none(CrmField, conversion.source)
    target = survey.reader.find_or_none(CrmField, conversion.target)
    if source is None or target is None:
        return
    names = {"source": survey.title_of_field(source), "target": survey.title_of_field(target)}
    delete = Fix("Delete the conversion", removes=(conversion.id,))
    others = survey.reader.having(Conversion, "target", target.id)
    if others[0].id != conversion.id:
        text = "{target} is filled from {source} and from another field at conversion; only one can."
        yield Remark(conversion, text, names, field=names["source"], fix=delete, detail="several")
    if not converts(source.type, target.type):
        names |= {"one": source.type.value, "other": target.type.value}
        text = "{source} cannot be converted to {target}: one is {one}, the other {other}."
        yield Remark(conversion, text, names, field=names["source"], fix=delete, detail="type")
    elif source.length and target.length and source.length > target.length:
        names |= {"one": str(source.length), "other": str(target.length)}
        text = "{source} holds {one} characters and {target} only {other}; converted values are cut off."
        yield Remark(
            conversion, text, names, field=names["source"], severity=Severity.WARNING, detail="length"
        )


CHECK = Check(
    code="conversion-does-not-fit",
    title="Conversion that does not fit",
    explanation=(
        "At conversion, each field is filled from one field of the lead, of the same type, "
        "and no longer than it holds."
    ),
    example="Lead.Budget__c cannot be converted to Opportunity.Amount: one is text, the other money.",
    remedy="Choose a field of the same type and length, one for each source.",
    severity=Severity.ERROR,
    of={Conversion: run},
)
