"""What is pending for one account: a short list in the order of time that turns into a heap when long.

``times`` holds when, latest first, so that the next one is the last. ``order`` says beside it which item is
meant; behind the last it holds the items that are free. ``items`` has four words each: key, lead and
instruction, generation, sequence. What is due at the present instant waits in ``ready`` in its order,
three words each. The order is always (time, sequence), whatever the shape.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from maplanner.simulation.kernel.compiling import cell, floats, large, lengthened, longs, small, words
from maplanner.simulation.kernel.desk import REGISTERS

SHORT: Final = 48
"""Up to this length keeping the list in order is quicker than keeping a heap."""
_BACK: Final = 24
"""When the heap has shrunk to this length it becomes a list again."""

_R = REGISTERS
_FIRST: Final = 2**62
_RANK: Final = 2**44
"""More than is ever set off in one account."""
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
    desk: Any,
    times: Any,
    order: Any,
    items: Any,
    ready: Any,
    now: Any,
    time: Any,
    key: Any,
    word: Any,
    gen: Any,
) -> None:
    """Put an item where it belongs. There must be room."""
    if time <= now:
        tail = desk[_R.tail]
        spot = cell(3 * tail, 0)
        ready[spot] = key
        ready[spot + 1] = word
        ready[spot + 2] = np.uint64(gen)
        desk[_R.tail] = tail + 1
        return
    length = desk[_R.length]
    item = order[cell(length, 0)]
    spot = cell(4 * item, 0)
    items[spot] = key
    items[spot + 1] = word
    items[spot + 2] = np.uint64(gen)
    items[spot + 3] = np.uint64(desk[_R.sequence])
    desk[_R.sequence] += 1
    desk[_R.length] = length + 1
    if length >= desk[_R.short]:
        heap_up(desk, time, item)
        return
    place = length
    while place > 0 and times[cell(place, -1)] <= time:
        times[cell(place, 0)] = times[cell(place, -1)]
        order[cell(place, 0)] = order[cell(place, -1)]
        place -= 1
    times[cell(place, 0)] = time
    order[cell(place, 0)] = item


@large
def put(desk: Any, now: Any, time: Any, key: Any, word: Any, gen: Any) -> None:
    """Put an item where it belongs, and make room for more if there is little left."""
    push(
        desk,
        floats(desk, _R.times),
        longs(desk, _R.order),
        words(desk, _R.items),
        words(desk, _R.ready),
        now,
        time,
        key,
        word,
        gen,
    )
    if desk[_R.length] >= desk[_R.room] or desk[_R.tail] >= desk[_R.ready_room]:
        widen(desk)


@large
def put_first(desk: Any, now: Any, time: Any, key: Any, word: Any, gen: Any, rank: Any) -> None:
    """Put an item before all others at its time, save those of a lower rank or put like this before."""
    if time <= now:
        put(desk, now, time, key, word, gen)
        return
    sequence = desk[_R.sequence]
    own = sequence + rank * _RANK - _FIRST
    desk[_R.sequence] = own
    length = desk[_R.length]
    put(desk, now, time, key, word, gen)
    desk[_R.sequence] = sequence + 1
    if desk[_R.short]:
        times, order, items = floats(desk, _R.times), longs(desk, _R.order), words(desk, _R.items)
        place = np.int64(0)
        while times[place] != time or items[4 * order[place] + 3] != np.uint64(own):
            place += 1
        while place < length and times[place + 1] == time and np.int64(items[4 * order[place + 1] + 3]) > own:
            _swap(times, order, place, place + 1)
            place += 1


@large
def widen(desk: Any) -> None:
    """Make room for more items; those that are free stand behind those that are pending."""
    if desk[_R.length] >= desk[_R.room]:
        size = desk[_R.spare] + desk[_R.room]
        room = 2 * size
        lengthened(desk, _R.times, desk[_R.length], room)
        lengthened(desk, _R.order, size, room)
        lengthened(desk, _R.items, 4 * size, 4 * room)
        order = longs(desk, _R.order)
        for item in range(size, room):
            order[item] = item
        desk[_R.room] = room - desk[_R.spare]
    if desk[_R.tail] >= desk[_R.ready_room]:
        _close_up(desk)


@large
def _close_up(desk: Any) -> None:
    """Move what is ready to the front of its row, and make that longer if need be."""
    waiting = desk[_R.tail] - desk[_R.head]
    ready = words(desk, _R.ready)
    for place in range(3 * waiting):
        ready[place] = ready[3 * desk[_R.head] + place]
    desk[_R.head] = 0
    desk[_R.tail] = waiting
    size = desk[_R.ready_room] + desk[_R.spare]
    if 2 * waiting >= desk[_R.ready_room]:
        lengthened(desk, _R.ready, 3 * waiting, 6 * size)
        desk[_R.ready_room] = 2 * size - desk[_R.spare]


@small
def _before(times: Any, order: Any, items: Any, one: Any, other: Any) -> Any:
    if times[one] != times[other]:
        return times[one] < times[other]
    return np.int64(items[4 * order[one] + 3]) < np.int64(items[4 * order[other] + 3])


@small
def _swap(times: Any, order: Any, one: Any, other: Any) -> None:
    times[one], times[other] = times[other], times[one]
    order[one], order[other] = order[other], order[one]


@small
def _sink(times: Any, order: Any, items: Any, length: Any) -> None:
    place = np.int64(0)
    while True:
        child = 2 * place + 1
        if child >= length:
            return
        if child + 1 < length and _before(times, order, items, child + 1, child):
            child += 1
        if not _before(times, order, items, child, place):
            return
        _swap(times, order, place, child)
        place = child


@large
def heap_up(desk: Any, time: Any, item: Any) -> None:
    """Add the last item to the heap; make the list one if it was none."""
    times, order, items = floats(desk, _R.times), longs(desk, _R.order), words(desk, _R.items)
    place = desk[_R.length] - 1
    if desk[_R.short]:
        desk[_R.short] = 0
        for low in range(place // 2):
            _swap(times, order, low, place - 1 - low)
    times[place] = time
    order[place] = item
    while place > 0 and _before(times, order, items, place, (place - 1) // 2):
        _swap(times, order, place, (place - 1) // 2)
        place = (place - 1) // 2


@large
def take_from_heap(desk: Any) -> None:
    """Take the first item off the heap and put it behind the others; make it a list when few are left."""
    times, order, items = floats(desk, _R.times), longs(desk, _R.order), words(desk, _R.items)
    length = desk[_R.length] - 1
    desk[_R.length] = length
    _swap(times, order, 0, length)
    _sink(times, order, items, length)
    if length == _BACK:
        desk[_R.short] = SHORT
        for left in range(length - 1, 0, -1):
            _swap(times, order, 0, left)
            _sink(times, order, items, left)


@large
def next_time(desk: Any) -> Any:
    """Return when the next item of a heap is due."""
    return floats(desk, _R.times)[0]
