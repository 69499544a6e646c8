"""Links of a drawing: which way each goes, how wide it is, and where its chip lies. Plain Python.

:class:`Router` keeps cards and wires and routes any of them again when a card moves; ``link_paint`` draws.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import dist, sqrt
from typing import Final, NamedTuple, TypeVar

from maplanner.document.vocabulary import LinkShape
from maplanner.drawing.card import BADGE_SIZE, CARD_WIDTH, CHIP_OVERHANG, DOCK_REACH, StepCard
from maplanner.drawing.channels import Ends, separating
from maplanner.drawing.curves import curved
from maplanner.drawing.geometry import Point, Rect, Space
from maplanner.drawing.routing import Polyline, Turn, Way, clearance, routed

THIN: Final = 1.5
WIDE: Final = 6.0
CHIP_HEIGHT: Final = 20.0
CHIP_PADDING: Final = 8.0
NARROW_CHIP: Final = 44.0
_LANE: Final = 7.0
_SPREAD: Final = 30.0
_DOCK: Final = 10.0
_ARROW_ROOM: Final = 10.0
FAN: Final = 7
"""Wires from which on those of one output leave on one line and part late, each on the way to its target."""
_BEND_ROOM: Final = 8.0
_SHARES: Final = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82)


@dataclass(frozen=True)
class Wire:
    """A link as the drawing needs it: where it goes, what its chip says, how many leads it carries."""

    id: str
    source: str
    output: str
    target: str
    label: str = ""
    carried: float | None = None


def link_width(carried: float | None, most: float) -> float:
    """Return how wide a link is drawn: over the thinnest, by the root of the leads it carries.

    ``most`` is what the busiest link of the drawing carries.
    """
    if carried is None or most <= 0 or carried <= 0:
        return THIN
    return THIN + (WIDE - THIN) * sqrt(min(1.0, carried / most))


class Router:
    """Cards and wires, and the way of each wire among the cards."""

    def __init__(
        self,
        cards: Iterable[StepCard] = (),
        wires: Iterable[Wire] = (),
        shape: LinkShape = LinkShape.ANGLED,
    ) -> None:
        """Take in cards, then the wires between them; wires without both ends stay without a way."""
        self.shape = shape
        self.clear = Space()
        self.bare = Space()
        self._cards: dict[str, StepCard] = {}
        self._wires: dict[str, Wire] = {}
        self._leaving: dict[str, dict[str, Wire]] = {}
        self._arriving: dict[str, dict[str, Wire]] = {}
        for card in cards:
            self.put_card(card)
        for wire in wires:
            self.put_wire(wire)

    def put_card(self, card: StepCard) -> None:
        """Take in a card, in place of the one with its identifier."""
        self.remove_card(card.id)
        self._cards[card.id] = card
        self.clear.add(card.id, clearance(card.rect))
        self.bare.add(card.id, _covered(card))

    def remove_card(self, card_id: str) -> None:
        """Take a card out, if it is there."""
        if self._cards.pop(card_id, None) is not None:
            self.clear.remove(card_id)
            self.bare.remove(card_id)

    def put_wire(self, wire: Wire) -> None:
        """Take in a wire, in place of the one with its identifier."""
        self.remove_wire(wire.id)
        self._wires[wire.id] = wire
        self._leaving.setdefault(wire.source, {})[wire.id] = wire
        self._arriving.setdefault(wire.target, {})[wire.id] = wire

    def remove_wire(self, wire_id: str) -> None:
        """Take a wire out, if it is there."""
        wire = self._wires.pop(wire_id, None)
        if wire is not None:
            del self._leaving[wire.source][wire_id]
            del self._arriving[wire.target][wire_id]

    def touching(self, card_id: str) -> set[str]:
        """Return the wires to route again when a card moves: its own and their siblings."""
        own = set(self._leaving.get(card_id, ()))
        for wire in self._arriving.get(card_id, {}).values():
            own.update(self._leaving[wire.source])
        return own

    def route(self, wire_id: str) -> Polyline:
        """Return the corners of a wire, from its source's port to its target; none if an end is gone.

        It does not regard other wires, and is angled whatever the shape: see :meth:`shaped`.
        """
        wire = self._wires[wire_id]
        source, target = self._cards.get(wire.source), self._cards.get(wire.target)
        if source is None or target is None:
            return ()
        start = source.out_port(wire.output).moved(source.x, source.y)
        end = target.in_port.moved(target.x, target.y)
        lane, dock = self._lane(wire, source, end), self._dock(wire)
        but = frozenset((wire.source, wire.target))
        turn = Turn.HALFWAY if self.shape is LinkShape.CURVED else Turn.LATE
        if len(self._leaving[wire.source]) >= FAN and self.shape is LinkShape.ANGLED:
            turn = Turn.EARLY
        return routed(Way(start, end, source.rect, target.rect, lane, dock, but, turn), self.clear)

    def ends(self, wire_id: str) -> Ends:
        """Return what a wire that has both its ends runs between."""
        wire = self._wires[wire_id]
        cards = self._cards[wire.source].rect, self._cards[wire.target].rect
        return Ends(wire.source, wire.output, wire.target, cards)

    def shaped(self, wire_id: str, points: Polyline) -> Polyline:
        """Return an angled way of a wire in the shape that is asked for."""
        if self.shape is LinkShape.ANGLED or not points:
            return points
        return curved(points, self.ends(wire_id), self.clear)

    def shaping(self, ways: Mapping[str, Polyline]) -> Generator[None, None, dict[str, Polyline]]:
        """Move all angled ways apart and give them their shape, a wire at a time."""
        ends: dict[str, Ends] = {}
        for wire_id in ways:
            ends[wire_id] = self.ends(wire_id)
            yield
        found: dict[str, Polyline] = yield from separating(ways, ends, self.clear)
        if self.shape is LinkShape.ANGLED:
            return found
        for wire_id, points in found.items():
            found[wire_id] = curved(points, ends[wire_id], self.clear)
            yield
        return found

    def routes(self) -> dict[str, Polyline]:
        """Return the way of every wire that has both its ends, in its shape and apart from the others."""
        found = {wire_id: points for wire_id in self._wires if (points := self.route(wire_id))}
        return finished(self.shaping(found))

    def _lane(self, wire: Wire, source: StepCard, end: Point) -> float:
        """Return how far a wire's turns lie from the middle lane, in the order of the ports.

        Wires that go down turn the later the higher their port, those that go up the earlier, so that
        siblings do not cross.
        """
        siblings = self._leaving[wire.source]
        if len(siblings) == 1:
            return 0.0
        if len(siblings) >= FAN:
            return self._trunk(wire, source)
        ordered = sorted(siblings.values(), key=lambda other: self._lane_key(other, source))
        place = next(index for index, other in enumerate(ordered) if other.id == wire.id)
        step = min(_LANE, _SPREAD / (len(ordered) - 1))
        lane = (place - (len(ordered) - 1) / 2) * step
        downward = end.y > source.out_port(wire.output).y + source.y
        return -lane if downward else lane

    def _trunk(self, wire: Wire, source: StepCard) -> float:
        """Return the lane that all wires of one output of a fan share."""
        outputs = {other.output for other in self._leaving[wire.source].values()}
        ordered = sorted(outputs, key=lambda name: (source.out_port(name).y, name))
        if len(ordered) == 1:
            return 0.0
        step = min(_LANE, _SPREAD / (len(ordered) - 1))
        return (ordered.index(wire.output) - (len(ordered) - 1) / 2) * step

    def _lane_key(self, wire: Wire, source: StepCard) -> tuple[float, float, str]:
        target = self._cards.get(wire.target)
        return (source.out_port(wire.output).y, target.y if target else 0.0, wire.id)

    def _dock(self, wire: Wire) -> float:
        """Return where among its parallels (same two steps) a wire arrives, from the middle of the head."""
        siblings = self._leaving[wire.source].values()
        parallels = sorted(other.id for other in siblings if other.target == wire.target)
        if len(parallels) == 1:
            return 0.0
        step = min(_DOCK, 2 * DOCK_REACH / (len(parallels) - 1))
        return (parallels.index(wire.id) - (len(parallels) - 1) / 2) * step


def _covered(card: StepCard) -> Rect:
    """Return the card with its count chip and badge: what no other chip may cover."""
    above = CHIP_OVERHANG + 1 if card.count else 1.0
    below = BADGE_SIZE / 2 if card.badge else 1.0
    return Rect(card.x - 1, card.y - above, CARD_WIDTH + 2, card.height + above + below)


_Result = TypeVar("_Result")


def finished(work: Generator[None, None, _Result]) -> _Result:
    """Do all of a piece of work that is made to be done a little at a time."""
    while True:
        try:
            next(work)
        except StopIteration as done:
            found: _Result = done.value
            return found


class Ground(NamedTuple):
    """What a chip has to look out for: cards, chips that lie already, and the pieces of links."""

    cards: Space
    taken: Space
    lines: Space


def chip_rect(points: Polyline, width: float, ground: Ground, own: frozenset[str]) -> Rect | None:
    """Return a free place for a chip on a link, or beside it; ``None`` where there is none.

    It covers no card and no chip, leaves the arrow's head open, and keeps off the pieces of other links where
    it can; ``own`` names the link's own pieces. Where the line is short it is narrower than ``width``.
    """
    ways = (_on_line, _beside) if _is_angled(points) else (_on_curve, _beside_curve)
    for places in ways:
        second: Rect | None = None
        for place in places(points, width):
            if ground.cards.meets(place) or ground.taken.meets(place):
                continue
            if not ground.lines.meets(place, own):
                return place
            second = second or place
        if second is not None:
            return second
    return None


def lines_space(routes: Mapping[str, Polyline]) -> Space:
    """Return all pieces of all links as rectangles, so that chips can keep off other links."""
    space = Space()
    for wire_id, points in routes.items():
        for index, (a, b) in enumerate(pairwise(points)):
            rect = Rect(min(a.x, b.x) - 1, min(a.y, b.y) - 1, abs(b.x - a.x) + 2, abs(b.y - a.y) + 2)
            space.add(f"{wire_id} {index}", rect)
    return space


def _on_line(points: Polyline, width: float) -> Iterator[Rect]:
    """Yield places for a chip on the line itself, narrower ones last."""
    pieces = sorted(_pieces(points), key=lambda piece: (not piece.level, -piece.length))
    for piece in pieces:
        if piece.length >= (width if piece.level else CHIP_HEIGHT):
            yield from piece.places(width, 0.0)
    for piece in pieces:
        if piece.level and NARROW_CHIP <= piece.length < width:
            yield from piece.places(piece.length, 0.0)


def _beside(points: Polyline, width: float) -> Iterator[Rect]:
    """Yield places for a chip close to the line, on either side."""
    near = CHIP_HEIGHT / 2 + 4
    for piece in sorted(_pieces(points), key=lambda piece: (not piece.level, -piece.length)):
        yield from piece.places(width, -near)
        yield from piece.places(width, near)


def _is_angled(points: Polyline) -> bool:
    return all(a.x == b.x or a.y == b.y for a, b in pairwise(points))


def _on_curve(points: Polyline, width: float) -> Iterator[Rect]:
    """Yield places for a chip whose middle is on a curve, from the curve's middle outwards."""
    for at in _along(points):
        yield Rect(at.x - width / 2, at.y - CHIP_HEIGHT / 2, width, CHIP_HEIGHT)


