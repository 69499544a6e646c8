"""The campaign inventory: every campaign with what is known of it, in groups of any sort or in one list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from maplanner.app.inventory import Grouping
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.campaign_edits import CampaignEdits, group_of
from maplanner.desktop.flowing import FlowLayout
from maplanner.desktop.inventory.menu import InventoryMenu
from maplanner.desktop.inventory.model import ID_ROLE, InventoryModel
from maplanner.desktop.inventory.tree import InventoryTree
from maplanner.desktop.late import Late
from maplanner.desktop.tables.look import filter_field
from maplanner.desktop.words import number, tr
from maplanner.document.patch import Patch
from maplanner.document.records import Campaign, CampaignGroup, Plan, Step
from maplanner.drawing.theme import Theme

if TYPE_CHECKING:
    from maplanner.checks import Finding

_SHOWN_TYPES = {Campaign.type_name, CampaignGroup.type_name, Step.type_name, Plan.type_name}
_GROUPINGS = (
    (Grouping.GROUP, "Group"),
    (Grouping.BOUND, "Direction"),
    (Grouping.PURPOSE, "Purpose"),
    (Grouping.STATE, "State"),
    (Grouping.OWNER, "Owner"),
    (Grouping.NONE, "Nothing (one table)"),
)


class InventoryScreen(QWidget):
    """A tree or table of campaigns that are edited, moved, copied, put away and made from templates here."""

    selection_changed = Signal(list)
    """Identifiers of the selected campaigns, or of the one selected group."""

    def __init__(
        self, bridge: PlanBridge, edits: CampaignEdits, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.edits = edits
        self.model = InventoryModel(bridge, edits, self)
        self.model.theme = theme
        self.tree = InventoryTree(bridge, self.model, self)
        self.tree.expandAll()
        self.filter = filter_field(tr("Filter campaigns"))
        self.group_by = QComboBox()
        self.group_by.setAccessibleName(tr("Group by"))
        for grouping, title in _GROUPINGS:
            self.group_by.addItem(tr(title), grouping)
        self.archived = QCheckBox(tr("Show archived"))
        self.new_button = QPushButton(tr("New campaign"))
        self.new_button.setProperty("role", "primary")
        self.template_button = QPushButton(tr("From a template …"))
        self.group_button = QPushButton(tr("New group"))
        self.count = QLabel()
        self.count.setProperty("role", "secondary")
        self.complaint = QLabel()
        self.complaint.setProperty("role", "complaint")
        self.complaint.setContentsMargins(16, 0, 16, 6)
        self.complaint.setWordWrap(True)
        self.complaint.hide()
        self.menu = InventoryMenu(self)
        self._late = Late(self.refresh, self)
        self._lay_out()
        self._connect()
        self.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Draw icons in other colours."""
        self.model.theme = theme
        self.tree.size_columns()
        self.tree.viewport().update()

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """Count what the checks found in each campaign."""
        self.model.findings = findings
        self._late.start(0)

    def selected_ids(self) -> list[str]:
        """Return the identifiers of the selected campaigns, top to bottom."""
        return self.tree.selected_ids()

    def here(self) -> str:
        """Return the campaign or own group that one stands on; an empty text for none."""
        return str(self.tree.currentIndex().data(ID_ROLE) or "") if self.tree.currentIndex().isValid() else ""

    def add(self) -> None:
        """Add a campaign to the group that one stands in, and ask for its name here."""
        reader = self._bridge.reader
        like = reader.find_or_none(Campaign, self.here())
        campaign_id = self.edits.add(group_of(reader, self.here()), like, opens=False)
        if not like and self.model.grouping not in (Grouping.GROUP, Grouping.NONE):
            group = self.model.group_at(self.tree.currentIndex())
            if group is not None and group.value is not None:
                self.edits.put_under([campaign_id], self.model.grouping, group.value)
        self.refresh()
        self.tree.rename(campaign_id)

    def group_by_field(self, grouping: Grouping) -> None:
        """Put campaigns together by another field, or into one table."""
        self.group_by.setCurrentIndex(self.group_by.findData(grouping))

    def refresh(self) -> None:
        """Show the campaigns as they are now."""
        self.tree.follow()
        total = self._bridge.reader.count(Campaign)
        shown = self.model.shown
        text = number(total) if shown == total else tr("{shown} of {total}")
        self.count.setText(text.format(shown=number(shown), total=number(total)))

    def _lay_out(self) -> None:
        bar = QWidget()
        flow = FlowLayout(bar)
        flow.setContentsMargins(16, 10, 16, 6)
        flow.setSpacing(8)
        for part in (
            self.filter,
            _labelled(tr("Group by"), self.group_by),
            self.archived,
            self.count,
            self.group_button,
            self.template_button,
            self.new_button,
        ):
            flow.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(self.complaint)
        layout.addWidget(self.tree, 1)

    def _connect(self) -> None:
        self._bridge.patched.connect(self._on_patch)
        self.filter.textChanged.connect(self._filter)
        self.group_by.currentIndexChanged.connect(lambda _at: self._regroup())
        self.archived.toggled.connect(self._show_archived)
        self.new_button.clicked.connect(self.add)
        self.group_button.clicked.connect(self.edits.add_group)
        self.template_button.clicked.connect(self.menu.choose_template)
        self.model.refused.connect(self._refuse)
        self.tree.activated.connect(lambda _index: self.menu.open())
        self.tree.customContextMenuRequested.connect(self.menu.show_at)
        self.tree.selectionModel().selectionChanged.connect(lambda *_: self._tell_selection())
        for key, run in (
            (QKeySequence(QKeySequence.StandardKey.Delete), self.menu.delete),
            (QKeySequence("Ctrl+D"), self.menu.duplicate),
        ):
            action = QAction(self.tree)
            action.setShortcut(key)
            action.triggered.connect(run)
            self.tree.addAction(action)

    def _filter(self, text: str) -> None:
        self.model.filter(text)
        self.tree.expandAll()
        self.refresh()

    def _regroup(self) -> None:
        self.model.grouping = Grouping(self.group_by.currentData())
        self.tree.setRootIsDecorated(not self.model.is_flat)
        self.model.lay_out()
        self.tree.expandAll()
        self.refresh()

    def _show_archived(self, shown: bool) -> None:
        self.model.shows_archived = shown
        self.refresh()

    def _tell_selection(self) -> None:
        ids = self.selected_ids()
        if not ids and self._bridge.reader.find_or_none(CampaignGroup, self.here()) is not None:
            ids = [self.here()]
        if ids:
            self.selection_changed.emit(ids)

    def _refuse(self, why: str) -> None:
        self.complaint.setText(why)
        self.complaint.show()

    def _on_patch(self, patch: Patch) -> None:
        self.complaint.hide()
        if any(change.type_name in _SHOWN_TYPES for change in patch.changes):
            self._late.follow(patch)


def _labelled(text: str, field: QWidget) -> QWidget:
    both = QWidget()
    layout = QHBoxLayout(both)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(6)
    label = QLabel(text)
    label.setProperty("role", "field")
    layout.addWidget(label)
    layout.addWidget(field)
    return both
