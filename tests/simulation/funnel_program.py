# ruff: noqa: NPY002, PLR0917, PLR1714, SIM109 - compiled code has its own idea of arguments and of chance
"""The lead funnel as a program of its own, written from its description and from nothing of the product.

One account after the other, each with a calendar of what is to come, ordered by time and then by
what was set off first. A person who comes by itself belongs to any account with equal chance, so
each account has arrivals of its own at one n-th of the rate.
"""

from __future__ import annotations

from math import floor
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tests.simulation.funnel_numbers import FIGURES, FunnelNumbers

part = njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)
"""Compiles a function that only compiled ones call."""
NONE, FIRST = np.int64(0), np.int64(1)
"""Unlike plain numbers, these do not each have functions compiled for them."""
LIST, PAID, ORGANIC, VISIT, FORM, PRICING, VIDEO, WEBINAR, MAIL, OPEN, CLICK = np.arange(11)
COLD_OPEN, GOES_COLD, COLD_MAIL, FADES, WRITTEN, TOLD, ACCEPTS, OPENS_DEAL, WINS = np.arange(11, 20)
FINE = 2.0**20
"""Shares watched are multiples of one n-th, so that sums of points are exact in any order."""
MOST_PENDING = 60
"""Room for things to come, on average over the leads of an account."""
AT_ONCE = 20
"""More than any one thing sets off."""
LEADS, EVENTS, QUALIFIED, READY, ACCEPTED, OPPORTUNITY, WON, AGAIN, POINTS = range(9)


class Calendar(NamedTuple):
    """A binary heap of what is to come: when, in which order set off, what, for whom, and a number."""

    time: NDArray[np.float64]
    order: NDArray[np.int64]
    kind: NDArray[np.int64]
    lead: NDArray[np.int64]
    number: NDArray[np.int64]
    size: NDArray[np.int64]


class People(NamedTuple):
    """The leads of one account; ``gains`` counts a lead's gains, so that what they ended is known."""

    known: NDArray[np.bool_]
    filled: NDArray[np.bool_]
    qualified: NDArray[np.bool_]
    cold: NDArray[np.bool_]
    points: NDArray[np.float64]
    gains: NDArray[np.int64]
    again: NDArray[np.int64]
    account: NDArray[np.float64]


@part
def move(calendar, source, target):
    calendar.time[target], calendar.order[target] = calendar.time[source], calendar.order[source]
    calendar.kind[target], calendar.lead[target] = calendar.kind[source], calendar.lead[source]
    calendar.number[target] = calendar.number[source]


@part
def comes_first(calendar, one, other):
    if calendar.time[one] != calendar.time[other]:
        return calendar.time[one] < calendar.time[other]
    return calendar.order[one] < calendar.order[other]


@part
def put(calendar, time, kind, lead, number):
    at = calendar.size[0]
    while at > 0 and time < calendar.time[(at - 1) >> 1]:
        move(calendar, (at - 1) >> 1, at)
        at = (at - 1) >> 1
    calendar.time[at], calendar.order[at] = time, calendar.size[1]
    calendar.kind[at], calendar.lead[at], calendar.number[at] = kind, lead, number
    calendar.size[0] += 1
    calendar.size[1] += 1


@part
def drop_first(calendar):
    calendar.size[0] -= 1
    last = calendar.size[0]
    at, below = 0, 1
    while below < last:
        if below + 1 < last and comes_first(calendar, below + 1, below):
            below += 1
        if comes_first(calendar, last, below):
            break
        move(calendar, below, at)
        at, below = below, 2 * below + 1
    move(calendar, last, at)


@part
def wait(mean):
    return np.random.exponential(mean) if mean > 0 else 0.0


@part
def arrival(now, working, weekend, funnel):
    """Return when the next person comes, by a rate that changes at weekends; never where there is none."""
    most = max(working, weekend) / funnel.accounts
    if most <= 0.0:
        return funnel.days
    while now < funnel.days:
        now += np.random.exponential(1.0 / most)
        rate = weekend if now % 7.0 >= 5.0 else working
        if np.random.random() * most < rate / funnel.accounts:
            break
    return now


@part
def join(people, counts, known):
    lead = int(counts[LEADS] - people.account[1])
    counts[LEADS] += 1
    people.known[lead] = known
    people.filled[lead] = people.qualified[lead] = people.cold[lead] = False
    people.points[lead] = 0.0
    people.gains[lead] = people.again[lead] = 0
    return lead


