"""What follows from a change: entries that open, conditions that come true, lines of the event log."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from maplanner.simulation import program as op
from maplanner.simulation.kernel.compiling import cell, large
from maplanner.simulation.kernel.queue import packed, push
from maplanner.simulation.kernel.scores import child, mixed
from maplanner.simulation.kernel.state import holds
from maplanner.simulation.layout import LEFT_CAMPAIGN

_JOIN: Final = op.JOIN
_LEAVE: Final = op.LEAVE


@large
def noted(
    log: Any, times: Any, count: Any, now: Any, account: Any, lead: Any, what: Any, which: Any, value: Any
) -> None:
    """Write a line of the event log, if there is room."""
    line = count[0]
    if line < times.shape[0]:
        times[line, 0] = now
        times[line, 1] = value
        log[line, 0] = account
        log[line, 1] = lead
        log[line, 2] = what
        log[line, 3] = which
    count[0] = line + 1


@large
def fire(
    hooks: Any,
    hook: Any,
    salt: Any,
    times: Any,
    items: Any,
    ready: Any,
    reg: Any,
    now: Any,
    base: Any,
    lead: Any,
    which: Any,
    gen: Any,
) -> Any:
    """Let a lead in at the entries of a hook; return how many there are."""
    for spot in range(hooks[which], hooks[which + 1]):
        entry = np.int64(hook[spot])
        push(times, items, ready, reg, now, now, child(base, salt[entry]), packed(lead, entry), gen)
    return hooks[which + 1] - hooks[which]


@large
def watch_idle(
    idle_days: Any,
    idle_self: Any,
    salt: Any,
    times: Any,
    items: Any,
    ready: Any,
    reg: Any,
    now: Any,
    days: Any,
    base: Any,
    lead: Any,
) -> None:
    """Begin to watch a lead that became known for idleness."""
    for idle in range(idle_days.shape[0]):
        due = now + idle_days[idle]
        if due < days:
            own = np.int64(idle_self[idle])
            push(times, items, ready, reg, now, due, child(base, salt[own]), packed(lead, own), 0)


@large
def look_again(
    segments: Any,
    criterion: Any,
    campaign_exit: Any,
    hooks: Any,
    hook: Any,
    salt: Any,
    n_scores: Any,
    tables: Any,
    columns: Any,
    marks: Any,
    levels: Any,
    keys: Any,
    account_passed: Any,
    leads: Any,
    lead: Any,
    whole_account: Any,
    now: Any,
    account: Any,
    base: Any,
    times: Any,
    items: Any,
    ready: Any,
    reg: Any,
    log: Any,
    log_times: Any,
    log_count: Any,
) -> None:
    """Bring segments in real time up to date, and take leads out of campaigns whose exit has come true."""
    n_segments = segments.shape[0] - 1
    before_segments = tables.threshold_score.shape[0] + n_scores
    for who in range(0 if whole_account else lead, leads if whole_account else lead + 1):
        row = who * columns.width
        origin = base if who == lead else mixed(base ^ keys[who])
        for _again in range(n_segments + 1):
            stable = True
            for segment in range(n_segments):
                if segments[segment] == segments[segment + 1]:
                    continue
                inside = True
                for spot in range(segments[segment], segments[segment + 1]):
                    inside = inside and holds(
                        criterion[spot], tables, columns, marks, levels, keys, account_passed, leads, who, now
                    )
                if inside == (marks[cell(row, columns.member + segment)] != 0):
                    continue
                stable = False
                marks[cell(row, columns.member + segment)] = 1 if inside else 0
                noted(log, log_times, log_count, now, account, who, _JOIN if inside else _LEAVE, segment, 0.0)
                which = before_segments + segment + (0 if inside else n_segments)
                fire(hooks, hook, salt, times, items, ready, reg, now, origin, who, which, 0)
            if stable:
                break
        for left in range(campaign_exit.shape[0]):
            if (
                campaign_exit[left] >= 0
                and marks[cell(row, columns.tokens + left)] > 0
                and holds(
                    campaign_exit[left], tables, columns, marks, levels, keys, account_passed, leads, who, now
                )
            ):
                marks[cell(row, columns.visit + left)] += 1
                marks[cell(row, columns.tokens + left)] = 0
                noted(log, log_times, log_count, now, account, who, LEFT_CAMPAIGN, left, 0.0)
