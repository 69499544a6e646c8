"""Points from a threshold and from how often buyers engage on their way to it.

The threshold, shared out over the average number of interactions in all buying stages, gives the points
of one interaction. What sales add to single actions, or take away, stands apart and outlives every
calibration.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from maplanner.core.errors import CannotCalibrate
from maplanner.document.reading import RecordReader
from maplanner.document.records import RecordValues, Score, ScoringRule, Stage, Threshold
from maplanner.document.vocabulary import ScoreLevel


@dataclass(frozen=True)
class Calibration:
    """A threshold shared out: ``shares`` interactions of ``points`` whole points; the rest is left over."""

    threshold: float
    shares: float
    points: int
    left_over: float


def calibrate(threshold: float, interactions: Iterable[float]) -> Calibration:
    """Return the points of one interaction: threshold ÷ average interactions over all stages, rounded down.

    A buyer who engages as often as buyers do on average is then ``left_over`` points short of the
    threshold. Figures are taken as they are written, so that 0.1 + 0.2 is 0.3.

    Raises:
        CannotCalibrate: There are no interactions, or a figure is not one.
    """
    mark, counts = _exact(threshold), [_exact(count) for count in interactions]
    if mark <= 0:
        raise CannotCalibrate("The threshold must be above nought.")
    if any(count < 0 for count in counts):
        raise CannotCalibrate("A number of interactions cannot be below nought.")
    shares = sum(counts, Fraction())
    if not shares:
        advice = "Say how often buyers engage in each stage."
        raise CannotCalibrate("Without any interactions there are no points to share out.", advice=advice)
    points = mark // shares
    return Calibration(float(mark), float(shares), int(points), float(mark - points * shares))


def _exact(value: float) -> Fraction:
    try:
        return Fraction(repr(float(value)))
    except (ValueError, OverflowError) as error:
        raise CannotCalibrate(f"“{value}” is no number to calibrate with.") from error


@dataclass(frozen=True)
class ProposedPoints:
    """What a calibration makes of one rule: its computed base, and what sales adjusted."""

    rule: ScoringRule
    base: float
    adjustment: float

    @property
    def points(self) -> float:
        """What the rule gives: base and adjustment together."""
        return self.base + self.adjustment

    @property
    def changes(self) -> RecordValues:
        """The values of the rule that become others; empty where it stays as it is."""
        values: RecordValues = {}
        if self.points != self.rule.points:
            values["points"] = self.points
        if self.adjustment != self.rule.adjustment:
            values["adjustment"] = self.adjustment
        return values


def base_of(rule: ScoringRule) -> float:
    """Return a rule's points without what sales adjusted."""
    return rule.points - rule.adjustment


def is_calibrated(rule: ScoringRule) -> bool:
    """Tell whether calibrating sets a rule's base: one that takes points away stays as the team made it."""
    return base_of(rule) >= 0


def proposed_points(rules: Iterable[ScoringRule], points: float) -> list[ProposedPoints]:
    """Return each rule with the base that a calibration gives it; adjustments stay."""
    return [
        ProposedPoints(rule, points if is_calibrated(rule) else base_of(rule), rule.adjustment)
        for rule in rules
    ]


def learned_points(rules: Iterable[ScoringRule], by_rule: Mapping[str, float]) -> list[ProposedPoints]:
    """Return each rule with the base that outcomes taught; a rule of which they say nothing keeps its own.

    ``by_rule`` holds points by the rules' identifiers. Adjustments stay.
    """
    return [ProposedPoints(rule, by_rule.get(rule.id, base_of(rule)), rule.adjustment) for rule in rules]


def stages_in_order(reader: RecordReader) -> list[Stage]:
    """Return the buying stages as leads go through them."""
    return sorted(reader.all(Stage), key=lambda stage: stage.order)


def rules_in_order(reader: RecordReader, score: Score) -> list[ScoringRule]:
    """Return the rules of a score as they are listed; of equal order, those that were made first."""
    own = (rule for rule in reader.all(ScoringRule) if rule.score == score.id)
    return sorted(own, key=lambda rule: rule.order)


def usual_score(reader: RecordReader) -> Score | None:
    """Return the score that is meant unless somebody chooses: the first that a threshold watches."""
    scores: Sequence[Score] = sorted(reader.all(Score), key=lambda score: score.order)
    watched = {threshold.score for threshold in reader.all(Threshold)}
    return next((score for score in scores if score.id in watched), scores[0] if scores else None)


def lead_marks(reader: RecordReader, score: Score) -> list[Threshold]:
    """Return the thresholds that watch a lead's own score, the lowest first."""
    return _marks(reader, score, ScoreLevel.LEAD)


def account_marks(reader: RecordReader, score: Score) -> list[Threshold]:
    """Return the thresholds that watch an account's score, the lowest first."""
    return _marks(reader, score, ScoreLevel.ACCOUNT)


def _marks(reader: RecordReader, score: Score, level: ScoreLevel) -> list[Threshold]:
    marks = reader.referring(Threshold, "score", score.id)
    return sorted((mark for mark in marks if mark.level is level), key=lambda mark: mark.value)


def usual_mark(reader: RecordReader, score: Score | None) -> Threshold | None:
    """Return the threshold that qualifies leads: the highest for a lead, else the highest; or ``None``."""
    marks = reader.referring(Threshold, "score", score.id) if score is not None else []
    of_leads = [mark for mark in marks if mark.level is ScoreLevel.LEAD]
    return max(of_leads or marks, key=lambda mark: mark.value, default=None)


def usual_threshold(reader: RecordReader, score: Score | None) -> float:
    """Return from how many points a lead is ready; 100 where the plan does not say."""
    mark = usual_mark(reader, score)
    return 100.0 if mark is None else mark.value
