"""The table of a list's columns: what stands in them, which field each is meant for, how many are filled."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QTableWidget, QTableWidgetItem, QWidget

from maplanner.app.intake.checking import ColumnFigures
from maplanner.app.intake.faults import Fault
from maplanner.app.intake.matching import ColumnUse, Field, Target, chosen
from maplanner.crm.fit import name_of
from maplanner.desktop.boxes import ChoiceBox
from maplanner.desktop.panels.showing import ShareBar
from maplanner.desktop.tables.look import calm_table
from maplanner.desktop.words import number, percent, tr
from maplanner.drawing.theme import Theme

_COLUMN, _VALUES, _FIELD, _FILLED, _WRONG, _WHY = range(6)
_ROW_HEIGHT = 36
_PREVIEW = 3


class ColumnTable(QTableWidget):
    """One row for each column of the list; the field can be chosen in it."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(0, 6, parent)
        self._theme = theme
        self._uses: list[ColumnUse] = []
        self._bars: list[_Filled] = []
        calm_table(self, tr("Columns of the list"), row_height=_ROW_HEIGHT)
        titles = ("Column", "First values", "Field", "Filled", "Invalid or missing", "Why this field")
        self.setHorizontalHeaderLabels([tr(title) for title in titles])
        self.setSelectionMode(self.SelectionMode.NoSelection)
        self.setEditTriggers(self.EditTrigger.NoEditTriggers)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for column, width in ((_COLUMN, 140), (_VALUES, 210), (_FIELD, 200), (_FILLED, 150), (_WRONG, 120)):
            self.setColumnWidth(column, width)

    def uses(self) -> tuple[ColumnUse, ...]:
        """Return what each column is meant for, as chosen now."""
        return tuple(self._uses)

    def show_columns(
        self, uses: Sequence[ColumnUse], target: Target | None, rows: Sequence[Sequence[str]]
    ) -> None:
        """Show columns with their first values."""
        fields = target.fields if target is not None else ()
        self._uses = list(uses)
        self._bars = []
        self.setRowCount(0)
        self.setRowCount(len(uses))
        for at, use in enumerate(uses):
            shown = [row[at] for row in rows if at < len(row) and row[at].strip()][:_PREVIEW]
            for column, text in ((_COLUMN, use.title), (_VALUES, ", ".join(shown)), (_WHY, tr(use.reason))):
                item = QTableWidgetItem(" ".join(text.split()))
                item.setToolTip(text)
                self.setItem(at, column, item)
            self.setCellWidget(at, _FIELD, self._choice(at, use, fields))
            bar = _Filled(self._theme, use.title)
            self._bars.append(bar)
            self.setCellWidget(at, _FILLED, bar)
            self.setItem(at, _WRONG, QTableWidgetItem(""))

    def show_figures(self, columns: Sequence[ColumnFigures], rows: int) -> None:
        """Show how many values are filled, and how many invalid or missing."""
        for at, figures in enumerate(columns):
            self._bars[at].show_share(figures.filled / max(rows, 1))
            wrong = figures.invalid + figures.faults[Fault.MISSING]
            item = self._cell(at, _WRONG)
            item.setText(number(wrong) if wrong else ("" if figures.rule is None else tr("none")))
            item.setToolTip(
                "\n".join(
                    f"{tr(fault.value)}: {number(count)}" for fault, count in figures.faults.most_common()
                )
            )

    def choice(self, at: int) -> QComboBox:
        """Return the choice of a column's field."""
        box = self.cellWidget(at, _FIELD)
        assert isinstance(box, QComboBox)  # noqa: S101 - made above
        return box

    def _cell(self, at: int, column: int) -> QTableWidgetItem:
        item = self.item(at, column)
        assert item is not None  # noqa: S101 - made above
        return item

    def _choice(self, at: int, use: ColumnUse, fields: Sequence[Field]) -> QComboBox:
        box = ChoiceBox()
        box.setAccessibleName(tr("Field for {column}").format(column=use.title))
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        with QSignalBlocker(box):
            box.addItem(tr("— no field"), None)
            for field in fields:
                star = " *" if field.required else ""
                box.addItem(f"{name_of(field)}{star}", field.id)
                box.setItemData(box.count() - 1, tr(field.type.value), Qt.ItemDataRole.ToolTipRole)
            box.setCurrentIndex(max(box.findData(use.field.id), 0) if use.field is not None else 0)
        box.activated.connect(partial(self._chose, at, tuple(fields)))
        return box

    def _chose(self, at: int, fields: Sequence[Field], index: int) -> None:
        field = fields[index - 1] if index else None
        self._uses[at] = chosen(self._uses[at], field)
        self._cell(at, _WHY).setText(tr(self._uses[at].reason))
        self.changed.emit()


class _Filled(QWidget):
    """A bar with the share in figures beside it."""

    def __init__(self, theme: Theme, column: str) -> None:
        super().__init__()
        self._column = column
        self.bar, self.label = ShareBar(theme), QLabel("")
        self.label.setMinimumWidth(44)
        self.label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 0)
        layout.setSpacing(8)
        layout.addWidget(self.bar, 1)
        layout.addWidget(self.label)
        self.bar.hide()

    def show_share(self, share: float) -> None:
        """Show how much of the column is filled."""
        self.bar.show()
        self.bar.show_share(share)
        self.label.setText(percent(share))
        self.setAccessibleName(
            tr("{column}: {share} filled").format(column=self._column, share=percent(share))
        )
