"""What two systems call the same things, side by side (a lead here is a prospect there)."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.words import tr
from maplanner.document.patch import Patch
from maplanner.document.records import System, Term
from maplanner.document.vocabulary import Concept

Index = QModelIndex | QPersistentModelIndex
CONCEPTS: Final = tuple(concept for concept in Concept if concept is not Concept.OTHER)


class TermsModel(QAbstractTableModel):
    """One row for each concept, one column for each of two systems; a word is typed where it stands."""

    def __init__(self, bridge: PlanBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._systems: tuple[str, ...] = ()
        bridge.patched.connect(self._on_patch)

    def show_systems(self, *system_ids: str) -> None:
        """Show the words of these systems."""
        self.beginResetModel()
        self._systems = tuple(dict.fromkeys(each for each in system_ids if each))
        self.endResetModel()

    @property
    def said(self) -> int:
        """How many words are known for these systems."""
        return sum(1 for term in self._bridge.reader.all(Term) if term.system in self._systems and term.word)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(CONCEPTS)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 1 + len(self._systems)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        if section == 0:
            return tr("Means")
        system = self._bridge.reader.find_or_none(System, self._systems[section - 1])
        return (system.title or system.role.value) if system is not None else ""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if index.column() == 0:
            return tr(CONCEPTS[index.row()].value) if role == Qt.ItemDataRole.DisplayRole else None
        term = self._term(index)
        if role == Qt.ItemDataRole.ToolTipRole:
            return (term.definition if term is not None else "") or tr("Double-click to write the word")
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return term.word if term is not None else ""
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() > 0 else flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or index.column() == 0:
            return False
        word, term = str(value).strip(), self._term(index)
        if word == (term.word if term is not None else ""):
            return True
        with self._bridge.store.transact(tr("Change term")) as transaction:
            if term is not None and (word or term.definition):
                transaction.change(term.id, {"word": word})
            elif term is not None:
                transaction.remove(term.id)
            else:
                concept, system = CONCEPTS[index.row()], self._systems[index.column() - 1]
                transaction.put(Term.new(concept=concept, system=system, word=word))
        return True

    def _term(self, index: Index) -> Term | None:
        concept, system = CONCEPTS[index.row()], self._systems[index.column() - 1]
        found = self._bridge.reader.referring(Term, "system", system)
        return next((term for term in found if term.concept is concept), None)

    def _on_patch(self, patch: Patch) -> None:
        if self._systems and any(change.type_name == Term.type_name for change in patch.changes):
            last = self.index(len(CONCEPTS) - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
