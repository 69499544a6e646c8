"""The way of a field as a list, from where it comes to where it goes; a click goes there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from maplanner.core.errors import MaplannerError
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.data.way import FieldWay
from maplanner.desktop.lettering import lettering
from maplanner.desktop.naming import kind_title, title_of
from maplanner.desktop.tables.look import calm_table
from maplanner.desktop.words import tr
from maplanner.document.reading import RecordReader
from maplanner.document.records import Campaign, System
from maplanner.drawing.theme import LIST_SIZE, SEMIBOLD

if TYPE_CHECKING:
    from maplanner.checks.lineage import Lineage, LineagePlace

Index = QModelIndex | QPersistentModelIndex
_HEADER: Final = ("Way", "What", "System", "Campaign")
_WIDTHS: Final = (250, 170, 100, 130)
_ROLES: Final = {
    "chosen": "the field itself",
    "collected": "form field",
    "held": "field of a system",
    "asked": "asks for it",
    "written": "writes it",
    "read": "asks about it",
    "said": "says it in a text",
    "sorted": "sorted by it",
    "scored": "gives points for it",
    "left": "left because of it",
    "followed": "follows from it",
}


class WayModel(QAbstractTableModel):
    """Places in their order: the farthest upstream first, the chosen field, then downstream."""

    def __init__(self, reader: RecordReader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self._places: list[LineagePlace] = []

    def show_way(self, way: Lineage | None) -> None:
        """Show another way, or none."""
        self.beginResetModel()
        self._places = in_order(way) if way is not None else []
        self.endResetModel()

    def place(self, row: int) -> LineagePlace:
        """Return the place in a row."""
        return self._places[row]

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._places)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(_HEADER)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        is_title = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return tr(_HEADER[section]) if is_title else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        place = self._places[index.row()]
        if role == Qt.ItemDataRole.FontRole and place.side == "chosen":
            return QFont(lettering(LIST_SIZE, SEMIBOLD))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._texts(place)[index.column()]
        return None

    def _texts(self, place: LineagePlace) -> tuple[str, str, str, str]:
        reader = self._reader
        record = reader.get(place.record)
        name = title_of(record, reader) if record is not None else place.record
        sort = f"{kind_title(record)} · " if record is not None and place.type_name == "step" else ""
        system = reader.find_or_none(System, place.system)
        campaign = reader.find_or_none(Campaign, place.campaign)
        sign = {"upstream": "↓ ", "chosen": "● ", "downstream": "→ "}[place.side]
        indent = "    " * (place.distance if place.side == "downstream" else 0)
        return (
            f"{indent}{sign}{name}",
            sort + tr(_ROLES.get(place.role.value, place.role.value)),
            (system.title or system.role.value) if system is not None else "",
            campaign.title if campaign is not None else "",
        )


class WayPanel(QWidget):
    """Shows the way that is lit."""

    jump_requested = Signal(str)
    message = Signal(str)

    def __init__(self, bridge: PlanBridge, way: FieldWay, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._way = way
        self.model = WayModel(bridge.reader, self)
        self.view = QTableView()
        self.words, self.empty = QLabel(), QLabel()
        self.picture, self.end = QPushButton(tr("Export picture …")), QPushButton(tr("End (Esc)"))
        calm_table(self.view, tr("Way of a field"))
        self.view.setModel(self.model)
        for column, width in enumerate(_WIDTHS):
            self.view.horizontalHeader().resizeSection(column, width)
        self._lay_out()
        self.view.clicked.connect(self._go)
        self.view.activated.connect(self._go)
        self.end.clicked.connect(way.end)
        self.picture.clicked.connect(self._ask_and_export)
        way.changed.connect(self._show)
        self._show(None)

    def export_picture(self, path: Path) -> None:
        """Write the way as a picture in the format that the name ends in.

        Raises:
            CannotExport: There is no such format, or the file cannot be written.
        """
        from maplanner.app.exporting import export_picture
        from maplanner.drawing.way import way_drawing

        if self._way.lineage is not None:
            drawing = way_drawing(self._bridge.store.snapshot(), self._way.lineage, self._way.title())
            export_picture(drawing, path, path.suffix or ".png")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 6, 12, 4)
        head.setSpacing(8)
        head.addWidget(self.words, 1)
        head.addWidget(self.picture)
        head.addWidget(self.end)
        shown = QWidget()
        inner = QVBoxLayout(shown)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addLayout(head)
        inner.addWidget(self.view, 1)
        self.empty.setText(
            tr("Choose a field on a form, in the lists or on the mapping screen, then “Show its way”.")
        )
        self.empty.setProperty("role", "secondary")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(shown)
        self._stack.addWidget(self.empty)

    def _show(self, way: Lineage | None) -> None:
        self.model.show_way(way)
        self.words.setText(tr("The way of {field}").format(field=self._way.title()) if way else "")
        self._stack.setCurrentIndex(0 if way is not None else 1)

    def _go(self, index: QModelIndex) -> None:
        self.jump_requested.emit(self.model.place(index.row()).record)

    def _ask_and_export(self) -> None:
        name, _kind = QFileDialog.getSaveFileName(
            self.window(), tr("Export picture"), "way.png", "PNG (*.png);;SVG (*.svg);;PDF (*.pdf)"
        )
        if not name:
            return
        path = Path(name) if Path(name).suffix else Path(f"{name}.png")
        try:
            self.export_picture(path)
        except MaplannerError as error:
            self.message.emit(" ".join(part for part in (error.message, error.advice) if part))
        else:
            self.message.emit(tr("Written to {path}").format(path=path))


def in_order(way: Lineage) -> list[LineagePlace]:
    """Return the places as the data passes them: upstream from the farthest, the field, then downstream."""
    upstream = sorted(way.on("upstream"), key=lambda place: -place.distance)
    return [*upstream, *way.on("chosen"), *way.on("downstream")]
