"""A step of a kind that this version does not know."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Severity
from maplanner.checks.survey import Survey, SurveyedStep
from maplanner.document.records import Step
from maplanner.steps import kind_of


def run(_survey: Survey, step: SurveyedStep) -> Iterator[Remark]:
    """Yield steps whose kind is unknown."""
    if kind_of(step.step) is None:
        text = "“{step}” is a “{kind}”, which this version does not know; leads stop there."
        yield Remark(step.step, text, {"step": step.title, "kind": step.step.kind})


CHECK = Check(
    code="unknown-kind",
    title="Step of an unknown kind",
    explanation="The plan was made by a newer version. The step is kept as it is, but it does nothing here.",
    example="“Chat” is a “chat_bot”, which this version does not know; leads stop there.",
    remedy="Open the plan with the version that made it, or replace the step.",
    severity=Severity.WARNING,
    of={Step: run},
)
