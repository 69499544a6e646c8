"""The way of one field, lit up over all drawings for as long as a person looks at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.late import Late
from maplanner.desktop.naming import title_of
from maplanner.desktop.tabs import PlanTabs
from maplanner.desktop.words import tr
from maplanner.document.patch import Patch
from maplanner.document.records import CrmField, FormField

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow

    from maplanner.checks.lineage import Lineage
    from maplanner.desktop.canvas.veil import Veil
    from maplanner.desktop.canvas.view import CanvasView


class FieldWay(QObject):
    """Works out the way of the chosen field, keeps it right, and lights it on drawings and the tool map."""

    changed = Signal(object)
    """A :class:`~maplanner.checks.lineage.Lineage`, or ``None`` when it ends."""
    message = Signal(str)

    def __init__(self, window: QMainWindow, bridge: PlanBridge, tabs: PlanTabs) -> None:
        super().__init__(window)
        self._bridge = bridge
        self._tabs = tabs
        self._veils: dict[CanvasView, Veil] = {}
        self.lineage: Lineage | None = None
        self._late = Late(self._trace_again, self)
        # Esc ends the way; without one it belongs to whatever has the focus.
        self._escape = QShortcut(QKeySequence("Esc"), window)
        self._escape.setEnabled(False)
        self._escape.activated.connect(self.end)
        bridge.patched.connect(self._on_patch)
        tabs.currentChanged.connect(lambda _index: self._light_front())

    def show(self, field_id: str) -> bool:
        """Light the whole way of a field; return whether it is a field."""
        if not isinstance(self._bridge.reader.get(field_id), FormField | CrmField):
            return False
        self._trace(field_id)
        if self.lineage is not None and len(self.lineage.places) == 1:
            self.message.emit(tr("This field comes from nowhere and goes nowhere yet."))
        return True

    def end(self) -> None:
        """Show all drawings as they are."""
        self.lineage = None
        self._escape.setEnabled(False)
        self._light_all()
        self.changed.emit(None)

    def title(self) -> str:
        """Return whose way it is; empty where none is shown."""
        record = self._bridge.reader.get(self.lineage.chosen) if self.lineage is not None else None
        return title_of(record, self._bridge.reader) if record is not None else ""

    def _trace(self, field_id: str) -> None:
        from maplanner.checks.lineage import lineage  # only here: the window starts without checks

        self.lineage = lineage(self._bridge.reader, field_id)
        self._escape.setEnabled(True)
        self._light_all()
        self.changed.emit(self.lineage)

    def _trace_again(self) -> None:
        if self.lineage is None:
            return
        if self._bridge.reader.get(self.lineage.chosen) is None:
            self.end()
        else:
            self._trace(self.lineage.chosen)

    def _on_patch(self, patch: Patch) -> None:
        if self.lineage is not None:
            self._late.follow(patch)

    def _lit(self) -> frozenset[str] | None:
        if self.lineage is None:
            return None
        return self.lineage.records | self.lineage.links | self.lineage.passed

    def _light_all(self) -> None:
        lit = self._lit()
        for view in [view for view in self._veils if not _is_alive(view)]:
            del self._veils[view]
        for veil in self._veils.values():
            veil.light(lit)
        self._light_front()
        if self.lineage is None:
            self._tabs.tool_map.light(None)
        else:
            self._tabs.tool_map.light(frozenset(self.lineage.systems), _crossings(self.lineage))

    def _light_front(self) -> None:
        """Light the drawing in front, which may only just have been made."""
        from maplanner.desktop.canvas.veil import Veil

        canvas, lit = self._tabs.canvas(), self._lit()
        if canvas is None or (lit is None and canvas not in self._veils):
            return
        if canvas not in self._veils:
            self._veils[canvas] = Veil(canvas)
        self._veils[canvas].light(lit)


def _crossings(way: Lineage) -> frozenset[tuple[str, str]]:
    """Return from which system to which the data goes."""
    systems = {place.record: place.system for place in way.places}
    pairs = ((systems.get(edge.source, ""), systems.get(edge.target, "")) for edge in way.edges)
    return frozenset((here, there) for here, there in pairs if here and there and here != there)


def _is_alive(view: QObject) -> bool:
    from shiboken6 import isValid

    return bool(isValid(view))
