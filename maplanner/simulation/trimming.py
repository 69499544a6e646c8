"""Takes out of a program what can never be noticed: empty branches and detours.

What is left draws the same random numbers, because each instruction brings its own salt along.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from itertools import compress
from typing import Any, Final

import numpy as np

from maplanner.simulation import program as op
from maplanner.simulation.assembly import JUMPING, Assembler

NOTHING: Final = -1
"""Marks an instruction that is taken out."""

_BRANCHES: Final = frozenset({op.AFTER, op.BRANCH})
_TESTS: Final = frozenset({op.CHANCE, op.WHEN, op.JUMP})
_PASSED: Final = frozenset({op.JUMP, NOTHING})


def trim(assembler: Assembler, starts: dict[str, int], unwatched: Callable[[int], bool]) -> dict[str, int]:
    """Trim the instructions of all steps in place; return where leads arrive from now on.

    ``unwatched`` tells of a campaign that nobody asks whether a lead is still in it: only there
    may a pending branch that does nothing be left out.
    """
    code = assembler.code
    jumping, taken_out = assembler.jumps, []
    going = True
    while going:
        going = False
        for place in jumping:
            row = code[place]
            before = row[:3]
            _thread(code, row)
            if row[0] in _BRANCHES and unwatched(row[7]):
                _drop_empty_branch(code, place)
            elif row[0] in _TESTS:
                _drop_idle_test(code, place)
            going |= before != row[:3]
            if row[0] == NOTHING:
                taken_out.append(place)
        jumping = [place for place in jumping if code[place][0] in JUMPING]
    moved = _closed_up(assembler, starts, jumping, sorted(taken_out))
    _send_last(assembler)
    return moved


def _landing(code: list[list[int]], place: int) -> int:
    """Return the first instruction from ``place`` on that does something."""
    while code[place][0] in _PASSED:
        place = code[place][1] if code[place][0] == op.JUMP else place + 1
    return place


def _thread(code: list[list[int]], row: list[int]) -> None:
    for column in JUMPING[row[0]]:
        target = row[column]
        if code[target][0] in _PASSED:
            row[column] = _landing(code, target)


def _drop_empty_branch(code: list[list[int]], place: int) -> None:
    row = code[place]
    if code[row[1]][0] != op.END:
        return
    if row[0] == op.AFTER or _landing(code, place + 1) == row[2]:
        row[0] = NOTHING


def _drop_idle_test(code: list[list[int]], place: int) -> None:
    """Take out a test both sides of which go on at the same place, and jumps to what follows anyway."""
    row = code[place]
    target = row[2] if row[0] == op.WHEN else row[1]
    if _landing(code, place + 1) == target:
        row[0] = NOTHING
    elif row[0] == op.JUMP and code[target][0] == op.END:
        row[0] = op.END


def _closed_up(
    assembler: Assembler, starts: dict[str, int], jumping: list[int], taken_out: list[int]
) -> dict[str, int]:
    def moved(place: int) -> int:
        return place - bisect_left(taken_out, place)

    code = assembler.code
    for place in jumping:
        row = code[place]
        for column in JUMPING[row[0]]:
            row[column] = moved(row[column])
    left = np.ones(len(code), bool)
    left[taken_out] = False
    kept = left.tolist()
    assembler.code = list(compress(code, kept))
    assembler.num = list(compress(assembler.num, kept))
    assembler.salt = list(compress(assembler.salt, kept))
    assembler.jumps = [moved(place) for place in jumping]
    return {step: moved(start) for step, start in starts.items()}


def _send_last(assembler: Assembler) -> None:
    """Put what sends leads on behind what only opens branches for later.

    Nobody can tell the difference, because a lead that is sent on comes to its turn when the token has
    ended; but who is sent on last goes on as the same token, which takes less time.
    """
    code, jumps = assembler.code, assembler.jumps
    aimed_from = _aimed_from(assembler)
    turn = 0
    while turn < len(jumps):
        first = jumps[turn]
        end = first
        while _opens_for_later(assembler, end):
            end += 1
        opening = range(first, end)
        if opening and code[first - 1][0] == op.EMIT and code[end][0] == op.END:
            comes_in = any(place not in opening for target in opening for place in aimed_from.get(target, ()))
            if not comes_in:
                _move_behind(assembler, first - 1, end - 1)
                for number in range(turn, turn + len(opening)):
                    jumps[number] -= 1
        turn += max(1, len(opening))


def _aimed_from(assembler: Assembler) -> dict[int, list[int]]:
    """Return the instructions from which each one may be come to, other than from the one before."""
    found: dict[int, list[int]] = {}
    for place in assembler.jumps:
        row = assembler.code[place]
        for column in JUMPING[row[0]]:
            found.setdefault(row[column], []).append(place)
    return found


def _opens_for_later(assembler: Assembler, place: int) -> bool:
    row, (_x, _y, first, second) = assembler.code[place], assembler.num[place]
    return row[0] in _BRANCHES and first > 0.0 and assembler.delays.takes_time((row[5], first, second))


def _move_behind(assembler: Assembler, old: int, new: int) -> None:
    """Move an instruction behind others that close up; who came to their end comes to it."""
    for place in range(old + 1, new + 1):
        row = assembler.code[place]
        if row[0] == op.BRANCH:
            row[2] -= 1
    rows: list[list[Any]] = [assembler.code, assembler.num, assembler.salt]
    for column in rows:
        column[old : new + 1] = [*column[old + 1 : new + 1], column[old]]
