"""A name that does not follow the team's naming convention."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.survey import Survey, SurveyedStep
from maplanner.document.naming import conventions, is_named_by
from maplanner.document.records import Campaign, Segment, Step
from maplanner.document.renaming import check_name


def run(survey: Survey, record: Segment | Campaign | SurveyedStep) -> Iterator[Remark]:
    """Yield a name that does not fit, for each convention that is about it."""
    named = record.step if isinstance(record, SurveyedStep) else record
    for convention in conventions(survey.reader):
        if not convention.parts or not is_named_by(convention.record, named):
            continue
        found = check_name(convention, named, survey.reader)
        if found.proposal is None:
            continue
        proposal = found.proposal
        fix = None
        if proposal.is_complete:
            fix = Fix(
                f"Rename it to “{_short(proposal.name)}”", changes=((named.id, {"title": proposal.name}),)
            )
        yield Remark(
            named,
            "“{name}” does not follow the naming convention “{convention}”. {reason}",
            {
                "name": _short(named.title) or "A thing without a name",
                "convention": _short(convention.record.title) or convention.pattern[:60],
                "reason": found.reason[:100],
            },
            fix=fix,
            detail=convention.record.id,
        )


def _short(text: str) -> str:
    return text if len(text) <= 50 else f"{text[:49]}…"


CHECK = Check(
    code="name-off-convention",
    title="Name that does not follow the convention",
    explanation=(
        "Names that are made alike can be sorted, searched and understood by everybody. "
        "One that is not will be looked for in vain."
    ),
    example="“Webinar pumps” does not follow the naming convention “Lists”. Without date.",
    remedy="Rename it, or change the convention.",
    severity=Severity.NOTE,
    of={Segment: run, Campaign: run, Step: run},
)
