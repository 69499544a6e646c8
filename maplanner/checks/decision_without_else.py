"""A decision one side of which leads nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.dead_end import end_behind
from maplanner.checks.finding import Severity
from maplanner.checks.survey import Survey, SurveyedStep
from maplanner.document.records import Step
from maplanner.flow.behaviour import Emit, When


def run(_survey: Survey, step: SurveyedStep) -> Iterator[Remark]:
    """Yield decisions with a link on one side only. Those without any are dead ends."""
    sides = _sides(step) if step.conditions else set()
    linked = {link.output for link in step.live_links}
    if not linked or not sides:
        return
    for output in step.outputs:
        if output.name in sides and output.name not in linked:
            yield Remark(
                step.step,
                "Leads for whom “{step}” says “{output}” stop there; no link leads on.",
                {"step": step.title, "output": output.title},
                fix=end_behind(step, output),
                detail=output.name,
            )


def _sides(step: SurveyedStep) -> set[str]:
    """Return the outputs by which a decision lets leads out, one for each side."""
    whens = [each for each in step.operations if isinstance(each, When)]
    return {each.output for when in whens for each in (*when.then, *when.otherwise) if isinstance(each, Emit)}


CHECK = Check(
    code="decision-without-else",
    title="Decision with one side open",
    explanation=(
        "A decision parts leads in two. Where one side leads nowhere, nobody knows whether they were "
        "forgotten or are meant to stop."
    ),
    example="Leads for whom “Ready for sales?” says “No” stop there; no link leads on.",
    remedy="Lead the other side on, or draw an end behind it.",
    severity=Severity.NOTE,
    of={Step: run},
)
