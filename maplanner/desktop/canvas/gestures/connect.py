"""Drawing a link, or putting an end of one elsewhere. What may be connected shows; the rest says why not."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsRectItem, QStyleOptionGraphicsItem, QWidget

from maplanner.desktop.canvas import edits, legality, touch
from maplanner.desktop.canvas.gestures.base import Gesture, Pointer
from maplanner.desktop.canvas.gestures.desk import Desk
from maplanner.document.records import Link, Step
from maplanner.document.vocabulary import LinkShape
from maplanner.drawing.channels import Ends
from maplanner.drawing.curves import curved
from maplanner.drawing.geometry import Point, Rect, Space, around
from maplanner.drawing.link_paint import LinkState, paint_link
from maplanner.drawing.routing import Polyline, Turn, Way, routed
from maplanner.drawing.theme import Theme

_REACH = 14.0
_DIMMED = 0.4
_GHOST = LinkState(ghost=True)
_NOTHING = Space()


class GhostLink(QGraphicsRectItem):
    """A link that is being drawn."""

    def __init__(self, look: Theme) -> None:
        super().__init__()
        self._look = look
        self._points: Polyline = ()

    def show_way(self, points: Polyline) -> None:
        """Show the link on another way."""
        self._points = points
        self.setRect(QRectF(*around(Rect(p.x, p.y, 0, 0) for p in points).grown(10)))
        self.update()

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        paint_link(painter, self._points, self._look, width=2.0, state=_GHOST)


class _Joining(Gesture):
    """What drawing a link and moving an end of one share: a ghost line and a target that lights up."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, start: Pointer, desk: Desk) -> None:
        super().__init__(start)
        self._desk = desk
        self._ghost: GhostLink | None = None
        self._target: str | None = None
        self._dimmed: list[str] = []
        self._said = ""

    def begin(self) -> None:
        scene = self._desk.scene
        self._ghost = GhostLink(scene.look)
        scene.add_preview(self._ghost)
        seen = self._desk.visible()
        view = Rect(seen.x(), seen.y(), seen.width(), seen.height())
        for step_id, rect in scene.step_rects().items():
            if rect.meets(view) and not self.keeps_bright(step_id) and self.why_not(step_id) is not None:
                scene.steps[step_id].setOpacity(_DIMMED)
                self._dimmed.append(step_id)

    def drag(self, pointer: Pointer) -> None:
        over = touch.step_near(self._desk.scene, pointer.at, _REACH / max(pointer.zoom, 0.4))
        if over is not None and over == self.origin() and not self._left_origin(pointer):
            over = None
        refused = self.why_not(over) if over is not None else None
        self._say(refused or "")
        self._light_up(over if refused is None else None)
        if self._ghost is not None:
            self._ghost.show_way(self.way(pointer, self._target))

    def abandon(self) -> None:
        self._clean_up()

    def origin(self) -> str:
        """Return the step at which the gesture began."""
        raise NotImplementedError

    def why_not(self, step_id: str) -> str | None:
        """Return why the line may not end at a step; ``None`` if it may."""
        raise NotImplementedError

    def way(self, pointer: Pointer, target: str | None) -> Polyline:
        """Return how the ghost line runs."""
        raise NotImplementedError

    def keeps_bright(self, step_id: str) -> bool:
        """Whether a step stays as it is although the line may not end there."""
        return step_id == self.origin()

    def _left_origin(self, pointer: Pointer) -> bool:
        """Whether coming back to where it began can be meant: the mouse stands on the card's left half."""
        rect = self._desk.scene.rect_of(self.origin())
        return rect is not None and pointer.at.x() < rect.x + rect.width / 3

    def _light_up(self, step_id: str | None) -> None:
        steps = self._desk.scene.steps
        if step_id != self._target and self._target in steps:
            steps[self._target].show_state(hovered=False, selected=self._desk.scene.is_selected(self._target))
        if step_id is not None and step_id in steps:
            steps[step_id].show_state(hovered=True, selected=True)
        self._target = step_id

    def _say(self, message: str) -> None:
        if message != self._said:
            self._said = message
            if message:
                self._desk.say(message)

    def _clean_up(self) -> None:
        self._light_up(None)
        for step_id in self._dimmed:
            if step_id in self._desk.scene.steps:
                self._desk.scene.steps[step_id].setOpacity(1.0)
        self._dimmed.clear()
        if self._ghost is not None:
            self._desk.scene.remove_preview(self._ghost)
            self._ghost = None


