"""Where things stand in the tables that both interpreters fill: per lead, per run, and in the event log."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from maplanner.document.vocabulary import SalesStatus
from maplanner.simulation.program import Dims

CROSSED: Final = 40
"""In the event log: a threshold was reached. Other lines carry an instruction's number."""
TURNED_AWAY: Final = 41
LEFT_CAMPAIGN: Final = 42
DELAYED: Final = 43
"""In the event log: a lead waits at a step, or on a link from it, until the time that the line carries."""
CAME_AGAIN: Final = 44
"""In the event log: a lead came in again, by the list that the line names."""
ALREADY_SENT: Final = 45
"""In the event log: a lead came twice to a step at one instant, and passed once."""
NEXT_PLACES_LIMIT: Final = 1000
"""How many places one lead may be in, on average over its account, before a plan counts as running wild."""
INSTANT_LIMIT: Final = 1000
"""How much may happen to one lead at one instant, on average over its account."""
LIFE_LIMIT: Final = 100_000
"""How much may happen to one lead in all, on average over its account."""
HEAD_START: Final = 10_000
"""Added to each limit, so that a single lead has room."""

TOO_MUCH_AT_ONCE: Final = 1
TOO_MANY_PLACES: Final = 2
TOO_MUCH_IN_ALL: Final = 3
STOPPED: Final = 4
WITHOUT_END: Final = 5
"""Rules, segments and thresholds feed each other for ever."""
FEED_LIMIT: Final = 1000
"""How often what is watched may change at one instant because something watched changed."""

EXPIRED_RANK: Final = 0
"""At one instant points run out first; then inactivity counts, rule after rule; then triggers let leads in
for want of gains; then comes all else. Within each rank comes first what was set off first."""
RESTED_RANK: Final = 1
"""The rule's number is added."""
IDLE_RANK: Final = 2**15
USUAL_RANK: Final = 2**16


class CountLayout(NamedTuple):
    """Where each kind of count begins in a run's row of counts."""

    entered: Any
    unique: Any
    turned: Any
    tasks: Any
    notes: Any
    links: Any
    crossed: Any
    members: Any
    qualified: Any
    """One count: leads that were qualified."""
    statuses: Any
    stages: Any
    effects: Any
    doubles: Any
    """Leads that came twice to a step at one instant, and passed once; one for each step."""
    again: Any
    """People who came in by a list and were known from another or from further up; one for each source."""
    size: Any


LEADS: Final = 0
EVENTS: Final = 1


def count_layout(dims: Dims) -> CountLayout:
    """Return where counts stand; leads and events stand in front."""
    first = 2
    steps = dims.steps
    links = first + 5 * steps
    crossed = links + dims.links
    members = crossed + dims.thresholds
    qualified = members + dims.segments
    statuses = qualified + 1
    stages = statuses + len(SalesStatus)
    effects = stages + dims.stages
    doubles = effects + dims.effects
    again = doubles + steps
    return CountLayout(
        first,
        first + steps,
        first + 2 * steps,
        first + 3 * steps,
        first + 4 * steps,
        links,
        crossed,
        members,
        qualified,
        statuses,
        stages,
        effects,
        doubles,
        again,
        again + dims.sources,
    )
