"""A threshold that no lead can reach, however it goes through the campaigns."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.highest import Ceiling
from maplanner.checks.survey import Survey, title_of
from maplanner.document.records import Score, Threshold
from maplanner.document.vocabulary import Crossing, RollUp, ScoreLevel

_ADDS_UP = frozenset({RollUp.SUM, RollUp.ROLES})
"""Account scores that grow with the number of leads."""


def run(survey: Survey, threshold: Threshold) -> Iterator[Remark]:
    """Yield a threshold above the most points that there are."""
    score = survey.reader.find_or_none(Score, threshold.score)
    if score is None or score.id not in survey.changed_scores():
        return
    if threshold.crossing is Crossing.DOWN:
        if threshold.value <= score.floor:
            text = "“{score}” never falls below {value}: it has a floor of {floor}."
            names = {"score": title_of(score), "value": f"{threshold.value:g}", "floor": f"{score.floor:g}"}
            yield Remark(threshold, text, names)
        return
    most = survey.ceiling(score.id)
    if most is None or most.points >= threshold.value or _grows(threshold, score, most):
        return
    names = {
        "threshold": title_of(threshold),
        "value": f"{threshold.value:g}",
        "score": title_of(score),
        "most": f"{most.points:g}",
        "way": _way(survey, most),
    }
    text = "No lead reaches “{threshold}” at {value}: “{score}” gets to {most} at most"
    text += ", by way of {way}." if names["way"] else "."
    yield Remark(threshold, text, names, fix=_lower(threshold, most))


def _grows(threshold: Threshold, score: Score, most: Ceiling) -> bool:
    is_account = threshold.level is ScoreLevel.ACCOUNT
    return is_account and score.roll_up in _ADDS_UP and most.points > 0


def _way(survey: Survey, most: Ceiling) -> str:
    steps = (survey.flow(step_id) for step_id in dict.fromkeys(most.steps))
    titles = [step.title[:24] for step in steps if step is not None]
    shown = " → ".join(islice(titles, 3))
    return shown if len(titles) <= 3 else f"{shown} and {len(titles) - 3} more"


def _lower(threshold: Threshold, most: Ceiling) -> Fix | None:
    if most.points <= 0:
        return None
    return Fix(f"Lower it to {most.points:g}", changes=((threshold.id, {"value": most.points}),))


CHECK = Check(
    code="threshold-out-of-reach",
    title="Threshold that no lead can reach",
    explanation=(
        "What waits for the threshold never happens. The most points are counted over all ways through all "
        "campaigns, as if nothing faded."
    ),
    example="No lead reaches “Ready for sales” at 100: “Readiness” gets to 75 at most, by way of Guide form.",
    remedy="Lower the threshold, give more points, or let rules count every time.",
    severity=Severity.WARNING,
    of={Threshold: run},
)
