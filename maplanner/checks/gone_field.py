"""A field that went from its system and is still mapped."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.survey import Survey
from maplanner.checks.targets import best_target
from maplanner.document.records import Conversion, CrmField, CrmObject, FormField, Mapping


def run(survey: Survey, field: CrmField) -> Iterator[Remark]:
    """Yield what still begins or ends at a field that its system no longer has."""
    if field.gone_on is None:
        return
    name = survey.title_of_field(field)
    names = {"field": name, "day": field.gone_on.isoformat()}
    into = survey.reader.having(Mapping, "target", field.id)
    for mapping in (*into, *survey.reader.having(Mapping, "held", field.id)):
        text = "{field} is no longer in its system (read on {day}); what is mapped to it is lost."
        yield Remark(mapping, text, names, field=name, fix=_instead(survey, field, mapping))
    converted = survey.reader.having(Conversion, "target", field.id)
    for conversion in (*converted, *survey.reader.having(Conversion, "source", field.id)):
        text = "{field} is no longer in its system (read on {day}); it cannot be converted."
        fix = Fix("Delete the conversion", removes=(conversion.id,))
        yield Remark(conversion, text, names, field=name, fix=fix)


def _instead(survey: Survey, field: CrmField, mapping: Mapping) -> Fix:
    source = survey.reader.find_or_none(FormField, mapping.collected) or survey.reader.find_or_none(
        CrmField, mapping.held
    )
    holder = survey.reader.find_or_none(CrmObject, field.object)
    if mapping.target == field.id and source is not None and holder is not None:
        gone = {each.id for each in survey.reader.having(CrmField, "object", holder.id) if each.gone_on}
        other = best_target(survey, source, [holder], gone)
        if other is not None:
            title = f"Map to {survey.title_of_field(other)} instead"
            return Fix(title, changes=((mapping.id, {"target": other.id}),))
    return Fix("Delete the mapping", removes=(mapping.id,))


CHECK = Check(
    code="mapped-field-gone",
    title="Mapping to a field that is gone",
    explanation="A field that was deleted in the CRM takes no data; writes to it fail.",
    example="Lead.Fax is no longer in its system (read on 2026-11-01); what is mapped to it is lost.",
    remedy="Map to another field, or delete the mapping.",
    severity=Severity.ERROR,
    of={CrmField: run},
)
