"""The list of campaigns by group, at the left."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QDragMoveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QMenu,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from maplanner.app.inventory import Grouping
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.campaign_edits import CampaignEdits, group_of
from maplanner.desktop.late import Late
from maplanner.desktop.naming import title_of
from maplanner.desktop.words import number, tr
from maplanner.document.patch import Patch
from maplanner.document.records import Campaign, CampaignGroup, Step
from maplanner.document.vocabulary import Bound
from maplanner.drawing.icons import themed_icon
from maplanner.drawing.theme import Theme
from maplanner.steps import PaletteGroup, kind_of

if TYPE_CHECKING:
    from maplanner.desktop.sharing.people_dots import Here
    from maplanner.simulation import SimulationResult

_ID = Qt.ItemDataRole.UserRole
_LEAST_COLUMN = 8
_SHOWN_TYPES = {Campaign.type_name, CampaignGroup.type_name, Step.type_name}


class CampaignList(QWidget):
    """Campaigns under their groups; opens, adds, moves, copies, archives and deletes them."""

    selected = Signal(list)
    """A campaign or group was selected: show it in the inspector."""

    def __init__(
        self, bridge: PlanBridge, edits: CampaignEdits, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.edits = edits
        self._theme = theme
        self._result: SimulationResult | None = None
        self._current = ""
        self._people: Mapping[str, tuple[Here, ...]] = {}
        self.tree = _Tree(self._drop)
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
        self._late = Late(self._rebuild, self)
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

    def show_people(self, people: Mapping[str, tuple[Here, ...]]) -> None:
        """Show who of the team is in which campaign."""
        if people == self._people:
            return
        self._people = people
        for item in self._items():
            self._show_people_at(item)

    def _show_people_at(self, item: QTreeWidgetItem) -> None:
        from maplanner.desktop.sharing.people_dots import PEOPLE_ROLE, PeopleDots, names_of

        people = self._people.get(str(item.data(0, _ID)), ())
        if people and not isinstance(self.tree.itemDelegateForColumn(0), PeopleDots):
            self.tree.setItemDelegateForColumn(0, PeopleDots(self.tree))
        item.setData(0, PEOPLE_ROLE, people)
        told = "\n".join(part for part in (item.text(0), names_of(people)) if part)
        item.setToolTip(0, told)
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, told if people else None)

    def set_current(self, campaign_id: str) -> None:
        """Mark the campaign whose drawing is shown."""
        self._current = campaign_id
        for item in self._items():
            if campaign_id and item.data(0, _ID) == campaign_id:
                self.tree.setCurrentItem(item)

    def add(self) -> str:
        """Add a campaign to the group one stands in and open it; return its identifier."""
        reader = self._bridge.reader
        here = self._here()
        like = reader.find_or_none(Campaign, here) or reader.find_or_none(Campaign, self._current)
        return self.edits.add(group_of(reader, here), like)

    def add_to_name(self) -> None:
        """Add a campaign, open it, and ask for its name."""
        self.edits.added.emit(self.add())

    def choose_template(self) -> None:
        """Offer the templates, for a campaign in the group one stands in."""
        from maplanner.desktop.dialogs.campaign_templates import choose_template

        choose_template(self.edits, group_of(self._bridge.reader, self._here()), self.window())

    def _here(self) -> str:
        """Return the selected campaign or group, else the campaign whose drawing is shown."""
        item = self.tree.currentItem()
        return str(item.data(0, _ID)) if item is not None and item.data(0, _ID) else self._current

    def _on_patch(self, patch: Patch) -> None:
        if any(self._concerns(change.type_name, change.is_edit) for change in patch.changes):
            self._late.follow(patch)

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
        ungrouped = [each for each in reader.all(Campaign) if each.group is None and not each.archived]
        if ungrouped:
            self._add_group("", tr("Without a group") if groups else tr("All"), ungrouped)
        for item in self._items():
            item.setExpanded(item.data(0, _ID) not in folded)
            if self._people:
                self._show_people_at(item)
        self.set_current(self._current)

    def _add_group(self, group_id: str, title: str, campaigns: list[Campaign]) -> None:
        top = QTreeWidgetItem([title, ""])
        top.setData(0, _ID, group_id)
        top.setForeground(0, self.palette().placeholderText())
        self.tree.addTopLevelItem(top)
        shown = [campaign for campaign in campaigns if not campaign.archived]
        for campaign in sorted(shown, key=lambda campaign: (campaign.order, campaign.title)):
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
            self.edits.opened.emit(record_id)
        self.selected.emit([record_id])

    def _show_menu(self, place: QPoint) -> None:
        item = self.tree.itemAt(place)
        menu = self.menu_for(str(item.data(0, _ID)) if item is not None else "")
        menu.popup(self.tree.viewport().mapToGlobal(place))
        menu.aboutToHide.connect(menu.deleteLater)

    def menu_for(self, record_id: str) -> QMenu:
        """Return the menu of a campaign or group; with an empty text, of bare ground."""
        menu = QMenu(self)
        menu.addAction(tr("New campaign"), self.add_to_name)
        menu.addAction(tr("New campaign from a template …"), self.choose_template)
        menu.addAction(tr("New group"), self.edits.add_group)
        if record_id:
            menu.addSeparator()
            menu.addAction(tr("Details"), lambda: self.selected.emit([record_id]))
            if self._bridge.reader.find_or_none(Campaign, record_id) is not None:
                self._add_campaign_verbs(menu, record_id)
            menu.addAction(tr("Delete"), lambda: self.edits.delete_with_care([record_id], self))
        return menu

    def _add_campaign_verbs(self, menu: QMenu, campaign_id: str) -> None:
        from maplanner.desktop.dialogs.campaign_templates import ask_and_save
        from maplanner.desktop.inventory.menu import fill_group_menu

        menu.addAction(tr("Duplicate"), lambda: self.edits.duplicate([campaign_id]))
        fill_group_menu(menu.addMenu(tr("Move to")), self.edits, [campaign_id])
        menu.addAction(
            tr("Save as a template …"), lambda: ask_and_save(self.edits, campaign_id, self.window())
        )
        menu.addAction(tr("Archive"), lambda: self.edits.archive([campaign_id]))

    def _drop(self, dragged: QTreeWidgetItem, onto: QTreeWidgetItem) -> None:
        top = onto.parent() or onto
        self.edits.put_under([dragged.data(0, _ID)], Grouping.GROUP, top.data(0, _ID) or None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.tree.currentItem()
        if event.key() == Qt.Key.Key_Delete and item is not None and item.data(0, _ID):
            self.edits.delete_with_care([item.data(0, _ID)], self)
        else:
            super().keyPressEvent(event)


class _Tree(QTreeWidget):
    """A tree whose campaigns are dragged onto groups; ``drop`` is told what was dragged onto what."""

    def __init__(self, drop: Callable[[QTreeWidgetItem, QTreeWidgetItem], None]) -> None:
        super().__init__()
        self._drop = drop
        self.setDragDropMode(QTreeWidget.DragDropMode.InternalMove)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)
        dragged, onto = self.currentItem(), self.itemAt(event.position().toPoint())
        is_campaign = dragged is not None and dragged.parent() is not None
        event.setAccepted(is_campaign and onto is not None)

    def dropEvent(self, event: QDropEvent) -> None:
        dragged, onto = self.currentItem(), self.itemAt(event.position().toPoint())
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        if dragged is not None and onto is not None:
            self._drop(dragged, onto)