@part
def visit(lead, now, calendar, people, funnel):
    if not people.filled[lead] and np.random.random() < funnel.form:
        put(calendar, now + wait(funnel.form_after), FORM, lead, NONE)
    if not people.known[lead]:
        return
    if np.random.random() < funnel.pricing:
        put(calendar, now + wait(funnel.pricing_after), PRICING, lead, NONE)
    if np.random.random() < funnel.video:
        put(calendar, now + wait(funnel.video_after), VIDEO, lead, NONE)
    if np.random.random() < funnel.webinar and np.random.random() < funnel.attends:
        moment = funnel.webinar_day + funnel.webinar_hour / 24.0
        weeks = floor((now - moment) / 7.0) + 1.0
        put(calendar, moment + 7.0 * weeks, WEBINAR, lead, NONE)
    if np.random.random() < funnel.returns:
        put(calendar, now + wait(funnel.returns_after), VISIT, lead, NONE)


@part
def qualify(lead, now, calendar, people, counts, funnel):
    if people.qualified[lead]:
        return
    people.qualified[lead] = True
    people.cold[lead] = False
    counts[QUALIFIED] += 1
    put(calendar, now + funnel.written_after, WRITTEN, lead, NONE)
    put(calendar, now + funnel.task_after, TOLD, lead, NONE)
    put(calendar, now + wait(funnel.accepted_after), ACCEPTS, lead, NONE)


@part
def gain(lead, points, now, calendar, people, counts, funnel):
    if points <= 0.0:
        return
    people.gains[lead] += 1
    people.points[lead] += points
    people.account[0] += points
    put(calendar, now + funnel.decay_days, FADES, lead, people.gains[lead])
    if people.points[lead] >= funnel.ready:
        qualify(lead, now, calendar, people, counts, funnel)
    if people.account[0] >= funnel.account_ready and people.account[2] == 0.0:
        people.account[2] = 1.0
        counts[READY] += 1
        qualify(lead, now, calendar, people, counts, funnel)
    if not people.known[lead]:
        return
    put(calendar, now + funnel.cold_after, GOES_COLD, lead, people.gains[lead])
    if people.cold[lead]:
        people.cold[lead] = False
        if people.again[lead] < funnel.again:
            people.again[lead] += 1
            counts[AGAIN] += 1
            put(calendar, now + funnel.again_after, MAIL, lead, FIRST)


@part
def fill(lead, now, calendar, people, counts, funnel):
    if people.filled[lead]:
        return
    people.filled[lead] = True
    new = not people.known[lead]
    people.known[lead] = True
    gain(lead, funnel.form_points, now, calendar, people, counts, funnel)
    if new:
        if people.gains[lead] == 0:
            put(calendar, now + funnel.cold_after, GOES_COLD, lead, NONE)
        put(calendar, now + wait(funnel.visits_again_after), VISIT, lead, NONE)
        put(calendar, now + funnel.nurture_after_form, MAIL, lead, FIRST)


@part
def mail(kind, lead, number, now, calendar, people, funnel):
    """Send an e-mail of either row, and plan what comes of it; return whether it was still wanted."""
    cold = kind == COLD_MAIL
    if people.qualified[lead] or (cold and not people.cold[lead]):
        return False
    if cold and number // 1000 != people.gains[lead]:
        return False
    if np.random.random() < (funnel.cold_opens if cold else funnel.opens):
        put(calendar, now + wait(funnel.opens_after), COLD_OPEN if cold else OPEN, lead, NONE)
    if number % 1000 < (funnel.cold_emails if cold else funnel.emails):
        put(calendar, now + (funnel.cold_apart if cold else funnel.emails_apart), kind, lead, number + 1)
    return True


@part
def fade(lead, number, now, calendar, people, funnel):
    if people.gains[lead] != number or people.points[lead] <= 0.0:
        return False
    lost = min(funnel.decay_points, people.points[lead])
    people.points[lead] -= lost
    people.account[0] -= lost
    put(calendar, now + funnel.decay_days, FADES, lead, number)
    return True


@part
def act(kind, lead, now, calendar, people, counts, funnel):
    """Let a lead do what earns points, and plan what comes of it."""
    points = funnel.open_points
    if kind == PRICING:
        points = funnel.pricing_points
    elif kind == VIDEO:
        points = funnel.video_points * (floor(np.random.random() * FINE) / FINE)
    elif kind == WEBINAR:
        points = funnel.webinar_points
    elif kind == CLICK:
        points = funnel.click_points
    gain(lead, points, now, calendar, people, counts, funnel)
    if kind == CLICK:
        put(calendar, now + wait(funnel.visits_after), VISIT, lead, NONE)
    elif kind == OPEN or kind == COLD_OPEN:
        clicks = funnel.clicks if kind == OPEN else funnel.cold_clicks
        if np.random.random() < clicks:
            put(calendar, now + wait(funnel.clicks_after), CLICK, lead, NONE)


