"""What matters most: which assumption moves a figure furthest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from maplanner.core.units import shown, suffix
from maplanner.desktop.boxes import WholeBox
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.jobs import JobControl
from maplanner.desktop.results.chart_view import ChartView
from maplanner.desktop.tables.figures import Cell, Column, Row
from maplanner.desktop.tables.look import fit_columns
from maplanner.desktop.whatif.lever_dialog import LeverDialog
from maplanner.desktop.whatif.search_combo import SearchCombo
from maplanner.desktop.whatif.side_by_side import difference_cell
from maplanner.desktop.whatif.swing_bars import SwingBars
from maplanner.desktop.whatif.table_page import TablePage
from maplanner.desktop.words import number, tr
from maplanner.document.reading import Snapshot
from maplanner.document.records import Campaign
from maplanner.drawing.charts.bars import Tornado, TornadoRow
from maplanner.drawing.theme import Theme
from maplanner.simulation.options import SimulationOptions

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex

    from maplanner.simulation.experiments.levers import Lever
    from maplanner.simulation.experiments.sensitivity import Sensitivity, Swing

_BARS = 1
_BARS_WIDTH = 220
_CHARTED = 12
_CHOSEN = "*chosen"
"""Stands for assumptions that a person ticks, where otherwise a campaign is named."""


class MatteringPage(TablePage):
    """Moves every assumption down and up, and puts the widest swing of a figure first."""

    jump_requested = Signal(str)

    def __init__(self, bridge: PlanBridge, theme: Theme) -> None:
        super().__init__(bridge, tr("What matters most"), "Try assumptions")
        self.measure = SearchCombo(tr("Figure"))
        self.where = SearchCombo(tr("Assumptions of"))
        self.where.activated.connect(self._where_chosen)
        self.choose = QPushButton(tr("Choose …"))
        self.choose.clicked.connect(self._choose)
        self.choose.hide()
        self.levers: tuple[str, ...] = ()
        self.shift = WholeBox()
        self.shift.setRange(1, 1000)
        self.shift.setValue(20)
        self.shift.setSuffix(" %")
        self.shift.setAccessibleName(tr("Moved by"))
        self.bars = SwingBars(theme, self.view)
        self.view.setItemDelegateForColumn(_BARS, self.bars)
        self.view.activated.connect(self._jump)
        self.lay_out(self._choices())
        self.chart = ChartView(theme, self)
        self.chart.hide()
        self.save_chart = QPushButton(tr("Save chart …"))
        self.save_chart.setEnabled(False)
        self.save_chart.clicked.connect(self.chart.ask_and_save)
        self.below.insertWidget(2, self.save_chart)
        self.bar.asked.connect(self._go)
        self.bar.found.connect(self.show_sensitivity)
        bridge.patched.connect(self._on_patch)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self.bars.set_theme(theme)
        self.view.viewport().update()

    def refresh(self) -> None:
        """Offer the figures and campaigns that there are now."""
        offer_measures(self.measure, self.bridge)
        reader = self.bridge.reader
        campaigns = sorted(reader.all(Campaign), key=lambda each: each.order)
        self.where.offer(
            [
                ("", tr("The whole plan")),
                *((each.id, each.title) for each in campaigns),
                (_CHOSEN, tr("Chosen ones")),
            ]
        )

    def showEvent(self, event: QShowEvent) -> None:
        self.refresh()
        super().showEvent(event)

    def _on_patch(self, _patch: object) -> None:
        if self.isVisible():
            self.refresh()

    def _where_chosen(self, _row: int) -> None:
        self.choose.setVisible(self.where.currentData() == _CHOSEN)
        if self.where.currentData() == _CHOSEN and not self.levers:
            self._choose()

    def _choose(self) -> None:
        from maplanner.simulation.experiments.levers import levers_of

        pairs = [(each.key, each.title) for each in levers_of(self.bridge.reader)]
        dialog = LeverDialog(pairs, self.levers, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.choose_levers(dialog.ticked()))
        dialog.open()

    def choose_levers(self, keys: Sequence[str]) -> None:
        """Try these assumptions only."""
        self.levers = tuple(keys)
        self.where.choose(_CHOSEN)
        self.choose.show()
        self.choose.setText(tr("Choose … ({count})").format(count=number(len(keys))))

    def _go(self) -> None:
        key, campaign = self.measure.currentData() or "leads", self.where.currentData() or ""
        wanted = frozenset(self.levers) if campaign == _CHOSEN else None
        if wanted is not None and not wanted:
            self.bar.say(tr("Choose at least one assumption."), wrong=True)
            return
        shift = self.shift.value() / 100.0

        def work(snapshot: Snapshot, options: SimulationOptions, control: JobControl) -> Sensitivity:
            from maplanner.simulation.experiments.levers import levers_of
            from maplanner.simulation.experiments.sensitivity import sensitivity

            levers = [lever for lever in levers_of(snapshot) if _is_wanted(snapshot, lever, campaign, wanted)]
            return sensitivity(
                snapshot,
                levers,
                key,
                options,
                shift=shift,
                progress=control.progress,
                cancelled=control.cancelled,
            )

        self.bar.start(work)

    def show_sensitivity(self, found: Sensitivity) -> None:
        """Show what was found."""
        columns = (
            Column(tr("Assumption")),
            Column(tr("Swing")),
            Column(tr("Down"), figures=True, export=(tr("Down"), tr("Down, at least"), tr("Down, at most"))),
            Column(tr("Up"), figures=True, export=(tr("Up"), tr("Up, at least"), tr("Up, at most"))),
            Column(tr("From"), figures=True),
            Column(tr("Drawn"), figures=True),
            Column(tr("To"), figures=True),
        )
        self.bars.show_swings(
            {swing.lever.key: (swing.down.mean, swing.up.mean, swing.is_clear) for swing in found.swings}
        )
        self.model.show_table(columns, [_row(swing) for swing in found.swings])
        fit_columns(self.view, at_most=260)
        self.view.horizontalHeader().resizeSection(_BARS, _BARS_WIDTH)
        self.chart.show_chart(tornado_of(found))
        self.save_chart.setEnabled(True)
        self.export.setEnabled(True)
        self.bar.say(
            tr("{figure} is {value} as drawn. The longest bar matters most; pale bars may be chance.").format(
                figure=found.measure.title, value=number(found.drawn.mean)
            )
        )

    def _jump(self, index: QModelIndex) -> None:
        self.jump_requested.emit(self.model.row(index.row()).id.partition(".")[0])

    def _choices(self) -> QWidget:
        held = QWidget()
        layout = QHBoxLayout(held)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for title, field in ((tr("Figure"), self.measure), (tr("Assumptions of"), self.where)):
            layout.addWidget(QLabel(title))
            layout.addWidget(field, 1)
        layout.addWidget(self.choose)
        layout.addWidget(QLabel(tr("Moved by")))
        layout.addWidget(self.shift)
        return held


def tornado_of(found: Sensitivity) -> Tornado:
    """Return the widest swings as a chart."""
    drawn = found.drawn.mean
    rows = [
        TornadoRow(
            swing.lever.title,
            drawn + swing.down.mean,
            drawn + swing.up.mean,
            value_text(swing.lever, swing.low),
            value_text(swing.lever, swing.high),
        )
        for swing in found.swings[:_CHARTED]
        if swing.width
    ]
    return Tornado(found.measure.title, tr("The longest bar matters most"), middle=drawn, rows=tuple(rows))


def offer_measures(field: SearchCombo, bridge: PlanBridge) -> None:
    """Offer the figures that the plan has, each with where it stands."""
    from maplanner.simulation.experiments.measures import measures_of

    field.offer(
        (each.key, f"{each.title} · {each.heading}" if each.heading else each.title)
        for each in measures_of(bridge.reader)
    )


def _is_wanted(snapshot: Snapshot, lever: Lever, campaign: str, wanted: frozenset[str] | None) -> bool:
    if wanted is not None:
        return lever.key in wanted
    return not campaign or belongs(snapshot, lever, campaign)


def belongs(snapshot: Snapshot, lever: Lever, campaign: str) -> bool:
    """Tell whether an assumption is about a campaign's steps, links or fields."""
    record = snapshot.get(lever.about)
    for name in ("campaign", "step", "source"):
        value = getattr(record, name, None)
        if value == campaign:
            return True
        if name != "campaign" and isinstance(value, str):
            return getattr(snapshot.get(value), "campaign", None) == campaign
    return False


def _row(swing: Swing) -> Row:
    lever = swing.lever
    bar = tr("{down} to {up}").format(down=number(swing.down.mean), up=number(swing.up.mean))
    return Row(
        lever.key,
        (
            Cell(lever.title),
            Cell(bar, swing.width, export=(swing.width,)),
            difference_cell(swing.down),
            difference_cell(swing.up),
            *(
                Cell(value_text(lever, each), each, export=(each,))
                for each in (swing.low, lever.drawn, swing.high)
            ),
        ),
    )


def value_text(lever: Lever, value: float) -> str:
    """Return a value of an assumption with its unit, as short as three digits allow."""
    shown_value = shown(value, lever.unit)
    digits = 0 if lever.whole or shown_value == round(shown_value) else 2 if abs(shown_value) < 100 else 0
    unit = suffix(lever.unit)
    return f"{number(shown_value, digits)} {tr(unit)}".rstrip()
