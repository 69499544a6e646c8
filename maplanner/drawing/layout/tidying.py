"""A tidy drawing: every step at a place of its own on the grid, in the order in which leads meet them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from math import ceil, hypot
from statistics import median
from typing import TYPE_CHECKING, Final, NamedTuple

from maplanner.core.errors import Cancelled
from maplanner.document.records import Link, Note
from maplanner.drawing.card import CARD_WIDTH, StepCard
from maplanner.drawing.geometry import Point, Rect, around
from maplanner.drawing.labels import link_label
from maplanner.drawing.layout.engine import Box, Join, LayoutEngine, Part, Spacing
from maplanner.drawing.layout.flow import hanging_together, in_flow
from maplanner.drawing.layout.framed import Drawn, with_frames
from maplanner.drawing.layout.room import GRID, Ground, evened, snapped
from maplanner.drawing.notes import sticky_note

if TYPE_CHECKING:
    from maplanner.document.reading import RecordReader

BETWEEN_ROWS: Final = 40.0
BETWEEN_PARTS: Final = 64.0
_NARROW: Final = 72.0
_WIDE: Final = 136.0
"""Least and most room between two columns; the words on the links decide."""
_LETTER: Final = 6.6
_CHIP_ENDS: Final = 48.0
"""Room around a chip for its own margins, the bends of links and the arrow's head."""
_MAIN_WAY: Final = 8
_NEAR_NOTE: Final = 96.0
"""Pixels within which a note counts as lying at its step, so that room is kept for it."""
_WIDEST_NOTED: Final = 2.5 * CARD_WIDTH
_SINGLES_IN_ROW: Final = 5


class Piece(NamedTuple):
    """Steps that keep their places among each other, by where each one goes."""

    places: dict[str, Point]
    anchor: Point | None = None
    """How far to move them all; ``None`` where that is free."""


