"""Where things stand in the dialog that explains a score."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from maplanner.desktop.boxes import FigureBox, WholeBox
from maplanner.desktop.lettering import make_roomy, scaled
from maplanner.desktop.planning.grid import Grid
from maplanner.desktop.tables.look import filter_field
from maplanner.desktop.words import tr


class ExplainParts:
    """The dialog's controls."""

    def __init__(self, dialog: QDialog) -> None:
        self.score, self.rule, self.day = QComboBox(), QComboBox(), WholeBox()
        self.day.setRange(0, 36_525)
        self.day.setPrefix(tr("day") + " ")
        self.amount, self.later = FigureBox(), WholeBox()
        self.amount.setValue(1.0)
        self.amount.hide()
        self.later.setRange(0, 3_650)
        self.later.setValue(30)
        self.later.setPrefix(tr("looked at") + " ")
        self.later.setSuffix(" " + tr("days later"))
        self.open = QPushButton(tr("Open a history …"))
        self.add, self.take_back = QPushButton(tr("It happens")), QPushButton(tr("Take back"))
        self.close = QPushButton(tr("Close"))
        self.filter = filter_field(tr("Find a lead"))
        widths = tuple(scaled(width) for width in (150, 70, 70))
        self.leads = Grid(tr("Leads"), (tr("Lead"), tr("Points"), ""), widths)
        titles = ("When", "What", "Points", "Score", "")
        widths = tuple(scaled(width) for width in (142, 180, 56, 56, 140))
        self.log = Grid(tr("What made the score"), tuple(map(tr, titles)), widths)
        self.total, self.said = QLabel(), QLabel()
        self.imagining = QWidget(dialog)
        self._dress()
        self._lay_out(dialog)

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Say what was read, or what was wrong."""
        self.said.setProperty("role", "complaint" if wrong else "secondary")
        self.said.style().polish(self.said)
        self.said.setText(text)
        self.said.setVisible(bool(text))

    def _dress(self) -> None:
        self.total.setProperty("role", "title")
        self.said.setProperty("role", "secondary")
        self.said.setWordWrap(True)
        self.said.hide()
        self.score.setAccessibleName(tr("Score"))
        self.score.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.score.setMinimumContentsLength(24)
        self.rule.setAccessibleName(tr("What happens"))
        self.day.setAccessibleName(tr("On which day"))
        self.rule.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.rule.setMinimumContentsLength(24)
        self.amount.setAccessibleName(tr("How much of it"))
        self.later.setAccessibleName(tr("Looked at so many days later"))
        self.add.setToolTip(tr("Lets the imagined lead do this on that day"))
        for button in (self.open, self.add, self.take_back, self.close):
            button.setAutoDefault(False)

    def _lay_out(self, dialog: QDialog) -> None:
        head = QHBoxLayout()
        head.addWidget(QLabel(tr("Score")))
        head.addWidget(self.score)
        head.addStretch(1)
        head.addWidget(self.open)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(self.filter)
        left.addWidget(self.leads, 1)
        row = QHBoxLayout(self.imagining)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.rule, 1)
        for part in (self.amount, self.day, self.add, self.take_back):
            row.addWidget(part)
        top = QHBoxLayout()
        top.addWidget(self.total, 1)
        top.addWidget(self.later)
        right.addLayout(top)
        right.addWidget(self.log, 1)
        right.addWidget(self.imagining)
        tables = QHBoxLayout()
        tables.setSpacing(16)
        tables.addLayout(left, 2)
        tables.addLayout(right, 4)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.close)
        layout = QVBoxLayout(dialog)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self.said)
        layout.addLayout(tables, 1)
        layout.addLayout(buttons)
        make_roomy(dialog, 960, 560)
