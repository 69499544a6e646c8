"""The ways of all links of a drawing, kept right while steps move, a little work at a time. No Qt.

A link's way depends on the cards around it. When a card changes its place, its own links are routed at once;
those that merely pass by are routed again when there is time, as are the chips, which depend on each other.
:meth:`Wiring.settle` does all that is open, after which everything is as if the drawing had just been opened.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from time import perf_counter

from maplanner.document.vocabulary import LinkShape
from maplanner.drawing.card import StepCard
from maplanner.drawing.geometry import Rect, Space
from maplanner.drawing.link_paint import chip_width
from maplanner.drawing.links import Ground, Router, Wire, chip_rect, lines_space
from maplanner.drawing.routing import Polyline, clearance

_NOTHING = Space()
_FAR = 1e9
_MANY_PLACES = 400
"""Places where something changed, from which on all wires are looked at again."""
_MOST_CHIPS = 1000
"""Chips that are placed at once for now; more of them wait for their final places."""


class _WatchedSpace(Space):
    """Remembers the area that was asked about: only what changes there can change the answers."""

    left, top, right, bottom = _FAR, _FAR, -_FAR, -_FAR

    def watch(self) -> None:
        self.left, self.top, self.right, self.bottom = _FAR, _FAR, -_FAR, -_FAR

    def asked(self) -> Rect | None:
        if self.left > self.right:
            return None
        return Rect(self.left, self.top, self.right - self.left, self.bottom - self.top)

    def first(self, left: float, top: float, right: float, bottom: float, but: frozenset[str]) -> Rect | None:
        self.left, self.top = min(self.left, left), min(self.top, top)
        self.right, self.bottom = max(self.right, right), max(self.bottom, bottom)
        return super().first(left, top, right, bottom, but)


class Wiring:
    """Routes and chips by link. ``routes`` and ``chips`` are for reading."""

    def __init__(self) -> None:
        """Start without cards and wires."""
        self._clear = _WatchedSpace()
        self._router = Router()
        self._router.clear = self._clear
        self._cards: dict[str, StepCard] = {}
        self.wires: dict[str, Wire] = {}
        self.routes: dict[str, Polyline] = {}
        self.chips: dict[str, Rect] = {}
        self._reach = Space()
        self._pending: dict[str, None] = {}
        self._moved: list[Rect] = []
        self._ways: dict[str, Polyline] = {}
        self._ways_stale = False
        self._way_work: Generator[None, None, dict[str, Polyline]] | None = None
        self._ways_begun: dict[str, Polyline] = {}
        self._chips_stale = False
        self._chip_work: Generator[None, None, dict[str, Rect]] | None = None

    @property
    def shape(self) -> LinkShape:
        """The shape of all links."""
        return self._router.shape

    def set_shape(self, shape: LinkShape) -> bool:
        """Give all links another shape with the next work; return whether it is another."""
        if shape is self._router.shape:
            return False
        self._router.shape = shape
        self._ways = {}
        self._pending.update(dict.fromkeys(self.wires))
        self._ways_stale, self._way_work = True, None
        return True

    def put_card(self, card: StepCard) -> bool:
        """Take in a card; return whether it is new or lies or branches differently than before."""
        before = self._cards.get(card.id)
        self._cards[card.id] = card
        if before is not None and _stands_alike(before, card):
            if (before.count, before.badge) != (card.count, card.badge):
                self._router.put_card(card)
                self._chips_stale = True
            return False
        if before is not None:
            self._moved.append(clearance(before.rect))
        self._moved.append(clearance(card.rect))
        self._router.put_card(card)
        self._pending.update(dict.fromkeys(self._router.touching(card.id)))
        return True

    def remove_card(self, card_id: str) -> None:
        """Take a card out."""
        before = self._cards.pop(card_id, None)
        if before is not None:
            self._moved.append(clearance(before.rect))
            self._pending.update(dict.fromkeys(self._router.touching(card_id)))
            self._router.remove_card(card_id)
            self._ways_stale, self._way_work = True, None

    def put_wire(self, wire: Wire) -> None:
        """Take in a wire; it gets its way with the next work."""
        before = self.wires.get(wire.id)
        if before == wire:
            return
        same_way = before is not None and (before.source, before.output, before.target) == (
            wire.source, wire.output, wire.target,
        )  # fmt: skip
        if before is not None and not same_way:
            self._pending.update(dict.fromkeys(self._beside(before)))
        self.wires[wire.id] = wire
        self._router.put_wire(wire)
        if not same_way:
            self._pending.update(dict.fromkeys(self._beside(wire)))
        self._chips_stale = True

    def remove_wire(self, wire_id: str) -> None:
        """Take a wire out; its siblings may go closer to each other."""
        wire = self.wires.pop(wire_id, None)
        if wire is None:
            return
        self._router.remove_wire(wire_id)
        self._pending.update(dict.fromkeys(self._beside(wire)))
        for kept in (self._ways, self.routes, self.chips, self._pending):
            kept.pop(wire_id, None)
        self._forget_reach(wire_id)
        self._ways_stale, self._way_work = True, None
        self._chips_stale, self._chip_work = True, None

    def touching(self, card_id: str) -> set[str]:
        """Return the wires that a card's place concerns directly."""
        return self._router.touching(card_id)

    def route_now(self, wire_ids: Iterable[str], *, roughly: bool = False) -> list[str]:
        """Route wires at once, without regard to other cards if ``roughly``; return those that changed."""
        changed = [wire_id for wire_id in wire_ids if wire_id in self.wires and self._route(wire_id, roughly)]
        for wire_id in changed:
            if len(changed) <= _MOST_CHIPS:
                self._place_chip(wire_id)
            else:
                self.chips.pop(wire_id, None)
        return changed

    @property
    def is_settled(self) -> bool:
        """Whether no work is open."""
        ways = self._pending or self._moved or self._ways_stale or self._way_work
        return not (ways or self._chips_stale or self._chip_work)

    @property
    def is_between_rounds(self) -> bool:
        """Whether all ways have been moved apart, and have to be once more for what has changed meanwhile."""
        return self._ways_stale and self._way_work is None and not self._pending

    def work(self, seconds: float) -> list[str]:
        """Do open work for about so long; return the wires whose way or chip changed."""
        until = perf_counter() + seconds
        self._find_passers_by()
        changed: dict[str, None] = {}
        while self._pending and perf_counter() < until:
            wire_id = next(iter(self._pending))
            del self._pending[wire_id]
            if wire_id in self.wires and self._route(wire_id, roughly=False):
                changed[wire_id] = None
        if self._pending:
            return list(changed)
        if self._ways_stale and self._way_work is None:
            self._ways_begun = dict(self._ways)
            self._ways_stale, self._way_work = False, self._router.shaping(self._ways_begun)
        while self._way_work is not None and perf_counter() < until:
            changed.update(dict.fromkeys(self._advance_ways()))
        if self._ways_stale or self._way_work is not None:
            return list(changed)
        if self._chips_stale:
            self._chips_stale, self._chip_work = False, self._placing_chips()
        while self._chip_work is not None and perf_counter() < until:
            changed.update(dict.fromkeys(self._advance_chips()))
        return list(changed)

    def settle(self) -> list[str]:
        """Do all open work; return the wires whose way or chip changed."""
        changed: dict[str, None] = {}
        while not self.is_settled:
            changed.update(dict.fromkeys(self.work(10.0)))
        return list(changed)

    def _beside(self, wire: Wire) -> list[str]:
        """Return a wire and those that leave by the same step, whose lanes depend on each other."""
        return [each for each in self._router.touching(wire.source) if self.wires[each].source == wire.source]

    def _find_passers_by(self) -> None:
        if not self._moved:
            return
        moved, self._moved = self._moved, []
        self._ways_stale, self._chips_stale, self._chip_work = True, True, None
        if len(moved) > _MANY_PLACES:
            self._pending.update(dict.fromkeys(self.wires))
            return
        for rect in moved:
            self._pending.update(dict.fromkeys(sorted(self._reach.all_meeting(rect))))

    def _forget_reach(self, wire_id: str) -> None:
        if wire_id in self._reach.rects:
            self._reach.remove(wire_id)

    def _route(self, wire_id: str, roughly: bool) -> bool:
        if roughly:
            self._router.clear = _NOTHING
            points = self._router.route(wire_id)
            self._router.clear = self._clear
            self._pending[wire_id] = None
        else:
            self._clear.watch()
            points = self._router.route(wire_id)
            asked = self._clear.asked()
            if asked is not None:
                self._forget_reach(wire_id)
                self._reach.add(wire_id, asked.grown(1.0))
            self._pending.pop(wire_id, None)
        if self._ways.get(wire_id, ()) == points:
            return False
        if points:
            self._ways[wire_id] = points
        else:
            self._ways.pop(wire_id, None)
            self._way_work = None
        self.routes[wire_id] = self._router.shaped(wire_id, points)
        # What is under way goes on: where others edit all the time it would never come to an end.
        self._ways_stale = True
        self._chips_stale, self._chip_work = True, None
        return True

    def _advance_ways(self) -> list[str]:
        """Move a few ways more apart; when all are done, take them over and return those that changed."""
        if self._way_work is None:
            return []
        try:
            next(self._way_work)
        except StopIteration as done:
            self._way_work = None
            found: dict[str, Polyline] = {
                wire_id: points
                for wire_id, points in done.value.items()
                if self._ways.get(wire_id) == self._ways_begun[wire_id]
            }
            changed = [each for each, points in found.items() if self.routes.get(each) != points]
            self.routes.update(found)
            self._chips_stale = self._chips_stale or bool(changed) or self._chip_work is not None
            self._chip_work = None
            return changed
        return []

    def _place_chip(self, wire_id: str) -> None:
        """Give one chip a place for now, without regard to other chips."""
        label, points = self.wires[wire_id].label, self.routes[wire_id]
        ground = Ground(self._router.bare, _NOTHING, _NOTHING)
        place = chip_rect(points, chip_width(label), ground, frozenset()) if label and points else None
        if place is None:
            self.chips.pop(wire_id, None)
        else:
            self.chips[wire_id] = place

    def _advance_chips(self) -> list[str]:
        """Place a few chips more; when all are placed, take them over and return those that moved."""
        if self._chip_work is None:
            return []
        try:
            next(self._chip_work)
        except StopIteration as done:
            self._chip_work = None
            placed: dict[str, Rect] = done.value
            ids = placed.keys() | self.chips.keys()
            changed = [each for each in ids if placed.get(each) != self.chips.get(each)]
            self.chips = placed
            return changed
        return []

    def _placing_chips(self) -> Generator[None, None, dict[str, Rect]]:
        """Place all chips, the widest first, as :func:`maplanner.drawing.links.place_chips` does at once."""
        widths = {each.id: chip_width(each.label) for each in self.wires.values() if each.label}
        lines = Space()
        for wire_id, points in self.routes.items():
            for name, rect in lines_space({wire_id: points}).rects.items():
                lines.add(name, rect)
            yield
        ground = Ground(self._router.bare, Space(), lines)
        placed: dict[str, Rect] = {}
        for wire_id, width in sorted(widths.items(), key=lambda item: (-item[1], item[0])):
            points = self.routes.get(wire_id, ())
            own = frozenset(f"{wire_id} {index}" for index in range(len(points)))
            place = chip_rect(points, width, ground, own)
            if place is not None:
                ground.taken.add(wire_id, place)
                placed[wire_id] = place
            yield
        return placed


def _stands_alike(one: StepCard, other: StepCard) -> bool:
    """Whether links to and from two cards go the same ways."""
    return (one.rect, one.outputs, one.used) == (other.rect, other.outputs, other.used)
