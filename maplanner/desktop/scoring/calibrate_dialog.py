"""The dialog that works out points from a threshold and from how often buyers engage."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QWidget

from maplanner.core.errors import CannotCalibrate, MaplannerError
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.jobs import LatestJob
from maplanner.desktop.naming import title_of
from maplanner.desktop.planning.grid import Cell
from maplanner.desktop.scoring.calibrate_layout import ADJUSTED, CalibrateParts
from maplanner.desktop.words import number, tr
from maplanner.document.records import Score, Stage
from maplanner.scoring.calibration import (
    Calibration,
    ProposedPoints,
    calibrate,
    is_calibrated,
    learned_points,
    proposed_points,
    rules_in_order,
    stages_in_order,
    usual_mark,
    usual_score,
    usual_threshold,
)

if TYPE_CHECKING:
    from maplanner.app.histories import Learned


class CalibrateDialog(QDialog):
    """Shows shares, points and what is left over as figures are typed; *Set the points* changes the plan."""

    def __init__(self, bridge: PlanBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Calibrate points"))
        self._bridge = bridge
        self._stages: list[Stage] = stages_in_order(bridge.reader)
        self._counts: dict[str, float] = {stage.id: stage.interactions or 0.0 for stage in self._stages}
        self._adjusted: dict[str, float] = {}
        self._learned: Learned | None = None
        self._found: Calibration | None = None
        self._proposed: list[ProposedPoints] = []
        self._job = LatestJob(self)
        self.parts = CalibrateParts(self)
        self._fill_scores(self.parts.score)
        self._connect()
        self._show_stages()
        self._choose_score()

    # ------------------------------------------------------------ what others may ask

    @property
    def found(self) -> Calibration | None:
        """The calibration that is shown; ``None`` while figures are missing."""
        return self._found

    @property
    def proposed(self) -> list[ProposedPoints]:
        """What each rule of the score would give."""
        return self._proposed

    def set_interactions(self, counts: dict[str, float]) -> None:
        """Take over average interactions by the stages' identifiers."""
        self._counts.update(counts)
        self._show_stages()
        self._work_out()

    def add_stage(self) -> None:
        """Add a buying stage, ready to be named."""
        order = max((stage.order for stage in self._stages), default=-1.0) + 1.0
        stage = Stage.new(title=tr("Stage {number}").format(number=len(self._stages) + 1), order=order)
        self._stages.append(stage)
        self._counts[stage.id] = 0.0
        self._show_stages()
        self._work_out()
        self.parts.stages.edit_id(stage.id, 0)

    def take_from(self, path: Path) -> None:
        """Take average interactions from a recorded history, read off the window's thread."""
        snapshot, score = self._bridge.store.snapshot(), self._score()
        chosen = score.id if score is not None else ""

        def work(_control: object) -> Learned:
            from maplanner.app.histories import learn

            return learn(path, snapshot, score=chosen)

        self.parts.show_result(None, tr("Reading {name} …").format(name=path.name))
        self._job.start(work, snapshot.revision)

    def done(self, result: int) -> None:
        self._job.close()
        super().done(result)

    @property
    def by_outcomes(self) -> bool:
        """Whether points follow what became of recorded leads."""
        return self._learned is not None and self.parts.basis.currentData() == "outcomes"

    def _got_history(self, learned: Learned, _revision: int) -> None:
        self._learned = learned
        if self.parts.basis.currentData() == "outcomes":
            self._choose_basis()
            return
        counts = {stage.id: round(count, 1) for stage, count in learned.stages}
        if any(counts.values()):
            self.set_interactions(counts)
        else:
            self._work_out()
            said = tr("No event of that history belongs to a buying stage. Name stages in a column “stage”.")
            self.parts.complain(said)

    def _choose_basis(self) -> None:
        """Take the learned threshold over with the learned points; ask for a history where none was read."""
        wanted = self.parts.basis.currentData() == "outcomes"
        if wanted and self._learned is None:
            self._work_out()
            self._ask_history()
            return
        if wanted and self._learned is not None:
            self.parts.threshold.setValue(float(self._learned.model.threshold))
        self._work_out()

    def _failed(self, error: Exception) -> None:
        self._work_out()
        self.parts.complain(str(error))

    def _ask_history(self) -> None:
        kinds = tr("Lists") + " (*.csv *.tsv *.txt *.xlsx);;" + tr("All files") + " (*)"
        name, _kind = QFileDialog.getOpenFileName(self, tr("Choose a history"), "", kinds)
        if name:
            self.take_from(Path(name))

    def apply(self) -> None:
        """Set the points of all rules as one step that can be undone, and close."""
        try:
            self._write()
        except MaplannerError as error:
            self.parts.complain(str(error))
            return
        self.accept()

    def _write(self) -> None:
        reader = self._bridge.reader
        with self._bridge.store.transact(tr("Calibrate points")) as transaction:
            for stage in () if self.by_outcomes else self._stages:
                counted = stage.changed({"interactions": self._counts[stage.id]})
                if reader.find_or_none(Stage, stage.id) is None:
                    transaction.put(counted)
                else:
                    transaction.change(
                        stage.id, {"title": counted.title, "interactions": counted.interactions}
                    )
            for each in self._proposed:
                if each.changes:
                    transaction.change(each.rule.id, each.changes)
            mark = usual_mark(self._bridge.reader, self._score())
            if mark is not None and mark.value != self.parts.threshold.value():
                transaction.change(mark.id, {"value": self.parts.threshold.value()})

    # ------------------------------------------------------------ working out

    def _score(self) -> Score | None:
        return self._bridge.reader.find_or_none(Score, self.parts.score.currentData())

    def _choose_score(self) -> None:
        value = usual_threshold(self._bridge.reader, self._score())
        self.parts.threshold.setDecimals(0 if value.is_integer() else 2)
        self.parts.threshold.setValue(value)
        mark = usual_mark(self._bridge.reader, self._score())
        self.parts.mark.setText(mark.title if mark is not None else "")
        self._work_out()

    def _work_out(self) -> None:
        """Show what follows from the figures as they are."""
        self._found = None
        score = self._score()
        rules = rules_in_order(self._bridge.reader, score) if score is not None else []
        try:
            self._found = calibrate(self.parts.threshold.value(), self._counts.values())
        except CannotCalibrate as error:
            self.parts.show_result(None, str(error))
        else:
            self.parts.show_result(self._found, "" if self._found.points else _too_low())
        proposed = proposed_points(rules, self._found.points) if self._found is not None else []
        if self.by_outcomes and self._learned is not None:
            proposed = learned_points(rules, self._learned.by_rule)
            self.parts.show_result(None, _learned_words(self._learned))
        self._proposed = [
            replace(each, adjustment=self._adjusted.get(each.rule.id, each.adjustment)) for each in proposed
        ]
        self._show_rules()
        shared_out = self._found is not None and bool(self._found.points)
        self.parts.apply.setEnabled(shared_out or (self.by_outcomes and bool(proposed)))

    # ------------------------------------------------------------ showing

    def _fill_scores(self, box: QComboBox) -> None:
        reader = self._bridge.reader
        for score in reader.all(Score):
            box.addItem(title_of(score, reader), score.id)
        usual = usual_score(reader)
        if usual is not None:
            box.setCurrentIndex(box.findData(usual.id))
        else:
            box.addItem(tr("The plan has no score yet"), "")
            box.setEnabled(False)

    def _show_stages(self) -> None:
        self.parts.stages.show_rows(
            [
                (
                    stage.id,
                    (Cell(stage.title, editable=True), Cell(_text(self._counts[stage.id]), editable=True)),
                )
                for stage in self._stages
            ]
        )

    def _show_rules(self) -> None:
        reader = self._bridge.reader
        self.parts.rules.show_rows(
            [
                (
                    each.rule.id,
                    (
                        Cell(title_of(each.rule, reader)),
                        Cell(_text(each.rule.points)),
                        Cell(_text(each.base), tip=_why(each)),
                        Cell(_text(each.adjustment), editable=True),
                        Cell(_text(each.points), strong=each.points != each.rule.points),
                    ),
                )
                for each in self._proposed
            ]
        )
        there = self._found is not None or self.by_outcomes
        self.parts.no_rules.setVisible(there and not self._proposed)

    def _stage_typed(self, row: int, column: int, text: str) -> None:
        stage = self._stages[row]
        if column == 0:
            self._stages[row] = stage.changed({"title": text.strip() or stage.title})
        else:
            typed = _number(text)
            if typed is not None and typed >= 0:
                self._counts[stage.id] = typed
        self._show_stages()
        self._work_out()

    def _rule_typed(self, row: int, column: int, text: str) -> None:
        typed = _number(text)
        if column == ADJUSTED and typed is not None:
            self._adjusted[self._proposed[row].rule.id] = typed
        self._work_out()

    def _connect(self) -> None:
        parts = self.parts
        parts.score.activated.connect(self._choose_score)
        parts.basis.activated.connect(self._choose_basis)
        parts.threshold.valueChanged.connect(self._work_out)
        parts.stages.typed.connect(self._stage_typed)
        parts.rules.typed.connect(self._rule_typed)
        parts.add_stage.clicked.connect(self.add_stage)
        parts.history.clicked.connect(self._ask_history)
        self._job.finished.connect(self._got_history)
        self._job.failed.connect(self._failed)
        parts.apply.clicked.connect(self.apply)
        parts.cancel.clicked.connect(self.reject)


