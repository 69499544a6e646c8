"""Saying which column of a list of fields holds what; remembered for the next list with the same columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from maplanner.desktop.boxes import ChoiceBox
from maplanner.desktop.words import tr
from maplanner.exchange.field_list import Column

_TITLES = {
    Column.NAME: "API name",
    Column.OBJECT: "Object",
    Column.LABEL: "Label",
    Column.TYPE: "Type",
    Column.LENGTH: "Length",
    Column.REQUIRED: "Required",
    Column.VALUES: "Allowed values",
    Column.REFERS_TO: "Refers to",
    Column.UNIQUE: "Unique",
    Column.CUSTOM: "Custom",
    Column.PERSONAL: "Personal data",
    Column.READ_ONLY: "Cannot be written",
    Column.HELP: "Help",
}


class ColumnsDialog(QDialog):
    """Offers the columns of a table for each thing that is worth knowing of a field."""

    def __init__(
        self, names: Sequence[str], guess: Mapping[Column, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Which column holds what?"))
        self._names = tuple(names)
        self.choices: dict[Column, QComboBox] = {}
        self.object_name = ""
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setProperty("role", "primary")
        self._lay_out(guess)
        self.choices[Column.NAME].currentIndexChanged.connect(self._show_whether_enough)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._show_whether_enough()

    def columns(self) -> dict[Column, str]:
        """Return what was chosen."""
        chosen = {column: choice.currentData() for column, choice in self.choices.items()}
        return {column: name for column, name in chosen.items() if name}

    def accept(self) -> None:
        from maplanner.app.column_memory import remember

        remember(self._names, self.columns())
        super().accept()

    def _lay_out(self, guess: Mapping[Column, str]) -> None:
        told = QLabel(tr("Each row of this list is a field. Say what its columns hold; it is remembered."))
        told.setWordWrap(True)
        told.setProperty("role", "secondary")
        inner, form = QWidget(), QFormLayout()
        form.setContentsMargins(0, 0, 8, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        inner.setLayout(form)
        for column, title in _TITLES.items():
            choice = self._choice(guess.get(column, ""), required=column is Column.NAME)
            choice.setAccessibleName(tr(title))
            self.choices[column] = choice
            form.addRow(tr(title), choice)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(12)
        layout.addWidget(told)
        layout.addWidget(scroll, 1)
        layout.addWidget(self.buttons)
        self.resize(460, 560)

    def _choice(self, chosen: str, *, required: bool) -> QComboBox:
        choice = ChoiceBox()
        choice.setMinimumContentsLength(18)
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        choice.addItem(tr("choose …") if required else tr("no column"), "")
        for name in self._names:
            choice.addItem(name, name)
        choice.setCurrentIndex(max(choice.findData(chosen), 0))
        return choice

    def _show_whether_enough(self) -> None:
        enough = bool(self.choices[Column.NAME].currentData())
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(enough)
