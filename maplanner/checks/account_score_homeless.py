"""Account scoring that a goal wants, while no field of the account holds a score."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Severity
from maplanner.checks.survey import Survey, title_of
from maplanner.document.records import CrmField, Goal, Score, Threshold
from maplanner.document.vocabulary import GoalTopic, ScoreLevel


def goal(survey: Survey, record: Goal) -> Iterator[Remark]:
    """Yield a goal about whole accounts that no score serves with a field."""
    if record.topic is not GoalTopic.ACCOUNTS:
        return
    if not any(_held(survey, score) for score in survey.reader.all(Score)):
        text = "The goal “{goal}” asks for account scores, but no score has a field of the account."
        yield Remark(record, text, {"goal": record.basic.strip()[:80] or GoalTopic.ACCOUNTS.value})


def threshold(survey: Survey, record: Threshold) -> Iterator[Remark]:
    """Yield a threshold on an account's score that the CRM holds nowhere."""
    score = survey.reader.find_or_none(Score, record.score)
    if record.level is not ScoreLevel.ACCOUNT or score is None or _held(survey, score):
        return
    names = {"threshold": title_of(record)[:60], "score": title_of(score)[:60]}
    text = "“{threshold}” watches the account's “{score}”, which no field of the account holds."
    yield Remark(record, text, names, severity=Severity.NOTE)


def _held(survey: Survey, score: Score) -> bool:
    return survey.reader.find_or_none(CrmField, score.account_field) is not None


CHECK = Check(
    code="account-score-homeless",
    title="Account score without a field",
    explanation=(
        "Where the tool cannot score accounts, the CRM must: with a custom field of the account that an "
        "automation fills from its leads."
    ),
    example="The goal “Ready accounts” asks for account scores, but no score has a field of the account.",
    remedy="Add the field to the account and choose it in the score; the scoring screen prints the steps.",
    severity=Severity.WARNING,
    of={Goal: goal, Threshold: threshold},
)
