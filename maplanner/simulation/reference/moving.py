"""Segments and campaigns that steps move a lead into or out of."""

from __future__ import annotations

from maplanner.simulation import layout
from maplanner.simulation import program as op
from maplanner.simulation.reference.account import AccountRun, Execute
from maplanner.simulation.reference.belonging import fire, fits, may_enter, set_member, take_out
from maplanner.simulation.reference.people import STREAM, Token, child, known
from maplanner.simulation.reference.watching import look_again


def join(run: AccountRun, token: Token, row: list[int]) -> bool:
    """Put the lead into a segment."""
    return move(run, token, row[1], joins=True)


def leave(run: AccountRun, token: Token, row: list[int]) -> bool:
    """Take the lead out of a segment."""
    return move(run, token, row[1], joins=False)


def move(run: AccountRun, token: Token, segment: int, *, joins: bool) -> bool:
    """Put a lead into a segment or out; segments in real time follow their criteria alone."""
    lead = known(token)
    if run.p.segment_made[segment] != op.REAL_TIME and (segment in lead.segments) != joins:
        set_member(run, run.base(token), lead, segment, joins=joins)
        look_again(run, token, op.BY_SEGMENT)
    return True


def set_stage(run: AccountRun, token: Token, row: list[int]) -> bool:
    """Move the lead to a buying stage."""
    if go_forward(run, token, row[1], back=bool(row[2])):
        look_again(run, token, op.BY_STAGE)
    return True


def go_forward(run: AccountRun, token: Token, stage: int, *, back: bool) -> bool:
    """Let the lead stand in a stage, unless it is further already; tell whether it came to stand there."""
    lead = known(token)
    if stage == lead.stage or (stage < lead.stage and not back):
        return False
    lead.stage = stage
    run.whole.counts[run.whole.at.stages + stage] += 1
    run.note(lead, op.STAGE, stage)
    if run.p.stage_hook[stage] >= 0:
        fire(run, run.base(token), lead, int(run.p.stage_hook[stage]))
    return True


def progress(run: AccountRun, token: Token, row: list[int]) -> bool:
    """Note what sales have made of the lead."""
    lead = known(token)
    lead.status = row[1]
    run.whole.counts[run.whole.at.statuses + row[1]] += 1
    run.note(lead, op.PROGRESS, row[1])
    look_again(run, token, op.BY_STATUS)
    return True


def mine(run: AccountRun, token: Token, row: list[int]) -> bool:
    """Search the leads of the account for those who belong to a segment."""
    segment, place = row[1], row[2]
    for lead in run.leads:
        inside = fits(run, lead, segment)
        if inside != (segment in lead.segments):
            finder = Token(int(STREAM.mixed(token.key ^ lead.key)), token.pc, lead, here=token.here)
            run.whole.counts[layout.EVENTS] += 1
            set_member(run, run.base(finder), lead, segment, joins=inside)
            look_again(run, finder, op.BY_SEGMENT)
    again = Token(int(STREAM.mixed(token.key)), token.here)
    run.schedule(run.now + float(run.p.mine_days[place]), again)
    return False


def day(run: AccountRun, token: Token, row: list[int]) -> bool:
    """Let everybody in who is known, or the members of a segment."""
    segment, entry, own = run.p.day[row[1]].tolist()
    for lead in run.leads:
        if segment in lead.segments if segment >= 0 else lead.known_since is not None:
            key = child(int(STREAM.mixed(token.key ^ lead.key)), int(run.p.salt[entry]))
            run.send(run.now, key, entry, lead, credit=True)
    again = Token(int(STREAM.mixed(token.key)), own)
    run.schedule(run.now + float(run.p.day_num[row[1], 1]), again)
    return False


def expect_days(run: AccountRun) -> None:
    """Let the days of the calendar and the first searches of the database be pending."""
    for at, (_segment, _entry, own) in zip(run.p.day_num[:, 0].tolist(), run.p.day.tolist(), strict=True):
        run.schedule(at, Token(int(STREAM.mixed(run.key ^ int(run.p.salt[own]))), own))
    for _segment, own in run.p.mine.tolist():
        run.schedule(1.0, Token(int(STREAM.mixed(run.key ^ int(run.p.salt[own]))), own))


def enter(run: AccountRun, token: Token, row: list[int]) -> bool:
    """Let the lead enter a campaign, if it may."""
    lead, campaign = known(token), row[1]
    if not may_enter(run, lead, campaign):
        return False
    lead.entries[campaign] = lead.entries.get(campaign, 0) + 1
    run.note(lead, op.ENTER, campaign)
    token.pc = row[2]
    token.campaign = int(run.p.code[row[2], 7])
    if token.campaign >= 0:
        lead.places[campaign] = lead.places.get(campaign, 0) + 1
        token.visit = lead.visits.get(campaign, 0)
    return True


def call(run: AccountRun, token: Token, row: list[int]) -> bool:
    """Let the lead enter another campaign, at the entries that wait to be called."""
    lead, campaign = known(token), row[1]
    if run.p.hooks[row[2]] < run.p.hooks[row[2] + 1] and may_enter(run, lead, campaign):
        lead.entries[campaign] = lead.entries.get(campaign, 0) + 1
        run.note(lead, op.ENTER, campaign)
        fire(run, run.base(token), lead, row[2])
    return True


def quit_campaign(run: AccountRun, token: Token, _row: list[int]) -> bool:
    """Take the lead out of the campaign; the token ends."""
    if not run.is_void(token):
        take_out(run, known(token), token.campaign)
    return False


EXECUTE: dict[int, Execute] = {
    op.JOIN: join,
    op.LEAVE: leave,
    op.CALL: call,
    op.QUIT: quit_campaign,
    op.ENTER: enter,
    op.STAGE: set_stage,
    op.PROGRESS: progress,
    op.MINE: mine,
    op.DAY: day,
}
"""What carries out which instruction."""
