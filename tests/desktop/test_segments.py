"""Data points of segments, and the net promoter number, in the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.planning.data_points import DataPointsScreen
from maplanner.desktop.scoring.promoters_dialog import PromotersDialog
from maplanner.document.records import PLAN_ID
from maplanner.document.values import Condition
from maplanner.drawing.theme import theme
from tests.builders import PlanBuilder


def test_data_points_are_counted_and_named(qtbot: QtBot) -> None:
    plan = PlanBuilder(segment_data_points=1)
    score = plan.score("Readiness")
    warm, hot = plan.segment("Warm"), plan.segment("Hot")
    for segment, subject, ref in (
        (warm, "field", "company"),
        (warm, "score", score.id),
        (hot, "score", score.id),
    ):
        plan.criterion(segment, condition=Condition(subject=subject, ref=ref))
    store = plan.store()
    screen = DataPointsScreen(PlanBridge(store), theme("dark"))
    qtbot.addWidget(screen)
    rows = [[screen.grid.item(row, column).text() for column in (0, 2, 3, 4)] for row in range(2)]
    assert rows == [["Warm", "2", "Readiness, company", "company"], ["Hot", "1", "Readiness", ""]]
    assert "in all: 2, for a single segment: 1" in screen.summary.text()
    assert "at most 1 in a segment" in screen.summary.text()
    with store.transact("Limit") as transaction:
        transaction.change(PLAN_ID, {"segment_data_points": None})
    screen.refresh()
    assert "no limits set" in screen.summary.text()


def test_a_survey_is_counted_by_column(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "survey.csv"
    path.write_text(
        "name,answer,town\nAna,10,Rīga\nBo,9,Rīga\nCe,2,Oslo\nDi,7,Bonn\nEf,often,Bonn\n", encoding="utf-8"
    )
    dialog = PromotersDialog(PlanBridge(PlanBuilder().store()))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.read(path)
    qtbot.waitUntil(lambda: dialog.column.count() == 3, timeout=10_000)
    assert dialog.column.currentText() == "answer"
    assert dialog.figure.text() == "+25 (95 %: -56 to 100)"
    assert "2 promoters" in dialog.counts.text()
    assert "1" in dialog.said.text()
    dialog.column.setCurrentText("town")
    assert dialog.figure.text() == "–"
    dialog.read(tmp_path / "none.csv")
    qtbot.waitUntil(lambda: "cannot be read" in dialog.said.text(), timeout=10_000)
