"""The export dialog: which drawing, which format, how it looks, where it goes; a preview shows it first."""

from __future__ import annotations

import html
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QSize, Qt, QTimer
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from maplanner.app.exporting import (
    TEXT_FORMAT,
    Exported,
    campaign_drawing,
    export_picture,
    export_text,
    formats,
    in_order,
    plan_drawing,
    tools_drawing,
)
from maplanner.core.errors import MaplannerError
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.naming import title_of
from maplanner.desktop.words import tr
from maplanner.document.reading import Snapshot
from maplanner.document.records import Campaign
from maplanner.drawing.coloring import Coloring

if TYPE_CHECKING:
    from collections.abc import Sequence

    from maplanner.checks import Finding
    from maplanner.drawing.picture import Diagram
    from maplanner.exchange.exporter import PictureOptions
    from maplanner.simulation import SimulationResult

_TOOLS, _ALL = "tools", "all"
_PREVIEW = QSize(340, 240)
_TITLES = {
    "png": "PNG picture, for pages and slides",
    "svg": "SVG drawing, for the web and drawing programs",
    "pdf": "PDF, for printing",
    "dot": "DOT, for Graphviz",
    "json": "JSON text of the whole plan",
}
_SCALED = frozenset({"png", "pdf"})
_SCALES = ((1.0, "100 %"), (2.0, "200 %, sharp on any screen"), (3.0, "300 %"), (4.0, "400 %, for print"))
_LOOKS = (("light", "Light"), ("dark", "Dark"), ("contrast", "High contrast"))
_PAPERS = (("fitted", "As large as the drawing"), ("A4", "A4"), ("A3", "A3"), ("Letter", "Letter"))


