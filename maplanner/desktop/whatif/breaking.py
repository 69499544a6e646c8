"""Where it breaks: the value of an assumption at which a figure reaches a mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from maplanner.desktop.boxes import FigureBox
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.jobs import JobControl
from maplanner.desktop.lettering import scaled
from maplanner.desktop.whatif.mattering import offer_measures, value_text
from maplanner.desktop.whatif.run_bar import RunBar
from maplanner.desktop.whatif.search_combo import SearchCombo
from maplanner.desktop.words import number, tr
from maplanner.document.reading import Snapshot
from maplanner.simulation.options import SimulationOptions

if TYPE_CHECKING:
    from maplanner.simulation.experiments.breaking import Break


_WIDEST = 520


class BreakingPage(QWidget):
    """Asks for an assumption, a figure and a mark, and says where the one makes the other reach it."""

    def __init__(self, bridge: PlanBridge) -> None:
        super().__init__()
        self.bridge = bridge
        self.bar = RunBar(bridge, "Search")
        self.lever, self.measure = SearchCombo(tr("Assumption")), SearchCombo(tr("Figure"))
        self.mark = FigureBox()
        self.mark.setRange(-1e12, 1e12)
        self.mark.setDecimals(2)
        self.mark.setValue(1000.0)
        self.mark.setGroupSeparatorShown(True)
        self.mark.setAccessibleName(tr("Mark"))
        self.answer, self.more = QLabel(), QLabel()
        self.answer.setProperty("role", "title")
        self.more.setProperty("role", "secondary")
        for label in (self.answer, self.more):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lay_out()
        self.bar.asked.connect(self._go)
        self.bar.found.connect(self.show_break)
        bridge.patched.connect(self._on_patch)

    def refresh(self) -> None:
        """Offer the assumptions and figures that there are now."""
        from maplanner.simulation.experiments.levers import levers_of

        offer_measures(self.measure, self.bridge)
        self.lever.offer((each.key, each.title) for each in levers_of(self.bridge.reader))

    def showEvent(self, event: QShowEvent) -> None:
        # Every assumption of a large plan is looked at: only for somebody who sees it.
        self.refresh()
        super().showEvent(event)

    def _on_patch(self, _patch: object) -> None:
        if self.isVisible():
            self.refresh()

    def _go(self) -> None:
        key, measure, mark = self.lever.currentData(), self.measure.currentData(), self.mark.value()
        if not key or not measure:
            self.bar.say(tr("Choose an assumption and a figure."), wrong=True)
            return

        def work(snapshot: Snapshot, options: SimulationOptions, control: JobControl) -> Break:
            from maplanner.app.experiments import where_it_breaks

            return where_it_breaks(
                snapshot, key, measure, mark, options, progress=control.progress, cancelled=control.cancelled
            )

        self.bar.start(work)

    def show_break(self, found: Break) -> None:
        """Say where the mark is reached, or that it is not."""
        names = {"figure": found.measure.title, "mark": number(found.mark), "assumption": found.lever.title}
        if found.value is None or found.there is None:
            self.answer.setText(tr("“{figure}” does not reach {mark}.").format(**names))
        else:
            text = tr("“{figure}” reaches {mark} when “{assumption}” is {value} (drawn: {drawn}).")
            self.answer.setText(
                text.format(
                    **names,
                    value=value_text(found.lever, found.value),
                    drawn=value_text(found.lever, found.lever.drawn),
                )
            )
        ends = tr("It was searched from {low}, where it is {at_low}, to {high}, where it is {at_high}.")
        self.more.setText(
            ends.format(
                low=value_text(found.lever, found.low),
                high=value_text(found.lever, found.high),
                at_low=number(found.at_low.mean),
                at_high=number(found.at_high.mean),
            )
        )
        self.bar.say("")

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for field in (self.lever, self.measure, self.mark):
            field.setMaximumWidth(scaled(_WIDEST))
        form.addRow(tr("At which value of"), self.lever)
        form.addRow(tr("does"), self.measure)
        form.addRow(tr("reach"), self.mark)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 8)
        layout.setSpacing(10)
        layout.addLayout(form)
        layout.addWidget(self.bar)
        layout.addWidget(self.answer)
        layout.addWidget(self.more)
        layout.addStretch(1)
