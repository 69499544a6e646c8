"""The dialog that proposes mappings: each with its reason and a tick; what is ticked is made in one step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from maplanner.core.errors import Cancelled, MaplannerError
from maplanner.crm.suggest import Proposal
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.inspector.picking import field_words
from maplanner.desktop.jobs import JobControl, LatestJob
from maplanner.desktop.naming import title_of
from maplanner.desktop.tables.look import calm_table, fit_columns
from maplanner.desktop.words import number, tr
from maplanner.document.reading import RecordReader, Snapshot
from maplanner.document.records import FormField, Mapping

Index = QModelIndex | QPersistentModelIndex
FindProposals = Callable[[Snapshot, Callable[[float], None]], Sequence[Proposal]]
_TICK: Final = 28
"""The room that a tick takes before the words."""
_HEADER: Final = ("Data", "Lands in", "Why", "What is lost")


class ProposalModel(QAbstractTableModel):
    """Proposed mappings with ticks; those that would lose something begin without."""

    def __init__(self, reader: RecordReader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self._rows: list[Proposal] = []
        self._ticked: list[bool] = []

    def show_proposals(self, rows: Sequence[Proposal]) -> None:
        """Show other proposals."""
        self.beginResetModel()
        self._rows = list(rows)
        self._ticked = [not row.misfit for row in rows]
        self.endResetModel()

    def ticked(self) -> list[Proposal]:
        """Return what is ticked."""
        return [row for row, ticked in zip(self._rows, self._ticked, strict=True) if ticked]

    def tick_all(self, ticked: bool) -> None:
        """Tick all, or none."""
        self._ticked = [ticked] * len(self._rows)
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, 0))

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

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
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == 0:
            return Qt.CheckState.Checked if self._ticked[index.row()] else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == 1:
            return field_words(row.target, self._reader)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            texts = (
                title_of(row.source, self._reader),
                title_of(row.target, self._reader),
                tr(row.reason),
                tr(row.misfit),
            )
            return texts[index.column()]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != 0:
            return False
        self._ticked[index.row()] = Qt.CheckState(value) is Qt.CheckState.Checked
        self.dataChanged.emit(index, index)
        return True


class SuggestDialog(QDialog):
    """Looks for mappings in the background, shows them, makes those that stay ticked."""

    def __init__(self, bridge: PlanBridge, find: FindProposals, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Suggest mappings"))
        self._bridge = bridge
        self.model = ProposalModel(bridge.reader, self)
        self.view = QTableView()
        calm_table(self.view, tr("Suggested mappings"))
        self.view.setModel(self.model)
        self.words = QLabel(tr("Comparing names …"))
        self.words.setWordWrap(True)
        self.progress = QProgressBar()
        self.progress.setRange(0, 100)
        self.progress.setTextVisible(False)
        self.all_button, self.none_button = QPushButton(tr("Tick all")), QPushButton(tr("Tick none"))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.make = self.buttons.addButton(tr("Map"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._job = LatestJob(self)
        self._lay_out()
        self._connect()
        self._tell_ticks()
        snapshot = bridge.store.snapshot()
        self._job.start(lambda control: _found(find, snapshot, control), snapshot.revision)

    def _lay_out(self) -> None:
        self.resize(860, 520)
        ticks = QHBoxLayout()
        ticks.setSpacing(8)
        ticks.addWidget(self.words, 1)
        ticks.addWidget(self.all_button)
        ticks.addWidget(self.none_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addLayout(ticks)
        layout.addWidget(self.progress)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.buttons)
        self.make.setProperty("role", "primary")
        self.make.style().unpolish(self.make)
        self.make.style().polish(self.make)

    def _connect(self) -> None:
        self._job.finished.connect(lambda found, _revision: self._show(found))
        self._job.failed.connect(self._fail)
        self._job.progressed.connect(lambda share: self.progress.setValue(round(share * 100)))
        self.all_button.clicked.connect(lambda: self.model.tick_all(True))
        self.none_button.clicked.connect(lambda: self.model.tick_all(False))
        self.model.dataChanged.connect(lambda *_: self._tell_ticks())
        self.buttons.accepted.connect(self.map_ticked)
        self.buttons.rejected.connect(self.reject)
        self.finished.connect(lambda _result: self._job.close())

    def map_ticked(self) -> None:
        """Make the mappings that are ticked, as one step, and close."""
        reader = self._bridge.reader
        chosen = [
            each
            for each in self.model.ticked()
            if reader.get(each.source.id) is not None and reader.get(each.target.id) is not None
        ]
        try:
            label = tr("Map {count} fields").format(count=number(len(chosen)))
            with self._bridge.store.transact(label) as transaction:
                transaction.put(*(_mapping(each) for each in chosen))
        except MaplannerError as error:
            self.words.setText(error.message)
            return
        self.accept()

    def _show(self, found: Sequence[Proposal]) -> None:
        self.progress.hide()
        self.model.show_proposals(found)
        fit_columns(self.view, at_most=280)
        header = self.view.horizontalHeader()
        header.resizeSection(0, header.sectionSize(0) + _TICK)
        self._tell_ticks()
        self.view.setFocus()

    def _fail(self, error: Exception) -> None:
        self.progress.hide()
        self.words.setText(str(error))

    def _tell_ticks(self) -> None:
        count, total = len(self.model.ticked()), self.model.rowCount()
        for button in (self.all_button, self.none_button):
            button.setEnabled(total > 0)
        self.make.setEnabled(count > 0)
        self.make.setText(tr("Map {count}").format(count=number(count)) if count else tr("Map"))
        if not self.progress.isHidden():
            return
        self.words.setText(
            tr("{count} of {total} ticked.").format(count=number(count), total=number(total))
            if total
            else tr("Nothing to suggest: everything is mapped, or no name is alike enough.")
        )


def _mapping(proposal: Proposal) -> Mapping:

    end = "collected" if isinstance(proposal.source, FormField) else "held"
    return Mapping.new(**{end: proposal.source.id}, target=proposal.target.id)


def _found(find: FindProposals, snapshot: Snapshot, control: JobControl) -> Sequence[Proposal]:
    def tell(share: float) -> None:
        if control.cancelled():
            raise Cancelled(tr("Stopped."))
        control.progress(share)

    return find(snapshot, tell)
