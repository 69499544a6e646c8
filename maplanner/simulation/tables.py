"""The tables of a flow program that are not instructions: scores, conditions, segments, campaigns, links."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from maplanner.core.errors import CannotSimulate
from maplanner.document.reading import RecordReader
from maplanner.document.records import Campaign, Criterion, Link, Score, ScoringRule, Segment, Step, Threshold
from maplanner.document.values import Condition, Decay, HalfLifeDecay, LinearDecay, StepDecay
from maplanner.document.vocabulary import EventType, Rearm, ReEntry, Repeat, ScoreLevel, SegmentMaking
from maplanner.flow.behaviour import Branching
from maplanner.scoring.model import ScoreModel
from maplanner.simulation import program as op
from maplanner.simulation.assembly import GainCode, LinkRun
from maplanner.simulation.numbering import Numbering, Vocabulary
from maplanner.simulation.randomness import salt_of

ROUNDING = 1e-9
"""By how much shares may exceed 1 in all before that counts as a mistake."""


def grouped(lists: list[list[int]]) -> tuple[list[int], list[int]]:
    """Return lists as one row, and where each begins in it (with the end of the last)."""
    starts, row = [0], []
    for items in lists:
        row += items
        starts.append(len(row))
    return starts, row


# --- scores ------------------------------------------------------------------


@dataclass
class RuleTable:
    """Scoring rules: by what they listen to, and the limits of those that have any."""

    by_event: dict[tuple[EventType, str | None], list[tuple[float, GainCode]]] = field(default_factory=dict)
    first: list[int] = field(default_factory=list)
    most: list[float] = field(default_factory=list)

    @classmethod
    def of(cls, reader: RecordReader, numbers: Numbering) -> RuleTable:
        """Read the rules of a plan."""
        table = cls()
        for place, rule in enumerate(sorted(reader.all(ScoringRule), key=lambda rule: rule.order)):
            code = GainCode(
                numbers.score(rule.score, f"Scoring rule “{rule.title or rule.event}”"),
                table._limited(rule),
                rule.points,
                rule.by_amount,
            )
            table.by_event.setdefault((rule.event, rule.step), []).append((place, code))
        return table

    def gains(self, event: EventType, step: str) -> list[GainCode]:
        """Return what an event at a step gives, in the order of the rules."""
        found = self.by_event.get((event, None), []) + self.by_event.get((event, step), [])
        return [code for _place, code in sorted(found, key=lambda pair: pair[0])]

    def _limited(self, rule: ScoringRule) -> int:
        if rule.repeat is Repeat.ALWAYS and rule.at_most is None:
            return -1
        self.first.append(int(rule.repeat is Repeat.FIRST))
        self.most.append(math.inf if rule.at_most is None else rule.at_most)
        return len(self.first) - 1


def score_row(score: Score) -> list[float]:
    """Return floor, cap, start and decay of a score."""
    model = ScoreModel.of(score)
    if model.cap < model.floor:
        raise CannotSimulate(
            f"Score “{score.title}” can never be above {model.cap:g} nor below {model.floor:g}.",
            advice="Make “Never above” the higher one.",
        )
    return [model.floor, model.cap, model.start, *_decay_row(score.decay)]


def _decay_row(decay: Decay | None) -> tuple[float, float, float]:
    match decay:
        case LinearDecay(points=points, days=days):
            return op.LINEAR, points, days
        case HalfLifeDecay(days=days):
            return op.HALF_LIFE, days, 0.0
        case StepDecay(share=share, days=days):
            return op.STEPWISE, share, days
    return op.NO_DECAY, 0.0, 0.0


def ordered_scores(reader: RecordReader, numbers: Numbering) -> list[Score]:
    """Return the scores in the order of their numbers."""
    return sorted(reader.all(Score), key=lambda score: numbers.scores[score.id])


def threshold_rows(reader: RecordReader, numbers: Numbering) -> list[tuple[int, int, int, float]]:
    """Return score, account level, firing again and value of every threshold."""
    return [
        (
            numbers.score(threshold.score, f"Threshold “{threshold.title}”"),
            int(threshold.level is ScoreLevel.ACCOUNT),
            int(threshold.rearm is Rearm.AFTER_FALLING),
            threshold.value,
        )
        for threshold in reader.all(Threshold)
    ]


# --- conditions ----------------------------------------------------------------


_CONCERNS = {
    op.OF_SCORE: op.BY_POINTS,
    op.OF_ACCOUNT_SCORE: op.BY_POINTS,
    op.OF_THRESHOLD: op.BY_POINTS,
    op.OF_SEGMENT: op.BY_SEGMENT,
    op.OF_FIELD: op.BY_FIELD,
    op.OF_IDENTITY: op.BY_IDENTITY,
}


@dataclass
class ConditionTable:
    """Conditions as rows; those that are watched say which scores' fading matters."""

    numbers: Numbering
    thresholds: list[tuple[int, int, int, float]]
    rows: list[list[int]] = field(default_factory=list)
    nums: list[list[float]] = field(default_factory=list)
    salts: list[int] = field(default_factory=list)
    falls: list[tuple[int, float, int]] = field(default_factory=list)
    watches_account: bool = False
    watches: int = 0

    def add(self, condition: Condition, where: str) -> int:
        """Add a condition and return its number.

        Raises:
            CannotSimulate: It refers to something that is gone.
        """
        subject, ref = self._subject(condition, where)
        share = condition.share if condition.subject == "field" and condition.text else -1.0
        self.rows.append([subject, ref, int(condition.operator in {"below", "is not"})])
        self.nums.append([condition.value, share])
        self.salts.append(salt_of(f"field/{condition.ref}/{condition.text}"))
        return len(self.rows) - 1

    def watch(self, index: int) -> None:
        """Note that a condition is looked at whenever something changes."""
        subject, ref, _negated = self.rows[index]
        self.watches |= _CONCERNS[subject]
        if subject in {op.OF_SCORE, op.OF_ACCOUNT_SCORE}:
            self._falls(ref, self.nums[index][0], subject == op.OF_ACCOUNT_SCORE)
        elif subject == op.OF_THRESHOLD:
            score, account, again, value = self.thresholds[ref]
            self.watches_account |= bool(account)
            if again:
                self._falls(score, value, bool(account))

    def _falls(self, score: int, value: float, account: bool) -> None:
        self.watches_account |= account
        self.falls.append((score, value, int(account)))

    def _subject(self, condition: Condition, where: str) -> tuple[int, int]:
        match condition.subject:
            case "score":
                return op.OF_SCORE, self.numbers.score(condition.ref, where)
            case "account score":
                return op.OF_ACCOUNT_SCORE, self.numbers.score(condition.ref, where)
            case "segment":
                return op.OF_SEGMENT, self.numbers.segment(condition.ref, where)
            case "threshold":
                return op.OF_THRESHOLD, self.numbers.threshold(condition.ref, where)
            case "field":
                return op.OF_FIELD, self.numbers.field_key(condition.ref)
            case "identified":
                return op.OF_IDENTITY, -1
        raise CannotSimulate(
            f"{where} asks for {condition.subject}, which is not simulated yet.", advice="Ask for a score."
        )


