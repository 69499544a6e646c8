"""The results of a simulation: tables of figures, a chart of the selected row, and CSV."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.panels.chart import Series, TimeChart
from maplanner.desktop.panels.result_tables import (
    Table,
    links_table,
    record_of_row,
    scores_table,
    steps_table,
    writes_table,
)
from maplanner.desktop.panels.showing import EmptyState
from maplanner.desktop.tables.figures import FigureModel
from maplanner.desktop.tables.look import calm_table, filter_field, fit_columns
from maplanner.desktop.words import number, tr
from maplanner.document.reading import RecordReader
from maplanner.drawing.theme import Theme

if TYPE_CHECKING:
    from maplanner.simulation import SimulationResult

_SECTIONS: tuple[tuple[str, Callable[[SimulationResult, RecordReader | None], Table]], ...] = (
    ("Steps", steps_table),
    ("Links", links_table),
    ("CRM writes", writes_table),
    ("Scores and segments", scores_table),
)


class ResultsPanel(QWidget):
    """Shows what the last simulation found. A double click or Enter goes to the step."""

    jump_requested = Signal(str)

    def __init__(self, theme: Theme, bridge: PlanBridge | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._result: SimulationResult | None = None
        self._table = Table((), ())
        self._section = 0
        self.model = FigureModel(parent=self)
        self.view = QTableView()
        calm_table(self.view, tr("Results"))
        self.view.setModel(self.model)
        self.view.setSortingEnabled(True)
        self.view.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.view.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.view.activated.connect(self._jump)
        self.view.selectionModel().currentRowChanged.connect(self._show_chart)
        self.chart = TimeChart(theme)
        self.filter = filter_field(tr("Filter results"))
        self.filter.textChanged.connect(self._filter)
        self.sections = QButtonGroup(self)
        self.stale = QLabel(tr("The plan has changed since. Simulate again for new figures."))
        self.stale.setProperty("role", "hint")
        self.stale.setWordWrap(True)
        self.about = QLabel()
        self.about.setProperty("role", "secondary")
        self.empty = EmptyState(theme, "play", tr("Press Simulate to see how many leads come through."))
        self.export = QPushButton(tr("Export table …"))
        self.export.setToolTip(tr("Save the table that is shown as CSV"))
        self.export.clicked.connect(self._export)
        self._lay_out()
        self.set_result(None, stale=False)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(4)
        for place, (title, _make) in enumerate(_SECTIONS):
            button = QToolButton()
            button.setText(tr(title))
            button.setCheckable(True)
            button.setAutoRaise(True)
            button.setChecked(place == 0)
            button.setProperty("role", "toggle")
            self.sections.addButton(button, place)
            top.addWidget(button)
        self.sections.idClicked.connect(self.show_section)
        top.addStretch(1)
        top.addWidget(self.filter, 2)
        top.addWidget(self.export)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.addWidget(self.view)
        self.split.addWidget(self.chart)
        self.split.setStretchFactor(0, 3)
        self.split.setStretchFactor(1, 2)
        self.split.setChildrenCollapsible(True)
        self.split.setSizes([620, 340])
        self.split.setHandleWidth(1)
        shown = QWidget()
        inner = QVBoxLayout(shown)
        inner.setContentsMargins(16, 6, 8, 4)
        inner.setSpacing(4)
        inner.addLayout(top)
        inner.addWidget(self.stale)
        inner.addWidget(self.split, 1)
        inner.addWidget(self.about)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(shown)
        self._stack.addWidget(self.empty)
        self._shown = shown

    def set_result(
        self, result: SimulationResult | None, stale: bool = False, scenario: str | None = None
    ) -> None:
        """Show a result; ``stale`` says that the plan has changed since, ``scenario`` what was simulated."""
        self.stale.setVisible(stale and result is not None)
        if result is self._result and result is not None:
            return
        self._result = result
        self._stack.setCurrentWidget(self.empty if result is None else self._shown)
        if result is not None:
            self.about.setText(_about(result, scenario))
            self.show_section(self._section)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self.chart.set_theme(theme)
        self.empty.set_theme(theme)

    def show_section(self, section: int) -> None:
        """Show one of the tables: steps, links, CRM writes, scores and segments."""
        self._section = section
        self.sections.button(section).setChecked(True)
        if self._result is None:
            return
        self._table = _SECTIONS[section][1](self._result, self._bridge.reader if self._bridge else None)
        self.view.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.model.show_table(self._table.columns, self._table.rows)
        fit_columns(self.view, at_most=190)
        self.chart.setVisible(any(self._table.series(row.id) is not None for row in self._table.rows[:1]))
        if self.model.rowCount():
            self.view.selectRow(0)
        else:
            self.chart.show_series("", None)

    def select_step(self, step_id: str) -> None:
        """Select the row of a step, if the steps are shown."""
        row = self.model.place_of(step_id)
        if row >= 0 and self._section == 0:
            self.view.selectRow(row)

    def save_csv(self, path: Path) -> None:
        """Write the shown table as CSV in UTF-8, with the mark by which spreadsheets know that.

        Raises:
            OSError: The file cannot be written.
        """
        path.write_text(self.model.csv(), encoding="utf-8-sig", newline="")

    def _filter(self, text: str) -> None:
        self.model.filter(text)

    def _jump(self, index: QModelIndex) -> None:
        self.jump_requested.emit(record_of_row(self.model.row(index.row()).id))

    def _show_chart(self, index: QModelIndex) -> None:
        if not index.isValid():
            self.chart.show_series("", None)
            return
        row = self.model.row(index.row())
        self.chart.show_series(*_titled(self._table, row.id, [cell.text for cell in row.cells]))

    def _export(self) -> None:
        name, _kind = QFileDialog.getSaveFileName(
            self, tr("Export table"), tr("results.csv"), tr("Tables (*.csv)")
        )
        if not name:
            return
        path = Path(name) if Path(name).suffix else Path(name + ".csv")
        try:
            self.save_csv(path)
        except OSError as error:
            self.about.setText(tr("{path} could not be written: {why}").format(path=path, why=error.strerror))


def _titled(table: Table, row_id: str, texts: list[str]) -> tuple[str, Series | None]:
    series = table.series(row_id)
    if series is None:
        return "", None
    series = series if series.low is not None else series.by_week()
    per = tr("per day") if series.span_days <= 1 else tr("per %n days", round(series.span_days))
    return f"{texts[0]}, {per}", series


def _about(result: SimulationResult, scenario: str | None) -> str:
    leads = float(result.leads.mean())
    text = tr("{leads} leads over {days} days, {runs} runs. In brackets: where 9 of 10 runs lie.").format(
        leads=number(leads), days=number(result.days), runs=number(result.runs)
    )
    return tr("Scenario “{title}”: {text}").format(title=scenario, text=text) if scenario else text
