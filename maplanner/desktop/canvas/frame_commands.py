"""What a person asks of frames by key, menu or palette."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from maplanner.desktop.canvas import edits, framing
from maplanner.desktop.canvas.gestures.base import Gesture, Pointer
from maplanner.desktop.canvas.gestures.frame import DrawFrame
from maplanner.desktop.words import tr
from maplanner.document.records import Frame

if TYPE_CHECKING:
    from maplanner.desktop.canvas.view import CanvasView


def selected_frames(view: CanvasView) -> list[Frame]:
    """Return the frames that are selected, and those in which something selected lies."""
    reader = view.bridge.reader
    chosen = [reader.get(key) for key in view.selected_ids()]
    frames = [record for record in chosen if isinstance(record, Frame)]
    if frames:
        return frames
    around = (reader.find_or_none(Frame, getattr(record, "frame", None)) for record in chosen)
    return list({frame.id: frame for frame in around if frame is not None}.values())


def add_frame(view: CanvasView) -> None:
    """Put a frame around what is selected; without a selection let the next drag draw one."""
    view.end_work()
    made: list[Frame | None] = []
    store, campaign = view.bridge.store, view.campaign_id
    chosen = view.selected_ids()
    if not view.desk.attempt(lambda: made.append(framing.frame_around(store, campaign, chosen))):
        return
    if made[0] is not None:
        begin_title(view, made[0].id)
        return
    view.setFocus(Qt.FocusReason.OtherFocusReason)
    view.hand.wait_for(lambda pointer: _drawing(view, pointer))
    view.message.emit(tr("Drag out the frame, or click where it goes. Esc gives it up."))


def _drawing(view: CanvasView, pointer: Pointer) -> Gesture:
    return DrawFrame(pointer, view.desk, lambda frame_id: begin_title(view, frame_id))


def begin_title(view: CanvasView, frame_id: str) -> None:
    """Select a frame and open its title for typing."""
    view.select([frame_id])
    view.authoring.write_title(frame_id)


def ungroup(view: CanvasView) -> None:
    """Take the selected frames away, and select what lay in them."""
    frames = [frame.id for frame in selected_frames(view)]
    kept: list[str] = []
    if frames and view.desk.attempt(lambda: kept.extend(framing.ungroup(view.bridge.store, frames))):
        view.select(kept)


def toggle_fold(view: CanvasView) -> None:
    """Fold the selected frames; if all are folded, unfold them."""
    frames = selected_frames(view)
    if frames:
        view.end_work()
        folded = not are_folded(view)
        ids = [frame.id for frame in frames]
        view.desk.attempt(lambda: framing.fold(view.bridge.store, ids, folded=folded))
        view.select(ids)


def are_folded(view: CanvasView) -> bool:
    """Whether all selected frames are folded."""
    frames = selected_frames(view)
    return bool(frames) and all(frame.folded for frame in frames)


def delete_with_contents(view: CanvasView) -> None:
    """Delete the selected frames and all that lies in them."""
    frames = [frame.id for frame in selected_frames(view)]
    if frames:
        store = view.bridge.store
        view.desk.attempt(lambda: edits.delete(store, framing.with_contents(store, frames)))
