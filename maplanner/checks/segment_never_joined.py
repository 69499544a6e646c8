"""A decision or a trigger on a segment that nobody joins."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Severity
from maplanner.checks.survey import Survey
from maplanner.document.records import Criterion, Record, Segment
from maplanner.document.vocabulary import SegmentMaking
from maplanner.flow.behaviour import JoinSegment, OnSegment


def run(survey: Survey) -> Iterator[Remark]:
    """Yield what depends on a segment without criteria that no step puts anybody into."""
    joined = {each.segment for _, each in survey.all_operations if isinstance(each, JoinSegment)}
    for about, title, ref in _watchers(survey):
        segment = survey.reader.find_or_none(Segment, ref)
        if segment is None or ref in joined or survey.reader.referring(Criterion, "segment", ref):
            continue
        by_hand = segment.made is SegmentMaking.BY_HAND
        yield Remark(
            about,
            "“{asker}” depends on the segment “{segment}”, but no step puts anybody into it."
            if by_hand
            else "“{asker}” depends on the segment “{segment}”, but it has no criteria and no step fills it.",
            {"asker": title, "segment": segment.title or "untitled segment"},
            severity=Severity.NOTE if by_hand else Severity.WARNING,
        )


def _watchers(survey: Survey) -> Iterator[tuple[Record, str, str]]:
    for asked in survey.conditions:
        if asked.condition.subject == "segment":
            yield asked.by, asked.title, asked.condition.ref
    for step in survey.steps.values():
        for source in () if step.behaviour is None else step.behaviour.sources:
            if isinstance(source, OnSegment):
                yield step.step, step.title, source.segment


CHECK = Check(
    code="segment-never-joined",
    title="Decision on a segment that nobody joins",
    explanation=(
        "A segment is filled by criteria, by steps or by hand. Without any of these, "
        "everybody goes the same way."
    ),
    example="“Customer?” depends on the segment “Customers”, but it has no criteria and no step fills it.",
    severity=Severity.WARNING,
    run=run,
)