@part
def happen(kind, lead, number, now, calendar, people, counts, funnel):
    """Do what has come; return whether it is something that happens to a lead."""
    if kind == VISIT:
        visit(lead, now, calendar, people, funnel)
    elif kind == FORM:
        if people.filled[lead]:
            return False
        fill(lead, now, calendar, people, counts, funnel)
    elif kind <= COLD_OPEN and kind != MAIL:
        act(kind, lead, now, calendar, people, counts, funnel)
    elif kind == MAIL or kind == COLD_MAIL:
        return mail(kind, lead, number, now, calendar, people, funnel)
    elif kind == FADES:
        return fade(lead, number, now, calendar, people, funnel)
    elif kind == GOES_COLD:
        if people.gains[lead] != number or people.qualified[lead]:
            return False
        people.cold[lead] = True
        put(calendar, now + funnel.cold_apart, COLD_MAIL, lead, 1000 * number + 1)
    else:
        sell(kind, lead, now, calendar, counts, funnel)
    return True


@part
def sell(kind, lead, now, calendar, counts, funnel):
    if kind == ACCEPTS and np.random.random() < funnel.accepted:
        counts[ACCEPTED] += 1
        put(calendar, now + wait(funnel.opportunity_after), OPENS_DEAL, lead, NONE)
    elif kind == OPENS_DEAL and np.random.random() < funnel.opportunity:
        counts[OPPORTUNITY] += 1
        put(calendar, now + wait(funnel.won_after), WINS, lead, NONE)
    elif kind == WINS and np.random.random() < funnel.won:
        counts[WON] += 1


@part
def come_in(kind, now, calendar, people, counts, funnel):
    lead = join(people, counts, kind == LIST)
    if kind == LIST:
        mail(MAIL, lead, FIRST, now, calendar, people, funnel)
        put(calendar, now + funnel.cold_after, GOES_COLD, lead, NONE)
        return
    visit(lead, now, calendar, people, funnel)
    plan_arrival(kind, now, calendar, funnel)


@part
def plan_arrival(kind, now, calendar, funnel):
    working, weekend = funnel.organic, funnel.organic
    if kind == PAID:
        working, weekend = funnel.paid_on_working_days, funnel.paid_at_weekends
    put(calendar, arrival(now, working, weekend, funnel), kind, NONE, NONE)


@part
def live_through(account, calendar, people, counts, funnel):
    calendar.size[:] = 0
    people.account[0], people.account[1], people.account[2] = 0.0, counts[LEADS], 0.0
    plan_arrival(PAID, 0.0, calendar, funnel)
    plan_arrival(ORGANIC, 0.0, calendar, funnel)
    for _ in range(account, int(funnel.listed), int(funnel.accounts)):
        put(calendar, funnel.listed_at, LIST, NONE, NONE)
    while calendar.size[0] > 0 and calendar.time[0] < funnel.days:
        if calendar.size[0] + AT_ONCE > calendar.time.size:
            raise MemoryError("More is pending than the calendar has room for.")
        now = calendar.time[0]
        kind, lead, number = calendar.kind[0], calendar.lead[0], calendar.number[0]
        drop_first(calendar)
        if kind <= ORGANIC:
            come_in(kind, now, calendar, people, counts, funnel)
            counts[EVENTS] += 2
        elif happen(kind, lead, number, now, calendar, people, counts, funnel):
            counts[EVENTS] += 2 if kind == TOLD else 1
    counts[POINTS] += people.account[0]


@njit(cache=True)
def run(seed, calendar, people, funnel):
    np.random.seed(seed)
    counts = np.zeros(9)
    for account in range(int(funnel.accounts)):
        live_through(account, calendar, people, counts, funnel)
    counts[POINTS] /= max(counts[LEADS], 1.0)
    return counts


def funnel_runs(numbers: FunnelNumbers, runs: int, seed: int = 0) -> dict[str, NDArray[np.float64]]:
    """Run the funnel so many times; for each figure its value in each run."""
    funnel = np.array([tuple(numbers)], [(name, np.float64) for name in numbers._fields])[0]
    weekly = 5 * numbers.paid_on_working_days + 2 * numbers.paid_at_weekends + 7 * numbers.organic
    by_themselves = weekly / 7 * numbers.days / numbers.accounts
    most = int(numbers.listed / numbers.accounts + by_themselves + 12 * by_themselves**0.5) + 40
    whole = [np.zeros(most * MOST_PENDING, np.int64) for _ in range(4)]
    calendar = Calendar(np.zeros(most * MOST_PENDING), *whole, np.zeros(2, np.int64))
    flags = [np.zeros(most, np.bool_) for _ in range(4)]
    people = People(*flags, np.zeros(most), np.zeros(most, np.int64), np.zeros(most, np.int64), np.zeros(3))
    rows = np.array([run(seed * 100_003 + number, calendar, people, funnel) for number in range(runs)])
    return dict(zip(FIGURES, rows.T, strict=True))
