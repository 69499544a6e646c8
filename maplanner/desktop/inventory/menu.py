"""What can be done with the campaigns selected in the inventory."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from maplanner.app.inventory import Grouping
from maplanner.desktop.campaign_edits import CampaignEdits, group_of
from maplanner.desktop.words import tr
from maplanner.document.records import Campaign, CampaignGroup

if TYPE_CHECKING:
    from maplanner.desktop.inventory.screen import InventoryScreen


class InventoryMenu(QObject):
    """Runs the verbs of the inventory on what is selected there."""

    def __init__(self, screen: InventoryScreen) -> None:
        super().__init__(screen)
        self._screen = screen

    def show_at(self, place: QPoint) -> None:
        """Open the menu under the pointer."""
        menu = self.built()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._screen.tree.viewport().mapToGlobal(place))

    def built(self) -> QMenu:
        """Return the menu for what is selected now."""
        screen, ids = self._screen, self._screen.selected_ids()
        menu = QMenu(screen)
        menu.addAction(tr("New campaign"), screen.add)
        menu.addAction(tr("New campaign from a template …"), self.choose_template)
        menu.addAction(tr("New group"), screen.edits.add_group)
        if ids:
            menu.addSeparator()
            self._add_verbs(menu, ids)
        elif self._group() is not None:
            menu.addSeparator()
            menu.addAction(tr("Delete"), self.delete)
        return menu

    def open(self) -> None:
        """Show the drawing of the campaign one stands on."""
        if self._campaign(self._screen.here()) is not None:
            self._screen.edits.opened.emit(self._screen.here())

    def duplicate(self) -> None:
        """Copy the selected campaigns."""
        if ids := self._screen.selected_ids():
            self._screen.edits.duplicate(ids)

    def delete(self) -> None:
        """Delete the selected campaigns, or the group one stands on."""
        group = self._group()
        ids = self._screen.selected_ids() or ([group] if group is not None else [])
        if ids:
            self._screen.edits.delete_with_care(ids, self._screen)

    def choose_template(self) -> None:
        """Offer the templates, for a campaign in the group one stands in."""
        from maplanner.desktop.dialogs.campaign_templates import choose_template

        screen = self._screen
        choose_template(screen.edits, group_of(screen.edits.reader, screen.here()), screen.window())

    def save_as_template(self) -> None:
        """Keep the campaign one stands on as a template."""
        from maplanner.desktop.dialogs.campaign_templates import ask_and_save

        ask_and_save(self._screen.edits, self._screen.selected_ids()[0], self._screen.window())

    def _add_verbs(self, menu: QMenu, ids: list[str]) -> None:
        edits = self._screen.edits
        if len(ids) == 1:
            menu.addAction(tr("Open"), partial(edits.opened.emit, ids[0]))
            menu.addAction(tr("Rename"), partial(self._screen.tree.rename, ids[0]))
        menu.addAction(tr("Duplicate"), self.duplicate)
        self._add_groups(menu.addMenu(tr("Move to")), ids)
        if len(ids) == 1:
            menu.addAction(tr("Save as a template …"), self.save_as_template)
        menu.addSeparator()
        put_away = {campaign.archived for each in ids if (campaign := self._campaign(each)) is not None}
        if False in put_away:
            menu.addAction(tr("Archive"), partial(edits.archive, ids))
        if True in put_away:
            menu.addAction(tr("Restore"), partial(edits.archive, ids, away=False))
        menu.addAction(tr("Delete"), self.delete)

    def _add_groups(self, menu: QMenu, ids: list[str]) -> None:
        """Offer the team's groups, and with another grouping what that one offers."""
        grouping = self._screen.model.grouping
        if grouping in (Grouping.NONE, Grouping.GROUP):
            fill_group_menu(menu, self._screen.edits, ids)
            return
        for group in self._screen.model.groups:
            run = partial(self._screen.edits.put_under, ids, grouping, group.value)
            menu.addAction((tr(group.title) or tr("Without an owner")).replace("&", "&&"), run)

    def _group(self) -> str | None:
        here = self._screen.here()
        found = self._screen.edits.reader.find_or_none(CampaignGroup, here)
        return here if found is not None else None

    def _campaign(self, campaign_id: str) -> Campaign | None:
        return self._screen.edits.reader.find_or_none(Campaign, campaign_id)


def fill_group_menu(menu: QMenu, edits: CampaignEdits, ids: list[str]) -> None:
    """Offer the team's own groups to move campaigns to."""
    groups = sorted(edits.reader.all(CampaignGroup), key=lambda each: (each.order, each.title))
    for group in groups:
        run = partial(edits.put_under, ids, Grouping.GROUP, group.id)
        menu.addAction(group.title.replace("&", "&&") or tr("Group without a name"), run)
    menu.addAction(tr("Without a group"), partial(edits.put_under, ids, Grouping.GROUP, None))
    menu.addSeparator()
    menu.addAction(tr("New group"), lambda: edits.put_under(ids, Grouping.GROUP, edits.add_group()))
