"""An entry whose leads have nowhere to go."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Severity
from maplanner.checks.survey import Survey, SurveyedStep
from maplanner.document.records import Step


def run(_survey: Survey, step: SurveyedStep) -> Iterator[Remark]:
    """Yield entries without a link."""
    if step.behaviour is not None and step.is_entry and not step.live_links and not step.behaviour.ends:
        yield Remark(step.step, "Leads come in at “{step}” and go nowhere from there.", {"step": step.title})


CHECK = Check(
    code="entry-without-way-on",
    title="Entry without a way on",
    explanation="Leads that come in must be able to go somewhere. Draw a link to the first thing they meet.",
    example="Leads come in at “Planner ad” and go nowhere from there.",
    remedy="Draw a link from the entry to the first thing leads meet.",
    severity=Severity.ERROR,
    of={Step: run},
)
