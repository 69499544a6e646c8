"""The criteria of a segment as one statement: a tree whose leaves are conditions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import attrgetter

from maplanner.document.reading import RecordReader
from maplanner.document.records import Criterion, CriterionGroup, Segment
from maplanner.document.values import Condition
from maplanner.document.vocabulary import Joining


@dataclass(frozen=True)
class Leaf:
    """One condition; ``of`` is the identifier of the criterion, if it is one's."""

    condition: Condition
    of: str = ""


@dataclass(frozen=True)
class Joined:
    """Statements joined into one; ``of`` is the identifier of the group or the segment."""

    joining: Joining
    parts: tuple[Statement, ...]
    of: str = ""


Statement = Leaf | Joined


def statement_of(reader: RecordReader, segment: Segment) -> Joined:
    """Return what holds for a segment's members: its criteria and groups in their order."""
    within: dict[str | None, list[Criterion | CriterionGroup]] = {}
    for criterion in reader.referring(Criterion, "segment", segment.id):
        within.setdefault(criterion.group, []).append(criterion)
    for group in reader.referring(CriterionGroup, "segment", segment.id):
        within.setdefault(group.parent, []).append(group)

    def parts(inside: str | None) -> tuple[Statement, ...]:
        # What is taken is never met again, whatever points to it.
        found = sorted(within.pop(inside, []), key=attrgetter("order", "id"))
        return tuple(
            Leaf(each.condition, each.id)
            if isinstance(each, Criterion)
            else Joined(each.joining, parts(each.id), each.id)
            for each in found
        )

    return Joined(segment.joining, parts(None), segment.id)


def leaves(statement: Statement) -> Iterator[Leaf]:
    """Yield the conditions of a statement, from left to right."""
    if isinstance(statement, Leaf):
        yield statement
    else:
        for part in statement.parts:
            yield from leaves(part)


def groups(statement: Statement) -> Iterator[Joined]:
    """Yield a statement's groups, the outer before the inner, itself included."""
    if isinstance(statement, Joined):
        yield statement
        for part in statement.parts:
            yield from groups(part)


def without(statement: Joined, leaf_of: str) -> Joined:
    """Return a statement from which a criterion is taken out, and groups in which nothing is left."""
    kept: list[Statement] = []
    for part in statement.parts:
        if isinstance(part, Leaf):
            if part.of != leaf_of:
                kept.append(part)
            continue
        fewer = without(part, leaf_of)
        if fewer.parts or not part.parts:
            kept.append(fewer)
    return Joined(statement.joining, tuple(kept), statement.of)


def every(*parts: Statement) -> Joined:
    """Return the statement that all of some hold."""
    return Joined(Joining.ALL, parts)


def no(*parts: Statement) -> Joined:
    """Return the statement that none of some holds."""
    return Joined(Joining.NONE, parts)


def holds(statement: Statement, known: Callable[[Condition], bool | None]) -> bool | None:
    """Return whether a statement holds, as far as what is known decides it; ``None`` where it is open.

    Of nothing, *all hold* and *none holds*, and *any holds* does not.
    """
    if isinstance(statement, Leaf):
        return known(statement.condition)
    if statement.joining is Joining.ALL:
        return _joined(statement.parts, known, settles=False)
    found = _joined(statement.parts, known, settles=True)
    return (None if found is None else not found) if statement.joining is Joining.NONE else found


def _joined(
    parts: tuple[Statement, ...], known: Callable[[Condition], bool | None], *, settles: bool
) -> bool | None:
    """Return ``settles`` if one part does, ``None`` if one is open, else the opposite."""
    is_open = False
    for part in parts:
        found = holds(part, known)
        if found is settles:
            return settles
        is_open |= found is None
    return None if is_open else not settles
