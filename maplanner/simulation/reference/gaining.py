"""What rules give for what happens, points that run out, and watches for want of gains or actions."""

from __future__ import annotations

from maplanner.scoring.patterns import Pattern, PatternMemory
from maplanner.simulation import layout
from maplanner.simulation import program as op
from maplanner.simulation.reference.account import AccountRun, Execute
from maplanner.simulation.reference.moving import go_forward
from maplanner.simulation.reference.people import STREAM, Lead, Token, child, draw, known
from maplanner.simulation.reference.scoring import award, change_points, take_back
from maplanner.simulation.reference.watching import look_again


def happen(run: AccountRun, token: Token, row: list[int]) -> bool:
    """Let counters, windows and patterns know, and the stage that the step speaks to."""
    lead = known(token)
    lead.last_action = run.now
    for kind, number in _ears(run, row[2]):
        if kind == op.COUNTER:
            lead.counters[number] = lead.counters.get(number, 0) + 1
        elif kind == op.RECENT:
            lead.windows.setdefault(number, []).append(run.now)
        else:
            lead.patterns.setdefault(number, PatternMemory()).without = run.now
    changes = op.BY_ACTION
    if row[1] >= 0:
        lead.tallies[row[1]] = lead.tallies.get(row[1], 0) + 1
        go_forward(run, token, row[1], back=False)
        changes |= op.BY_STAGE
    look_again(run, token, changes)
    return True


def _ears(run: AccountRun, row: int) -> list[list[int]]:
    if row < 0:
        return []
    found: list[list[int]] = run.p.hear[run.p.hears[row] : run.p.hears[row + 1]].tolist()
    return found


def take_amount(run: AccountRun, token: Token, _row: list[int]) -> bool:
    """Draw how much of an event happened."""
    low, high = run.p.num[token.here].tolist()[:2]
    token.amount = low
    if high > low:
        token.amount += (high - low) * draw(token.key, int(run.p.salt[token.here]))
    return True


def _points(run: AccountRun, token: Token, row: list[int]) -> float:
    points = float(run.p.num[token.here, 0])
    return points * token.amount if row[3] > 0 else points


def gain(run: AccountRun, token: Token, row: list[int]) -> bool:
    """Give or take points."""
    points = _points(run, token, row)
    if points != 0.0:
        change_points(run, run.base(token), known(token), row[1], points)
        look_again(run, token, op.BY_POINTS)
    return True


def give(run: AccountRun, token: Token, row: list[int]) -> bool:
    """Give what a rule grants."""
    if award(run, run.base(token), known(token), row[1], _points(run, token, row)) != 0.0:
        look_again(run, token, op.BY_POINTS)
    return True


def pattern(run: AccountRun, token: Token, row: list[int]) -> bool:
    """Give what a rule grants, if its pattern is there now."""
    lead, rule = known(token), row[1]
    times, _list, has_without = run.p.rule[rule].tolist()[5:8]
    shape = Pattern(times, float(run.p.rule_num[rule, 2]), bool(has_without))
    if lead.patterns.setdefault(rule, PatternMemory()).met(shape, run.now):
        give(run, token, row)
    return True


def expire(run: AccountRun, token: Token, row: list[int]) -> bool:
    """Take away points whose time is over."""
    lead, rule = known(token), row[1]
    if rule in run.whole.facts:
        points, since = lead.facts.get(rule, (0.0, 0.0))
        if points == 0.0 or since + float(run.p.rule_num[rule, 1]) != run.now:
            return False
        lead.facts[rule] = (0.0, since)
    run.acted(token)
    take_back(run, run.base(token), lead, int(run.p.rule[rule, 0]), token.value)
    look_again(run, token, op.BY_POINTS)
    return False


def watch_rest(run: AccountRun, lead: Lead) -> None:
    """Begin to watch a lead that came in for inactivity."""
    for rule, own in run.p.resting.tolist():
        _rest(run, lead, rule, child(lead.key, int(run.p.salt[own])), 1)


def _rest(run: AccountRun, lead: Lead, rule: int, key: int, number: int) -> None:
    own = next(own for other, own in run.p.resting.tolist() if other == rule)
    due = lead.last_action + number * float(run.p.rule_num[rule, 2])
    run.schedule(due, Token(key, own, lead, number=number), layout.RESTED_RANK + rule)


def rest(run: AccountRun, token: Token, row: list[int]) -> bool:
    """Give what a rule grants for inactivity, unless something happened; then wait on."""
    lead, rule, number = known(token), row[1], token.number
    key = int(STREAM.mixed(token.key))
    days = float(run.p.rule_num[rule, 2])
    if lead.last_action + number * days > run.now:
        number = 1
        if lead.last_action + days > run.now:
            _rest(run, lead, rule, key, 1)
            return False
    run.acted(token)
    given = award(run, run.base(token), lead, rule, float(run.p.rule_num[rule, 0]))
    if not run.p.rule[rule, 1]:
        _rest(run, lead, rule, key, number + 1)
    if given != 0.0:
        look_again(run, token, op.BY_POINTS)
    return False


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
    run.send(due, int(STREAM.mixed(token.key)), token.here, lead, layout.IDLE_RANK)
    return False


EXECUTE: dict[int, Execute] = {
    op.HAPPEN: happen,
    op.AMOUNT: take_amount,
    op.GAIN: gain,
    op.AWARD: give,
    op.PATTERN: pattern,
    op.EXPIRE: expire,
    op.REST: rest,
    op.IDLE: idle,
}
"""What carries out which instruction."""
