"""What one step learns of a lead: keys of data that are known for sure, and those that may be.

Sets of keys are bits of an integer, one bit for each piece of data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from maplanner.flow.behaviour import After, Before, Chance, Emit, Learn, Once, Operation, StartCampaign, When

CONSENT = "\0consent"
"""Stands among the keys for: this person has agreed to be written to."""

MAILED = "\0mailed"
"""Stands among the keys for: this person was sent an e-mail of the plan before."""


class KeyBits:
    """Gives each piece of data a bit that never changes, so that sets stay comparable."""

    def __init__(self) -> None:
        self._bits: dict[str, int] = {}

    def mask(self, keys: Iterable[str]) -> int:
        """Return keys as bits; a key that nothing has collected has none."""
        found = 0
        for key in keys:
            found |= self._bits.get(key, 0)
        return found

    def new_mask(self, keys: Iterable[str]) -> int:
        """Return keys as bits, giving each that has none its own."""
        found = 0
        for key in keys:
            found |= self._bits.setdefault(key, 1 << len(self._bits))
        return found


EVERYTHING = -1
"""All keys: what is sure of leads that do not exist."""


class Known(NamedTuple):
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


class Moment(NamedTuple):
    """An operation, with what the step itself has learned of the lead when it happens."""

    operation: Operation
    learned: Known
    taught: Known | None = None
    """What the operation itself teaches, if it does."""

    @property
    def identifies(self) -> bool:
        """Whether the operation makes the lead a known person."""
        return isinstance(self.operation, Learn) and self.operation.identifies


class Lesson(NamedTuple):
    """What a step learns of the leads that come to it."""

    moments: tuple[Moment, ...]
    """Its operations, each with what was learned by then."""
    leaving: Mapping[str, Known]
    """By output: what it has learned of those who leave there."""
    calls: tuple[tuple[str, Known], ...]
    """The campaigns that it starts, with what it has learned by then."""

    @classmethod
    def of(cls, moments: Iterable[Moment]) -> Lesson:
        """Return what is learned in the course of some moments."""
        found = tuple(moments)
        leaving: dict[str, Known] = {}
        calls: list[tuple[str, Known]] = []
        for operation, learned, _ in found:
            if isinstance(operation, Emit):
                before = leaving.get(operation.output)
                leaving[operation.output] = learned if before is None else before.met_by(learned)
            elif isinstance(operation, StartCampaign):
                calls.append((operation.campaign, learned))
        return cls(found, leaving, tuple(calls))


NO_LESSON = Lesson.of(())


class StepReading:
    """Reads what a step does in its order, and notes at each operation what it has learned by then."""

    def __init__(
        self,
        mask: Callable[[list[str]], int],
        optional: AbstractSet[str] = frozenset(),
        consents: AbstractSet[str] = frozenset(),
    ) -> None:
        """Use ``mask`` to turn keys into bits; an optional field is never sure, however many fill it in.

        Whoever gives one of ``consents`` agrees to be written to.
        """
        self._mask = mask
        self._optional = optional
        self._consents = consents
        self.moments: list[Moment] = []

    def sequence(self, sequence: tuple[Operation, ...], known: Known) -> Known:
        """Note the moments of a sequence; return what is known behind it."""
        for operation in sequence:
            if isinstance(operation, Learn):
                taught = self._taught(operation)
                self.moments.append(Moment(operation, known, taught))
                known = known.plus(taught)
            else:
                self.moments.append(Moment(operation, known))
                known = self._behind(operation, known)
        return known

    def _taught(self, operation: Learn) -> Known:
        optional = self._optional
        sure = [key for key, share in operation.keys if share >= 1 and key not in optional]
        maybe = [key for key, share in operation.keys if share > 0]
        for keys in (sure, maybe):
            if not self._consents.isdisjoint(keys):
                keys.append(CONSENT)
        return Known(self._mask(sure), self._mask(maybe))

    def _behind(self, operation: Operation, known: Known) -> Known:
        if isinstance(operation, After):
            later = self.sequence(operation.then, known)
            return Known(known.sure, later.maybe)
        if isinstance(operation, Chance | Before):
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
            mask = self._mask([asked.ref])
            has = Known(mask, mask)
            if asked.operator == "is":
                yes = known.plus(has)
            elif asked.operator == "is not" and not asked.text:
                no = known.plus(has)
        then = self.sequence(operation.then, yes)
        return then.met_by(self.sequence(operation.otherwise, no))
