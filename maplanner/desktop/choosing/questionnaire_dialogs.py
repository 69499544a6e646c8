"""Questionnaires in the window: what is asked, before it is written; what came back, before it is taken."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from maplanner.core.clock import utc_now
from maplanner.core.errors import MaplannerError
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.lettering import scaled
from maplanner.desktop.words import number, tr
from maplanner.estimate.questionnaire import Filled, QuestionSheet, ReadAnswer, question_sheets, to_write
from maplanner.estimate.solutions import compare
from maplanner.exchange.questionnaire import read_questionnaire, write_questionnaire

_ANSWER = Qt.ItemDataRole.UserRole


class _Preview(QDialog):
    """A dialog with a tree, a line that sums up, and two buttons."""

    def __init__(self, title: str, columns: tuple[str, ...], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(scaled(820), scaled(560))
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(title)
        self.tree.setHeaderLabels(list(columns))
        self.tree.setFrameShape(QFrame.Shape.NoFrame)
        self.tree.header().resizeSection(0, scaled(440))
        self.said, self.complaint = QLabel(), QLabel()
        self.said.setProperty("role", "secondary")
        self.complaint.setProperty("role", "complaint")
        for label in (self.said, self.complaint):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.complaint.hide()
        self.go = QPushButton()
        self.go.setProperty("role", "primary")
        self.close_button = QPushButton(tr("Close"))
        self.close_button.clicked.connect(self.reject)
        self.above = QHBoxLayout()
        foot = QHBoxLayout()
        foot.addWidget(self.said, 1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.addLayout(self.above)
        layout.addWidget(self.complaint)
        layout.addWidget(self.tree, 1)
        layout.addLayout(foot)

    def complain(self, text: str) -> None:
        """Say what went wrong; an empty text takes that back."""
        self.complaint.setText(text)
        self.complaint.setVisible(bool(text))


class AskDialog(_Preview):
    """Shows what each vendor would be asked, and writes it as a workbook."""

    def __init__(self, bridge: PlanBridge, parent: QWidget | None = None) -> None:
        super().__init__(tr("Ask the vendors"), (tr("Question"), tr("What we believe so far")), parent)
        self._comparison = compare(bridge.reader)
        self._sheets: tuple[QuestionSheet, ...] = ()
        self.who = QComboBox()
        self.who.setAccessibleName(tr("Candidate"))
        self.who.addItem(tr("all candidates"), "")
        for each in self._comparison.candidates:
            self.who.addItem(each.title, each.solution.id)
        self.who.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.who.setMinimumContentsLength(28)
        self.everything = QCheckBox(tr("Also what is known"))
        self.above.addWidget(self.who)
        self.above.addWidget(self.everything)
        self.above.addStretch(1)
        self.go.setText(tr("Write the questionnaire …"))
        self.go.clicked.connect(self._choose_file)
        self.who.currentIndexChanged.connect(self.refresh)
        self.everything.toggled.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what would be asked."""
        wanted = [self.who.currentData()] if self.who.currentData() else []
        self._sheets = question_sheets(self._comparison, wanted, everything=self.everything.isChecked())
        self.tree.clear()
        count = 0
        for sheet in self._sheets:
            top = QTreeWidgetItem(
                [sheet.title, tr("{count} questions").format(count=number(len(sheet.questions)))]
            )
            for question, row in zip(sheet.questions, sheet.rows(), strict=True):
                item = QTreeWidgetItem([tr(question.text), row[4]])
                item.setToolTip(0, tr(question.text))
                item.setToolTip(1, row[4])
                top.addChild(item)
            self.tree.addTopLevelItem(top)
            top.setExpanded(len(self._sheets) == 1)
            count += len(sheet.questions)
        self.said.setText(tr("{count} questions, one sheet for each candidate").format(count=number(count)))
        self.go.setEnabled(count > 0)

    def write(self, path: Path) -> bool:
        """Write the questionnaire; return whether that worked."""
        if not path.suffix:
            path = path.with_suffix(".xlsx")
        try:
            count = write_questionnaire(self._sheets, path)
        except MaplannerError as error:
            self.complain(str(error))
            return False
        self.complain("")
        self.said.setText(
            tr("{count} questions written to {name}").format(count=number(count), name=path.name)
        )
        return True

    def _choose_file(self) -> None:
        name = tr("Questions for vendors") + ".xlsx"
        chosen, _filter = QFileDialog.getSaveFileName(
            self, tr("Write the questionnaire"), name, tr("Workbooks") + " (*.xlsx)"
        )
        if chosen:
            self.write(Path(chosen))


