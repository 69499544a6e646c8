"""An entry that does not know yet what lets leads in."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.choosing import choices, gone
from maplanner.checks.finding import Severity
from maplanner.checks.survey import Survey, SurveyedStep
from maplanner.document.records import Step


def run(survey: Survey, step: SurveyedStep) -> Iterator[Remark]:
    """Yield entries without a source, such as a trigger whose threshold is not chosen."""
    if step.behaviour is None or not step.is_entry or step.behaviour.sources:
        return
    if not any(gone(survey, choice) for choice in choices(step)):
        text = "Nobody comes in at “{step}”: what it waits for is not chosen."
        yield Remark(step.step, text, {"step": step.title})


CHECK = Check(
    code="entry-without-source",
    title="Entry that waits for nothing",
    explanation="A trigger must say what lets leads in: a threshold, a score, a segment or another campaign.",
    example="Nobody comes in at “Hot leads”: what it waits for is not chosen.",
    remedy="Choose what the trigger waits for.",
    severity=Severity.ERROR,
    of={Step: run},
)
