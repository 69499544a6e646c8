"""What is known of a lead at each place of some campaigns: for sure, and perhaps.

Sets of keys are bits of an integer, one bit for each piece of data, so that
thousands of steps are settled in a few passes. Where ways meet, what is sure
is what every way brings; what may be known is what any way brings. Knowledge
never shrinks along a way, so both settle.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from maplanner.checks.learning import NOBODY, Known
from maplanner.flow.behaviour import (
    ListArrivals,
    OnCall,
    PoissonArrivals,
    Source,
    WriteRecord,
)
from maplanner.steps.graph import trail

if TYPE_CHECKING:
    from maplanner.checks.survey import Survey
    from maplanner.checks.surveyed import SurveyedStep


class Knowledge:
    """What is known of leads when they arrive at each step of campaigns that send leads to each other."""

    def __init__(self, survey: Survey, circle: tuple[str, ...]) -> None:
        self._steps = {step.step.id: step for each in circle for step in survey.flows_of(each)}
        self._identified = survey.identified()
        # Asked for only where it matters: each new piece of data changes it.
        self._anything = survey.anything() if any(map(_lets_anybody_in, self._steps.values())) else 0
        self._brings = {key: survey.brings(key) for key in self._steps}
        self._lessons = {key: survey.lesson(key) for key in self._steps}
        self.arriving: dict[str, Known] = dict.fromkeys(self._steps, NOBODY)
        self._callers = self._calls()
        self._without: dict[int, dict[str, str]] = {}
        self._ways: dict[str, list[tuple[str, Known]]] = {}
        self._settle()

    def _ways_from(self, key: str) -> list[tuple[str, Known]]:
        """Return the steps and called entries that follow on a step, with what is learned on the way."""
        if key not in self._ways:
            self._ways[key] = [*self._ways_out(self._steps[key]), *self._callers.get(key, ())]
        return self._ways[key]

    def _ways_out(self, step: SurveyedStep) -> Iterator[tuple[str, Known]]:
        leaving = self._lessons[step.step.id].leaving
        for link in step.live_links:
            if step.behaviour is None:
                yield link.target, Known()
            elif link.output in leaving:
                yield link.target, leaving[link.output]

    def entering(self, step: SurveyedStep) -> Known:
        """Return what is known of leads that come in at a step; :data:`NOBODY` where none does."""
        if step.behaviour is None:
            return Known(self._identified, self._anything) if step.is_entry else NOBODY
        known = NOBODY
        for source in step.behaviour.sources:
            known = known.met_by(self._brought(source, step.step.id))
        return known

    def _brought(self, source: Source, step_id: str) -> Known:
        if isinstance(source, ListArrivals):
            keys = self._brings[step_id]
            return Known(keys, keys)
        if isinstance(source, PoissonArrivals):
            return Known()
        if isinstance(source, OnCall):
            return NOBODY
        # Any campaign may have sent the lead here: it knows what every known person has given at least.
        return Known(self._identified, self._anything)

    def _calls(self) -> dict[str, list[tuple[str, Known]]]:
        """Return, for steps that start campaigns, the entries of these, with what was learned by then."""
        called: dict[str, list[str]] = {}
        for key, step in self._steps.items():
            for source in () if step.behaviour is None else step.behaviour.sources:
                if isinstance(source, OnCall):
                    called.setdefault(step.step.campaign, []).append(key)
        return {
            key: [
                (entry, learned) for campaign, learned in lesson.calls for entry in called.get(campaign, ())
            ]
            for key, lesson in self._lessons.items()
            if lesson.calls
        }

    def _settle(self) -> None:
        pending: list[str] = []
        for key, step in self._steps.items():
            entering = self.entering(step)
            if entering != NOBODY:
                self.arriving[key] = self._let_in(step, entering)
                pending.append(key)
        while pending:
            key = pending.pop()
            known = self.arriving[key]
            for target, learned in self._ways_from(key):
                before = self.arriving[target]
                after = before.met_by(self._let_in(self._steps[target], known.plus(learned)))
                if after != before:
                    self.arriving[target] = after
                    pending.append(target)

    def _let_in(self, step: SurveyedStep, known: Known) -> Known:
        """Return what is known of those whom a step lets pass: known people, where it asks for them."""
        if step.behaviour is not None and step.behaviour.needs_identity:
            return known.plus(Known(self._identified, self._identified))
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
        for key, step in self._steps.items():
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
                if target not in came_from and not self._let_in(self._steps[target], learned).maybe & keys:
                    came_from[target] = key
                    following.append(target)
        return following

    def way_to(self, goal: str) -> list[str]:
        """Return a shortest way by which leads come to a step."""
        return self.way_without(0, goal)

    def way_in_words(self, way: list[str]) -> str:
        """Return a way by the titles of its steps."""
        return " → ".join(self._steps[key].title for key in way)


def writes(survey: Survey, step_id: str) -> Iterator[tuple[WriteRecord, Known]]:
    """Yield the writes of a step that leads come to, with what is known of them at that moment."""
    if not any(isinstance(act, WriteRecord) for act in survey.acts(step_id)):
        return
    arriving = survey.arriving(step_id)
    if arriving != NOBODY:
        for moment in survey.lesson(step_id).moments:
            if isinstance(moment.operation, WriteRecord):
                yield moment.operation, arriving.plus(moment.learned)


def _lets_anybody_in(step: SurveyedStep) -> bool:
    """Tell whether leads come in at a step of whom anything may be known that is collected anywhere."""
    if step.behaviour is None:
        return step.is_entry
    known = (ListArrivals, PoissonArrivals, OnCall)
    return any(not isinstance(source, known) for source in step.behaviour.sources)
