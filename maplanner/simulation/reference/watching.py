"""Conditions that are looked at whenever something changes, fades, or has lasted for a time."""

from __future__ import annotations

import math

from maplanner.document.values import HalfLifeDecay
from maplanner.scoring.model import falls_below
from maplanner.simulation import layout
from maplanner.simulation import program as op
from maplanner.simulation.chunks import check
from maplanner.simulation.randomness import LATER
from maplanner.simulation.reference.account import AccountRun, Execute
from maplanner.simulation.reference.belonging import fire, fits, set_member, take_out
from maplanner.simulation.reference.conditions import account_points, holds, points
from maplanner.simulation.reference.people import STREAM, Lead, Token, known
from maplanner.simulation.reference.scoring import award, reached, take_back


def look_again(run: AccountRun, token: Token, change: int, *, beginning: bool = False) -> None:
    """Bring all that is watched up to date after a change, until nothing changes any more.

    At a lead's ``beginning`` triggers only remember what holds already.
    """
    dims, lead = run.whole.program.dims, known(token)
    if not dims.watches & change:
        return
    base = run.base(token)
    everybody = [(who, base if who is lead else int(STREAM.mixed(base ^ who.key))) for who in run.leads]
    group = everybody if dims.watches_account else [pair for pair in everybody if pair[0] is lead]
    for turn in range(layout.FEED_LIMIT + 1):
        moves = [
            _moves(run, origin, who, own=who is lead, beginning=beginning and who is lead)
            for who, origin in group
        ]
        if not any(moves):
            break
        if turn == layout.FEED_LIMIT:
            check(run.whole.program, layout.WITHOUT_END, token.here)
    for who, origin in group:
        for campaign, leaves in enumerate(run.p.campaign_exit.tolist()):
            if leaves >= 0 and who.places.get(campaign, 0) > 0 and holds(run, leaves, who):
                take_out(run, who, campaign)
        look_later(run, who, int(STREAM.mixed(origin)))


def _moves(run: AccountRun, base: int, lead: Lead, *, own: bool, beginning: bool) -> bool:
    moved = segments_move(run, lead, base)
    moved |= watched_move(run, lead, base, beginning=beginning)
    return thresholds_fall(run, lead, base, own=own) or moved


def segments_move(run: AccountRun, lead: Lead, base: int) -> bool:
    """Compare memberships in real time with the criteria; tell whether any changed."""
    moved = False
    for segment, made in enumerate(run.p.segment_made.tolist()):
        if made != op.REAL_TIME:
            continue
        inside = fits(run, lead, segment)
        if inside != (segment in lead.fits):
            (lead.fits.add if inside else lead.fits.remove)(segment)
            if inside != (segment in lead.segments):
                set_member(run, base, lead, segment, joins=inside)
            moved = True
    return moved


def watched_move(run: AccountRun, lead: Lead, base: int, *, beginning: bool) -> bool:
    """See which watched conditions have come true or ceased to be; tell whether any has."""
    moved = False
    for watch, (condition, kind, ref) in enumerate(run.p.watch.tolist()):
        now = holds(run, condition, lead)
        if now == (watch in lead.stood):
            continue
        moved = True
        (lead.stood.add if now else lead.stood.remove)(watch)
        if kind == op.FACT:
            _fact(run, base, lead, ref, is_so=now)
        elif now and not beginning:
            fire(run, base, lead, ref)
    return moved


def _fact(run: AccountRun, base: int, lead: Lead, rule: int, *, is_so: bool) -> None:
    if is_so:
        given = award(run, base, lead, rule, float(run.p.rule_num[rule, 0]))
        lead.facts[rule] = (given, run.now)
        return
    given, since = lead.facts.get(rule, (0.0, 0.0))
    lead.facts[rule] = (0.0, since)
    if given != 0.0:
        take_back(run, base, lead, int(run.p.rule[rule, 0]), given)


def thresholds_fall(run: AccountRun, lead: Lead, base: int, *, own: bool) -> bool:
    """See which marks a score has fallen below; tell whether any was."""
    fell = False
    for threshold, down in enumerate(run.p.threshold_down.tolist()):
        account = bool(run.p.threshold_account[threshold])
        if not down or (account and not own):
            continue
        number, mark = int(run.p.threshold_score[threshold]), float(run.p.threshold_value[threshold])
        value = account_points(run, number) if account else points(run, lead, number)
        above, passed = (run.above, run.passed) if account else (lead.above, lead.passed)
        before = math.inf if threshold in above else -math.inf
        (above.add if value >= mark else above.discard)(threshold)
        if falls_below(before, value, mark) and (run.p.threshold_again[threshold] or threshold not in passed):
            passed.add(threshold)
            reached(run, base, lead, threshold, points(run, lead, number))
            fell = True
    return fell


def look_later(run: AccountRun, lead: Lead, key: int) -> None:
    """Let conditions be looked at again when one may change because time passes."""
    due = min(next_looks(run, lead), default=math.inf)
    if due < run.days and due < lead.recheck_at:
        lead.recheck_at = due
        run.send(due, key, run.whole.program.dims.recheck, lead)


def next_looks(run: AccountRun, lead: Lead) -> list[float]:
    """Return when each watched score may next fall below its mark, and each watched time is over."""
    found = [
        due for place in range(len(run.p.watched_score)) if (due := next_look(run, lead, place)) is not None
    ]
    ends = [lead.last_action + days for days in run.p.watched_rest.tolist()]
    found += [end for end in ends if end > run.now]
    for window in run.p.watched_window.tolist():
        ends = [time + float(run.p.window_days[window]) for time in lead.windows.get(window, [])]
        found += [min((end for end in ends if end > run.now), default=math.inf)]
    return found


def next_look(run: AccountRun, lead: Lead, place: int) -> float | None:
    """Return when a watched score may next fall below its mark, or ``None``."""
    number, mark = int(run.p.watched_score[place]), float(run.p.watched_value[place])
    model, account = run.whole.models[number], bool(run.p.watched_account[place])
    if isinstance(model.decay, HalfLifeDecay):
        if account and run.p.roll_up[number] != op.BY_SUM:
            return account_fall(run, number, mark)
        return half_life_fall(run, lead, number, mark, account=account)
    if not account and points(run, lead, number) < mark:
        return None
    due = model.next_fall(lead.scores[number], run.now)
    return run.now + LATER if due is not None and due <= run.now else due


def account_fall(run: AccountRun, number: int, mark: float) -> float | None:
    """Return when an account's score will have faded below a mark, found by halving; ``None`` if not."""
    above, below = run.now, run.days
    if account_points(run, number) < mark or account_points(run, number, below) >= mark:
        return None
    for _turn in range(60):
        middle = above + (below - above) / 2.0
        if account_points(run, number, middle) < mark:
            below = middle
        else:
            above = middle
    return below


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
    """Look again, because time has passed."""
    lead = known(token)
    if lead.recheck_at == run.now:
        lead.recheck_at = math.inf
        look_again(run, token, op.BY_ANYTHING)
    return False


EXECUTE: dict[int, Execute] = {
    op.RECHECK: recheck,
}
"""What carries out which instruction."""
