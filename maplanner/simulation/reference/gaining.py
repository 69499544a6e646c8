"""Points, thresholds that are reached, and watches for want of gains."""

from __future__ import annotations

from maplanner.scoring.model import RuleUse, granted, reaches
from maplanner.simulation import layout
from maplanner.simulation import program as op
from maplanner.simulation.reference.account import AccountRun, Execute
from maplanner.simulation.reference.belonging import fire
from maplanner.simulation.reference.conditions import points_of_others
from maplanner.simulation.reference.people import STREAM, Lead, Token, child, draw, known
from maplanner.simulation.reference.watching import look_again


def take_amount(run: AccountRun, token: Token, _row: list[int]) -> bool:
    """Draw how much of an event happened."""
    low, high = run.p.num[token.here].tolist()[:2]
    token.amount = low
    if high > low:
        token.amount += (high - low) * draw(token.key, int(run.p.salt[token.here]))
    return True


def gain(run: AccountRun, token: Token, row: list[int]) -> bool:
    """Give what a rule grants."""
    lead, number, rule = known(token), row[1], row[2]
    points = float(run.p.num[token.here, 0])
    if row[3]:
        points *= token.amount
    if rule >= 0 and points != 0.0:
        use = lead.rules.get(rule, RuleUse())
        most = float(run.p.rule_most[rule])
        points, lead.rules[rule] = granted(points, use, first_only=bool(run.p.rule_first[rule]), at_most=most)
    if points != 0.0:
        change_points(run, token, lead, number, points)
        look_again(run, token, op.BY_POINTS)
    return True


def change_points(run: AccountRun, token: Token, lead: Lead, number: int, points: float) -> None:
    """Change a lead's score, and see what follows from it."""
    model = run.whole.models[number]
    before = model.value(lead.scores[number], run.now)
    run.whole.counts[layout.EVENTS] += model.fadings(lead.scores[number], run.now)
    lead.scores[number] = model.changed(lead.scores[number], points, run.now)
    after = lead.scores[number].value
    run.note(lead, op.GAIN, number, after)
    if points > 0.0:
        cross(run, token, lead, number, before, after)
        fire(run, run.base(token), lead, run.whole.program.dims.thresholds + number)
        wake(run, token, lead, number)


def cross(  # noqa: PLR0917 - a change, as it is
    run: AccountRun, token: Token, lead: Lead, number: int, before: float, after: float
) -> None:
    """Let the lead in where its gain made a score reach a threshold."""
    p = run.p
    for threshold in p.score_threshold[p.score_thresholds[number] : p.score_thresholds[number + 1]].tolist():
        passed = run.passed if p.threshold_account[threshold] else lead.passed
        if threshold in passed and not p.threshold_again[threshold]:
            continue
        others = points_of_others(run, number, lead) if p.threshold_account[threshold] else 0.0
        if reaches(others + before, others + after, float(p.threshold_value[threshold])):
            passed.add(threshold)
            run.whole.counts[run.whole.at.crossed + threshold] += 1
            run.note(lead, layout.CROSSED, threshold, after)
            fire(run, run.base(token), lead, threshold)


def wake(run: AccountRun, token: Token, lead: Lead, number: int) -> None:
    """Watch a lead for idleness again that was idle until now."""
    for idle, score in enumerate(run.p.idle_score.tolist()):
        if score == number and idle in lead.asleep:
            lead.asleep.remove(idle)
            own = int(run.p.idle_self[idle])
            due = run.now + float(run.p.idle_days[idle])
            run.send(due, child(run.base(token), int(run.p.salt[own])), own, lead)


def idle(run: AccountRun, token: Token, row: list[int]) -> bool:
    """Look whether anything was gained; if so, sleep on, else let the lead in."""
    lead, idle = known(token), row[1]
    days = float(run.p.idle_days[idle])
    last_gain = lead.scores[int(run.p.idle_score[idle])].since
    due = max(last_gain, lead.known_since or 0.0) + days
    if due <= run.now:
        run.note(lead, op.IDLE, idle)
        entry = int(run.p.idle_entry[idle])
        run.send(run.now, child(token.key, int(run.p.salt[entry])), entry, lead, credit=token.credit)
        due = run.now + days
        if not run.p.idle_repeats[idle]:
            lead.asleep.add(idle)
            return False
    run.send(due, int(STREAM.mixed(token.key)), token.here, lead)
    return False


EXECUTE: dict[int, Execute] = {
    op.AMOUNT: take_amount,
    op.GAIN: gain,
    op.IDLE: idle,
}
"""What carries out which instruction."""