class ExportDialog(QDialog):
    """Writes a campaign's drawing, all of them, the tool map, or the plan as text."""

    def __init__(self, bridge: PlanBridge, campaign_id: str | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Export"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._bridge = bridge
        self._snapshot: Snapshot = bridge.store.snapshot()
        self._result: SimulationResult | None = None
        self._findings: Sequence[Finding] = ()
        self._named_by_hand = False
        self.what, self.format, self.scale = QComboBox(), QComboBox(), QComboBox()
        self.look, self.paper, self.coloring = QComboBox(), QComboBox(), QComboBox()
        self.transparent = QCheckBox(tr("Transparent ground"))
        self.title = QCheckBox(tr("Title"))
        self.legend = QCheckBox(tr("Legend"))
        self.date = QCheckBox(tr("Date"))
        self.numbers = QCheckBox(tr("Simulated numbers"))
        self.path = QLineEdit()
        self.browse = QPushButton(tr("Choose …"))
        self.preview = QLabel()
        self.message = QLabel()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.save = self.buttons.addButton(tr("Export"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._drawing_soon = QTimer(self)
        self._drawing_soon.setSingleShot(True)
        self._drawing_soon.setInterval(80)
        self._drawing_soon.timeout.connect(self.draw_preview)
        self._fill(campaign_id)
        self._lay_out()
        self._connect()
        self.propose_path()
        self._adapt()

    def set_result(self, result: SimulationResult | None, findings: Sequence[Finding] = ()) -> None:
        """Offer to draw a simulation's numbers, and badges of findings."""
        self._result, self._findings = result, findings
        self.numbers.setEnabled(result is not None)
        self.numbers.setChecked(result is not None)
        self.numbers.setToolTip("" if result is not None else tr("Simulate first"))
        self._drawing_soon.start()

    def set_coloring(self, coloring: Coloring) -> None:
        """Propose what the colours stand for in the window."""
        self.coloring.setCurrentIndex(max(self.coloring.findData(coloring.value), 0))

    # ------------------------------------------------------------ what is chosen

    def options(self) -> PictureOptions:
        """Return how the picture is to be."""
        from maplanner.exchange.exporter import PictureOptions

        today = QDate.currentDate().toPython()
        return PictureOptions(
            scale=self.scale.currentData(),
            transparent=self.transparent.isChecked(),
            theme=self.look.currentData(),
            title=self.title.isChecked(),
            legend=self.legend.isChecked(),
            date=today if self.date.isChecked() else None,  # type: ignore[arg-type]
            paper=self.paper.currentData(),
        )

    def drawing(self) -> Diagram:
        """Return the chosen drawing.

        Raises:
            MaplannerError: There is nothing to draw, or this machine lacks what drawing takes.
        """
        chosen = self.what.currentData()
        result = self._result if self.numbers.isChecked() else None
        if chosen == _TOOLS:
            return tools_drawing(self._snapshot)
        coloring = self.coloring.currentData()
        if chosen == _ALL:
            return plan_drawing(self._snapshot, result, self._findings, coloring=coloring)
        campaign = self._snapshot.find(Campaign, chosen)
        return campaign_drawing(self._snapshot, campaign, result, self._findings, coloring=coloring)

    def chosen_path(self) -> Path:
        """Return where the file goes, with the format's suffix where none was typed."""
        path = Path(self.path.text().strip()).expanduser()
        return path if path.suffix else path.with_name(f"{path.name}.{self.format.currentData()}")

    def accept(self) -> None:
        """Write the file; say why where that fails, and stay open."""
        if not self.path.text().strip():
            self._say(tr("Choose where to save it."), is_complaint=True)
            return
        try:
            written = self._write()
        except MaplannerError as error:
            self._say(f"{tr(error.message)} {tr(error.advice)}".strip(), is_complaint=True)
            return
        if written.remark:
            self._say(written.remark, is_complaint=False)
            self.save.setEnabled(False)
            self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(tr("Close"))
            return
        super().accept()

    def _write(self) -> Exported:
        name = self.format.currentData()
        if name == TEXT_FORMAT:
            return export_text(self._snapshot, self.chosen_path())
        return export_picture(self.drawing(), self.chosen_path(), name, self.options())

    def propose_path(self) -> None:
        """Name the file after what is exported, unless the person has named it."""
        if self._named_by_hand:
            return
        words = self.what.currentText()
        if self.format.currentData() == TEXT_FORMAT:
            words = self._snapshot.plan.title or tr("plan")
        kept = "".join(letter if letter.isalnum() or letter in " -_" else " " for letter in words)
        safe = " ".join(kept.split())
        folder = Path(self.path.text()).parent if self.path.text() else Path.home()
        self.path.setText(str(folder / f"{safe[:80] or 'drawing'}.{self.format.currentData()}"))

    def draw_preview(self) -> None:
        """Draw the preview as the picture will be."""
        if self.format.currentData() == TEXT_FORMAT:
            self.preview.setText(tr("The whole plan as text, to keep, compare or import again."))
            return
        try:
            pixmap = self._preview_pixmap()
        except MaplannerError as error:
            self.preview.setText(f"<p>{html.escape(tr(error.message))}</p>")
            return
        self.preview.setPixmap(pixmap)

    def _preview_pixmap(self) -> QPixmap:
        from maplanner.drawing.rendering import png
        from maplanner.drawing.sheet import Titled
        from maplanner.drawing.theme import theme

        options = self.options()
        framed = Titled(self.drawing(), options.title, options.legend, options.date)
        bounds = framed.bounds
        ratio = self.devicePixelRatioF()
        room = min(_PREVIEW.width() / (bounds.width + 48), _PREVIEW.height() / (bounds.height + 48))
        scale = max(min(room * ratio, 2.0), 0.01)
        picture = png(framed, theme(options.theme), scale=scale, transparent=options.transparent)
        pixmap = QPixmap.fromImage(QImage.fromData(picture.data))
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    # ------------------------------------------------------------ laying out

    def _fill(self, campaign_id: str | None) -> None:
        campaigns = in_order(self._snapshot)
        for campaign in campaigns:
            self.what.addItem(title_of(campaign, self._snapshot), campaign.id)
        if len(campaigns) > 1:
            self.what.addItem(tr("All campaigns"), _ALL)
        self.what.addItem(tr("Tool map"), _TOOLS)
        self.what.setCurrentIndex(max(self.what.findData(campaign_id or _TOOLS), 0))
        known = formats()
        for name in [*(name for name in _TITLES if name in known), *(n for n in known if n not in _TITLES)]:
            self.format.addItem(tr(_TITLES.get(name, name)), name)
        self.format.setCurrentIndex(max(self.format.findData("png"), 0))
        colorings = [(each.value, each.value.capitalize()) for each in Coloring]
        for box, choices in (
            (self.scale, _SCALES),
            (self.look, _LOOKS),
            (self.coloring, colorings),
            (self.paper, _PAPERS),
        ):
            for value, text in choices:
                box.addItem(tr(text), value)
        self.scale.setCurrentIndex(1)
        self.title.setChecked(True)
        self.legend.setChecked(True)
        self.numbers.setEnabled(False)

    def _choices(self) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for title, widget in (
            (tr("What"), self.what),
            (tr("Format"), self.format),
            (tr("Size"), self.scale),
            (tr("Look"), self.look),
            (tr("Colours say"), self.coloring),
            (tr("Page"), self.paper),
        ):
            widget.setAccessibleName(title)
            widget.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            widget.setMinimumContentsLength(34)
            form.addRow(title, widget)
        ticks = QVBoxLayout()
        ticks.setSpacing(4)
        for box in (self.title, self.legend, self.date, self.numbers, self.transparent):
            ticks.addWidget(box)
        form.addRow(tr("With"), ticks)
        return form

    def _preview_frame(self) -> QFrame:
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.preview.setWordWrap(True)
        self.preview.setAccessibleName(tr("Preview"))
        frame = QFrame()
        frame.setProperty("role", "card")
        inner = QVBoxLayout(frame)
        inner.addWidget(self.preview)
        frame.setFixedSize(_PREVIEW + QSize(26, 26))
        return frame

    def _lay_out(self) -> None:
        self._form = self._choices()
        upper = QHBoxLayout()
        upper.setSpacing(16)
        upper.addLayout(self._form, 1)
        upper.addWidget(self._preview_frame(), 0, Qt.AlignmentFlag.AlignTop)
        where = QHBoxLayout()
        where.addWidget(self.path, 1)
        where.addWidget(self.browse)
        self.path.setAccessibleName(tr("File"))
        self.message.setWordWrap(True)
        self.message.hide()
        self.save.setProperty("role", "primary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(12)
        layout.addLayout(upper)
        layout.addLayout(where)
        layout.addWidget(self.message)
        layout.addWidget(self.buttons)

    def _connect(self) -> None:
        self.what.currentIndexChanged.connect(self._changed)
        self.format.currentIndexChanged.connect(self._format_changed)
        for box in (self.scale, self.look, self.coloring, self.paper):
            box.currentIndexChanged.connect(self._changed)
        for tick in (self.title, self.legend, self.date, self.numbers, self.transparent):
            tick.toggled.connect(self._changed)
        self.path.textEdited.connect(self._name_by_hand)
        self.path.editingFinished.connect(self._follow_suffix)
        self.browse.clicked.connect(self._choose_path)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def _changed(self) -> None:
        self.propose_path()
        self._say("", is_complaint=False)
        self.save.setEnabled(True)
        self._drawing_soon.start()

    def _format_changed(self) -> None:
        if self._named_by_hand and Path(self.path.text()).suffix:
            self.path.setText(str(Path(self.path.text()).with_suffix(f".{self.format.currentData()}")))
        self._adapt()
        self._changed()

    def _adapt(self) -> None:
        """Offer only what the format knows."""
        name = self.format.currentData()
        is_picture = name != TEXT_FORMAT
        for widget in (self.what, self.look, self.coloring, self.transparent, self.title):
            widget.setEnabled(is_picture)
        for widget in (self.legend, self.date):
            widget.setEnabled(is_picture and name != "dot")
        self.numbers.setEnabled(is_picture and self._result is not None)
        self._form.setRowVisible(self.scale, name in _SCALED)
        self._form.setRowVisible(self.paper, name == "pdf")
        self._drawing_soon.start()

    def _name_by_hand(self) -> None:
        self._named_by_hand = True
        self._say("", is_complaint=False)

    def _follow_suffix(self) -> None:
        """Let an ending that was typed choose the format, so that a file holds what its name says."""
        index = self.format.findData(Path(self.path.text().strip()).suffix.removeprefix(".").lower())
        if index >= 0 and index != self.format.currentIndex():
            self.format.setCurrentIndex(index)

    def _choose_path(self) -> None:
        suffix = self.format.currentData()
        name, _kind = QFileDialog.getSaveFileName(
            self, tr("Export"), str(self.chosen_path()), f"{self.format.currentText()} (*.{suffix})"
        )
        if name:
            self._named_by_hand = True
            self.path.setText(name)

    def _say(self, text: str, *, is_complaint: bool) -> None:
        self.message.setProperty("role", "complaint" if is_complaint else "hint")
        self.message.style().unpolish(self.message)
        self.message.style().polish(self.message)
        self.message.setText(text)
        self.message.setVisible(bool(text))
