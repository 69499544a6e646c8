"""A rule that gives the same points for a video however little of it is watched."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.survey import Survey
from maplanner.document.records import ScoringRule
from maplanner.document.vocabulary import EventType, RuleKind
from maplanner.scoring.words import rule_title


def run(survey: Survey, rule: ScoringRule) -> Iterator[Remark]:
    """Yield rules on videos that do not count the share watched."""
    if rule.kind is not RuleKind.ACTION or rule.event is not EventType.VIDEO_WATCHED or rule.by_amount:
        return
    yield Remark(
        rule,
        "The rule “{rule}” gives {points} points for a video, whatever share of it is watched.",
        {"rule": rule_title(rule, survey.reader)[:60], "points": f"{rule.points:g}"},
        at=rule.step or "",
        fix=Fix("Count the share watched", changes=((rule.id, {"by_amount": True}),)),
    )


CHECK = Check(
    code="video-by-time",
    title="Video not scored by the share watched",
    explanation=(
        "Half a minute is all of a short video and nothing of a long one. "
        "What tells is the share of it that is watched, never the time."
    ),
    example="The rule “Demo video” gives 10 points for a video, whatever share of it is watched.",
    remedy="Give the points times the share watched.",
    severity=Severity.WARNING,
    of={ScoringRule: run},
)
