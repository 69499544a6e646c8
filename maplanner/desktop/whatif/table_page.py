"""What the pages share: choices above, a table of what was found below, and its export."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QTableView, QVBoxLayout, QWidget

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.tables.figures import FigureModel
from maplanner.desktop.tables.look import calm_table, filter_field
from maplanner.desktop.whatif.run_bar import RunBar
from maplanner.desktop.words import tr


class TablePage(QWidget):
    """A page with a bar that starts the work and a table of figures."""

    def __init__(self, bridge: PlanBridge, title: str, go: str) -> None:
        super().__init__()
        self.bridge = bridge
        self.bar = RunBar(bridge, go)
        self.model = FigureModel(parent=self)
        self.view = QTableView()
        calm_table(self.view, title)
        self.view.setModel(self.model)
        self.view.setSortingEnabled(True)
        self.view.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.filter = filter_field(tr("Filter"))
        self.filter.textChanged.connect(self.model.filter)
        self.export = QPushButton(tr("Export table …"))
        self.export.clicked.connect(self._export)
        self.export.setEnabled(False)
        self.below = QHBoxLayout()

    def lay_out(self, choices: QWidget) -> None:
        """Put the page's own choices above the bar and the table."""
        self.below.addWidget(self.filter)
        self.below.addStretch(1)
        self.below.addWidget(self.export)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 8)
        layout.setSpacing(8)
        layout.addWidget(choices)
        layout.addWidget(self.bar)
        layout.addWidget(self.view, 1)
        layout.addLayout(self.below)

    def save(self, path: Path) -> None:
        """Write the shown table as CSV in UTF-8, with the mark by which spreadsheets know that.

        Raises:
            OSError: The file cannot be written.
        """
        path.write_text(self.model.csv(), encoding="utf-8-sig", newline="")

    def _export(self) -> None:
        name, _kind = QFileDialog.getSaveFileName(
            self, tr("Export table"), tr("what-if.csv"), tr("Tables (*.csv)")
        )
        if not name:
            return
        path = Path(name) if Path(name).suffix else Path(name + ".csv")
        try:
            self.save(path)
        except OSError as error:
            self.bar.say(
                tr("{path} could not be written: {why}").format(path=path, why=error.strerror), wrong=True
            )
