"""Conditions that are looked at whenever something changes, or fades."""

from __future__ import annotations

import math

from maplanner.document.values import HalfLifeDecay
from maplanner.simulation import program as op
from maplanner.simulation.randomness import LATER
from maplanner.simulation.reference.account import AccountRun, Execute
from maplanner.simulation.reference.belonging import set_member, take_out
from maplanner.simulation.reference.conditions import holds, points
from maplanner.simulation.reference.people import STREAM, Lead, Token, known


def look_again(run: AccountRun, token: Token, change: int) -> None:
    """Bring segments in real time up to date and take leads out of campaigns whose exit has come true."""
    dims, lead = run.whole.program.dims, known(token)
    if not dims.watches & change:
        return
    base = run.base(token)
    for who in run.leads if dims.watches_account else [lead]:
        origin = base if who is lead else int(STREAM.mixed(base ^ who.key))
        for _again in range(dims.segments + 1):
            if not segments_move(run, who, origin):
                break
        for campaign, leaves in enumerate(run.p.campaign_exit.tolist()):
            if leaves >= 0 and who.places.get(campaign, 0) > 0 and holds(run, leaves, who):
                take_out(run, who, campaign)
    if len(run.p.watched_score):
        look_later(run, lead, int(STREAM.mixed(base)))


def segments_move(run: AccountRun, lead: Lead, base: int) -> bool:
    """Compare memberships with the criteria; tell whether any changed."""
    moved = False
    for segment in range(run.whole.program.dims.segments):
        criteria = run.p.criterion[run.p.segments[segment] : run.p.segments[segment + 1]].tolist()
        if criteria:
            inside = all(holds(run, criterion, lead) for criterion in criteria)
            if inside != (segment in lead.segments):
                set_member(run, base, lead, segment, joins=inside)
                moved = True
    return moved


def look_later(run: AccountRun, lead: Lead, key: int) -> None:
    """Let conditions be looked at again when a score may have faded below a mark."""
    due = min(next_looks(run, lead), default=math.inf)
    if due < run.days and due < lead.recheck_at:
        lead.recheck_at = due
        run.send(due, key, run.whole.program.dims.recheck, lead)


def next_looks(run: AccountRun, lead: Lead) -> list[float]:
    """Return when each watched score may next fall below its mark."""
    found = []
    for place, number in enumerate(run.p.watched_score.tolist()):
        model, mark = run.whole.models[number], float(run.p.watched_value[place])
        account = bool(run.p.watched_account[place])
        if isinstance(model.decay, HalfLifeDecay):
            due = half_life_fall(run, lead, number, mark, account=account)
        else:
            due = model.next_fall(lead.scores[number], run.now)
            if due is not None and due <= run.now:
                due = run.now + LATER
            if not account and points(run, lead, number) < mark:
                due = None
        if due is not None:
            found.append(due)
    return found


def half_life_fall(run: AccountRun, lead: Lead, number: int, mark: float, *, account: bool) -> float | None:
    """Return when a score that fades continuously falls below a mark, or ``None``."""
    model = run.whole.models[number]
    if not isinstance(model.decay, HalfLifeDecay):
        return None
    found = [points(run, who, number) for who in (run.leads if account else [lead])]
    fading = still = 0.0
    for one in found:
        if account and one <= model.rest:
            still += one
        else:
            fading += one
    if fading + still < mark or mark - still <= 0.0 or not (account or mark > model.rest):
        return None
    lasts = model.decay.days * (math.log(fading / (mark - still)) / math.log(2.0))
    return run.now + max(0.0, lasts) + LATER


def recheck(run: AccountRun, token: Token, _row: list[int]) -> bool:
    """Look again, because a score may have faded."""
    lead = known(token)
    if lead.recheck_at == run.now:
        lead.recheck_at = math.inf
        look_again(run, token, op.BY_POINTS)
    return False


EXECUTE: dict[int, Execute] = {
    op.RECHECK: recheck,
}
"""What carries out which instruction."""
