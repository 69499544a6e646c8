"""The campaign inventory as rows: campaigns in groups, or in one list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont

from maplanner.app.inventory import Grouping, InventoryGroup, InventoryRow, grouped, inventory
from maplanner.core.errors import MaplannerError
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.campaign_edits import CampaignEdits
from maplanner.desktop.tables.cells import columns_of, order_of, raw_of, text_of, typed_text, value_typed
from maplanner.desktop.words import number, tr
from maplanner.document.records import Campaign
from maplanner.document.vocabulary import Bound
from maplanner.drawing.icons import themed_icon
from maplanner.drawing.theme import Theme
from maplanner.steps import PaletteGroup

if TYPE_CHECKING:
    from maplanner.checks import Finding

Index = QModelIndex | QPersistentModelIndex

CAMPAIGN_MIME: Final = "application/x-maplanner-campaigns"
ID_ROLE: Final = Qt.ItemDataRole.UserRole + 1
"""The identifier of a row's campaign; of a group, that of the group, or what its campaigns have in common."""
_NAMES: Final = ("title", "group", "bound", "purpose", "state", "owner", "start", "end", "budget")
_BY_NAME: Final = {column.name: column for column in columns_of(Campaign)}
COLUMNS: Final = tuple(_BY_NAME[name] for name in _NAMES)
"""The columns that show a field of the campaign; two that are counted come after them."""
STEPS: Final = len(COLUMNS)
FINDINGS: Final = STEPS + 1
_FIELD_OF: Final = {name: place for place, name in enumerate(_NAMES)}
_BUDGET: Final = _NAMES.index("budget")
_TOP: Final = 0


