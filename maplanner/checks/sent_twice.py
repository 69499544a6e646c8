"""An e-mail to two segments that share members, from a tool that does not remove duplicates."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.survey import Survey, SurveyedStep, title_of
from maplanner.document.records import Segment, Step, System
from maplanner.document.vocabulary import SystemRole


def run(survey: Survey, step: SurveyedStep) -> Iterator[Remark]:
    """Yield e-mails that the members of two segments get twice."""
    if step.step.kind != "email" or step.step.once:
        return
    system = _tool(survey, step)
    if system is None or system.removes_duplicates:
        return
    reached = sorted(survey.segments_before(step.step.campaign).get(step.step.id, frozenset()))
    for one, other in combinations(reached[:20], 2):
        if survey.can_share(one, other) is False:
            continue
        names = [title_of(survey.reader.find(Segment, each))[:40] for each in (one, other)]
        yield Remark(
            step.step,
            "Who is in both “{one}” and “{other}” gets “{step}” twice: {tool} does not remove duplicates.",
            {"one": names[0], "other": names[1], "step": step.title[:50], "tool": title_of(system)[:40]},
            fix=Fix("Send it once per lead", changes=((step.step.id, {"once": True}),)),
            detail=f"{one} {other}",
        )


def _tool(survey: Survey, step: SurveyedStep) -> System | None:
    """Return what sends the e-mail: the step's own system, or the plan's usual tool for it."""
    named = survey.reader.find_or_none(System, step.step.system)
    if named is not None:
        return named
    for role in (SystemRole.AUTOMATION, SystemRole.EMAIL):
        usual = survey.reader.find_or_none(System, survey.usual_system(role))
        if usual is not None:
            return usual
    return None


CHECK = Check(
    code="sent-twice",
    title="E-mail to two segments that share members",
    explanation="Who is on two lists gets the same e-mail twice, unless the tool removes duplicates.",
    example=(
        "Who is in both “Customers” and “Newsletter” gets “Spring offer” twice: "
        "Mail tool does not remove duplicates."
    ),
    remedy="Mark the step once per lead, or let the segments exclude each other.",
    severity=Severity.WARNING,
    of={Step: run},
)
