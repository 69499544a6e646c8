"""Who of a team does what when, compiled: the same as ``reference.serving``, operation for operation."""

from __future__ import annotations

import heapq
from typing import Any

import numpy as np

from maplanner.simulation.kernel.compiling import making
from maplanner.simulation.kernel.delays import Rows, first_above, next_open, worked
from maplanner.simulation.program import FlowProgram
from maplanner.simulation.serving import Requests, Team


def serve_team(program: FlowProgram, requests: Requests, team: Team) -> tuple[Any, Any, Any]:
    """Return start, end and person for each request of a team."""
    size = requests.time.size
    start, finish = np.full(size, np.inf), np.full(size, np.inf)
    person = np.full(size, -1, np.int64)
    arrays = program.arrays
    rows = Rows(*(np.ravel(getattr(arrays, name)) for name in Rows._fields))
    serve(
        rows,
        team.row,
        arrays.span_day,
        team.people,
        team.most_per_day,
        team.newest_first,
        program.days,
        requests.time,
        requests.work,
        requests.rank,
        requests.key,
        start,
        finish,
        person,
    )
    return start, finish, person


@making
def serve(
    rows: Rows,
    row: Any,
    span_day: Any,
    people: Any,
    most_per_day: Any,
    newest_first: Any,
    until: Any,
    time: Any,
    work: Any,
    rank: Any,
    key: Any,
    start: Any,
    finish: Any,
    person: Any,
) -> None:
    """Work off requests, which stand in the order of time and key; fill in ``start``, ``finish``, ``person``.

    Everything is in days. ``row`` is the team's row of spans; ``most_per_day`` is how many tasks one person
    begins on a day of the calendar, 0 for any number. Who has the highest ``rank`` is next, among
    them the first, or the last with ``newest_first``. What nobody begins before ``until`` keeps infinity.
    """
    free = [(0.0, np.int64(number)) for number in range(people)]
    begun_on = np.full(people, -2, np.int64)
    begun = np.zeros(people, np.int64)
    waiting = [(0.0, 0.0, np.uint64(0), np.int64(0))]
    waiting.pop()
    clock = 0.0
    nearest = 0
    while nearest < time.shape[0] or len(waiting) > 0:
        clock = max(clock, free[0][0])
        if len(waiting) == 0:
            clock = max(clock, time[nearest])
        clock = next_open(rows, row, clock)
        if not clock < until:
            return
        while nearest < time.shape[0] and time[nearest] <= clock:
            turn = -time[nearest] if newest_first else time[nearest]
            heapq.heappush(waiting, (-rank[nearest], turn, key[nearest], np.int64(nearest)))
            nearest += 1
        _rank, _turn, _key, chosen = heapq.heappop(waiting)
        _free, who = heapq.heappop(free)
        start[chosen] = clock
        finish[chosen] = worked(rows, row, clock, work[chosen])
        person[chosen] = who
        place = first_above(rows.span_closes, rows.spans[row], rows.spans[row + 1], clock)
        today = span_day[place]
        if begun_on[who] != today:
            begun_on[who] = today
            begun[who] = 0
        begun[who] += 1
        again = finish[chosen]
        if most_per_day > 0 and begun[who] >= most_per_day:
            while place < rows.spans[row + 1] and span_day[place] <= today:
                place += 1
            again = max(again, rows.span_opens[place]) if place < rows.spans[row + 1] else np.inf
        heapq.heappush(free, (again, who))
