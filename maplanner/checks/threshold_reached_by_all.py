"""A threshold that every lead has reached from the beginning."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Severity
from maplanner.checks.survey import Survey, title_of
from maplanner.document.records import Score, ScoringRule, Threshold
from maplanner.document.vocabulary import Crossing, RuleKind
from maplanner.flow.behaviour import AddPoints, Behaviour, ListArrivals, PoissonArrivals, Raise


def run(survey: Survey, threshold: Threshold) -> Iterator[Remark]:
    """Yield a threshold at or below what each lead begins with."""
    score = survey.reader.find_or_none(Score, threshold.score)
    if score is None or threshold.crossing is Crossing.DOWN:
        return
    names = {"threshold": title_of(threshold), "value": f"{threshold.value:g}", "score": title_of(score)}
    if threshold.value <= max(score.floor, 0.0):
        text = "Every lead stands at “{threshold}” from the first moment: “{score}” begins at {start}."
        yield Remark(threshold, text, names | {"start": f"{max(score.floor, 0.0):g}"})
        return
    least = _given_to_all(survey, score)
    if least >= threshold.value:
        text = "Every lead reaches “{threshold}” at {value} at once: entries give {least} of “{score}”."
        yield Remark(threshold, text, names | {"least": f"{least:g}"})


def _given_to_all(survey: Survey, score: Score) -> float:
    """Return the points that every lead gets at once, wherever it comes in; nought where some get none."""
    least: float | None = None
    for step_id in survey.step_ids():
        step = survey.flow_of(step_id)
        behaviour = step.behaviour
        if behaviour is None or not _brings_leads(behaviour):
            continue
        given = sum(
            each.points
            for each in behaviour.on_arrival
            if isinstance(each, AddPoints) and each.score == score.id
        )
        given += _by_rules(survey, score, step_id, behaviour)
        if given <= 0:
            return 0.0
        least = given if least is None else min(least, given)
    return least or 0.0


def _by_rules(survey: Survey, score: Score, step_id: str, behaviour: Behaviour) -> float:
    raised = {each.event for each in behaviour.on_arrival if isinstance(each, Raise)}
    return sum(
        rule.points
        for rule in survey.reader.having(ScoringRule, "score", score.id)
        if rule.kind is RuleKind.ACTION and rule.event in raised and rule.step in {None, step_id}
    )


def _brings_leads(behaviour: Behaviour) -> bool:
    return any(isinstance(source, PoissonArrivals | ListArrivals) for source in behaviour.sources)


CHECK = Check(
    code="threshold-reached-by-all",
    title="Threshold that every lead reaches",
    explanation="A threshold that everybody passes tells no lead from another.",
    example="Every lead stands at “Warm” from the first moment: “Readiness” begins at 0.",
    remedy="Raise the threshold, or give fewer points.",
    severity=Severity.WARNING,
    of={Threshold: run},
)
