"""The export dialog: which drawing, which format, how it looks, where it goes; a preview shows it first."""

from __future__ import annotations

import html
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QDate, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QImage, QPixmap, QStandardItemModel
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from maplanner.app import export_again
from maplanner.app.export_again import BOOK, Recipe, Seen
from maplanner.app.exporting import TEXT_FORMAT, Exported, campaign_formats, scene_of
from maplanner.core.errors import MaplannerError
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.dialogs.export_choices import ExportChoices
from maplanner.desktop.words import tr
from maplanner.document.reading import Snapshot
from maplanner.drawing.coloring import Coloring
from maplanner.drawing.pictures.sources import Scene, picture_named, picture_offers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from maplanner.checks import Finding
    from maplanner.drawing.picture import Picture
    from maplanner.exchange.exporter import PictureOptions
    from maplanner.simulation import SimulationResult

_PREVIEW: Final = QSize(340, 300)
_WHOLE: Final = "plan"
_TOOLS: Final = "tools"


class ExportDialog(QDialog):
    """Writes any picture of the plan, all of them, campaigns for other programs, or the plan as text."""

    def __init__(
        self,
        bridge: PlanBridge,
        campaign_id: str | None,
        parent: QWidget | None = None,
        *,
        plan_path: Path | None = None,
        selection: Sequence[str] = (),
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Export"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._snapshot: Snapshot = bridge.store.snapshot()
        self._plan_path = plan_path
        self._seen = Seen(selection=tuple(selection), campaign=campaign_id)
        self._named_by_hand = False
        self.choices = ExportChoices()
        self.what, self.format, self.scale = self.choices.what, self.choices.format, self.choices.scale
        self.look, self.paper, self.coloring = self.choices.look, self.choices.paper, self.choices.coloring
        self.transparent, self.numbers = self.choices.transparent, self.choices.numbers
        self.path = QLineEdit()
        self.browse = QPushButton(tr("Choose …"))
        self.again = QCheckBox(tr("Write it anew whenever I save"))
        self.preview, self.message = QLabel(), QLabel()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.copy = self.buttons.addButton(tr("Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        self.save = self.buttons.addButton(tr("Export"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._drawing_soon = QTimer(self)
        self._drawing_soon.setSingleShot(True)
        self._drawing_soon.setInterval(80)
        self._drawing_soon.timeout.connect(self.draw_preview)
        self._fill()
        self._lay_out()
        self._connect()
        self.propose_path()
        self._adapt()

    def set_result(self, result: SimulationResult | None, findings: Sequence[Finding] = ()) -> None:
        """Offer to draw a simulation's numbers, and badges of findings."""
        self._seen = replace(self._seen, result=result, findings=tuple(findings))
        self.numbers.setEnabled(result is not None)
        self.numbers.setChecked(result is not None)
        self.numbers.setToolTip("" if result is not None else tr("Simulate first"))
        self._fill()
        self._drawing_soon.start()

    def set_coloring(self, coloring: Coloring) -> None:
        """Propose what the colours stand for in the window."""
        self.coloring.setCurrentIndex(max(self.coloring.findData(coloring.value), 0))

    # ------------------------------------------------------------ what is chosen

    def recipe(self) -> Recipe:
        """Return what is chosen, so that it can be written now and again.

        Raises:
            CannotExport: A choice cannot be understood.
        """
        return Recipe(
            path=self.chosen_path(),
            format=self.choices.format_name,
            key=str(self.what.currentData() or ""),
            coloring=self.coloring.currentData(),
            numbers=self.numbers.isChecked(),
            findings=self.choices.findings.isChecked(),
            dated=self.choices.date.isChecked(),
            carries_plan=self.choices.carries_plan.isChecked() and self.choices.is_picture,
            options=self.choices.options(),
        )

    def options(self) -> PictureOptions:
        """Return how the picture is to be, without the plan inside.

        Raises:
            CannotExport: A choice cannot be understood.
        """
        recipe = self.recipe().model_copy(update={"carries_plan": False})
        return export_again.options_of(recipe, self._snapshot, _today())

    def drawing(self) -> Picture:
        """Return the chosen drawing; of a book the first one.

        Raises:
            MaplannerError: There is nothing to draw, or this machine lacks what drawing takes.
        """
        key = self.what.currentData()
        return picture_named(self._scene(), _WHOLE if key == BOOK and self._has_whole() else key).draw()

    def chosen_path(self) -> Path:
        """Return where the file goes, with the format's suffix where none was typed."""
        path = Path(self.path.text().strip() or tr("drawing")).expanduser()
        return path if path.suffix else path.with_name(f"{path.name}.{self.choices.suffix}")

    def accept(self) -> None:
        """Write the file; say why where that fails, and stay open."""
        if not self.path.text().strip():
            self._say(tr("Choose where to save it."), is_complaint=True)
            return
        try:
            written = self._write()
        except MaplannerError as error:
            self._complain(error)
            return
        if written.remark:
            self._say(tr(written.remark), is_complaint=False)
            self.save.setEnabled(False)
            self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(tr("Close"))
            return
        super().accept()

    def put_on_clipboard(self) -> None:
        """Put the picture onto the clipboard, as it would be written."""
        try:
            image = self._image(self.choices.factor())
        except MaplannerError as error:
            self._complain(error)
            return
        QGuiApplication.clipboard().setImage(image)
        self._say(tr("The picture is on the clipboard."), is_complaint=False)

    def propose_path(self) -> None:
        """Name the file after what is exported, unless the person has named it."""
        if self._named_by_hand:
            return
        words = self.what.currentText()
        if self.choices.format_name == TEXT_FORMAT or self.what.currentData() in (_WHOLE, BOOK):
            words = self._snapshot.plan.title or tr("plan")
        kept = "".join(letter if letter.isalnum() or letter in " -_" else " " for letter in words)
        safe = " ".join(kept.split())
        folder = Path(self.path.text()).parent if self.path.text() else Path.home()
        self.path.setText(str(folder / f"{safe[:80] or 'drawing'}.{self.choices.suffix}"))

    def draw_preview(self) -> None:
        """Draw the preview as the picture will be."""
        if self.choices.format_name == TEXT_FORMAT:
            self.preview.setText(tr("The whole plan as text, to keep, compare or import again."))
            return
        try:
            bounds = self._framed().bounds
            ratio = self.devicePixelRatioF()
            room = min(_PREVIEW.width() / (bounds.width + 48), _PREVIEW.height() / (bounds.height + 48))
            pixmap = QPixmap.fromImage(self._image(max(min(room * ratio, 2.0), 0.01)))
        except MaplannerError as error:
            self.preview.setText(f"<p>{html.escape(tr(error.message))}</p>")
            return
        pixmap.setDevicePixelRatio(ratio)
        self.preview.setPixmap(pixmap)

    # ------------------------------------------------------------ how it is done

    def _write(self) -> Exported:
        recipe = self.recipe()
        written = export_again.write(recipe, self._snapshot, self._seen, _today())
        if self._plan_path is not None:
            if self.again.isChecked():
                export_again.remember(self._plan_path, recipe)
            else:
                export_again.forget(self._plan_path, recipe.path)
        return written

    def _scene(self) -> Scene:
        seen = self._seen
        return scene_of(
            self._snapshot,
            seen.result if self.numbers.isChecked() else None,
            seen.findings if self.choices.findings.isChecked() else None,
            coloring=self.coloring.currentData() or Coloring.KIND.value,
            campaign=seen.campaign,
            selection=seen.selection,
        )

    def _framed(self) -> Picture:
        from maplanner.drawing.sheet import Titled

        options = self.options()
        return Titled(self.drawing(), options.title, options.legend, options.date)

    def _image(self, scale: float) -> QImage:
        from maplanner.drawing.rendering import png
        from maplanner.drawing.theme import theme

        options = self.options()
        picture = png(
            self._framed(),
            theme(options.theme),
            scale=scale,
            border=options.room,
            transparent=options.transparent,
        )
        return QImage.fromData(picture.data)

    def _has_whole(self) -> bool:
        return self.what.findData(_WHOLE) >= 0

    # ------------------------------------------------------------ laying out

    def _fill(self) -> None:
        """Offer every picture there is, what was chosen before in front."""
        seen = self._seen
        scene = scene_of(self._snapshot, seen.result, campaign=seen.campaign, selection=seen.selection)
        before = self.what.currentData()
        self.what.blockSignals(True)
        self.what.clear()
        for offer in picture_offers(scene):
            self.what.addItem(tr(offer.title), offer.key)
        self.what.addItem(tr("The whole plan as a book"), BOOK)
        wanted = before or (f"campaign:{seen.campaign}" if seen.campaign else _TOOLS)
        self.what.setCurrentIndex(max(self.what.findData(wanted), 0))
        self.what.blockSignals(False)

    def _lay_out(self) -> None:
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.preview.setWordWrap(True)
        self.preview.setAccessibleName(tr("Preview"))
        frame = QFrame()
        frame.setProperty("role", "card")
        QVBoxLayout(frame).addWidget(self.preview)
        frame.setFixedSize(_PREVIEW + QSize(26, 26))
        upper = QHBoxLayout()
        upper.setSpacing(16)
        upper.addWidget(self.choices, 1, Qt.AlignmentFlag.AlignTop)
        upper.addWidget(frame, 0, Qt.AlignmentFlag.AlignTop)
        where = QHBoxLayout()
        where.addWidget(self.path, 1)
        where.addWidget(self.browse)
        self.path.setAccessibleName(tr("File"))
        self.message.setWordWrap(True)
        self.message.hide()
        self.again.setVisible(self._plan_path is not None)
        self.copy.setToolTip(tr("Put the picture onto the clipboard"))
        self.save.setProperty("role", "primary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(12)
        layout.addLayout(upper)
        layout.addLayout(where)
        layout.addWidget(self.again)
        layout.addWidget(self.message)
        layout.addWidget(self.buttons)

    def _connect(self) -> None:
        self.choices.changed.connect(self._changed)
        self.choices.format_changed.connect(self._format_changed)
        self.path.textEdited.connect(self._name_by_hand)
        self.path.editingFinished.connect(self._follow_suffix)
        self.browse.clicked.connect(self._choose_path)
        self.copy.clicked.connect(self.put_on_clipboard)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def _changed(self) -> None:
        self.propose_path()
        self._say("", is_complaint=False)
        self.save.setEnabled(True)
        self._drawing_soon.start()

    def _format_changed(self) -> None:
        if self._named_by_hand and Path(self.path.text()).suffix:
            self.path.setText(str(Path(self.path.text()).with_suffix(f".{self.choices.suffix}")))
        self._adapt()
        self._changed()

    def _adapt(self) -> None:
        """Offer only what the format knows."""
        self.choices.adapt(has_result=self._seen.result is not None)
        self.copy.setVisible(self.choices.is_picture and self.choices.format_name != "dot")
        model = self.what.model()
        if isinstance(model, QStandardItemModel):
            for row in range(model.rowCount()):
                model.item(row).setEnabled(self._fits(str(self.what.itemData(row))))
        if not self._fits(str(self.what.currentData())):
            fitting = (row for row in range(self.what.count()) if self._fits(str(self.what.itemData(row))))
            self.what.setCurrentIndex(next(fitting, 0))
        self._drawing_soon.start()

    def _fits(self, key: str) -> bool:
        """Tell whether the chosen format can hold a picture."""
        if self.choices.format_name in campaign_formats():
            return key.startswith("campaign:") or key == _WHOLE
        return key != BOOK or self.choices.format_name in ("pdf", TEXT_FORMAT)

    def _name_by_hand(self) -> None:
        self._named_by_hand = True
        self._say("", is_complaint=False)

    def _follow_suffix(self) -> None:
        """Let an ending that was typed choose the format, so that a file holds what its name says."""
        typed = Path(self.path.text().strip()).suffix.lower()
        if not typed or typed == f".{self.choices.suffix}":
            return
        names = [name for name, suffix in campaign_formats().items() if suffix == typed and typed != ".json"]
        index = self.format.findData(names[0] if names else typed.removeprefix("."))
        if index >= 0:
            self.format.setCurrentIndex(index)

    def _choose_path(self) -> None:
        name, _kind = QFileDialog.getSaveFileName(
            self,
            tr("Export"),
            str(self.chosen_path()),
            f"{self.format.currentText()} (*.{self.choices.suffix})",
        )
        if name:
            self._named_by_hand = True
            self.path.setText(name)

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
