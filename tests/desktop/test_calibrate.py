"""Calibrating points in the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.scoring.calibrate_dialog import CalibrateDialog
from maplanner.document.records import ScoringRule, Stage, Threshold
from maplanner.document.store import Store
from tests.builders import PlanBuilder


@pytest.fixture
def store() -> Store:
    plan = PlanBuilder()
    for order, (title, count) in enumerate((("Aware", 5), ("Weighing", 3), ("Deciding", None))):
        plan.add(Stage, title=title, interactions=count, order=order)
    score = plan.score()
    plan.threshold(score, 100)
    plan.rule(score, title="Opened", points=1)
    plan.rule(score, title="Demo", points=30, adjustment=12)
    plan.rule(score, title="Left", points=-20)
    return plan.store()


def dialog_of(store: Store, qtbot: QtBot) -> CalibrateDialog:
    dialog = CalibrateDialog(PlanBridge(store))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def points(store: Store) -> list[float]:
    return [rule.points for rule in store.all(ScoringRule)]


def test_typing_works_the_points_out_and_one_step_sets_them(store: Store, qtbot: QtBot) -> None:
    dialog = dialog_of(store, qtbot)
    dialog.parts.stages.item(2, 1).setText("4")
    assert dialog.parts.result.text() == "12 shares · 8 points each · 4 left over"
    assert [each.points for each in dialog.proposed] == [8, 20, -20]
    assert points(store) == [1, 30, -20], "nothing changes yet"
    dialog.parts.rules.item(0, 3).setText("-3")
    assert [each.points for each in dialog.proposed] == [5, 20, -20]
    before = store.revision
    dialog.parts.apply.click()
    assert store.revision == before + 1
    assert points(store) == [5, 20, -20]
    assert store.all(Stage)[2].interactions == 4
    store.undo()
    assert points(store) == [1, 30, -20]
    assert store.all(Stage)[2].interactions is None


def test_calibrating_again_keeps_what_sales_adjusted(store: Store, qtbot: QtBot) -> None:
    dialog = dialog_of(store, qtbot)
    dialog.parts.threshold.setValue(160)
    dialog.parts.apply.click()
    assert [(rule.points, rule.adjustment) for rule in store.all(ScoringRule)] == [
        (20, 0),
        (32, 12),
        (-20, 0),
    ]
    assert store.all(Threshold)[0].value == 160


def test_a_threshold_too_low_is_told_and_cannot_be_set(store: Store, qtbot: QtBot) -> None:
    dialog = dialog_of(store, qtbot)
    dialog.parts.threshold.setValue(7)
    assert "higher threshold" in dialog.parts.hint.text()
    assert not dialog.parts.apply.isEnabled()


def test_a_plan_without_anything_takes_new_stages(qtbot: QtBot) -> None:
    store = PlanBuilder().store()
    dialog = dialog_of(store, qtbot)
    assert not dialog.parts.apply.isEnabled()
    dialog.add_stage()
    dialog.parts.stages.item(0, 0).setText("Izvēlas")
    dialog.parts.stages.item(0, 1).setText("10")
    dialog.parts.apply.click()
    assert [(stage.title, stage.interactions) for stage in store.all(Stage)] == [("Izvēlas", 10)]
    store.undo()
    assert store.count(Stage) == 0


def test_what_is_no_number_changes_nothing(store: Store, qtbot: QtBot) -> None:
    dialog = dialog_of(store, qtbot)
    for typed in ("many", "-2", ""):
        dialog.parts.stages.item(0, 1).setText(typed)
        assert dialog.parts.stages.item(0, 1).text() == "5"
