"""The arrays of a flow program, and the numbers of things in it."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]
Words = NDArray[np.uint64]


class ProgramArrays(NamedTuple):
    """Everything the kernel reads. ``n`` instructions, ``l`` links, and so on; -1 means none.

    A *hook* is a list of instructions where leads come in when something
    happens; hooks are numbered thresholds first, then gains of scores, joins
    and leaves of segments, calls of campaigns.
    """

    code: Ints
    """(n, 8): operation, a, b, c, d, delay, step, campaign.

    The campaign is -2 less its number where nobody asks whether a lead is still in it; -1: none.
    """
    num: Floats
    """(n, 4): x, y, and the delay's two numbers."""
    salt: Words
    """(n,): what makes the random numbers of an instruction its own."""

    link_target: Ints
    """(l,): instruction where the link arrives."""
    link_share: Floats
    """(l,): chance, 0 to 1."""
    link_delay: Ints
    link_num: Floats
    """(l, 2): the delay's two numbers."""
    link_salt: Words

    source_list: Ints
    """(s,): 1 for a list, 0 for arrivals by rate."""
    source_identified: Ints
    source_entry: Ints
    """(s,): instruction where its leads begin."""
    source_self: Ints
    """(s,): the source's own instruction."""
    source_num: Floats
    """(s, 3), lists only: people, day of the first, entries a day (0: all at once)."""
    source_same: Ints
    """(s,): the list whose first people are the first of this one too, or -1."""
    source_shared: Longs
    """(s,): how many they are; 0 where the tool does not recognise them."""
    source_repeats: Longs
    """(s,): entries at the end of a list that are people from its beginning."""
    source_people: Longs
    """(s,): where a list's people begin in the account's table of people; -1: nobody asks for them."""
    source_again: Ints
    """(s,): the instruction that sends its people in again, or -1."""
    source_every: Floats
    """(s,): after how many days."""
    source_times: Longs
    """(s,): how often, beyond the first time."""
    source_salt: Words
    source_knots: Ints
    """(s + 1,): where each source's knots begin."""
    knot_time: Floats
    knot_level: Floats
    """Expected arrivals until ``knot_time``, for one account; linear in between."""
    source_fields: Ints
    """(s + 1,): where each source's known fields begin."""
    source_field: Ints

    score: Floats
    """(scores, 6): floor, cap, start, decay, and the decay's two numbers."""
    roll_up: Ints
    """(scores,): how an account's score is made."""
    roll_num: Floats
    """(scores, 2): weight of the champion, share that is left out."""
    role_share: Floats
    """(roles,): share of leads in this role or one before."""
    role_weight: Floats
    rule: Ints
    """(rules, 8): score, 1 if it counts once only, own limit, limit of its group, the instruction where its
    points run out or -1, times of its pattern, the pattern's list, 1 if something
    spoils the pattern."""
    rule_num: Floats
    """(rules, 3): points, days they last (infinity: for ever), days of the pattern or the inactivity."""
    limit: Ints
    """(limits,): the first of the two lists of a limit of the last days, for gains and losses; or -1."""
    limit_num: Floats
    """(limits, 2): at most, in so many days."""
    resting: Ints
    """(n, 2): rules that wait for inactivity, and the instruction that looks."""
    hears: Ints
    """(rows + 1,): where each row of what listens begins in ``hear``."""
    hear: Ints
    """(n, 2): kind and number."""
    window: Ints
    """(windows,): the list of each."""
    window_days: Floats
    tests: Ints
    """(n, 3): condition, the test that follows if it holds, and if not; ``HOLDS`` and ``FAILS`` are ends."""
    segment_test: Ints
    segment_made: Ints
    segment_leaves: Ints
    """(segments + 1,): where those that a lead leaves on joining begin in ``segment_left``."""
    segment_left: Ints
    mine: Ints
    """(mined segments, 2): segment and the instruction that searches."""
    mine_days: Floats
    """Days from one search to the next; infinity: there is only one."""
    watch: Ints
    """(watches, 3): condition, kind, rule or hook."""
    stage_hook: Ints
    """(stages,): hook of who comes to stand there."""
    day: Ints
    """(days, 3): segment or -1, entry, own instruction."""
    day_num: Floats
    """(days, 2): when, and after how many days again (infinity: never)."""
    answers: Ints
    """(rows + 1,): where each row of answers begins in ``answer_share``."""
    answer_share: Floats
    """Share of leads that give this answer or a lower one."""
    matrix: Ints
    """(matrices, 2): score of letters and of numbers, or -1."""
    marks: Ints
    """(2 matrices + 1,): where each row of marks begins in ``mark``."""
    mark: Floats
    watched_rest: Floats
    """Days without action that are watched."""
    watched_window: Ints
    """Windows that are watched."""
    threshold_score: Ints
    threshold_account: Ints
    threshold_again: Ints
    """1 if it fires again after falling below."""
    threshold_down: Ints
    """1 if it is reached by falling below it."""
    threshold_value: Floats
    score_thresholds: Ints
    """(scores + 1,): where each score's entries in ``score_threshold`` begin."""
    score_threshold: Ints

    hooks: Ints
    """(hooks + 1,): where each hook's instructions begin in ``hook``."""
    hook: Ints

    idle_score: Ints
    idle_days: Floats
    idle_repeats: Ints
    idle_entry: Ints
    idle_self: Ints

    condition: Ints
    """(conditions, 4): subject, what it refers to, 1 if negated (*below*, *is not*), and see the subject."""
    condition_num: Floats
    """(conditions, 2): value, and the share for field texts (-1: none)."""
    condition_salt: Words

    campaign_entry: Ints
    """(campaigns,): re-entry rule."""
    campaign_most: Ints
    """(campaigns,): entries of one lead at most; 0: any number."""
    campaign_exit: Ints
    """(campaigns,): exit condition or -1."""

    watched_score: Ints
    """(watched,): scores whose fading is watched, and with what mark:"""
    watched_value: Floats
    watched_account: Ints

    points: Ints
    """(rows + 1,): where each row of measured delays begins in ``point_share`` and ``point_days``."""
    point_share: Floats
    point_days: Floats
    spans: Ints
    """(rows + 1,): where each row of open times begins in ``span_opens`` and the like."""
    span_opens: Floats
    span_closes: Floats
    span_level: Floats
    """Time open before each span, in days."""
    span_day: Longs
    """Which of the calendar's days each span belongs to."""
    working: Ints
    """(rows,): the row of spans that working time counts in."""
    working_num: Floats
    """(rows, 2): its mean (deviation nought) or its gamma shape, and the scale of the gamma; in days."""

    team_score: Ints
    """(teams,): the score that says who is next, or -1."""
    team_hot: Ints
    """(teams,): the threshold that makes a lead hot, or -1."""

    dims: Longs
    """See :class:`Dims`."""


