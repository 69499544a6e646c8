"""The shapes of a diagram as a table in which a person says what each of them becomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from maplanner.desktop.boxes import ChoiceBox
from maplanner.desktop.words import tr
from maplanner.exchange.diagrams.drawn import Shape
from maplanner.exchange.meaning.guessing import Guess, Reading
from maplanner.exchange.meaning.sorts import FRAME, NOTE, NOTHING, PART, Sureness
from maplanner.exchange.meaning.step_making import one_line
from maplanner.steps import KINDS

Index = QModelIndex | QPersistentModelIndex
BECOMES: Final = 1
_TITLES: Final = ("Shape", "Becomes", "How sure", "Why")
_OTHERS: Final = {NOTE: "Note", FRAME: "Frame", PART: "Part of its step", NOTHING: "Left out"}
_ORDER: Final = (Sureness.UNSURE, Sureness.LIKELY, Sureness.SURE, Sureness.CHOSEN)


def becomes_title(becomes: str) -> str:
    """Return how a person calls what a shape becomes."""
    kind = KINDS.get(becomes)
    return tr(kind.title) if kind is not None else tr(_OTHERS[becomes])


class ShapeModel(QAbstractTableModel):
    """One row per shape, what was merely guessed first; ``chosen`` tells what a person made of one."""

    chosen = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shapes: list[Shape] = []
        self._guesses: Mapping[str, Guess] = {}

    def show_reading(self, reading: Reading) -> None:
        """Show another page; the least sure shapes come first."""
        self.beginResetModel()
        self._guesses = reading.guesses
        self._shapes = sorted(
            reading.page.shapes, key=lambda shape: _ORDER.index(reading.guesses[shape.id].sureness)
        )
        self.endResetModel()

    def show_choices(self, reading: Reading) -> None:
        """Show the same page with other choices; rows keep their places."""
        self._guesses = reading.guesses
        last = self.index(len(self._shapes) - 1, len(_TITLES) - 1)
        self.dataChanged.emit(self.index(0, 0), last)

    def shape(self, row: int) -> Shape:
        """Return the shape of a row."""
        return self._shapes[row]

    def guess(self, row: int) -> Guess:
        """Return what the shape of a row is taken for."""
        return self._guesses[self._shapes[row].id]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shapes)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_TITLES)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(_TITLES[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.EditRole and index.column() == BECOMES:
            return self.guess(index.row()).becomes
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts(index.row())[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            text = (
                self.shape(index.row()).text
                if index.column() == 0
                else self._texts(index.row())[index.column()]
            )
            return text.removesuffix(" ▾") or None
        return None

    def _texts(self, row: int) -> tuple[str, ...]:
        shape, guess = self.shape(row), self.guess(row)
        text = one_line(shape.text) or tr("(no text)")
        return (
            text,
            f"{becomes_title(guess.becomes)} ▾",
            tr(guess.sureness.value),
            tr(guess.why),
        )

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == BECOMES else flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or index.column() != BECOMES or not value:
            return False
        self.chosen.emit(self.shape(index.row()).id, str(value))
        return True


class BecomesDelegate(QStyledItemDelegate):
    """Offers everything that a shape can become in a list that opens at once."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QComboBox:
        del option, index
        box = ChoiceBox(parent)
        box.setAccessibleName(tr("Becomes"))
        for name in choices():
            box.addItem(becomes_title(name), name)
        box.insertSeparator(len(KINDS))
        box.activated.connect(lambda: self._done(box))
        return box

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findData(index.data(Qt.ItemDataRole.EditRole)))
            editor.showPopup()

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        if isinstance(editor, QComboBox) and editor.currentData() != index.data(Qt.ItemDataRole.EditRole):
            model.setData(index, editor.currentData())

    def _done(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)


def choices() -> Sequence[str]:
    """Return everything that a shape can become: kinds in the palette's order, then the rest."""
    return (*KINDS, *_OTHERS)
