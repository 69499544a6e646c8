"""Numbers for the records of a plan, and what is wrong where a number is asked of something deleted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from maplanner.core.errors import CannotSimulate
from maplanner.document.reading import RecordReader
from maplanner.document.records import (
    Campaign,
    CrmObject,
    Score,
    ScoreMatrix,
    Segment,
    Stage,
    Step,
    Threshold,
)
from maplanner.flow.behaviour import Behaviour, Output
from maplanner.steps import behaviour_of, kind_of, outputs_of


@dataclass(frozen=True)
class Vocabulary:
    """Where the meaning of steps comes from."""

    behaviour: Callable[[Step, RecordReader], Behaviour]
    outputs: Callable[[Step], tuple[Output, ...]]
    knows: Callable[[Step], bool]


STEPS = Vocabulary(behaviour_of, outputs_of, lambda step: kind_of(step) is not None)
"""The kinds of step that come with the program."""


def numbered(ids: list[str]) -> dict[str, int]:
    """Return each identifier's place."""
    return {record_id: index for index, record_id in enumerate(ids)}


@dataclass
class Numbering:
    """The places of records in the program's tables. Fields and hooks get theirs when first named."""

    steps: dict[str, int]
    campaigns: dict[str, int]
    scores: dict[str, int]
    thresholds: dict[str, int]
    segments: dict[str, int]
    objects: dict[str, int]
    stages: dict[str, int] = field(default_factory=dict)
    matrices: dict[str, int] = field(default_factory=dict)
    fields: dict[str, int] = field(default_factory=dict)
    others: dict[tuple[str, str], int] = field(default_factory=dict)

    @classmethod
    def of(cls, reader: RecordReader) -> Numbering:
        """Number the records of a plan, in the order in which they were made."""
        scores = sorted(reader.all(Score), key=lambda score: score.order)
        return cls(
            steps=numbered([step.id for step in reader.all(Step)]),
            campaigns=numbered([campaign.id for campaign in reader.all(Campaign)]),
            scores=numbered([score.id for score in scores]),
            thresholds=numbered([threshold.id for threshold in reader.all(Threshold)]),
            segments=numbered([segment.id for segment in reader.all(Segment)]),
            objects=numbered([found.id for found in reader.all(CrmObject)]),
            stages=numbered([stage.id for stage in sorted(reader.all(Stage), key=lambda stage: stage.order)]),
            matrices=numbered([matrix.id for matrix in reader.all(ScoreMatrix)]),
        )

    def score(self, record_id: str, where: str) -> int:
        """Return a score's number."""
        return _number(self.scores, record_id, "score", where)

    def threshold(self, record_id: str, where: str) -> int:
        """Return a threshold's number."""
        return _number(self.thresholds, record_id, "threshold", where)

    def segment(self, record_id: str, where: str) -> int:
        """Return a segment's number."""
        return _number(self.segments, record_id, "segment", where)

    def stage(self, record_id: str, where: str) -> int:
        """Return a buying stage's number: its place in their order."""
        return _number(self.stages, record_id, "buying stage", where)

    def matrix(self, record_id: str, where: str) -> int:
        """Return the number of a matrix of grades."""
        return _number(self.matrices, record_id, "matrix of grades", where)

    def campaign(self, record_id: str, where: str) -> int:
        """Return a campaign's number."""
        return _number(self.campaigns, record_id, "campaign", where)

    def object(self, record_id: str, where: str) -> int:
        """Return a system object's number."""
        return _number(self.objects, record_id, "object of a system", where)

    def field_key(self, key: str) -> int:
        """Return the number of a piece of data, a new one where it was not named before."""
        return self.fields.setdefault(key, len(self.fields))

    # Hooks: thresholds, gains, joins, leaves, calls; then those that are waited for by few.

    def on_threshold(self, threshold: int) -> int:
        """Return the hook of a threshold that is reached."""
        return threshold

    def on_gain(self, score: int) -> int:
        """Return the hook of a score that gains."""
        return len(self.thresholds) + score

    def on_join(self, segment: int) -> int:
        """Return the hook of a segment that is joined."""
        return len(self.thresholds) + len(self.scores) + segment

    def on_leave(self, segment: int) -> int:
        """Return the hook of a segment that is left."""
        return self.on_join(segment) + len(self.segments)

    def on_call(self, campaign: int) -> int:
        """Return the hook of a campaign that is started by another."""
        return len(self.thresholds) + len(self.scores) + 2 * len(self.segments) + campaign

    def on_other(self, what: str, name: str = "") -> int:
        """Return the hook of something else that is waited for: a stage, a field, an object, a date."""
        return self.others.setdefault((what, name), self.on_call(len(self.campaigns)) + len(self.others))

    @property
    def hooks(self) -> int:
        """How many hooks there are."""
        return self.on_call(len(self.campaigns)) + len(self.others)


def _number(numbers: dict[str, int], record_id: str, word: str, where: str) -> int:
    if record_id in numbers:
        return numbers[record_id]
    if record_id:
        raise CannotSimulate(f"{where} uses a {word} that no longer exists.", advice="Choose another one.")
    raise CannotSimulate(f"{where} needs a {word}.", advice="Choose one.")
