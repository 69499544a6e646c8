"""Ways through the drawing: arrivals at steps, links, branches, chances and conditions."""

from __future__ import annotations

import math

from maplanner.simulation import layout
from maplanner.simulation import program as op
from maplanner.simulation.chunks import bucket_days
from maplanner.simulation.reference.account import AccountRun, Execute
from maplanner.simulation.reference.conditions import has_passed, holds, points
from maplanner.simulation.reference.delaying import time_after, working_time
from maplanner.simulation.reference.people import STREAM, Token, child, draw, known


def end(_run: AccountRun, _token: Token, _row: list[int]) -> bool:
    """End the token."""
    return False


def arrive(run: AccountRun, token: Token, row: list[int]) -> bool:
    """Let the lead arrive at a step, unless the step turns it away."""
    lead, step = known(token), row[6]
    counts, at = run.whole.counts, run.whole.at
    if (row[2] and lead.known_since is None) or (row[1] and step in lead.seen):
        counts[at.turned + step] += 1
        run.note(lead, layout.TURNED_AWAY, step)
        return False
    if row[3]:
        run.acted(token)
    counts[at.entered + step] += 1
    counts[at.unique + step] += step not in lead.seen
    lead.seen.add(step)
    run.whole.series[step, int(run.now / bucket_days(run.whole.program))] += 1
    run.note(lead, op.ARRIVE, step)
    return True


def emit(run: AccountRun, token: Token, row: list[int]) -> bool:
    """Send the lead on along links."""
    if run.is_void(token):
        return True
    lead = known(token)
    base = run.base(token)
    links = range(row[1], row[1] + row[2])
    for link in run.whole.links_taken(run, token, links, exclusive=row[3] == 1):
        run.whole.counts[run.whole.at.links + link] += 1
        run.note(lead, op.EMIT, link)
        key = token.key if row[4] == op.SURE else child(base, int(run.p.link_salt[link]))
        first, second = run.p.link_num[link]
        due = time_after(run.p, run.now, int(run.p.link_delay[link]), float(first), float(second), key)
        run.note_delay(lead, row[6], due)
        run.send(due, key, int(run.p.link_target[link]), lead, credit=token.credit)
    return True


def chosen_links(run: AccountRun, base: int, links: range, *, exclusive: bool) -> list[int]:
    """Return the links that the lead takes."""
    shares = run.p.link_share
    if not exclusive:
        return [
            link
            for link in links
            if not shares[link] < 1.0 or draw(base, int(run.p.link_salt[link])) < shares[link]
        ]
    left = STREAM.unit(STREAM.mixed(base))
    for link in links:
        if left < shares[link]:
            return [link]
        left -= float(shares[link])
    return []


def branch_off(run: AccountRun, token: Token, row: list[int]) -> None:
    """Open a branch that goes on after its delay."""
    if run.is_void(token):
        return
    _x, _y, first, second = run.p.num[token.here].tolist()
    key = child(token.key, int(run.p.salt[token.here]))
    due = time_after(run.p, run.now, row[5], first, second, key)
    run.note_delay(known(token), row[6], due)
    run.send(due, key, row[1], known(token), credit=token.credit)


def branch(run: AccountRun, token: Token, row: list[int]) -> bool:
    """Open a branch for a share of leads."""
    if lucky(run, token):
        branch_off(run, token, row)
        token.pc = row[2]
    return True


def open_after(run: AccountRun, token: Token, row: list[int]) -> bool:
    """Open a branch for everybody."""
    branch_off(run, token, row)
    return True


def serve(run: AccountRun, token: Token, row: list[int]) -> bool:
    """Ask a team to deal with the lead, and open a branch for when that is done."""
    if run.is_void(token):
        return True
    lead, key = known(token), child(token.key, int(run.p.salt[token.here]))
    score, hot = int(run.p.team_score[row[2]]), int(run.p.team_hot[row[2]])
    rank = points(run, lead, score) if score >= 0 else 0.0
    is_hot = hot >= 0 and has_passed(run, hot, lead)
    work = working_time(run.p, row[3], key)
    run.whole.requests.append((run.now, work, rank, key, run.account, row[2], int(is_hot), row[6]))
    due = run.whole.answers.get(key, math.inf)
    run.note_delay(lead, row[6], due)
    run.send(due, key, row[1], lead)
    return True


def chance(run: AccountRun, token: Token, row: list[int]) -> bool:
    """Go on for a share of leads, else elsewhere."""
    if not lucky(run, token):
        token.pc = row[1]
    return True


def lucky(run: AccountRun, token: Token) -> bool:
    """Tell whether the present instruction's chance comes about."""
    return draw(token.key, int(run.p.salt[token.here])) < float(run.p.num[token.here, 0])


def jump(_run: AccountRun, token: Token, row: list[int]) -> bool:
    """Go on elsewhere."""
    token.pc = row[1]
    return True


def when(run: AccountRun, token: Token, row: list[int]) -> bool:
    """Go on if a condition holds, else elsewhere."""
    if not holds(run, row[1], known(token)):
        token.pc = row[2]
    return True


def before(run: AccountRun, token: Token, row: list[int]) -> bool:
    """Go one way or the other, by whether a day is still to come."""
    if not run.now < float(run.p.num[token.here, 0]):
        token.pc = row[2]
    return True


def once(_run: AccountRun, token: Token, row: list[int]) -> bool:
    """Go on the first time, else elsewhere."""
    lead = known(token)
    if row[1] in lead.done:
        token.pc = row[2]
    lead.done.add(row[1])
    return True


EXECUTE: dict[int, Execute] = {
    op.END: end,
    op.ARRIVE: arrive,
    op.EMIT: emit,
    op.CHANCE: chance,
    op.BRANCH: branch,
    op.AFTER: open_after,
    op.SERVE: serve,
    op.WHEN: when,
    op.JUMP: jump,
    op.BEFORE: before,
    op.ONCE: once,
}
"""What carries out which instruction."""
