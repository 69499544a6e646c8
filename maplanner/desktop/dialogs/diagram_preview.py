"""What a diagram drawn elsewhere would become, to be looked over and changed before it is taken over."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from maplanner.app.diagrams import (
    DiagramRead,
    campaigns_of,
    concluded_of,
    counts_of,
    left_out_of,
    take_over,
)
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.dialogs.diagram_model import BECOMES, BecomesDelegate, ShapeModel
from maplanner.desktop.lettering import scaled
from maplanner.desktop.tables.look import calm_table, fit_columns
from maplanner.desktop.words import counted, number, tr
from maplanner.exchange.meaning.campaigns import Made
from maplanner.exchange.meaning.sorts import Sureness

_COUNTED = {
    "campaigns": "%n campaigns",
    "steps": "%n steps",
    "links": "%n links",
    "notes": "%n notes",
    "frames": "%n frames",
}


class DiagramPreview(QWidget):
    """Pages to take, and every shape with what it is taken for, how sure that is, and why."""

    changed = Signal()
    """What would be taken over has changed."""

    def __init__(self, bridge: PlanBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._read: DiagramRead | None = None
        self._made: tuple[Made, ...] = ()
        self.pages = QListWidget()
        self.model = ShapeModel(self)
        self.view = QTableView()
        self.left_out, self.concluded = QPlainTextEdit(), QPlainTextEdit()
        self.tabs = QTabWidget()
        self.hint = QLabel()
        self._lay_out()
        self.pages.currentRowChanged.connect(self._show_page)
        self.pages.itemChanged.connect(lambda _item: self._make())
        self.model.chosen.connect(self._choose)

    # ------------------------------------------------------------ what others may ask

    def show_diagram(self, read: DiagramRead) -> None:
        """Show what was read; all pages are to be taken."""
        self._read = read
        self.pages.blockSignals(True)
        self.pages.clear()
        for page in range(len(read.readings)):
            item = QListWidgetItem(read.title_of(page))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            item.setToolTip(read.title_of(page))
            self.pages.addItem(item)
        self.pages.setCurrentRow(0)
        self.pages.blockSignals(False)
        self.pages.setVisible(len(read.readings) > 1)
        self._show_page(0)
        self._make()

    def summary(self) -> str:
        """Return in words what would be taken over."""
        if not self._made:
            return tr("No page is chosen.")
        counts = counts_of(self._made)
        return " · ".join(counted(text, counts[name]) for name, text in _COUNTED.items() if counts[name])

    def can_be_taken(self) -> bool:
        """Tell whether anything is chosen."""
        return bool(self._made)

    def take_over(self) -> list[str]:
        """Put the chosen pages into the plan as one step of undo; return the new campaigns.

        Raises:
            MaplannerError: The plan does not take them; it stays as it is.
        """
        if self._read is None:
            return []
        self._make()
        take_over(self._bridge.store, self._made, self._read.file)
        return [made.campaign.id for made in self._made]

    def choose(self, rows: list[int], becomes: str) -> None:
        """Let the shapes of rows become something."""
        if self._read is None:
            return
        page = max(self.pages.currentRow(), 0)
        wanted = {self.model.shape(row).id: becomes for row in rows}
        self._read = self._read.chosen(page, wanted)
        self.model.show_choices(self._read.readings[page])
        self._make()

    # ------------------------------------------------------------ inside

    def _choose(self, shape_id: str, becomes: str) -> None:
        """Apply a choice to its shape, and to the other selected ones if it is among them."""
        selected = sorted({index.row() for index in self.view.selectionModel().selectedRows()})
        shapes = {self.model.shape(row).id for row in selected}
        if shape_id not in shapes:
            rows = range(self.model.rowCount())
            selected = [row for row in rows if self.model.shape(row).id == shape_id]
        self.choose(selected, becomes)

    def _show_page(self, page: int) -> None:
        if self._read is None or not 0 <= page < len(self._read.readings):
            return
        self.model.show_reading(self._read.readings[page])
        fit_columns(self.view, at_most=280)
        self.view.selectionModel().clear()
        if self.model.rowCount():
            flag = QItemSelectionModel.SelectionFlag.NoUpdate
            self.view.selectionModel().setCurrentIndex(self.model.index(0, BECOMES), flag)
        self._tell_unsure()

    def _make(self) -> None:
        """Make what would be taken over, and tell of it."""
        if self._read is None:
            return
        checked = Qt.CheckState.Checked
        rows = range(self.pages.count())
        pages = [row for row in rows if self.pages.item(row).checkState() is checked]
        self._made = campaigns_of(self._read, self._bridge.store, pages)
        for place, text, lines, title in (
            (1, self.left_out, left_out_of(self._read, self._made), tr("Left out {count}")),
            (2, self.concluded, concluded_of(self._made), tr("Concluded {count}")),
        ):
            text.setPlainText("\n".join(lines))
            self.tabs.setTabVisible(place, bool(lines))
            self.tabs.setTabText(place, title.format(count=number(len(lines))))
        self._tell_unsure()
        self.changed.emit()

    def _tell_unsure(self) -> None:
        rows = range(self.model.rowCount())
        unsure = sum(self.model.guess(row).sureness is Sureness.UNSURE for row in rows)
        self.tabs.setTabText(0, tr("Shapes {count}").format(count=number(len(rows))))
        told = tr("Click on what a shape becomes to change it; several selected shapes change together.")
        if unsure:
            told = f"{counted('%n shapes on this page are only guessed.', unsure)} {told}"
        self.hint.setText(told)

    def _lay_out(self) -> None:
        calm_table(self.view, tr("Shapes"), row_height=26)
        self.view.setModel(self.model)
        self.view.setItemDelegateForColumn(BECOMES, BecomesDelegate(self.view))
        triggers = QAbstractItemView.EditTrigger
        self.view.setEditTriggers(
            triggers.DoubleClicked
            | triggers.SelectedClicked
            | triggers.EditKeyPressed
            | triggers.AnyKeyPressed
        )
        self.view.clicked.connect(self._open_list)
        self.pages.setAccessibleName(tr("Pages to take"))
        self.pages.setMaximumWidth(scaled(220))
        self.hint.setProperty("role", "secondary")
        self.hint.setWordWrap(True)
        for text, title in ((self.left_out, tr("Left out")), (self.concluded, tr("Concluded"))):
            text.setReadOnly(True)
            text.setAccessibleName(title)
            text.setTabChangesFocus(True)
        self.tabs.addTab(self.view, tr("Shapes"))
        self.tabs.addTab(self.left_out, tr("Left out"))
        self.tabs.addTab(self.concluded, tr("Concluded"))
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(self.pages)
        body.addWidget(self.tabs, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.hint)
        layout.addLayout(body, 1)

    def _open_list(self, index: object) -> None:
        """Open the list of what a shape can become at one click, unless several are being selected."""
        found = self.view.currentIndex()
        if (
            found == index
            and found.column() == BECOMES
            and len(self.view.selectionModel().selectedRows()) == 1
        ):
            self.view.edit(found)
