"""Criteria that decide nothing, and data points that could be dropped with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from maplanner.document.reading import RecordReader
from maplanner.document.records import Segment
from maplanner.document.vocabulary import Joining
from maplanner.scoring.criteria.reasoning import Reasoning
from maplanner.scoring.criteria.statement import Joined, Leaf, Statement, leaves, statement_of, without

MOST_CRITERIA = 40
"""Segments with more criteria are not searched: each would be left out in turn."""


class Why(StrEnum):
    """Why a criterion decides nothing."""

    TWICE = "is there twice"
    IMPLIED = "follows from another"
    NEVER = "never makes a difference"


@dataclass(frozen=True)
class Superfluous:
    """A criterion that changes nothing; ``by`` is the one that says it already, where there is one."""

    criterion: str
    why: Why
    by: str = ""


def superfluous(reader: RecordReader, segment: Segment, reasoning: Reasoning) -> tuple[Superfluous, ...]:
    """Return the criteria of a segment that could go without anybody joining or leaving by it.

    Each could go by itself; of two that say the same, the later one is named.
    """
    whole = statement_of(reader, segment)
    found = list(leaves(whole))
    if not 1 < len(found) <= MOST_CRITERIA or reasoning.possible(whole).answer is not True:
        return ()
    result: list[Superfluous] = []
    kept = whole
    for leaf in reversed(found):
        # What is taken out already says nothing any more: of two alike one must stay.
        fewer = without(kept, leaf.of)
        if not _has_leaves(fewer) or reasoning.same(kept, fewer) is not True:
            continue
        result.append(_reason(kept, leaf, reasoning))
        kept = fewer
    return tuple(reversed(result))


def _has_leaves(statement: Statement) -> bool:
    return next(leaves(statement), None) is not None


def _reason(whole: Joined, leaf: Leaf, reasoning: Reasoning) -> Superfluous:
    beside = list(_beside(whole, leaf))
    for _, other in beside:
        if other.condition == leaf.condition:
            return Superfluous(leaf.of, Why.TWICE, other.of)
    for joining, other in beside:
        one, then = (leaf, other) if joining is not Joining.ALL else (other, leaf)
        if reasoning.implies(one, then) is True:
            return Superfluous(leaf.of, Why.IMPLIED, other.of)
    return Superfluous(leaf.of, Why.NEVER)


def _beside(statement: Joined, leaf: Leaf) -> Iterator[tuple[Joining, Leaf]]:
    """Yield the other conditions of the group in which a leaf stands, with how they are joined."""
    for part in statement.parts:
        if isinstance(part, Joined):
            yield from _beside(part, leaf)
        elif part.of == leaf.of:
            for other in statement.parts:
                if isinstance(other, Leaf) and other.of != leaf.of:
                    yield statement.joining, other
