"""The results of a simulation: tables of figures, charts of the selected row, and files to take along."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
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

from maplanner.core.errors import MaplannerError
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.flowing import FlowLayout
from maplanner.desktop.lettering import scaled
from maplanner.desktop.panels.result_tables import (
    Table,
    campaigns_table,
    links_table,
    loads_table,
    record_of_row,
    scores_table,
    stages_table,
    steps_table,
    writes_table,
)
from maplanner.desktop.panels.showing import EmptyState
from maplanner.desktop.results.about import about
from maplanner.desktop.results.chart_view import ChartView
from maplanner.desktop.results.charts_of_rows import (
    ChartChoice,
    campaign_charts,
    link_charts,
    score_charts,
    stage_charts,
    step_charts,
    write_charts,
)
from maplanner.desktop.results.sales_tables import (
    list_charts,
    lists_table,
    money_charts,
    money_table,
    team_charts,
    teams_table,
)
from maplanner.desktop.tables.figures import FigureModel
from maplanner.desktop.tables.look import calm_table, filter_field, fit_columns
from maplanner.desktop.words import tr
from maplanner.document.reading import RecordReader
from maplanner.drawing.theme import Theme

if TYPE_CHECKING:
    from maplanner.simulation import SimulationResult

MakeTable = Callable[["SimulationResult", RecordReader | None], Table]
MakeCharts = Callable[[RecordReader, "SimulationResult", str, float | None], list[ChartChoice]]


class Section(NamedTuple):
    """One of the tables, and the charts of its rows."""

    title: str
    table: MakeTable
    charts: MakeCharts


SECTIONS: tuple[Section, ...] = (
    Section("Steps", steps_table, step_charts),
    Section("Links", links_table, link_charts),
    Section("Campaigns", campaigns_table, campaign_charts),
    Section("Stages", stages_table, stage_charts),
    Section("Scores, segments", scores_table, score_charts),
    Section("CRM writes", writes_table, write_charts),
    Section("Systems", loads_table, write_charts),
    Section("Teams", teams_table, team_charts),
    Section("Money", money_table, money_charts),
    Section("Lists", lists_table, list_charts),
)
_BY_THE_HOUR = (0, 2)
"""Sections whose charts count everybody, so that they can be had by the hour."""
_WHY_NOTHING = {
    "Teams": "No step asks a sales team. Make one in the lists, and choose it at a task, a call or a "
    "hand-off.",
    "Money": "Nothing costs anything yet. Enter at the steps what they cost, or what a click does.",
    "Lists": "No list shares people with another, or has somebody twice.",
}
_SPANS: tuple[tuple[str, float | None], ...] = (
    ("as it fits", None),
    ("by hour", 1.0 / 24.0),
    ("by day", 1.0),
    ("by week", 7.0),
)


class ResultsPanel(QWidget):
    """Shows what the last simulation found. A double click or Enter goes to the step."""

    jump_requested = Signal(str)
    by_hour_requested = Signal()
    """Figures by the hour are wanted, which takes another simulation."""

    def __init__(self, theme: Theme, bridge: PlanBridge | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._result: SimulationResult | None = None
        self._section = 0
        self._choices: list[ChartChoice] = []
        self._wanted_chart: dict[int, str] = {}
        self.model = FigureModel(parent=self)
        self.view = QTableView()
        calm_table(self.view, tr("Results"))
        self.view.setModel(self.model)
        self.view.setSortingEnabled(True)
        self.view.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.view.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.view.activated.connect(self._jump)
        self.view.selectionModel().currentRowChanged.connect(self._row_changed)
        self.chart = ChartView(theme)
        self.which, self.span = _choice(tr("Which chart")), _choice(tr("How finely"))
        self.filter = filter_field(tr("Filter results"))
        self.filter.textChanged.connect(self._filter)
        self.sections = QButtonGroup(self)
        self.stale = QLabel(tr("The plan has changed since. Simulate again for new figures."))
        self.stale.setProperty("role", "hint")
        self.stale.setWordWrap(True)
        self.nothing = QLabel(tr("Nothing to show here yet."))
        self.nothing.setProperty("role", "secondary")
        self.nothing.setWordWrap(True)
        self.about = QLabel()
        self.about.setProperty("role", "secondary")
        self.about.setWordWrap(True)
        self.empty = EmptyState(theme, "play", tr("Press Simulate to see how many leads come through."))
        self.export = QPushButton(tr("Export …"))
        self.export.setToolTip(tr("Save the table that is shown as CSV, or all of them as a workbook"))
        self.export.clicked.connect(self._export)
        self.save_chart = QPushButton(tr("Save chart …"))
        self.save_chart.clicked.connect(self.chart.ask_and_save)
        self._lay_out()
        self.set_result(None, stale=False)

    def _lay_out(self) -> None:
        chosen = QWidget()
        buttons = FlowLayout(chosen, spacing=2)
        for place, section in enumerate(SECTIONS):
            button = QToolButton()
            button.setText(tr(section.title))
            button.setCheckable(True)
            button.setAutoRaise(True)
            button.setChecked(place == 0)
            button.setProperty("role", "toggle")
            self.sections.addButton(button, place)
            buttons.addWidget(button)
        self.sections.idClicked.connect(self.show_section)
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addWidget(self.about, 1)
        below.addWidget(self.filter)
        below.addWidget(self.export)
        self.filter.setFixedWidth(scaled(150))
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.addWidget(self.view)
        self.split.addWidget(self._chart_side())
        self.split.setStretchFactor(0, 3)
        self.split.setStretchFactor(1, 2)
        self.split.setChildrenCollapsible(True)
        self.split.setSizes([620, 380])
        self.split.setHandleWidth(1)
        shown = QWidget()
        inner = QVBoxLayout(shown)
        inner.setContentsMargins(16, 6, 8, 4)
        inner.setSpacing(4)
        inner.addWidget(chosen)
        inner.addWidget(self.stale)
        inner.addWidget(self.nothing)
        inner.addWidget(self.split, 1)
        inner.addLayout(below)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(shown)
        self._stack.addWidget(self.empty)
        self._shown = shown

    def _chart_side(self) -> QWidget:
        side = QWidget()
        self._side = side
        bar = QHBoxLayout()
        bar.setSpacing(4)
        for text, days in _SPANS:
            self.span.addItem(tr(text), days)
        self.which.activated.connect(self._choose_chart)
        self.span.activated.connect(self._choose_span)
        bar.addWidget(self.which)
        bar.addWidget(self.span)
        bar.addStretch(1)
        bar.addWidget(self.save_chart)
        column = QVBoxLayout(side)
        column.setContentsMargins(8, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(bar)
        column.addWidget(self.chart, 1)
        return side

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
            self.about.setText(about(result, scenario))
            self.show_section(self._section)

    def show_busy(self, *, busy: bool, preparing: bool) -> None:
        """Say where there are no figures yet that they are on their way."""
        text = tr("Press Simulate to see how many leads come through.")
        if busy:
            text = tr("Simulating …")
        if busy and preparing:
            text = tr("Preparing the simulation; this takes a minute, once …")
        self.empty.say("play", text)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self.chart.set_theme(theme)
        self.empty.set_theme(theme)

    def show_section(self, section: int) -> None:
        """Show one of the tables, in the order of :data:`SECTIONS`; the selected row stays selected."""
        chosen = self._chosen_row() if section == self._section else ""
        self._section = section
        self.sections.button(section).setChecked(True)
        if self._result is None:
            return
        table = SECTIONS[section].table(self._result, self._bridge.reader if self._bridge else None)
        header = self.view.horizontalHeader()
        if not chosen:
            header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.model.show_table(table.columns, table.rows)
        fit_columns(self.view, at_most=190)
        self.nothing.setVisible(not table.rows)
        self.nothing.setText(self._why_nothing())
        place = max(self.model.place_of(chosen) if chosen else 0, 0)
        if self.model.rowCount():
            self.view.selectRow(place)
        self._offer_charts()

    def _why_nothing(self) -> str:
        if SECTIONS[self._section].table is stages_table:
            if self._result is not None and self._result.details is None:
                return tr("Press Simulate: a preview does not follow single leads.")
            return tr("The plan has no buying stages. Add them in the lists, and choose one for each step.")
        if SECTIONS[self._section].table is teams_table and self._result is not None and self._result.preview:
            return tr("Press Simulate: a preview does not say what teams have to do.")
        return tr(_WHY_NOTHING.get(SECTIONS[self._section].title, "Nothing to show here."))

    def _chosen_row(self) -> str:
        index = self.view.currentIndex()
        is_there = index.isValid() and index.row() < self.model.rowCount()
        return self.model.row(index.row()).id if is_there else ""

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

    def save_workbook(self, path: Path) -> None:
        """Write all tables to one workbook.

        Raises:
            CannotExport: The file cannot be written.
        """
        from maplanner.app.result_files import write_tables

        if self._result is not None and self._bridge is not None:
            write_tables(self._bridge.store.snapshot(), self._result, path)

    # --- charts --------------------------------------------------------------

    def _row_changed(self, _index: QModelIndex) -> None:
        self._offer_charts()

    def _offer_charts(self) -> None:
        """Offer the charts of the selected row that have anything to show."""
        row, result = self._chosen_row(), self._result
        self._choices = []
        if result is not None and self._bridge is not None and row:
            span = self.span.currentData()
            self._choices = SECTIONS[self._section].charts(self._bridge.reader, result, row, span)
        self.which.clear()
        self.which.addItems([choice.name for choice in self._choices])
        wanted = self._wanted_chart.get(self._section, "")
        place = next((at for at, each in enumerate(self._choices) if each.name == wanted), 0)
        self.which.setCurrentIndex(place)
        self.which.setVisible(len(self._choices) > 1)
        self._side.setVisible(bool(self._choices))
        self._show_chart()

    def _choose_chart(self, place: int) -> None:
        self._wanted_chart[self._section] = self.which.itemText(place)
        self._show_chart()

    def _choose_span(self, _place: int) -> None:
        wanted = self.span.currentData()
        counts = self._section in _BY_THE_HOUR
        if counts and wanted is not None and self._result and wanted < self._result.bucket_days - 1e-9:
            self.by_hour_requested.emit()
        self._offer_charts()

    @property
    def wants_hours(self) -> bool:
        """Whether arrivals by the hour are looked at."""
        wanted = self.span.currentData()
        return wanted is not None and wanted < 1.0

    def _show_chart(self) -> None:
        place = self.which.currentIndex()
        choice = self._choices[place] if 0 <= place < len(self._choices) else None
        chart = choice.make() if choice is not None else None
        self.span.setVisible(choice is not None and choice.spans)
        self.chart.show_chart(chart, self._why_no_chart())
        self.save_chart.setEnabled(chart is not None)

    def _why_no_chart(self) -> str:
        if self._result is not None and self._result.details is None:
            return tr("Press Simulate: a preview does not follow single leads.")
        return tr("Nobody, so there is nothing to draw.")

    def _filter(self, text: str) -> None:
        self.model.filter(text)

    def _jump(self, index: QModelIndex) -> None:
        self.jump_requested.emit(record_of_row(self.model.row(index.row()).id))

    def _export(self) -> None:
        name, kind = QFileDialog.getSaveFileName(
            self, tr("Export results"), tr("results.csv"), tr("This table (*.csv);;All tables (*.xlsx)")
        )
        if not name:
            return
        path = Path(name) if Path(name).suffix else Path(name + (".xlsx" if "xlsx" in kind else ".csv"))
        try:
            (self.save_workbook if path.suffix.lower() == ".xlsx" else self.save_csv)(path)
        except OSError as error:
            self.about.setText(tr("{path} could not be written: {why}").format(path=path, why=error.strerror))
        except MaplannerError as error:
            self.about.setText(str(error))


def _choice(name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return made
