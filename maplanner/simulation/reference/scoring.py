"""Points: how scores change, what rules grant, and thresholds that are reached."""

from __future__ import annotations

import math

from maplanner.scoring.limits import Given, Limit, allowed
from maplanner.scoring.model import reaches
from maplanner.simulation import layout
from maplanner.simulation import program as op
from maplanner.simulation.reference.account import AccountRun
from maplanner.simulation.reference.belonging import fire
from maplanner.simulation.reference.conditions import account_points
from maplanner.simulation.reference.people import Lead, Token, child


def award(run: AccountRun, base: int, lead: Lead, rule: int, points: float) -> float:
    """Give what a rule and its group still allow; return what that is."""
    number, once, *limits = run.p.rule[rule].tolist()[:4]
    if points == 0.0 or (once and lead.times.get(rule, 0)):
        return 0.0
    lead.times[rule] = lead.times.get(rule, 0) + 1
    counted = [
        (Limit(*run.p.limit_num[limit].tolist()), lead.given.setdefault(limit, Given()))
        for limit in limits
        if limit != op.NO_LIMIT
    ]
    points = allowed(points, run.now, *counted)
    if points != 0.0:
        change_points(run, base, lead, number, points)
        let_expire(run, base, lead, rule, points)
    return points


def let_expire(run: AccountRun, base: int, lead: Lead, rule: int, points: float) -> None:
    """Let points be taken away again when their time is over."""
    lasts, own = float(run.p.rule_num[rule, 1]), int(run.p.rule[rule, 4])
    if lasts < math.inf:
        token = Token(child(base, int(run.p.salt[own])), own, lead, value=points)
        run.schedule(run.now + lasts, token, layout.EXPIRED_RANK)


def change_points(run: AccountRun, base: int, lead: Lead, number: int, points: float) -> None:
    """Change a lead's score, and see what follows from it."""
    model = run.whole.models[number]
    before = model.value(lead.scores[number], run.now)
    run.whole.counts[layout.EVENTS] += model.fadings(lead.scores[number], run.now)
    lead.scores[number] = model.changed(lead.scores[number], points, run.now)
    after = lead.scores[number].value
    run.note(lead, op.GAIN, number, after)
    if points > 0.0:
        cross(run, base, lead, number, (before, after))
        fire(run, base, lead, run.whole.program.dims.thresholds + number)
        wake(run, base, lead, number)


def take_back(run: AccountRun, base: int, lead: Lead, number: int, points: float) -> None:
    """Take points away that were given for a time, or give back those taken; that may reach a threshold."""
    model = run.whole.models[number]
    before = model.value(lead.scores[number], run.now)
    run.whole.counts[layout.EVENTS] += model.fadings(lead.scores[number], run.now)
    lead.scores[number] = model.expired(lead.scores[number], points, run.now)
    after = lead.scores[number].value
    run.note(lead, op.EXPIRE, number, after)
    if after > before:
        cross(run, base, lead, number, (before, after))


def cross(run: AccountRun, base: int, lead: Lead, number: int, values: tuple[float, float]) -> None:
    """Let the lead in where its points made a score reach a threshold."""
    p = run.p
    for threshold in p.score_threshold[p.score_thresholds[number] : p.score_thresholds[number + 1]].tolist():
        account = bool(p.threshold_account[threshold])
        passed = run.passed if account else lead.passed
        if p.threshold_down[threshold] or (threshold in passed and not p.threshold_again[threshold]):
            continue
        before, after = values
        if account:
            before = account_points(run, number, but=lead, instead=before)
            after = account_points(run, number)
        if reaches(before, after, float(p.threshold_value[threshold])):
            passed.add(threshold)
            reached(run, base, lead, threshold, values[1])


def reached(run: AccountRun, base: int, lead: Lead, threshold: int, value: float) -> None:
    """Count a threshold that was reached, and let the lead in."""
    run.whole.counts[run.whole.at.crossed + threshold] += 1
    run.note(lead, layout.CROSSED, threshold, value)
    fire(run, base, lead, threshold)


def wake(run: AccountRun, base: int, lead: Lead, number: int) -> None:
    """Watch a lead for idleness again that was idle until now."""
    for idle, score in enumerate(run.p.idle_score.tolist()):
        if score == number and idle in lead.asleep:
            lead.asleep.remove(idle)
            own = int(run.p.idle_self[idle])
            due = run.now + float(run.p.idle_days[idle])
            run.send(due, child(base, int(run.p.salt[own])), own, lead, layout.IDLE_RANK)
