"""What happens less often: what is learnt, written and told, segments and campaigns, compiled."""

from __future__ import annotations

from typing import Any

import numpy as np

from maplanner.simulation import program as op
from maplanner.simulation.kernel.asking import ask
from maplanner.simulation.kernel.calendar import day
from maplanner.simulation.kernel.compiling import flags, floats, ints, large, lengthened, longs, words
from maplanner.simulation.kernel.conditions import holds
from maplanner.simulation.kernel.desk import (
    COLUMNS,
    COUNTS,
    DIMS,
    IDENTIFIED,
    KNOWN_SINCE,
    RECHECK_DUE,
    REGISTERS,
    TABLES,
)
from maplanner.simulation.kernel.events import fire, noted, set_member, take_out, watch_idle
from maplanner.simulation.kernel.gaining import expire, give, happen, pattern
from maplanner.simulation.kernel.queue import packed, put
from maplanner.simulation.kernel.resting import rest
from maplanner.simulation.kernel.scores import child, draw
from maplanner.simulation.kernel.standing import (
    answer,
    appoint,
    contact,
    go_forward,
    progress,
    qualify,
    spend,
)
from maplanner.simulation.layout import ALREADY_SENT, CAME_AGAIN

_R, _C, _T, _D, _N = REGISTERS, COLUMNS, TABLES, DIMS, COUNTS
_LEARN, _IDENTIFY, _JOIN, _LEAVE, _WRITE = op.LEARN, op.IDENTIFY, op.JOIN, op.LEAVE, op.WRITE
_TASK, _NOTIFY, _CALL, _QUIT, _RECHECK, _FIRST_TIME = (
    op.TASK,
    op.NOTIFY,
    op.CALL,
    op.QUIT,
    op.RECHECK,
    op.ONCE,
)
_ENTER, _SERVE, _BEFORE = op.ENTER, op.SERVE, op.BEFORE
_BY_ANYTHING = op.BY_ANYTHING
_BY_POINTS, _BY_SEGMENT, _BY_FIELD, _BY_IDENTITY = op.BY_POINTS, op.BY_SEGMENT, op.BY_FIELD, op.BY_IDENTITY
_BY_STATUS, _BY_SPEND, _BY_ANSWER, _BY_STAGE = op.BY_STATUS, op.BY_SPEND, op.BY_ANSWER, op.BY_STAGE
_HAPPEN, _AWARD, _PATTERN, _STAGE, _PROGRESS = op.HAPPEN, op.AWARD, op.PATTERN, op.STAGE, op.PROGRESS
_QUALIFY, _SPEND, _ANSWER, _APPOINT, _CONTACT = op.QUALIFY, op.SPEND, op.ANSWER, op.APPOINT, op.CONTACT
_EXPIRE, _REST, _EFFECT, _MINE, _DAY = op.EXPIRE, op.REST, op.EFFECT, op.MINE, op.DAY
_REAL_TIME = op.REAL_TIME
_AGAIN, _SENT = op.AGAIN, op.SENT
_CAME_AGAIN, _ALREADY_SENT = CAME_AGAIN, ALREADY_SENT
_ONCE, _AFTER_LEAVING = op.ENTER_ONCE, op.ENTER_AFTER_LEAVING