class Dims(NamedTuple):
    """Numbers of things, in the order in which they stand in ``ProgramArrays.dims``."""

    steps: int
    links: int
    campaigns: int
    fields: int
    segments: int
    objects: int
    thresholds: int
    idles: int
    scores: int
    rules: int
    sources: int
    hooks: int
    recheck: int
    """The instruction that looks at faded scores."""
    watches: int
    """The changes (``BY_POINTS`` …) after which watched conditions are looked at; 0: none is watched."""
    watches_account: int
    """1 if a watched condition looks at the account, so that one lead's gain concerns its colleagues."""
    onces: int
    watched: int
    """Scores whose fading is watched."""
    sents: int
    """Steps at which a lead passes once an instant."""
    people: int
    """Places in an account's table of people on lists that share some, or have some twice."""
    stages: int
    counters: int
    limits: int
    lists: int
    rests: int
    mines: int
    watchers: int
    """Conditions whose coming true or ceasing does something."""
    dates: int
    contact_hook: int
    """The hook of next-contact dates, or -1."""
    roles: int
    effects: int
    downs: int
    """1 if a threshold is reached by falling."""
    watched_rests: int
    watched_windows: int


def ints(values: Any) -> Ints:
    """Return a list as 32-bit whole numbers."""
    return np.asarray(values, np.int32)


def floats(values: Any) -> Floats:
    """Return a list as floating-point numbers."""
    return np.asarray(values, np.float64)


def longs(values: Any) -> Longs:
    """Return a list as 64-bit whole numbers."""
    return np.asarray(values, np.int64)


def words(values: Any) -> Words:
    """Return a list as 64-bit words."""
    return np.asarray(values, np.uint64)
