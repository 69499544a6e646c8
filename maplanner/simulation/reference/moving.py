"""Segments and campaigns that steps move a lead into or out of."""

from __future__ import annotations

from maplanner.simulation import program as op
from maplanner.simulation.reference.account import AccountRun, Execute
from maplanner.simulation.reference.belonging import fire, may_enter, set_member, take_out
from maplanner.simulation.reference.people import Token, known
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
    in_real_time = run.p.segments[segment] < run.p.segments[segment + 1]
    if not in_real_time and (segment in lead.segments) != joins:
        set_member(run, run.base(token), lead, segment, joins=joins)
        look_again(run, token, op.BY_SEGMENT)
    return True


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
}
"""What carries out which instruction."""
