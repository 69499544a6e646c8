"""A step to which no way leads from any entry."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.survey import Survey, SurveyedStep


def run(survey: Survey) -> Iterator[Remark]:
    """Yield steps that no lead can come to. A campaign without an entry is another check's."""
    for campaign in survey.campaigns:
        entries = survey.entries_of(campaign)
        if not entries:
            continue
        reached = _reached(survey, entries)
        for step in survey.steps_of(campaign):
            if step.step.id not in reached:
                yield Remark(
                    step.step,
                    "No way leads to “{step}” from any entry.",
                    {"step": step.title},
                    fix=Fix(f"Delete “{step.title}”", removes=(step.step.id,)),
                )


def _reached(survey: Survey, entries: list[SurveyedStep]) -> set[str]:
    found = {step.step.id for step in entries}
    pending = list(found)
    while pending:
        for link in survey.steps[pending.pop()].live_links:
            if link.target not in found:
                found.add(link.target)
                pending.append(link.target)
    return found


CHECK = Check(
    code="unreachable-step",
    title="Step that cannot be reached",
    explanation="A step to which no way leads from an entry never sees a lead. Link it, or delete it.",
    example="No way leads to “Thank-you mail” from any entry.",
    severity=Severity.WARNING,
    run=run,
)
