"""The value map of a mapping: what each value of the source becomes in the target's list."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from maplanner.crm.suggest import suggest_values
from maplanner.desktop.boxes import ChoiceBox
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.late import Late
from maplanner.desktop.tables.look import calm_table
from maplanner.desktop.words import number, tr
from maplanner.document.patch import Patch
from maplanner.document.records import CrmField, FormField, Mapping, ValuePair
from maplanner.drawing.theme import Theme, ink

Index = QModelIndex | QPersistentModelIndex
_HEADER: Final = ("Value", "Becomes")


class ValueMapModel(QAbstractTableModel):
    """One row for each value that the source can bring, and for each that the map names besides."""

    def __init__(self, bridge: PlanBridge, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.theme = theme
        self.mapping_id = ""
        self.allowed: tuple[str, ...] = ()
        self._values: list[str] = []
        self._pairs: dict[str, ValuePair] = {}
        self.restricted = False

    def show_mapping(self, mapping_id: str) -> None:
        """Show the map of a mapping; of none there are no rows."""
        self.beginResetModel()
        self.mapping_id = mapping_id
        reader = self._bridge.reader
        mapping = reader.find_or_none(Mapping, mapping_id)
        source = _source(mapping, self._bridge) if mapping is not None else None
        target = reader.find_or_none(CrmField, mapping.target) if mapping is not None else None
        self.allowed = target.allowed if target is not None else ()
        self.restricted = target is not None and target.restricted
        pairs = sorted(reader.referring(ValuePair, "mapping", mapping_id), key=lambda pair: pair.order)
        self._pairs = {pair.value: pair for pair in pairs}
        own = () if source is None else source.options if isinstance(source, FormField) else source.allowed
        self._values = list(dict.fromkeys([*own, *self._pairs]))
        self.endResetModel()

    @property
    def is_wanted(self) -> bool:
        """Whether a value map makes sense: the target takes values of a list, or there is a map already."""
        return bool(self._pairs) or (bool(self.allowed) and bool(self._values))

    @property
    def unmapped(self) -> list[str]:
        """The values that become nothing and are not in the target's list."""
        known = {value.casefold() for value in self.allowed}
        return [value for value in self._values if not self._becomes(value) and value.casefold() not in known]

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._values)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 2

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        is_title = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return tr(_HEADER[section]) if is_title else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        value = self._values[index.row()]
        missing = index.column() == 1 and value in self.unmapped
        if role == Qt.ItemDataRole.ForegroundRole and missing:
            return ink(self.theme.error_text)
        if role == Qt.ItemDataRole.EditRole and index.column() == 1:
            return self._becomes(value)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            if index.column() == 0:
                return value
            return self._becomes(value) or (tr("nothing yet") if missing else tr("the same"))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == 1 else flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or index.column() != 1:
            return False
        self.set_values({self._values[index.row()]: str(value).strip()}, tr("Change value map"))
        return True

    def set_values(self, becomes: dict[str, str], label: str) -> None:
        """Let values become others, as one step; an empty text takes a line out of the map."""
        changed = {value: to for value, to in becomes.items() if to != self._becomes(value)}
        if not changed:
            return
        with self._bridge.store.transact(label) as transaction:
            for value, to in changed.items():
                pair = self._pairs.get(value)
                if pair is not None and to:
                    transaction.change(pair.id, {"becomes": to})
                elif pair is not None:
                    transaction.remove(pair.id)
                else:
                    order = float(self._values.index(value))
                    transaction.put(
                        ValuePair.new(mapping=self.mapping_id, value=value, becomes=to, order=order)
                    )

    def suggest(self) -> int:
        """Fill what is open with values that are alike; return how many were found."""
        found = suggest_values(self.unmapped, self.allowed)
        self.set_values(found, tr("Suggest values"))
        return len(found)

    def _becomes(self, value: str) -> str:
        pair = self._pairs.get(value)
        return pair.becomes if pair is not None else ""


class ValueMapPanel(QWidget):
    """The table with its heading and the button that suggests."""

    def __init__(self, bridge: PlanBridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = ValueMapModel(bridge, theme, self)
        self.view = QTableView()
        calm_table(self.view, tr("Value map"))
        self.view.setModel(self.model)
        self.view.setItemDelegate(_ValueDelegate(self.view))
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.AllEditTriggers)
        self.view.horizontalHeader().setDefaultSectionSize(180)
        self.words = QLabel()
        self.words.setProperty("role", "secondary")
        self.suggest = QPushButton(tr("Suggest"))
        self.suggest.clicked.connect(self.model.suggest)
        head = QHBoxLayout()
        head.addWidget(self.words, 1)
        head.addWidget(self.suggest)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.view, 1)
        self._late = Late(lambda: self.show_mapping(self.model.mapping_id), self)
        bridge.patched.connect(self._on_patch)

    def set_theme(self, theme: Theme) -> None:
        """Use other colours."""
        self.model.theme = theme

    def show_mapping(self, mapping_id: str) -> None:
        """Show the value map of a mapping, if it has use for one."""
        self.model.show_mapping(mapping_id)
        self.setVisible(self.model.is_wanted)
        unmapped = len(self.model.unmapped)
        self.words.setText(
            tr("Value map: {count} of {total} become nothing yet").format(
                count=number(unmapped), total=number(self.model.rowCount())
            )
            if unmapped
            else tr("Value map: every value has its place")
        )
        self.suggest.setEnabled(bool(self.model.unmapped))

    def _on_patch(self, patch: Patch) -> None:
        types = {ValuePair.type_name, Mapping.type_name, FormField.type_name, CrmField.type_name}
        if self.model.mapping_id and any(change.type_name in types for change in patch.changes):
            self._late.follow(patch)


class _ValueDelegate(QStyledItemDelegate):
    """Offers the values of the target's list; others can be typed where the list is open."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = index.model()
        if not isinstance(model, ValueMapModel) or not model.allowed:
            return super().createEditor(parent, option, index)
        box = ChoiceBox(parent)
        box.setAccessibleName(tr("Becomes"))
        box.setEditable(not model.restricted)
        box.addItems(["", *model.allowed])
        box.activated.connect(lambda: self._finish(box))
        return box

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QComboBox):
            text = str(index.data(Qt.ItemDataRole.EditRole) or "")
            editor.setCurrentText(text)
        else:
            super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentText())
        else:
            super().setModelData(editor, model, index)

    def _finish(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)


def _source(mapping: Mapping, bridge: PlanBridge) -> FormField | CrmField | None:
    found = bridge.reader.find_or_none(FormField, mapping.collected)
    return found or bridge.reader.find_or_none(CrmField, mapping.held)
