"""A decision on a score that nothing changes."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.survey import Survey
from maplanner.document.records import Record, Score, ScoringRule, Threshold
from maplanner.document.vocabulary import EventType
from maplanner.flow.behaviour import AddPoints, OnGain, OnIdle, OnThreshold, Raise

_WORTH_POINTS = (
    EventType.FORM_FILLED,
    EventType.WEBINAR_ATTENDED,
    EventType.CONTENT_DOWNLOADED,
    EventType.EMAIL_CLICKED,
    EventType.VIDEO_WATCHED,
    EventType.EMAIL_OPENED,
    EventType.PAGE_VISITED,
)
"""Engagements that a first rule may reward, the most telling first."""


def run(survey: Survey) -> Iterator[Remark]:
    """Yield decisions and triggers that watch a score which no rule and no step of the plan changes."""
    changed = _changed(survey)
    for about, title, score in _watchers(survey):
        if score.id in changed:
            continue
        ruled = bool(survey.reader.referring(ScoringRule, "score", score.id))
        text = (
            "“{asker}” depends on the score “{score}”, but no step does what its rules give points for."
            if ruled
            else "“{asker}” depends on the score “{score}”, but nothing changes it."
        )
        yield Remark(
            about,
            text,
            {"asker": title, "score": score.title or "untitled score"},
            fix=_first_rule(survey, score),
        )


def _changed(survey: Survey) -> set[str]:
    """Return the scores that change for somebody."""
    found = {each.score for _, each in survey.all_operations if isinstance(each, AddPoints) and each.points}
    events = {(step.step.id, each.event) for step, each in survey.all_operations if isinstance(each, Raise)}
    anywhere = {event for _, event in events}
    for rule in survey.reader.all(ScoringRule):
        heard = rule.event in anywhere if rule.step is None else (rule.step, rule.event) in events
        if heard and rule.points:
            found.add(rule.score)
    return found


def _watchers(survey: Survey) -> Iterator[tuple[Record, str, Score]]:
    """Yield what depends on a score: the record, what people call it, and the score."""
    for asked in survey.conditions:
        score = _score_of(survey, asked.condition.subject, asked.condition.ref)
        if score is not None:
            yield asked.by, asked.title, score
    for step in survey.steps.values():
        for source in () if step.behaviour is None else step.behaviour.sources:
            if isinstance(source, OnThreshold):
                score = _score_of(survey, "threshold", source.threshold)
            elif isinstance(source, OnGain | OnIdle):
                score = survey.reader.find_or_none(Score, source.score)
            else:
                continue
            if score is not None:
                yield step.step, step.title, score


def _score_of(survey: Survey, subject: str, ref: str) -> Score | None:
    if subject == "threshold":
        threshold = survey.reader.find_or_none(Threshold, ref)
        return None if threshold is None else survey.reader.find_or_none(Score, threshold.score)
    return survey.reader.find_or_none(Score, ref) if subject in {"score", "account score"} else None


def _first_rule(survey: Survey, score: Score) -> Fix | None:
    raised = {each.event for _, each in survey.all_operations if isinstance(each, Raise)}
    event = next((event for event in _WORTH_POINTS if event in raised), None)
    if event is None:
        return None
    rule = ScoringRule.new(score=score.id, title=event.value.capitalize(), event=event)
    return Fix(f"Give {rule.points:g} points for “{event.value}”", puts=(rule,))


CHECK = Check(
    code="score-never-changes",
    title="Decision on a score that nothing changes",
    explanation=(
        "A decision or a trigger that watches a score needs rules or steps that change the score; "
        "otherwise everybody goes the same way."
    ),
    example="“Ready for sales?” depends on the score “Readiness”, but nothing changes it.",
    severity=Severity.ERROR,
    run=run,
)
