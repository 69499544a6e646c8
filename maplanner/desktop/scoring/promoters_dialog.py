"""The dialog that counts promoters and detractors in a survey."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from maplanner.app.promoters import promoter_field_records
from maplanner.core.errors import MaplannerError
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.jobs import LatestJob
from maplanner.desktop.lettering import make_roomy
from maplanner.desktop.words import number, percent, tr
from maplanner.document.records import Mapping
from maplanner.exchange.sheets import open_sheet
from maplanner.scoring.net_promoter import NetPromoter, net_promoter


class PromotersDialog(QDialog):
    """Reads a survey off the window's thread and shows the number for the column that is chosen."""

    def __init__(self, bridge: PlanBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.setWindowTitle(tr("Net promoter number"))
        self._columns: dict[str, NetPromoter] = {}
        self._job = LatestJob(self)
        self._job.finished.connect(self._got)
        self._job.failed.connect(lambda error: self._say(str(error), wrong=True))
        self.open_button, self.close_button = QPushButton(tr("Open a survey …")), QPushButton(tr("Close"))
        self.field_button = QPushButton(tr("Add a CRM field for answers"))
        self.field_button.setToolTip(
            tr("A custom field of the lead; the answers of surveys on your drawings will land in it")
        )
        self.field_button.setAutoDefault(False)
        self.column = QComboBox()
        self.column.setAccessibleName(tr("Column of answers"))
        self.column.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.figure, self.counts, self.said = QLabel("–"), QLabel(), QLabel()
        self._lay_out()
        self.open_button.clicked.connect(self._ask)
        self.close_button.clicked.connect(self.reject)
        self.field_button.clicked.connect(self.add_field)
        self.column.currentTextChanged.connect(self._show)
        self._say(
            tr("Answers from 0 to 10, a row each. 9 and 10 promote, 7 and 8 are passive, the rest detracts.")
        )

    def read(self, path: Path) -> None:
        """Count the answers in every column of a file."""
        self._say(tr("Reading {name} …").format(name=path.name))

        def work(_control: object) -> dict[str, NetPromoter]:
            sheet = open_sheet(path, strict=False)
            rows = [row.values for row in sheet.rows()]
            return {name: net_promoter(row[at] for row in rows) for at, name in enumerate(sheet.columns)}

        self._job.start(work, 0)

    def add_field(self) -> None:
        """Add the custom field, and let surveys land in it, as one step that can be undone."""
        try:
            records = promoter_field_records(self._bridge.reader)
            with self._bridge.store.transact(tr("Add a CRM field for answers")) as transaction:
                transaction.put(*records)
        except MaplannerError as error:
            self._say(str(error), wrong=True)
            return
        surveys = sum(isinstance(record, Mapping) for record in records)
        said = tr("The CRM has a field for answers; surveys that land in it now: {count}.")
        self._say(said.format(count=number(surveys)))

    def done(self, result: int) -> None:
        self._job.close()
        super().done(result)

    def _got(self, columns: dict[str, NetPromoter], _revision: int) -> None:
        self._columns = columns
        likely = max(columns, key=lambda name: columns[name].answers - columns[name].invalid, default="")
        self.column.clear()
        self.column.addItems(list(columns))
        self.column.setCurrentText(likely)
        self._show()

    def _show(self) -> None:
        found = self._columns.get(self.column.currentText())
        if found is None or found.number is None:
            self.figure.setText("–")
            self.counts.setText("")
            self._say(tr("No value in this column is an answer from 0 to 10.") if found is not None else "")
            return
        said = f"{'+' if found.number > 0 else ''}{number(round(found.number))}"
        if found.interval is not None:
            low, high = (number(round(each)) for each in found.interval)
            said += " " + tr("(95 %: {low} to {high})").format(low=low, high=high)
        self.figure.setText(said)
        shares = (
            (tr("promoters"), found.promoters),
            (tr("passives"), found.passives),
            (tr("detractors"), found.detractors),
        )
        told = (f"{number(count)} {name} ({percent(count / found.answers)})" for name, count in shares)
        self.counts.setText(" · ".join(told))
        odd = tr("Values that are no answer and do not count: {count}.").format(count=number(found.invalid))
        self._say(odd if found.invalid else "")

    def _say(self, text: str, *, wrong: bool = False) -> None:
        self.said.setProperty("role", "complaint" if wrong else "secondary")
        self.said.style().polish(self.said)
        self.said.setText(text)

    def _ask(self) -> None:
        kinds = tr("Lists") + " (*.csv *.tsv *.txt *.xlsx);;" + tr("All files") + " (*)"
        name, _kind = QFileDialog.getOpenFileName(self, tr("Choose a survey"), "", kinds)
        if name:
            self.read(Path(name))

    def _lay_out(self) -> None:
        self.figure.setProperty("role", "title")
        self.said.setWordWrap(True)
        head = QHBoxLayout()
        head.addWidget(self.open_button)
        head.addWidget(self.column, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.field_button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self.figure)
        layout.addWidget(self.counts)
        layout.addWidget(self.said)
        layout.addStretch(1)
        layout.addLayout(buttons)
        make_roomy(self, 480, 240)
