"""Drawing a line from a form's field to a field of the CRM, or putting an end of one elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGraphicsRectItem, QStyleOptionGraphicsItem, QWidget

from maplanner.desktop.canvas import field_spots, touch
from maplanner.desktop.canvas.field_spots import LineEnd, RowSpot
from maplanner.desktop.canvas.gestures.base import Gesture, Pointer
from maplanner.desktop.canvas.gestures.desk import Desk
from maplanner.desktop.canvas.scene import CanvasScene
from maplanner.desktop.mapping import Verdict, verdict_on
from maplanner.desktop.words import tr
from maplanner.document.records import Mapping
from maplanner.drawing.field_line_paint import paint_field_line
from maplanner.drawing.field_lines import FieldLine
from maplanner.drawing.field_rows import RowSort
from maplanner.drawing.geometry import Point, Rect
from maplanner.drawing.link_paint import LinkState
from maplanner.drawing.theme import Theme, ink

_GHOST = LinkState(ghost=True)
_MARGIN = 8.0


class GhostFieldLine(QGraphicsRectItem):
    """A line that is being drawn, and the row it would end at."""

    def __init__(self, look: Theme) -> None:
        super().__init__()
        self._look = look
        self._line: FieldLine | None = None
        self._row: Rect | None = None
        self._is_refused = False

    def show_line(self, start: Point, end: Point, row: Rect | None, *, is_refused: bool) -> None:
        """Show the line elsewhere."""
        self._line, self._row, self._is_refused = FieldLine("", "", "", "", start, end), row, is_refused
        area = QRectF(*self._line.extent.grown(_MARGIN))
        self.setRect(area if row is None else area.united(QRectF(*row.grown(_MARGIN))))
        self.update()

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        if self._line is None:
            return
        paint_field_line(painter, self._line, self._look, _GHOST, is_refused=self._is_refused)
        if self._row is not None:
            painter.setPen(QPen(ink(self._look.error if self._is_refused else self._look.accent), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(*self._row).adjusted(2, 1, -2, -1), 6, 6)


class _Landing(Gesture):
    """What drawing a line and moving an end of one share: a ghost, a row that lights up, and a reason."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, start: Pointer, desk: Desk) -> None:
        super().__init__(start)
        self._desk = desk
        self._ghost: GhostFieldLine | None = None

    def begin(self) -> None:
        self._ghost = GhostFieldLine(self._desk.scene.look)
        self._desk.scene.add_preview(self._ghost)

    def drag(self, pointer: Pointer) -> None:
        spot = self.spot_at(pointer.at)
        verdict = self.verdict_on(spot) if spot is not None else Verdict()
        self._desk.hint(verdict.words, pointer.at, is_refusal=bool(verdict.refused))
        if self._ghost is not None:
            start, end = self.ends(pointer.at)
            place = spot.place if spot is not None else None
            self._ghost.show_line(start, end, place, is_refused=bool(verdict.refused))

    def abandon(self) -> None:
        self._clean_up()

    def spot_at(self, at: QPointF) -> RowSpot | None:
        """Return the row at which the line may end here."""
        spot = field_spots.row_at(self._desk.scene, at)
        return spot if spot is not None and spot.row.sort is self.wanted() else None

    def wanted(self) -> RowSort:
        """Return the sort of row that is looked for."""
        return RowSort.RECEIVING

    def verdict_on(self, spot: RowSpot) -> Verdict:
        """Return what comes of ending the line at a row."""
        raise NotImplementedError

    def ends(self, at: QPointF) -> tuple[Point, Point]:
        """Return where the ghost begins and ends."""
        raise NotImplementedError

    def _clean_up(self) -> None:
        self._desk.hint("", QPointF())
        if self._ghost is not None:
            self._desk.scene.remove_preview(self._ghost)
            self._ghost = None

    def _port_of(self, step_id: str, field_id: str) -> Point:
        item = self._desk.scene.steps.get(step_id)
        rows = enumerate(item.card.rows) if item is not None else ()
        index = next((at for at, row in rows if row.id == field_id), None)
        if item is None or index is None:
            return Point(self.start.at.x(), self.start.at.y())
        return item.card.field_port(index).moved(item.card.x, item.card.y)