def _learned_words(learned: Learned) -> str:
    """Return how good learned points are, on leads that they were not learned from."""
    quality, known = learned.model.held_out, len(learned.by_rule)
    said = tr("Learned from {leads} leads, {bought} of whom bought; events of {rules} rules.").format(
        leads=number(learned.leads), bought=number(learned.bought), rules=number(known)
    )
    if quality.top_lift is not None:
        said += " " + tr("On leads held out the best tenth buys {lift} times as often as all do.").format(
            lift=number(quality.top_lift, 1)
        )
    if learned.model.tells_little:
        said += " " + tr("These points hardly tell buyers from others.")
    if not known:
        said += " " + tr("No rule of this score hears any of its events.")
    return said


def _too_low() -> str:
    return tr("There are more interactions than points. A higher threshold gives each of them a point.")


def _why(each: ProposedPoints) -> str:
    return "" if is_calibrated(each.rule) else tr("Takes points away: stays as it is")


def _text(value: float) -> str:
    return QLocale().toString(float(value), "g", 10)


def _number(text: str) -> float | None:
    """Return a typed number, with the locale's sign or a point; ``None`` where it is none."""
    typed = text.strip().replace("−", "-")
    value, is_number = QLocale().toDouble(typed)
    if is_number:
        return value
    value, is_number = QLocale.c().toDouble(typed)
    return value if is_number else None