@large
def rarely(
    desk: Any,
    now: Any,
    days: Any,
    here: Any,
    key: Any,
    lead: Any,
    campaign: Any,
    gen: Any,
    amount: Any,
    credit: Any,
) -> Any:
    """Carry out an instruction; return where to go on, -1 where the token ends."""
    code = ints(desk, _T.code)
    operation = code[8 * here]
    a = np.int64(code[8 * here + 1])
    base = key ^ words(desk, _T.salt)[here]
    if operation == _FIRST_TIME:
        spot = lead * desk[_C.flags] + desk[_C.done] + a
        if flags(desk, _R.flags)[spot]:
            return np.int64(code[8 * here + 2])
        flags(desk, _R.flags)[spot] = 1
    elif operation == _JOIN or operation == _LEAVE:
        move(desk, now, base, lead, a, operation == _JOIN)
    elif operation == _CALL:
        call(desk, now, base, lead, a, np.int64(code[8 * here + 2]))
    elif operation == _WRITE:
        write(desk, now, here, base, lead, a, np.int64(code[8 * here + 2]), np.int64(code[8 * here + 3]))
    elif operation == _LEARN:
        learn(
            desk,
            now,
            here,
            base,
            lead,
            a,
            draw(key, words(desk, _T.salt)[here]) < floats(desk, _T.num)[4 * here],
        )
    elif operation == _IDENTIFY:
        identify(desk, now, days, base, lead)
    elif operation == _HAPPEN:
        happen(desk, now, here, base, lead)
    elif operation == _AWARD:
        give(desk, now, days, here, key, lead, amount)
    elif operation == _PATTERN:
        pattern(desk, now, days, here, key, lead)
    elif operation == _STAGE:
        if go_forward(desk, now, base, lead, a, code[8 * here + 2] != 0):
            desk[_R.changed] |= _BY_STAGE
    elif operation == _QUALIFY:
        qualify(desk, now, lead)
    elif operation == _EFFECT:
        longs(desk, _R.counts)[desk[_N.effects] + a] += 1
        noted(desk, now, lead, _EFFECT, a, 0.0)
    elif operation == _PROGRESS or operation == _SPEND or operation == _ANSWER:
        learn_from_sales(desk, now, here, key, lead, operation)
    elif operation == _APPOINT:
        appoint(desk, now, days, here, key, lead)
    elif operation == _TASK or operation == _NOTIFY:
        step = np.int64(code[8 * here + 6])
        first = desk[_N.tasks] if operation == _TASK else desk[_N.notes]
        longs(desk, _R.counts)[first + step] += 1
        noted(desk, now, lead, operation, step, 0.0)
    elif operation == _SERVE:
        ask(desk, now, days, here, key, lead, campaign, gen)
    elif operation == _AGAIN:
        come_again(desk, now, days, here, key, lead, gen)
        return -1
    elif operation == _SENT:
        return here + 1 if is_first_now(desk, now, here, lead) else -1
    elif operation == _BEFORE:
        return here + 1 if now < floats(desk, _T.num)[4 * here] else np.int64(code[8 * here + 2])
    elif operation == _QUIT:
        if gen == ints(desk, _R.marks)[lead * desk[_C.marks] + desk[_C.visit] + campaign]:
            take_out(desk, now, lead, campaign)
        return -1
    elif operation == _RECHECK:
        column = lead * desk[_C.levels] + RECHECK_DUE
        if floats(desk, _R.levels)[column] == now:
            floats(desk, _R.levels)[column] = np.inf
            desk[_R.changed] |= _BY_ANYTHING
        return -1
    elif operation == _CONTACT:
        contact(desk, now, here, base, lead, gen, credit)
        return -1
    elif operation == _EXPIRE:
        expire(desk, now, here, base, lead, gen, credit)
        return -1
    elif operation == _REST:
        rest(desk, now, days, here, key, lead, gen, credit)
        return -1
    elif operation == _DAY:
        day(desk, now, days, here, key)
        return -1
    return here + 1


@large
def learn_from_sales(desk: Any, now: Any, here: Any, key: Any, lead: Any, operation: Any) -> None:
    """Note a sales status, a purchase or an answer."""
    if operation == _PROGRESS:
        change = _BY_STATUS
        progress(desk, now, lead, np.int64(ints(desk, _T.code)[8 * here + 1]))
    elif operation == _SPEND:
        change = _BY_SPEND
        spend(desk, now, here, key, lead)
    else:
        change = _BY_ANSWER
        answer(desk, now, here, key, lead)
    desk[_R.changed] |= change


@large
def come_again(desk: Any, now: Any, days: Any, here: Any, key: Any, lead: Any, turn: Any) -> None:
    """Send a lead in again, and let the next time be pending."""
    code, salt = ints(desk, _T.code), words(desk, _T.salt)
    source, entry = np.int64(code[8 * here + 1]), np.int64(code[8 * here + 2])
    noted(desk, now, lead, _CAME_AGAIN, source, 0.0)
    put(desk, now, now, child(key, salt[entry]), packed(lead, entry), 0)
    due = now + floats(desk, _T.source_every)[source]
    if turn < longs(desk, _T.source_times)[source] and due < days:
        put(desk, now, due, child(key, salt[here]), packed(lead, here), turn + 1)


@large
def is_first_now(desk: Any, now: Any, here: Any, lead: Any) -> Any:
    """Tell whether a lead is at a step for the first time at this instant; count it if not."""
    code = ints(desk, _T.code)
    column = lead * desk[_C.levels] + desk[_C.sent] + code[8 * here + 1]
    if floats(desk, _R.levels)[column] == now:
        step = code[8 * here + 6]
        longs(desk, _R.counts)[desk[_N.doubles] + step] += 1
        noted(desk, now, lead, _ALREADY_SENT, step, 0.0)
        return False
    floats(desk, _R.levels)[column] = now
    return True


