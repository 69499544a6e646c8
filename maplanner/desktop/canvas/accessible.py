"""The drawing for screen readers: steps, links, notes and frames as things with a name, a place and a state.

A screen reader finds them as children of the canvas, and hears of the one that is selected while the keyboard
is on the canvas. Without a screen reader none of this exists.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary, ref

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

from maplanner.desktop.canvas import touch
from maplanner.desktop.canvas.spoken import Spoken, spoken, spoken_selection
from maplanner.desktop.canvas.walking import in_reading_order

if TYPE_CHECKING:
    from PySide6.QtGui import QWindow

    from maplanner.desktop.canvas.surface import CanvasSurface

_SILENCE: Final = Spoken("")
_exposed: WeakKeyDictionary[QObject, Telling] = WeakKeyDictionary()
_known: dict[int, _Told] = {}
"""What Qt knows, by number. Nothing here may go before Qt has let go of it."""


class Telling(QObject):
    """Tells those who cannot see a drawing what is on it and what is selected."""

    def __init__(self, view: CanvasSurface) -> None:
        super().__init__(view)
        self._view = view
        self._order: list[str] | None = None
        self._numbers: dict[str, int] = {}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._tell)
        view.installEventFilter(self)
        view.canvas.selection_changed.connect(self._tell_soon)
        view.canvas.content_changed.connect(self._content_changed)
        view.destroyed.connect(partial(_forget_all, self._numbers))
        _exposed[view] = self
        _answer_screen_readers()

    # --- what a screen reader asks -------------------------------------------

    def ids(self) -> list[str]:
        """Return all that is on the drawing: cards, notes and frames in reading order, then links."""
        if self._order is None:
            canvas = self._view.canvas
            self._order = [*in_reading_order(canvas.places()), *canvas.links]
        return self._order

    def current(self) -> str:
        """Return what the keyboard is on: the record selected last, or nothing."""
        return next((each for each in reversed(self._view.canvas.selected_ids()) if self.is_there(each)), "")

    def says(self, record_id: str) -> Spoken:
        """Return the words for a record."""
        return spoken(self._view.canvas, record_id) or _SILENCE

    def rect(self, record_id: str) -> QRect:
        """Return where a record lies on the screen."""
        place = self._view.canvas.rect_of(record_id)
        if place is None:
            return QRect()
        rect = self._view.viewportTransform().mapRect(QRectF(*place)).toAlignedRect()
        return rect.translated(self._view.viewport().mapToGlobal(QPoint(0, 0)))

    def id_at(self, place: QPoint) -> str:
        """Return what lies under a point of the screen, or nothing."""
        at = self._view.camera.to_drawing(QPointF(self._view.viewport().mapFromGlobal(place)))
        return touch.record_at(self._view.canvas, at, self._view.camera.zoom) or ""

    def state(self, record_id: str) -> QAccessible.State:
        """Return whether a record is selected, in sight, and has the keyboard."""
        state, view = QAccessible.State(), self._view
        state.focusable = state.selectable = state.multiSelectable = True
        state.selected = view.canvas.is_selected(record_id)
        state.focused = view.hasFocus() and record_id == self.current()
        state.offscreen = (
            not view.viewport()
            .rect()
            .translated(view.viewport().mapToGlobal(QPoint(0, 0)))
            .intersects(self.rect(record_id))
        )
        return state

    def role(self, record_id: str) -> QAccessible.Role:
        """Return what sort of thing a record is."""
        is_frame = record_id in self._view.canvas.frames
        return QAccessible.Role.Grouping if is_frame else QAccessible.Role.ListItem

    def is_there(self, record_id: str) -> bool:
        """Whether a record is on the drawing still."""
        return self._view.canvas.rect_of(record_id) is not None

    def child(self, record_id: str) -> QAccessibleInterface:
        """Return the thing that stands for a record; made when it is first asked for."""
        if record_id not in self._numbers:
            told = _Told(self, record_id)
            number = self._numbers[record_id] = QAccessible.registerAccessibleInterface(told)
            _known[number] = told
        return _known[self._numbers[record_id]]

    @property
    def canvas(self) -> QAccessibleInterface:
        """What stands for the whole drawing."""
        return QAccessible.queryAccessibleInterface(self._view)

    def window(self) -> QWindow | None:
        """Return the window around it."""
        return self._view.window().windowHandle()

    # --- keeping up ----------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._tell_soon()
        return super().eventFilter(watched, event)

    def _tell_soon(self) -> None:
        self._soon.start(0)

    def _tell(self) -> None:
        """Say what is selected now."""
        view = self._view
        words = spoken_selection(view.canvas, view.canvas.selected_ids())
        if words != view.accessibleDescription():
            view.setAccessibleDescription(words)
        current = self.current() if QAccessible.isActive() and view.hasFocus() else ""
        if current:
            QAccessible.updateAccessibility(QAccessibleEvent(self.child(current), QAccessible.Event.Focus))

    def _content_changed(self) -> None:
        self._order = None
        for record_id in [each for each in self._numbers if not self.is_there(each)]:
            _forget(self._numbers.pop(record_id))
        if self._view.canvas.selected_ids():
            self._tell_soon()


def _forget(number: int) -> None:
    told = _known[number]  # held until Qt has let go of it
    QAccessible.deleteAccessibleInterface(number)
    del _known[number], told


def _forget_all(numbers: dict[str, int]) -> None:
    while numbers:
        _forget(numbers.popitem()[1])


class _Told(QAccessibleInterface):
    """One record of a drawing, as a screen reader sees it. Qt takes ``None`` where its types forbid it."""

    def __init__(self, telling: Telling, record_id: str) -> None:
        super().__init__()
        self._telling = ref(telling)
        self._id = record_id

    @property
    def _drawing(self) -> Telling:
        telling = self._telling()
        if telling is None:
            message = "the drawing is gone"
            raise ReferenceError(message)
        return telling

    def isValid(self) -> bool:
        telling = self._telling()
        return telling is not None and telling.is_there(self._id)

    def object(self) -> None:  # type: ignore[override]
        return None

    def window(self) -> QWindow | None:  # type: ignore[override]
        return self._drawing.window()

    def parent(self) -> QAccessibleInterface:
        return self._drawing.canvas

    def child(self, _index: int) -> None:  # type: ignore[override]
        return None

    def childAt(self, _x: int, _y: int) -> None:  # type: ignore[override]
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        return -1

    def rect(self) -> QRect:
        return self._drawing.rect(self._id)

    def role(self) -> QAccessible.Role:
        return self._drawing.role(self._id)

    def state(self) -> QAccessible.State:
        return self._drawing.state(self._id)

    def text(self, kind: QAccessible.Text) -> str:
        says = self._drawing.says(self._id)
        return {QAccessible.Text.Name: says.name, QAccessible.Text.Description: says.about}.get(kind, "")

    def setText(self, _kind: QAccessible.Text, _text: str) -> None:
        """Take no words: titles are changed in the drawing."""


class _Canvas(QAccessibleWidget):
    """The drawing as a whole: its children are what is on it, and the editors that lie over it."""

    def __init__(self, view: QWidget, telling: Telling) -> None:
        super().__init__(view, QAccessible.Role.Canvas)
        self._telling = ref(telling)

    def _ids(self) -> list[str]:
        telling = self._telling()
        return [] if telling is None else telling.ids()

    def childCount(self) -> int:
        return len(self._ids())

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        ids, telling = self._ids(), self._telling()
        return telling.child(ids[index]) if telling is not None and 0 <= index < len(ids) else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        ids = self._ids()
        return ids.index(child._id) if isinstance(child, _Told) and child._id in ids else -1  # noqa: SLF001

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        telling = self._telling()
        found = "" if telling is None else telling.id_at(QPoint(x, y))
        return telling.child(found) if telling is not None and found else None

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        telling = self._telling()
        current = "" if telling is None else telling.current()
        return telling.child(current) if telling is not None and current else super().focusChild()


@cache
def _answer_screen_readers() -> None:
    """Let Qt ask here for what stands for a canvas; once in the life of the program."""
    QAccessible.installFactory(_made)


def _made(_kind: str, thing: Any) -> QAccessibleInterface | None:
    """Return what stands for a canvas; ``None`` for anything else, which Qt knows itself."""
    telling = _exposed.get(thing) if isinstance(thing, QWidget) else None
    return None if telling is None else _Canvas(thing, telling)
