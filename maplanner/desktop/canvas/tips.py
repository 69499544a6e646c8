"""What the small text beside a resting mouse says."""

from __future__ import annotations

from PySide6.QtCore import QPointF

from maplanner.desktop.canvas import touch
from maplanner.desktop.canvas.scene import CanvasScene
from maplanner.drawing.card import StepCard
from maplanner.drawing.card_paint import badge_rect
from maplanner.drawing.field_rows import RowSort
from maplanner.drawing.geometry import Point
from maplanner.drawing.labels import count_text


def tip_at(scene: CanvasScene, at: QPointF, zoom: float) -> str:
    """Return the text for what lies under a point: what may be elided, findings, counts; or nothing."""
    step_id = touch.step_near(scene, at, 10.0)
    if step_id is not None:
        return _step_tip(scene, step_id, at)
    note_id = touch.note_at(scene, at)
    if note_id is not None:
        return scene.notes[note_id].note.text
    link_id = touch.link_at(scene, at, touch.LINK_REACH / zoom)
    return "" if link_id is None else _link_tip(scene, link_id)


def _step_tip(scene: CanvasScene, step_id: str, at: QPointF) -> str:
    card = scene.steps[step_id].card
    place = Point(at.x() - card.x, at.y() - card.y)
    complaints = scene.marks.complaints.get(step_id, ())
    if complaints and badge_rect(card).grown(3).holds(place):
        return "\n".join(complaints)
    row = _row_tip(card, place)
    if row:
        return row
    lines = [card.title, card.summary, *complaints, *sign_lines(card)]
    entered = scene.marks.entered.get(step_id)
    if entered is not None:
        lines.insert(2, f"{count_text(entered)} leads in the simulation")
    return "\n".join(line for line in lines if line)


def sign_lines(card: StepCard) -> list[str]:
    """Return what a card's signs and colour say, a line each."""
    comments = "1 open comment" if card.comments == 1 else f"{card.comments} open comments"
    return [
        comments if card.comments else "",
        f"Owner: {card.owner}" if card.owner else "",
        "Keeps its place when the drawing is tidied up" if card.pinned else "",
        f"Colour: {card.tone.words}" if card.tone is not None else "",
    ]


def _row_tip(card: StepCard, place: Point) -> str:
    for index, row in enumerate(card.rows):
        if card.row_rect(index).grown(1).holds(place) or _near(card.field_port(index), place):
            required = " (required)" if row.required else ""
            between = " → " if row.sort is RowSort.COLLECTED else ": "
            return f"{row.title}{required}{between}{row.beside}" if row.beside else row.title
    return ""


def _near(port: Point, place: Point) -> bool:
    return abs(port.x - place.x) <= 6 and abs(port.y - place.y) <= 6


def _link_tip(scene: CanvasScene, link_id: str) -> str:
    item = scene.links[link_id]
    source, target = scene.steps[item.wire.source].card, scene.steps[item.wire.target].card
    lines = [f"{source.title} → {target.title}", item.wire.label]
    if item.wire.carried is not None:
        lines.append(f"{count_text(item.wire.carried)} leads in the simulation")
    return "\n".join(line for line in lines if line)
