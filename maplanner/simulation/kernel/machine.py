"""The interpreter: executes a flow program for a range of accounts, one account at a time."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from maplanner.simulation import program as op
from maplanner.simulation.kernel.compiling import borrowed, cell, large, outermost, words
from maplanner.simulation.kernel.delays import Rows, when
from maplanner.simulation.kernel.queue import (
    FIRST,
    HEAD,
    LENGTH,
    REGISTERS,
    SEQUENCE,
    TAIL,
    drop_first,
    lead_of,
    packed,
    pc_of,
    push,
    roomier,
)
from maplanner.simulation.kernel.scores import account_key, child, draw, mark_after, mixed, unit
from maplanner.simulation.kernel.state import (
    IDENTIFIED,
    KNOWN_SINCE,
    RECHECK_DUE,
    SCORES,
    SEEN,
    Tables,
    columns_of,
    holds,
    more_leads,
    next_look,
    points_of,
    points_of_others,
)
from maplanner.simulation.kernel.watching import fire, look_again, noted, watch_idle
from maplanner.simulation.layout import (
    CROSSED,
    DELAYED,
    EVENTS,
    HEAD_START,
    INSTANT_LIMIT,
    LEADS,
    LEFT_CAMPAIGN,
    LIFE_LIMIT,
    NEXT_PLACES_LIMIT,
    STOPPED,
    TOO_MANY_PLACES,
    TOO_MUCH_AT_ONCE,
    TOO_MUCH_IN_ALL,
    TURNED_AWAY,
    CountLayout,
)
from maplanner.simulation.randomness import SOURCE_TWIST

_END, _ARRIVE, _EMIT, _CHANCE, _BRANCH, _AFTER = op.END, op.ARRIVE, op.EMIT, op.CHANCE, op.BRANCH, op.AFTER
_WHEN, _JUMP, _LEARN, _IDENTIFY, _AMOUNT, _GAIN = op.WHEN, op.JUMP, op.LEARN, op.IDENTIFY, op.AMOUNT, op.GAIN
_JOIN, _LEAVE, _WRITE, _TASK, _NOTIFY, _CALL = op.JOIN, op.LEAVE, op.WRITE, op.TASK, op.NOTIFY, op.CALL
_QUIT, _ENTER, _SOURCE, _IDLE, _RECHECK, _FIRST_TIME = (
    op.QUIT,
    op.ENTER,
    op.SOURCE,
    op.IDLE,
    op.RECHECK,
    op.ONCE,
)
_BY_POINTS, _BY_SEGMENT, _BY_FIELD = op.BY_POINTS, op.BY_SEGMENT, op.BY_FIELD
_BY_IDENTITY, _BY_ANYTHING = op.BY_IDENTITY, op.BY_ANYTHING
_OF_SEGMENT, _OF_IDENTITY = op.OF_SEGMENT, op.OF_IDENTITY
_ONCE, _AFTER_LEAVING, _SURE = op.ENTER_ONCE, op.ENTER_AFTER_LEAVING, op.SURE


@large
def next_arrival(
    source_list: Any,
    source_num: Any,
    source_knots: Any,
    knot_time: Any,
    knot_level: Any,
    source: Any,
    key: Any,
    level: Any,
    place: Any,
    account: Any,
    accounts: Any,
) -> Any:
    """Return when a source's next lead comes in, and the level reached; infinity when none is left."""
    if source_list[source]:
        person = account + place * accounts
        if person >= source_num[source, 0]:
            return np.inf, level
        rate = source_num[source, 2]
        return source_num[source, 1] + (person / rate if rate > 0.0 else 0.0), level
    low = source_knots[source]
    high = source_knots[source + 1] - 1
    level = level - math.log(draw(key, _SOURCE_TWIST))
    if not level < knot_level[high]:
        return np.inf, level
    while high - low > 1:
        middle = (low + high) // 2
        if knot_level[middle] <= level:
            low = middle
        else:
            high = middle
    share = (level - knot_level[low]) / (knot_level[high] - knot_level[low])
    return knot_time[low] + share * (knot_time[high] - knot_time[low]), level


_SOURCE_TWIST = np.uint64(SOURCE_TWIST)


