"""All choices of the export dialog: each row is there only where the format knows what it says."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QGridLayout,
    QLineEdit,
    QWidget,
)

from maplanner.app.exporting import TEXT_FORMAT, campaign_formats, formats
from maplanner.desktop.boxes import WholeBox
from maplanner.desktop.words import tr
from maplanner.drawing.coloring import Coloring

TITLES: Final = {
    "png": "PNG picture, for pages and slides",
    "svg": "SVG drawing, for the web and drawing programs",
    "pdf": "PDF, for printing",
    "dot": "DOT, for Graphviz",
    "drawio": "draw.io",
    "bpmn": "BPMN 2.0, for process tools",
    "mermaid": "Mermaid, for Markdown and wikis",
    "mautic": "Mautic campaign",
    "campaign-table": "List of steps and links (CSV)",
    "json": "JSON text of the whole plan",
}
_SCALED: Final = frozenset({"png", "pdf"})
_CARRYING: Final = frozenset({"png", "svg", "pdf"})
_SCALES: Final = (
    (1.0, "100 %"),
    (2.0, "200 %, sharp on any screen"),
    (3.0, "300 %"),
    (300 / 96, "300 dpi, for print"),
    (4.0, "400 %"),
    (600 / 96, "600 dpi"),
)
_LOOKS: Final = (("light", "Light"), ("dark", "Dark"), ("contrast", "High contrast"))
_PAPERS: Final = (
    ("fitted", "As large as the drawing"),
    ("A4", "A4"),
    ("A3", "A3"),
    ("Letter", "Letter"),
)
_SIZE: Final = re.compile(r"(\d+(?:[.,]\d+)?)\s*(dpi|%)?", re.IGNORECASE)


class ExportChoices(QWidget):
    """What is exported, in which format, and how it looks."""

    changed = Signal()
    format_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.what, self.format, self.scale = QComboBox(), QComboBox(), QComboBox()
        self.look, self.paper, self.coloring = QComboBox(), QComboBox(), QComboBox()
        self.border = WholeBox()
        self.pages = QLineEdit()
        self.transparent = QCheckBox(tr("Transparent ground"))
        self.title, self.legend = QCheckBox(tr("Title")), QCheckBox(tr("Legend"))
        self.date, self.numbers = QCheckBox(tr("Date")), QCheckBox(tr("Simulated numbers"))
        self.findings = QCheckBox(tr("Signs of findings"))
        self.paged = QCheckBox(tr("As many sheets as it takes"))
        self.page_numbers = QCheckBox(tr("Page numbers"))
        self.carries_plan = QCheckBox(tr("The plan inside, to open it again"))
        self._form = QFormLayout(self)
        self._fill()
        self._lay_out()
        self._connect()

    @property
    def format_name(self) -> str:
        """The name of the chosen format."""
        return str(self.format.currentData())

    @property
    def is_picture(self) -> bool:
        """Whether the chosen format is one of pictures."""
        return self.format_name != TEXT_FORMAT and self.format_name not in campaign_formats()

    @property
    def suffix(self) -> str:
        """How files of the chosen format end, without the point."""
        return campaign_formats().get(self.format_name, f".{self.format_name}").removeprefix(".")

    def options(self) -> dict[str, Any]:
        """Return how the picture is to be, as :class:`~maplanner.exchange.exporter.PictureOptions` names it.

        Raises:
            CannotExport: The size or the pages cannot be understood.
        """
        is_pdf = self.format_name == "pdf"
        is_sheet = is_pdf and self.paper.currentData() != "fitted"
        return {
            "scale": self.factor(),
            "border": float(self.border.value()),
            "transparent": self.transparent.isChecked(),
            "theme": self.look.currentData(),
            "title": self.title.isChecked(),
            "legend": self.legend.isChecked(),
            "paper": self.paper.currentData() if is_pdf else "fitted",
            "paged": is_sheet and self.paged.isChecked(),
            "numbers": is_sheet and self.page_numbers.isChecked(),
            "page_range": self.pages.text() if is_pdf else "",
        }

    def factor(self) -> float:
        """Return how large the picture is to be; 1 is 96 dots to the inch.

        Raises:
            CannotExport: What was typed is no size.
        """
        from maplanner.core.errors import CannotExport

        typed = self.scale.currentText().strip()
        at = self.scale.findText(typed)
        if at >= 0:
            return float(self.scale.itemData(at))
        found = _SIZE.fullmatch(typed)
        if found is None:
            message = f"“{typed[:40]}” is no size."
            raise CannotExport(message, advice="Write a share such as 250 %, or 300 dpi.")
        return float(found[1].replace(",", ".")) / (96 if (found[2] or "").lower() == "dpi" else 100)

    def adapt(self, *, has_result: bool) -> None:
        """Offer only what the format knows."""
        name, is_picture = self.format_name, self.is_picture
        self.what.setEnabled(name != TEXT_FORMAT)
        rows: Iterable[tuple[QWidget, bool]] = (
            (self.scale, name in _SCALED),
            (self.look, is_picture),
            (self.coloring, is_picture),
            (self.border, is_picture and name != "dot"),
            (self.paper, name == "pdf"),
            (self.pages, name == "pdf"),
            (self._ticks, is_picture),
        )
        for widget, is_known in rows:
            self._form.setRowVisible(widget, is_known)
        is_sheet = name == "pdf" and self.paper.currentData() != "fitted"
        for box in (self.paged, self.page_numbers):
            box.setVisible(is_sheet)
        self.carries_plan.setVisible(name in _CARRYING)
        for box in (self.legend, self.date):
            box.setEnabled(is_picture and name != "dot")
        self.numbers.setEnabled(is_picture and has_result)

    def _fill(self) -> None:
        known = [*formats(), *campaign_formats()]
        for name in [*(name for name in TITLES if name in known), *(n for n in known if n not in TITLES)]:
            self.format.addItem(tr(TITLES.get(name, name)), name)
        self.format.setCurrentIndex(max(self.format.findData("png"), 0))
        colorings = [(each.value, each.value.capitalize()) for each in Coloring]
        choices: Iterable[tuple[QComboBox, Iterable[tuple[Any, str]]]] = (
            (self.scale, _SCALES),
            (self.look, _LOOKS),
            (self.coloring, colorings),
            (self.paper, _PAPERS),
        )
        for box, offered in choices:
            for value, text in offered:
                box.addItem(tr(text), value)
        self.scale.setEditable(True)
        self.scale.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.scale.setCurrentIndex(1)
        self.scale.setToolTip(tr("A share such as 250 %, or dots to the inch such as 300 dpi"))
        self.border.setRange(0, 2000)
        self.border.setValue(24)
        self.border.setSuffix(" px")
        self.border.setSpecialValueText(tr("none, cropped to the drawing"))
        self.pages.setPlaceholderText(tr("all; or such as 1-3, 5"))
        for tick in (self.title, self.legend, self.page_numbers):
            tick.setChecked(True)
        self.numbers.setEnabled(False)

    def _lay_out(self) -> None:
        form = self._form
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self._ticks = QWidget()
        rows: Iterable[tuple[str, QWidget]] = (
            (tr("What"), self.what),
            (tr("Format"), self.format),
            (tr("Size"), self.scale),
            (tr("Look"), self.look),
            (tr("Colours say"), self.coloring),
            (tr("Room around"), self.border),
            (tr("Page"), self.paper),
            (tr("Only pages"), self.pages),
            (tr("With"), self._ticks),
        )
        for title, widget in rows:
            widget.setAccessibleName(title)
            if isinstance(widget, QComboBox):
                adjust = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
                widget.setSizeAdjustPolicy(adjust)
                widget.setMinimumContentsLength(30)
            form.addRow(title, widget)
        grid = QGridLayout(self._ticks)
        grid.setContentsMargins(0, 2, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        left = (self.title, self.legend, self.date, self.transparent)
        right = (self.numbers, self.findings, self.paged, self.page_numbers)
        for column, boxes in enumerate((left, right)):
            for row, box in enumerate(boxes):
                grid.addWidget(box, row, column, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self.carries_plan, 4, 0, 1, 2)

    def _connect(self) -> None:
        self.format.currentIndexChanged.connect(self.format_changed)
        self.scale.currentTextChanged.connect(self.changed)
        self.border.valueChanged.connect(self.changed)
        self.pages.textEdited.connect(self.changed)
        self.paper.currentIndexChanged.connect(self.format_changed)
        for box in (self.what, self.look, self.coloring):
            box.currentIndexChanged.connect(self.changed)
        ticks = (self.title, self.legend, self.date, self.numbers, self.findings, self.transparent)
        for tick in (*ticks, self.paged, self.page_numbers, self.carries_plan):
            tick.toggled.connect(self.changed)
