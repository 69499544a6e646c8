"""A rule that counts visits of any page, also of those that say nothing about buying."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.survey import Survey
from maplanner.document.records import ScoringRule
from maplanner.document.vocabulary import EventType, RuleKind
from maplanner.scoring.words import rule_title


def run(survey: Survey, rule: ScoringRule) -> Iterator[Remark]:
    """Yield rules on page visits anywhere, where the plan has pages that show no readiness to buy."""
    if (
        rule.kind not in {RuleKind.ACTION, RuleKind.PATTERN}
        or rule.event is not EventType.PAGE_VISITED
        or rule.step is not None
        or rule.by_amount
    ):
        return
    pages = [step_id for step_id, event in survey.raised() if event is EventType.PAGE_VISITED]
    idle = sorted(survey.flow_of(each).title for each in pages if not _shows_readiness(survey, each))
    if not idle:
        return
    names = {"rule": rule_title(rule, survey.reader)[:60], "page": idle[0][:60]}
    text = "The rule “{rule}” counts every page, such as “{page}”, which shows no readiness to buy."
    fix = None
    if rule.kind is RuleKind.ACTION:
        fix = Fix("Count only pages that show it", changes=((rule.id, {"by_amount": True}),))
    yield Remark(rule, text, names, fix=fix)


def _shows_readiness(survey: Survey, step_id: str) -> bool:
    props = survey.flow_of(step_id).props
    return getattr(props, "shows_readiness", True) is not False


CHECK = Check(
    code="all-pages-counted",
    title="Every page counted",
    explanation=(
        "Somebody who reads the careers page wants a job. "
        "Only pages that show readiness to buy should count for pages per visit."
    ),
    example="The rule “Pages” counts every page, such as “Careers”, which shows no readiness to buy.",
    remedy="Give points times the pages seen, which counts only those that show readiness, or name the page.",
    severity=Severity.WARNING,
    of={ScoringRule: run},
)
