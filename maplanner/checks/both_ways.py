"""A mapping that copies both ways, without a rule which side wins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.survey import Survey
from maplanner.checks.surveyed import INTO, Collected, mapped
from maplanner.document.records import CrmField, FormField, Mapping
from maplanner.document.vocabulary import ConflictRule, Direction


def run(survey: Survey, asked: Collected) -> Iterable[Remark]:
    """Return remarks on mappings of a form field that go both ways without a rule."""
    for mapping, _ in asked.mapped:
        if mapping.direction is not INTO:
            undecided = [pair for pair in asked.mapped if _is_undecided(pair[0])]
            return _remarks(survey, asked.field, undecided)
    return ()


def of_held(survey: Survey, field: CrmField) -> Iterator[Remark]:
    """Yield mappings of a held field that go both ways without a rule."""
    undecided = filter(_is_undecided, survey.reader.having(Mapping, "held", field.id))
    return _remarks(survey, field, mapped(survey.reader, undecided))


def _is_undecided(mapping: Mapping) -> bool:
    return mapping.direction is Direction.BOTH and mapping.conflict is ConflictRule.NONE


def _remarks(
    survey: Survey, source: FormField | CrmField, undecided: list[tuple[Mapping, CrmField]]
) -> Iterator[Remark]:
    for mapping, target in undecided:
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
