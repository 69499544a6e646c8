"""A scoring rule that listens to what no campaign does."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.survey import Survey
from maplanner.document.records import ScoringRule
from maplanner.document.vocabulary import RuleKind
from maplanner.scoring.words import rule_title


def run(survey: Survey, rule: ScoringRule) -> Iterator[Remark]:
    """Yield a rule whose action cannot happen."""
    if rule.kind not in {RuleKind.ACTION, RuleKind.PATTERN}:
        return
    names = {"rule": rule_title(rule, survey.reader)[:60], "event": rule.event.value}
    if rule.step is None:
        if rule.event in survey.raised_anywhere():
            return
        text = "The rule “{rule}” gives no points: “{event}” happens in no campaign."
    else:
        if (rule.step, rule.event) in survey.raised():
            return
        if survey.flow(rule.step) is None:
            text = "The rule “{rule}” is about an asset that no campaign contains."
        else:
            text = "The rule “{rule}” gives no points: “{event}” never happens at its step."
    fix = Fix("Delete the rule", removes=(rule.id,))
    yield Remark(rule, text, names, at=rule.step or "", fix=fix)


CHECK = Check(
    code="rule-without-asset",
    title="Rule on an asset that no campaign contains",
    explanation="A rule gives points for what leads do. What no step lets them do earns nobody any.",
    example="The rule “Video watched” gives no points: “video watched” happens in no campaign.",
    remedy="Draw the asset, let the rule listen to another, or delete it.",
    severity=Severity.NOTE,
    of={ScoringRule: run},
)
