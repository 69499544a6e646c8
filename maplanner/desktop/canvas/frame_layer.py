"""Frames of a scene: open ones as items below everything, folded ones as cards in place of their contents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maplanner.desktop.canvas.frame_item import FrameItem
from maplanner.document.records import Frame
from maplanner.drawing.frames import block_card

if TYPE_CHECKING:
    from maplanner.desktop.canvas.scene import CanvasScene


def refresh_frame(scene: CanvasScene, frame_id: str) -> None:
    """Show a frame as its record says; it stays selected when it is folded or unfolded."""
    frame = scene.reader.find_or_none(Frame, frame_id)
    is_here = frame is not None and frame.campaign == scene.campaign_id
    was_selected = scene.is_selected(frame_id)
    if frame is None or not is_here or frame.folded:
        gone = scene.frames.get(frame_id)
        scene.drop(scene.frames, frame_id)
        if gone is not None:
            scene.removeItem(gone.title)
    if frame is None or not is_here or not frame.folded:
        scene.drop(scene.steps, frame_id)
        scene.wiring.remove_card(frame_id)
    if frame is None or not is_here:
        return
    if frame.folded:
        scene.show_card(block_card(scene.reader, frame), foldable=True)
    else:
        _show_open(scene, frame)
    if was_selected and not scene.is_selected(frame_id):
        scene.toggle(frame_id)


def _show_open(scene: CanvasScene, frame: Frame) -> None:
    item = scene.frames.get(frame.id)
    if item is None:
        item = scene.frames[frame.id] = FrameItem(scene, frame)
        scene.addItem(item)
        scene.addItem(item.title)
    elif item.frame != frame or item.pos().toTuple() != (frame.x, frame.y):
        item.show_frame(frame)
