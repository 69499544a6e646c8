"""Fading scores, compiled: the arithmetic of ``scoring.model``, operation for operation.

``score`` is the program's table as one row: six numbers for each score.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from maplanner.simulation.kernel.compiling import cell, large, small
from maplanner.simulation.program import HALF_LIFE, LINEAR, NO_DECAY, STEPWISE
from maplanner.simulation.randomness import CHILD_TWIST, LATER, stream

STREAM = stream(np.uint64, small)
mixed = STREAM.mixed
unit = STREAM.unit
account_key = STREAM.account_key
normal = STREAM.normal
CHILD = np.uint64(CHILD_TWIST)


@small
def draw(key: Any, salt: Any) -> Any:
    """Return the number between 0 and 1 that belongs to a key and a salt."""
    return unit(mixed(key ^ salt))


@small
def child(key: Any, salt: Any) -> Any:
    """Return the key of something that a key's holder sets off."""
    return mixed(key ^ salt ^ CHILD)


@small
def faded(score: Any, number: Any, value: Any, since: Any, mark: Any, now: Any) -> Any:
    """Return the points that are left of a lead's score."""
    row = cell(6 * number, 0)
    decay = score[row + 3]
    if decay == NO_DECAY:
        return value
    rest = max(0.0, score[row])
    if value <= rest:
        return value
    if decay == LINEAR:
        periods = math.floor((now - since) / score[row + 5]) - mark
        if periods <= 0.0:
            return value
        return max(rest, value - periods * score[row + 4])
    return rarely_faded(score, number, value, since, mark, now, rest)


@large
def rarely_faded(score: Any, number: Any, value: Any, since: Any, mark: Any, now: Any, rest: Any) -> Any:
    """Return the points that a less common decay leaves."""
    row = 6 * number
    if score[row + 3] == HALF_LIFE:
        return max(rest, value * math.pow(score[row + 5], (now - mark) / score[row + 4]))
    periods = math.floor((now - since) / score[row + 5]) - mark
    if periods <= 0.0:
        return value
    return max(rest, value * math.pow(1.0 - score[row + 4], periods))


@small
def mark_after(score: Any, number: Any, since: Any, now: Any) -> Any:
    """Return how much fading a value that changed now has in it: see ``LeadScore.mark``."""
    row = cell(6 * number, 0)
    decay = score[row + 3]
    if decay == NO_DECAY:
        return 0.0
    if decay == HALF_LIFE:
        return now
    return float(math.floor((now - since) / score[row + 5]))


@large
def next_fall(score: Any, number: Any, since: Any, now: Any) -> Any:
    """Return when a score that fades by periods loses points next."""
    row = 6 * number
    if score[row + 3] != LINEAR and score[row + 3] != STEPWISE:
        return np.inf
    due = since + (math.floor((now - since) / score[row + 5]) + 1.0) * score[row + 5]
    return due if due > now else now + LATER


@small
def fadings(score: Any, number: Any, value: Any, since: Any, mark: Any, now: Any) -> Any:
    """Return how often a score lost points at the end of a period since it last changed."""
    row = cell(6 * number, 0)
    decay = score[row + 3]
    if decay == NO_DECAY or decay == HALF_LIFE:
        return 0
    rest = max(0.0, score[row])
    if value <= rest:
        return 0
    periods = max(0.0, math.floor((now - since) / score[row + 5]) - mark)
    if decay == LINEAR:
        return np.int64(min(periods, math.ceil((value - rest) / score[row + 4])))
    return np.int64(periods)
