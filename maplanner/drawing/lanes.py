"""Lanes: bands across a drawing, one a buying stage, system or owner, in which its steps lie.

A drawing is read from left to right, so lanes lie below each other. Their places are part of the plan; a step
that lies elsewhere than in its lane stays there until somebody asks for it to be moved.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPen

from maplanner.document.records import Campaign, Step, System
from maplanner.document.vocabulary import Lanes
from maplanner.drawing.card import CARD_HEIGHT
from maplanner.drawing.coloring import in_order
from maplanner.drawing.geometry import Rect
from maplanner.drawing.labels import one_line
from maplanner.drawing.text import fitted, paint_text, text_width
from maplanner.drawing.theme import SECONDARY_SIZE, SEMIBOLD, ink, mixed

if TYPE_CHECKING:
    from maplanner.document.reading import RecordReader
    from maplanner.document.records import RecordValues
    from maplanner.drawing.theme import Theme

NO_LANE: Final = "-"
"""The key of the lane for steps that belong to none of the others."""
HEIGHT: Final = 176.0
"""Of a lane that nothing was ever put in."""
HEAD: Final = 40.0
"""Room for the heading, above the lane's steps."""
_WIDEST: Final = 260.0
_HEADING: Final = 24.0
_NONE_WORDS: Final = {
    Lanes.STAGE: "No buying stage",
    Lanes.SYSTEM: "No system",
    Lanes.OWNER: "No owner",
}
_FIELD: Final = {Lanes.STAGE: "stage", Lanes.SYSTEM: "system", Lanes.OWNER: "owner"}


@dataclass(frozen=True)
class Lane:
    """One band, from ``top`` downwards, in pixels of the drawing."""

    key: str
    title: str
    top: float
    height: float

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height


def lane_key(step: Step, lanes: Lanes) -> str:
    """Return the key of the lane to which a step belongs."""
    return str(getattr(step, _FIELD[lanes]) or NO_LANE)


def lane_values(lanes: Lanes, key: str) -> RecordValues:
    """Return what a step has to say to belong to a lane."""
    none = "" if lanes is Lanes.OWNER else None
    return {_FIELD[lanes]: none if key == NO_LANE else key}


def lanes_of(reader: RecordReader, campaign: Campaign) -> tuple[Lane, ...]:
    """Return the lanes of a drawing from the uppermost one down; none where it has none."""
    if campaign.lanes is Lanes.NONE:
        return ()
    found: list[Lane] = []
    top = campaign.lanes_top
    for key, title in [*_headings(reader, campaign), (NO_LANE, _NONE_WORDS[campaign.lanes])]:
        height = max(campaign.lane_heights.get(key, HEIGHT), HEAD + CARD_HEIGHT)
        found.append(Lane(key, title, top, height))
        top += height
    return tuple(found)


def _headings(reader: RecordReader, campaign: Campaign) -> list[tuple[str, str]]:
    """Return key and title of each lane: all stages, but of systems and owners those that have a step."""
    if campaign.lanes is Lanes.STAGE:
        return [(stage.id, one_line(stage.title) or "Stage") for stage in in_order(reader)]
    steps = reader.referring(Step, "campaign", campaign.id)
    used = {lane_key(step, campaign.lanes) for step in steps} - {NO_LANE}
    if campaign.lanes is Lanes.OWNER:
        return [(name, one_line(name)) for name in sorted(used, key=str.casefold)]
    systems = [system for system in reader.all(System) if system.id in used]
    return [(system.id, one_line(system.title) or "System") for system in systems]


def lane_at(lanes: tuple[Lane, ...], y: float) -> Lane | None:
    """Return the lane at a height; the first and the last one reach as far as the drawing does."""
    return next((lane for lane in lanes if y < lane.bottom), lanes[-1] if lanes else None)


def middle_of(step: Step) -> float:
    """Return the height that decides in which lane a step lies."""
    return step.y + CARD_HEIGHT / 2


