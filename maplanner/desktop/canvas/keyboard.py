"""The keyboard on the canvas."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from maplanner.desktop.canvas import walking
from maplanner.desktop.canvas.placing import GRID
from maplanner.desktop.canvas.walking import Way

if TYPE_CHECKING:
    from maplanner.desktop.canvas.view import CanvasView

_WAYS: Final[dict[int, tuple[Way, float, float]]] = {
    int(Qt.Key.Key_Left): ("left", -1.0, 0.0),
    int(Qt.Key.Key_Right): ("right", 1.0, 0.0),
    int(Qt.Key.Key_Up): ("up", 0.0, -1.0),
    int(Qt.Key.Key_Down): ("down", 0.0, 1.0),
}
_STANDARD: Final[tuple[tuple[QKeySequence.StandardKey, Callable[[CanvasView], object]], ...]] = (
    (QKeySequence.StandardKey.Copy, lambda view: view.copy()),
    (QKeySequence.StandardKey.Cut, lambda view: view.cut()),
    (QKeySequence.StandardKey.Paste, lambda view: view.paste()),
    (QKeySequence.StandardKey.SelectAll, lambda view: view.select_all()),
    (QKeySequence.StandardKey.Redo, lambda view: view.bridge.redo()),
    (QKeySequence.StandardKey.Undo, lambda view: view.bridge.undo()),
)
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
_ALT: Final = Qt.KeyboardModifier.AltModifier
_CONTROL: Final = Qt.KeyboardModifier.ControlModifier


def key_pressed(view: CanvasView, event: QKeyEvent) -> bool:
    """Do what a key asks; return whether it asked for anything."""
    if view.hand.is_busy:
        return _key_in_gesture(view, event)
    for standard, action in _STANDARD:
        if event.matches(standard):
            action(view)
            return True
    return _arrow(view, event) or _bracket(view, event) or _plain_key(view, event)


def space_tapped(view: CanvasView) -> None:
    """Offer the kinds of step: to go on from the selected step, else where the mouse is."""
    chosen = [item.card.rect for key in view.selected_ids() if (item := view.canvas.steps.get(key))]
    if len(chosen) == 1:
        beside = QPointF(chosen[0].right + GRID, chosen[0].y)
        view.authoring.offer_kinds(beside, lambda _kind: True, view.add_step)
        return
    at = view.hand.cursor() or view.camera.visible().center()
    view.authoring.offer_kinds(at, lambda _kind: True, lambda name: view.add_step(name, at))


def _key_in_gesture(view: CanvasView, event: QKeyEvent) -> bool:
    """Let Esc cancel a gesture and nothing else disturb it."""
    if event.key() == Qt.Key.Key_Escape:
        view.hand.cancel()
    return True


def _plain_key(view: CanvasView, event: QKeyEvent) -> bool:
    match event.key():
        case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
            view.delete_selection()
        case Qt.Key.Key_F2:
            view.rename_selected()
        case Qt.Key.Key_Return | Qt.Key.Key_Enter:
            return _activate(view)
        case Qt.Key.Key_Escape:
            if not view.hand.wait_for(None):
                view.select([])
        case Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                view.hand.set_space(True)
        case Qt.Key.Key_D if event.modifiers() & _CONTROL:
            view.duplicate()
        case Qt.Key.Key_Tab | Qt.Key.Key_Backtab:
            return _walk_in_order(view, backwards=event.key() == Qt.Key.Key_Backtab)
        case _:
            return False
    return True


def _arrow(view: CanvasView, event: QKeyEvent) -> bool:
    found = _WAYS.get(event.key())
    if found is None or event.modifiers() & _ALT:
        return False
    way, dx, dy = found
    if event.modifiers() & _CONTROL:
        return _walk(view, way)
    if not view.selected_ids():
        view.camera.scroll(-dx * 48, -dy * 48)
        return True
    step = 1.0 if event.modifiers() & _SHIFT else GRID
    view.nudge(dx * step, dy * step)
    return True


def _activate(view: CanvasView) -> bool:
    ids = view.selected_ids()
    if len(ids) != 1:
        return False
    if ids[0] in view.canvas.notes or ids[0] in view.canvas.frames:
        view.rename_selected()
    else:
        view.activated.emit(ids[0])
    return True


def _walk(view: CanvasView, way: Way) -> bool:
    """Go to the nearest step in a direction."""
    rects = view.canvas.step_rects()
    here = _current(view)
    link = next((view.canvas.links[key] for key in view.selected_ids() if key in view.canvas.links), None)
    if here is not None:
        goal = walking.neighbour(rects, here, way)
    elif link is not None:
        goal = link.wire.target if way in ("right", "down") else link.wire.source
    else:
        goal = walking.next_in_order(rects, None)
    if goal is not None:
        view.walk_to(goal)
    return True


def _walk_in_order(view: CanvasView, *, backwards: bool) -> bool:
    """Go to the next step, note or frame.

    Behind the last one the key leaves the canvas, so that nobody is caught in it.
    """
    places = view.canvas.places()
    order = walking.in_reading_order(places)
    here = next((key for key in reversed(view.selected_ids()) if key in places), None)
    if not order:
        return False
    if here is None:
        view.walk_to(order[-1 if backwards else 0])
        return True
    place = order.index(here) + (-1 if backwards else 1)
    if not 0 <= place < len(order):
        return False
    view.walk_to(order[place])
    return True


def _bracket(view: CanvasView, event: QKeyEvent) -> bool:
    """Go round the links that leave the selected step with ], round those that lead to it with [."""
    if event.key() not in (Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight):
        return False
    leaving, links = event.key() == Qt.Key.Key_BracketRight, view.canvas.links

    def end(key: str) -> str:
        return links[key].wire.source if leaving else links[key].wire.target

    here = next(iter(reversed(view.selected_ids())), "")
    step = end(here) if here in links else here
    ring = sorted((key for key in links if end(key) == step), key=lambda key: (links[key].wire.output, key))
    if ring:
        view.walk_to(ring[(ring.index(here) + 1) % len(ring) if here in ring else 0])
    return True


def _current(view: CanvasView) -> str | None:
    steps = [key for key in view.selected_ids() if key in view.canvas.steps]
    return steps[-1] if steps else None
