"""What is remembered of the leads of one account, and what conditions say of it, compiled."""

from __future__ import annotations

import math
from typing import Any, Final, NamedTuple

import numpy as np

from maplanner.simulation.kernel.compiling import cell, large, small, words
from maplanner.simulation.kernel.scores import draw, faded, next_fall
from maplanner.simulation.program import (
    HALF_LIFE,
    OF_ACCOUNT_SCORE,
    OF_FIELD,
    OF_IDENTITY,
    OF_SCORE,
    OF_SEGMENT,
    OF_THRESHOLD,
)
from maplanner.simulation.randomness import LATER

KNOWN_SINCE: Final = 0
RECHECK_DUE: Final = 1
SCORES: Final = 2
"""Columns of ``levels``: when the lead became known, when its scores are looked at next; then value,
since and mark of each score, then times and points of each limited rule."""
IDENTIFIED: Final = 0
SEEN: Final = 1
"""Columns of ``marks``: known person; then what :class:`Columns` says."""


class Tables(NamedTuple):
    """What conditions look at in a program."""

    condition: Any
    condition_num: Any
    condition_salt: Any
    score: Any
    threshold_score: Any
    threshold_account: Any
    threshold_again: Any
    threshold_value: Any


class Columns(NamedTuple):
    """Where each kind of mark begins in a lead's row."""

    tokens: Any
    """Places in each campaign."""
    visit: Any
    """How often the lead has left each campaign: tokens of an earlier visit are void."""
    entries: Any
    known: Any
    member: Any
    made: Any
    passed: Any
    asleep: Any
    done: Any
    width: Any
    rules: Any
    """In ``levels``."""
    level_width: Any


@large
def columns_of(dims: Any) -> Any:
    """Return where marks begin, from the program's ``dims``."""
    tokens = SEEN + dims[0]
    visit = tokens + dims[2]
    entries = visit + dims[2]
    known = entries + dims[2]
    member = known + dims[3]
    made = member + dims[4]
    passed = made + dims[5]
    asleep = passed + dims[6]
    done = asleep + dims[7]
    rules = SCORES + 3 * dims[8]
    return Columns(
        tokens,
        visit,
        entries,
        known,
        member,
        made,
        passed,
        asleep,
        done,
        done + dims[15],
        rules,
        rules + 2 * dims[9],
    )


@large
def more_leads(kept: Any, marks: Any, levels: Any, keys: Any) -> Any:
    """Return tables for twice as many leads, with the same content."""
    size, level_width = levels.shape
    more_marks = words(kept, marks.shape[0]).view(np.int32)
    more_levels = words(kept, 2 * size * level_width).view(np.float64).reshape((2 * size, level_width))
    more_keys = words(kept, 2 * size)
    more_marks[: marks.shape[0]] = marks
    more_levels[:size] = levels
    more_keys[:size] = keys
    return more_marks, more_levels, more_keys


@small
def points_of(score: Any, levels: Any, lead: Any, number: Any, now: Any) -> Any:
    """Return a lead's points."""
    column = SCORES + 3 * number
    return faded(score, number, levels[lead, column], levels[lead, column + 1], levels[lead, column + 2], now)


@large
def points_of_others(score: Any, levels: Any, leads: Any, number: Any, but: Any, now: Any) -> Any:
    """Return the sum over an account's leads but one, in their order."""
    total = 0.0
    for lead in range(leads):
        if lead != but:
            total += points_of(score, levels, lead, number, now)
    return total


@large
def holds(
    index: Any,
    tables: Any,
    columns: Any,
    marks: Any,
    levels: Any,
    keys: Any,
    account_passed: Any,
    leads: Any,
    lead: Any,
    now: Any,
) -> Any:
    """Tell whether a condition holds for a lead."""
    subject = tables.condition[index, 0]
    ref = tables.condition[index, 1]
    row = lead * columns.width
    yes = False
    if subject == OF_SCORE:
        yes = points_of(tables.score, levels, lead, ref, now) >= tables.condition_num[index, 0]
    elif subject == OF_ACCOUNT_SCORE:
        yes = points_of_others(tables.score, levels, leads, ref, -1, now) >= tables.condition_num[index, 0]
    elif subject == OF_SEGMENT:
        yes = marks[cell(row, columns.member + ref)] != 0
    elif subject == OF_IDENTITY:
        yes = marks[cell(row, IDENTIFIED)] != 0
    elif subject == OF_FIELD:
        yes = marks[cell(row, columns.known + ref)] != 0
        if yes and tables.condition_num[index, 1] >= 0.0:
            yes = draw(keys[lead], tables.condition_salt[index]) < tables.condition_num[index, 1]
    elif subject == OF_THRESHOLD:
        number = tables.threshold_score[ref]
        if tables.threshold_account[ref]:
            yes = (
                points_of_others(tables.score, levels, leads, number, -1, now) >= tables.threshold_value[ref]
            )
            yes = yes or (tables.threshold_again[ref] == 0 and account_passed[ref] != 0)
        else:
            yes = points_of(tables.score, levels, lead, number, now) >= tables.threshold_value[ref]
            yes = yes or (tables.threshold_again[ref] == 0 and marks[cell(row, columns.passed + ref)] != 0)
    return yes != (tables.condition[index, 2] != 0)


@large
def next_look(
    watched_score: Any,
    watched_value: Any,
    watched_account: Any,
    score: Any,
    levels: Any,
    leads: Any,
    lead: Any,
    now: Any,
) -> Any:
    """Return when a watched score of a lead may next fall below its mark; infinity if it will not."""
    earliest = np.inf
    for place in range(watched_score.shape[0]):
        number = watched_score[place]
        value = watched_value[place]
        rest = max(0.0, score[number, 0])
        points = points_of(score, levels, lead, number, now)
        if score[number, 3] != HALF_LIFE:
            if points > rest and (watched_account[place] or points >= value):
                earliest = min(earliest, next_fall(score, number, levels[lead, SCORES + 3 * number + 1], now))
            continue
        fading = points
        still = 0.0
        if watched_account[place]:
            fading = 0.0
            for other in range(leads):
                theirs = points_of(score, levels, other, number, now)
                if theirs > rest:
                    fading += theirs
                else:
                    still += theirs
        if fading + still >= value and value - still > 0.0 and (watched_account[place] or value > rest):
            lasts = score[number, 4] * (math.log(fading / (value - still)) / math.log(2.0))
            earliest = min(earliest, now + max(0.0, lasts) + LATER)
    return earliest