class MapField(_Landing):
    """Draws a line from a form's field. On a field of the CRM it maps; elsewhere it asks which field."""

    def __init__(self, start: Pointer, desk: Desk, step_id: str, field_id: str) -> None:
        """Begin on the port of a field."""
        super().__init__(start, desk)
        self._step = step_id
        self._field = field_id

    def commit(self, pointer: Pointer) -> None:
        self._clean_up()
        if self._desk.store.get(self._field) is None:
            self._desk.say(tr("This field has just been deleted."))
            return
        spot = self.spot_at(pointer.at)
        if spot is not None:
            self._desk.landing.make(self._field, spot.row.id, self.verdict_on(spot))
            return
        write = field_spots.receiving_step_at(self._desk.scene, pointer.at)
        if write is not None and write[1]:
            self._desk.landing.offer(self._field, write[1])
        elif write is not None:
            self._desk.say(tr("Choose first which object this step writes."))
        elif touch.record_at(self._desk.scene, pointer.at, pointer.zoom) is None:
            self._desk.landing.offer(self._field)
        else:
            self._desk.say(tr("Data lands in a step that writes to the CRM, or anywhere on bare canvas."))

    def click(self, pointer: Pointer) -> None:
        self._desk.scene.select([self._step])
        self._desk.scene.field_chosen.emit(self._field)

    def verdict_on(self, spot: RowSpot) -> Verdict:
        return verdict_on(self._desk.store, self._field, spot.row.id)

    def ends(self, at: QPointF) -> tuple[Point, Point]:
        return self._port_of(self._step, self._field), Point(at.x(), at.y())


class MoveFieldLine(_Landing):
    """Puts one end of a line elsewhere: at another field of the CRM, or at another form's field."""

    def __init__(self, start: Pointer, desk: Desk, end: LineEnd) -> None:
        """Begin on an end of a selected line."""
        super().__init__(start, desk)
        self._mapping = desk.store.find(Mapping, end.mapping)
        self._at_target = end.at_target
        lines = desk.scene.field_lines.of_mapping(end.mapping)
        self._line = next(line for line in lines if line.field == end.field)

    def commit(self, pointer: Pointer) -> None:
        self._clean_up()
        spot = self.spot_at(pointer.at)
        if spot is None or self._desk.store.get(self._mapping.id) is None:
            return
        field, target = self._pair(spot)
        if (field, target) != (self._mapping.collected, self._mapping.target):
            self._desk.landing.make(field, target, self.verdict_on(spot), self._mapping.id)

    def click(self, pointer: Pointer) -> None:
        self._desk.scene.select([self._mapping.id])

    def wanted(self) -> RowSort:
        return RowSort.RECEIVING if self._at_target else RowSort.COLLECTED

    def verdict_on(self, spot: RowSpot) -> Verdict:
        return verdict_on(self._desk.store, *self._pair(spot), apart_from=self._mapping.id)

    def ends(self, at: QPointF) -> tuple[Point, Point]:
        loose = Point(at.x(), at.y())
        return (self._line.start, loose) if self._at_target else (loose, self._line.end)

    def _pair(self, spot: RowSpot) -> tuple[str, str]:
        if self._at_target:
            return self._mapping.collected or "", spot.row.id
        return spot.row.id, self._mapping.target


def gesture_on_landing(pointer: Pointer, desk: Desk) -> Gesture | None:
    """Return the gesture that begins on a field's port or on an end of a selected line, if one does."""
    end = field_spots.line_end_at(desk.scene, pointer.at, pointer.zoom)
    if end is not None:
        return MoveFieldLine(pointer, desk, end)
    port = field_spots.field_port_at(desk.scene, pointer.at, pointer.zoom)
    return None if port is None else MapField(pointer, desk, *port)


def is_on_landing(scene: CanvasScene, pointer: Pointer) -> bool:
    """Whether a line could be drawn from where the mouse is."""
    return (
        field_spots.field_port_at(scene, pointer.at, pointer.zoom) is not None
        or field_spots.line_end_at(scene, pointer.at, pointer.zoom) is not None
    )
