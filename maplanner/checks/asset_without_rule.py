"""An asset whose engagements no scoring rule hears."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.survey import Survey, SurveyedStep
from maplanner.document.records import Score, ScoringRule, Step
from maplanner.document.vocabulary import EventType, ScoreBasis
from maplanner.flow.behaviour import Raise

_TELLING = frozenset(
    {
        EventType.FORM_FILLED,
        EventType.CONTENT_DOWNLOADED,
        EventType.VIDEO_WATCHED,
        EventType.WEBINAR_ATTENDED,
        EventType.EVENT_ATTENDED,
        EventType.CALL_ANSWERED,
    }
)
"""Engagements that tell enough of a lead to be worth points; a click on an ad may well earn none."""


def run(survey: Survey, step: SurveyedStep) -> Iterator[Remark]:
    """Yield a step where leads do something telling, and no rule gives points for anything there."""
    heard = survey.heard()
    if not heard:
        return
    events = list(dict.fromkeys(act.event for act in step.acts if isinstance(act, Raise)))
    telling = next((event for event in events if event in _TELLING), None)
    if telling is None or any((None, each) in heard or (step.step.id, each) in heard for each in events):
        return
    yield Remark(
        step.step,
        "“{event}” at “{step}” earns no points: no scoring rule listens to it.",
        {"event": telling.value.capitalize(), "step": step.title},
        fix=_first_rule(survey, telling),
    )


def _first_rule(survey: Survey, event: EventType) -> Fix | None:
    scores = [each for each in survey.reader.all(Score) if each.basis is ScoreBasis.ENGAGEMENT]
    if len(scores) != 1:
        return None
    rule = ScoringRule.new(score=scores[0].id, title=event.value.capitalize(), event=event)
    return Fix(f"Give {rule.points:g} points for “{event.value}”", puts=(rule,))


CHECK = Check(
    code="asset-without-rule",
    title="Asset without a scoring rule",
    explanation=(
        "A plan that scores should say of each asset whether it counts: a form, a download, a video or a "
        "webinar tells what a lead is up to."
    ),
    example="“Content downloaded” at “Buyer's guide” earns no points: no scoring rule listens to it.",
    remedy="Add a rule for it, or ignore the finding if it is not meant to count.",
    severity=Severity.NOTE,
    of={Step: run},
)
