"""Where steps and notes go: as they were drawn, with room for cards, or in columns where nobody said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from maplanner.drawing.card import CARD_HEIGHT, CARD_WIDTH
from maplanner.drawing.geometry import Point, Rect

_GRID: Final = 8.0
_BESIDE: Final = 56.0
_BELOW: Final = 34.0
_GAP: Final = 16.0
_CELL: Final = 256.0
_FAR: Final = 4.0
"""How many times the usual room a crowded corner may ask for; what then still overlaps is moved."""
_FEW: Final = 8
_MOST: Final = 0.9
"""This share of the cards has room by growing alone; few cards all have."""
_LARGEST: Final = 400.0
_PATIENCE: Final = 20_000
_PATIENCE_EACH: Final = 10
"""So often cards are moved on, for each of them; a heap that needs more is dealt out in rows."""
_ROW: Final = 8_000.0
_FARTHEST: Final = 9e6

Ends = tuple[str, str]


def spread(rects: Mapping[str, Rect]) -> tuple[float, Point]:
    """Return by how much places grow, and from which point, so that cards at the middles have room.

    Lengths are the drawing's own; what is drawn in inches grows more than what is drawn in pixels.
    """
    if not rects:
        return 1.0, Point(0.0, 0.0)
    origin = Point(min(rect.x for rect in rects.values()), min(rect.y for rect in rects.values()))
    needs = sorted(_needs([rect.center for rect in rects.values()]))
    if not needs:
        return _by_size(rects.values()), origin
    usual = needs[len(needs) // 2]
    reach = max(max(abs(rect.right - origin.x), abs(rect.bottom - origin.y)) for rect in rects.values())
    most = min(_LARGEST, _FARTHEST / max(reach, 1.0))
    # What crowds in a few corners gives way there; the rest of the drawing need not grow for it.
    need = needs[-1] if len(needs) < _FEW else needs[round((len(needs) - 1) * _MOST)]
    return min(max(min(need, usual * _FAR), min(1.0, usual)), most), origin


def _needs(middles: Sequence[Point]) -> list[float]:
    """Return for each place how much the drawing must grow to set it apart from the nearest below it.

    Only neighbours in a row sorted by height are compared: those that crowd each other are among them.
    """
    order = sorted(middles, key=lambda each: (each.y, each.x))
    found = []
    for place, middle in enumerate(order):
        worst = 0.0
        for other in order[place + 1 : place + 40]:
            dx, dy = abs(other.x - middle.x), abs(other.y - middle.y)
            if max(dx, dy) > 0:
                across = (CARD_WIDTH + _BESIDE) / dx if dx else float("inf")
                down = (CARD_HEIGHT + _BELOW) / dy if dy else float("inf")
                worst = max(worst, min(across, down))
        if worst:
            found.append(worst)
    return found


def _by_size(rects: Iterable[Rect]) -> float:
    widest = max((rect.width for rect in rects), default=0.0)
    return min(CARD_WIDTH / widest, _LARGEST) if 0 < widest < CARD_WIDTH else 1.0


def apart(rects: Mapping[str, Rect]) -> dict[str, Point]:
    """Return upper left corners on the grid at which no rectangle lies on another; those below give way."""
    taken: dict[tuple[int, int], list[Rect]] = defaultdict(list)
    found: dict[str, Point] = {}
    below: dict[tuple[float, float], float] = {}
    crowded: list[str] = []
    patience = _PATIENCE + _PATIENCE_EACH * len(rects)
    for name in sorted(rects, key=lambda each: (rects[each].y, rects[each].x, each)):
        rect = wanted = _on_grid(rects[name])
        # Many in one place would each walk down the whole pile.
        rect = rect._replace(y=below.get((wanted.x, wanted.y), wanted.y))
        while patience > 0 and (other := _met(rect, taken)) is not None:
            rect = rect._replace(y=_up(other.bottom + _GAP))
            patience -= 1
        if patience <= 0:
            crowded.append(name)
            continue
        below[wanted.x, wanted.y] = rect.y
        for cell in _cells(rect):
            taken[cell].append(rect)
        found[name] = Point(rect.x, rect.y)
    return found | _in_rows(crowded, rects, found)


def _in_rows(
    names: Sequence[str], rects: Mapping[str, Rect], placed: Mapping[str, Point]
) -> dict[str, Point]:
    """Return places in rows below all that is placed."""
    x, left = 0.0, min((point.x for point in placed.values()), default=0.0)
    y = _up(max((placed[name].y + rects[name].height for name in placed), default=0.0) + _BELOW)
    highest = 0.0
    found: dict[str, Point] = {}
    for name in names:
        if x > _ROW:
            x, y, highest = 0.0, _up(y + highest + _BELOW), 0.0
        found[name] = Point(left + x, y)
        x = _up(x + rects[name].width + _BESIDE)
        highest = max(highest, rects[name].height)
    return found


def _met(rect: Rect, taken: Mapping[tuple[int, int], Sequence[Rect]]) -> Rect | None:
    """Return the lowest of the rectangles that one would lie on."""
    met = [other for cell in _cells(rect) for other in taken.get(cell, ()) if other.meets(rect)]
    return max(met, key=lambda each: each.bottom, default=None)


def _cells(rect: Rect) -> list[tuple[int, int]]:
    across = range(int(rect.x // _CELL), int(rect.right // _CELL) + 1)
    down = range(int(rect.y // _CELL), int(rect.bottom // _CELL) + 1)
    return [(x, y) for x in across for y in down]


def in_columns(
    sizes: Mapping[str, tuple[float, float]], ways: Collection[Ends], groups: Mapping[str, str]
) -> dict[str, Rect]:
    """Return places from left to right along the ways, for a drawing that has none of its own.

    ``groups`` names for some the frame they belong to: in a column the members of one stand together.
    """
    column = _columns(list(sizes), ways)
    rows: dict[int, list[str]] = defaultdict(list)
    before: dict[str, list[str]] = defaultdict(list)
    for source, target in ways:
        before[target].append(source)
    place: dict[str, float] = {}
    found: dict[str, Rect] = {}
    first = {group: number for number, group in enumerate(dict.fromkeys(groups.values()))}
    for name in sizes:
        rows[column[name]].append(name)
    for number in sorted(rows):
        middle = {
            name: _mean([place[each] for each in before[name] if each in place]) for name in rows[number]
        }
        ordered = sorted(rows[number], key=lambda each: (first.get(groups.get(each, ""), -1), middle[each]))
        y = 0.0
        for name in ordered:
            width, height = sizes[name]
            found[name] = Rect(number * (CARD_WIDTH + 2 * _BESIDE), y, width, height)
            place[name] = y
            y += height + 2 * _BELOW
    return found


def _columns(names: Sequence[str], ways: Collection[Ends]) -> dict[str, int]:
    """Return the column of each: one right of the rightmost that leads to it; what leads back counts not."""
    after: dict[str, list[str]] = defaultdict(list)
    into: dict[str, int] = dict.fromkeys(names, 0)
    for source, target in _forward(names, ways):
        after[source].append(target)
        into[target] += 1
    column = dict.fromkeys(names, 0)
    ready = [name for name in names if not into[name]]
    while ready:
        name = ready.pop(0)
        for target in after[name]:
            column[target] = max(column[target], column[name] + 1)
            into[target] -= 1
            if not into[target]:
                ready.append(target)
    return column


def _forward(names: Sequence[str], ways: Collection[Ends]) -> list[Ends]:
    """Return the ways without those that close a ring, found by walking from the beginnings."""
    after: dict[str, list[str]] = defaultdict(list)
    targets = {target for _source, target in ways}
    for source, target in ways:
        after[source].append(target)
    done: set[str] = set()
    under_way: set[str] = set()
    back: set[Ends] = set()
    for start in sorted(names, key=lambda each: each in targets):
        if start in done:
            continue
        walk = [(start, iter(after[start]))]
        under_way.add(start)
        while walk:
            name, rest = walk[-1]
            following: str | None = next(rest, None)
            if following is None:
                walk.pop()
                under_way.discard(name)
                done.add(name)
            elif following in under_way:
                back.add((name, following))
            elif following not in done:
                under_way.add(following)
                walk.append((following, iter(after[following])))
    return [way for way in ways if way not in back]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _on_grid(rect: Rect) -> Rect:
    return rect._replace(x=round(rect.x / _GRID) * _GRID, y=round(rect.y / _GRID) * _GRID)


def _up(value: float) -> float:
    return -(-value // _GRID) * _GRID