def _beside_curve(points: Polyline, width: float) -> Iterator[Rect]:
    """Yield places for a chip above and below a curve."""
    for place in _on_curve(points, width):
        yield place.moved(0.0, -CHIP_HEIGHT)
        yield place.moved(0.0, CHIP_HEIGHT)


def _along(points: Polyline) -> Iterator[Point]:
    """Yield points on a way, from its middle outwards, without those at its beginning and its arrow."""
    ends = list(accumulate((dist(a, b) for a, b in pairwise(points)), initial=0.0))
    for share in _SHARES:
        at = share * ends[-1]
        if at < 2 * _BEND_ROOM or ends[-1] - at < 2 * _ARROW_ROOM:
            continue
        index = bisect_left(ends, at)
        a, b = points[index - 1], points[index]
        part = (at - ends[index - 1]) / (ends[index] - ends[index - 1])
        yield Point(a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part)


class _Piece(NamedTuple):
    """A straight piece of a link, without the ends that belong to a bend or the arrow's head."""

    a: Point
    b: Point

    @property
    def level(self) -> bool:
        return self.a.y == self.b.y

    @property
    def length(self) -> float:
        return abs(self.b.x - self.a.x) + abs(self.b.y - self.a.y)

    def places(self, width: float, shift: float) -> Iterator[Rect]:
        """Yield places along the piece, from its middle outwards, moved aside by ``shift``."""
        a, b = self.a, self.b
        half = width / 2 if self.level else CHIP_HEIGHT / 2
        reach = max(0.0, self.length / 2 - half)
        outwards = (shift > 0) - (shift < 0)
        aside = shift if self.level else shift + (width - CHIP_HEIGHT) / 2 * outwards
        middle_x, middle_y = (a.x + b.x) / 2, (a.y + b.y) / 2
        for share in (0.0, -0.5, 0.5, -1.0, 1.0) if reach else (0.0,):
            along = share * reach
            x, y = (
                (middle_x + along, middle_y + aside) if self.level else (middle_x + aside, middle_y + along)
            )
            yield Rect(x - width / 2, y - CHIP_HEIGHT / 2, width, CHIP_HEIGHT)


