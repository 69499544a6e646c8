"""Scenarios side by side: which to compare, and every figure in each with its difference from the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from maplanner.desktop.boxes import ChoiceBox
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.jobs import JobControl
from maplanner.desktop.lettering import scaled
from maplanner.desktop.naming import title_of
from maplanner.desktop.tables.figures import Cell, Column, Row
from maplanner.desktop.tables.look import fit_columns
from maplanner.desktop.whatif.table_page import TablePage
from maplanner.desktop.words import number, spread, told, tr
from maplanner.document.reading import Snapshot
from maplanner.document.records import Assumption, Scenario
from maplanner.simulation.options import SimulationOptions

if TYPE_CHECKING:
    from maplanner.simulation.experiments.comparing import Comparison, Line
    from maplanner.simulation.intervals import Interval

_ROLE = Qt.ItemDataRole.UserRole
_LIST_HEIGHT = 112


class SideBySidePage(TablePage):
    """Compares ticked scenarios with the one chosen as the yardstick."""

    picked = Signal(list)
    """Identifiers of the scenario that a person points at, to be edited at the right."""
    wants_new = Signal()

    def __init__(self, bridge: PlanBridge) -> None:
        super().__init__(bridge, tr("Scenarios side by side"), "Compare")
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Scenarios to compare"))
        self.list.setMaximumHeight(scaled(_LIST_HEIGHT))
        self.list.currentItemChanged.connect(self._point)
        self.first = ChoiceBox()
        self.first.setAccessibleName(tr("Compared with"))
        self.first.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.first.setMinimumContentsLength(18)
        self.new = QPushButton(tr("New scenario"))
        self.new.clicked.connect(self.wants_new)
        self.lay_out(self._choices())
        self.bar.asked.connect(self._go)
        self.bar.found.connect(self.show_comparison)
        bridge.patched.connect(lambda _patch: self.refresh())
        self.refresh()

    def refresh(self) -> None:
        """Offer the plan as drawn and the scenarios that there are now; what was ticked stays so."""
        reader = self.bridge.reader
        scenarios = sorted(reader.all(Scenario), key=lambda each: (each.order, each.title))
        offered = [("", tr("As drawn")), *((each.id, title_of(each, reader)) for each in scenarios)]
        counts = {each.id: len(reader.referring(Assumption, "scenario", each.id)) for each in scenarios}
        if offered == self._offered():
            return
        unticked = {
            self.list.item(row).data(_ROLE) for row in range(self.list.count()) if not self._ticked(row)
        }
        chosen = self.first.currentData()
        self.list.clear()
        self.first.clear()
        for key, title in offered:
            item = QListWidgetItem(title)
            item.setData(_ROLE, key)
            item.setCheckState(Qt.CheckState.Unchecked if key in unticked else Qt.CheckState.Checked)
            if key:
                item.setToolTip(tr("%n assumptions", counts[key]))
            self.list.addItem(item)
            self.first.addItem(title, key)
        self.first.setCurrentIndex(max(0, self.first.findData(chosen)))

    def _offered(self) -> list[tuple[str, str]]:
        items = (self.list.item(row) for row in range(self.list.count()))
        return [(item.data(_ROLE), item.text()) for item in items]

    def _ticked(self, row: int) -> bool:
        return self.list.item(row).checkState() is Qt.CheckState.Checked

    def wanted(self) -> list[str | None]:
        """Return what to compare, the yardstick first; ``None`` is the plan as drawn."""
        first = self.first.currentData()
        ticked = [self.list.item(row).data(_ROLE) for row in range(self.list.count()) if self._ticked(row)]
        return [key or None for key in (first, *(key for key in ticked if key != first))]

    def _go(self) -> None:
        wanted = self.wanted()
        if len(wanted) < 2:
            self.bar.say(tr("Tick at least one scenario besides the one to compare with."), wrong=True)
            return

        def work(snapshot: Snapshot, options: SimulationOptions, control: JobControl) -> Comparison:
            from maplanner.simulation.experiments.comparing import compare_scenarios

            return compare_scenarios(
                snapshot, wanted, options, progress=control.progress, cancelled=control.cancelled
            )

        self.bar.start(work)

    def show_comparison(self, found: Comparison) -> None:
        """Show what was found."""
        columns = [Column(tr("Figure")), Column(tr("Of")), Column(found.titles[0], figures=True)]
        for title in found.titles[1:]:
            columns.append(Column(title, figures=True))
            columns.append(
                Column(
                    tr("Difference"),
                    figures=True,
                    export=(
                        tr("{title}: difference").format(title=title),
                        tr("{title}: at least").format(title=title),
                        tr("{title}: at most").format(title=title),
                    ),
                    tip=tr(
                        "On the same luck. In brackets: where the true difference lies, in 95 of 100 cases"
                    ),
                )
            )
        self.model.show_table(columns, [_row(line) for line in found.lines])
        fit_columns(self.view, at_most=220)
        self.export.setEnabled(True)
        self.bar.say(
            tr(
                "Means of {runs} runs, with where 9 of 10 lie; differences with where the true one lies. "
                "One that may be nought may be chance."
            ).format(runs=number(found.runs))
        )

    def _point(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(_ROLE):
            self.picked.emit([item.data(_ROLE)])

    def _choices(self) -> QWidget:
        held = QWidget()
        side = QVBoxLayout()
        side.setSpacing(6)
        side.addWidget(QLabel(tr("Compared with")))
        side.addWidget(self.first)
        side.addWidget(self.new)
        side.addStretch(1)
        layout = QHBoxLayout(held)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self.list, 1)
        layout.addLayout(side)
        return held


def _row(line: Line) -> Row:
    first = line.ranges[0]
    cells = [
        Cell(line.measure.title),
        Cell(line.measure.heading),
        Cell(spread(first), first.mean, export=(first.mean,)),
    ]
    for found, apart in zip(line.ranges[1:], line.differences, strict=True):
        cells.append(Cell(spread(found), found.mean, export=(found.mean,)))
        cells.append(difference_cell(apart))
    return Row(line.measure.key.partition(":")[2], tuple(cells))


def difference_cell(apart: Interval) -> Cell:
    """Return a difference with its sign, and where the true one lies."""
    tip = tr("Between {low} and {high} with 95 % confidence").format(
        low=told(apart.low, 1), high=told(apart.high, 1)
    )
    if not apart.is_clear:
        tip += "; " + tr("it may be chance")
    return Cell(difference_text(apart), apart.mean, tip, (apart.mean, apart.low, apart.high))


def difference_text(apart: Interval) -> str:
    """Return a difference in words: its sign and size, and in brackets where the true one lies."""
    if not apart.mean and apart.is_clear:
        return "±0"
    middle, low, high = (_signed(each) for each in (apart.mean, apart.low, apart.high))
    return middle if low == high else f"{middle} ({low} – {high})"


def _signed(value: float) -> str:
    return f"+{told(value)}" if value > 0 else told(value)