def campaign_rows(reader: RecordReader, conditions: ConditionTable) -> list[tuple[int, int, int]]:
    """Return re-entry rule, most entries (0: any number) and exit condition (-1: none) of every campaign."""
    rules = {
        ReEntry.ALWAYS: op.ENTER_ALWAYS,
        ReEntry.NEVER: op.ENTER_ONCE,
        ReEntry.AFTER_LEAVING: op.ENTER_AFTER_LEAVING,
    }
    rows = []
    for campaign in reader.all(Campaign):
        leaves = -1
        if campaign.exit is not None:
            leaves = conditions.add(campaign.exit, f"The exit of campaign “{campaign.title}”")
            conditions.watch(leaves)
        rows.append((rules[campaign.re_entry], min(campaign.max_entries or 0, 2**31 - 1), leaves))
    return rows


def segment_rows(reader: RecordReader, conditions: ConditionTable) -> list[list[int]]:
    """Return the criteria of every segment that is joined in real time; none for others."""
    rows = []
    for segment in reader.all(Segment):
        row = []
        if segment.made is SegmentMaking.REAL_TIME:
            criteria = sorted(
                reader.referring(Criterion, "segment", segment.id), key=lambda found: found.order
            )
            row = [conditions.add(found.condition, f"Segment “{segment.title}”") for found in criteria]
        for index in row:
            conditions.watch(index)
        rows.append(row)
    return rows


# --- links -----------------------------------------------------------------------


@dataclass
class LinkTable:
    """Links in the order of their rows, with the share that each takes."""

    links: list[Link] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)
    runs: dict[tuple[str, str], LinkRun] = field(default_factory=dict)

    @classmethod
    def of(cls, reader: RecordReader, vocabulary: Vocabulary) -> LinkTable:
        """Read the links of a plan, output by output.

        Raises:
            CannotSimulate: Shares of links that exclude each other come to more than 100 %.
        """
        table = cls()
        for step in reader.all(Step):
            leaving = sorted(reader.referring(Link, "source", step.id), key=lambda link: link.order)
            for output in vocabulary.outputs(step):
                links = [link for link in leaving if link.output == output.name]
                if links:
                    exclusive = output.branching is Branching.EXCLUSIVE
                    table._add(step, output.name, links, exclusive=exclusive)
        return table

    def _add(self, step: Step, output: str, links: list[Link], *, exclusive: bool) -> None:
        self.runs[step.id, output] = LinkRun(len(self.links), len(links), exclusive)
        self.links += links
        rest = _rest(step, links) if exclusive else 1.0
        self.shares += [rest if link.share is None else link.share for link in links]


def _rest(step: Step, links: list[Link]) -> float:
    given = sum(link.share for link in links if link.share is not None)
    if given > 1.0 + ROUNDING:
        raise CannotSimulate(
            f"The links from “{step.title or 'untitled'}” take {given:.0%} of the leads.",
            advice="Let their shares come to 100 % or less.",
            about=step.id,
        )
    without = sum(link.share is None for link in links)
    return max(0.0, 1.0 - given) / without if without else 0.0