def strays(reader: RecordReader, campaign: Campaign) -> list[str]:
    """Return the steps that lie in another lane than their own, apart from those that keep their place.

    What lies in a frame belongs where the frame does.
    """
    lanes = lanes_of(reader, campaign)
    found = []
    frames: dict[str, str] = {}
    for step in reader.referring(Step, "campaign", campaign.id) if lanes else ():
        key = lane_key(step, campaign.lanes)
        if step.frame is not None:
            if step.frame not in frames:
                frames[step.frame] = frame_lane(reader, step.frame, campaign.lanes)
            key = frames[step.frame]
        lane = lane_at(lanes, middle_of(step))
        if lane is not None and lane.key != key and not step.pinned:
            found.append(step.id)
    return found


def frame_lane(reader: RecordReader, frame_id: str, lanes: Lanes) -> str:
    """Return the lane of most steps of a frame; of several that have as many, the first one's."""
    counted = Counter(lane_key(step, lanes) for step in reader.referring(Step, "frame", frame_id))
    return counted.most_common(1)[0][0] if counted else NO_LANE


def joined(reader: RecordReader, steps: Iterable[Step]) -> dict[str, RecordValues]:
    """Return what steps have to say now that they lie in another lane; those in their own are left out."""
    found: dict[str, RecordValues] = {}
    known: dict[str, tuple[Campaign, tuple[Lane, ...]]] = {}
    for step in steps:
        if step.campaign not in known:
            campaign = reader.find(Campaign, step.campaign)
            known[step.campaign] = campaign, lanes_of(reader, campaign)
        campaign, lanes = known[step.campaign]
        lane = lane_at(lanes, middle_of(step))
        if lane is not None and lane.key != lane_key(step, campaign.lanes):
            found[step.id] = lane_values(campaign.lanes, lane.key)
    return found


def paint_bands(
    painter: QPainter, lanes: tuple[Lane, ...], area: Rect, theme: Theme, counts: Mapping[str, int]
) -> None:
    """Draw the bands over the width of an area, each with its heading at the left."""
    for number, lane in enumerate(lanes):
        paint_band(painter, Rect(area.x, lane.top, area.width, lane.height), theme, is_odd=number % 2 == 1)
        paint_heading(painter, heading_rect(lane, area.x, lane.top, counts), lane, theme, counts)


def paint_band(painter: QPainter, place: Rect, theme: Theme, *, is_odd: bool) -> None:
    """Draw one band: every second one is tinted, and a line separates them."""
    if is_odd:
        painter.fillRect(QRectF(*place), ink(mixed(theme.secondary, theme.canvas, 0.07)))
    pen = QPen(ink(mixed(theme.link, theme.canvas, 0.6)), 1)
    pen.setCosmetic(True)
    painter.setPen(pen)
    for y in (place.y, place.bottom):
        painter.drawLine(QRectF(place.x, y, place.width, 0).topLeft(), QRectF(place.right, y, 0, 0).topLeft())


def heading_words(lane: Lane, counts: Mapping[str, int]) -> str:
    """Return what stands at the beginning of a lane."""
    count = counts.get(lane.key, 0)
    return f"{lane.title} · {count}" if count else lane.title


def heading_rect(lane: Lane, left: float, top: float, counts: Mapping[str, int]) -> Rect:
    """Return the place of a lane's heading beside a corner."""
    width = min(_WIDEST, text_width(heading_words(lane, counts), SECONDARY_SIZE, SEMIBOLD) + 20.0)
    return Rect(left + 8.0, top + 7.0, width, _HEADING)


def paint_heading(
    painter: QPainter, place: Rect, lane: Lane, theme: Theme, counts: Mapping[str, int]
) -> None:
    """Draw a lane's heading on a small ground of its own."""
    painter.setPen(QPen(ink(theme.border), 1))
    painter.setBrush(ink(theme.panel))
    painter.drawRoundedRect(QRectF(*place), 6, 6)
    inner = Rect(place.x + 9.0, place.y, place.width - 18.0 + 1.0, place.height)
    words = fitted(heading_words(lane, counts), inner.width, SECONDARY_SIZE, SEMIBOLD)
    paint_text(painter, inner, words, theme.text, size=SECONDARY_SIZE, weight=SEMIBOLD)


def lane_counts(reader: RecordReader, campaign: Campaign) -> dict[str, int]:
    """Return how many steps belong to each lane."""
    found: dict[str, int] = {}
    if campaign.lanes is not Lanes.NONE:
        for step in reader.referring(Step, "campaign", campaign.id):
            key = lane_key(step, campaign.lanes)
            found[key] = found.get(key, 0) + 1
    return found