class Connect(_Joining):
    """Draws a link from an output. Released over nothing, it offers the kinds to continue with."""

    def __init__(self, start: Pointer, desk: Desk, source_id: str, output: str) -> None:
        """Begin on an output of a step."""
        super().__init__(start, desk)
        self._source = source_id
        self._output = output

    def commit(self, pointer: Pointer) -> None:
        target, over = self._target, touch.step_near(self._desk.scene, pointer.at, _REACH)
        self._clean_up()
        if self._desk.store.get(self._source) is None:
            return
        if target is not None and self._desk.store.get(target) is not None:
            self._desk.attempt(lambda: edits.connect(self._desk.store, self._source, self._output, target))
        elif over is None:
            self._desk.offer_kinds(self._source, self._output, pointer.at)

    def click(self, pointer: Pointer) -> None:
        self._desk.scene.select([self._source])

    def origin(self) -> str:
        return self._source

    def why_not(self, step_id: str) -> str | None:
        source = self._desk.store.find_or_none(Step, self._source)
        target = self._desk.store.find_or_none(Step, step_id)
        if source is None or target is None:
            return "This step has just been deleted."
        return legality.why_not_link(self._desk.store, source, self._output, target)

    def way(self, pointer: Pointer, target: str | None) -> Polyline:
        return ghost_way(self._desk, self._source, self._output, target, pointer.at)


class Reattach(_Joining):
    """Puts one end of a link elsewhere."""

    def __init__(self, start: Pointer, desk: Desk, link_id: str, *, at_target: bool) -> None:
        """Begin on an end of a selected link."""
        super().__init__(start, desk)
        self._link = desk.store.find(Link, link_id)
        self._at_target = at_target

    def begin(self) -> None:
        super().begin()
        if self._link.id in self._desk.scene.links:
            self._desk.scene.links[self._link.id].setOpacity(_DIMMED)

    def commit(self, pointer: Pointer) -> None:
        target, store, link = self._target, self._desk.store, self._link
        self._clean_up()
        if target is None or store.get(link.id) is None or store.get(target) is None:
            return
        if self._at_target:
            if target != link.target:
                self._desk.attempt(lambda: edits.reattach_target(store, link.id, target))
            return
        output = self._output_of(target)
        if output is not None and (target, output) != (link.source, link.output):
            self._desk.attempt(lambda: edits.reattach_source(store, link.id, target, output))

    def abandon(self) -> None:
        self._clean_up()

    def click(self, pointer: Pointer) -> None:
        self._desk.scene.select([self._link.id])

    def origin(self) -> str:
        return self._link.target if self._at_target else self._link.source

    def keeps_bright(self, step_id: str) -> bool:
        return step_id in {self._link.source, self._link.target}

    def why_not(self, step_id: str) -> str | None:
        store = self._desk.store
        other = store.find_or_none(Step, step_id)
        fixed = store.find_or_none(Step, self._link.source if self._at_target else self._link.target)
        if other is None or fixed is None:
            return "This step has just been deleted."
        if self._at_target:
            return legality.why_not_link(store, fixed, self._link.output, other, instead_of=self._link.id)
        output = self._output_of(step_id)
        if output is None:
            return legality.why_no_way_out(other)
        return legality.why_not_link(store, other, output, fixed, instead_of=self._link.id)

    def way(self, pointer: Pointer, target: str | None) -> Polyline:
        if self._at_target:
            return ghost_way(self._desk, self._link.source, self._link.output, target, pointer.at)
        if target is not None:
            output = self._output_of(target) or self._link.output
            return ghost_way(self._desk, target, output, self._link.target, pointer.at)
        return loose_start(self._desk, self._link.target, pointer.at)

    def _output_of(self, step_id: str) -> str | None:
        """Return the output to start at: the same one if the step has it, else its first."""
        step = self._desk.store.find_or_none(Step, step_id)
        names = [each.name for each in legality.outputs_or_none(step)] if step is not None else []
        if not names:
            return None
        return self._link.output if self._link.output in names else names[0]

    def _clean_up(self) -> None:
        super()._clean_up()
        if self._link.id in self._desk.scene.links:
            self._desk.scene.links[self._link.id].setOpacity(1.0)


def ghost_way(desk: Desk, source: str, output: str, target: str | None, at: QPointF) -> Polyline:
    """Return the way of a link from an output to a step, or to the mouse."""
    item = desk.scene.steps.get(source)
    if item is None:
        return ()
    card = item.card
    start = card.out_port(output).moved(card.x, card.y)
    if target is not None and target in desk.scene.steps:
        goal = desk.scene.steps[target].card
        end, rect = goal.in_port.moved(goal.x, goal.y), goal.rect
    else:
        end = Point(at.x(), at.y())
        rect = Rect(end.x, end.y - 4, 8, 8)
    return _shaped(desk, Way(start, end, card.rect, rect))


def loose_start(desk: Desk, target: str, at: QPointF) -> Polyline:
    """Return the way of a link from the mouse to a step."""
    item = desk.scene.steps.get(target)
    if item is None:
        return ()
    start, card = Point(at.x(), at.y()), item.card
    end = card.in_port.moved(card.x, card.y)
    return _shaped(desk, Way(start, end, Rect(start.x - 8, start.y - 4, 8, 8), card.rect))


def _shaped(desk: Desk, way: Way) -> Polyline:
    """Return a way past other cards in the shape that the drawing's links have."""
    if desk.scene.wiring.shape is LinkShape.ANGLED:
        return routed(way, _NOTHING)
    ends = Ends("", "", "", (way.source, way.target))
    return curved(routed(way._replace(turn=Turn.HALFWAY), _NOTHING), ends, _NOTHING)
