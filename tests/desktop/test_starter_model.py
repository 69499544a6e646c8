"""Choosing a published scoring model in the window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from maplanner.app.session import PlanSession
from maplanner.desktop.application import Application
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.main_window import MainWindow
from maplanner.desktop.scoring.commands import use_starter_model
from maplanner.desktop.scoring.screen import ScoringScreen
from maplanner.desktop.scoring.starter_dialog import StarterDialog
from maplanner.document.records import Score, ScoringRule
from tests.builders import PlanBuilder


def test_a_model_is_shown_with_its_source_and_added_in_one_step(qtbot: QtBot) -> None:
    store = PlanBuilder().store()
    dialog = StarterDialog(PlanBridge(store))
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.list.count() >= 3
    assert "Source: " in dialog.source.text()
    assert dialog.rules.rowCount() == 6
    added: list[str] = []
    dialog.used.connect(added.append)
    dialog.use.click()
    assert added == [score.id for score in store.all(Score)]
    assert store.count(ScoringRule) == 6
    assert store.revision == 1


def test_one_that_nobody_verified_says_so(qtbot: QtBot) -> None:
    dialog = StarterDialog(PlanBridge(PlanBuilder().store()))
    qtbot.addWidget(dialog)
    texts = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    dialog.list.setCurrentRow(next(row for row, text in enumerate(texts) if "HubSpot" in text))
    assert "Nobody has verified" in dialog.source.text()
    assert not dialog.rules.isVisibleTo(dialog)


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    application = Application(qapp, QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    with PlanSession.new(tmp_path / "plan.maplan", template="sample"):
        pass
    made = application.open_plan(tmp_path / "plan.maplan")
    assert made is not None
    yield made
    for each in list(application.windows):
        each.let_go()
        each.deleteLater()
    application.deleteLater()
    qapp.setStyleSheet("")


def test_a_model_that_is_used_is_the_one_that_is_shown(window: MainWindow) -> None:
    use_starter_model(window)
    (dialog,) = window.findChildren(StarterDialog)
    dialog.use.click()
    newest = max(window.bridge.reader.all(Score), key=lambda score: score.order)
    screen = window.tabs.currentWidget()
    assert isinstance(screen, ScoringScreen)
    assert screen.score() == newest
    assert window.inspector.shown_ids == [newest.id]
