"""A mapping that copies both ways, without a rule which side wins."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.survey import Survey
from maplanner.checks.surveyed import Collected
from maplanner.document.records import CrmField, FormField, Mapping
from maplanner.document.vocabulary import ConflictRule, Direction


def run(survey: Survey, asked: Collected) -> Iterator[Remark]:
    """Yield mappings of a form field that go both ways without a rule."""
    return _undecided(survey, asked.field, asked.mappings)


def of_held(survey: Survey, field: CrmField) -> Iterator[Remark]:
    """Yield mappings of a held field that go both ways without a rule."""
    return _undecided(survey, field, tuple(survey.reader.having(Mapping, "held", field.id)))


def _undecided(
    survey: Survey, source: FormField | CrmField, mappings: tuple[Mapping, ...]
) -> Iterator[Remark]:
    for mapping in mappings:
        if mapping.direction is not Direction.BOTH or mapping.conflict is not ConflictRule.NONE:
            continue
        target = survey.reader.find_or_none(CrmField, mapping.target)
        if target is None:
            continue
        crm = survey.is_in_crm(target.object)
        rule = ConflictRule.CRM_WINS if crm else ConflictRule.NEWEST
        yield Remark(
            mapping,
            "{source} and {target} are copied both ways, and nothing says which wins.",
            {"source": survey.title_of_field(source), "target": survey.title_of_field(target)},
            field=survey.title_of_field(target),
            fix=Fix(
                "Let the CRM win" if crm else "Let the newest win",
                changes=((mapping.id, {"conflict": rule.value}),),
            ),
        )


CHECK = Check(
    code="both-ways-without-rule",
    title="Copied both ways without a rule",
    explanation="When both sides have changed, a field that is copied both ways needs a rule who wins.",
    example="Mautic.phone and Lead.Phone are copied both ways, and nothing says which wins.",
    remedy="Choose who wins under “When both differ”, or copy one way only.",
    severity=Severity.WARNING,
    of={FormField: run, CrmField: of_held},
)
