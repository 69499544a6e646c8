"""Facts about scores and segments: what is raised and heard, what criteria come to, how high scores get."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from maplanner.checks.highest import Ceiling, ceiling
from maplanner.checks.joining import Joining
from maplanner.checks.memory import fact
from maplanner.checks.surveyed import SurveyedStep
from maplanner.document.records import Score, ScoringRule, Segment, Threshold
from maplanner.document.vocabulary import EventType, RuleKind
from maplanner.flow.behaviour import JoinSegment, LeaveSegment, OnDate, OnSegment, Raise
from maplanner.scoring.criteria.circles import feeding_circles, segments_in_circles
from maplanner.scoring.criteria.reasoning import Reasoning
from maplanner.scoring.criteria.statement import statement_of
from maplanner.scoring.criteria.superfluous import Superfluous, superfluous


@dataclass(frozen=True)
class Thought:
    """What the criteria of a segment come to: whether anybody can be a member, and whether everybody is."""

    possible: bool | None = True
    everybody: bool | None = False
    superfluous: tuple[Superfluous, ...] = ()


class Reckoning(Joining):
    """Facts about scores and segments."""

    @fact(6)
    def raised(self) -> frozenset[tuple[str, EventType]]:
        """Return which steps raise which engagements."""
        return frozenset((step_id, act.event) for step_id, act in self.all_acts() if isinstance(act, Raise))

    @fact(7)
    def raised_anywhere(self) -> frozenset[EventType]:
        """Return the engagements that any step raises."""
        return frozenset(event for _, event in self.raised())

    @fact(1)
    def heard(self) -> frozenset[tuple[str | None, EventType]]:
        """Return the engagements that rules listen to, each with its step, or none for all steps."""
        listens = {RuleKind.ACTION, RuleKind.PATTERN}
        return frozenset(
            (each.step, each.event) for each in self.reader.all(ScoringRule) if each.kind in listens
        )

    @fact(2)
    def thought(self, segment_id: str) -> Thought:
        """Return what the criteria of a segment come to."""
        segment = self.reader.find_or_none(Segment, segment_id)
        if segment is None or not statement_of(self.reader, segment).parts:
            return Thought()
        reasoning = Reasoning(self.reader)
        meant = reasoning.of(segment)
        possible = reasoning.possible(meant).answer
        if possible is not True:
            return Thought(possible)
        return Thought(True, reasoning.always(meant), superfluous(self.reader, segment, reasoning))

    @fact(2)
    def can_share(self, one: str, other: str) -> bool | None:
        """Return whether two segments can have members in common."""
        first, second = (self.reader.find_or_none(Segment, each) for each in (one, other))
        if first is None or second is None:
            return False
        if first.exclusive_set is not None and first.exclusive_set == second.exclusive_set:
            return False
        reasoning = Reasoning(self.reader)
        return reasoning.possible(reasoning.member(first), reasoning.member(second)).answer

    @fact(2)
    def segment_circles(self) -> tuple[tuple[str, ...], ...]:
        """Return the segments that define each other in a circle."""
        return tuple(segments_in_circles(self.reader))

    @fact(2)
    def score_circles(self) -> tuple[tuple[str, ...], ...]:
        """Return what feeds itself by way of a score."""
        return tuple(feeding_circles(self.reader))

    @fact(8)
    def ceiling(self, score_id: str) -> Ceiling | None:
        """Return the most points that a lead can have; ``None`` where they suffice for every threshold."""
        score = self.reader.find_or_none(Score, score_id)
        marks = [each.value for each in self.reader.having(Threshold, "score", score_id)]
        return None if score is None or not marks else ceiling(self, score, max(marks))

    @fact(5)
    def joined_before(self, campaign_id: str) -> dict[str, frozenset[tuple[str, str]]]:
        """Return for each step what leads that come there may have joined, and not left, on the way.

        Pairs of a segment and the step by which it was joined.
        """
        steps = {step.step.id: step for step in self.flows_of(campaign_id)}
        if not any(isinstance(act, JoinSegment) for step in steps.values() for act in step.acts):
            return {}
        before: dict[str, frozenset[tuple[str, str]]] = {}
        waiting = list(steps)
        while waiting:
            step = steps[waiting.pop()]
            here = set(before.get(step.step.id, frozenset()))
            for act in step.acts:
                if isinstance(act, LeaveSegment | JoinSegment):
                    gone = {act.segment} if isinstance(act, LeaveSegment) else {*act.leaves, act.segment}
                    here = {pair for pair in here if pair[0] not in gone}
                if isinstance(act, JoinSegment):
                    here.add((act.segment, step.step.id))
            for link in step.live_links:
                known = before.get(link.target, frozenset())
                if link.target in steps and not here <= known:
                    before[link.target] = known | here
                    waiting.append(link.target)
        return before

    @fact(5)
    def segments_before(self, campaign_id: str) -> dict[str, frozenset[str]]:
        """Return for each step the segments whose members come there, if there are at least two in all."""
        steps = {step.step.id: step for step in self.flows_of(campaign_id)}
        before = {step_id: frozenset(_let_in(step)) for step_id, step in steps.items()}
        if len(frozenset().union(*before.values())) < 2:
            return {}
        waiting = [step_id for step_id, found in before.items() if found]
        while waiting:
            at = waiting.pop()
            for link in steps[at].live_links:
                if link.target in steps and not before[at] <= before[link.target]:
                    before[link.target] |= before[at]
                    waiting.append(link.target)
        return before


def _let_in(step: SurveyedStep) -> Iterator[str]:
    """Yield the segments whose members come in at a step."""
    for source in step.behaviour.sources if step.behaviour is not None else ():
        if isinstance(source, OnDate):
            if source.segment:
                yield source.segment
        elif isinstance(source, OnSegment) and source.joins:
            yield source.segment