def tidied(
    reader: RecordReader,
    campaign_id: str,
    only: Collection[str] = (),
    *,
    engine: LayoutEngine | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> dict[str, Point]:
    """Return where steps and notes of a campaign go so that it is tidy: those that move, and no others.

    With ``only`` the other steps stay. Pinned steps always stay, and the steps that hang together with them
    are laid out around them. What moves keeps its upper left corner if there is room; no step comes to lie
    on another. Notes keep their offset to the nearest step. What lies in a frame is arranged inside it, and
    the frame with its contents among the rest.

    Raises:
        CannotTidy: It cannot be done, or not in reasonable time.
        Cancelled: ``cancelled`` said so.
        MissingPart: No engine is installed.
    """
    if engine is None:
        from maplanner.drawing.layout.graphviz import GraphvizEngine

        engine = GraphvizEngine()
    arrange = partial(_arranged, engine=engine, cancelled=cancelled)
    return with_frames(reader, campaign_id, only, arrange)


def _arranged(
    drawn: Drawn, only: Collection[str], *, engine: LayoutEngine, cancelled: Callable[[], bool]
) -> dict[str, Point]:
    """Return where cards go, and notes with them; those that move alone."""
    sheet = _Sheet(drawn, only)
    parts = sheet.parts()
    laid = engine.arrange(parts, sheet.spacing(), cancelled)
    if cancelled():
        raise Cancelled("Tidying up was stopped.")
    pieces = [sheet.piece(part, places) for part, places in zip(parts, laid, strict=True)]
    return sheet.changes(sheet.settled(pieces))


class _Sheet:
    """One campaign's steps, links and notes, and which of the steps are to be arranged."""

    def __init__(self, drawn: Drawn, only: Collection[str]) -> None:
        wanted = {key for key in drawn.cards if key in only} or set(drawn.cards)
        self.reader = drawn.reader
        self.cards = drawn.cards
        self.arranged = [key for key in self.cards if key in wanted]
        self.pinned = drawn.pinned
        self.framed = drawn.areas.keys()
        self.moving = wanted - self.pinned
        inner = [
            link
            for link in drawn.links
            if link.source in wanted and link.target in wanted and link.source != link.target
        ]
        self.links = sorted(inner, key=self._link_order)
        self.notes = {note: self._nearest(note) for note in drawn.notes if self.cards}
        self.areas = {key: drawn.areas.get(key) or self._area(card) for key, card in self.cards.items()}

    def parts(self) -> list[Part]:
        """Return what hangs together by links, the uppermost first; steps without links are no part."""
        ends = [(link.source, link.target) for link in self.links]
        groups = [group for group in hanging_together(self.arranged, ends) if len(group) > 1]
        return [self._part(group) for group in sorted(groups, key=self._corner_of)]

    def spacing(self) -> Spacing:
        """Return the room to keep: enough for the longest words on a link, within reason."""
        longest = max((len(self._label(link)) for link in self.links), default=0)
        columns = min(_WIDE, max(_NARROW, longest * _LETTER + _CHIP_ENDS if longest else 0.0))
        return Spacing(columns=columns, rows=BETWEEN_ROWS)

    def piece(self, part: Part, laid: Mapping[str, Point]) -> Piece:
        """Return a part's steps in even rows and columns; one with pinned steps says where it belongs."""
        corners = {
            key: Point(
                at.x + self.cards[key].x - self.areas[key].x, at.y + self.cards[key].y - self.areas[key].y
            )
            for key, at in laid.items()
        }
        columns = evened({key: at.x for key, at in corners.items()})
        rows = evened({key: at.y for key, at in corners.items()})
        places = {key: Point(columns[key], rows[key]) for key in corners}
        held = sorted(self.pinned & places.keys())
        if not held:
            return Piece(places)
        right = median(self.cards[key].x - places[key].x for key in held)
        down = median(self.cards[key].y - places[key].y for key in held)
        return Piece(places, Point(snapped(right), snapped(down)))

    def settled(self, pieces: Sequence[Piece]) -> dict[str, Point]:
        """Return where each moving step goes, clear of all that stays and of each other."""
        ground = Ground(self._staying())
        found: dict[str, Point] = {}
        for piece in pieces:
            if piece.anchor is not None:
                free = {
                    key: at.moved(*piece.anchor) for key, at in piece.places.items() if key in self.moving
                }
                found.update(ground.each_beside(free, self._offset_areas(free)))
        rest = self._stacked([piece.places for piece in pieces if piece.anchor is None])
        if rest:
            found.update(ground.all_together(rest, self._offset_areas(rest)))
        return found

    def changes(self, places: Mapping[str, Point]) -> dict[str, Point]:
        """Return the steps that really move, and the notes that go with them."""
        moved = {key: at for key, at in places.items() if at != (self.cards[key].x, self.cards[key].y)}
        found = dict(moved)
        for note, owner in self.notes.items():
            if owner in moved:
                card, at = self.cards[owner], moved[owner]
                found[note.id] = Point(note.x + at.x - card.x, note.y + at.y - card.y)
        return found

    def _link_order(self, link: Link) -> tuple[str, float, float, str]:
        return (link.source, self.cards[link.source].out_port(link.output).y, link.order, link.id)

    def _part(self, group: Sequence[str]) -> Part:
        members = set(group)
        links = [link for link in self.links if link.source in members]
        order, back = in_flow(group, [(link.source, link.target) for link in links])
        boxes = {key: self._box(key) for key in order}
        joins: list[Join] = []
        led_on: set[str] = set()
        for link in links:
            if (link.source, link.target) in back:
                source, target = boxes[link.target], boxes[link.source]
                joins.append(Join(source.id, target.id, source.into, 0))
            else:
                joins.append(
                    Join(
                        link.source,
                        link.target,
                        self._leaves(link),
                        1 if link.source in led_on else _MAIN_WAY,
                    )
                )
                led_on.add(link.source)
        return Part(tuple(boxes.values()), tuple(joins))

    def _box(self, key: str) -> Box:
        card, area = self.cards[key], self.areas[key]
        return Box(key, area.width, area.height, card.y - area.y + card.in_port.y)

    def _leaves(self, link: Link) -> float:
        card = self.cards[link.source]
        return card.y - self.areas[link.source].y + card.out_port(link.output).y

    def _label(self, link: Link) -> str:
        outputs = self.cards[link.source].outputs
        output = next((each for each in outputs if each.name == link.output), None)
        source = self.reader.find(Link, link.id).source
        siblings = [x for x in self.reader.referring(Link, "source", source) if x.output == link.output]
        return link_label(link, output, siblings)

    def _nearest(self, note: Note) -> str:
        place = sticky_note(note).rect
        return min(
            self.cards,
            key=lambda key: (_gap(self.cards[key].rect, place), _apart(self.cards[key].rect, place), key),
        )

    def _area(self, card: StepCard) -> Rect:
        """Return a card's place with the notes that lie at it."""
        notes = [sticky_note(note).rect for note, owner in self.notes.items() if owner == card.id]
        near = [rect for rect in notes if _gap(card.rect, rect) <= _NEAR_NOTE]
        area = around([card.rect, *near])
        return area if area.width <= _WIDEST_NOTED else card.rect

    def _corner_of(self, group: Iterable[str]) -> tuple[float, float, str]:
        rects = [self.cards[key].rect for key in group]
        return (min(rect.y for rect in rects), min(rect.x for rect in rects), min(group))

    def _staying(self) -> list[Rect]:
        staying = [key for key in self.cards if key not in self.moving]
        cards = [self.areas[key] if key in self.framed else self.cards[key].rect for key in staying]
        return cards + [
            sticky_note(note).rect for note, owner in self.notes.items() if owner not in self.moving
        ]

    def _offset_areas(self, keys: Iterable[str]) -> dict[str, Rect]:
        """Return each step's area as seen from its card's upper left corner."""
        return {key: self.areas[key].moved(-self.cards[key].x, -self.cards[key].y) for key in keys}

    def _stacked(self, pieces: Sequence[Mapping[str, Point]]) -> dict[str, Point]:
        """Return the pieces below each other, then the steps without links in rows, from the corner on."""
        in_parts = {link.source for link in self.links} | {link.target for link in self.links}
        singles = sorted(self.moving - in_parts, key=lambda key: (self.cards[key].y, self.cards[key].x, key))
        moving = [*(key for piece in pieces for key in piece), *singles]
        if not moving:
            return {}
        left = snapped(min(self.cards[key].x for key in moving))
        top = snapped(min(self.cards[key].y for key in moving))
        found: dict[str, Point] = {}
        y = top
        for piece in [*pieces, *self._single_rows(singles)]:
            areas = self._offset_areas(piece)
            covered = around(areas[key].moved(*piece[key]) for key in piece)
            right = left - min(at.x for at in piece.values())
            # The first piece's steps begin at the corner, the others' where there is room.
            down = _up_to_grid(y - (covered.y if found else min(at.y for at in piece.values())))
            found.update({key: at.moved(right, down) for key, at in piece.items()})
            y = _up_to_grid(covered.bottom + down + BETWEEN_PARTS)
        return found

    def _single_rows(self, singles: Sequence[str]) -> list[dict[str, Point]]:
        step = _up_to_grid(max((self.areas[key].width for key in singles), default=0.0) + _NARROW)
        rows = [singles[at : at + _SINGLES_IN_ROW] for at in range(0, len(singles), _SINGLES_IN_ROW)]
        return [{key: Point(at * step, 0.0) for at, key in enumerate(row)} for row in rows]


def _up_to_grid(value: float) -> float:
    return ceil(value / GRID) * GRID


def _gap(a: Rect, b: Rect) -> float:
    """Return how far two rectangles are apart; 0 where they meet."""
    across = max(0.0, a.x - b.right, b.x - a.right)
    return hypot(across, max(0.0, a.y - b.bottom, b.y - a.bottom))


def _apart(a: Rect, b: Rect) -> float:
    return hypot(a.center.x - b.center.x, a.center.y - b.center.y)