@large
def most_pushes(p: Any) -> Any:
    """Return a bound for how many items a token can make within one step."""
    links = 0
    longest = 0
    begins = 0
    for pc in range(p.code.shape[0]):
        if p.code[pc, 0] == _EMIT:
            links = max(links, p.code[pc, 2])
        if p.code[pc, 0] == _ARRIVE:
            begins = pc
        longest = max(longest, pc - begins + 1)
    segments = p.segments.shape[0] - 1
    return (longest + 2) * (8 + links + p.idle_score.shape[0] + p.hook.shape[0] * (segments + 2))


@outermost
def run_accounts(
    program: Any,
    at: CountLayout,
    seed: Any,
    run: Any,
    first: Any,
    last: Any,
    accounts: Any,
    days: Any,
    bucket_days: Any,
    bins_per_day: Any,
    all_counts: Any,
    all_series: Any,
    all_ends: Any,
    all_log: Any,
    all_log_times: Any,
    all_log_count: Any,
    all_control: Any,
) -> Any:
    """Run accounts ``first`` to ``last`` - 1 and add what happens to the tables.

    ``all_counts``: see ``layout.CountLayout``. ``all_series``: (steps, buckets) arrivals. ``all_ends``:
    (scores,) sum of points at the end. ``all_log`` (n, 4) and ``all_log_times`` (n, 2) take the event log,
    where n is not 0. ``all_control``: a caller sets [0] to stop; [1] says what went wrong, [2] at which
    instruction. Returns channel and bin of every write (and a number without meaning).
    """
    p = borrowed(program)
    counts = borrowed(all_counts)
    series = borrowed(all_series)
    ends = borrowed(all_ends)
    log = borrowed(all_log)
    log_times = borrowed(all_log_times)
    log_count = borrowed(all_log_count)
    control = borrowed(all_control)
    dims = p.dims
    columns = columns_of(dims)
    n_idles = dims[7]
    n_scores = dims[8]
    n_sources = dims[10]
    recheck = dims[12]
    watches = dims[13]
    watches_account = dims[14] != 0
    fades = p.watched_score.shape[0] > 0
    n_segments = dims[4]
    bins = np.int64(math.ceil(days * bins_per_day))
    buckets_per_day = 1.0 / bucket_days
    logging = all_log_times.shape[0] > 0
    tables = Tables(
        p.condition,
        p.condition_num,
        p.condition_salt,
        p.score,
        p.threshold_score,
        p.threshold_account,
        p.threshold_again,
        p.threshold_value,
    )

    rows = Rows(
        p.points,
        p.point_share,
        p.point_days,
        p.spans,
        p.span_opens,
        p.span_closes,
        p.span_level,
        p.working,
        p.working_num,
    )

    # Buffers that may be replaced live in this list: a variable that is replaced would count references.
    kept = [np.empty(1, np.uint64)]
    marks = borrowed(words(kept, 32 * columns.width).view(np.int32))
    levels = borrowed(
        words(kept, 64 * columns.level_width).view(np.float64).reshape((64, columns.level_width))
    )
    keys = borrowed(words(kept, 64))
    owned_passed = np.zeros(max(1, dims[6]), np.int32)
    owned_source_key = np.zeros(max(1, n_sources), np.uint64)
    owned_source_level = np.zeros(max(1, n_sources), np.float64)
    owned_source_place = np.zeros(max(1, n_sources), np.int64)
    account_passed = borrowed(owned_passed)
    source_key = borrowed(owned_source_key)
    source_level = borrowed(owned_source_level)
    source_place = borrowed(owned_source_place)

    reserve = most_pushes(p)
    slots = 64
    while slots <= reserve + 1:
        slots *= 2
    times = borrowed(words(kept, 64 + reserve).view(np.float64))
    items = borrowed(words(kept, 4 * (64 + reserve)))
    ready = borrowed(words(kept, 4 * slots))
    owned_reg = np.zeros(REGISTERS, np.int64)
    reg = borrowed(owned_reg)
    writes = borrowed(words(kept, 1024).view(np.int64))
    n_writes = 0
    none = np.uint64(0)
    code = borrowed(p.code.reshape(p.code.size))
    num = borrowed(p.num.reshape(p.num.size))
    link_num = borrowed(p.link_num.reshape(p.link_num.size))
    arrivals = borrowed(series.reshape(series.size))
    n_buckets = series.shape[1]
    salt = p.salt
    score = p.score
    events = 0

    for account in range(first, last):
        if control[0]:
            control[1] = STOPPED
            break
        leads = 0
        now = -1.0
        at_once = 0
        in_all = 0
        at_once_limit = HEAD_START
        in_all_limit = LIFE_LIMIT
        reg[LENGTH] = 0
        reg[FIRST] = 0
        reg[SEQUENCE] = 0
        reg[HEAD] = 0
        reg[TAIL] = 0
        account_passed[:] = 0
        own_key = account_key(seed, run, np.uint64(account))
        for source in range(n_sources):
            source_key[source] = mixed(own_key ^ p.source_salt[source])
            source_place[source] = 0
            due, source_level[source] = next_arrival(
                p.source_list,
                p.source_num,
                p.source_knots,
                p.knot_time,
                p.knot_level,
                source,
                source_key[source],
                0.0,
                0,
                account,
                accounts,
            )
            if due < days:
                push(times, items, ready, reg, now, due, none, packed(0, p.source_self[source]), 0)

        while True:
            # --- the next item, in the order of time and sequence ---
            if reg[HEAD] != reg[TAIL] and (reg[LENGTH] == 0 or times[cell(reg[FIRST], 0)] > now):
                place = cell(4 * reg[HEAD], 0)
                key = ready[place + 1]
                word = ready[place + 2]
                gen = np.int64(ready[place + 3])
                reg[HEAD] = (reg[HEAD] + 1) & (slots - 1)
            elif reg[LENGTH] > 0:
                place = cell(reg[FIRST], 0)
                if times[place] > now:
                    now = times[place]
                    at_once = 0
                place *= 4
                key = items[place + 1]
                word = items[place + 2]
                gen = np.int64(items[place + 3])
                drop_first(times, items, reg)
            else:
                break
            lead = lead_of(word)
            row = lead * columns.width
            pc = pc_of(word)
            campaign = np.int64(code[8 * cell(pc, 0) + 7])
            if campaign >= 0 and marks[cell(row, columns.visit + campaign)] != gen:
                continue
            events += 1
            at_once += 1
            in_all += 1
            if at_once > at_once_limit:
                control[1] = TOO_MUCH_AT_ONCE
            elif in_all > in_all_limit:
                control[1] = TOO_MUCH_IN_ALL
            elif reg[LENGTH] > NEXT_PLACES_LIMIT * leads + HEAD_START:
                control[1] = TOO_MANY_PLACES
            if control[1]:
                control[2] = pc
                break
            amount = 1.0
            entering = True

            # --- instructions until the token ends ---
            while True:
                here = cell(pc, 0)
                operation = code[8 * here]
                if entering and (
                    reg[LENGTH] + reserve > times.shape[0]
                    or ((reg[TAIL] - reg[HEAD]) & (slots - 1)) + reserve >= slots
                ):
                    more_times, more_items, more_ready = roomier(kept, times, items, ready, reg, reserve)
                    times = borrowed(more_times)
                    items = borrowed(more_items)
                    ready = borrowed(more_ready)
                    slots = ready.shape[0] // 4
                entering = False
                changed = 0
                a = np.int64(code[8 * here + 1])

                if operation == _ARRIVE:
                    step = code[8 * here + 6]
                    if (code[8 * here + 2] and not marks[cell(row, IDENTIFIED)]) or (
                        a and marks[cell(row, SEEN + step)]
                    ):
                        counts[at.turned + step] += 1
                        if logging:
                            noted(log, log_times, log_count, now, account, lead, TURNED_AWAY, step, 0.0)
                        operation = _END
                    else:
                        counts[cell(at.entered, step)] += 1
                        if not marks[cell(row, SEEN + step)]:
                            marks[cell(row, SEEN + step)] = 1
                            counts[at.unique + step] += 1
                        arrivals[cell(step * n_buckets, np.int64(now * buckets_per_day))] += 1
                        if logging:
                            noted(log, log_times, log_count, now, account, lead, _ARRIVE, step, 0.0)

                elif operation == _EMIT:
                    if code[8 * here + 4] == _SURE:
                        if gen == marks[cell(row, columns.visit + campaign)]:
                            counts[cell(at.links, a)] += 1
                            if logging:
                                noted(log, log_times, log_count, now, account, lead, _EMIT, a, 0.0)
                            if reg[HEAD] == reg[TAIL] and (
                                reg[LENGTH] == 0 or times[cell(reg[FIRST], 0)] > now
                            ):
                                # The token would be the very next to run: let it go on as this one.
                                pc = np.int64(p.link_target[a]) - 1
                                amount = 1.0
                                entering = True
                                events += 1
                                at_once += 1
                                in_all += 1
                                if at_once > at_once_limit or in_all > in_all_limit:
                                    control[1] = TOO_MUCH_IN_ALL
                                    if at_once > at_once_limit:
                                        control[1] = TOO_MUCH_AT_ONCE
                                    control[2] = pc + 1
                                    operation = _END
                            else:
                                marks[cell(row, columns.tokens + campaign)] += 1
                                word = packed(lead, p.link_target[a])
                                push(times, items, ready, reg, now, now, key, word, gen)
                    elif gen == marks[cell(row, columns.visit + campaign)]:
                        base = key ^ salt[here]
                        last_link = a + code[8 * here + 2]
                        exclusive = code[8 * here + 3] != 0
                        alone = code[8 * here + 4] != 0 and (exclusive or last_link == a + 1)
                        chosen = unit(mixed(base)) if exclusive else 0.0
                        for number in range(a, last_link):
                            link = cell(number, 0)
                            share = p.link_share[link]
                            if exclusive:
                                if not chosen < share:
                                    chosen -= share
                                    continue
                            elif share < 1.0 and not draw(base, p.link_salt[link]) < share:
                                continue
                            counts[cell(at.links, link)] += 1
                            if logging:
                                noted(log, log_times, log_count, now, account, lead, _EMIT, link, 0.0)
                            new = child(base, p.link_salt[link])
                            due = when(
                                rows, p.link_delay[link], link_num[2 * link], link_num[2 * link + 1], now, new
                            )
                            if (
                                due <= now
                                and alone
                                and reg[HEAD] == reg[TAIL]
                                and (reg[LENGTH] == 0 or times[cell(reg[FIRST], 0)] > now)
                            ):
                                # The token would be the very next to run: let it go on as this one.
                                key = new
                                pc = np.int64(p.link_target[link]) - 1
                                amount = 1.0
                                entering = True
                                events += 1
                                at_once += 1
                                in_all += 1
                                if at_once > at_once_limit or in_all > in_all_limit:
                                    control[1] = TOO_MUCH_IN_ALL
                                    if at_once > at_once_limit:
                                        control[1] = TOO_MUCH_AT_ONCE
                                    control[2] = pc + 1
                                    operation = _END
                                break
                            marks[cell(row, columns.tokens + campaign)] += 1
                            if logging and due > now:
                                step = code[8 * here + 6]
                                noted(log, log_times, log_count, now, account, lead, DELAYED, step, due)
                            if due < days:
                                push(
                                    times,
                                    items,
                                    ready,
                                    reg,
                                    now,
                                    due,
                                    new,
                                    packed(lead, p.link_target[link]),
                                    gen,
                                )
                            if exclusive:
                                break

                elif operation == _BRANCH or operation == _AFTER:
                    taken = operation == _AFTER or draw(key, salt[here]) < num[4 * here]
                    if taken and gen == marks[cell(row, columns.visit + campaign)]:
                        marks[cell(row, columns.tokens + campaign)] += 1
                        new = child(key, salt[here])
                        due = when(rows, code[8 * here + 5], num[4 * here + 2], num[4 * here + 3], now, new)
                        if logging and due > now:
                            step = code[8 * here + 6]
                            noted(log, log_times, log_count, now, account, lead, DELAYED, step, due)
                        if due < days:
                            push(times, items, ready, reg, now, due, new, packed(lead, a), gen)
                    if operation == _BRANCH and taken:
                        pc = np.int64(code[8 * here + 2]) - 1

                elif operation == _CHANCE:
                    if not draw(key, salt[here]) < num[4 * here]:
                        pc = a - 1

                elif operation == _JUMP:
                    pc = a - 1

                elif operation == _AMOUNT:
                    amount = num[4 * here]
                    if num[4 * here + 1] > amount:
                        amount += (num[4 * here + 1] - amount) * draw(key, salt[here])

                elif operation == _GAIN:
                    points = num[4 * here]
                    if code[8 * here + 3]:
                        points *= amount
                    rule = code[8 * here + 2]
                    if rule >= 0 and points != 0.0:
                        column = columns.rules + 2 * rule
                        if p.rule_first[rule] and levels[lead, column] > 0.0:
                            points = 0.0
                        else:
                            left = max(0.0, p.rule_most[rule] - levels[lead, column + 1])
                            points = math.copysign(min(abs(points), left), points)
                            levels[lead, column] += 1.0
                            levels[lead, column + 1] += abs(points)
                    if points != 0.0:
                        changed = _BY_POINTS
                        column = SCORES + 3 * a
                        before = points_of(score, levels, lead, a, now)
                        after = min(score[a, 1], max(score[a, 0], before + points))
                        levels[lead, column] = after
                        if points > 0.0:
                            levels[lead, column + 1] = now
                        levels[lead, column + 2] = mark_after(score, a, levels[lead, column + 1], now)
                        if logging:
                            noted(log, log_times, log_count, now, account, lead, _GAIN, a, after)
                        if points > 0.0:
                            base = key ^ salt[here]
                            for place in range(p.score_thresholds[a], p.score_thresholds[a + 1]):
                                threshold = p.score_threshold[place]
                                again = p.threshold_again[threshold] != 0
                                mark = p.threshold_value[threshold]
                                crossed = False
                                if p.threshold_account[threshold]:
                                    if again or not account_passed[threshold]:
                                        others = points_of_others(score, levels, leads, a, lead, now)
                                        crossed = others + before < mark <= others + after
                                        if crossed:
                                            account_passed[threshold] = 1
                                elif again or not marks[cell(row, columns.passed + threshold)]:
                                    crossed = before < mark <= after
                                    if crossed:
                                        marks[cell(row, columns.passed + threshold)] = 1
                                if crossed:
                                    counts[at.crossed + threshold] += 1
                                    if logging:
                                        noted(
                                            log,
                                            log_times,
                                            log_count,
                                            now,
                                            account,
                                            lead,
                                            CROSSED,
                                            threshold,
                                            after,
                                        )
                                    fire(
                                        p.hooks,
                                        p.hook,
                                        p.salt,
                                        times,
                                        items,
                                        ready,
                                        reg,
                                        now,
                                        base,
                                        lead,
                                        threshold,
                                        0,
                                    )
                            hook = dims[6] + a
                            fire(p.hooks, p.hook, p.salt, times, items, ready, reg, now, base, lead, hook, 0)
                            for idle in range(n_idles):
                                if p.idle_score[idle] == a and marks[cell(row, columns.asleep + idle)]:
                                    marks[cell(row, columns.asleep + idle)] = 0
                                    due = now + p.idle_days[idle]
                                    if due < days:
                                        own = p.idle_self[idle]
                                        new = child(base, p.salt[own])
                                        push(times, items, ready, reg, now, due, new, packed(lead, own), 0)

                elif operation == _WHEN:
                    subject = p.condition[a, 0]
                    if subject == _OF_SEGMENT:
                        yes = (marks[cell(row, columns.member + p.condition[a, 1])] != 0) != (
                            p.condition[a, 2] != 0
                        )
                    elif subject == _OF_IDENTITY:
                        yes = (marks[cell(row, IDENTIFIED)] != 0) != (p.condition[a, 2] != 0)
                    else:
                        yes = holds(a, tables, columns, marks, levels, keys, account_passed, leads, lead, now)
                    if not yes:
                        pc = np.int64(code[8 * here + 2]) - 1

                elif operation == _FIRST_TIME:
                    if marks[cell(row, columns.done + a)]:
                        pc = np.int64(code[8 * here + 2]) - 1
                    else:
                        marks[cell(row, columns.done + a)] = 1

                elif operation == _IDENTIFY:
                    if not marks[cell(row, IDENTIFIED)]:
                        changed = _BY_IDENTITY
                        marks[cell(row, IDENTIFIED)] = 1
                        levels[lead, KNOWN_SINCE] = now
                        base = key ^ salt[here]
                        watch_idle(
                            p.idle_days, p.idle_self, p.salt, times, items, ready, reg, now, days, base, lead
                        )
                elif operation == _LEARN:
                    if draw(key, salt[here]) < num[4 * here] and not marks[cell(row, columns.known + a)]:
                        marks[cell(row, columns.known + a)] = 1
                        changed = _BY_FIELD

                elif operation == _WRITE:
                    channel = np.int64(code[8 * here + 2])
                    updates = np.int64(code[8 * here + 3])
                    if channel < 0 or (updates >= 0 and marks[cell(row, columns.made + a)]):
                        channel = updates
                    if channel != updates:
                        marks[cell(row, columns.made + a)] = 1
                    if n_writes == writes.shape[0]:
                        longer = borrowed(words(kept, 2 * n_writes)).view(np.int64)
                        longer[:n_writes] = writes
                        writes = borrowed(longer)
                    writes[n_writes] = channel * bins + np.int64(now * bins_per_day)
                    n_writes += 1
                    if logging:
                        noted(log, log_times, log_count, now, account, lead, _WRITE, channel, 0.0)

                elif operation == _TASK:
                    counts[at.tasks + code[8 * here + 6]] += 1
                    if logging:
                        noted(log, log_times, log_count, now, account, lead, _TASK, code[8 * here + 6], 0.0)

                elif operation == _NOTIFY:
                    counts[at.notes + code[8 * here + 6]] += 1
                    if logging:
                        noted(log, log_times, log_count, now, account, lead, _NOTIFY, code[8 * here + 6], 0.0)

                elif operation == _JOIN or operation == _LEAVE:
                    joins = operation == _JOIN
                    by_hand = p.segments[a] == p.segments[a + 1]
                    if by_hand and (marks[cell(row, columns.member + a)] != 0) != joins:
                        marks[cell(row, columns.member + a)] = 1 if joins else 0
                        changed = _BY_SEGMENT
                        if logging:
                            noted(log, log_times, log_count, now, account, lead, operation, a, 0.0)
                        base = key ^ salt[here]
                        hook = dims[6] + n_scores + a + (0 if joins else n_segments)
                        fire(p.hooks, p.hook, p.salt, times, items, ready, reg, now, base, lead, hook, 0)

                elif operation == _ENTER or operation == _CALL:
                    hook = np.int64(code[8 * here + 2])
                    enters = operation == _ENTER or p.hooks[hook] < p.hooks[hook + 1]
                    rule = p.campaign_entry[a]
                    entries = marks[cell(row, columns.entries + a)]
                    if (
                        (rule == _ONCE and entries > 0)
                        or (rule == _AFTER_LEAVING and marks[cell(row, columns.tokens + a)] > 0)
                        or (p.campaign_most[a] > 0 and entries >= p.campaign_most[a])
                        or (
                            p.campaign_exit[a] >= 0
                            and holds(
                                p.campaign_exit[a],
                                tables,
                                columns,
                                marks,
                                levels,
                                keys,
                                account_passed,
                                leads,
                                lead,
                                now,
                            )
                        )
                    ):
                        enters = False
                    if enters:
                        marks[cell(row, columns.entries + a)] += 1
                        if logging:
                            noted(log, log_times, log_count, now, account, lead, _ENTER, a, 0.0)
                    if operation == _ENTER:
                        if enters:
                            campaign = a
                            gen = np.int64(marks[cell(row, columns.visit + a)])
                            marks[cell(row, columns.tokens + a)] += 1
                            pc = hook - 1
                        else:
                            operation = _END
                    elif enters:
                        base = key ^ salt[here]
                        visit = np.int64(marks[cell(row, columns.visit + a)])
                        marks[cell(row, columns.tokens + a)] += fire(
                            p.hooks, p.hook, p.salt, times, items, ready, reg, now, base, lead, hook, visit
                        )

                elif operation == _QUIT:
                    if gen == marks[cell(row, columns.visit + campaign)]:
                        marks[cell(row, columns.visit + campaign)] += 1
                        marks[cell(row, columns.tokens + campaign)] = 0
                        if logging:
                            noted(log, log_times, log_count, now, account, lead, LEFT_CAMPAIGN, campaign, 0.0)
                    operation = _END

                elif operation == _SOURCE:
                    if leads == levels.shape[0]:
                        more_marks, more_levels, more_keys = more_leads(kept, marks, levels, keys)
                        marks = borrowed(more_marks)
                        levels = borrowed(more_levels)
                        keys = borrowed(more_keys)
                    lead = leads
                    row = lead * columns.width
                    leads += 1
                    at_once_limit = INSTANT_LIMIT * leads + HEAD_START
                    in_all_limit = LIFE_LIMIT * (leads + 1)
                    marks[row : row + columns.width] = 0
                    levels[lead, :] = 0.0
                    levels[lead, RECHECK_DUE] = np.inf
                    for number in range(n_scores):
                        column = SCORES + 3 * number
                        levels[lead, column] = score[number, 2]
                        levels[lead, column + 1] = now
                        levels[lead, column + 2] = mark_after(score, number, now, now)
                    arrived = source_key[a]
                    key = child(arrived, p.source_salt[a])
                    keys[lead] = key
                    if logging:
                        noted(log, log_times, log_count, now, account, lead, _SOURCE, a, 0.0)
                    source_key[a] = mixed(arrived)
                    source_place[a] += 1
                    due, source_level[a] = next_arrival(
                        p.source_list,
                        p.source_num,
                        p.source_knots,
                        p.knot_time,
                        p.knot_level,
                        a,
                        source_key[a],
                        source_level[a],
                        source_place[a],
                        account,
                        accounts,
                    )
                    if due < days:
                        push(times, items, ready, reg, now, due, none, packed(0, pc), 0)
                    for place in range(p.source_fields[a], p.source_fields[a + 1]):
                        marks[cell(row, columns.known + p.source_field[place])] = 1
                    if p.source_identified[a]:
                        marks[cell(row, IDENTIFIED)] = 1
                        levels[lead, KNOWN_SINCE] = now
                        watch_idle(
                            p.idle_days, p.idle_self, p.salt, times, items, ready, reg, now, days, key, lead
                        )
                    changed = _BY_ANYTHING
                    pc = np.int64(p.source_entry[a]) - 1

                elif operation == _IDLE:
                    last_gain = levels[lead, SCORES + 3 * p.idle_score[a] + 1]
                    due = max(last_gain, levels[lead, KNOWN_SINCE]) + p.idle_days[a]
                    if due > now:
                        events -= 1
                    else:
                        if logging:
                            noted(log, log_times, log_count, now, account, lead, _IDLE, a, 0.0)
                        entry = np.int64(p.idle_entry[a])
                        new = child(key, p.salt[entry])
                        push(times, items, ready, reg, now, now, new, packed(lead, entry), 0)
                        due = now + p.idle_days[a]
                        if not p.idle_repeats[a]:
                            marks[cell(row, columns.asleep + a)] = 1
                            due = np.inf
                    if due < days:
                        push(times, items, ready, reg, now, due, mixed(key), packed(lead, pc), 0)
                    operation = _END

                elif operation == _RECHECK:
                    events -= 1
                    changed = 0
                    if levels[lead, RECHECK_DUE] == now:
                        changed = _BY_POINTS
                        levels[lead, RECHECK_DUE] = np.inf
                    operation = _END

                if changed & watches:
                    base = key ^ salt[here]
                    look_again(
                        p.segments,
                        p.criterion,
                        p.campaign_exit,
                        p.hooks,
                        p.hook,
                        p.salt,
                        n_scores,
                        tables,
                        columns,
                        marks,
                        levels,
                        keys,
                        account_passed,
                        leads,
                        lead,
                        watches_account,
                        now,
                        account,
                        base,
                        times,
                        items,
                        ready,
                        reg,
                        log,
                        log_times,
                        log_count,
                    )
                    if fades:
                        due = next_look(
                            p.watched_score,
                            p.watched_value,
                            p.watched_account,
                            score,
                            levels,
                            leads,
                            lead,
                            now,
                        )
                        if due < days and due < levels[lead, RECHECK_DUE]:
                            levels[lead, RECHECK_DUE] = due
                            push(times, items, ready, reg, now, due, mixed(base), packed(lead, recheck), 0)

                if operation == _END:
                    if campaign >= 0 and gen == marks[cell(row, columns.visit + campaign)]:
                        marks[cell(row, columns.tokens + campaign)] -= 1
                    break
                pc += 1
            if control[1]:
                break

        if control[1]:
            break
        counts[LEADS] += leads
        for number in range(n_scores):
            for lead in range(leads):
                ends[number] += points_of(score, levels, lead, number, days)
        for segment in range(n_segments):
            for lead in range(leads):
                counts[at.members + segment] += marks[cell(lead * columns.width, columns.member + segment)]
    counts[EVENTS] += events
    found = writes[:n_writes].copy()
    # Whatever was borrowed from is used once more, so that it was not freed before.
    alive = len(kept) + owned_reg.size + owned_passed.size
    alive += owned_source_key.size + owned_source_level.size + owned_source_place.size
    alive += len(program) + all_counts.size + all_series.size + all_ends.size
    alive += all_log.size + all_log_times.size + all_log_count.size + all_control.size
    return found, alive
