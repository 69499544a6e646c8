"""How long delays take, compiled: the arithmetic of ``reference.delaying``, operation for operation."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from maplanner.simulation.kernel.compiling import floats, ints, large, small
from maplanner.simulation.kernel.desk import TABLES
from maplanner.simulation.kernel.scores import draw, mixed, normal
from maplanner.simulation.program import (
    EMPIRICAL,
    EXPONENTIAL,
    FIXED,
    GAMMA,
    INSTANT,
    LOG_NORMAL,
    NO_DELAY,
    UNIFORM,
    UNTIL,
    WEEKLY,
    WINDOW,
)
from maplanner.simulation.randomness import BOOST_TWIST, DELAY_TWIST, SECOND_TWIST

_DELAY = np.uint64(DELAY_TWIST)
_SECOND = np.uint64(SECOND_TWIST)
_BOOST = np.uint64(BOOST_TWIST)


class Rows(NamedTuple):
    """What delays look up in a program."""

    points: Any
    point_share: Any
    point_days: Any
    spans: Any
    span_opens: Any
    span_closes: Any
    span_level: Any
    working: Any
    working_num: Any


@small
def rows_of(desk: Any) -> Any:
    """Lay out what delays look up."""
    return Rows(
        ints(desk, TABLES.points),
        floats(desk, TABLES.point_share),
        floats(desk, TABLES.point_days),
        ints(desk, TABLES.spans),
        floats(desk, TABLES.span_opens),
        floats(desk, TABLES.span_closes),
        floats(desk, TABLES.span_level),
        ints(desk, TABLES.working),
        floats(desk, TABLES.working_num),
    )


@small
def when(desk: Any, kind: Any, first: Any, second: Any, now: Any, key: Any) -> Any:
    """Return the time after a delay."""
    if kind == NO_DELAY:
        return now
    if kind == FIXED:
        return now + first
    if kind == EXPONENTIAL:
        return now + -math.log(draw(key, _DELAY)) * first
    return rarer(desk, kind, first, second, now, key)


@large
def rarer(desk: Any, kind: Any, first: Any, second: Any, now: Any, key: Any) -> Any:
    """Return the time after a delay of a less common kind."""
    rows = rows_of(desk)
    if kind == UNIFORM:
        return now + (first + (second - first) * draw(key, _DELAY))
    if kind == LOG_NORMAL:
        return now + first * math.exp(min(700.0, second * normal(draw(key, _DELAY))))
    if kind == WEEKLY:
        due = first + 7.0 * math.ceil((now - first) / 7.0)
        return due if due > now else due + 7.0
    if kind == GAMMA:
        return now + gamma(first, key) * second
    if kind == UNTIL:
        return max(now, first)
    row = np.int64(first)
    if kind == EMPIRICAL:
        return now + measured(rows, row, draw(key, _DELAY))
    if kind == INSTANT:
        low, high = rows.spans[row], rows.spans[row + 1]
        place = first_above(rows.span_opens, low, high, now)
        return rows.span_opens[place] if place < high else np.inf
    if kind == WINDOW:
        return next_open(rows, row, now)
    return worked(rows, rows.working[row], now, working_time(rows, row, key))


@large
def first_above(values: Any, low: Any, high: Any, bound: Any) -> Any:
    """Return the first place from ``low`` on with a value above a bound; ``high`` if there is none."""
    while low < high:
        middle = (low + high) // 2
        if values[middle] > bound:
            high = middle
        else:
            low = middle + 1
    return low


@large
def next_open(rows: Any, row: Any, now: Any) -> Any:
    """Return when a row of spans is open next, which may be now; infinity if never."""
    high = rows.spans[row + 1]
    place = first_above(rows.span_closes, rows.spans[row], high, now)
    return max(now, rows.span_opens[place]) if place < high else np.inf


@large
def measured(rows: Any, row: Any, share: Any) -> Any:
    """Return the days within which a share is through."""
    first = rows.points[row]
    low, high = first, rows.points[row + 1] - 1
    while low < high:
        middle = (low + high) // 2
        if share <= rows.point_share[middle]:
            high = middle
        else:
            low = middle + 1
    days = rows.point_days[low]
    if low == first or share > rows.point_share[low]:
        return days
    before = rows.point_share[low - 1]
    earlier = rows.point_days[low - 1]
    return earlier + (share - before) / (rows.point_share[low] - before) * (days - earlier)


@large
def gamma(shape: Any, key: Any) -> Any:
    """Return a gamma deviate of scale 1. Source: G. Marsaglia and W. W. Tsang, 2000."""
    boost = 1.0
    if shape < 1.0:
        boost = math.exp(math.log(draw(key, _BOOST)) / shape)
        shape += 1.0
    d = shape - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    while True:
        x = normal(draw(key, _DELAY))
        v = 1.0 + c * x
        if v > 0.0:
            v = v * v * v
            if math.log(draw(key, _SECOND)) < 0.5 * x * x + d - d * v + d * math.log(v):
                return d * v * boost
        key = mixed(key)


@large
def working_time(rows: Any, row: Any, key: Any) -> Any:
    """Return how much working time something takes, in days."""
    first = rows.working_num[2 * row]
    scale = rows.working_num[2 * row + 1]
    return gamma(first, key) * scale if scale > 0.0 else first


@large
def worked(rows: Any, row: Any, now: Any, amount: Any) -> Any:
    """Return when so much time was open, from now on; infinity if that is beyond all spans."""
    low, high = rows.spans[row], rows.spans[row + 1]
    place = first_above(rows.span_closes, low, high, now)
    if place == high:
        return np.inf
    begin = max(now, rows.span_opens[place])
    target = rows.span_level[place] + (begin - rows.span_opens[place]) + amount
    # The first span that reaches the target.
    low = place
    while low < high:
        middle = (low + high) // 2
        if target <= rows.span_level[middle] + (rows.span_closes[middle] - rows.span_opens[middle]):
            high = middle
        else:
            low = middle + 1
    if low == rows.spans[row + 1]:
        return np.inf
    return max(begin, rows.span_opens[low] + (target - rows.span_level[low]))
