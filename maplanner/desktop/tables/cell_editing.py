"""Editing a cell in place: a line for text and numbers, a list for choices; a click turns a switch."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from maplanner.desktop.boxes import ChoiceBox
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.inspector.shape import Form
from maplanner.desktop.tables.cells import FieldColumn, choices_of, columns_of
from maplanner.desktop.words import tr
from maplanner.document.records import Record

Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """Makes editors that suit a record type's fields."""

    def __init__(self, bridge: PlanBridge, record_type: type[Record], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._columns = columns_of(record_type)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        column = self._columns[index.column()]
        if column.edited_by_choosing or column.shape.form is Form.SWITCH:
            return self._choice(parent, column)
        line = QLineEdit(parent)
        line.setAccessibleName(tr(column.shape.meaning.title))
        line.setProperty("role", "cell")
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findData(index.data(Qt.ItemDataRole.UserRole)))
        elif isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QComboBox):
            if editor.currentIndex() >= 0:
                model.setData(index, editor.currentData(), Qt.ItemDataRole.UserRole)
        elif isinstance(editor, QLineEdit) and editor.isModified():
            model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        rect = option.rect
        if isinstance(editor, QComboBox):
            rect.setWidth(max(rect.width(), min(editor.sizeHint().width(), 320)))
        editor.setGeometry(rect)

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        if self._columns[index.column()].shape.form is Form.SWITCH and _turns(event):
            now = bool(index.data(Qt.ItemDataRole.UserRole))
            return model.setData(index, not now, Qt.ItemDataRole.UserRole)
        return super().editorEvent(event, model, option, index)

    def _choice(self, parent: QWidget, column: FieldColumn) -> QComboBox:
        box = ChoiceBox(parent)
        box.setAccessibleName(tr(column.shape.meaning.title))
        if column.shape.form is Form.SWITCH:
            box.addItem(tr("yes"), True)
            box.addItem(tr("no"), False)
        else:
            for value, text in choices_of(column, self._bridge.reader):
                box.addItem(text, value)
        box.setMaxVisibleItems(18)
        box.activated.connect(lambda: self._finish(box))
        return box

    def _finish(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)


def _turns(event: QEvent) -> bool:
    """Return whether an event turns a switch: a double click or the space bar."""
    if isinstance(event, QKeyEvent):
        return event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Space
    return isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonDblClick
