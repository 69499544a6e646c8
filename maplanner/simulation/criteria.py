"""Segments as tables: trees of criteria as tests one after the other, and what a lead leaves by joining."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from maplanner.core.errors import CannotSimulate
from maplanner.document.reading import RecordReader
from maplanner.document.records import Criterion, CriterionGroup, Segment, SegmentRemoval
from maplanner.document.vocabulary import Joining, SegmentMaking
from maplanner.simulation import program as op
from maplanner.simulation.arrays import ints
from maplanner.simulation.conditions import ConditionTable
from maplanner.simulation.loops import loop_of
from maplanner.simulation.numbering import Numbering

_MADE = {
    SegmentMaking.REAL_TIME: op.REAL_TIME,
    SegmentMaking.MINED: op.MINED,
    SegmentMaking.BY_HAND: op.BY_STEPS,
}
_Leaf = tuple[Criterion | CriterionGroup, ...]


@dataclass
class MembershipTable:
    """Who is in which segment. ``tests`` are rows of condition, next if it holds, next if not.

    A tree of criteria is turned into such jumps from its end to its beginning, so that nothing is
    asked that cannot matter any more.
    """

    reader: RecordReader
    numbers: Numbering
    conditions: ConditionTable
    tests: list[list[int]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    made: list[int] = field(default_factory=list)
    leaves: list[list[int]] = field(default_factory=list)
    mined: list[tuple[int, float]] = field(default_factory=list)

    @classmethod
    def of(cls, reader: RecordReader, numbers: Numbering, conditions: ConditionTable) -> MembershipTable:
        """Read the segments of a plan.

        Raises:
            CannotSimulate: Segments joined in real time are defined by each other.
        """
        refuse_cycles(reader)
        table = cls(reader, numbers, conditions)
        for segment in reader.all(Segment):
            table._add(segment)
        return table

    def _add(self, segment: Segment) -> None:
        asked = segment.made is not SegmentMaking.BY_HAND
        start = self._tree(segment) if asked else op.NO_TEST
        self.starts.append(start)
        self.made.append(op.BY_STEPS if start == op.NO_TEST else _MADE[segment.made])
        self.leaves.append(self._left_by(segment))
        if self.made[-1] == op.MINED:
            self.mined.append((len(self.starts) - 1, segment.mined_every or math.inf))

    def _tree(self, segment: Segment) -> int:
        parts = _parts(self.reader, segment, None)
        return self._joined(segment, segment.joining, parts, op.HOLDS, op.FAILS) if parts else op.NO_TEST

    def _joined(self, segment: Segment, joining: Joining, parts: _Leaf, yes: int, no: int) -> int:
        """Lay out the tests of some parts, the last first; return where to begin."""
        if joining is Joining.NONE:
            joining, yes, no = Joining.ANY, no, yes
        behind = yes if joining is Joining.ALL else no
        for part in reversed(parts):
            if joining is Joining.ALL:
                behind = self._part(segment, part, behind, no)
            else:
                behind = self._part(segment, part, yes, behind)
        return behind

    def _part(self, segment: Segment, part: Criterion | CriterionGroup, yes: int, no: int) -> int:
        if isinstance(part, CriterionGroup):
            return self._joined(segment, part.joining, _parts(self.reader, segment, part.id), yes, no)
        index = self.conditions.add(part.condition, f"Segment “{segment.title}”")
        if segment.made is SegmentMaking.REAL_TIME:
            self.conditions.watch(index)
        self.tests.append([index, yes, no])
        return len(self.tests) - 1

    def _left_by(self, segment: Segment) -> list[int]:
        others = [removal.leaves for removal in self.reader.referring(SegmentRemoval, "segment", segment.id)]
        if segment.exclusive_set is not None:
            others += [
                one.id for one in self.reader.referring(Segment, "exclusive_set", segment.exclusive_set)
            ]
        places = {self.numbers.segment(one, f"Segment “{segment.title}”") for one in others}
        return sorted(places - {self.numbers.segments[segment.id]})

    def arrays(self) -> dict[str, Any]:
        """Return the tables of a program."""
        begins, left = [0], []
        for others in self.leaves:
            left += others
            begins.append(len(left))
        return {
            "tests": ints(self.tests).reshape(-1, 3),
            "segment_test": ints(self.starts),
            "segment_made": ints(self.made),
            "segment_leaves": ints(begins),
            "segment_left": ints(left),
        }


def _parts(reader: RecordReader, segment: Segment, group: str | None) -> _Leaf:
    """Return the criteria and groups right inside a segment or a group; empty groups say nothing."""
    criteria = [one for one in reader.referring(Criterion, "segment", segment.id) if one.group == group]
    groups = [one for one in reader.referring(CriterionGroup, "segment", segment.id) if one.parent == group]
    full = [one for one in groups if _parts(reader, segment, one.id)]
    return tuple(sorted([*criteria, *full], key=lambda part: part.order))


def refuse_cycles(reader: RecordReader) -> None:
    """Refuse segments in real time whose members depend on each other.

    Raises:
        CannotSimulate: There are such segments; the message names them.
    """
    titles = {one.id: one.title for one in reader.all(Segment) if one.made is SegmentMaking.REAL_TIME}
    loop = loop_of(
        (criterion.segment, criterion.condition.ref)
        for criterion in reader.all(Criterion)
        if criterion.condition.subject == "segment"
        and criterion.segment in titles
        and criterion.condition.ref in titles
    )
    if not loop:
        return
    shown = " → ".join(f"“{titles[one] or 'untitled'}”" for one in [*loop, loop[0]])
    raise CannotSimulate(
        f"Segments are defined by each other: {shown}.",
        advice="Take one of these criteria out.",
        about=loop[0],
    )
