"""Posts whose visitors nobody can tell from others."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Severity
from maplanner.checks.survey import Survey, SurveyedStep
from maplanner.document.records import Step


def run(survey: Survey, step: SurveyedStep) -> Iterator[Remark]:
    """Yield posts that lead elsewhere than to a landing page."""
    if step.step.kind != "social_post" or step.behaviour is None:
        return
    for link in step.live_links:
        target = survey.reader.find_or_none(Step, link.target)
        if target is not None and target.kind != "landing_page":
            yield Remark(
                step.step,
                "“{step}” leads to “{target}”, where nobody can tell who came by it.",
                {"step": step.title, "target": target.title},
            )


CHECK = Check(
    code="post-untracked",
    title="Post without tracking",
    explanation="What comes of posts is known only where they lead to a landing page of their own, whose "
    "visitors can be counted.",
    example="“LinkedIn posts” leads to “Price list”, where nobody can tell who came by it.",
    remedy="Draw a landing page between the post and what follows.",
    severity=Severity.NOTE,
    of={Step: run},
)
