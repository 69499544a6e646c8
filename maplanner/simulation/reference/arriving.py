"""Leads that come in, and what is known of them."""

from __future__ import annotations

import math

from maplanner.simulation import layout
from maplanner.simulation import program as op
from maplanner.simulation.randomness import SOURCE_TWIST
from maplanner.simulation.reference.account import AccountRun, Execute
from maplanner.simulation.reference.gaining import watch_rest
from maplanner.simulation.reference.lists import come_again_later, met, person_of, remember
from maplanner.simulation.reference.people import STREAM, Lead, Token, child, draw
from maplanner.simulation.reference.watching import look_again


def expect(run: AccountRun, source: int) -> None:
    """Let the next lead of a source be pending."""
    due = next_arrival(run, source)
    run.schedule(due, Token(0, int(run.p.source_self[source])))


def next_arrival(run: AccountRun, source: int) -> float:
    """Return when the next lead of a source comes in; infinity when none is left."""
    p, arrivals = run.p, run.arrivals[source]
    _size, at, rate = p.source_num[source].tolist()
    if p.source_list[source]:
        found = person_of(run, source, arrivals.count)
        if found is None:
            return math.inf
        return float(at + (found[1] / rate if rate > 0.0 else 0.0))
    low, high = int(p.source_knots[source]), int(p.source_knots[source + 1])
    times, levels = p.knot_time[low:high].tolist(), p.knot_level[low:high].tolist()
    arrivals.level -= math.log(draw(arrivals.key, SOURCE_TWIST))
    if not arrivals.level < levels[-1]:
        return math.inf
    knot = max(place for place, level in enumerate(levels) if level <= arrivals.level)
    share = (arrivals.level - levels[knot]) / (levels[knot + 1] - levels[knot])
    return float(times[knot] + share * (times[knot + 1] - times[knot]))


def source(run: AccountRun, token: Token, row: list[int]) -> bool:
    """Let a lead come in, and the next one be pending."""
    source, p = row[1], run.p
    arrivals = run.arrivals[source]
    key = child(arrivals.key, int(p.source_salt[source]))
    lead, is_new = who_comes(run, source, key)
    run.note(lead, op.SOURCE if is_new else layout.CAME_AGAIN, source)
    arrivals.key = int(STREAM.mixed(arrivals.key))
    arrivals.count += 1
    expect(run, source)
    fields = p.source_field[p.source_fields[source] : p.source_fields[source + 1]]
    lead.known.update(fields.tolist())
    if p.source_identified[source] and lead.known_since is None:
        become_known(run, lead, key)
    come_again_later(run, source, key, lead)
    token.lead, token.key, token.pc = lead, key, int(p.source_entry[source])
    run.whole.counts[layout.EVENTS] += 1
    if is_new:
        watch_rest(run, lead)
    look_again(run, token, op.BY_ANYTHING, beginning=is_new)
    if not is_new:
        run.whole.counts[run.whole.at.again + source] += 1
        run.send(run.now, key, token.pc, lead)
        return False
    token.credit = True
    return True


def who_comes(run: AccountRun, source: int, key: int) -> tuple[Lead, bool]:
    """Return the lead that comes in, and whether it is a new one: people on lists may be there already."""
    found = None
    if run.p.source_people[source] >= 0:
        found = person_of(run, source, run.arrivals[source].count)
        lead = None if found is None else met(run, source, found[0])
        if lead is not None:
            return lead, False
    lead = Lead(len(run.leads), key, run.now, [model.new(run.now) for model in run.whole.models])
    lead.last_action = run.now
    run.leads.append(lead)
    if found is not None:
        remember(run, source, found[0], lead)
    return lead, True


def become_known(run: AccountRun, lead: Lead, key: int) -> None:
    """Begin to watch a lead that became known."""
    lead.known_since = run.now
    for idle, days in enumerate(run.p.idle_days.tolist()):
        own = int(run.p.idle_self[idle])
        run.send(run.now + days, child(key, int(run.p.salt[own])), own, lead, layout.IDLE_RANK)


EXECUTE: dict[int, Execute] = {
    op.SOURCE: source,
}
"""What carries out which instruction."""
