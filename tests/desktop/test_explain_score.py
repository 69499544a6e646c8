"""Explaining scores in the window, and taking interactions from a history."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.scoring.calibrate_dialog import CalibrateDialog
from maplanner.desktop.scoring.explain_dialog import ExplainDialog
from maplanner.document.records import Score, ScoreMatrix, ScoringRule, Stage, Threshold
from maplanner.document.store import Store
from maplanner.document.values import Condition, LinearDecay
from maplanner.document.vocabulary import EventType, RuleKind, ScoreBasis, ScoreLevel
from tests.builders import PlanBuilder


@pytest.fixture
def store() -> Store:
    plan = PlanBuilder()
    stage = plan.add(Stage, title="Aware")
    mail = plan.step("email", "Welcome", stage=stage.id)
    score = plan.score(decay=LinearDecay(points=10, days=20))
    plan.threshold(score, 40, title="Ready")
    plan.threshold(score, 30, title="Account ready", level=ScoreLevel.ACCOUNT)
    plan.rule(score, title="Opened", event=EventType.EMAIL_OPENED, step=mail.id, points=15)
    plan.rule(score, title="Form", event=EventType.FORM_FILLED, points=30)
    return plan.store()


@pytest.fixture
def history(tmp_path: Path) -> Path:
    path = tmp_path / "history.csv"
    rows = ["lead,event,asset,time,outcome"]
    for lead in range(120):
        won = lead % 3 == 0
        rows += [
            f"Jānis {lead},email opened,Welcome,2026-01-0{day},{int(won)}" for day in (1, 2, 3)[: 1 + won * 2]
        ]
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def shown(qtbot: QtBot, dialog: QDialog) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.show()


def test_an_imagined_lead_has_a_log_that_adds_up(store: Store, qtbot: QtBot) -> None:
    dialog = ExplainDialog(PlanBridge(store))
    shown(qtbot, dialog)
    dialog.add_event(0, 1)
    dialog.add_event(1, 5)
    told = dialog.shown_log()
    assert told is not None
    assert told.value == 35
    assert math.fsum(line.change for line in told.lines) == told.value
    log = dialog.parts.log
    assert [log.item(row, 2).text() for row in range(log.rowCount())] == ["0", "+15", "+30", "-10"]
    assert log.item(2, 4).text() == "reaches “Ready”"
    assert log.item(3, 4).text() == "falls below “Ready”"
    assert dialog.parts.total.text() == "35 points on day 35"
    dialog.parts.take_back.click()
    assert log.rowCount() == 3


def test_a_recorded_lead_is_explained(store: Store, history: Path, qtbot: QtBot) -> None:
    dialog = ExplainDialog(PlanBridge(store))
    shown(qtbot, dialog)
    dialog.open_history(history)
    qtbot.waitUntil(lambda: dialog.parts.leads.rowCount() > 1, timeout=10_000)
    dialog.parts.filter.setText("jānis 3")
    assert dialog.parts.leads.item(1, 0).text().startswith("Jānis 3")
    dialog.parts.leads.setCurrentCell(1, 0)
    told = dialog.shown_log()
    assert told is not None
    assert told.value == 45
    assert "40 reached 40 points" in dialog.parts.said.text()


def test_a_file_that_is_no_history_is_told(store: Store, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "other.csv"
    path.write_text("name,town\nAna,Rīga\n", encoding="utf-8")
    dialog = ExplainDialog(PlanBridge(store))
    shown(qtbot, dialog)
    dialog.open_history(path)
    qtbot.waitUntil(lambda: "no columns" in dialog.parts.said.text(), timeout=10_000)


def test_a_plan_without_a_score_says_so(qtbot: QtBot) -> None:
    dialog = ExplainDialog(PlanBridge(PlanBuilder().store()))
    shown(qtbot, dialog)
    assert not dialog.parts.add.isEnabled()
    assert dialog.shown_log() is None


def test_interactions_can_be_taken_from_a_history(store: Store, history: Path, qtbot: QtBot) -> None:
    dialog = CalibrateDialog(PlanBridge(store))
    shown(qtbot, dialog)
    dialog.take_from(history)
    qtbot.waitUntil(lambda: dialog.found is not None, timeout=10_000)
    assert dialog.found is not None
    assert (dialog.found.shares, dialog.found.points) == (3, 13)


def test_points_can_follow_what_became_of_leads_and_keep_what_sales_adjusted(
    store: Store, history: Path, qtbot: QtBot
) -> None:
    with store.transact("Adjust") as transaction:
        transaction.change("scoring_rule_1", {"points": 20.0, "adjustment": 5.0})
    dialog = CalibrateDialog(PlanBridge(store))
    shown(qtbot, dialog)
    dialog.take_from(history)
    qtbot.waitUntil(lambda: dialog.found is not None, timeout=10_000)
    parts = dialog.parts
    parts.basis.setCurrentIndex(parts.basis.findData("outcomes"))
    parts.basis.activated.emit(parts.basis.currentIndex())
    assert dialog.by_outcomes
    assert "times as often" in parts.hint.text()
    opened, form = dialog.proposed
    assert opened.base > 0
    assert opened.points == opened.base + 5
    assert form.points == 30, "the history says nothing of forms"
    dialog.apply()
    assert store.find(ScoringRule, "scoring_rule_1").points == opened.points
    assert store.find(ScoringRule, "scoring_rule_1").adjustment == 5
    assert store.find(Stage, "stage_1").interactions is None
    assert store.find(Threshold, "threshold_1").value == parts.threshold.value()


def test_an_imagined_lead_has_a_grade_and_watches_a_part_of_a_video(store: Store, qtbot: QtBot) -> None:
    fit = Score.new(title="Fit", basis=ScoreBasis.FIT, order=2)
    known = Condition(subject="field", ref="title", operator="is")
    fact = ScoringRule.new(score=fit.id, kind=RuleKind.FACT, fact=known, points=70)
    video = ScoringRule.new(
        score="score_1", event=EventType.VIDEO_WATCHED, by_amount=True, points=80, order=9
    )
    with store.transact("Add") as transaction:
        transaction.put(fit, fact, video, ScoreMatrix.new(fit=fit.id, engagement="score_1"))
    dialog = ExplainDialog(PlanBridge(store))
    shown(qtbot, dialog)
    assert dialog.grade() == "C3"
    parts = dialog.parts
    parts.rule.setCurrentIndex(2)
    parts.amount.setValue(0.5)
    parts.add.click()
    parts.rule.setCurrentIndex(3)
    assert parts.rule.currentText() == "Known: title is known"
    parts.add.click()
    parts.later.setValue(0)
    told = dialog.shown_log()
    assert told is not None
    assert (told.value, dialog.grade()) == (40, "A2")
    assert "A2" in parts.total.text()
    parts.later.setValue(20)
    assert dialog.grade() == "A2"
    parts.later.setValue(60)
    assert dialog.grade() == "A3"