class ReadDialog(_Preview):
    """Shows what a filled-in questionnaire says, and takes over what is ticked."""

    def __init__(self, bridge: PlanBridge, parent: QWidget | None = None) -> None:
        columns = (tr("Question"), tr("Until now"), tr("Answer"), tr("Work and source"))
        super().__init__(tr("Read a questionnaire"), columns, parent)
        self._bridge = bridge
        self._file = Path()
        self.filled = Filled()
        self.open_button = QPushButton(tr("Open a questionnaire …"))
        self.above.addWidget(self.open_button)
        self.above.addStretch(1)
        self.open_button.clicked.connect(self._choose_file)
        self.go.setText(tr("Take over"))
        self.go.setEnabled(False)
        self.go.clicked.connect(self.take)
        self.tree.itemChanged.connect(self._count)

    def read(self, path: Path) -> None:
        """Show what a file says."""
        try:
            self.filled = read_questionnaire(path, compare(self._bridge.reader))
        except MaplannerError as error:
            self.filled = Filled()
            self._show()
            self.complain(str(error))
            return
        self._file = path
        self.complain("\n".join(self.filled.problems))
        self._show()

    def take(self) -> None:
        """Write the ticked answers into the plan, as one step that can be undone."""
        answers = self.ticked()
        put, changes = to_write(self._bridge.reader, answers, self._file.name, utc_now().date())
        try:
            with self._bridge.store.transact(tr("Read a questionnaire")) as transaction:
                transaction.put(*put)
                for record_id, values in changes:
                    transaction.change(record_id, values)
        except MaplannerError as error:
            self.complain(str(error))
            return
        self.accept()

    def ticked(self) -> list[ReadAnswer]:
        """Return the answers that are to be taken over."""
        found = []
        for at in range(self.tree.topLevelItemCount()):
            top = self.tree.topLevelItem(at)
            for place in range(top.childCount()) if top is not None else ():
                item = top.child(place) if top is not None else None
                if item is not None and item.checkState(0) is Qt.CheckState.Checked:
                    found.append(item.data(0, _ANSWER))
        return found

    def _show(self) -> None:
        self.tree.blockSignals(True)
        self.tree.clear()
        by_candidate: dict[str, list[ReadAnswer]] = {}
        for each in self.filled.answers:
            by_candidate.setdefault(each.candidate.title, []).append(each)
        for title, answers in by_candidate.items():
            top = QTreeWidgetItem([title])
            top.addChildren([_line(each) for each in answers])
            self.tree.addTopLevelItem(top)
            top.setExpanded(True)
        self.tree.blockSignals(False)
        for column, width in enumerate((360, 90, 90)):
            self.tree.header().resizeSection(column, scaled(width))
        self._count()

    def _count(self) -> None:
        count = len(self.ticked())
        said = tr("{count} of {all} answers are taken over, {open} rows are empty")
        self.said.setText(
            said.format(
                count=number(count), all=number(len(self.filled.answers)), open=number(self.filled.left_open)
            )
        )
        self.go.setEnabled(count > 0)

    def _choose_file(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileName(
            self, tr("Open a questionnaire"), "", tr("Tables") + " (*.xlsx *.csv)"
        )
        if chosen:
            self.read(Path(chosen))


def _line(answer: ReadAnswer) -> QTreeWidgetItem:
    more = " · ".join(part for part in (answer.work, answer.source) if part)
    cells = [tr(answer.question.title), tr(answer.before.verdict.value), tr(answer.verdict.value), more]
    item = QTreeWidgetItem(cells)
    item.setData(0, _ANSWER, answer)
    item.setToolTip(0, f"{tr(answer.question.text)}\n{answer.place}")
    item.setToolTip(3, more)
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
    item.setCheckState(0, Qt.CheckState.Checked)
    if answer.changes_verdict:
        font = item.font(2)
        font.setBold(True)
        item.setFont(2, font)
    return item
