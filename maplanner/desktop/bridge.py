"""The bridge between the document, which knows no Qt, and the window."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from maplanner.document.patch import Patch
from maplanner.document.reading import RecordReader
from maplanner.document.store import Store


class PlanBridge(QObject):
    """Turns the patches of one store into a signal. It owns nothing and decides nothing.

    Listeners of :attr:`patched` must not write: the store is still telling others. Call :meth:`close`
    before the store goes away or another bridge takes its place.
    """

    patched = Signal(object)
    """A :class:`~maplanner.document.patch.Patch` that has just happened."""

    mates_moved = Signal(set)
    """Identifiers of records that a teammate has selected, or has no longer."""

    closing = Signal()
    """The plan is about to go: work on it has to end. The store can still be read and written."""

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store = store
        self._unsubscribe = store.subscribe(self._tell)
        self._is_open = True
        self.mates: dict[str, str] = {}

    @property
    def reader(self) -> RecordReader:
        """The live records, for reading."""
        return self.store

    def show_mates(self, mates: dict[str, str]) -> None:
        """Take note of what teammates have selected: the colour of one of them by record."""
        before, self.mates = self.mates, mates
        moved = {key for key in before.keys() | mates.keys() if before.get(key) != mates.get(key)}
        if moved:
            self.mates_moved.emit(moved)

    def undo(self) -> Patch | None:
        """Take my last step back; ``None`` if there is none."""
        return self.store.undo()

    def redo(self) -> Patch | None:
        """Make the last undone step again; ``None`` if there is none."""
        return self.store.redo()

    def close(self) -> None:
        """Stop listening to the store."""
        if self._is_open:
            self._is_open = False
            self.closing.emit()
            self._unsubscribe()

    def _tell(self, patch: Patch) -> None:
        self.patched.emit(patch)
