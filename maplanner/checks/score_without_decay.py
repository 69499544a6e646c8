"""A score of what leads do that never fades."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.survey import Survey, title_of
from maplanner.document.records import Score, ScoringRule
from maplanner.document.values import HalfLifeDecay
from maplanner.document.vocabulary import RuleKind, ScoreBasis


def run(survey: Survey, score: Score) -> Iterator[Remark]:
    """Yield an engagement score with rules, none of which lets points go again."""
    if score.basis is not ScoreBasis.ENGAGEMENT or score.decay is not None:
        return
    rules = survey.reader.having(ScoringRule, "score", score.id)
    if not rules or any(_takes_away(rule) for rule in rules):
        return
    fades = HalfLifeDecay()
    fix = Fix(
        f"Let it halve in {fades.days:g} days",
        changes=((score.id, {"decay": fades.model_dump(mode="json")}),),
    )
    text = "“{score}” never fades: what a lead did last year counts as much as what it did today."
    yield Remark(score, text, {"score": title_of(score)}, fix=fix)


def _takes_away(rule: ScoringRule) -> bool:
    return rule.lasts is not None or (rule.kind is RuleKind.INACTIVITY and rule.points < 0)


CHECK = Check(
    code="score-without-decay",
    title="Score that never fades",
    explanation="Last year's high score says nothing today. Points for what leads do should fade with time.",
    example="“Readiness” never fades: what a lead did last year counts as much as what it did today.",
    remedy="Let the score fade, let points last for a while, or take points for inactivity.",
    severity=Severity.NOTE,
    of={Score: run},
)
