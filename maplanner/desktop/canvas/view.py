"""The view of one campaign's drawing: what the window talks to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.canvas import keyboard, touch
from maplanner.desktop.canvas.authoring import Authoring
from maplanner.desktop.canvas.camera import STEP
from maplanner.desktop.canvas.commands import Commands
from maplanner.desktop.canvas.desk_of_view import desk_of
from maplanner.desktop.canvas.dropping import Dropping, kind_in
from maplanner.desktop.canvas.gestures.desk import Desk
from maplanner.desktop.canvas.hand import Hand
from maplanner.desktop.canvas.lane_bands import LaneOffer
from maplanner.desktop.canvas.laning import put_into_lanes
from maplanner.desktop.canvas.legend_box import LegendBox
from maplanner.desktop.canvas.marking import Marking
from maplanner.desktop.canvas.pasting import Pasting
from maplanner.desktop.canvas.scene import CanvasScene
from maplanner.desktop.canvas.surface import CanvasSurface
from maplanner.desktop.canvas.tips import tip_at
from maplanner.desktop.lettering import text_size
from maplanner.document.patch import Patch
from maplanner.document.records import FormField, Mapping
from maplanner.drawing.frames import shown_end
from maplanner.drawing.geometry import around
from maplanner.drawing.theme import Theme

if TYPE_CHECKING:
    from maplanner.checks import Finding
    from maplanner.simulation import SimulationResult

_READABLE: Final = 0.5
_TICK: Final = 16
"""Milliseconds between two steps of scrolling at the border."""


class CanvasView(CanvasSurface):
    """Shows one campaign and lets a person draw it."""

    selection_changed = Signal(list)
    """Identifiers of the selected records (steps, links, notes)."""
    activated = Signal(str)
    """A step was double-clicked, or Enter was pressed on a step or link: open it in the inspector."""
    message = Signal(str)
    """Why something was refused, for the status line."""
    context_menu_requested = Signal(list, QPoint)
    """Identifiers of the selection (none on bare canvas) and the place on the screen."""

    def __init__(
        self, bridge: PlanBridge, campaign_id: str, theme: Theme, parent: QWidget | None = None
    ) -> None:
        canvas = CanvasScene(bridge.reader, campaign_id, theme)
        super().__init__(canvas, parent)
        self._least = 0.0
        canvas.setParent(self)
        self.bridge: PlanBridge = bridge
        self.marking = Marking(canvas)
        self.desk: Desk = desk_of(self)
        self.commands = Commands(self.desk)
        self.pasting = Pasting(self.desk)
        self.legend = LegendBox(self)
        offer = LaneOffer(self.bands, self, lambda: put_into_lanes(self))
        self.corners += [self.legend, offer]
        self.hand = Hand(self)
        self.authoring = Authoring(self)
        self._dropping = Dropping(self.desk, self.commands)
        self._push = QPointF()
        self._scroller = QTimer(self)
        self._scroller.setInterval(_TICK)
        self._scroller.timeout.connect(self._scroll_a_little)
        self.setAcceptDrops(True)
        canvas.selection_changed.connect(self._tell_selection)
        bridge.patched.connect(self._patched)

    # --- what the window asks ------------------------------------------------

    @property
    def campaign_id(self) -> str:
        """The campaign that is shown."""
        return self.canvas.campaign_id

    def select(self, ids: Iterable[str]) -> None:
        """Select exactly these records, as far as they are on this drawing."""
        self.canvas.select(ids)

    def selected_ids(self) -> list[str]:
        """Return the identifiers of the selected records."""
        return self.canvas.selected_ids()

    def select_all(self) -> None:
        """Select every step, note and frame."""
        self.canvas.select([*self.canvas.steps, *self.canvas.notes, *self.canvas.frames])

    def reveal(self, record_id: str) -> None:
        """Select a record, bring it into view and highlight it for a moment.

        A form field or mapping stands for its form.
        """
        shown = self._shown_for(record_id)
        rect = None if shown is None else self.canvas.rect_of(shown)
        if shown is None or rect is None:
            return
        self.select([shown])
        size = text_size() / 100
        if self.camera.zoom < _READABLE * size:
            self.camera.zoom_to(size)
        self.camera.show(rect)
        self.show_halo(rect)

    def show_matches(self, ids: Iterable[str]) -> None:
        """Mark what a search has found, and nothing else."""
        if self.canvas.layers.matches.show_matches(ids):
            self.viewport().update()

    def walk_to(self, record_id: str) -> None:
        """Select a record and scroll no more than needed."""
        self.select([record_id])
        rect = self.canvas.rect_of(record_id)
        if rect is not None:
            self.camera.show(rect)

    def fit_all(self, least: float = 0.0) -> None:
        """Show the whole drawing; its beginning where that were smaller than ``least``."""
        content = self.canvas.content_rect()
        if content.width:
            self.camera.fit(content, least=least)
        else:
            self.camera.zoom_to(text_size() / 100)
            self.camera.center_on(QPointF(0, 0))
        self.stays_fitted, self._least = True, least

    def fit_selection(self) -> None:
        """Show the whole selection."""
        rects = [rect for key in self.selected_ids() if (rect := self.canvas.rect_of(key)) is not None]
        if rects:
            self.camera.fit(around(rects))

    def set_zoom(self, zoom: float) -> None:
        """Zoom to a scale between 5 % and 400 %; 1 is 100 %."""
        self.camera.zoom_to(zoom)

    def zoom(self) -> float:
        """Return the scale; 1 is 100 %."""
        return self.camera.zoom

    def zoom_in(self) -> None:
        """Go one step closer."""
        self.camera.zoom_to(self.camera.zoom * STEP)

    def zoom_out(self) -> None:
        """Go one step back."""
        self.camera.zoom_to(self.camera.zoom / STEP)

    def delete_selection(self) -> None:
        """Delete what is selected; where a step leaves one way in and one way out, join them."""
        self.commands.delete()

    def copy(self) -> None:
        """Put the selected steps and notes on the clipboard."""
        self.pasting.copy()

    def cut(self) -> None:
        """Copy the selection and delete it."""
        self.pasting.cut(self.commands.delete)

    def paste(self) -> None:
        """Add what is on the clipboard, from this or another campaign or window."""
        self.pasting.paste()

    def duplicate(self) -> None:
        """Add a copy of the selection beside it."""
        self.pasting.duplicate()

    def nudge(self, dx: float, dy: float) -> None:
        """Move the selection by so many pixels of the drawing."""
        self.commands.nudge(dx, dy)

    def add_step(self, kind_name: str, scene_pos: QPointF | None = None) -> str | None:
        """Add a step around a place or into the link there, else behind the selected one; return its name."""
        step_id = self.commands.add_step(kind_name, scene_pos)
        if step_id is not None:
            self.walk_to(step_id)
        return step_id

    def add_note(self, scene_pos: QPointF | None = None) -> str | None:
        """Add a sticky note, in the middle of the view if no place is given, and open it for typing."""
        note_id = self.commands.add_note(scene_pos)
        if note_id is not None:
            self.authoring.write_note(note_id)
        return note_id

    def rename_selected(self) -> None:
        """Open the title of the selected step, or the text of the selected note, for typing."""
        ids = self.selected_ids()
        if len(ids) != 1:
            self.message.emit("Select one step to rename it.")
        elif ids[0] in self.canvas.steps or ids[0] in self.canvas.frames:
            self.authoring.write_title(ids[0])
        elif ids[0] in self.canvas.notes:
            self.authoring.write_note(ids[0])

    def set_results(self, result: SimulationResult | None) -> None:
        """Show a simulation's numbers on steps and links, or none."""
        self.marking.set_result(result)

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """Show which steps have findings."""
        self.canvas.set_marks(self.canvas.marks.with_findings(findings))

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.authoring.end()
        self.canvas.set_look(theme)
        self.viewport().update()
        self.minimap.mark_stale()

    def end_work(self) -> None:
        """Keep what is being written and give up a running gesture; call before the view is closed."""
        self.hand.cancel()
        self.authoring.end()

    # --- keeping up ----------------------------------------------------------

    def _patched(self, patch: Patch) -> None:
        self.canvas.apply(patch)
        self.marking.apply(patch)
        self.bands.mark_stale()

    def _tell_selection(self) -> None:
        self.selection_changed.emit(self.canvas.selected_ids())

    def _shown_for(self, record_id: str) -> str | None:
        """Return what stands on the drawing for a record."""
        record = self.bridge.reader.get(record_id)
        if isinstance(record, Mapping) and record.collected is not None:
            record = self.bridge.reader.get(record.collected)
        shown = record.step if isinstance(record, FormField) else record_id
        shown = shown if self.canvas.item_of(shown) else shown_end(self.bridge.reader, shown)
        return shown if self.canvas.rect_of(shown) is not None else None

    def scroll_at_edge(self, push: QPointF) -> None:
        """Scroll by so many pixels per tick, until told to scroll by none."""
        self._push = push
        if push.isNull():
            self._scroller.stop()
        elif not self._scroller.isActive():
            self._scroller.start()

    def _scroll_a_little(self) -> None:
        self.camera.scroll(self._push.x(), self._push.y())
        self.hand.follow_scroll()

    # --- events --------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.stays_at is not None:
            self.camera.look_at(self.stays_at)
        elif self.stays_fitted:
            self.fit_all(self._least)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.authoring.end()
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        event.accept()
        is_left = event.button() == Qt.MouseButton.LeftButton
        if self.hand.is_busy or not (is_left and self._is_over_corner(event.position())):
            self.hand.press(event)

    def _is_over_corner(self, at: QPointF) -> bool:
        return any(corner.pressed(at) for corner in self.corners)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if not self.minimap.dragged(event.position()):
            self.hand.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if not self.minimap.released():
            self.hand.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.button() == Qt.MouseButton.LeftButton and not self._is_over_corner(event.position()):
            self.authoring.open_at(self.camera.to_drawing(event.position()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        super().wheelEvent(event)
        self.hand.follow_scroll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if keyboard.key_pressed(self, event):
            event.accept()
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        is_space = event.key() == Qt.Key.Key_Space and not event.isAutoRepeat()
        if is_space and self.hand.set_space(False):
            keyboard.space_tapped(self)
        event.ignore()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Let Tab walk over the steps first; behind the last one it goes on to the next control."""
        if not self.hasFocus():  # Qt asks, too, where to go from a field inside this view that closes.
            return super().focusNextPrevChild(forward)
        key = Qt.Key.Key_Tab if forward else Qt.Key.Key_Backtab
        walk = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
        return keyboard.key_pressed(self, walk) or super().focusNextPrevChild(forward)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.hand.set_space(False)
        self.hand.wait_for(None)
        super().focusOutEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        event.accept()
        if self.hand.is_busy:
            return
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            at = self.camera.to_drawing(QPointF(event.pos()))
            record_id = touch.record_at(self.canvas, at, self.camera.zoom)
            if record_id is None:
                self.select([])
            elif not self.canvas.is_selected(record_id):
                self.select([record_id])
        else:
            rects = [self.canvas.rect_of(key) for key in self.selected_ids()[:1]]
            if rects and rects[0] is not None:
                corner = self.on_screen(rects[0]).center()
                place = self.viewport().mapToGlobal(corner)
        self.context_menu_requested.emit(self.selected_ids(), place)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            text = tip_at(self.canvas, self.camera.to_drawing(QPointF(event.pos())), self.camera.zoom)
            QToolTip.showText(event.globalPos(), text if not self.hand.is_busy else "", self.viewport())
            return True
        if event.type() == QEvent.Type.Leave:
            self.hand.leave()
        return super().viewportEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.dragMoveEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        kind_name = kind_in(event.mimeData())
        if kind_name is None:
            event.ignore()
            return
        self._dropping.over(kind_name, self.camera.to_drawing(event.position()))
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._dropping.leave()
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        kind_name = kind_in(event.mimeData())
        if kind_name is None:
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self._dropping.drop(kind_name, self.camera.to_drawing(event.position()))
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous() and self.is_fresh and self.stays_at is None:
            self.fit_all()

    def hideEvent(self, event: QHideEvent) -> None:
        self.end_work()
        super().hideEvent(event)
