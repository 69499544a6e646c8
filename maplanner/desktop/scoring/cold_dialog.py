"""The dialog that draws a path for leads that have gone cold."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from maplanner.app.cold_leads import ColdPath, Treatment, cold_path
from maplanner.desktop.boxes import FigureBox, WholeBox
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.lettering import make_roomy
from maplanner.desktop.naming import title_of
from maplanner.desktop.words import tr
from maplanner.document.records import Score, Segment
from maplanner.scoring.calibration import usual_score


class ColdDialog(QDialog):
    """Asks for score, days and what to do; *Draw it* adds a campaign with trigger, segment and steps."""

    drawn = Signal(str)
    """The identifier of the campaign that was added."""

    def __init__(self, bridge: PlanBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Cold leads"))
        self._bridge = bridge
        self.score, self.segment, self.treatment = QComboBox(), QComboBox(), QComboBox()
        self.days, self.every, self.mails = FigureBox(), FigureBox(), WholeBox()
        self.repeats = QCheckBox(tr("Again after as many days more"))
        self.said = QLabel(
            tr(
                "A lead is cold when its score has not risen for some time. The path begins there; a second "
                "one takes the lead out of the segment as soon as it gains points again."
            )
        )
        self.draw, self.cancel = QPushButton(tr("Draw it")), QPushButton(tr("Cancel"))
        self._fill()
        self._lay_out()
        self.treatment.activated.connect(self._show_mails)
        self.draw.clicked.connect(self.apply)
        self.cancel.clicked.connect(self.reject)
        self._show_mails()

    def wanted(self) -> ColdPath:
        """Return what was decided."""
        return ColdPath(
            self.score.currentData() or "",
            self.days.value(),
            Treatment(self.treatment.currentData()),
            self.segment.currentData() or "",
            self.mails.value(),
            self.every.value(),
            self.repeats.isChecked(),
        )

    def apply(self) -> None:
        """Add the path as one step that can be undone, and close."""
        records = cold_path(self._bridge.reader, self.wanted())
        with self._bridge.store.transact(tr("Draw a path for cold leads")) as transaction:
            transaction.put(*records)
        self.accept()
        self.drawn.emit(records[0].id)

    def _show_mails(self) -> None:
        nurtures = self.treatment.currentData() == Treatment.NURTURE.value
        self.mails.setEnabled(nurtures)
        self.every.setEnabled(nurtures)

    def _fill(self) -> None:
        reader = self._bridge.reader
        for score in sorted(reader.all(Score), key=lambda each: each.order):
            self.score.addItem(title_of(score, reader), score.id)
        usual = usual_score(reader)
        if usual is not None:
            self.score.setCurrentIndex(self.score.findData(usual.id))
        else:
            self.score.addItem(tr("The plan has no score yet"), "")
        self.draw.setEnabled(usual is not None)
        self.segment.addItem(tr("A new one, “Cold”"), "")
        for segment in reader.all(Segment):
            self.segment.addItem(title_of(segment, reader), segment.id)
        for treatment in Treatment:
            self.treatment.addItem(tr(treatment.value), treatment.value)
        for box, value in ((self.days, 45.0), (self.every, 14.0)):
            box.setRange(0.5, 3650)
            box.setDecimals(1)
            box.setValue(value)
            box.setSuffix(" " + tr("days"))
        self.mails.setRange(1, 12)
        self.mails.setValue(3)

    def _lay_out(self) -> None:
        self.said.setWordWrap(True)
        self.said.setProperty("role", "secondary")
        self.draw.setProperty("role", "primary")
        self.draw.setDefault(True)
        form = QFormLayout()
        form.setVerticalSpacing(8)
        for title, part in (
            (tr("Score"), self.score),
            (tr("Nothing gained for"), self.days),
            ("", self.repeats),
            (tr("Segment"), self.segment),
            (tr("Then"), self.treatment),
            (tr("E-mails"), self.mails),
            (tr("One every"), self.every),
        ):
            if isinstance(part, QComboBox):
                part.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
                part.setMinimumContentsLength(22)
            if title:
                part.setAccessibleName(title)
            form.addRow(title, part)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.draw)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self.said)
        layout.addLayout(form)
        layout.addStretch(1)
        layout.addLayout(buttons)
        make_roomy(self, 440, 360)
