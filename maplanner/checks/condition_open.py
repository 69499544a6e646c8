"""A condition that does not say what it asks about."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Severity
from maplanner.checks.survey import Survey, SurveyedStep
from maplanner.document.asking import is_open
from maplanner.document.records import Campaign, Criterion, Record, ScoringRule, Step


def run(survey: Survey, record: Record | SurveyedStep) -> Iterator[Remark]:
    """Yield conditions that leave open what they are about."""
    for number, asked in enumerate(survey.asked_by(record)):
        if is_open(asked.condition):
            text = "“{asker}” does not say which {what} it asks about."
            yield Remark(
                asked.by,
                text,
                {"asker": asked.title, "what": asked.condition.subject},
                detail=str(number or ""),
            )


CHECK = Check(
    code="condition-open",
    title="Condition about nothing",
    explanation="A decision, an exit, a criterion or a rule must say which score, segment or field it means.",
    example="“Ready for sales?” does not say which score it asks about.",
    remedy="Choose the score, the segment or the field that the condition is about.",
    severity=Severity.ERROR,
    of={Step: run, Campaign: run, Criterion: run, ScoringRule: run},
)
