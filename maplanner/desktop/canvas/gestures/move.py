"""Moving steps and notes: on the grid, along others' edges, or freely; a lone step can be put into a link."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsPathItem

from maplanner.desktop.canvas import edits, framing, touch
from maplanner.desktop.canvas.edits import Place
from maplanner.desktop.canvas.gestures.base import Gesture, Pointer
from maplanner.desktop.canvas.gestures.desk import Desk
from maplanner.desktop.canvas.placing import Guide, aligned, snapped
from maplanner.document.records import Step
from maplanner.drawing.geometry import Point, Rect
from maplanner.drawing.theme import ink

_MOST_NEIGHBOURS = 400


class Move(Gesture):
    """Drags the selection by one of its members. A click alone selects what was pressed."""

    cursor = Qt.CursorShape.SizeAllCursor

    def __init__(self, start: Pointer, desk: Desk, record_id: str) -> None:
        """Begin on a step or note."""
        super().__init__(start)
        self._desk = desk
        self._anchor = record_id
        self._origins: dict[str, Place] = {}
        self._carried: dict[str, Place] = {}
        self._neighbours: list[Rect] = []
        self._link: str | None = None
        self._guides: QGraphicsPathItem | None = None

    def begin(self) -> None:
        scene = self._desk.scene
        if not scene.is_selected(self._anchor):
            scene.select([*scene.selected_ids(), self._anchor] if self.start.adds else [self._anchor])
        for record_id in scene.selected_ids():
            rect = scene.rect_of(record_id)
            if rect is not None and record_id not in scene.links:
                self._origins[record_id] = (rect.x, rect.y)
        self._carried = framing.carried(self._desk.store, self._origins)
        self._origins |= self._carried
        seen = self._desk.visible()
        view = Rect(seen.x(), seen.y(), seen.width(), seen.height())
        near = (rect for key, rect in scene.step_rects().items() if key not in self._origins)
        self._neighbours = [rect for rect in near if rect.meets(view)][:_MOST_NEIGHBOURS]

    def drag(self, pointer: Pointer) -> None:
        self._desk.scene.hold(self._places(pointer))
        self._mark_link(self._link_below(pointer))

    def commit(self, pointer: Pointer) -> None:
        link, places = self._link, self._places(pointer)
        self._clean_up()
        store = self._desk.store
        there = {key: place for key, place in places.items() if store.get(key) is not None}
        own = {key: place for key, place in there.items() if key not in self._carried}
        moved = {key: place for key, place in own.items() if place != self._origins[key]}
        if link is not None:
            self._desk.attempt(lambda: edits.insert_step(store, link, self._anchor, there))
        elif moved:
            self._desk.attempt(lambda: edits.move(store, moved))
        self._desk.scene.let_go()

    def abandon(self) -> None:
        self._clean_up()
        self._desk.scene.let_go()

    def click(self, pointer: Pointer) -> None:
        scene = self._desk.scene
        if pointer.adds:
            scene.toggle(self._anchor)
        else:
            self._choose(pointer)

    def _choose(self, pointer: Pointer) -> None:
        scene = self._desk.scene
        is_chosen = scene.selected_ids() == [self._anchor]
        scene.select([self._anchor])
        field = touch.field_at(scene, pointer.at)
        if field is not None:
            scene.field_chosen.emit(field)
        elif is_chosen:
            # One of its parts may be what is looked at: a click on the step itself comes back to it.
            scene.selection_changed.emit()

    def _places(self, pointer: Pointer) -> dict[str, Place]:
        dx, dy = pointer.at.x() - self.start.at.x(), pointer.at.y() - self.start.at.y()
        guides: tuple[Guide, ...] = ()
        if self._anchor in self._origins and not pointer.is_free:
            x, y = self._origins[self._anchor]
            dx, dy = snapped(x + dx) - x, snapped(y + dy) - y
            rect = self._desk.scene.rect_of(self._anchor)
            if rect is not None:
                lined_up = aligned(Rect(x + dx, y + dy, rect.width, rect.height), self._neighbours)
                dx, dy, guides = dx + lined_up.dx, dy + lined_up.dy, lined_up.guides
        self._show_guides(guides)
        return {key: (x + dx, y + dy) for key, (x, y) in self._origins.items()}

    def _link_below(self, pointer: Pointer) -> str | None:
        """Return the link that the moving step would be put into."""
        scene, store = self._desk.scene, self._desk.store
        step = store.find_or_none(Step, self._anchor)
        if step is None or len(self._origins) != 1 or not edits.stands_alone(store, step.id):
            return None
        if edits.why_not_insert(step) is not None:
            return None
        middle = scene.steps[self._anchor].card.rect.center
        found = touch.link_at(scene, QPointF(*middle), 14.0)
        return found or touch.link_at(scene, pointer.at, 8.0 / pointer.zoom)

    def _mark_link(self, link_id: str | None) -> None:
        links = self._desk.scene.links
        if link_id != self._link and self._link in links:
            links[self._link].show_state(hovered=False)
        if link_id is not None:
            links[link_id].show_state(hovered=True)
        self._link = link_id

    def _show_guides(self, guides: tuple[Guide, ...]) -> None:
        if self._guides is None:
            if not guides:
                return
            pen = QPen(ink(self._desk.scene.look.accent), 1, Qt.PenStyle.DashLine)
            pen.setCosmetic(True)
            self._guides = QGraphicsPathItem()
            self._guides.setPen(pen)
            self._desk.scene.add_preview(self._guides)
        path = QPainterPath()
        for guide in guides:
            path.moveTo(*Point(guide.x1, guide.y1))
            path.lineTo(*Point(guide.x2, guide.y2))
        self._guides.setPath(path)

    def _clean_up(self) -> None:
        self._mark_link(None)
        if self._guides is not None:
            self._desk.scene.remove_preview(self._guides)
            self._guides = None
