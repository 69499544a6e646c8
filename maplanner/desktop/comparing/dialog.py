"""The comparison: what with, a list of all that differs, and the drawing with its marks beside it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from maplanner.app import comparing
from maplanner.app.session import SUFFIX
from maplanner.core.errors import MaplannerError
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.comparing.picture_view import PictureView
from maplanner.desktop.words import tr
from maplanner.document.comparing import Comparison, Sort, compare
from maplanner.document.reading import Snapshot
from maplanner.drawing.comparison import compared_drawing, differing_campaigns
from maplanner.drawing.theme import Theme, ink

_ID: Final = Qt.ItemDataRole.UserRole
_CAMPAIGN: Final = Qt.ItemDataRole.UserRole + 1
_MOST_POINTS: Final = 500
_SIGNS: Final = {Sort.ADDED: "+", Sort.CHANGED: "≠", Sort.REMOVED: "−"}


class CompareDialog(QDialog):
    """Compares the open plan with another file, or with a point of its own history."""

    def __init__(
        self, bridge: PlanBridge, path: Path | None, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Compare"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1120, 720)
        self._snapshot = bridge.store.snapshot()
        self._path, self._theme = path, theme
        self.comparison: Comparison | None = None
        self.other = QComboBox()
        self.choose = QPushButton(tr("Another plan …"))
        self.campaign = QComboBox()
        self.list = QTreeWidget()
        self.view = PictureView(theme)
        self.message = QLabel()
        self.save = QPushButton(tr("Save the picture …"))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._fill()
        self._lay_out()
        self._connect()
        if self.other.count():
            self._point_chosen()
        else:
            self.message.setText(tr("Choose a plan to compare with."))

    def compare_with(self, other: Snapshot, *, is_earlier: bool = True) -> None:
        """Show what differs between another plan and this one."""
        before, after = (other, self._snapshot) if is_earlier else (self._snapshot, other)
        self.comparison = compare(before, after)
        self.message.setText(tr(comparing.summary(self.comparison)))
        self._show_list(self.comparison)
        self._show_campaigns(self.comparison)

    def compare_with_file(self, path: Path) -> None:
        """Show what differs between a plan file, taken as the earlier one, and this plan."""
        try:
            self.compare_with(comparing.read_point(str(path)))
        except MaplannerError as error:
            self._complain(error)
            return
        self.setWindowTitle(tr("Compare with {name}").format(name=path.name))

    def show_record(self, record_id: str, campaign_id: str) -> None:
        """Bring a record of a drawing into view."""
        at = self.campaign.findData(campaign_id)
        if at < 0 or self.comparison is None:
            return
        self.campaign.setCurrentIndex(at)
        place = getattr(self.view.picture, "place_of", lambda _id: None)(record_id)
        if place is not None:
            self.view.bring(place)

    # ------------------------------------------------------------ showing

    def _show_list(self, comparison: Comparison) -> None:
        self.list.clear()
        colors = {
            Sort.ADDED: self._theme.good_text,
            Sort.CHANGED: self._theme.warning_text,
            Sort.REMOVED: self._theme.error_text,
        }
        for campaign_id, title, differences in comparing.grouped(comparison):
            head = QTreeWidgetItem([f"{title} ({len(differences)})"])
            head.setData(0, _CAMPAIGN, campaign_id)
            self.list.addTopLevelItem(head)
            for each in differences:
                told = comparing.title_of(comparison, each)
                item = QTreeWidgetItem([f"{_SIGNS[each.sort]}  {told}"])
                item.setForeground(0, ink(colors[each.sort]))
                item.setToolTip(0, f"{told}: {tr(each.sort.value)}")
                item.setData(0, _ID, each.record.id)
                item.setData(0, _CAMPAIGN, campaign_id)
                head.addChild(item)
                for line in comparing.values_of(comparison, each):
                    value = QTreeWidgetItem([line])
                    value.setToolTip(0, line)
                    value.setData(0, _ID, each.record.id)
                    value.setData(0, _CAMPAIGN, campaign_id)
                    item.addChild(value)
            head.setExpanded(True)

    def _show_campaigns(self, comparison: Comparison) -> None:
        self.campaign.blockSignals(True)
        self.campaign.clear()
        for campaign_id in differing_campaigns(comparison):
            for reader in (comparison.after, comparison.before):
                record = reader.get(campaign_id)
                if record is not None:
                    self.campaign.addItem(str(getattr(record, "title", "")) or campaign_id, campaign_id)
                    break
        self.campaign.blockSignals(False)
        self.campaign.setEnabled(self.campaign.count() > 0)
        self._show_drawing()

    def _show_drawing(self) -> None:
        chosen = self.campaign.currentData()
        self.save.setEnabled(chosen is not None)
        if chosen is None or self.comparison is None:
            self.view.show_picture(None)
            return
        self.view.show_picture(compared_drawing(self.comparison, str(chosen)))

    def _point_chosen(self) -> None:
        point = self.other.currentData()
        if self._path is None or point is None:
            return
        try:
            self.compare_with(comparing.plan_at(self._path, int(point)))
        except MaplannerError as error:
            self._complain(error)

    def _item_chosen(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            campaign = str(item.data(0, _CAMPAIGN) or "")
            self.show_record(str(item.data(0, _ID) or campaign), campaign)

    def _ask_file(self) -> None:
        folder = self._path.parent if self._path is not None else Path.home()
        name, _kind = QFileDialog.getOpenFileName(
            self, tr("Compare with"), str(folder), tr("Plans") + f" (*{SUFFIX} *.json)"
        )
        if name:
            self.compare_with_file(Path(name))

    def _ask_picture(self) -> None:
        name, _kind = QFileDialog.getSaveFileName(
            self, tr("Save the picture"), "", "PNG (*.png);;SVG (*.svg);;PDF (*.pdf)"
        )
        if name:
            self.save_picture(Path(name))

    def save_picture(self, path: Path) -> None:
        """Write the drawing in view with its marks."""
        from maplanner.app.exporting import export_picture
        from maplanner.exchange.exporter import PictureOptions

        if self.view.picture is None:
            return
        path = path if path.suffix else path.with_suffix(".png")
        try:
            export_picture(self.view.picture, path, path.suffix, PictureOptions(title=True, legend=True))
        except MaplannerError as error:
            self._complain(error)
        else:
            self.message.setText(tr("Saved as {name}").format(name=path.name))

    def _complain(self, error: MaplannerError) -> None:
        self.message.setText(f"{tr(error.message)} {tr(error.advice)}".strip())

    # ------------------------------------------------------------ laying out

    def _fill(self) -> None:
        if self._path is None:
            return
        try:
            points = comparing.points_of(self._path, _MOST_POINTS)
        except MaplannerError as error:
            self._complain(error)
            return
        # The newest point is the plan as it is.
        for point in points[1:] if len(points) > 1 else points:
            when = _when(point.at)
            told = " · ".join(part for part in (tr(point.label), point.author, when) if part)
            self.other.addItem(told, point.number)

    def _lay_out(self) -> None:
        self.other.setAccessibleName(tr("Compare with"))
        self.other.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.other.setMinimumContentsLength(36)
        self.other.setEnabled(self.other.count() > 0)
        self.campaign.setAccessibleName(tr("Drawing"))
        self.campaign.setMinimumContentsLength(22)
        self.list.setHeaderHidden(True)
        self.list.setAccessibleName(tr("Differences"))
        self.list.setUniformRowHeights(True)
        self.view.setAccessibleName(tr("Drawing with its differences"))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(QLabel(tr("Now, against the plan after")))
        head.addWidget(self.other, 1)
        head.addWidget(self.choose)
        head.addSpacing(16)
        head.addWidget(self.campaign)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.addWidget(self.list)
        parts.addWidget(self.view)
        parts.setSizes([360, 740])
        foot = QHBoxLayout()
        foot.addWidget(self.message, 1)
        foot.addWidget(self.save)
        foot.addWidget(self.buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(parts, 1)
        layout.addLayout(foot)

    def _connect(self) -> None:
        self.other.activated.connect(lambda _row: self._point_chosen())
        self.choose.clicked.connect(self._ask_file)
        self.campaign.currentIndexChanged.connect(lambda _row: self._show_drawing())
        self.list.currentItemChanged.connect(lambda item, _before: self._item_chosen(item))
        self.save.clicked.connect(self._ask_picture)
        self.buttons.rejected.connect(self.reject)


def _when(at: datetime | None) -> str:
    """Return an instant in the person's own time and way of writing."""
    if at is None:
        return ""
    instant = QDateTime.fromSecsSinceEpoch(int(at.timestamp()))
    return QLocale().toString(instant, QLocale.FormatType.ShortFormat)
