"""What is known of a lead at each place of the plan: for sure, and perhaps.

Sets of keys are bits of an integer, one bit for each piece of data, so that
thousands of steps are settled in a few passes. Where ways meet, what is sure
is what every way brings; what may be known is what any way brings. Knowledge
never shrinks along a way, so both settle.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from maplanner.checks.learning import EVERYTHING, NOBODY, Known, Moment, StepReading
from maplanner.document.records import FormField
from maplanner.flow.behaviour import (
    Emit,
    Learn,
    ListArrivals,
    OnCall,
    PoissonArrivals,
    Source,
    StartCampaign,
    WriteRecord,
)
from maplanner.steps.graph import trail

if TYPE_CHECKING:
    from maplanner.checks.survey import Survey, SurveyedStep


class Knowledge:
    """What is known of leads when they arrive at each step."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._bits: dict[str, int] = {}
        self.moments = {key: self._moments(step) for key, step in survey.steps.items()}
        self.identified = self._of_identified()
        self.anything = self._anything()
        self.arriving: dict[str, Known] = dict.fromkeys(survey.steps, NOBODY)
        self._callers: dict[str, list[tuple[str, Known]]] = self._calls()
        self._without: dict[int, dict[str, str]] = {}
        self._ways: dict[str, list[tuple[str, Known]]] = {}
        self._settle()

    def mask(self, keys: Iterable[str]) -> int:
        """Return keys as bits; a key that nothing collects has none."""
        found = 0
        for key in keys:
            found |= self._bits.get(key, 0)
        return found

    def at(self, step_id: str, learned: Known) -> Known:
        """Return what is known of leads at a step once the step itself has learned something."""
        return self.arriving[step_id].plus(learned)

    def comes_anybody(self, step_id: str) -> bool:
        """Tell whether any lead can come to a step."""
        return self.arriving[step_id] != NOBODY

    def _ways_from(self, key: str) -> list[tuple[str, Known]]:
        """Return the steps and called entries that follow on a step, with what is learned on the way."""
        if key not in self._ways:
            self._ways[key] = [*self._ways_out(self._survey.steps[key]), *self._callers[key]]
        return self._ways[key]

    def _ways_out(self, step: SurveyedStep) -> Iterator[tuple[str, Known]]:
        for link in step.live_links:
            emitted = [
                moment.learned
                for moment in self.moments[step.step.id]
                if isinstance(moment.operation, Emit) and moment.operation.output == link.output
            ]
            if step.behaviour is None:
                yield link.target, Known()
            elif emitted:
                yield link.target, _met(emitted)

    def entering(self, step: SurveyedStep) -> Known:
        """Return what is known of leads that come in at a step; :data:`NOBODY` where none does."""
        if step.behaviour is None:
            return Known(self.identified, self.anything) if step.is_entry else NOBODY
        known = NOBODY
        for source in step.behaviour.sources:
            known = known.met_by(self._brought(source))
        return known

    def _brought(self, source: Source) -> Known:
        if isinstance(source, ListArrivals):
            keys = self._mask_for(source.knows)
            return Known(keys, keys)
        if isinstance(source, PoissonArrivals):
            return Known()
        if isinstance(source, OnCall):
            return NOBODY
        # Any campaign may have sent the lead here: it knows what every known person has given at least.
        return Known(self.identified, self.anything)

    def _mask_for(self, keys: Iterable[str]) -> int:
        found = 0
        for key in keys:
            found |= self._bits.setdefault(key, 1 << len(self._bits))
        return found

    def _moments(self, step: SurveyedStep) -> list[Moment]:
        if step.behaviour is None:
            return []
        reading = StepReading(lambda operation: self.taught(step, operation), self.asked)
        reading.sequence(step.behaviour.on_arrival, Known())
        return reading.moments

    def taught(self, step: SurveyedStep, operation: Learn) -> Known:
        """Return what an operation teaches. An optional field is never sure, however many fill it in."""
        fields = self._survey.reader.referring(FormField, "step", step.step.id)
        optional = {field.key for field in fields if not field.required}
        sure = self._mask_for(key for key, share in operation.keys if share >= 1 and key not in optional)
        return Known(sure, self._mask_for(key for key, share in operation.keys if share > 0))

    def asked(self, key: str) -> Known:
        """Return what is known of a lead of whom one piece of data is."""
        mask = self._mask_for((key,))
        return Known(mask, mask)

    def _of_identified(self) -> int:
        """Return the keys that every known person has given: what all ways to become known have in common."""
        common = EVERYTHING
        for key, step in self._survey.steps.items():
            for source in () if step.behaviour is None else step.behaviour.sources:
                if isinstance(source, ListArrivals) and source.identified:
                    common &= self._mask_for(source.knows) | self._learned_at_once(key)
            for moment in self.moments[key]:
                operation = moment.operation
                if isinstance(operation, Learn) and operation.identifies:
                    common &= moment.learned.sure | self.taught(step, operation).sure
        return 0 if common == EVERYTHING else common

    def _learned_at_once(self, step_id: str) -> int:
        """Return the keys that a step surely learns of everybody who arrives."""
        emitted = [moment.learned for moment in self.moments[step_id] if isinstance(moment.operation, Emit)]
        return _met(emitted).sure if emitted else 0

    def _anything(self) -> int:
        found = 0
        for step in self._survey.steps.values():
            for source in () if step.behaviour is None else step.behaviour.sources:
                if isinstance(source, ListArrivals):
                    found |= self._mask_for(source.knows)
        for moments in self.moments.values():
            for moment in moments:
                if isinstance(moment.operation, Learn):
                    found |= self._mask_for(key for key, share in moment.operation.keys if share > 0)
        return found

    def _calls(self) -> dict[str, list[tuple[str, Known]]]:
        """Return, for each step, the entries of the campaigns it starts, with what it has learned by then."""
        called: dict[str, list[str]] = {}
        for key, step in self._survey.steps.items():
            for source in () if step.behaviour is None else step.behaviour.sources:
                if isinstance(source, OnCall):
                    called.setdefault(step.step.campaign, []).append(key)
        return {
            key: [
                (entry, moment.learned)
                for moment in moments
                if isinstance(moment.operation, StartCampaign)
                for entry in called.get(moment.operation.campaign, ())
            ]
            for key, moments in self.moments.items()
        }

    def _settle(self) -> None:
        pending: list[str] = []
        for key, step in self._survey.steps.items():
            entering = self.entering(step)
            if entering != NOBODY:
                self.arriving[key] = self._let_in(step, entering)
                pending.append(key)
        while pending:
            key = pending.pop()
            for target, learned in self._ways_from(key):
                before = self.arriving[target]
                brought = self._let_in(self._survey.steps[target], self.at(key, learned))
                after = before.met_by(brought)
                if after != before:
                    self.arriving[target] = after
                    pending.append(target)

    def _let_in(self, step: SurveyedStep, known: Known) -> Known:
        """Return what is known of those whom a step lets pass: known people, where it asks for them."""
        if step.behaviour is not None and step.behaviour.needs_identity:
            return known.plus(Known(self.identified, self.identified))
        return known

    def way_without(self, keys: int, goal: str) -> list[str]:
        """Return a shortest way from an entry to ``goal`` on which none of ``keys`` may become known.

        Empty if each way brings at least one of them to at least some leads.
        """
        if keys not in self._without:
            self._without[keys] = self._spread_without(keys)
        return trail(self._without[keys], goal)

    def _spread_without(self, keys: int) -> dict[str, str]:
        """Return every step that leads come to without the keys, with the step they come from."""
        came_from: dict[str, str] = {}
        for key, step in self._survey.steps.items():
            entering = self.entering(step)
            if entering != NOBODY and not self._let_in(step, entering).maybe & keys:
                came_from[key] = ""
        front = list(came_from)
        while front:
            front = self._next_front(front, keys, came_from)
        return came_from

    def _next_front(self, front: list[str], keys: int, came_from: dict[str, str]) -> list[str]:
        following: list[str] = []
        for key in front:
            for target, learned in self._ways_from(key):
                if (
                    target not in came_from
                    and not self._let_in(self._survey.steps[target], learned).maybe & keys
                ):
                    came_from[target] = key
                    following.append(target)
        return following


def writes(knowledge: Knowledge, step_id: str) -> Iterator[tuple[WriteRecord, Known]]:
    """Yield the writes of a step that leads come to, with what is known of them at that moment."""
    if knowledge.comes_anybody(step_id):
        for moment in knowledge.moments[step_id]:
            if isinstance(moment.operation, WriteRecord):
                yield moment.operation, knowledge.at(step_id, moment.learned)


def _met(known: list[Known]) -> Known:
    found = known[0]
    for other in known[1:]:
        found = found.met_by(other)
    return found