@large
def learn(desk: Any, now: Any, here: Any, base: Any, lead: Any, field: Any, gives: Any) -> None:
    """Let a field become known, if the lead gives it."""
    spot = lead * desk[_C.flags] + desk[_C.known] + field
    if gives and not flags(desk, _R.flags)[spot]:
        flags(desk, _R.flags)[spot] = 1
        hook = np.int64(ints(desk, _T.code)[8 * here + 2])
        if hook >= 0:
            fire(desk, now, base, lead, hook, 0)
        desk[_R.changed] |= _BY_FIELD


@large
def identify(desk: Any, now: Any, days: Any, base: Any, lead: Any) -> None:
    """Let a lead become a known person."""
    spot = lead * desk[_C.flags] + IDENTIFIED
    if not flags(desk, _R.flags)[spot]:
        flags(desk, _R.flags)[spot] = 1
        floats(desk, _R.levels)[lead * desk[_C.levels] + KNOWN_SINCE] = now
        watch_idle(desk, now, days, base, lead)
        desk[_R.changed] |= _BY_IDENTITY


@large
def write(
    desk: Any, now: Any, here: Any, base: Any, lead: Any, target: Any, creates: Any, updates: Any
) -> None:
    """Write a record of an object: a creation or an update."""
    made = flags(desk, _R.flags)
    spot = lead * desk[_C.flags] + desk[_C.made] + target
    channel = creates
    if creates < 0 or (updates >= 0 and made[spot]):
        channel = updates
    if channel != updates:
        made[spot] = 1
    length = desk[_R.writes_length]
    if length == desk[_R.writes_room]:
        lengthened(desk, _R.writes, length, 2 * length)
        desk[_R.writes_room] = 2 * length
    per_day = np.float64(desk[_R.bins_per_day])
    longs(desk, _R.writes)[length] = channel * desk[_R.bins] + np.int64(now * per_day)
    desk[_R.writes_length] = length + 1
    noted(desk, now, lead, _WRITE, channel, 0.0)
    hook = np.int64(ints(desk, _T.code)[8 * here + 4])
    if hook >= 0:
        fire(desk, now, base, lead, hook, 0)


@large
def move(desk: Any, now: Any, base: Any, lead: Any, segment: Any, joins: Any) -> None:
    """Put a lead into a segment or out; segments in real time follow their criteria alone."""
    inside = flags(desk, _R.flags)[lead * desk[_C.flags] + desk[_C.member] + segment] != 0
    if ints(desk, _T.segment_made)[segment] == _REAL_TIME or inside == joins:
        return
    set_member(desk, now, base, lead, segment, joins)
    desk[_R.changed] |= _BY_SEGMENT


@large
def may_enter(desk: Any, now: Any, lead: Any, campaign: Any) -> Any:
    """Tell whether a campaign's rules let a lead in now."""
    rule = ints(desk, _T.campaign_entry)[campaign]
    most = ints(desk, _T.campaign_most)[campaign]
    marks, row = ints(desk, _R.marks), lead * desk[_C.marks]
    entries = marks[row + desk[_C.entries] + campaign]
    if (rule == _ONCE and entries > 0) or (most > 0 and entries >= most):
        return False
    if rule == _AFTER_LEAVING and marks[row + campaign] > 0:
        return False
    leaves = ints(desk, _T.campaign_exit)[campaign]
    return leaves < 0 or not holds(desk, leaves, lead, now)


@large
def entered(desk: Any, now: Any, lead: Any, campaign: Any) -> Any:
    """Let a lead enter a campaign if it may; tell whether it did."""
    if not may_enter(desk, now, lead, campaign):
        return False
    ints(desk, _R.marks)[lead * desk[_C.marks] + desk[_C.entries] + campaign] += 1
    return True


@large
def call(desk: Any, now: Any, base: Any, lead: Any, campaign: Any, hook: Any) -> None:
    """Let a lead enter another campaign at the entries that wait to be called."""
    hooks = ints(desk, _T.hooks)
    if hooks[hook] < hooks[hook + 1] and entered(desk, now, lead, campaign):
        noted(desk, now, lead, _ENTER, campaign, 0.0)
        place = np.int64(ints(desk, _T.code)[8 * ints(desk, _T.hook)[hooks[hook]] + 7])
        row = lead * desk[_C.marks]
        visit = np.int64(0)
        if place >= 0:
            visit = np.int64(ints(desk, _R.marks)[row + desk[_C.visit] + place])
        opened = fire(desk, now, base, lead, hook, visit)
        if place >= 0:
            ints(desk, _R.marks)[row + place] += opened
