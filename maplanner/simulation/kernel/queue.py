"""What is pending for one account: a short unordered list that turns into a heap when it grows long.

``times`` holds when, ``items`` four words each: sequence, key, lead and instruction, generation. What is
due at the present instant waits in ``ready`` in its order, four words each with the first unused. ``reg``
holds the counters. The order is always (time, sequence), whatever the shape.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from maplanner.simulation.kernel.compiling import cell, large, small, words

LENGTH: Final = 0
"""Number of pending items."""
FIRST: Final = 1
"""Place of the earliest one."""
SEQUENCE: Final = 2
HEAD: Final = 3
TAIL: Final = 4
"""``ready`` holds the places from head to tail, round the end of the array; its length is a power of two."""
REGISTERS: Final = 5

SHORT: Final = 40
"""Up to this length looking through the whole list is quicker than keeping a heap."""

_WIDE = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)


@small
def packed(lead: Any, pc: Any) -> Any:
    """Return lead and instruction as one word."""
    return (np.uint64(lead) << _WIDE) | np.uint64(pc)


@small
def lead_of(word: Any) -> Any:
    """Return the lead in a packed word."""
    return np.int64(word >> _WIDE)


@small
def pc_of(word: Any) -> Any:
    """Return the instruction in a packed word."""
    return np.int64(word & _LOW)


@small
def push(
    times: Any, items: Any, ready: Any, reg: Any, now: Any, time: Any, key: Any, word: Any, gen: Any
) -> None:
    """Put an item where it belongs. The arrays must have room."""
    if time <= now:
        tail = reg[TAIL]
        spot = cell(4 * tail, 0)
        ready[spot + 1] = key
        ready[spot + 2] = word
        ready[spot + 3] = np.uint64(gen)
        reg[TAIL] = (tail + 1) & (ready.shape[0] // 4 - 1)
        return
    length = reg[LENGTH]
    times[cell(length, 0)] = time
    spot = cell(4 * length, 0)
    items[spot] = np.uint64(reg[SEQUENCE])
    items[spot + 1] = key
    items[spot + 2] = word
    items[spot + 3] = np.uint64(gen)
    reg[SEQUENCE] += 1
    reg[LENGTH] = length + 1
    if length >= SHORT:
        lengthened(times, items, reg)
    elif length == 0 or time < times[cell(reg[FIRST], 0)]:
        reg[FIRST] = length


@small
def drop_first(times: Any, items: Any, reg: Any) -> None:
    """Take the earliest item away and find the next one."""
    length = reg[LENGTH] - 1
    reg[LENGTH] = length
    if length > SHORT:
        shortened(times, items, reg)
        return
    first = cell(reg[FIRST], 0)
    last = cell(length, 0)
    times[first] = times[last]
    for column in range(4):
        items[4 * first + column] = items[4 * last + column]
    best: Any = np.int64(0)
    earliest = times[0]
    for place in range(1, last):
        time = times[place]
        if time < earliest or (time == earliest and items[cell(4 * place, 0)] < items[cell(4 * best, 0)]):
            best = place
            earliest = time
    reg[FIRST] = best


@small
def _before(times: Any, items: Any, one: Any, other: Any) -> Any:
    if times[one] != times[other]:
        return times[one] < times[other]
    return items[4 * one] < items[4 * other]


@small
def _swap(times: Any, items: Any, one: Any, other: Any) -> None:
    times[one], times[other] = times[other], times[one]
    for column in range(4):
        here, there = 4 * one + column, 4 * other + column
        items[here], items[there] = items[there], items[here]


@large
def _sink(times: Any, items: Any, place: Any, length: Any) -> None:
    while True:
        child = 2 * place + 1
        if child >= length:
            return
        if child + 1 < length and _before(times, items, child + 1, child):
            child += 1
        if not _before(times, items, child, place):
            return
        _swap(times, items, place, child)
        place = child


@large
def lengthened(times: Any, items: Any, reg: Any) -> None:
    """Restore the heap after an item was added at the end; make it one where the list was short before."""
    length = reg[LENGTH]
    if length == SHORT + 1:
        for place in range(length // 2, -1, -1):
            _sink(times, items, place, length)
    else:
        place = length - 1
        while place > 0 and _before(times, items, place, (place - 1) // 2):
            _swap(times, items, place, (place - 1) // 2)
            place = (place - 1) // 2
    reg[FIRST] = 0


@large
def shortened(times: Any, items: Any, reg: Any) -> None:
    """Restore the heap after its first item was taken."""
    length = reg[LENGTH]
    _swap(times, items, 0, length)
    _sink(times, items, 0, length)
    reg[FIRST] = 0


@large
def roomier(kept: Any, times: Any, items: Any, ready: Any, reg: Any, reserve: Any) -> Any:
    """Return new arrays with the same content, with room for ``reserve`` more in each."""
    length = reg[LENGTH]
    size = max(times.shape[0], 2 * (length + reserve))
    more_times = words(kept, size).view(np.float64)
    more_items = words(kept, 4 * size)
    more_times[:length] = times[:length]
    more_items[: 4 * length] = items[: 4 * length]
    slots = ready.shape[0] // 4
    waiting = (reg[TAIL] - reg[HEAD]) & (slots - 1)
    size = slots
    while waiting + reserve >= size:
        size *= 2
    more_ready = words(kept, 4 * size)
    for place in range(waiting):
        old = 4 * ((reg[HEAD] + place) & (slots - 1))
        more_ready[4 * place : 4 * place + 4] = ready[old : old + 4]
    reg[HEAD] = 0
    reg[TAIL] = waiting
    return more_times, more_items, more_ready
