"""The import dialog: choose what a CRM gave out, see what would change, and take it over as one step."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from maplanner.app.importing import is_plan_text
from maplanner.core.errors import MaplannerError, UnreadableSource
from maplanner.crm.starter import starter_catalogue, starter_names
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.dialogs.import_rows import COLUMNS, rows_of
from maplanner.desktop.eliding import ElidedLabel
from maplanner.desktop.jobs import Job, JobControl
from maplanner.desktop.tables.figures import FigureModel
from maplanner.desktop.tables.look import calm_table, filter_field
from maplanner.desktop.words import number, tr
from maplanner.document.records import System
from maplanner.document.vocabulary import SystemRole
from maplanner.exchange.readers import STARTER

if TYPE_CHECKING:
    from maplanner.crm.catalogue import Catalogue
    from maplanner.crm.change import CatalogueChange


_ABANDONED: set[Job] = set()
"""Jobs nobody waits for any more; they must live until their threads have ended."""


@dataclass(frozen=True)
class _Read:
    """What a source turned out to be."""

    title: str
    catalogue: Catalogue


class ImportDialog(QDialog):
    """Reads off the window's thread, compares, shows the difference, and applies it only when told to."""

    def __init__(self, bridge: PlanBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Import fields from a CRM"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._bridge = bridge
        self._job: Job | None = None
        self._read: _Read | None = None
        self._change: CatalogueChange | None = None
        self._revision = -1
        self.path = QLineEdit()
        self.path.setPlaceholderText(tr("A folder or file with the CRM's metadata"))
        self.path.setAccessibleName(tr("Folder or file"))
        self.choose_folder, self.choose_file = QPushButton(tr("Folder …")), QPushButton(tr("File …"))
        self.choose_starter = QPushButton(tr("Standard fields"))
        self.choose_starter.setToolTip(tr("Without an org: the objects and fields that the vendor documents"))
        self.system = QComboBox()
        self.system.setAccessibleName(tr("Into system"))
        self.recognised, self.summary, self.complaint = ElidedLabel(), QLabel(), QLabel()
        self.progress = QProgressBar()
        self.model = FigureModel(COLUMNS, self)
        self.view = QTableView()
        self.filter = filter_field(tr("Filter changes"))
        self.left_out = QPlainTextEdit()
        self.tabs = QTabWidget()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.apply = self.buttons.addButton(tr("Take over"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._lay_out()
        self._connect()
        self._fill_systems()
        self._show_nothing()

    # ------------------------------------------------------------ what others may ask

    def choose(self, path: Path | str) -> None:
        """Read what lies there and show what it would change."""
        self.path.setText(str(path))
        self.read()

    def read(self) -> None:
        """Read the chosen source, off the window's thread."""
        text = self.path.text().strip()
        if not text:
            return
        self._cancel()
        self._show_nothing()
        place = Path(text).expanduser()
        self.progress.setVisible(True)
        self.recognised.show_text(tr("Reading {name} …").format(name=place.name))
        job = Job(lambda control: _read(place, control))
        job.finished.connect(lambda found: self._got(job, found))
        job.failed.connect(lambda error: self._failed(job, error))
        job.stopped.connect(lambda: self._end(job))
        self._job = job
        job.start()

    def change(self) -> CatalogueChange | None:
        """Return the difference that is shown, or ``None``."""
        return self._change

    def accept(self) -> None:
        """Take the difference over as one step that can be undone."""
        if self._read is None:
            return
        if self._revision != self._bridge.store.revision:
            # The plan went on while the dialog was open: compare with what it is now.
            self.compare()
        if self._change is None:
            return
        label = tr("Import {title}").format(title=self._change.system.title)
        try:
            with self._bridge.store.transact(label) as transaction:
                self._change.apply(transaction)
        except MaplannerError as error:
            self._complain(error)
            return
        super().accept()

    def done(self, result: int) -> None:
        self._cancel()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._cancel()
        super().closeEvent(event)

    def compare(self) -> None:
        """Show what taking over would change in the chosen system."""
        if self._read is None:
            return
        from maplanner.crm.merge import catalogue_changes

        system = self.system.currentData()
        self._revision = self._bridge.store.revision
        try:
            self._change = catalogue_changes(self._bridge.store, self._read.catalogue, system or None)
        except MaplannerError as error:
            self._change = None
            self._complain(error)
            return
        self._show_change(self._change)

    # ------------------------------------------------------------ reading

    def _got(self, job: Job, found: _Read) -> None:
        if not self._end(job):
            return
        self._read = found
        fields, objects = found.catalogue.field_count, len(found.catalogue.objects)
        self.recognised.show_text(
            tr("{format}: {objects} objects, {fields} fields").format(
                format=found.title, objects=number(objects), fields=number(fields)
            )
        )
        self.compare()

    def _failed(self, job: Job, error: BaseException) -> None:
        if self._end(job):
            self.recognised.show_text("")
            self._complain(error)

    def _end(self, job: Job) -> bool:
        """Let go of a job that has ended; return whether this dialog still waits for it."""
        _ABANDONED.discard(job)
        job.wait()
        if job is not self._job:
            return False
        self._job = None
        self.progress.setVisible(False)
        return True

    def _cancel(self) -> None:
        """Stop waiting. Reading cannot be broken off; it ends in its own time and its result is dropped."""
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
            _ABANDONED.add(job)

    # ------------------------------------------------------------ showing

    def _show_nothing(self) -> None:
        self._read = self._change = None
        self.model.show_table(COLUMNS, [])
        self.left_out.clear()
        self.tabs.setTabVisible(1, False)
        self.progress.setVisible(False)
        self.complaint.hide()
        self.summary.setText(
            tr("Salesforce: a project folder, a metadata folder, describe results, or the standard fields.")
        )
        self.recognised.show_text("")
        self.apply.setEnabled(False)

    def _show_change(self, change: CatalogueChange) -> None:
        rows = rows_of(change, self._bridge.reader)
        self.model.show_table(COLUMNS, rows)
        self.view.resizeColumnsToContents()
        for column in range(self.model.columnCount()):
            self.view.setColumnWidth(column, min(max(self.view.columnWidth(column), 80), 260))
        counts = (
            (len(change.new), tr("new")),
            (len(change.changed), tr("changed")),
            (len(change.gone), tr("gone")),
            (len(change.gone_in_use), tr("gone but still used, kept")),
        )
        said = " · ".join(f"{number(count)} {word}" for count, word in counts if count)
        self.summary.setText(said or tr("Nothing would change."))
        self.tabs.setTabText(0, tr("Changes {count}").format(count=number(len(rows))))
        self.left_out.setPlainText("\n".join(change.left_out))
        self.tabs.setTabVisible(1, bool(change.left_out))
        self.tabs.setTabText(1, tr("Left out {count}").format(count=number(len(change.left_out))))
        self.apply.setEnabled(bool(change) or bool(change.refreshed))

    def _complain(self, error: BaseException) -> None:
        if isinstance(error, MaplannerError):
            text = f"{tr(error.message)} {tr(error.advice)}".strip()
        else:
            text = tr("This could not be read: {why}").format(why=f"{type(error).__name__}: {error}")
        self.complaint.setText(text)
        self.complaint.show()
        self.apply.setEnabled(False)

    def _fill_systems(self) -> None:
        self.system.addItem(tr("The CRM it fits, or a new one"), "")
        systems = self._bridge.reader.all(System)
        for system in sorted(systems, key=lambda each: (each.role is not SystemRole.CRM, each.title)):
            self.system.addItem(system.title, system.id)

    # ------------------------------------------------------------ laying out

    def _lay_out(self) -> None:
        calm_table(self.view, tr("Changes"), row_height=26)
        self.view.setModel(self.model)
        self.view.setSortingEnabled(True)
        self.view.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.left_out.setReadOnly(True)
        self.left_out.setAccessibleName(tr("Left out"))
        self.left_out.setTabChangesFocus(True)
        self.tabs.addTab(self.view, tr("Changes"))
        self.tabs.addTab(self.left_out, tr("Left out"))
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(tr("Reading"))
        self.complaint.setProperty("role", "complaint")
        self.complaint.setWordWrap(True)
        self.complaint.setTextFormat(Qt.TextFormat.PlainText)
        self.recognised.setProperty("role", "secondary")
        self.apply.setProperty("role", "primary")
        source, target, middle = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        source.addWidget(self.path, 1)
        source.addWidget(self.choose_folder)
        source.addWidget(self.choose_file)
        source.addWidget(self.choose_starter)
        target.addWidget(QLabel(tr("Into")))
        self.system.setMinimumContentsLength(24)
        target.addWidget(self.system)
        target.addWidget(self.recognised, 1)
        middle.addWidget(self.summary, 1)
        middle.addWidget(self.filter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(8)
        for row in (source, target):
            layout.addLayout(row)
        layout.addWidget(self.progress)
        layout.addWidget(self.complaint)
        layout.addLayout(middle)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.buttons)
        self.resize(760, 540)

    def _connect(self) -> None:
        self.path.returnPressed.connect(self.read)
        self.choose_folder.clicked.connect(self._ask_folder)
        self.choose_file.clicked.connect(self._ask_file)
        self.choose_starter.setMenu(self._starter_menu())
        self.system.activated.connect(self.compare)
        self.filter.textChanged.connect(self.model.filter)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        for button in self.buttons.buttons():
            if isinstance(button, QPushButton):
                # Enter in the path reads; it must not close the dialog at the same time.
                button.setAutoDefault(False)
                button.setDefault(False)
        for button in (self.choose_folder, self.choose_file, self.choose_starter):
            button.setAutoDefault(False)

    def _starter_menu(self) -> QMenu:
        """Return a menu of what can be begun with where no org can be read yet."""
        menu = QMenu(self)
        for name in starter_names():
            title = starter_catalogue(name).product
            menu.addAction(title, partial(self.choose, f"{STARTER}{name}"))
        return menu

    def _ask_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("Choose a folder"), self.path.text())
        if name:
            self.choose(name)

    def _ask_file(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(self, tr("Choose a file"), self.path.text())
        if name:
            self.choose(name)


def _read(place: Path, control: JobControl) -> _Read:
    """Read a source, whatever its format. Runs in a job's thread.

    Raises:
        UnreadableSource: It cannot be read, or is a plan of its own.
    """
    from maplanner.exchange.readers import read_catalogue, readers_for

    if is_plan_text(place):
        raise UnreadableSource(
            f"“{place.name}” is a whole plan.", advice="Open it as a plan of its own: maplanner import."
        )
    catalogue = read_catalogue(place)
    control.progress(1.0)
    found = readers_for(place)
    return _Read(found[0].title if found else catalogue.source, catalogue)
