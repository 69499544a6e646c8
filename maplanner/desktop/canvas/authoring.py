"""Small editors that open on the drawing: titles, notes, the list of kinds."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, Qt

from maplanner.desktop.canvas import edits, touch
from maplanner.desktop.canvas.quick_add import QuickAdd
from maplanner.desktop.canvas.writing import NoteEditor, Opening, TitleEditor
from maplanner.document.records import Frame, Note, Step
from maplanner.drawing.geometry import Rect
from maplanner.steps import Kind

if TYPE_CHECKING:
    from maplanner.desktop.canvas.view import CanvasView

_NARROWEST = 160
_WIDEST = 360.0


class Authoring:
    """Opens one small editor at a time over a view and writes what comes of it."""

    def __init__(self, view: CanvasView) -> None:
        """Start with nothing open."""
        self._view = view
        self._editor: TitleEditor | NoteEditor | None = None
        self._list: QuickAdd | None = None

    def open_at(self, at: QPointF) -> None:
        """Open what was double-clicked: a title, a note, a folded frame, a step, or the list of kinds."""
        view, scene = self._view, self._view.canvas
        title, record_id = touch.title_at(scene, at), touch.record_at(scene, at, view.camera.zoom)
        if record_id in scene.frames:
            title = record_id
        if title is not None and view.camera.zoom >= scene.overview.zoom:
            self.write_title(title)
        elif record_id in scene.notes:
            self.write_note(record_id)
        elif record_id is not None and view.bridge.reader.find_or_none(Frame, record_id) is not None:
            view.desk.attempt(lambda: edits.toggle_open(view.bridge.store, record_id))
        elif record_id in scene.steps:
            view.activated.emit(touch.field_at(scene, at) or record_id)
        else:
            self.offer_kinds(at, lambda _kind: True, lambda name: view.add_step(name, at))

    def write_title(self, step_id: str) -> None:
        """Open the title of a step or frame for typing."""
        self.end()
        view = self._view
        record = view.bridge.reader.get(step_id)
        rect = self._title_rect(step_id)
        if rect is None or not isinstance(record, Step | Frame):
            return
        place = view.on_screen(rect.grown(1))
        place.setWidth(max(place.width(), _NARROWEST))
        title = record.title
        self._editor = TitleEditor(view.viewport(), self._opening(title, edits.rename, step_id), place)

    def _title_rect(self, record_id: str) -> Rect | None:
        """Return where a title stands, and bring it into view."""
        view, scene = self._view, self._view.canvas
        if record_id in scene.frames:
            box = scene.frames[record_id].box
            view.camera.show(box.head_rect._replace(width=min(box.rect.width, _WIDEST)))
            return box.title_rect._replace(width=min(box.title_rect.width, _WIDEST)).grown(-4)
        if record_id not in scene.steps:
            return None
        card = scene.steps[record_id].card
        view.camera.show(card.rect)
        return touch.TITLE_RECT.moved(card.x, card.y)

    def write_note(self, note_id: str) -> None:
        """Open a note's text for typing."""
        self.end()
        view = self._view
        note = view.bridge.reader.find(Note, note_id)
        rect = Rect(note.x, note.y, note.width, note.height)
        view.camera.show(rect)
        opening = self._opening(note.text, edits.write_note, note_id)
        self._editor = NoteEditor(view.viewport(), opening, view.on_screen(rect))

    def end(self) -> None:
        """Keep what is being written and close the editor."""
        editor, self._editor = self._editor, None
        if editor is not None:
            editor.end_writing(keep=True)

    def offer_kinds(
        self, at: QPointF, offers: Callable[[Kind[Any]], bool], act: Callable[[str], object]
    ) -> None:
        """Open the list of kinds at a point of the drawing; ``act`` gets the name of the one picked."""
        if self._list is not None:
            self._list.dismiss()
        view = self._view
        popup = self._list = QuickAdd(view.viewport(), view.theme, offers)
        popup.chosen.connect(act)
        popup.closed.connect(self._list_closed)
        popup.open_at(view.viewportTransform().map(at).toPoint())

    def _list_closed(self) -> None:
        self._list = None
        self._view.setFocus(Qt.FocusReason.PopupFocusReason)

    def _opening(self, text: str, write: Callable[..., object], record_id: str) -> Opening:
        view = self._view

        def ended(written: str | None) -> None:
            self._editor = None
            if written is not None and view.bridge.reader.get(record_id) is not None:
                view.desk.attempt(lambda: write(view.bridge.store, record_id, written))
            view.setFocus(Qt.FocusReason.OtherFocusReason)

        return Opening(text, view.camera.zoom, view.theme, ended)
