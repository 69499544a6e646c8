"""The report dialog: for whom, which sections, in which format; a preview shows it first."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QDate, Qt, QTimer, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from maplanner.app.reporting import report_formats, subject_of, write_report
from maplanner.core.errors import MaplannerError
from maplanner.core.resources import resource_root
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.jobs import JobControl, LatestJob
from maplanner.desktop.words import tr
from maplanner.drawing.theme import theme
from maplanner.report.report import Report, make_report
from maplanner.report.section import Audience, chosen_sections, sections

if TYPE_CHECKING:
    from maplanner.report.section import Subject
    from maplanner.simulation import SimulationResult

_LISTED: Final = 248
_SUFFIXES: Final = {"html": "html", "pdf": "pdf", "xlsx": "xlsx"}


class ReportDialog(QDialog):
    """Writes a report of the plan. What takes long is worked out beside the window, once."""

    def __init__(
        self,
        bridge: PlanBridge,
        result: SimulationResult | None = None,
        parent: QWidget | None = None,
        *,
        folder: Path | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Report"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1040, 700)
        self._snapshot = bridge.store.snapshot()
        self._subject: Subject | None = None
        self._written: Path | None = None
        self._simulates_next = False
        self.audience, self.format = QComboBox(), QComboBox()
        self.sections = QListWidget()
        self.preview = QTextBrowser()
        self.progress = QProgressBar()
        self.path = QLineEdit(str((folder or Path.home()) / f"{self._safe_title()}.html"))
        self.browse = QPushButton(tr("Choose …"))
        self.message = QLabel()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.open_file = self.buttons.addButton(tr("Open the file"), QDialogButtonBox.ButtonRole.ActionRole)
        self.save = self.buttons.addButton(tr("Save"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.jobs = LatestJob(self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(120)
        self._soon.timeout.connect(self.show_preview)
        self._fill()
        self._lay_out()
        self._connect()
        self._begin(result)

    # ------------------------------------------------------------ what is chosen

    def chosen(self) -> list[str]:
        """Return the names of the sections that are ticked."""
        items = (self.sections.item(row) for row in range(self.sections.count()))
        return [
            str(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() is Qt.CheckState.Checked
        ]

    def report(self) -> Report:
        """Return the report as it is chosen.

        Raises:
            CannotExport: No section is chosen, or none has anything to say.
        """
        if self._subject is None:
            raise RuntimeError("the plan is still being looked at")
        return make_report(self._subject, chosen_sections(self.chosen(), None), self._reader())

    def accept(self) -> None:
        """Write the file; say why where that fails, and stay open either way."""
        name = str(self.format.currentData())
        typed = self.path.text().strip()
        if not typed:
            self._say(tr("Choose where to save it."), is_complaint=True)
            return
        path = Path(typed).expanduser()
        path = path if path.suffix else path.with_name(f"{path.name}.{_SUFFIXES[name]}")
        try:
            write_report(self.report(), path, name)
        except MaplannerError as error:
            self._complain(error)
            return
        self._written = path
        self.open_file.show()
        self._say(tr("Saved as {name}").format(name=path.name), is_complaint=False)

    def show_preview(self) -> None:
        """Show the report as it will read."""
        from maplanner.drawing.text_pages import Room, fill
        from maplanner.report.writing.pdf import shown

        if self._subject is None:
            return
        try:
            html, pictures = shown(self.report())
        except MaplannerError as error:
            self.preview.setPlainText(f"{tr(error.message)} {tr(error.advice)}".strip())
            self.save.setEnabled(False)
            return
        self.save.setEnabled(True)
        style = (resource_root() / "reports" / "print.css").read_text("utf-8")
        room = Room(max(self.preview.viewport().width() - 60.0, 320.0))
        fill(self.preview.document(), html, style, pictures, room)
        self.preview.document().setDocumentMargin(20.0)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let no work outlive the dialog."""
        self.jobs.close()
        super().closeEvent(event)

    def done(self, result: int) -> None:
        """Let no work outlive the dialog, however it ends."""
        self.jobs.close()
        super().done(result)

    # ------------------------------------------------------------ working it out

    def _begin(self, result: SimulationResult | None) -> None:
        """Look through the plan, then simulate where no result is at hand: what is known shows meanwhile."""
        self.save.setEnabled(False)
        self.preview.setPlainText(tr("Looking through the plan …"))
        self._simulates_next = result is None
        self._work_out(result, may_simulate=False)

    def _work_out(self, result: SimulationResult | None, *, may_simulate: bool) -> None:
        snapshot, today = self._snapshot, _today()

        def work(control: JobControl) -> Any:
            return subject_of(
                snapshot,
                today,
                sections(),
                result=result,
                may_simulate=may_simulate,
                progress=control.progress,
                cancelled=control.cancelled,
            )

        self.jobs.start(work, snapshot.revision)

    def _known(self, subject: Subject, _revision: int) -> None:
        self._subject = subject
        self._dim_empty()
        self.show_preview()
        if self._simulates_next:
            self._simulates_next = False
            self._say(tr("Simulating: the report is complete when that is done."), is_complaint=False)
            self._work_out(None, may_simulate=True)
            return
        self.progress.hide()
        if self._written is None:
            self._say("", is_complaint=False)

    def _failed(self, error: object) -> None:
        self.progress.hide()
        if isinstance(error, MaplannerError):
            self._complain(error)
        else:
            self._say(tr("The plan could not be looked through."), is_complaint=True)

    def _dim_empty(self) -> None:
        """Say of sections that they have nothing to say yet."""
        if self._subject is None:
            return
        self.sections.blockSignals(True)
        for row, section in enumerate(sections()):
            item, title = self.sections.item(row), tr(section.title)
            is_empty = not tuple(section.make(self._subject))
            item.setText(tr("{title}: nothing yet").format(title=title) if is_empty else title)
            palette = self.palette()
            item.setForeground(palette.placeholderText() if is_empty else palette.text())
        self.sections.blockSignals(False)

    def _reader(self) -> Audience | None:
        chosen = self.audience.currentData()
        return Audience(chosen) if chosen else None

    # ------------------------------------------------------------ laying out

    def _fill(self) -> None:
        self.audience.addItem(tr("Everyone involved"), "")
        for audience in Audience:
            self.audience.addItem(tr(audience.words), audience.value)
        for name, title in report_formats().items():
            self.format.addItem(tr(title), name)
        self.format.setCurrentIndex(max(self.format.findData("html"), 0))
        for section in sections():
            item = QListWidgetItem(tr(section.title))
            item.setData(Qt.ItemDataRole.UserRole, section.name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.sections.addItem(item)

    def _side(self) -> QWidget:
        """Return the choices that stand beside the preview."""
        form = QFormLayout()
        form.setVerticalSpacing(8)
        for title, widget in ((tr("For"), self.audience), (tr("Format"), self.format)):
            widget.setAccessibleName(title)
            form.addRow(title, widget)
        self.sections.setAccessibleName(tr("Sections"))
        side = QWidget()
        left = QVBoxLayout(side)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(8)
        left.addLayout(form)
        left.addWidget(QLabel(tr("Sections")))
        left.addWidget(self.sections, 1)
        side.setFixedWidth(_LISTED)
        return side

    def _lay_out(self) -> None:
        self.preview.setAccessibleName(tr("Preview"))
        self.preview.setOpenLinks(False)
        self.preview.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Paper, whatever the window's theme.
        paper = theme("light")
        self.preview.setStyleSheet(f"QTextBrowser {{ background: {paper.card}; color: {paper.text}; }}")
        self.progress.setRange(0, 100)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(4)
        right = QVBoxLayout()
        right.setSpacing(4)
        right.addWidget(self.preview, 1)
        right.addWidget(self.progress)
        upper = QHBoxLayout()
        upper.setSpacing(16)
        upper.addWidget(self._side())
        upper.addLayout(right, 1)
        where = QHBoxLayout()
        where.addWidget(self.path, 1)
        where.addWidget(self.browse)
        self.path.setAccessibleName(tr("File"))
        self.message.setWordWrap(True)
        self.message.hide()
        self.open_file.hide()
        self.save.setProperty("role", "primary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(12)
        layout.addLayout(upper, 1)
        layout.addLayout(where)
        layout.addWidget(self.message)
        layout.addWidget(self.buttons)

    def _connect(self) -> None:
        self.audience.currentIndexChanged.connect(self._tick_audience)
        self.format.currentIndexChanged.connect(self._follow_format)
        self.sections.itemChanged.connect(lambda _item: self._soon.start())
        self.browse.clicked.connect(self._choose_path)
        self.open_file.clicked.connect(self._open_written)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.jobs.progressed.connect(lambda share: self.progress.setValue(round(share * 100)))
        self.jobs.finished.connect(self._known)
        self.jobs.failed.connect(self._failed)

    def _tick_audience(self) -> None:
        """Tick the sections that the audience reads."""
        wanted = {section.name for section in chosen_sections(None, self._reader())}
        for row in range(self.sections.count()):
            item = self.sections.item(row)
            is_wanted = item.data(Qt.ItemDataRole.UserRole) in wanted
            item.setCheckState(Qt.CheckState.Checked if is_wanted else Qt.CheckState.Unchecked)
        self._soon.start()

    def _follow_format(self) -> None:
        path = Path(self.path.text().strip() or self._safe_title())
        self.path.setText(str(path.with_suffix(f".{_SUFFIXES[str(self.format.currentData())]}")))

    def _choose_path(self) -> None:
        suffix = _SUFFIXES[str(self.format.currentData())]
        name, _kind = QFileDialog.getSaveFileName(
            self, tr("Save the report"), self.path.text(), f"{self.format.currentText()} (*.{suffix})"
        )
        if name:
            self.path.setText(name)

    def _open_written(self) -> None:
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written)))

    def _safe_title(self) -> str:
        words = self._snapshot.plan.title or tr("Report")
        kept = "".join(letter if letter.isalnum() or letter in " -_" else " " for letter in words)
        return " ".join(kept.split())[:80] or "report"

    def _complain(self, error: MaplannerError) -> None:
        self._say(f"{tr(error.message)} {tr(error.advice)}".strip(), is_complaint=True)

    def _say(self, text: str, *, is_complaint: bool) -> None:
        self.message.setProperty("role", "complaint" if is_complaint else "hint")
        self.message.style().unpolish(self.message)
        self.message.style().polish(self.message)
        self.message.setText(text)
        self.message.setVisible(bool(text))


def _today() -> date:
    found = QDate.currentDate()
    return date(found.year(), found.month(), found.day())
