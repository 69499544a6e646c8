"""Who of a team does what when, in plain Python."""

from __future__ import annotations

import math
from dataclasses import dataclass

from maplanner.simulation.program import ProgramArrays
from maplanner.simulation.reference.delaying import spans, worked
from maplanner.simulation.serving import Queue


@dataclass
class Person:
    """One of a team: when free again, and how much begun on which day."""

    number: int
    free: float = 0.0
    day: int = -2
    begun: int = 0


def serve(p: ProgramArrays, queue: Queue, until: float) -> list[tuple[float, float, int]]:
    """Return start, end and person for each request, which stand in the order of time and key."""
    found = [(math.inf, math.inf, -1)] * len(queue.time)
    people = [Person(number) for number in range(queue.people)]
    waiting: list[int] = []
    clock, nearest = 0.0, 0
    while nearest < len(queue.time) or waiting:
        who = min(people, key=lambda person: (person.free, person.number))
        clock = max(clock, who.free)
        if not waiting:
            clock = max(clock, queue.time[nearest])
        clock = next((max(clock, opens) for opens, closes in spans(p, queue.row) if closes > clock), math.inf)
        if not clock < until:
            break
        while nearest < len(queue.time) and queue.time[nearest] <= clock:
            waiting.append(nearest)
            nearest += 1
        chosen = min(waiting, key=lambda place: turn(queue, place))
        waiting.remove(chosen)
        end = worked(p, clock, queue.row, queue.work[chosen])
        found[chosen] = (clock, end, who.number)
        begin(p, queue, who, clock)
        who.free = max(end, next_day(p, queue, who)) if is_done_for_today(queue, who) else end
    return found


def turn(queue: Queue, place: int) -> tuple[float, float, int]:
    """Return what decides who is next: the smallest is."""
    time = queue.time[place]
    return -queue.rank[place], -time if queue.newest_first else time, queue.key[place]


def begin(p: ProgramArrays, queue: Queue, who: Person, clock: float) -> None:
    """Count what somebody begins on the calendar's day."""
    low = int(p.spans[queue.row])
    place = next(n for n, (_opens, closes) in enumerate(spans(p, queue.row)) if closes > clock)
    today = int(p.span_day[low + place])
    who.begun = who.begun + 1 if who.day == today else 1
    who.day = today


def is_done_for_today(queue: Queue, who: Person) -> bool:
    """Tell whether somebody has begun all that a day allows."""
    return queue.most_per_day > 0 and who.begun >= queue.most_per_day


def next_day(p: ProgramArrays, queue: Queue, who: Person) -> float:
    """Return when the next of the calendar's days opens for somebody."""
    low, high = int(p.spans[queue.row]), int(p.spans[queue.row + 1])
    later = [float(p.span_opens[n]) for n in range(low, high) if p.span_day[n] > who.day]
    return min(later, default=math.inf)
