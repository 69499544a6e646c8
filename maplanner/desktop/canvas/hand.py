"""The mouse on the canvas: which gesture a press begins, and what the mouse merely passes over."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QGraphicsRectItem, QStyleOptionGraphicsItem, QWidget

from maplanner.desktop.canvas import edits, field_spots, frame_touch, framing, touch
from maplanner.desktop.canvas.gestures.base import Gesture, Phase, Pointer
from maplanner.desktop.canvas.gestures.connect import Connect, Reattach
from maplanner.desktop.canvas.gestures.frame import FrameGround, ResizeFrame, cursor_of
from maplanner.desktop.canvas.gestures.landing import gesture_on_landing, is_on_landing
from maplanner.desktop.canvas.gestures.lasso import Lasso
from maplanner.desktop.canvas.gestures.move import Move
from maplanner.desktop.canvas.gestures.pan import Pan
from maplanner.desktop.canvas.gestures.press import Press, Select
from maplanner.desktop.canvas.gestures.resize import Resize
from maplanner.desktop.canvas.step_item import StepItem
from maplanner.drawing.geometry import Rect
from maplanner.drawing.link_paint import chip_width, paint_chip
from maplanner.drawing.links import CHIP_HEIGHT

if TYPE_CHECKING:
    from maplanner.desktop.canvas.view import CanvasView
    from maplanner.drawing.theme import Theme

_EDGE: Final = 28
"""Pixels from the border of the view in which dragging scrolls it."""
_EDGE_SPEED: Final = 14.0
_TAP: Final = 0.4
"""Seconds that a key may be held in a tap."""
_REPEAT: Final = 0.05
"""Seconds under which a key that is let go and pressed again was held: some displays repeat keys that way."""


class PortName(QGraphicsRectItem):
    """Says beside a port which way out it is."""

    def __init__(self, place: Rect, name: str, look: Theme) -> None:
        super().__init__(QRectF(*place.grown(2)))
        self._place, self._name, self._look = place, name, look

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        paint_chip(painter, self._place, self._name, self._look)


class Hand:
    """Turns mouse events of a view into gestures, one at a time."""

    def __init__(self, view: CanvasView) -> None:
        """Rest."""
        self._view = view
        self.gesture: Gesture | None = None
        self.next_gesture: Callable[[Pointer], Gesture] | None = None
        self.space_is_down = False
        self._last = Pointer(QPointF(), view.rect().topLeft())
        self._hovered: str | None = None
        self._menu_at: QPointF | None = None
        self._is_over = False
        self._space_until = 0.0
        self._space_left = -_REPEAT
        self._port: tuple[str, str] | None = None
        self._port_name: PortName | None = None

    def cursor(self) -> QPointF | None:
        """Return where on the drawing the mouse is, or where its menu was opened; ``None`` if elsewhere."""
        if self._menu_at is not None:
            return self._menu_at
        return self._view.camera.to_drawing(QPointF(self._last.view)) if self._is_over else None

    @property
    def is_busy(self) -> bool:
        """Whether a gesture is running."""
        return self.gesture is not None

    def press(self, event: QMouseEvent) -> None:
        """Begin a gesture, unless one is running."""
        if self.gesture is not None:
            return
        pointer = self._pointer(event)
        self._space_until = 0.0
        self._name_port(None)
        self._menu_at = pointer.at if event.button() == Qt.MouseButton.RightButton else None
        if event.button() == Qt.MouseButton.MiddleButton or (
            self.space_is_down and event.button() == Qt.MouseButton.LeftButton
        ):
            self.gesture = Pan(pointer, self._view.camera.scroll)
        elif event.button() == Qt.MouseButton.LeftButton:
            begin, self.next_gesture = self.next_gesture or self._gesture_at, None
            self.gesture = begin(pointer)
        self._show_cursor()

    def move(self, event: QMouseEvent) -> None:
        """Follow the mouse with the running gesture, or look what lies under it."""
        pointer = self._pointer(event)
        if self.gesture is None:
            self._menu_at = None
            self._pass_over(pointer)
            return
        self.gesture.moved(pointer)
        self._show_cursor()
        if not isinstance(self.gesture, Pan):
            self._view.scroll_at_edge(self._push(pointer))

    def release(self, event: QMouseEvent) -> None:
        """End the running gesture."""
        gesture, self.gesture = self.gesture, None
        if gesture is not None:
            self._view.scroll_at_edge(QPointF())
            gesture.released(self._pointer(event))
        self._show_cursor()

    def cancel(self) -> bool:
        """Give up the running gesture; return whether there was one."""
        gesture, self.gesture = self.gesture, None
        if gesture is None:
            return False
        self._view.scroll_at_edge(QPointF())
        gesture.cancel()
        self._show_cursor()
        return True

    def wait_for(self, begin: Callable[[Pointer], Gesture] | None) -> bool:
        """Begin another gesture than usual at the next press; return whether one was waited for before."""
        was, self.next_gesture = self.next_gesture is not None, begin
        self._show_cursor()
        return was

    def follow_scroll(self) -> None:
        """Let the gesture know that the drawing has moved under the mouse."""
        if self.gesture is not None:
            view = self._last.view
            at = self._view.camera.to_drawing(QPointF(view))
            self._last = Pointer(at, view, self._last.keys, self._view.camera.zoom)
            self.gesture.moved(self._last)

    def leave(self) -> None:
        """Forget what the mouse passed over, and that it is here."""
        self._is_over = False
        self._forget()

    def _forget(self) -> None:
        self._hover(None)
        self._name_port(None)

    def set_space(self, is_down: bool) -> bool:
        """Take note that Space is held: the left button pans. Return whether it was merely tapped."""
        now = perf_counter()
        was_tapped = self.space_is_down and not is_down and now < self._space_until
        is_held = is_down and now < self._space_left + _REPEAT
        self._space_until = now + _TAP if is_down and not is_held else 0.0
        if self.space_is_down and not is_down:
            self._space_left = now
        self.space_is_down = is_down
        self._show_cursor()
        return was_tapped

    def _pointer(self, event: QMouseEvent) -> Pointer:
        camera = self._view.camera
        self._is_over = True
        self._last = Pointer(
            camera.to_drawing(event.position()), event.position().toPoint(), event.modifiers(), camera.zoom
        )
        return self._last

    def _gesture_at(self, pointer: Pointer) -> Gesture:
        return self._gesture_on_part(pointer) or self._gesture_on_thing(pointer)

    def _gesture_on_part(self, pointer: Pointer) -> Gesture | None:
        """Return the gesture of a small part under the mouse: a button, a port, an end, a corner."""
        scene, desk = self._view.canvas, self._view.desk
        if pointer.zoom < self._view.canvas.overview.zoom:
            return None
        fold = touch.fold_at(scene, pointer.at)
        if fold is not None:
            return Press(pointer, lambda: desk.attempt(lambda: edits.toggle_open(desk.store, fold)))
        end = touch.link_end_at(scene, pointer.at, pointer.zoom)
        if end is not None:
            return Reattach(pointer, desk, end[0], at_target=end[1])
        port = touch.output_at(scene, pointer.at, pointer.zoom)
        if port is not None:
            return Connect(pointer, desk, *port)
        landing = gesture_on_landing(pointer, desk)
        if landing is not None:
            return landing
        corner = touch.corner_at(scene, pointer.at)
        return self._gesture_on_frame(pointer) if corner is None else Resize(pointer, desk, corner)

    def _gesture_on_frame(self, pointer: Pointer) -> Gesture | None:
        """Return the gesture of a frame's handle or of the button that folds it."""
        scene, desk = self._view.canvas, self._view.desk
        handle = frame_touch.handle_at(scene, pointer.at, pointer.zoom)
        if handle is not None:
            return ResizeFrame(pointer, desk, *handle)
        found = frame_touch.fold_button_at(scene, pointer.at)
        if found is None or touch.step_at(scene, pointer.at) is not None:
            return None
        fold = partial(framing.fold, desk.store, [found], folded=True)
        return Press(pointer, lambda: desk.attempt(fold))

    def _gesture_on_thing(self, pointer: Pointer) -> Gesture:
        scene, desk = self._view.canvas, self._view.desk
        record_id = touch.step_at(scene, pointer.at) or touch.note_at(scene, pointer.at)
        if record_id is not None:
            return Move(pointer, desk, record_id)
        link_id = touch.link_at(scene, pointer.at, touch.LINK_REACH / pointer.zoom)
        link_id = link_id or field_spots.field_line_at(scene, pointer.at, pointer.zoom)
        if link_id is None:
            return self._gesture_on_ground(pointer)
        choose: Callable[[], Any] = (
            (lambda: scene.toggle(link_id)) if pointer.adds else (lambda: scene.select([link_id]))
        )
        return Select(pointer, choose)

    def _gesture_on_ground(self, pointer: Pointer) -> Gesture:
        scene, desk = self._view.canvas, self._view.desk
        held = frame_touch.frame_at(scene, pointer.at, pointer.zoom)
        if held is not None:
            return Move(pointer, desk, held)
        over = frame_touch.frame_over(scene, pointer.at)
        return Lasso(pointer, desk) if over is None else FrameGround(pointer, desk, over)

    # --- passing over --------------------------------------------------------

    def _pass_over(self, pointer: Pointer) -> None:
        if pointer.zoom < self._view.canvas.overview.zoom:
            self._forget()
            return
        scene = self._view.canvas
        port = touch.output_at(scene, pointer.at, pointer.zoom)
        over = port[0] if port else touch.record_at(scene, pointer.at, pointer.zoom)
        self._hover(over or field_spots.field_line_at(scene, pointer.at, pointer.zoom))
        self._name_port(port)
        self._show_cursor(pointer)

    def _hover(self, record_id: str | None) -> None:
        if record_id == self._hovered:
            return
        for each, hovered in ((self._hovered, False), (record_id, True)):
            _show_hovered(self._view, each, hovered)
        self._hovered = record_id

    def _name_port(self, port: tuple[str, str] | None) -> None:
        """Say which way out a port is, where a step has several."""
        if port == self._port:
            return
        self._port = port
        scene = self._view.canvas
        if self._port_name is not None:
            scene.remove_preview(self._port_name)
            self._port_name = None
        item = scene.steps.get(port[0]) if port else None
        if item is None or port is None or len(item.card.outputs) < 2:
            return
        title = next(each.title for each in item.card.outputs if each.name == port[1])
        at = item.card.out_port(port[1]).moved(item.card.x + 10, item.card.y - CHIP_HEIGHT / 2)
        self._port_name = PortName(Rect(at.x, at.y, chip_width(title), CHIP_HEIGHT), title, scene.look)
        scene.add_preview(self._port_name)

    def _show_cursor(self, pointer: Pointer | None = None) -> None:
        shape = Qt.CursorShape.ArrowCursor
        if self.gesture is not None:
            if self.gesture.phase is Phase.DRAGGING and self.gesture.cursor is not None:
                shape = self.gesture.cursor
        elif self.next_gesture is not None:
            shape = Qt.CursorShape.CrossCursor
        elif self.space_is_down:
            shape = Qt.CursorShape.OpenHandCursor
        elif pointer is not None and (self._port is not None or is_on_landing(self._view.canvas, pointer)):
            shape = Qt.CursorShape.CrossCursor
        elif pointer is not None and touch.corner_at(self._view.canvas, pointer.at) is not None:
            shape = Qt.CursorShape.SizeFDiagCursor
        elif pointer is not None:
            handle = frame_touch.handle_at(self._view.canvas, pointer.at, pointer.zoom)
            shape = shape if handle is None else cursor_of(handle[1])
        viewport = self._view.viewport()
        if viewport.cursor().shape() != shape:
            viewport.setCursor(shape)

    def _push(self, pointer: Pointer) -> QPointF:
        """Return how fast a drag at the view's border scrolls it, in pixels per tick."""
        port, at = self._view.viewport().rect(), pointer.view
        if self.gesture is None or self.gesture.phase is not Phase.DRAGGING:
            return QPointF()
        across = max(0, _EDGE - at.x()) - max(0, at.x() - (port.width() - _EDGE))
        down = max(0, _EDGE - at.y()) - max(0, at.y() - (port.height() - _EDGE))
        return QPointF(across, down) * (_EDGE_SPEED / _EDGE)


def _show_hovered(view: CanvasView, record_id: str | None, hovered: bool) -> None:
    view.canvas.field_lines.show_hovered(record_id, hovered)
    item = view.canvas.item_of(record_id) if record_id is not None else None
    if isinstance(item, StepItem):
        item.show_state(hovered=hovered, show_ports=hovered)
    elif item is not None:
        item.show_state(hovered=hovered)
