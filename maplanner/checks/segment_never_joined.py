"""A decision or a trigger on a segment that nobody joins."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Severity
from maplanner.checks.survey import Survey, SurveyedStep
from maplanner.document.records import Campaign, Criterion, Record, Segment, Step
from maplanner.document.vocabulary import SegmentMaking
from maplanner.flow.behaviour import OnDate, OnSegment


def run(survey: Survey, record: Record | SurveyedStep) -> Iterator[Remark]:
    """Yield what depends on a segment without criteria that no step puts anybody into."""
    for number, (about, title, ref) in enumerate(_watchers(survey, record)):
        segment = survey.reader.find_or_none(Segment, ref)
        if segment is None or ref in survey.joined() or survey.reader.referring(Criterion, "segment", ref):
            continue
        by_hand = segment.made is SegmentMaking.BY_HAND
        yield Remark(
            about,
            "“{asker}” depends on the segment “{segment}”, but no step puts anybody into it."
            if by_hand
            else "“{asker}” depends on the segment “{segment}”, but it has no criteria and no step fills it.",
            {"asker": title, "segment": segment.title or "untitled segment"},
            severity=Severity.NOTE if by_hand else Severity.WARNING,
            detail=f"{ref} {number or ''}".strip(),
        )


def _watchers(survey: Survey, record: Record | SurveyedStep) -> Iterator[tuple[Record, str, str]]:
    for asked in survey.asked_by(record):
        if asked.condition.subject == "segment":
            yield asked.by, asked.title, asked.condition.ref
    if isinstance(record, SurveyedStep) and record.behaviour is not None:
        for source in record.behaviour.sources:
            if isinstance(source, OnSegment | OnDate) and source.segment:
                yield record.step, record.title, source.segment


CHECK = Check(
    code="segment-never-joined",
    title="Decision on a segment that nobody joins",
    explanation=(
        "A segment is filled by criteria, by steps or by hand. Without any of these, "
        "everybody goes the same way."
    ),
    example="“Customer?” depends on the segment “Customers”, but it has no criteria and no step fills it.",
    remedy="Give the segment a criterion, or draw the step that puts leads into it.",
    severity=Severity.WARNING,
    of={Step: run, Campaign: run, Criterion: run},
)
