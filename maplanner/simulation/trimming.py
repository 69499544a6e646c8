"""Takes out of a program what can never be noticed: empty branches and detours.

What is left draws the same random numbers, because each instruction brings its own salt along.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from maplanner.simulation import program as op
from maplanner.simulation.assembly import Assembler

NOTHING: Final = -1
"""Marks an instruction that is taken out."""

_TARGETS: Final = {
    op.CHANCE: (1,),
    op.BRANCH: (1, 2),
    op.AFTER: (1,),
    op.SERVE: (1,),
    op.WHEN: (2,),
    op.BEFORE: (2,),
    op.JUMP: (1,),
    op.ONCE: (2,),
}
"""Columns that hold a place in the program."""


def trim(assembler: Assembler, starts: dict[str, int], unwatched: Callable[[int], bool]) -> dict[str, int]:
    """Trim the instructions of all steps in place; return where leads arrive from now on.

    ``unwatched`` tells of a campaign that nobody asks whether a lead is still in it: only there
    may a pending branch that does nothing be left out.
    """
    code = assembler.code
    going = True
    while going:
        going = False
        for place, row in enumerate(code):
            before = tuple(row)
            _thread(code, row)
            if unwatched(row[7]):
                _drop_empty_branch(code, place)
            _drop_idle_test(code, place)
            going |= before != tuple(row)
    return _closed_up(assembler, starts)


def _landing(code: list[list[int]], place: int) -> int:
    """Return the first instruction from ``place`` on that does something."""
    while code[place][0] in {op.JUMP, NOTHING}:
        place = code[place][1] if code[place][0] == op.JUMP else place + 1
    return place


def _thread(code: list[list[int]], row: list[int]) -> None:
    for column in _TARGETS.get(row[0], ()):
        row[column] = _landing(code, row[column])


def _drop_empty_branch(code: list[list[int]], place: int) -> None:
    row = code[place]
    if row[0] not in {op.AFTER, op.BRANCH} or code[row[1]][0] != op.END:
        return
    if row[0] == op.AFTER or _landing(code, place + 1) == row[2]:
        row[0] = NOTHING


def _drop_idle_test(code: list[list[int]], place: int) -> None:
    """Take out a test both sides of which go on at the same place, and jumps to what follows anyway."""
    row = code[place]
    if row[0] in {op.CHANCE, op.WHEN, op.JUMP}:
        target = row[2] if row[0] == op.WHEN else row[1]
        if _landing(code, place + 1) == target:
            row[0] = NOTHING
        elif row[0] == op.JUMP and code[target][0] == op.END:
            row[0] = op.END


def _closed_up(assembler: Assembler, starts: dict[str, int]) -> dict[str, int]:
    code = assembler.code
    left = [place for place, row in enumerate(code) if row[0] != NOTHING]
    moved, new = [0] * (len(code) + 1), 0
    for place, row in enumerate(code):
        moved[place] = new
        new += row[0] != NOTHING
    for row in code:
        for column in _TARGETS.get(row[0], ()):
            row[column] = moved[row[column]]
    assembler.code = [code[place] for place in left]
    assembler.num = [assembler.num[place] for place in left]
    assembler.salt = [assembler.salt[place] for place in left]
    return {step: moved[start] for step, start in starts.items()}
