"""What one step learns of a lead: keys of data that are known for sure, and those that may be.

Sets of keys are bits of an integer, one bit for each piece of data.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from maplanner.flow.behaviour import After, Chance, Learn, Once, Operation, When

EVERYTHING = -1
"""All keys: what is sure of leads that do not exist."""


@dataclass(frozen=True)
class Known:
    """Keys that every lead has given, and those that some have."""

    sure: int = 0
    maybe: int = 0

    def plus(self, other: Known) -> Known:
        """Return what is known after learning more."""
        return Known(self.sure | other.sure, self.maybe | other.maybe | other.sure)

    def met_by(self, other: Known) -> Known:
        """Return what is known where two ways meet."""
        return Known(self.sure & other.sure, self.maybe | other.maybe)


NOBODY = Known(EVERYTHING, 0)
"""What is known of the leads at a place that none comes to."""


@dataclass(frozen=True)
class Moment:
    """An operation, with what the step itself has learned of the lead when it happens."""

    operation: Operation
    learned: Known


class StepReading:
    """Reads what a step does in its order, and notes at each operation what it has learned by then."""

    def __init__(self, taught: Callable[[Learn], Known], asked: Callable[[str], Known]) -> None:
        self._taught = taught
        self._asked = asked
        self.moments: list[Moment] = []

    def sequence(self, sequence: tuple[Operation, ...], known: Known) -> Known:
        """Note the moments of a sequence; return what is known behind it."""
        for operation in sequence:
            self.moments.append(Moment(operation, known))
            known = self._behind(operation, known)
        return known

    def _behind(self, operation: Operation, known: Known) -> Known:
        if isinstance(operation, Learn):
            return known.plus(self._taught(operation))
        if isinstance(operation, After):
            later = self.sequence(operation.then, known)
            return Known(known.sure, later.maybe)
        if isinstance(operation, Chance):
            one = self.sequence(operation.then, known)
            other = self.sequence(operation.otherwise, known)
            return Known(known.sure, one.maybe | other.maybe)
        if isinstance(operation, Once):
            first = self.sequence(operation.then, known)
            return self.sequence(operation.otherwise, first)
        if isinstance(operation, When):
            return self._behind_condition(operation, known)
        return known

    def _behind_condition(self, operation: When, known: Known) -> Known:
        asked = operation.condition
        yes = no = known
        if asked.subject == "field" and asked.ref:
            has = self._asked(asked.ref)
            if asked.operator == "is":
                yes = known.plus(has)
            elif asked.operator == "is not" and not asked.text:
                no = known.plus(has)
        then = self.sequence(operation.then, yes)
        return then.met_by(self.sequence(operation.otherwise, no))
