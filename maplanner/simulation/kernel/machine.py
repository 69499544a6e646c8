"""The interpreter: executes a flow program for a range of accounts, one account at a time."""

from __future__ import annotations

from typing import Any

import numpy as np

from maplanner.simulation import program as op
from maplanner.simulation.kernel.accounts import (
    begin,
    enter_again,
    finish,
    newcomer,
    prepare,
)
from maplanner.simulation.kernel.calendar import mine
from maplanner.simulation.kernel.compiling import (
    cell,
    flags,
    floats,
    ints,
    longs,
    outermost,
    words,
)
from maplanner.simulation.kernel.conditions import holds
from maplanner.simulation.kernel.deeds import entered, rarely
from maplanner.simulation.kernel.delays import when
from maplanner.simulation.kernel.desk import (
    COLUMNS,
    COUNTS,
    DIMS,
    IDENTIFIED,
    REGISTERS,
    SEEN,
    TABLES,
)
from maplanner.simulation.kernel.events import noted
from maplanner.simulation.kernel.gaining import gain, idle
from maplanner.simulation.kernel.queue import lead_of, next_time, packed, pc_of, push, take_from_heap, widen
from maplanner.simulation.kernel.scores import child, draw, mixed, unit
from maplanner.simulation.kernel.watching import look_again
from maplanner.simulation.layout import (
    DELAYED,
    EVENTS,
    HEAD_START,
    INSTANT_LIMIT,
    LIFE_LIMIT,
    NEXT_PLACES_LIMIT,
    STOPPED,
    TOO_MANY_PLACES,
    TOO_MUCH_AT_ONCE,
    TOO_MUCH_IN_ALL,
    TURNED_AWAY,
)

_END, _ARRIVE, _EMIT, _CHANCE, _BRANCH, _AFTER = op.END, op.ARRIVE, op.EMIT, op.CHANCE, op.BRANCH, op.AFTER
_WHEN, _JUMP, _AMOUNT, _GAIN, _ENTER, _SOURCE = op.WHEN, op.JUMP, op.AMOUNT, op.GAIN, op.ENTER, op.SOURCE
_IDLE, _MINE, _BY_ANYTHING = op.IDLE, op.MINE, op.BY_ANYTHING
_ACTING = sum(1 << operation for operation in op.ACTING)
_OF_SEGMENT, _OF_IDENTITY = op.OF_SEGMENT, op.OF_IDENTITY
_ONCE, _AFTER_LEAVING, _SURE = op.ENTER_ONCE, op.ENTER_AFTER_LEAVING, op.SURE
_TOP, _REST = np.uint64(63), np.uint64(2**63 - 1)
_R, _C, _T, _D, _N = REGISTERS, COLUMNS, TABLES, DIMS, COUNTS
_BETWEEN_LOOKS = 100_000
"""How many tokens run before somebody looks whether to stop."""


