"""A link that leaves by an output its step does not have."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.survey import Survey, SurveyedStep
from maplanner.document.records import Link, Step


def run(survey: Survey, step: SurveyedStep) -> Iterator[Remark]:
    """Yield links that no lead ever takes because nothing sends leads out there."""
    live = {link.id for link in step.live_links}
    for link in step.links:
        if link.id not in live:
            names = {
                "step": step.title,
                "target": survey.flow_of(link.target).title,
                "output": link.output,
            }
            text = "“{step}” has no output “{output}”; nobody takes its link to “{target}”."
            yield Remark(link, text, names, fix=_mend(step, link))


def _mend(step: SurveyedStep, link: Link) -> Fix:
    """Let the link leave by the step's first output; delete it where such a link is there already."""
    taken = {(other.output, other.target) for other in step.links}
    if step.outputs and (step.outputs[0].name, link.target) not in taken:
        first = step.outputs[0]
        return Fix(f"Leave by “{first.title}”", changes=((link.id, {"output": first.name}),))
    return Fix("Delete the link", removes=(link.id,))


CHECK = Check(
    code="link-without-output",
    title="Link from an output that is not there",
    explanation="A link must leave by one of its step's outputs; after a change of the step one may be gone.",
    example="“Newsletter” has no output “faxed”; nobody takes its link to “Call”.",
    remedy="Let the link leave by another output, or delete it.",
    severity=Severity.ERROR,
    of={Step: run},
)
