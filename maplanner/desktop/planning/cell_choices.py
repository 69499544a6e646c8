"""Cells of a grid in which a person chooses from a list instead of typing."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from maplanner.desktop.boxes import ChoiceBox

Choices = tuple[tuple[str, str], ...]
"""Values with the words that stand for them."""
CHOICES = Qt.ItemDataRole.UserRole + 1
"""The role under which an item holds its choices."""
VALUE = Qt.ItemDataRole.UserRole + 2
"""The role under which an item holds the value that is chosen."""

_Index = QModelIndex | QPersistentModelIndex


class ChoiceDelegate(QStyledItemDelegate):
    """Edits cells that have choices with a list, all others with a line."""

    chosen = Signal(int, int, str)
    """Row, column and the value that was chosen."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        choices = index.data(CHOICES)
        if not choices:
            line = QLineEdit(parent)
            line.setProperty("role", "cell")
            return line
        box = ChoiceBox(parent)
        for value, words in choices:
            box.addItem(words, value)
        box.setMaxVisibleItems(18)
        box.activated.connect(lambda: self._finish(box))
        return box

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findData(index.data(VALUE)))
            editor.showPopup()
        else:
            super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        if isinstance(editor, QComboBox):
            value = str(editor.currentData() or "")
            if editor.currentIndex() >= 0 and value != index.data(VALUE):
                self.chosen.emit(index.row(), index.column(), value)
        elif isinstance(editor, QLineEdit) and editor.isModified():
            super().setModelData(editor, model, index)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        rect = option.rect
        if isinstance(editor, QComboBox):
            rect.setWidth(max(rect.width(), min(editor.sizeHint().width(), 320)))
        editor.setGeometry(rect)

    def _finish(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)
