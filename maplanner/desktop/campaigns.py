"""The list of campaigns by group, at the left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QMenu,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from maplanner.core.ids import new_id
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.canvas.clipboard import copied_records, renewed
from maplanner.desktop.naming import title_of
from maplanner.desktop.words import number, tr
from maplanner.document.patch import Patch
from maplanner.document.records import Campaign, CampaignGroup, Note, Step
from maplanner.document.vocabulary import Bound
from maplanner.drawing.icons import themed_icon
from maplanner.drawing.theme import Theme
from maplanner.steps import PaletteGroup, kind_of

if TYPE_CHECKING:
    from maplanner.simulation import SimulationResult

_ID = Qt.ItemDataRole.UserRole
_LEAST_COLUMN = 8
_SHOWN_TYPES = {Campaign.type_name, CampaignGroup.type_name, Step.type_name}


class CampaignList(QWidget):
    """Campaigns under their groups; opens, adds, renames, copies and deletes them."""

    added = Signal(str)
    """A campaign or a group was made, and wants a name."""
    opened = Signal(str)
    """A campaign was chosen: show its drawing."""
    selected = Signal(list)
    """A campaign or group was selected: show it in the inspector."""

    def __init__(self, bridge: PlanBridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._theme = theme
        self._result: SimulationResult | None = None
        self._current = ""
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(tr("Campaigns"))
        self.tree.setColumnCount(2)
        self.tree.setHeaderHidden(True)
        self.tree.setIndentation(12)
        self.tree.setAllColumnsShowFocus(True)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setMinimumSectionSize(_LEAST_COLUMN)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree.customContextMenuRequested.connect(self._show_menu)
        self.tree.itemClicked.connect(self._click)
        self.tree.itemActivated.connect(self._click)
        self.new_button = QPushButton(tr("+ New"))
        self.new_button.setProperty("role", "link")
        self.new_button.setAccessibleName(tr("New campaign"))
        self.new_button.clicked.connect(self.add_to_name)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 4)
        layout.addWidget(self.tree, 1)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.timeout.connect(self._rebuild)
        bridge.patched.connect(self._on_patch)
        self._rebuild()

    def set_theme(self, theme: Theme) -> None:
        """Draw icons in other colours."""
        self._theme = theme
        self._rebuild()

    def set_result(self, result: SimulationResult | None) -> None:
        """Show how many leads enter each campaign."""
        self._result = result
        self._rebuild()

    def set_current(self, campaign_id: str) -> None:
        """Mark the campaign whose drawing is shown."""
        self._current = campaign_id
        for item in self._items():
            if campaign_id and item.data(0, _ID) == campaign_id:
                self.tree.setCurrentItem(item)

    def add(self) -> str:
        """Add a campaign in the group of the current one and open it; return its identifier."""
        reader = self._bridge.reader
        current = reader.find_or_none(Campaign, self._current)
        order = max((campaign.order for campaign in reader.all(Campaign)), default=0.0) + 1
        campaign = Campaign.new(
            title=tr("New campaign"),
            group=current.group if current else None,
            bound=current.bound if current else Bound.INBOUND,
            order=order,
        )
        with self._bridge.store.transact(tr("Add campaign")) as transaction:
            transaction.put(campaign)
        self.opened.emit(campaign.id)
        return campaign.id

    def add_to_name(self) -> None:
        """Add a campaign, open it, and ask for its name."""
        self.added.emit(self.add())

    def _on_patch(self, patch: Patch) -> None:
        if any(self._concerns(change.type_name, change.is_edit) for change in patch.changes):
            self._late.start(0)

    @staticmethod
    def _concerns(type_name: str, is_edit: bool) -> bool:
        return type_name in _SHOWN_TYPES and not (type_name == Step.type_name and is_edit)

    def _rebuild(self) -> None:
        reader = self._bridge.reader
        # Without figures the second column must not take room from the names.
        self.tree.setColumnHidden(1, self._result is None)
        folded = {item.data(0, _ID) for item in self._items() if item.childCount() and not item.isExpanded()}
        self.tree.clear()
        groups = sorted(reader.all(CampaignGroup), key=lambda group: (group.order, group.title))
        for group in groups:
            self._add_group(group.id, title_of(group, reader), reader.referring(Campaign, "group", group.id))
        ungrouped = [campaign for campaign in reader.all(Campaign) if campaign.group is None]
        if ungrouped:
            self._add_group("", tr("Without a group") if groups else tr("All"), ungrouped)
        for item in self._items():
            item.setExpanded(item.data(0, _ID) not in folded)
        self.set_current(self._current)

    def _add_group(self, group_id: str, title: str, campaigns: list[Campaign]) -> None:
        top = QTreeWidgetItem([title, ""])
        top.setData(0, _ID, group_id)
        top.setForeground(0, self.palette().placeholderText())
        self.tree.addTopLevelItem(top)
        for campaign in sorted(campaigns, key=lambda campaign: (campaign.order, campaign.title)):
            top.addChild(self._campaign_item(campaign))

    def _campaign_item(self, campaign: Campaign) -> QTreeWidgetItem:
        title = title_of(campaign, self._bridge.reader)
        item = QTreeWidgetItem([title, self._entered(campaign.id)])
        item.setData(0, _ID, campaign.id)
        item.setToolTip(0, title)
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setForeground(1, self.palette().placeholderText())
        group = PaletteGroup.INBOUND if campaign.bound is Bound.INBOUND else PaletteGroup.OUTBOUND
        item.setIcon(0, themed_icon("workflow", self._theme, self._theme.group(group)))
        return item

    def _entered(self, campaign_id: str) -> str:
        """Return how many leads came in by the campaign's entries."""
        if self._result is None:
            return ""
        total = 0.0
        for step in self._bridge.reader.referring(Step, "campaign", campaign_id):
            kind = kind_of(step)
            found = self._result.step_by_id.get(step.id)
            if kind is not None and kind.entry and found is not None:
                total += float(found.entered.mean())
        return number(total)

    def _items(self) -> list[QTreeWidgetItem]:
        tops = [self.tree.topLevelItem(at) for at in range(self.tree.topLevelItemCount())]
        found = [top for top in tops if top is not None]
        below = [top.child(at) for top in found for at in range(top.childCount())]
        return found + [item for item in below if item is not None]

    def _click(self, item: QTreeWidgetItem) -> None:
        record_id = item.data(0, _ID)
        if not record_id:
            return
        if self._bridge.reader.find_or_none(Campaign, record_id) is not None:
            self.opened.emit(record_id)
        self.selected.emit([record_id])

    def _show_menu(self, place: QPoint) -> None:
        item = self.tree.itemAt(place)
        record_id = item.data(0, _ID) if item is not None else ""
        menu = QMenu(self)
        menu.addAction(tr("New campaign"), self.add_to_name)
        menu.addAction(tr("New group"), self._add_group_record)
        if record_id:
            menu.addSeparator()
            menu.addAction(tr("Details"), lambda: self.selected.emit([record_id]))
            if self._bridge.reader.find_or_none(Campaign, record_id) is not None:
                menu.addAction(tr("Duplicate"), lambda: self._duplicate(record_id))
            menu.addAction(tr("Delete"), lambda: self._delete(record_id))
        menu.popup(self.tree.viewport().mapToGlobal(place))
        menu.aboutToHide.connect(menu.deleteLater)

    def _add_group_record(self) -> None:
        order = max((group.order for group in self._bridge.reader.all(CampaignGroup)), default=0.0) + 1
        group = CampaignGroup.new(title=tr("New group"), order=order)
        with self._bridge.store.transact(tr("Add group")) as transaction:
            transaction.put(group)
        self.added.emit(group.id)

    def _duplicate(self, campaign_id: str) -> None:
        reader = self._bridge.reader
        original = reader.find(Campaign, campaign_id)
        title = tr("{title} (copy)").format(title=original.title)
        copy = original.model_copy(update={"id": new_id(Campaign.type_name), "title": title})
        drawn = [
            record.id for cls in (Step, Note) for record in reader.referring(cls, "campaign", campaign_id)
        ]
        parts = renewed(copied_records(reader, drawn), reader, copy.id, (0.0, 0.0))
        with self._bridge.store.transact(tr("Duplicate campaign")) as transaction:
            transaction.put(copy, *parts)
        self.opened.emit(copy.id)

    def _delete(self, record_id: str) -> None:
        with self._bridge.store.transact(
            tr("Delete {what}").format(what=self._name(record_id))
        ) as transaction:
            transaction.remove(record_id)

    def _name(self, record_id: str) -> str:
        record = self._bridge.reader.get(record_id)
        return title_of(record, self._bridge.reader) if record is not None else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.tree.currentItem()
        if event.key() == Qt.Key.Key_Delete and item is not None and item.data(0, _ID):
            self._delete(item.data(0, _ID))
        else:
            super().keyPressEvent(event)
