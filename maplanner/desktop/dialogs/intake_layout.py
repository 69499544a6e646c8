"""The parts of the dialog that checks a list, and how they lie."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QTableView,
    QTabWidget,
    QVBoxLayout,
)

from maplanner.app.intake.checking import Findings
from maplanner.app.intake.matching import Target
from maplanner.app.intake.running import Preparation
from maplanner.core.errors import MaplannerError
from maplanner.desktop.dialogs.intake_columns import ColumnTable
from maplanner.desktop.tables.figures import Cell, Column, FigureModel, Row
from maplanner.desktop.tables.look import calm_table, fit_columns
from maplanner.desktop.words import number, percent, tr
from maplanner.document.vocabulary import DuplicateKey
from maplanner.drawing.theme import Theme

_ENCODINGS = (
    ("UTF-8", "utf-8"),
    ("UTF-16", "utf-16"),
    ("Windows-1252 (Western Europe)", "cp1252"),
    ("Windows-1257 (Baltic)", "cp1257"),
    ("Windows-1250 (Central Europe)", "cp1250"),
    ("Windows-1251 (Cyrillic)", "cp1251"),
    ("Windows-1253 (Greek)", "cp1253"),
    ("Windows-1254 (Turkish)", "cp1254"),
    ("ISO-8859-1", "latin-1"),
    ("Shift JIS", "shift_jis"),
    ("GB 18030", "gb18030"),
)
_DELIMITERS = (("comma ,", ","), ("semicolon ;", ";"), ("tab", "\t"), ("bar |", "|"))
_KEYS = (
    ("E-mail", DuplicateKey.EMAIL),
    ("CRM id", DuplicateKey.ID),
    ("The whole row", DuplicateKey.ROW),
    ("Do not look", DuplicateKey.NONE),
)
_STEPS = 200


class IntakeParts:
    """Every control of the dialog, and what each state of the work shows of them."""

    def __init__(self, dialog: QDialog, theme: Theme) -> None:
        self.path = QLineEdit()
        self.choose = QPushButton(tr("File …"))
        self.encoding, self.delimiter, self.worksheet = QComboBox(), QComboBox(), QComboBox()
        self.header = QCheckBox(tr("First row names the columns"))
        self.understood = QLabel()
        self.target, self.key = QComboBox(), QComboBox()
        self.plus_tags = QCheckBox(tr("anna+news@ is anna@"))
        self.columns = ColumnTable(theme)
        self.rejects, self.model = QTableView(), FigureModel(parent=dialog)
        self.tabs = QTabWidget()
        self.said, self.complaint = QLabel(), QLabel()
        self.progress = QProgressBar()
        self.check, self.stop = QPushButton(tr("Check")), QPushButton(tr("Stop"))
        self.save_clean, self.save_rejects = (
            QPushButton(tr("Save clean list …")),
            QPushButton(tr("Save rejects …")),
        )
        self.size, self.close = QPushButton(), QPushButton(tr("Close"))
        self._name_parts()
        self._lay_out(dialog)

    # ------------------------------------------------------------ states

    def reset_reading(self) -> None:
        """Find out anew how a list is written."""
        for box in (self.encoding, self.delimiter):
            box.setCurrentIndex(0)
        self.worksheet.clear()
        self.header.setProperty("decided", False)

    def how_to_read(self) -> dict[str, Any]:
        """Return what was chosen of how the list is written."""
        return {
            "encoding": self.encoding.currentData() or "",
            "delimiter": self.delimiter.currentData() or "",
            "worksheet": self.worksheet.currentText(),
            "header": self.header.isChecked() if self.header.property("decided") else None,
        }

    def show_nothing(self) -> None:
        """Show that no list is open."""
        self.columns.setRowCount(0)
        self.understood.clear()
        self.said.setText(
            tr("Choose a CSV or XLSX file. It is read only; what is clean goes into a new file.")
        )
        self.complaint.hide()
        self.header.setEnabled(False)
        self.set_busy(busy=False)
        self.forget_findings()
        self.check.setEnabled(False)

    def forget_findings(self) -> None:
        """Show no result: none is there yet, or something was chosen otherwise."""
        self.tabs.setTabVisible(1, False)
        self.size.hide()
        for button in (self.save_clean, self.save_rejects):
            button.setEnabled(False)

    def set_busy(self, *, busy: bool) -> None:
        """Show that work goes on, or has ended."""
        self.progress.setVisible(busy)
        self.stop.setVisible(busy)
        self.progress.setValue(0)
        self.check.setEnabled(not busy and self.columns.rowCount() > 0)
        for control in (self.encoding, self.delimiter, self.worksheet, self.target, self.key, self.columns):
            control.setEnabled(not busy)

    def say(self, text: str) -> None:
        """Say where the work stands."""
        self.complaint.hide()
        self.said.setText(text)

    def complain(self, error: BaseException) -> None:
        """Say what went wrong."""
        if isinstance(error, MaplannerError):
            text = f"{tr(error.message)} {tr(error.advice)}".strip()
        else:
            text = tr("This could not be done: {why}").format(why=f"{type(error).__name__}: {error}")
        self.said.clear()
        self.complaint.setText(text)
        self.complaint.show()

    def show_sheet(self, prepared: Preparation, targets: Sequence[Target]) -> None:
        """Show how a list was understood and what it can be checked against."""
        sheet = prepared.sheet
        text = sheet.encoding is not None and sheet.form is not None
        for box in (self.encoding, self.delimiter):
            box.setVisible(text)
        self.worksheet.setVisible(not text)
        if sheet.encoding is not None and sheet.form is not None:
            _show_guess(self.encoding, sheet.encoding.name.removesuffix("-sig"))
            _show_guess(self.delimiter, sheet.form.delimiter)
            sure = percent(sheet.confidence)
            self.understood.setText(tr("{sure} sure").format(sure=sure))
            self.understood.setToolTip(tr(sheet.encoding.reason))
        else:
            self.worksheet.clear()
            self.worksheet.addItems(list(sheet.worksheets))
            self.worksheet.setCurrentText(sheet.worksheet)
        self.header.setEnabled(True)
        self.header.setChecked(sheet.header_row is not None)
        self.header.setProperty("decided", True)
        self._show_targets(prepared, targets)
        self.check.setEnabled(True)
        self.say(_words_on(prepared))

    def show_findings(self, found: Findings, prepared: Preparation) -> None:
        """Show what came of a check."""
        parts = (
            (found.rows, tr("rows")),
            (found.clean, tr("clean")),
            (found.rejects, tr("rejected")),
            (found.duplicates, tr("duplicates among them")),
            (found.empty, tr("empty rows left out")),
            (found.tidied, tr("values tidied")),
        )
        said = " · ".join(f"{number(count)} {word}" for count, word in parts if count)
        self.say(said if found.rows else tr("The list has no rows."))
        if prepared.missing:
            self.complaint.setText(
                tr("No column for required fields: {fields}").format(fields=", ".join(prepared.missing))
            )
            self.complaint.show()
        self._show_rejects(found, prepared)
        self.save_clean.setEnabled(found.clean > 0)
        self.save_rejects.setEnabled(found.rejects > 0)

    def show_size(self, clean: int, *, wanted: bool) -> None:
        """Offer to make the contact list as long as there are clean rows."""
        self.size.setText(tr("Make the list {count} people long").format(count=number(clean)))
        self.size.setVisible(wanted)

    def _show_rejects(self, found: Findings, prepared: Preparation) -> None:
        titles = [Column(tr("Row"), figures=True), Column(tr("Reason"))]
        rows = [
            Row(
                "",
                (
                    Cell(number(at), float(at)),
                    Cell("; ".join(tr(each.text) for each in reasons)),
                    *(Cell(" ".join(value.split())) for value in values),
                ),
            )
            for at, values, reasons in found.examples
        ]
        self.model.show_table([*titles, *(Column(title) for title in prepared.sheet.columns)], rows)
        fit_columns(self.rejects, at_most=280)
        self.tabs.setTabVisible(1, bool(rows))
        first = (
            tr("Rejected {count}")
            if len(rows) == found.rejects
            else tr("Rejected {count}, the first {shown}")
        )
        self.tabs.setTabText(1, first.format(count=number(found.rejects), shown=number(len(rows))))

    def _show_targets(self, prepared: Preparation, targets: Sequence[Target]) -> None:
        with QSignalBlocker(self.target):
            self.target.clear()
            self.target.addItem(tr("Nothing in the plan"), "")
            for each in targets:
                self.target.addItem(each.title, each.record.id)
            wanted = prepared.target.record.id if prepared.target is not None else ""
            self.target.setCurrentIndex(max(self.target.findData(wanted), 0))
        self.key.setCurrentIndex(self.key.findData(prepared.key))

    # ------------------------------------------------------------ laying out

    def _name_parts(self) -> None:
        named: tuple[tuple[Any, str], ...] = (
            (self.path, "List"),
            (self.encoding, "Encoding"),
            (self.delimiter, "Sign between columns"),
            (self.worksheet, "Sheet"),
            (self.target, "Check against"),
            (self.key, "Duplicates by"),
            (self.progress, "Progress"),
        )
        for part, name in named:
            part.setAccessibleName(tr(name))
        self.path.setPlaceholderText(tr("A CSV or XLSX file"))
        for box, choices in ((self.encoding, _ENCODINGS), (self.delimiter, _DELIMITERS)):
            box.addItem(tr("find out"), "")
            for title, value in choices:
                box.addItem(tr(title), value)
        for title, key in _KEYS:
            self.key.addItem(tr(title), key)
        self.target.setMinimumContentsLength(22)
        calm_table(self.rejects, tr("Rejected rows"), row_height=26)
        self.rejects.setModel(self.model)
        self.rejects.setSortingEnabled(True)
        self.rejects.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.complaint.setProperty("role", "complaint")
        self.understood.setProperty("role", "secondary")
        for label in (self.said, self.complaint):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.check.setProperty("role", "primary")
        self.size.setProperty("role", "link")
        self.progress.setRange(0, _STEPS)
        self.progress.setTextVisible(False)

    def _lay_out(self, dialog: QDialog) -> None:
        layout = QVBoxLayout(dialog)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(8)
        rows: tuple[tuple[Any, ...], ...] = (
            (self.path, self.choose),
            (
                tr("Read as"),
                self.encoding,
                self.delimiter,
                self.worksheet,
                self.understood,
                self.header,
                None,
            ),
            (tr("Check against"), self.target, tr("Duplicates by"), self.key, self.plus_tags, None),
        )
        for row in rows:
            layout.addLayout(_line(*row, wide=self.path))
        self.tabs.addTab(self.columns, tr("Columns"))
        self.tabs.addTab(self.rejects, tr("Rejected"))
        layout.addWidget(self.tabs, 1)
        for part in (self.progress, self.complaint):
            layout.addWidget(part)
        layout.addLayout(_line(self.said, self.size, wide=self.said))
        layout.addLayout(_line(self.save_clean, self.save_rejects, None, self.stop, self.close, self.check))
        for button in (self.choose, self.stop, self.close, self.save_clean, self.save_rejects, self.size):
            button.setAutoDefault(False)
        self.worksheet.hide()
        dialog.resize(980, 620)


def _line(*parts: Any, wide: Any = None) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(8)
    for part in parts:
        if part is None:
            line.addStretch(1)
        elif isinstance(part, str):
            line.addWidget(QLabel(part))
        else:
            line.addWidget(part, 1 if part is wide else 0)
    return line


def _show_guess(box: QComboBox, found: str) -> None:
    """Show what was found in a choice; one that is not on offer is added."""
    if box.findData(found) < 0:
        box.addItem(found.upper(), found)
    with QSignalBlocker(box):
        box.setCurrentIndex(box.findData(found))


def _words_on(prepared: Preparation) -> str:
    mapped = sum(use.field is not None for use in prepared.uses)
    if prepared.target is None:
        return tr("Nothing in the plan fits these columns; duplicates and fill can be checked all the same.")
    return tr("{mapped} of {count} columns have a field. Change what is wrong, then check.").format(
        mapped=number(mapped), count=number(len(prepared.uses))
    )
