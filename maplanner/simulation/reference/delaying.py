"""How long delays take, looked up slowly and obviously."""

from __future__ import annotations

import math

from maplanner.simulation import program as op
from maplanner.simulation.program import ProgramArrays
from maplanner.simulation.randomness import BOOST_TWIST, DELAY_TWIST, SECOND_TWIST
from maplanner.simulation.reference.people import STREAM, draw


def time_after(  # noqa: C901, PLR0911, PLR0917 - one line for each delay there is
    p: ProgramArrays, now: float, kind: int, first: float, second: float, key: int
) -> float:
    """Return the time after a delay."""
    match kind:
        case op.FIXED:
            return now + first
        case op.EXPONENTIAL:
            return now + -math.log(draw(key, DELAY_TWIST)) * first
        case op.UNIFORM:
            return now + (first + (second - first) * draw(key, DELAY_TWIST))
        case op.LOG_NORMAL:
            deviate = STREAM.normal(draw(key, DELAY_TWIST))
            return now + first * math.exp(min(700.0, second * deviate))
        case op.WEEKLY:
            due = first + 7.0 * math.ceil((now - first) / 7.0)
            return due if due > now else due + 7.0
        case op.GAMMA:
            return now + gamma(first, key) * second
        case op.UNTIL:
            return max(now, first)
        case op.EMPIRICAL:
            return now + measured(p, int(first), draw(key, DELAY_TWIST))
        case op.INSTANT:
            return min((opens for opens, _closes in spans(p, int(first)) if opens > now), default=math.inf)
        case op.WINDOW:
            return next((max(now, opens) for opens, closes in spans(p, int(first)) if closes > now), math.inf)
        case op.WORKING:
            return worked(p, now, int(p.working[int(first)]), working_time(p, int(first), key))
    return now


def spans(p: ProgramArrays, row: int) -> list[tuple[float, float]]:
    """Return when a row of spans opens and closes."""
    low, high = int(p.spans[row]), int(p.spans[row + 1])
    return list(zip(p.span_opens[low:high].tolist(), p.span_closes[low:high].tolist(), strict=True))


def measured(p: ProgramArrays, row: int, share: float) -> float:
    """Return the days within which a share is through."""
    low, high = int(p.points[row]), int(p.points[row + 1])
    shares, times = p.point_share[low:high].tolist(), p.point_days[low:high].tolist()
    before = (0.0, 0.0)
    for place, (upto, days) in enumerate(zip(shares, times, strict=True)):
        if share <= upto:
            if not place:
                return float(days)
            return float(before[1] + (share - before[0]) / (upto - before[0]) * (days - before[1]))
        before = (upto, days)
    return before[1]


def gamma(shape: float, key: int) -> float:
    """Return a gamma deviate of scale 1. Source: G. Marsaglia and W. W. Tsang, 2000."""
    if shape < 1.0:
        return gamma(shape + 1.0, key) * math.exp(math.log(draw(key, BOOST_TWIST)) / shape)
    d = shape - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    while True:
        x = STREAM.normal(draw(key, DELAY_TWIST))
        v = 1.0 + c * x
        if v > 0.0:
            v = v * v * v
            if math.log(draw(key, SECOND_TWIST)) < 0.5 * x * x + d - d * v + d * math.log(v):
                return d * v
        key = int(STREAM.mixed(key))


def working_time(p: ProgramArrays, row: int, key: int) -> float:
    """Return how much working time something takes, in days."""
    first, scale = p.working_num[row].tolist()
    return float(gamma(first, key) * scale if scale > 0.0 else first)


def worked(p: ProgramArrays, now: float, row: int, amount: float) -> float:
    """Return when so much time was open, from now on."""
    for opens, closes in spans(p, row):
        if closes > now:
            begin = max(now, opens)
            levels = p.span_level[p.spans[row] : p.spans[row + 1]].tolist()
            target = levels[spans(p, row).index((opens, closes))] + (begin - opens) + amount
            for (later, end), level in zip(spans(p, row), levels, strict=True):
                if end > now and target <= level + (end - later):
                    return float(max(begin, later + (target - level)))
            return math.inf
    return math.inf