class InventoryModel(QAbstractItemModel):
    """Groups with their campaigns below; without groups, the campaigns themselves."""

    refused = Signal(str)
    """An edit was not acceptable: why, for the person."""

    def __init__(self, bridge: PlanBridge, edits: CampaignEdits, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._edits = edits
        self.grouping = Grouping.GROUP
        self.shows_archived = False
        self.findings: Sequence[Finding] | None = None
        self.theme: Theme | None = None
        self._wanted: list[str] = []
        self._sorted_by = -1
        self._descending = False
        self.groups: list[InventoryGroup] = []
        self.lay_out()

    # ------------------------------------------------------------ what is shown

    @property
    def is_flat(self) -> bool:
        """Whether campaigns stand in one list."""
        return self.grouping is Grouping.NONE

    @property
    def grouped_column(self) -> int:
        """The column that the headings of the groups say already; -1 without groups."""
        return _FIELD_OF.get(self.grouping.value, -1)

    def lay_out(self) -> None:
        """Show the campaigns as they are now."""
        self.beginResetModel()
        reader = self._bridge.reader
        rows = inventory(reader, self.findings, archived=self.shows_archived)
        rows = self._in_order([row for row in rows if self._matches(row)])
        self.groups = grouped(reader, rows, self.grouping)
        if self._wanted and not self.is_flat:
            self.groups = [group for group in self.groups if group.rows]
        self.endResetModel()

    def filter(self, text: str) -> None:
        """Show only campaigns in whose row every word of the text occurs."""
        self._wanted = text.casefold().split()
        self.lay_out()

    def row_at(self, index: Index) -> InventoryRow | None:
        """Return the campaign in a row; ``None`` for a group's."""
        if not index.isValid():
            return None
        if self.is_flat:
            return self.groups[0].rows[index.row()]
        parent = index.internalId()
        return None if parent == _TOP else self.groups[parent - 1].rows[index.row()]

    def group_at(self, index: Index) -> InventoryGroup | None:
        """Return the group that a row is, or stands in; ``None`` where there are no groups."""
        if not index.isValid() or self.is_flat:
            return None
        parent = index.internalId()
        return self.groups[index.row() if parent == _TOP else parent - 1]

    def index_of(self, campaign_id: str) -> QModelIndex:
        """Return where a campaign stands; an invalid index if it is not shown."""
        for at, group in enumerate(self.groups):
            for row, each in enumerate(group.rows):
                if each.campaign.id == campaign_id:
                    return self.index(row, 0, QModelIndex() if self.is_flat else self.index(at, 0))
        return QModelIndex()

    @property
    def shown(self) -> int:
        """How many campaigns are shown."""
        return sum(len(group.rows) for group in self.groups)

    # ------------------------------------------------------------ Qt's questions

    def index(self, row: int, column: int, parent: Index | None = None) -> QModelIndex:
        if parent is None or not parent.isValid():
            count = len(self.groups[0].rows) if self.is_flat else len(self.groups)
            return self.createIndex(row, column, _TOP) if 0 <= row < count else QModelIndex()
        if self.is_flat or parent.internalId() != _TOP or not 0 <= row < len(self.groups[parent.row()].rows):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1)

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        if not index.isValid() or self.is_flat or index.internalId() == _TOP:
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, _TOP)

    def rowCount(self, parent: Index | None = None) -> int:
        if parent is None or not parent.isValid():
            return len(self.groups[0].rows) if self.is_flat else len(self.groups)
        is_group = not self.is_flat and parent.internalId() == _TOP and parent.column() == 0
        return len(self.groups[parent.row()].rows) if is_group else 0

    def columnCount(self, parent: Index | None = None) -> int:
        return FINDINGS + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if section == _BUDGET:
            return f"{tr('Budget')} ({self._bridge.reader.plan.currency})"
        return (*(column.title for column in COLUMNS), tr("Steps"), tr("Findings"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        row = self.row_at(index)
        if row is None:
            return self._group_data(index, role)
        campaign = self._bridge.reader.find_or_none(Campaign, row.campaign.id)
        if campaign is None:
            return None
        if role == ID_ROLE:
            return campaign.id
        if index.column() >= STEPS:
            return self._count(row, index.column()) if role == Qt.ItemDataRole.DisplayRole else None
        return self._campaign_data(campaign, index.column(), role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.row_at(index) is None:
            return flags | Qt.ItemFlag.ItemIsDropEnabled
        flags |= Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsDropEnabled
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() < STEPS else flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row = self.row_at(index)
        if row is None or index.column() >= STEPS:
            return False
        column = COLUMNS[index.column()]
        try:
            raw = value_typed(column, str(value)) if role == Qt.ItemDataRole.EditRole else value
            if raw_of(column, row.campaign) == raw:
                return True
            label = tr("Change {title}").format(title=tr(column.shape.meaning.title))
            with self._bridge.store.transact(label) as transaction:
                transaction.change(row.campaign.id, {column.name: raw})
        except MaplannerError as error:
            self.refused.emit(error.message.rsplit(": ", 1)[-1])
            return False
        except ValueError as error:
            self.refused.emit(str(error))
            return False
        return True

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted_by, self._descending = column, order is Qt.SortOrder.DescendingOrder
        self.lay_out()

    # ------------------------------------------------------------ dragging into a group

    def mimeTypes(self) -> list[str]:
        return [CAMPAIGN_MIME]

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        rows = (self.row_at(index) for index in indexes if index.column() == 0)
        data = QMimeData()
        data.setData(CAMPAIGN_MIME, "\n".join(row.campaign.id for row in rows if row is not None).encode())
        return data

    def canDropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        return data.hasFormat(CAMPAIGN_MIME) and self._target(row, parent) is not None

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        group = self._target(row, parent)
        ids = bytes(data.data(CAMPAIGN_MIME).data()).decode().split("\n")
        if group is not None:
            self._edits.put_under([each for each in ids if each], self.grouping, group.value)
        # The plan has changed already, and the rows follow it: the view must not take any out itself.
        return False

    def _target(self, row: int, parent: Index) -> InventoryGroup | None:
        if self.is_flat:
            return None
        if parent.isValid():
            return self.group_at(parent)
        return self.groups[min(row, len(self.groups) - 1)] if row > 0 and self.groups else None

    # ------------------------------------------------------------ inside

    def _campaign_data(self, campaign: Campaign, column: int, role: int) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return self._text(campaign, column)
            case Qt.ItemDataRole.EditRole:
                return typed_text(COLUMNS[column], campaign)
            case Qt.ItemDataRole.UserRole:
                return raw_of(COLUMNS[column], campaign)
            case Qt.ItemDataRole.DecorationRole if column == 0 and self.theme is not None:
                group = PaletteGroup.INBOUND if campaign.bound is Bound.INBOUND else PaletteGroup.OUTBOUND
                return themed_icon("workflow", self.theme, self.theme.group(group))
        return None

    def _group_data(self, index: Index, role: int) -> Any:
        if not index.isValid() or self.is_flat:
            return None
        group = self.groups[index.row()]
        if role == ID_ROLE:
            return group.value or ""
        if role == Qt.ItemDataRole.FontRole:
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if index.column() == 0:
            title = tr(group.title) or (tr("Without an owner") if self.grouping is Grouping.OWNER else "")
            return f"{title or tr('Without a group')}  ·  {number(len(group.rows))}"
        if index.column() == _BUDGET:
            return number(group.budget) if group.budget else ""
        counts = {STEPS: group.steps, FINDINGS: group.findings}
        count = counts.get(index.column())
        return number(count) if count else ""

    def _text(self, campaign: Campaign, column: int) -> str:
        text = text_of(COLUMNS[column], campaign, self._bridge.reader)
        return tr("{title} (archived)").format(title=text) if campaign.archived and column == 0 else text

    def _count(self, row: InventoryRow, column: int) -> str:
        count = row.steps if column == STEPS else row.findings
        return "" if count is None else number(count)

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        is_figure = column >= STEPS or COLUMNS[column].is_figure
        side = Qt.AlignmentFlag.AlignRight if is_figure else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def _matches(self, row: InventoryRow) -> bool:
        if not self._wanted:
            return True
        texts = (text_of(column, row.campaign, self._bridge.reader) for column in COLUMNS)
        text = " ".join((*texts, row.campaign.notes)).casefold()
        return all(word in text for word in self._wanted)

    def _in_order(self, rows: list[InventoryRow]) -> list[InventoryRow]:
        if self._sorted_by < 0:
            return rows
        keys = {row.campaign.id: self._key(row) for row in rows}
        filled = [row for row in rows if not keys[row.campaign.id][0]]
        filled.sort(key=lambda row: keys[row.campaign.id], reverse=self._descending)
        return [*filled, *(row for row in rows if keys[row.campaign.id][0])]

    def _key(self, row: InventoryRow) -> tuple[int, float, str]:
        if self._sorted_by < STEPS:
            return order_of(COLUMNS[self._sorted_by], row.campaign, self._bridge.reader)
        return (0, float((row.steps if self._sorted_by == STEPS else row.findings) or 0), "")
