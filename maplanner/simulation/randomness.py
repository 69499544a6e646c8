"""Random numbers that depend on what they are for, not on when they are drawn.

Every number is a hash of a *key* and a *salt*. The first key comes from seed,
replication and account; each lead, each branch and each link taken makes a new
key from the one before; the salt comes from the identifier of the step or link
that asks. So two plans that differ in one place draw the same numbers
everywhere else, and no number depends on threads or on the order of accounts.

The functions are written once: the reference interpreter calls them with
Python's whole numbers, the kernel compiles them for 64-bit words.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from hashlib import blake2b
from typing import Any, Final, NamedTuple

Word = Any
"""A 64-bit word: an ``int`` in Python, ``uint64`` in the kernel."""

DELAY_TWIST: Final = 0x9E6C63D0876A9A47
CHILD_TWIST: Final = 0xD1B54A32D192ED03
SOURCE_TWIST: Final = 0x2545F4914F6CDD1D
SECOND_TWIST: Final = 0xA24BAED4963EE407
BOOST_TWIST: Final = 0x9FB21C651E98DF25
ROLE_SALT: Final = 0xA0761D6478BD642F
"""For the role that a lead has in buying."""
LATER: Final = 1e-9
"""Days that make sure that a moment computed with rounding is over; a tenth of a millisecond."""
_GOLDEN: Final = 0x9E3779B97F4A7C15
_FIRST: Final = 0xBF58476D1CE4E5B9
_SECOND: Final = 0x94D049BB133111EB
_MASK: Final = 0xFFFFFFFFFFFFFFFF


class Stream(NamedTuple):
    """The functions that make random numbers, for one type of word."""

    mixed: Callable[[Word], Word]
    """A word in which every bit depends on every bit of the given one (the finaliser of SplitMix64)."""
    unit: Callable[[Word], float]
    """A number strictly between 0 and 1, from the upper 52 bits of a word."""
    account_key: Callable[[Word, Word, Word], Word]
    """The key of one account in one replication under one seed."""
    normal: Callable[[float], float]
    """The standard normal deviate below which lies a share, to about 1e-9 of it.

    One uniform number gives one deviate, and a larger number a larger deviate, so that
    scenarios stay comparable. Source: P. J. Acklam's rational approximation.
    """


def stream(word: Callable[[int], Word], compiled: Callable[[Any], Any] = lambda function: function) -> Stream:
    """Return the functions for a type of word; ``compiled`` is applied to each."""
    mask, golden, first, second = word(_MASK), word(_GOLDEN), word(_FIRST), word(_SECOND)
    by27, by30, by31, by12 = word(27), word(30), word(31), word(12)

    def mixed(value: Word) -> Word:
        value = ((value ^ (value >> by30)) * first) & mask
        value = ((value ^ (value >> by27)) * second) & mask
        return value ^ (value >> by31)

    fast_mixed = compiled(mixed)

    def unit(value: Word) -> float:
        return float((float(value >> by12) + 0.5) * 2.0**-52)

    def account_key(seed: Word, run: Word, account: Word) -> Word:
        key = fast_mixed((seed + golden) & mask)
        key = fast_mixed((key + run * golden) & mask)
        return fast_mixed((key + account * golden) & mask)

    return Stream(fast_mixed, compiled(unit), compiled(account_key), _normal(compiled))


def _normal(compiled: Callable[[Any], Any]) -> Callable[[float], float]:
    a1, a2, a3 = -3.969683028665376e01, 2.209460984245205e02, -2.759285104469687e02
    a4, a5, a6 = 1.383577518672690e02, -3.066479806614716e01, 2.506628277459239e00
    b1, b2, b3 = -5.447609879822406e01, 1.615858368580409e02, -1.556989798598866e02
    b4, b5 = 6.680131188771972e01, -1.328068155288572e01
    c1, c2, c3 = -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e00
    c4, c5, c6 = -2.549732539343734e00, 4.374664141464968e00, 2.938163982698783e00
    d1, d2, d3, d4 = 7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e00, 3.754408661907416e00
    low = 0.02425

    def tail(q: float) -> float:
        top = ((((c1 * q + c2) * q + c3) * q + c4) * q + c5) * q + c6
        return top / ((((d1 * q + d2) * q + d3) * q + d4) * q + 1.0)

    fast_tail = compiled(tail)

    def normal(p: float) -> float:
        if p < low:
            return float(fast_tail(math.sqrt(-2.0 * math.log(p))))
        if p > 1.0 - low:
            return float(-fast_tail(math.sqrt(-2.0 * math.log(1.0 - p))))
        q = p - 0.5
        r = q * q
        top = (((((a1 * r + a2) * r + a3) * r + a4) * r + a5) * r + a6) * q
        return top / (((((b1 * r + b2) * r + b3) * r + b4) * r + b5) * r + 1.0)

    return compiled(normal)  # type: ignore[no-any-return]


def salt_of(name: str) -> int:
    """Return the salt that belongs to a name: 64 bits that stay the same for ever."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "little")
