"""What every printing dialog has: the pages as they will be, the paper, and printer or PDF."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PySide6.QtCore import QMarginsF, QSettings, Qt, QTimer
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPrintSupport import (
    QPageSetupDialog,
    QPrintDialog,
    QPrinter,
    QPrinterInfo,
    QPrintPreviewWidget,
)
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QGraphicsView,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from maplanner.core.errors import CannotExport, MaplannerError
from maplanner.desktop.words import tr

_SIZES = (
    ("A4", QPageSize.PageSizeId.A4),
    ("A3", QPageSize.PageSizeId.A3),
    ("A2", QPageSize.PageSizeId.A2),
    ("A1", QPageSize.PageSizeId.A1),
    ("A5", QPageSize.PageSizeId.A5),
    ("Letter", QPageSize.PageSizeId.Letter),
    ("Legal", QPageSize.PageSizeId.Legal),
    ("Tabloid", QPageSize.PageSizeId.Tabloid),
)
_MARGIN_MM = 10.0
_KEY = "printing/"


class PrintDialog(QDialog):
    """Shows pages and sends them to a printer or into a PDF file. Paper is remembered."""

    def __init__(self, title: str, settings: QSettings, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Print"))
        self.title = title
        self.settings = settings
        self._folder = folder
        self.printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        self.has_printer = bool(QPrinterInfo.availablePrinterNames())
        if not self.has_printer:
            self.printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        self.printer.setDocName(title)
        self.printer.setCreator("maplanner")
        self.preview = QPrintPreviewWidget(self.printer)
        self.paper = QComboBox()
        self.form = QFormLayout()
        self.message = QLabel()
        self.set_up = QPushButton(tr("Page setup …"))
        self.save_pdf = QPushButton(tr("Save as PDF …"))
        self.print = QPushButton(tr("Print …"))
        self.close_button = QPushButton(tr("Close"))
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(60)
        self._soon.timeout.connect(self.show_pages)
        self._take_paper()
        self._lay_out()
        self._connect()

    # ------------------------------------------------------------ what a dialog must say

    def paint_to(self, printer: QPrinter) -> None:
        """Paint every page."""
        raise NotImplementedError

    def lies_across(self) -> bool:
        """Tell whether the paper is to be laid across."""
        return False

    def said(self) -> str:
        """Return what is said below the pages."""
        return tr("%n pages", self.preview.pageCount())

    # ------------------------------------------------------------ what others may ask

    def renew(self) -> None:
        """Show the pages anew, as soon as nothing else happens."""
        self._soon.start()

    def show_pages(self) -> None:
        """Lay the paper as it fits and show every page."""
        across = QPageLayout.Orientation.Landscape if self.lies_across() else QPageLayout.Orientation.Portrait
        self.printer.setPageOrientation(across)
        self.preview.updatePreview()
        if self.preview.pageCount() > 1:
            self.preview.setAllPagesViewMode()
        else:
            self.preview.setSinglePageViewMode()
        self.preview.fitInView()
        words = self.said()
        if not self.has_printer:
            words += " · " + tr("No printer is set up on this machine; the pages can be saved as a PDF file.")
        self.message.setText(words)

    def write_pdf(self, path: Path) -> None:
        """Write the pages as a PDF file.

        Raises:
            CannotExport: The file cannot be written.
        """
        from maplanner.exchange.exporter import write_whole

        with tempfile.TemporaryDirectory() as folder:
            draft = Path(folder) / "pages.pdf"
            printer = QPrinter(QPrinter.PrinterMode.HighResolution)
            printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
            printer.setOutputFileName(str(draft))
            printer.setPageLayout(self.printer.pageLayout())
            printer.setDocName(self.title)
            printer.setCreator("maplanner")
            self.paint_to(printer)
            if not draft.exists():
                raise CannotExport("The pages could not be drawn.", advice="Choose another paper.")
            write_whole(path, draft.read_bytes())

    def set_up_page(self) -> None:
        """Ask for paper and margins in the system's own way."""
        dialog = QPageSetupDialog(self.printer, self)
        if dialog.exec():
            self._remember_paper()
            self._show_paper()
            self.show_pages()

    # ------------------------------------------------------------ printing

    def _print(self) -> None:
        dialog = QPrintDialog(self.printer, self)
        if not dialog.exec():
            return
        QApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)
        try:
            self.paint_to(self.printer)
        except MaplannerError as error:
            self.complain(error)
        else:
            if self.printer.printerState() is QPrinter.PrinterState.Error:
                self.message.setText(tr("The printer did not take the pages. Is it switched on?"))
            else:
                self.accept()
        finally:
            QApplication.restoreOverrideCursor()

    def _ask_pdf(self) -> None:
        safe = "".join(letter if letter.isalnum() or letter in " -_·" else "-" for letter in self.title)[:80]
        name, _kind = QFileDialog.getSaveFileName(
            self, tr("Save as PDF"), str(self._folder / f"{safe or 'pages'}.pdf"), "PDF (*.pdf)"
        )
        if not name:
            return
        path = Path(name) if Path(name).suffix else Path(f"{name}.pdf")
        try:
            self.write_pdf(path)
        except MaplannerError as error:
            self.complain(error)
        else:
            self.message.setText(tr("Saved as {name}").format(name=path.name))

    def complain(self, error: MaplannerError) -> None:
        """Say what went wrong."""
        self.message.setText(f"{tr(error.message)} {tr(error.advice)}".strip())

    # ------------------------------------------------------------ paper

    def _take_paper(self) -> None:
        """Use the paper that was used before, or A4."""
        for title, size in _SIZES:
            self.paper.addItem(title, size)
        known = str(self.settings.value(f"{_KEY}paper") or "A4")
        size = next((each for title, each in _SIZES if title == known), QPageSize.PageSizeId.A4)
        margin = _number(self.settings.value(f"{_KEY}margin"), _MARGIN_MM)
        margins = QMarginsF(margin, margin, margin, margin)
        orientation = QPageLayout.Orientation.Portrait
        self.printer.setPageLayout(
            QPageLayout(QPageSize(size), orientation, margins, QPageLayout.Unit.Millimeter)
        )
        self._show_paper()

    def _show_paper(self) -> None:
        size = self.printer.pageLayout().pageSize()
        place = self.paper.findData(size.id())
        if place < 0:
            self.paper.addItem(size.name(), size.id())
            place = self.paper.count() - 1
        self.paper.setCurrentIndex(place)

    def _remember_paper(self) -> None:
        layout = self.printer.pageLayout()
        self.settings.setValue(f"{_KEY}paper", self.paper.currentText())
        self.settings.setValue(f"{_KEY}margin", layout.margins(QPageLayout.Unit.Millimeter).left())

    def _paper_chosen(self) -> None:
        self.printer.setPageSize(QPageSize(self.paper.currentData()))
        self._remember_paper()
        self.show_pages()

    # ------------------------------------------------------------ laying out

    def _lay_out(self) -> None:
        self.paper.setAccessibleName(tr("Paper"))
        for view in (self.preview, *self.preview.findChildren(QGraphicsView)):
            view.setAccessibleName(tr("Pages as they will be printed"))
        self.message.setProperty("role", "secondary")
        self.message.setWordWrap(True)
        self.print.setProperty("role", "primary")
        self.print.setEnabled(self.has_printer)
        self.print.setToolTip("" if self.has_printer else tr("No printer is set up on this machine."))
        self.save_pdf.setDefault(not self.has_printer)
        side, below, whole = QVBoxLayout(), QHBoxLayout(), QHBoxLayout()
        self.form.addRow(tr("Paper"), self.paper)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.form.setVerticalSpacing(8)
        side.addLayout(self.form)
        side.addWidget(self.set_up)
        side.addStretch(1)
        below.addWidget(self.message, 1)
        for button in (self.close_button, self.save_pdf, self.print):
            below.addWidget(button)
        for button in (self.close_button, self.set_up):
            button.setAutoDefault(False)
        pages = QVBoxLayout()
        pages.addWidget(self.preview, 1)
        panel = QWidget()
        panel.setLayout(side)
        panel.setFixedWidth(290)
        side.setContentsMargins(0, 0, 8, 0)
        whole.addWidget(panel)
        whole.addLayout(pages, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(12)
        layout.addLayout(whole, 1)
        layout.addLayout(below)
        self.resize(1040, 700)

    def _connect(self) -> None:
        self.preview.paintRequested.connect(self.paint_to)
        self.paper.activated.connect(self._paper_chosen)
        self.set_up.clicked.connect(self.set_up_page)
        self.save_pdf.clicked.connect(self._ask_pdf)
        self.print.clicked.connect(self._print)
        self.close_button.clicked.connect(self.reject)


def _number(value: object, default: float) -> float:
    try:
        found = float(str(value))
    except ValueError:
        return default
    return found if 0 <= found <= 100 else default
