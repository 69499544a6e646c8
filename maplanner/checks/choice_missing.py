"""A step that does nothing because what it acts on is not chosen."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.choosing import choices, choose, usual
from maplanner.checks.finding import Severity
from maplanner.checks.survey import Survey, SurveyedStep
from maplanner.document.patch import record_class
from maplanner.document.records import Step
from maplanner.flow.behaviour import Emit


def run(survey: Survey, step: SurveyedStep) -> Iterator[Remark]:
    """Yield steps that only pass leads on while one of their choices is open."""
    if step.is_entry or any(not isinstance(operation, Emit) for operation in step.operations):
        return
    choice = next((each for each in choices(step) if not each.is_list), None)
    if choice is not None and not choice.chosen:
        yield Remark(
            step.step,
            "“{step}” does nothing yet: its {choice} is not chosen.",
            {"step": step.title, "choice": choice.meaning.title.lower()},
            fix=choose(step.step, choice.name, usual(survey, record_class(choice.meaning.ref))),
        )


CHECK = Check(
    code="choice-missing",
    title="Step that does nothing yet",
    explanation=(
        "A write needs an object, a change of points a score, a change of segment a segment. "
        "Until it is chosen, leads just pass."
    ),
    example="“Write to CRM” does nothing yet: its object is not chosen.",
    remedy="Choose the object, the score or the segment in the inspector.",
    severity=Severity.ERROR,
    of={Step: run},
)
