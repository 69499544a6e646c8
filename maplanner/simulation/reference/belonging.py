"""Membership of segments and campaigns, and the entries that open when it changes."""

from __future__ import annotations

from maplanner.simulation import layout
from maplanner.simulation import program as op
from maplanner.simulation.reference.account import AccountRun
from maplanner.simulation.reference.conditions import holds
from maplanner.simulation.reference.people import Lead, child


def set_member(run: AccountRun, base: int, lead: Lead, segment: int, *, joins: bool) -> None:
    """Put a lead into a segment or out of it, and let it in where that opens an entry.

    Who joins leaves first what cannot be together with it.
    """
    if joins:
        for other in run.p.segment_left[
            run.p.segment_leaves[segment] : run.p.segment_leaves[segment + 1]
        ].tolist():
            if other in lead.segments:
                set_member(run, base, lead, other, joins=False)
    (lead.segments.add if joins else lead.segments.remove)(segment)
    run.note(lead, op.JOIN if joins else op.LEAVE, segment)
    dims = run.whole.program.dims
    first = dims.thresholds + dims.scores + (0 if joins else dims.segments)
    fire(run, base, lead, first + segment)


def fits(run: AccountRun, lead: Lead, segment: int) -> bool:
    """Tell whether the criteria of a segment hold for a lead."""
    at = int(run.p.segment_test[segment])
    while at >= 0:
        condition, yes, no = run.p.tests[at].tolist()
        at = yes if holds(run, condition, lead) else no
    return at == op.HOLDS


def may_enter(run: AccountRun, lead: Lead, campaign: int) -> bool:
    """Tell whether a campaign's rules let a lead in now."""
    rule, most = int(run.p.campaign_entry[campaign]), int(run.p.campaign_most[campaign])
    entries = lead.entries.get(campaign, 0)
    if rule == op.ENTER_ONCE and entries:
        return False
    if rule == op.ENTER_AFTER_LEAVING and lead.places.get(campaign, 0) > 0:
        return False
    if most and entries >= most:
        return False
    leaves = int(run.p.campaign_exit[campaign])
    return leaves < 0 or not holds(run, leaves, lead)


def take_out(run: AccountRun, lead: Lead, campaign: int) -> None:
    """Void everything that is pending for a lead in a campaign."""
    lead.visits[campaign] = lead.visits.get(campaign, 0) + 1
    lead.places[campaign] = 0
    run.note(lead, layout.LEFT_CAMPAIGN, campaign)


def fire(run: AccountRun, base: int, lead: Lead, hook: int) -> None:
    """Let a lead in at the entries of a hook."""
    for entry in run.p.hook[run.p.hooks[hook] : run.p.hooks[hook + 1]].tolist():
        run.send(run.now, child(base, int(run.p.salt[entry])), entry, lead)
