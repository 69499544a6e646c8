"""Putting what lies on a drawing into its lanes: everything keeps its column, rows are packed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from maplanner.document.records import Campaign, Frame, Note, Step
from maplanner.document.vocabulary import Lanes
from maplanner.drawing.card import step_card
from maplanner.drawing.frames import block_rect, frame_box, members_of
from maplanner.drawing.geometry import Point, Rect, around
from maplanner.drawing.lanes import HEAD, HEIGHT, frame_lane, lane_key, lanes_of
from maplanner.drawing.layout.room import snapped
from maplanner.drawing.notes import sticky_note

if TYPE_CHECKING:
    from maplanner.document.reading import RecordReader
    from maplanner.document.store import Transaction

_BESIDE: Final = 40.0
"""Pixels kept between two things of one row: enough for an arrow."""
_BELOW: Final = 32.0
_FOOT: Final = 24.0
_NEAR: Final = 96.0
"""Pixels within which a note counts as lying at its step, so that room is kept for it."""


@dataclass
class Laned:
    """Where things go, and where lanes lie then."""

    places: dict[str, Point] = field(default_factory=dict)
    top: float = 0.0
    heights: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class _Unit:
    """Something that moves as a whole, with what it takes along; one that stays only takes room."""

    id: str
    lane: str
    rect: Rect
    taken: tuple[Step | Note | Frame, ...]
    stays: bool = False


def laned(reader: RecordReader, campaign: Campaign) -> Laned:
    """Return the places at which all steps, frames and notes of a campaign lie in their lanes.

    Pinned steps stay. A frame lies in the lane of most of its steps; a note goes with the nearest step.
    """
    if campaign.lanes is Lanes.NONE:
        return Laned()
    units = _units(reader, campaign)
    top = campaign.lanes_top
    if not campaign.lane_heights and units:
        top = snapped(min(unit.rect.y for unit in units) - HEAD)
    found = Laned(top=top)
    staying = [unit.rect.grown(_BELOW / 2) for unit in units if unit.stays]
    for lane in lanes_of(reader, campaign):
        mine = [unit for unit in units if unit.lane == lane.key and not unit.stays]
        found.heights[lane.key] = _fill(mine, top, staying, found.places)
        top += found.heights[lane.key]
    return found


def write_lanes(transaction: Transaction, campaign_id: str) -> None:
    """Move what lies on a drawing into its lanes and give them their heights, within a transaction."""
    campaign = transaction.find(Campaign, campaign_id)
    found = laned(transaction, campaign)
    for record_id, (x, y) in found.places.items():
        transaction.change(record_id, {"x": x, "y": y})
    if campaign.lanes is not Lanes.NONE:
        gone = {f"lane_heights.{key}": None for key in campaign.lane_heights}
        heights = {f"lane_heights.{key}": height for key, height in found.heights.items()}
        transaction.change(campaign_id, {"lanes_top": found.top, **gone, **heights})


def _fill(units: Sequence[_Unit], top: float, staying: Sequence[Rect], places: dict[str, Point]) -> float:
    """Give the units of one lane their rows, clear of what stays; return how high the lane is then."""
    rows: list[list[_Unit]] = []
    for unit in sorted(units, key=lambda each: (each.rect.y, each.rect.x, each.id)):
        row = next((each for each in rows if not _meets(unit, each)), None)
        if row is None:
            rows.append([unit])
        else:
            row.append(unit)
    y = top + HEAD
    for row in rows:
        y = _clear(row, y, staying)
        for unit in row:
            _move(unit, y, places)
        y = snapped(y + max(unit.rect.height for unit in row) + _BELOW)
    return snapped(y - _BELOW + _FOOT - top) if rows else HEIGHT


def _clear(row: Sequence[_Unit], y: float, staying: Sequence[Rect]) -> float:
    """Return where a row goes so that none of it lies on what stays: at a height or below it."""
    for _ in range(len(staying)):
        placed = [unit.rect._replace(y=y) for unit in row]
        hit = next((rect for rect in staying if any(each.meets(rect) for each in placed)), None)
        if hit is None:
            break
        y = snapped(hit.bottom + 4.0)
    return y


def _meets(unit: _Unit, row: Sequence[_Unit]) -> bool:
    return any(
        unit.rect.x < other.rect.right + _BESIDE and other.rect.x < unit.rect.right + _BESIDE for other in row
    )


def _move(unit: _Unit, y: float, places: dict[str, Point]) -> None:
    down = snapped(y) - unit.rect.y
    if down:
        for record in unit.taken:
            places[record.id] = Point(record.x, record.y + down)


def _units(reader: RecordReader, campaign: Campaign) -> list[_Unit]:
    steps = reader.referring(Step, "campaign", campaign.id)
    frames = reader.referring(Frame, "campaign", campaign.id)
    notes = [note for note in reader.referring(Note, "campaign", campaign.id) if note.frame is None]
    loose = [step for step in steps if step.frame is None]
    rects = {step.id: step_card(reader, step).rect for step in loose}
    owners = _owners(notes, rects)
    units = []
    for step in loose:
        own = [note for note in notes if owners.get(note.id) == step.id]
        taken: tuple[Step | Note | Frame, ...] = (step, *own)
        near = [rect for note in own if (rect := sticky_note(note).rect).meets(rects[step.id].grown(_NEAR))]
        area = around([rects[step.id], *near])
        units.append(_Unit(step.id, lane_key(step, campaign.lanes), area, taken, step.pinned))
    for frame in frames:
        members = members_of(reader, frame.id)
        inner = [member for member in members if isinstance(member, Step)]
        rect = block_rect(frame) if frame.folded else frame_box(frame).rect
        stays = any(step.pinned for step in inner)
        lane = frame_lane(reader, frame.id, campaign.lanes)
        units.append(_Unit(frame.id, lane, rect, (frame, *members), stays))
    return units


def _owners(notes: Sequence[Note], rects: Mapping[str, Rect]) -> dict[str, str]:
    """Return the nearest step to each note."""
    found: dict[str, str] = {}
    for note in notes if rects else ():
        middle = sticky_note(note).rect.center
        found[note.id] = min(
            rects,
            key=lambda key: (
                abs(rects[key].center.x - middle.x) + abs(rects[key].center.y - middle.y),
                key,
            ),
        )
    return found
