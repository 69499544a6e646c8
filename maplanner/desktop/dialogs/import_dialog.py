"""The import dialog: choose what a CRM gave out or what was drawn elsewhere, look it over, take it over."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QTableView,
    QTabWidget,
    QWidget,
)

from maplanner.app.sources import Source
from maplanner.core.errors import MaplannerError
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.dialogs.diagram_preview import DiagramPreview
from maplanner.desktop.dialogs.import_layout import lay_out
from maplanner.desktop.dialogs.import_reading import ColumnsWanted, SourceRead, read_in_job
from maplanner.desktop.dialogs.import_rows import COLUMNS
from maplanner.desktop.dialogs.import_showing import show_change, starter_menu
from maplanner.desktop.eliding import ElidedLabel
from maplanner.desktop.jobs import Job
from maplanner.desktop.tables.figures import FigureModel
from maplanner.desktop.tables.look import filter_field
from maplanner.desktop.words import counted, tr
from maplanner.document.records import System
from maplanner.document.vocabulary import SystemRole

if TYPE_CHECKING:
    from maplanner.app.diagrams import DiagramRead
    from maplanner.crm.catalogue import Catalogue
    from maplanner.crm.change import CatalogueChange

_ABANDONED: set[Job] = set()
"""Jobs nobody waits for any more; they must live until their threads have ended."""


class ImportDialog(QDialog):
    """Reads off the window's thread, compares, shows the difference, and applies it only when told to."""

    drawn = Signal(list)
    """Diagrams were taken over; carries the new campaigns."""

    def __init__(self, bridge: PlanBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Import fields or diagrams"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._bridge = bridge
        self._job: Job | None = None
        self._source: Source | None = None
        self._read: SourceRead | None = None
        self._change: CatalogueChange | None = None
        self._objects: tuple[str, ...] = ()
        self._revision = -1
        self.path = QLineEdit()
        self.path.setPlaceholderText(tr("A folder, file or address"))
        self.path.setAccessibleName(tr("Folder or file"))
        self.choose_folder, self.choose_file = QPushButton(tr("Folder …")), QPushButton(tr("File …"))
        self.choose_live = QPushButton(tr("Live CRM …"))
        self.choose_live.setToolTip(tr("Ask a CRM that runs what fields it has"))
        self.choose_columns, self.stop = QPushButton(tr("Columns …")), QPushButton(tr("Stop"))
        self.choose_objects = QPushButton(tr("Objects …"))
        self.choose_objects.setToolTip(tr("Take only some of the objects over"))
        self.choose_starter = QPushButton(tr("Standard fields"))
        self.choose_starter.setToolTip(tr("Without an org: the objects and fields that the vendor documents"))
        self.into, self.diagram = QLabel(tr("Into")), DiagramPreview(bridge)
        self._takes_diagram = False
        self.system = QComboBox()
        self.system.setAccessibleName(tr("Into system"))
        self.recognised, self.summary, self.complaint = ElidedLabel(), QLabel(), QLabel()
        self.progress = QProgressBar()
        self.model = FigureModel(COLUMNS, self)
        self.view = QTableView()
        self.filter = filter_field(tr("Filter changes"))
        self.left_out, self.taken = QPlainTextEdit(), QPlainTextEdit()
        self.tabs = QTabWidget()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.apply = self.buttons.addButton(tr("Take over"), QDialogButtonBox.ButtonRole.AcceptRole)
        lay_out(self)
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
        if Source(text).is_address:
            self.ask_live(text)
            return
        self.read_source(Source(text))

    def read_source(self, source: Source) -> None:
        """Read a source, off the window's thread."""
        self._cancel()
        self._show_nothing()
        self._source = source
        self.path.setText(source.place)
        self._show_busy(True)
        name = source.place if source.is_address else Path(source.place).name
        self.recognised.show_text(tr("Reading {name} …").format(name=name))
        job = Job(lambda control: read_in_job(source, control))
        job.finished.connect(lambda found: self._got(job, found))
        job.failed.connect(lambda error: self._failed(job, error))
        job.stopped.connect(lambda: self._end(job))
        job.progressed.connect(self._show_progress)
        self._job = job
        job.start()

    def ask_live(self, address: str = "") -> None:
        """Ask for what it takes to read a CRM that runs, and read it."""
        from maplanner.desktop.dialogs.import_live import LiveCrmDialog

        asking = LiveCrmDialog(self)
        if address:
            asking.address.setText(address)
        asking.accepted.connect(lambda: self.read_source(asking.source()))
        asking.finished.connect(asking.deleteLater)
        asking.open()

    def ask_columns(self, wanted: ColumnsWanted) -> None:
        """Ask which column of a list of fields holds what, and read it so."""
        from maplanner.desktop.dialogs.import_columns import ColumnsDialog

        asking = ColumnsDialog(wanted.names, wanted.guess, self)
        asking.accepted.connect(lambda: self.read_source(replace(wanted.source, columns=asking.columns())))
        asking.finished.connect(asking.deleteLater)
        asking.open()

    def ask_objects(self) -> None:
        """Ask which of the objects that were read are wanted, and compare only those."""
        if self._read is None:
            return
        from maplanner.desktop.dialogs.import_objects import ObjectsDialog

        asking = ObjectsDialog(self._read.catalogue.objects, self._objects, self)
        asking.accepted.connect(lambda: self.take_objects(asking.chosen()))
        asking.finished.connect(asking.deleteLater)
        asking.open()

    def take_objects(self, names: tuple[str, ...]) -> None:
        """Compare only the objects of these names; all where there are none."""
        if self._read is not None:
            self._objects = names
            self._say_what_was_read(self._read)
            self.compare()

    def change(self) -> CatalogueChange | None:
        """Return the difference that is shown, or ``None``."""
        return self._change

    def accept(self) -> None:
        """Take the difference over as one step that can be undone."""
        if self._takes_diagram:
            self._take_diagram()
            return
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

    def _take_diagram(self) -> None:
        try:
            made = self.diagram.take_over()
        except MaplannerError as error:
            self._complain(error)
            return
        self.drawn.emit(made)
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
            self._change = catalogue_changes(self._bridge.store, self._wanted(self._read), system or None)
        except MaplannerError as error:
            self._change = None
            self._complain(error)
            return
        show_change(self, self._change, self._bridge.reader)

    # ------------------------------------------------------------ reading

    def _got(self, job: Job, found: SourceRead | ColumnsWanted | DiagramRead) -> None:
        if not self._end(job):
            return
        if isinstance(found, ColumnsWanted):
            self.recognised.show_text(tr("A list of fields with columns of its own"))
            self.ask_columns(found)
            return
        if not isinstance(found, SourceRead):
            self._show_diagram(found)
            return
        self._read, self._objects = found, ()
        self.choose_columns.setVisible(bool(found.columns))
        self.choose_objects.setVisible(len(found.catalogue.objects) > 1)
        self._say_what_was_read(found)
        self.compare()

    def _wanted(self, read: SourceRead) -> Catalogue:
        """Return what was read, without the objects that are not wanted."""
        return read.catalogue.only(self._objects) if self._objects else read.catalogue

    def _say_what_was_read(self, read: SourceRead) -> None:
        wanted = self._wanted(read)
        objects = counted("%n objects", len(wanted.objects))
        self.recognised.show_text(f"{read.title}: {objects}, {counted('%n fields', wanted.field_count)}")

    def _show_diagram(self, read: DiagramRead) -> None:
        """Show what a diagram would become, in place of what a catalogue would change."""
        said = tr("{format}: every page becomes a campaign").format(format=read.format_title)
        self.recognised.show_text(said)
        self._show_as(diagram=True)
        self.diagram.show_diagram(read)

    def _show_as(self, *, diagram: bool) -> None:
        """Show the parts for diagrams, or those for catalogues."""
        self._takes_diagram = diagram
        self.diagram.setVisible(diagram)
        for part in (self.into, self.system, self.tabs, self.filter):
            part.setVisible(not diagram)

    def _diagram_changed(self) -> None:
        self.summary.setText(self.diagram.summary())
        self.apply.setEnabled(self.diagram.can_be_taken())

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
        self._show_busy(False)
        return True

    def _cancel(self) -> None:
        """Stop waiting. Asking a CRM breaks off; reading a file ends in its own time, unheard."""
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
            _ABANDONED.add(job)

    def _stop(self) -> None:
        self._cancel()
        self._show_nothing()

    def _ask_columns_again(self) -> None:
        if self._source is None or self._read is None:
            return
        from maplanner.app.column_memory import remembered
        from maplanner.exchange.field_list import likely_columns

        names = self._read.columns
        guess = self._source.columns or remembered(names) or likely_columns(names)
        self.ask_columns(ColumnsWanted(self._source, names, dict(guess)))

    # ------------------------------------------------------------ showing

    def _show_busy(self, busy: bool) -> None:
        self.progress.setRange(0, 0)
        self.progress.setVisible(busy)
        self.stop.setVisible(busy)

    def _show_progress(self, share: float) -> None:
        self.progress.setRange(0, 100)
        self.progress.setValue(round(share * 100))

    def _show_nothing(self) -> None:
        self._read = self._change = None
        self._show_as(diagram=False)
        self.model.show_table(COLUMNS, [])
        for place, text in ((1, self.left_out), (2, self.taken)):
            text.clear()
            self.tabs.setTabVisible(place, False)
        self.choose_columns.hide()
        self.choose_objects.hide()
        self._show_busy(False)
        self.complaint.hide()
        self.summary.setText(
            tr(
                "Fields of a CRM: Salesforce, Dynamics 365, HubSpot, SugarCRM, SuiteCRM, EspoCRM, OpenAPI, "
                "or a list as CSV or XLSX; a file, a folder or a ZIP. Or a campaign drawn elsewhere, as in "
                "draw.io; a file."
            )
        )
        self.recognised.show_text("")
        self.apply.setEnabled(False)

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

    def _connect(self) -> None:
        self.path.returnPressed.connect(self.read)
        self.choose_folder.clicked.connect(self._ask_folder)
        self.choose_file.clicked.connect(self._ask_file)
        self.choose_starter.setMenu(starter_menu(self))
        self.system.activated.connect(self.compare)
        self.diagram.changed.connect(self._diagram_changed)
        self.filter.textChanged.connect(self.model.filter)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        for button in self.buttons.buttons():
            if isinstance(button, QPushButton):
                # Enter in the path reads; it must not close the dialog at the same time.
                button.setAutoDefault(False)
                button.setDefault(False)
        self.choose_live.clicked.connect(partial(self.ask_live, ""))
        self.choose_columns.clicked.connect(self._ask_columns_again)
        self.choose_objects.clicked.connect(self.ask_objects)
        self.stop.clicked.connect(self._stop)
        for button in (self.choose_folder, self.choose_file, self.choose_live, self.choose_starter):
            button.setAutoDefault(False)
        for button in (self.choose_columns, self.choose_objects, self.stop):
            button.setAutoDefault(False)

    def _ask_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("Choose a folder"), self.path.text())
        if name:
            self.choose(name)

    def _ask_file(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(self, tr("Choose a file"), self.path.text())
        if name:
            self.choose(name)
