"""Printing a drawing: which, over how many sheets, with what at the foot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDate, QLocale, QSettings
from PySide6.QtGui import QPainter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QSpinBox, QWidget

from maplanner.core.errors import CannotExport
from maplanner.desktop.boxes import WholeBox
from maplanner.desktop.printing.dialog import PrintDialog
from maplanner.desktop.words import tr
from maplanner.drawing.paging import Heading, Paper, Printout, Sheets, Spread, Wish, lies_across
from maplanner.drawing.theme import theme

if TYPE_CHECKING:
    from maplanner.drawing.picture import Picture

_SPREADS = (
    (Spread.ONE, "On one page"),
    (Spread.PAGES, "Over so many pages"),
    (Spread.POSTER, "As a poster"),
)
_LAYINGS = (("", "As it fits best"), ("across", "Across"), ("upright", "Upright"))
_LOOKS = (("light", "Light"), ("contrast", "High contrast"), ("dark", "Dark"))


@dataclass(frozen=True)
class Printable:
    """A drawing on offer; it is made when it is chosen."""

    name: str
    title: str
    make: Callable[[], Picture]


class DrawingPrintDialog(PrintDialog):
    """Prints one of several drawings."""

    def __init__(
        self,
        offered: list[Printable],
        settings: QSettings,
        folder: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(offered[0].title, settings, folder, parent)
        self._offered = offered
        self._drawing: Picture | None = None
        self.what, self.spread, self.laying, self.look = (QComboBox() for _each in range(4))
        self.columns, self.rows = _spin(1, 20, 2), _spin(1, 20, 1)
        self.scale, self.overlap = _spin(10, 400, 100, " %"), _spin(0, 50, 10, " mm")
        self.cut_marks, self.title_block = (
            QCheckBox(tr("Marks to cut along")),
            QCheckBox(tr("Title and date")),
        )
        self.numbers = QCheckBox(tr("Page numbers"))
        self._fill()
        self._place()
        self._take()
        self._listen()

    def wish(self) -> Wish:
        """Return how the drawing is to be printed."""
        return Wish(
            Spread(self.spread.currentData()),
            self.columns.value(),
            self.rows.value(),
            self.scale.value() / 100,
            float(self.overlap.value()),
            self.cut_marks.isChecked(),
            self.title_block.isChecked(),
            self.numbers.isChecked(),
        )

    def printout(self) -> Printout:
        """Return the drawing with all that is wanted of its pages."""
        drawing = self.drawing()
        today = QLocale().toString(QDate.currentDate(), QLocale.FormatType.ShortFormat)
        heading = Heading(drawing.title, drawing.subtitle, today, tr("page {number} of {count}"))
        return Printout(drawing, theme(self.look.currentData()), self.wish(), heading)

    def drawing(self) -> Picture:
        """Return the chosen drawing."""
        if self._drawing is None:
            self._drawing = self._offered[self.what.currentIndex()].make()
        return self._drawing

    def sheets(self) -> Sheets:
        """Return how the drawing is divided, on the paper as it lies."""
        return self.printout().sheets(_paper(self.printer))

    def paint_to(self, printer: QPrinter) -> None:
        """Paint every page.

        Raises:
            CannotExport: The printer, or the file, does not take it.
        """
        printout = self.printout()
        paper = _paper(printer)
        sheets = printout.sheets(paper)
        painter = QPainter()
        if not painter.begin(printer):
            raise CannotExport("The printer cannot be reached.", advice="Save the pages as a PDF file.")
        hints = QPainter.RenderHint
        painter.setRenderHints(hints.Antialiasing | hints.TextAntialiasing)
        for number in range(len(sheets.pages)):
            if number:
                printer.newPage()
            printout.paint(painter, paper, sheets, number)
        painter.end()

    def lies_across(self) -> bool:
        """Tell whether the paper is to be laid across."""
        chosen = self.laying.currentData()
        return lies_across(self.printout().area, self.wish()) if not chosen else chosen == "across"

    def said(self) -> str:
        """Return how many sheets it takes, and how large the drawing is on them."""
        sheets = self.sheets()
        share = sheets.scale * 96 / self.printer.resolution()
        pages = tr("%n pages", len(sheets.pages))
        if len(sheets.pages) > 1:
            pages += f" ({sheets.columns} × {sheets.rows})"
        words = f"{pages} · {tr('at {share} of life size').format(share=f'{share * 100:.0f} %')}"
        return f"{words} · {tr(sheets.remark)}" if sheets.remark else words

    def _changed(self) -> None:
        self._adapt()
        self._keep()
        self.renew()

    def _what_changed(self) -> None:
        self._drawing = None
        self.title = self._offered[self.what.currentIndex()].title
        self.printer.setDocName(self.title)
        self._changed()

    def _adapt(self) -> None:
        """Offer only what the way of spreading knows."""
        spread = self.spread.currentData()
        self.form.setRowVisible(self._pages, spread == Spread.PAGES)
        self.form.setRowVisible(self.scale, spread == Spread.POSTER)
        for part in (self.overlap, self.cut_marks):
            self.form.setRowVisible(part, spread != Spread.ONE)

    def _fill(self) -> None:
        for each in self._offered:
            self.what.addItem(each.title, each.name)
        for box, choices in ((self.spread, _SPREADS), (self.laying, _LAYINGS), (self.look, _LOOKS)):
            for value, title in choices:
                box.addItem(tr(title), value)
        self.what.setMinimumContentsLength(16)

    def _place(self) -> None:
        self._pages = QWidget()
        line = QHBoxLayout(self._pages)
        line.setContentsMargins(0, 0, 0, 0)
        for part in (self.columns, QLabel("×"), self.rows):
            line.addWidget(part)
        line.addStretch(1)
        named: tuple[tuple[str, Any], ...] = (
            ("Drawing", self.what),
            ("Spread", self.spread),
            ("Pages", self._pages),
            ("Size", self.scale),
            ("Overlap", self.overlap),
            ("", self.cut_marks),
            ("Lay paper", self.laying),
            ("Colours", self.look),
            ("", self.title_block),
            ("", self.numbers),
        )
        for at, (name, part) in enumerate(named):
            self.form.insertRow(at, tr(name), part)
            if name:
                part.setAccessibleName(tr(name))
        self.columns.setAccessibleName(tr("Pages side by side"))
        self.rows.setAccessibleName(tr("Pages below each other"))

    def _listen(self) -> None:
        self.what.currentIndexChanged.connect(self._what_changed)
        for box in (self.spread, self.laying, self.look):
            box.currentIndexChanged.connect(self._changed)
        for spin in (self.columns, self.rows, self.scale, self.overlap):
            spin.valueChanged.connect(self._changed)
        for tick in (self.cut_marks, self.title_block, self.numbers):
            tick.toggled.connect(self._changed)

    def _take(self) -> None:
        """Begin with what was chosen before."""
        settings = self.settings
        spread = self.spread.findData(str(settings.value("printing/spread") or Spread.ONE.value))
        self.spread.setCurrentIndex(max(spread, 0))
        for name in ("columns", "rows", "scale", "overlap"):
            spin: QSpinBox = getattr(self, name)
            kept = str(settings.value(f"printing/{name}") or "")
            spin.setValue(int(kept) if kept.isdigit() else spin.value())
        for name in ("cut_marks", "title_block", "numbers"):
            tick: QCheckBox = getattr(self, name)
            tick.setChecked(settings.value(f"printing/{name}", "yes") != "no")
        self._adapt()
        self.what.setFocus()
        self.renew()

    def _keep(self) -> None:
        settings = self.settings
        settings.setValue("printing/spread", Spread(self.spread.currentData()).value)
        for name in ("columns", "rows", "scale", "overlap"):
            settings.setValue(f"printing/{name}", str(getattr(self, name).value()))
        for name in ("cut_marks", "title_block", "numbers"):
            settings.setValue(f"printing/{name}", "yes" if getattr(self, name).isChecked() else "no")


def _paper(printer: QPrinter) -> Paper:
    """Return the printable part of a printer's paper."""
    resolution = printer.resolution()
    room = printer.pageLayout().paintRectPixels(resolution)
    return Paper(float(room.width()), float(room.height()), float(resolution))


def _spin(low: int, high: int, value: int, suffix: str = "") -> QSpinBox:
    box = WholeBox()
    box.setRange(low, high)
    box.setValue(value)
    box.setSuffix(suffix)
    return box
