"""Where things stand in the dialog that calibrates points."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from maplanner.desktop.boxes import FigureBox
from maplanner.desktop.lettering import make_roomy, scaled
from maplanner.desktop.planning.grid import Grid
from maplanner.desktop.words import number, tr
from maplanner.scoring.calibration import Calibration

ADJUSTED: Final = 3
"""The column in which sales' adjustments stand."""


class CalibrateParts:
    """The dialog's controls, and what they show."""

    def __init__(self, dialog: QDialog) -> None:
        self.score, self.threshold, self.basis = QComboBox(), FigureBox(), QComboBox()
        self.basis.addItem(tr("the same points for each interaction"), "shares")
        self.basis.addItem(tr("points by what became of leads, from a history"), "outcomes")
        self.basis.setAccessibleName(tr("Points by"))
        self.threshold.setRange(0, 1_000_000)
        self.threshold.setDecimals(1)
        self.mark, self.result, self.hint, self.complaint, self.no_rules = (QLabel() for _ in range(5))
        self.stages = Grid(
            tr("Buying stages"), (tr("Buying stage"), tr("Interactions")), (scaled(150), scaled(90))
        )
        titles = ("Rule", "Now", "Calibrated", "Adjusted by sales", "New")
        widths = tuple(scaled(width) for width in (190, 60, 90, 130, 60))
        self.rules = Grid(tr("Points of the rules"), tuple(map(tr, titles)), widths)
        self.add_stage = QPushButton(tr("Add a stage"))
        self.history = QPushButton(tr("Take from a history …"))
        self.history.setToolTip(tr("Counts interactions of leads that bought, in a file of recorded events"))
        self.apply, self.cancel = QPushButton(tr("Set the points")), QPushButton(tr("Cancel"))
        self._dress()
        self._lay_out(dialog)

    def show_result(self, found: Calibration | None, hint: str) -> None:
        """Show shares, points and what is left over; and what is missing or odd."""
        self.complaint.hide()
        self.result.setVisible(found is not None)
        if found is not None:
            self.result.setText(
                tr("{shares} shares · {points} points each · {left} left over").format(
                    shares=number(found.shares), points=number(found.points), left=number(found.left_over)
                )
            )
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))

    def complain(self, text: str) -> None:
        """Say why something did not work."""
        self.complaint.setText(text)
        self.complaint.show()

    def _dress(self) -> None:
        self.result.setProperty("role", "title")
        self.complaint.setProperty("role", "complaint")
        for label in (self.mark, self.hint, self.no_rules):
            label.setProperty("role", "secondary")
        for label in (self.hint, self.complaint, self.no_rules):
            label.setWordWrap(True)
        self.no_rules.setText(tr("The score has no rules yet: there is nothing to set."))
        self.apply.setProperty("role", "primary")
        self.apply.setDefault(True)
        for button in (self.cancel, self.add_stage, self.history):
            button.setAutoDefault(False)
        self.score.setAccessibleName(tr("Score"))
        self.score.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.score.setMinimumContentsLength(24)
        self.threshold.setAccessibleName(tr("Threshold"))
        self.complaint.hide()

    def _lay_out(self, dialog: QDialog) -> None:
        layout = QVBoxLayout(dialog)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(10)
        layout.addLayout(self._head())
        tables = QHBoxLayout()
        tables.setSpacing(16)
        tables.addWidget(self._left(), 2)
        tables.addWidget(self._right(), 4)
        layout.addLayout(tables, 1)
        layout.addWidget(self.complaint)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.apply)
        layout.addLayout(buttons)
        make_roomy(dialog, 900, 500)

    def _head(self) -> QFormLayout:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        form.addRow(tr("Score"), self.score)
        row = QHBoxLayout()
        row.addWidget(self.threshold)
        row.addWidget(self.mark, 1)
        form.addRow(tr("Ready at"), row)
        form.addRow(tr("Gives"), self.basis)
        return form

    def _left(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(_heading(tr("Average interactions before a sale")))
        column.addWidget(self.stages, 1)
        row = QHBoxLayout()
        row.addWidget(self.add_stage)
        row.addWidget(self.history)
        row.addStretch(1)
        column.addLayout(row)
        return side

    def _right(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.result)
        column.addWidget(self.hint)
        column.addWidget(self.no_rules)
        column.addWidget(self.rules, 1)
        return side


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "field")
    return label