def _pieces(points: Polyline) -> Iterator[_Piece]:
    last = len(points) - 2
    for index, (a, b) in enumerate(pairwise(points)):
        length = abs(b.x - a.x) + abs(b.y - a.y)
        before = _BEND_ROOM if index else 2.0
        after = _ARROW_ROOM if index == last else _BEND_ROOM
        if length > before + after:
            dx, dy = (b.x - a.x) / length, (b.y - a.y) / length
            yield _Piece(a.moved(dx * before, dy * before), b.moved(-dx * after, -dy * after))


def place_chips(routes: Mapping[str, Polyline], widths: Mapping[str, float], cards: Space) -> dict[str, Rect]:
    """Return where the chips of several links lie, off other links if they can; without room there is none.

    ``widths`` holds the width of each chip, by link; links without one have no chip.
    """
    ground = Ground(cards, Space(), lines_space(routes))
    found: dict[str, Rect] = {}
    for wire_id, width in sorted(widths.items(), key=lambda item: (-item[1], item[0])):
        points = routes.get(wire_id, ())
        own = frozenset(f"{wire_id} {index}" for index in range(len(points)))
        place = chip_rect(points, width, ground, own)
        if place is not None:
            ground.taken.add(wire_id, place)
            found[wire_id] = place
    return found
