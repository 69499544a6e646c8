"""A change of segment that leaves a membership behind."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.survey import Survey, SurveyedStep, title_of
from maplanner.document.records import Segment, SegmentRemoval, Step
from maplanner.flow.behaviour import JoinSegment


def run(survey: Survey, step: SurveyedStep) -> Iterator[Remark]:
    """Yield steps that put leads into a segment while they stay in one joined earlier on the way."""
    joins = [act for act in step.acts if isinstance(act, JoinSegment)]
    if not joins:
        return
    before = survey.joined_before(step.step.campaign).get(step.step.id, frozenset())
    for act in joins:
        joined = survey.reader.find_or_none(Segment, act.segment)
        for name in sorted({segment for segment, _step in before}):
            stale = survey.reader.find_or_none(Segment, name)
            if joined is None or stale is None or not _stays(survey, joined, stale, act):
                continue
            yield Remark(
                step.step,
                "“{step}” puts leads into “{joined}” and leaves them in “{stale}”, which they joined before.",
                {"step": step.title, "joined": title_of(joined)[:50], "stale": title_of(stale)[:50]},
                fix=_leave(step, stale),
                detail=stale.id,
            )


def _stays(survey: Survey, joined: Segment, stale: Segment, act: JoinSegment) -> bool:
    if joined.id == stale.id or stale.id in act.leaves:
        return False
    if joined.exclusive_set is not None and joined.exclusive_set == stale.exclusive_set:
        return False
    removals = survey.reader.having(SegmentRemoval, "segment", joined.id)
    return not any(each.leaves == stale.id for each in removals)


def _leave(step: SurveyedStep, stale: Segment) -> Fix | None:
    leaves = getattr(step.props, "leaves", None)
    if leaves is None:
        return None
    title = title_of(stale)
    short = title if len(title) <= 40 else f"{title[:39]}…"
    return Fix(f"Let them leave “{short}”", changes=((step.step.id, {"props.leaves": [*leaves, stale.id]}),))


CHECK = Check(
    code="stale-membership",
    title="Change of segment that leaves a membership behind",
    explanation=(
        "Who moves on from one segment to the next should leave the first; "
        "otherwise it goes on being written to as if nothing had happened."
    ),
    example="“Won” puts leads into “Customers” and leaves them in “Prospects”, which they joined before.",
    remedy="Let the step take leads out of the other segment, or let the two exclude each other.",
    severity=Severity.NOTE,
    of={Step: run},
)
