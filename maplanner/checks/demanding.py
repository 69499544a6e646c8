"""Facts about what elements ask of a solution, and which goals that serves."""

from __future__ import annotations

from maplanner.checks.memory import fact
from maplanner.checks.reckoning import Reckoning
from maplanner.document.records import Goal, GoalTie, Record, Step
from maplanner.steps.requirement_rules import RULES
from maplanner.steps.requirements import Requirement, demands_of, served_by_element, tied

_OTHERS = tuple(dict.fromkeys(cls for rule in RULES for cls in rule.others))


class Demanding(Reckoning):
    """What the drawing asks for."""

    @fact(6)
    def demands(self, cls: type[Record], record_id: str) -> tuple[str, ...]:
        """Return the names of the requirements for which a record is a cause."""
        if cls is Step:
            step = self.step(record_id)
            return () if step is None else demands_of(self.reader, RULES, step.step, step.props)
        record = self.reader.find_or_none(cls, record_id)
        return () if record is None else demands_of(self.reader, RULES, record)

    @fact(7)
    def causes(self) -> dict[str, tuple[str, ...]]:
        """Return, for each requirement, the identifiers of its causes."""
        found: dict[str, list[str]] = {rule.name: [] for rule in RULES}
        for step_id in self.step_ids():
            for name in self.demands(Step, step_id):
                found[name].append(step_id)
        for cls in _OTHERS:
            for record_id in self.reader.identifiers(cls):
                for name in self.demands(cls, record_id):
                    found[name].append(record_id)
        return {name: tuple(causes) for name, causes in found.items() if causes}

    @fact(8)
    def requirements(self) -> tuple[Requirement, ...]:
        """Return what the drawing asks for, each with the goals it serves."""
        return tied(RULES, self.causes(), self.reader.all(Goal), self.reader.all(GoalTie))

    @fact(8)
    def served_goals(self) -> frozenset[str]:
        """Return the goals that a requirement or an element serves."""
        by_hand = served_by_element(self.reader.all(GoalTie), [rule.name for rule in RULES])
        there = {goal for goal, elements in by_hand.items() if any(map(self._is_there, elements))}
        return frozenset(there.union(*(each.goals for each in self.requirements())))

    def _is_there(self, record_id: str) -> bool:
        return self.reader.get(record_id) is not None