@outermost
def run_accounts(
    desk: Any,
    seed: Any,
    run: Any,
    first: Any,
    last: Any,
    some: Any,
    accounts: Any,
    days: Any,
    buckets_per_day: Any,
    control: Any,
) -> Any:
    """Run accounts ``first`` to ``last`` - 1 and add what happens to the tables on the desk.

    ``some`` says that these are places in the row of accounts to run. ``control``: a caller sets [0] to stop;
    [1] says what went wrong, [2] at which instruction. Rows that the machine has made stay on the desk.
    """
    prepare(desk)
    logging = desk[_R.log_room] > 0
    steps = desk[_D.steps]
    code, num, salt = ints(desk, _T.code), floats(desk, _T.num), words(desk, _T.salt)
    link_target, link_share, link_delay = (
        ints(desk, _T.link_target),
        floats(desk, _T.link_share),
        ints(desk, _T.link_delay),
    )
    link_num, link_salt = floats(desk, _T.link_num), words(desk, _T.link_salt)
    condition = ints(desk, _T.condition)
    counts, series = longs(desk, _R.counts), ints(desk, _R.series)
    at_links = desk[_N.links]
    at_unique = desk[_N.unique]
    visits = desk[_C.visit]
    marks_width, flags_width = desk[_C.marks], desk[_C.flags]
    member = desk[_C.member]
    pc: Any = np.int64(0)
    credit: Any = np.int64(0)
    hops = 0
    looks_at = _BETWEEN_LOOKS
    events = 0

    for turn in range(first, last):
        account = longs(desk, _R.only)[turn] if some else turn
        if control[0]:
            desk[_R.trouble] = STOPPED
            break
        begin(desk, seed, run, account, accounts, days)
        times, order = floats(desk, _R.times), longs(desk, _R.order)
        items, ready = words(desk, _R.items), words(desk, _R.ready)
        marks, marked = ints(desk, _R.marks), flags(desk, _R.flags)
        now = -1.0
        bucket = np.int64(0)
        begun = hops
        instant = hops
        stop_at = hops + HEAD_START
        while True:
            # --- the next item, in the order of time and sequence ---
            length = desk[_R.length]
            if not desk[_R.short]:
                due = next_time(desk)
            elif length > 0:
                due = times[cell(length, -1)]
            else:
                due = np.inf
            head = desk[_R.head]
            if head != desk[_R.tail] and due > now:
                place = cell(3 * head, 0)
                key = ready[place]
                word = ready[place + 1]
                gen = np.int64(ready[place + 2])
                credit = np.int64(word >> _TOP)
                word &= _REST
                desk[_R.head] = head + 1
            elif length > 0:
                if desk[_R.short]:
                    length -= 1
                    desk[_R.length] = length
                else:
                    take_from_heap(desk)
                    length -= 1
                if due > now:
                    if hops > looks_at:
                        looks_at = hops + _BETWEEN_LOOKS
                        if control[0]:
                            desk[_R.trouble] = STOPPED
                            break
                    now = due
                    bucket = np.int64(now * buckets_per_day) * steps
                    desk[_R.head] = 0
                    desk[_R.tail] = 0
                    instant = hops
                    leads = desk[_R.leads]
                    stop_at = min(hops + INSTANT_LIMIT * leads + HEAD_START, begun + LIFE_LIMIT * (leads + 1))
                    if length >= NEXT_PLACES_LIMIT * leads + HEAD_START:
                        desk[_R.trouble] = TOO_MANY_PLACES
                        stop_at = -1
                place = cell(4 * order[cell(length, 0)], 0)
                key = items[place]
                word = items[place + 1]
                gen = np.int64(items[place + 2])
                credit = 1
            else:
                break
            lead = lead_of(word)
            pc = pc_of(word)
            row = cell(lead * marks_width, 0)
            flag = cell(lead * flags_width, 0)
            campaign = np.int64(code[cell(8 * pc, 7)])
            if campaign >= 0 and marks[cell(row, visits + campaign)] != gen:
                continue
            hops += 1
            amount = 1.0
            if desk[_R.length] >= desk[_R.room] or desk[_R.tail] >= desk[_R.ready_room]:
                widen(desk)
                times, order = floats(desk, _R.times), longs(desk, _R.order)
                items, ready = words(desk, _R.items), words(desk, _R.ready)

            # --- instructions until the token ends ---
            while True:
                if hops > stop_at:
                    if not desk[_R.trouble]:
                        in_all = hops - begun > LIFE_LIMIT * (desk[_R.leads] + 1)
                        desk[_R.trouble] = TOO_MUCH_IN_ALL if in_all else TOO_MUCH_AT_ONCE
                    desk[_R.trouble_at] = pc
                    break
                here = cell(pc, 0)
                operation = code[cell(8 * here, 0)]

                # Most tokens arrive, ask, and go on: that is done without another choice of instruction.
                if operation == _ARRIVE:
                    step = np.int64(code[cell(8 * here, 6)])
                    seen = marked[cell(flag, SEEN + step)]
                    if (code[cell(8 * here, 2)] and not marked[cell(flag, IDENTIFIED)]) or (
                        seen and code[cell(8 * here, 1)]
                    ):
                        counts[cell(desk[_N.turned], step)] += 1
                        if logging:
                            noted(desk, now, lead, TURNED_AWAY, step, 0.0)
                        operation = _END
                    else:
                        if code[cell(8 * here, 3)]:
                            events += credit
                            credit = 0
                        if not seen:
                            marked[cell(flag, SEEN + step)] = 1
                            counts[cell(at_unique, step)] += 1
                        series[cell(bucket, step)] += 1
                        if logging:
                            noted(desk, now, lead, _ARRIVE, step, 0.0)
                        here = cell(pc, 1)
                        pc = here
                        operation = code[cell(8 * here, 0)]

                while operation == _WHEN:
                    asked = np.int64(code[cell(8 * here, 1)])
                    subject = condition[cell(4 * asked, 0)]
                    if subject == _OF_SEGMENT:
                        inside = marked[cell(flag, member + condition[cell(4 * asked, 1)])]
                        yes = inside != condition[cell(4 * asked, 2)]
                    elif subject == _OF_IDENTITY:
                        yes = marked[cell(flag, IDENTIFIED)] != condition[cell(4 * asked, 2)]
                    else:
                        yes = holds(desk, asked, lead, now)
                    here = cell(pc, 1) if yes else cell(code[cell(8 * here, 2)], 0)
                    pc = here
                    operation = code[cell(8 * here, 0)]

                if operation == _EMIT:
                    a = np.int64(code[cell(8 * here, 1)])
                    last = code[cell(8 * here, 4)]
                    pc += 1
                    if last:
                        operation = _END
                    if campaign < 0 or gen == marks[cell(row, visits + campaign)]:
                        on: Any = -1
                        onward = key
                        may = (
                            last != 0
                            and desk[_R.head] == desk[_R.tail]
                            and (
                                desk[_R.length] == 0
                                or (times[cell(desk[_R.length], -1)] if desk[_R.short] else times[0]) > now
                            )
                        )
                        if last == _SURE:
                            counts[cell(at_links, a)] += 1
                            if logging:
                                noted(desk, now, lead, _EMIT, a, 0.0)
                            if may:
                                on = a
                            else:
                                if campaign >= 0:
                                    marks[cell(row, campaign)] += 1
                                target = np.int64(link_target[cell(a, 0)])
                                push(
                                    desk,
                                    times,
                                    order,
                                    items,
                                    ready,
                                    now,
                                    now,
                                    key,
                                    packed(lead, target) | (np.uint64(credit) << _TOP),
                                    gen,
                                )
                        else:
                            base = key ^ salt[here]
                            exclusive = code[cell(8 * here, 3)] != 0
                            chosen = unit(mixed(base)) if exclusive else 0.0
                            for number in range(a, a + code[cell(8 * here, 2)]):
                                link = cell(number, 0)
                                share = link_share[link]
                                if exclusive:
                                    if not chosen < share:
                                        chosen -= share
                                        continue
                                elif share < 1.0 and not draw(base, link_salt[link]) < share:
                                    continue
                                counts[cell(at_links, link)] += 1
                                if logging:
                                    noted(desk, now, lead, _EMIT, link, 0.0)
                                new = child(base, link_salt[link])
                                due = when(
                                    desk,
                                    link_delay[link],
                                    link_num[cell(2 * link, 0)],
                                    link_num[cell(2 * link, 1)],
                                    now,
                                    new,
                                )
                                if due <= now and may and on < 0:
                                    # It would be the very next to run: let it go on as the present one.
                                    on = number
                                    onward = new
                                else:
                                    if campaign >= 0:
                                        marks[cell(row, campaign)] += 1
                                    if logging and due > now:
                                        step = np.int64(code[cell(8 * here, 6)])
                                        noted(desk, now, lead, DELAYED, step, due)
                                    if due < days:
                                        word = packed(lead, link_target[link])
                                        if due <= now:
                                            word |= np.uint64(credit) << _TOP
                                        push(desk, times, order, items, ready, now, due, new, word, gen)
                                if exclusive:
                                    break
                        if on >= 0:
                            key = onward
                            pc = np.int64(link_target[cell(on, 0)])
                            amount = 1.0
                            hops += 1
                            if desk[_R.length] >= desk[_R.room] or desk[_R.tail] >= desk[_R.ready_room]:
                                widen(desk)
                                times, order = floats(desk, _R.times), longs(desk, _R.order)
                                items, ready = words(desk, _R.items), words(desk, _R.ready)
                            continue

                elif operation == _BRANCH or operation == _AFTER:
                    pc += 1
                    if operation == _AFTER or draw(key, salt[here]) < num[cell(4 * here, 0)]:
                        if operation == _BRANCH:
                            pc = np.int64(code[cell(8 * here, 2)])
                        if campaign < 0 or gen == marks[cell(row, visits + campaign)]:
                            if campaign >= 0:
                                marks[cell(row, campaign)] += 1
                            new = child(key, salt[here])
                            due = when(
                                desk,
                                code[cell(8 * here, 5)],
                                num[cell(4 * here, 2)],
                                num[cell(4 * here, 3)],
                                now,
                                new,
                            )
                            if logging and due > now:
                                step = np.int64(code[cell(8 * here, 6)])
                                noted(desk, now, lead, DELAYED, step, due)
                            if due < days:
                                word = packed(lead, np.int64(code[cell(8 * here, 1)]))
                                if due <= now:
                                    word |= np.uint64(credit) << _TOP
                                push(desk, times, order, items, ready, now, due, new, word, gen)

                elif operation == _CHANCE:
                    if draw(key, salt[here]) < num[cell(4 * here, 0)]:
                        pc += 1
                    else:
                        pc = np.int64(code[cell(8 * here, 1)])

                elif operation == _JUMP:
                    pc = np.int64(code[cell(8 * here, 1)])

                elif operation == _AMOUNT:
                    pc += 1
                    amount = num[cell(4 * here, 0)]
                    if num[cell(4 * here, 1)] > amount:
                        amount += (num[cell(4 * here, 1)] - amount) * draw(key, salt[here])

                elif operation == _ENTER:
                    a = np.int64(code[cell(8 * here, 1)])
                    if code[cell(8 * here, 3)] or entered(desk, now, lead, a):
                        if logging:
                            noted(desk, now, lead, _ENTER, a, 0.0)
                        pc = np.int64(code[cell(8 * here, 2)])
                        campaign = np.int64(code[cell(8 * pc, 7)])
                        if campaign >= 0:
                            gen = np.int64(marks[cell(row, visits + campaign)])
                            marks[cell(row, campaign)] += 1
                    else:
                        operation = _END

                elif operation != _END:
                    a = np.int64(code[cell(8 * here, 1)])
                    if operation == _SOURCE:
                        lead = newcomer(desk, now, days, account, accounts, here)
                        marks, marked = ints(desk, _R.marks), flags(desk, _R.flags)
                        key = np.uint64(desk[_R.came_key])
                        events += 1
                        desk[_R.changed] = _BY_ANYTHING
                        if not desk[_R.came_again]:
                            row = cell(lead * marks_width, 0)
                            flag = cell(lead * flags_width, 0)
                            pc = np.int64(ints(desk, _T.source_entry)[a])
                            leads = desk[_R.leads]
                            stop_at = min(
                                instant + INSTANT_LIMIT * leads + HEAD_START,
                                begun + LIFE_LIMIT * (leads + 1),
                            )
                            credit = 1
                    elif operation == _IDLE:
                        pc = idle(desk, now, days, here, key, lead, credit)
                    elif operation == _MINE:
                        mine(desk, now, days, here, key)
                        pc = -1
                    else:
                        if operation == _GAIN:
                            pc = gain(desk, now, days, here, key, lead, amount)
                        else:
                            pc = rarely(desk, now, days, here, key, lead, campaign, gen, amount, credit)
                        if (_ACTING >> np.int64(operation)) & 1:
                            events += credit
                            credit = 0
                    if desk[_R.changed]:
                        if desk[_R.changed] & desk[_D.watches]:
                            beginning = 1 if operation == _SOURCE and not desk[_R.came_again] else 0
                            look_again(desk, now, days, key ^ salt[here], lead, beginning, here)
                        desk[_R.changed] = 0
                    if desk[_R.came_again]:
                        enter_again(desk, now, key, lead, a)
                        pc = -1
                    if desk[_R.trouble]:
                        break
                    if pc < 0:
                        operation = _END
                    times, order = floats(desk, _R.times), longs(desk, _R.order)
                    items, ready = words(desk, _R.items), words(desk, _R.ready)

                if operation == _END or code[cell(8 * pc, 0)] == _END:
                    if campaign >= 0 and gen == marks[cell(row, visits + campaign)]:
                        marks[cell(row, campaign)] -= 1
                    break
            if desk[_R.trouble]:
                break

        if desk[_R.trouble]:
            break
        finish(desk, days)
    counts[EVENTS] += events + desk[_R.events]
    control[1] = max(control[1], desk[_R.trouble])
    control[2] = desk[_R.trouble_at]
