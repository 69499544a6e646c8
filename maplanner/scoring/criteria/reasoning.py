"""What can be the case: whether statements can hold, must hold, follow from each other or exclude each other.

A statement is tried on combinations of the few values that stand for all (:mod:`axes`), leaving out
those that cannot be: more opened in a week than in a month, or members of two segments that exclude each
other. Statements with so many axes that this would take long are left open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import permutations
from math import inf

from maplanner.document.reading import RecordReader
from maplanner.document.records import Segment
from maplanner.document.values import Condition
from maplanner.document.vocabulary import Joining, SegmentMaking
from maplanner.scoring.criteria.axes import Atom, Axes, Axis, Value
from maplanner.scoring.criteria.circles import segments_in_circles
from maplanner.scoring.criteria.statement import (
    Joined,
    Leaf,
    Statement,
    every,
    holds,
    leaves,
    no,
    statement_of,
)

MOST_TRIALS = 4_000
"""How many combinations are tried before a question is left open."""


@dataclass(frozen=True)
class Possible:
    """Whether something can be: ``None`` where it would take too long to find out. With an example if so."""

    answer: bool | None
    example: Mapping[Axis, Value] = field(default_factory=dict)


class Reasoning:
    """Answers questions about statements on the leads of one plan, as it is now."""

    def __init__(self, reader: RecordReader) -> None:
        self._reader = reader
        self._axes = Axes(reader)
        self._sets = {
            each.id: each.exclusive_set for each in reader.all(Segment) if each.exclusive_set is not None
        }
        self._meant: dict[str, Statement] = {}

    def of(self, segment: Segment) -> Statement:
        """Return the statement that a segment is, with the segments that it names put in as theirs."""
        known = self._meant.get(segment.id)
        if known is None:
            # While it is worked out it stands for itself, whatever its criteria say.
            itself = Leaf(Condition(subject="segment", ref=segment.id, operator="is"))
            self._meant[segment.id] = itself
            known = self._meant[segment.id] = self._put_in(statement_of(self._reader, segment))
        return known

    def is_defined(self, segment: Segment) -> bool:
        """Tell whether a segment's members are exactly those for whom its criteria hold."""
        if segment.made is not SegmentMaking.REAL_TIME or segment.id in self._circular:
            return False
        return bool(statement_of(self._reader, segment).parts)

    def member(self, segment: Segment) -> Statement:
        """Return the statement that a lead is a member, with what its membership alone tells."""
        if self.is_defined(segment):
            return self.of(segment)
        return Leaf(Condition(subject="segment", ref=segment.id, operator="is"))

    def possible(self, *statements: Statement) -> Possible:
        """Return whether some statements can hold together."""
        whole = every(*(self._put_in(each) for each in statements))
        parts = [_Part(each, self._axes, self._sets) for each in _conjuncts(whole)]
        is_open, example = False, dict[Axis, Value]()
        for together in _apart(parts):
            atoms = {condition: atom for part in together for condition, atom in part.atoms.items()}
            statement = every(*(part.statement for part in together))
            found = _Trial(self._axes, self._sets, statement, atoms).run()
            if found.answer is False:
                return found
            is_open |= found.answer is None
            example |= found.example
        return Possible(None) if is_open else Possible(True, example)

    def always(self, statement: Statement) -> bool | None:
        """Return whether a statement holds for everybody, whatever is the case."""
        return _opposite(self.possible(no(statement)).answer)

    def implies(self, one: Statement, other: Statement) -> bool | None:
        """Return whether the other holds wherever the one does."""
        return _opposite(self.possible(one, no(other)).answer)

    def same(self, one: Statement, other: Statement) -> bool | None:
        """Return whether two statements always say the same."""
        there, back = self.implies(one, other), self.implies(other, one)
        if there is False or back is False:
            return False
        return None if there is None or back is None else True

    def _put_in(self, statement: Statement) -> Statement:
        """Return a statement in which segments that follow their criteria are spelt out."""
        if isinstance(statement, Joined):
            return Joined(statement.joining, tuple(map(self._put_in, statement.parts)), statement.of)
        condition = statement.condition
        segment = (
            self._reader.find_or_none(Segment, condition.ref) if condition.subject == "segment" else None
        )
        if segment is None or not self.is_defined(segment):
            return statement
        meant = self.of(segment)
        return every(meant) if condition.operator in {"is", "at least"} else no(meant)

    @cached_property
    def _circular(self) -> frozenset[str]:
        return frozenset(name for circle in segments_in_circles(self._reader) for name in circle)


def _opposite(answer: bool | None) -> bool | None:
    return None if answer is None else not answer


class _Part:
    """A statement with its conditions as tests, and the names of what they measure."""

    def __init__(self, statement: Statement, axes: Axes, sets: Mapping[str, str]) -> None:
        self.statement = statement
        self.atoms = {leaf.condition: axes.atom(leaf.condition) for leaf in leaves(statement)}
        self.measures = {_topic(axis, sets) for atom in self.atoms.values() for axis in atom.axes}


def _topic(axis: Axis, sets: Mapping[str, str]) -> tuple[str, str]:
    """Return what an axis has in common with those whose values are tied to its own."""
    if axis.subject in {"action", "days without action"}:
        return ("action", "")
    if axis.subject == "segment":
        return ("set", sets[axis.ref]) if axis.ref in sets else ("segment", axis.ref)
    return (axis.subject, axis.ref)


