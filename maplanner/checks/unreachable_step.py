"""A step to which no way leads from any entry."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.survey import Survey, SurveyedStep
from maplanner.document.records import Campaign


def run(survey: Survey, campaign: Campaign) -> Iterator[Remark]:
    """Yield steps that no lead can come to. A campaign without an entry is another check's."""
    steps = {step.step.id: step for step in survey.flows_of(campaign.id)}
    entries = [key for key, step in steps.items() if step.is_entry]
    if not entries:
        return
    reached = _reached(steps, entries)
    for key, step in steps.items():
        if key not in reached:
            yield Remark(
                step.step,
                "No way leads to “{step}” from any entry.",
                {"step": step.title},
                fix=Fix(f"Delete “{step.title}”", removes=(key,)),
            )


def _reached(steps: dict[str, SurveyedStep], entries: list[str]) -> set[str]:
    found = set(entries)
    pending = list(entries)
    while pending:
        for link in steps[pending.pop()].live_links:
            if link.target not in found:
                found.add(link.target)
                pending.append(link.target)
    return found


CHECK = Check(
    code="unreachable-step",
    title="Step that cannot be reached",
    explanation="A step to which no way leads from an entry never sees a lead. Link it, or delete it.",
    example="No way leads to “Thank-you mail” from any entry.",
    remedy="Draw a link to the step, or delete it.",
    severity=Severity.WARNING,
    of={Campaign: run},
)
