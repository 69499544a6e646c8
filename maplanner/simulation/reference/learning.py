"""What is learnt of a lead, written down and told."""

from __future__ import annotations

import math

from maplanner.simulation import program as op
from maplanner.simulation.chunks import write_bins
from maplanner.simulation.reference.account import AccountRun, Execute
from maplanner.simulation.reference.arriving import become_known
from maplanner.simulation.reference.belonging import fire
from maplanner.simulation.reference.delaying import time_after
from maplanner.simulation.reference.people import STREAM, Token, child, draw, known
from maplanner.simulation.reference.watching import look_again
from maplanner.simulation.reference.ways import lucky
from maplanner.simulation.results import BINS_PER_DAY


def learn(run: AccountRun, token: Token, row: list[int]) -> bool:
    """Let a field become known, for its share of leads."""
    lead = known(token)
    if lucky(run, token) and row[1] not in lead.known:
        lead.known.add(row[1])
        if row[2] >= 0:
            fire(run, run.base(token), lead, row[2])
        look_again(run, token, op.BY_FIELD)
    return True


def identify(run: AccountRun, token: Token, _row: list[int]) -> bool:
    """Let the lead become a known person."""
    lead = known(token)
    if lead.known_since is None:
        become_known(run, lead, run.base(token))
        look_again(run, token, op.BY_IDENTITY)
    return True


def write(run: AccountRun, token: Token, row: list[int]) -> bool:
    """Write a record."""
    lead = known(token)
    target, creates, updates = row[1:4]
    channel = updates if creates < 0 or (updates >= 0 and target in lead.made) else creates
    if channel == creates:
        lead.made.add(target)
    run.whole.writes.append(channel * write_bins(run.whole.program) + int(run.now * BINS_PER_DAY))
    run.note(lead, op.WRITE, channel)
    if row[4] >= 0:
        fire(run, run.base(token), lead, row[4])
    return True


def task(run: AccountRun, token: Token, row: list[int]) -> bool:
    """Count a task."""
    run.whole.counts[run.whole.at.tasks + row[6]] += 1
    run.note(known(token), op.TASK, row[6])
    return True


def notify(run: AccountRun, token: Token, row: list[int]) -> bool:
    """Count a notification."""
    run.whole.counts[run.whole.at.notes + row[6]] += 1
    run.note(known(token), op.NOTIFY, row[6])
    return True


def qualify(run: AccountRun, token: Token, _row: list[int]) -> bool:
    """Count the lead as qualified, the first time."""
    lead = known(token)
    if not lead.qualified:
        lead.qualified = True
        run.whole.counts[run.whole.at.qualified] += 1
        run.note(lead, op.QUALIFY, 0)
    return True


def effect(run: AccountRun, token: Token, row: list[int]) -> bool:
    """Count what a threshold does."""
    run.whole.counts[run.whole.at.effects + row[1]] += 1
    run.note(known(token), op.EFFECT, row[1])
    return True


def spend(run: AccountRun, token: Token, row: list[int]) -> bool:
    """Let the lead buy."""
    lead, (mean, sigma, *_delay) = known(token), run.p.num[token.here].tolist()
    amount = mean
    if sigma > 0.0:
        deviate = STREAM.normal(draw(token.key, int(run.p.salt[token.here])))
        amount = mean * math.exp(min(700.0, sigma * deviate - sigma * sigma / 2.0))
    lead.spent += amount
    run.whole.revenue[row[6]] += amount
    run.note(lead, op.SPEND, row[6], amount)
    look_again(run, token, op.BY_SPEND)
    return True


def answer(run: AccountRun, token: Token, row: list[int]) -> bool:
    """Let the lead answer a survey."""
    lead, chance = known(token), draw(token.key, int(run.p.salt[token.here]))
    shares = run.p.answer_share[run.p.answers[row[1]] : run.p.answers[row[1] + 1]].tolist()
    lead.answer = next((place for place, share in enumerate(shares, 1) if chance < share), len(shares))
    run.note(lead, op.ANSWER, row[6], float(lead.answer))
    look_again(run, token, op.BY_ANSWER)
    return True


def appoint(run: AccountRun, token: Token, row: list[int]) -> bool:
    """Set the next-contact date; an older one no longer counts."""
    lead = known(token)
    lead.appointments += 1
    if row[1] >= 0:
        _x, _y, first, second = run.p.num[token.here].tolist()
        key = child(token.key, int(run.p.salt[token.here]))
        due = time_after(run.p, run.now, row[5], first, second, key)
        run.schedule(due, Token(key, row[1], lead, number=lead.appointments))
    return True


def contact(run: AccountRun, token: Token, row: list[int]) -> bool:
    """Let the lead in whose next-contact date has come."""
    lead = known(token)
    if token.number == lead.appointments:
        run.acted(token)
        fire(run, run.base(token), lead, row[1])
    return False


EXECUTE: dict[int, Execute] = {
    op.QUALIFY: qualify,
    op.EFFECT: effect,
    op.SPEND: spend,
    op.ANSWER: answer,
    op.APPOINT: appoint,
    op.CONTACT: contact,
    op.LEARN: learn,
    op.IDENTIFY: identify,
    op.WRITE: write,
    op.TASK: task,
    op.NOTIFY: notify,
}
"""What carries out which instruction."""