def _conjuncts(statement: Statement) -> Iterator[Statement]:
    """Yield statements that all hold exactly where the given one does."""
    if isinstance(statement, Leaf):
        yield statement
    elif statement.joining is Joining.ALL:
        for part in statement.parts:
            yield from _conjuncts(part)
    elif statement.joining is Joining.ANY:
        if len(statement.parts) == 1:
            yield from _conjuncts(statement.parts[0])
        else:
            yield statement
    else:
        for part in statement.parts:
            yield from _denied(part)


def _denied(part: Statement) -> Iterator[Statement]:
    if isinstance(part, Leaf):
        yield no(part)
    elif part.joining is Joining.ANY:
        for each in part.parts:
            yield from _denied(each)
    elif part.joining is Joining.NONE:
        yield from _conjuncts(Joined(Joining.ANY, part.parts))
    elif len(part.parts) == 1:
        yield from _denied(part.parts[0])
    else:
        yield no(part)


def _apart(parts: Iterable[_Part]) -> list[list[_Part]]:
    """Return parts in groups that have nothing to do with each other, and can be looked at one by one."""
    groups: list[tuple[set[tuple[str, str]], list[_Part]]] = []
    for part in parts:
        measures, together, others = set(part.measures), [part], []
        for group in groups:
            if group[0].isdisjoint(measures):
                others.append(group)
            else:
                measures |= group[0]
                together = group[1] + together
        groups = [*others, (measures, together)]
    return [together for _, together in groups]


_Relation = Callable[[Value, Value], bool]


class _Trial:
    """Tries a statement on one combination of values after the other, axis by axis."""

    def __init__(
        self, axes: Axes, sets: Mapping[str, str], statement: Statement, atoms: dict[Condition, Atom]
    ) -> None:
        self._statement = statement
        self._atoms = atoms
        self._domains = _domains(axes, self._atoms.values())
        self._order = list(self._domains)
        self._relations = _relations(self._order, sets)
        self._chosen: dict[Axis, Value] = {}
        self._left = MOST_TRIALS

    def run(self) -> Possible:
        found = self._try(0)
        return Possible(found, dict(self._chosen) if found else {})

    def _try(self, depth: int) -> bool | None:
        self._left -= 1
        if self._left < 0:
            return None
        if holds(self._statement, self._known) is False:
            return False
        if depth == len(self._order):
            return True
        axis = self._order[depth]
        for value in self._domains[axis]:
            if not self._fits(axis, value):
                continue
            self._chosen[axis] = value
            found = self._try(depth + 1)
            if found is not False:
                return found
            del self._chosen[axis]
        return False

    def _known(self, condition: Condition) -> bool | None:
        atom = self._atoms[condition]
        chosen = self._chosen
        if any(axis not in chosen for axis in atom.axes):
            return None
        return atom.test(*(chosen[axis] for axis in atom.axes))

    def _fits(self, axis: Axis, value: Value) -> bool:
        chosen = self._chosen
        return all(
            other not in chosen or relation(value, chosen[other]) for other, relation in self._relations[axis]
        )


def _domains(axes: Axes, atoms: Iterable[Atom]) -> dict[Axis, list[Value]]:
    """Return the values to try on each axis."""
    cuts: dict[Axis, dict[Value, None]] = {}
    for atom in atoms:
        for axis in atom.axes:
            cuts.setdefault(axis, {})
        for axis, cut in atom.cuts:
            cuts[axis][cut] = None
    _share_cuts(cuts)
    return {axis: axes.values(axis, found) for axis, found in cuts.items()}


def _share_cuts(cuts: dict[Axis, dict[Value, None]]) -> None:
    """Cut axes that are compared with each other at the same values."""
    actions = [axis for axis in cuts if axis.subject == "action"]
    counts = dict.fromkeys(cut for axis in actions for cut in cuts[axis])
    counts[1.0] = None
    for axis in actions:
        cuts[axis] = dict(counts)
    for axis in cuts:
        if axis.subject == "days without action":
            cuts[axis] |= dict.fromkeys(each.days for each in actions if each.days < inf)


def _relations(order: list[Axis], sets: Mapping[str, str]) -> dict[Axis, list[tuple[Axis, _Relation]]]:
    """Return for each axis what its value must fulfil together with that of another."""
    found: dict[Axis, list[tuple[Axis, _Relation]]] = {axis: [] for axis in order}
    for one, other in permutations(order, 2):
        relation = _between(one, other, sets)
        if relation is not None:
            found[one].append((other, relation))
            found[other].append((one, _turned(relation)))
    return found


def _turned(relation: _Relation) -> _Relation:
    return lambda ours, theirs: relation(theirs, ours)


def _between(one: Axis, other: Axis, sets: Mapping[str, str]) -> _Relation | None:
    """Return what ties the value of one axis to that of another, seen from the one."""
    if one.subject == other.subject == "segment":
        together = sets.get(one.ref)
        if together is not None and together == sets.get(other.ref):
            return lambda ours, theirs: not (ours and theirs)
    elif one.subject == other.subject == "action":
        if _counts_within(one, other):
            return lambda ours, theirs: ours <= theirs  # type: ignore[operator]
    elif one.subject == "action" and other.subject == "days without action" and one.days < inf:
        return _silence(one)
    return None


def _counts_within(one: Axis, other: Axis) -> bool:
    """Tell whether whatever counts on one axis counts on the other as well."""
    return one.days <= other.days and other.event in {"", one.event} and other.ref in {"", one.ref}


def _silence(action: Axis) -> _Relation:
    """Return what an action within some days says of the days without any."""
    days, is_any = action.days, not (action.event or action.ref)

    def fits(count: Value, silent: Value) -> bool:
        acted, acted_late = bool(count), silent < days  # type: ignore[operator]
        return acted == acted_late if is_any else (acted_late or not acted)

    return fits
