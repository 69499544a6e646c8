"""A step at which leads stop although it is not an end."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.survey import Survey, SurveyedStep
from maplanner.document.records import Link, Step
from maplanner.flow.behaviour import CreateTask, LeaveCampaign, Notify, Output, StartCampaign, WriteRecord
from maplanner.steps import KINDS

_OUTCOMES = (WriteRecord, CreateTask, Notify, StartCampaign, LeaveCampaign)
"""What hands a lead over: a campaign may well stop behind it."""

_STEP_WIDTH = 186.0 + 64.0
"""From one step to the next on a drawing, in pixels."""


def run(_survey: Survey, step: SurveyedStep) -> Iterator[Remark]:
    """Yield steps from which no link leads on. Entries are another check's."""
    if step.behaviour is None or step.is_entry or step.behaviour.ends or step.live_links:
        return
    if not step.outputs:
        return
    handed_over = any(isinstance(operation, _OUTCOMES) for operation in step.operations)
    yield Remark(
        step.step,
        "Leads stop at “{step}”; no link leads on and it is no end.",
        {"step": step.title},
        severity=Severity.NOTE if handed_over else Severity.WARNING,
        fix=end_behind(step, step.outputs[0]),
    )


def end_behind(step: SurveyedStep, output: Output) -> Fix | None:
    """Return the fix that draws an end behind an output."""
    if "end" not in KINDS:
        return None
    end = Step.new(
        campaign=step.step.campaign,
        kind="end",
        title=KINDS["end"].new_title or KINDS["end"].title,
        x=step.step.x + _STEP_WIDTH,
        y=step.step.y,
        props=KINDS["end"].defaults(),
    )
    link = Link.new(source=step.step.id, target=end.id, output=output.name)
    return Fix(f"End after “{step.title}”", puts=(end, link))


CHECK = Check(
    code="dead-end",
    title="Dead end that is not an end",
    explanation=(
        "Where leads stop without an end, nobody knows whether something is missing. "
        "Lead them on, or draw an end."
    ),
    example="Leads stop at “Fifth mail”; no link leads on and it is no end.",
    remedy="Draw a link on, or an end.",
    severity=Severity.WARNING,
    of={Step: run},
)
