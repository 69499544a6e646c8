"""Data that is collected or synchronised although nobody uses it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.survey import Survey
from maplanner.checks.surveyed import Collected
from maplanner.document.records import CrmField, FormField, Mapping
from maplanner.document.vocabulary import FieldType

_EMAIL: Final = FieldType.EMAIL


def run(survey: Survey, asked: Collected) -> Iterable[Remark]:
    """Return a remark where what a form asks for lands somewhere and serves nothing."""
    field = asked.field
    # To reach people, and to be allowed to, is a use that nobody needs to declare.
    if field.uses or field.consent or field.type is _EMAIL:
        return ()
    mappings = asked.forward or survey.mapped_by_key(field.key)
    for mapping in mappings:
        # Here and no generator, which takes three times as long: this runs for every field.
        if mapping.uses or survey.leads_to_use(mapping.target):
            return ()
    if not mappings:
        return ()
    if (field.key and survey.key_is_used(field.key)) or survey.is_read(field):
        return ()
    name = survey.title_of_field(field)
    return (
        Remark(
            field,
            "“{field}” on {step} is collected but used for nothing.",
            {"field": name, "step": survey.flow_of(field.step).title},
            fix=Fix(f"Stop collecting “{name}”", removes=(field.id,)),
        ),
    )


def of_held(survey: Survey, held: CrmField) -> Iterator[Remark]:
    """Yield the mappings that copy a held field to where it serves nothing."""
    if held.uses or survey.is_held_read(held):
        return
    for mapping in survey.reader.having(Mapping, "held", held.id):
        target = survey.reader.find_or_none(CrmField, mapping.target)
        if target is None or mapping.uses or survey.leads_to_use(mapping.target):
            continue
        name = survey.title_of_field(target)
        yield Remark(
            mapping,
            "{field} is synchronised and used for nothing.",
            {"field": name},
            field=name,
            fix=Fix("Stop synchronising", removes=(mapping.id,)),
        )


CHECK = Check(
    code="data-used-for-nothing",
    title="Data collected but used for nothing",
    explanation=(
        "Every field on a form costs visitors, and every synchronised field costs calls. "
        "Say what the data is used for, or leave it out."
    ),
    example="“Fax” on Guide form is collected but used for nothing.",
    remedy="Say under “Used for” what the data serves, or stop collecting it.",
    severity=Severity.NOTE,
    of={FormField: run, CrmField: of_held},
)
