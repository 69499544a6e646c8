"""Learning from recorded leads in the window: proposals with evidence, ticked and taken over."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.learning.dialog import LearnDialog
from maplanner.document.records import Step
from tests.simulation.learned.test_proposing import history, plan, written


@pytest.fixture
def records(tmp_path: Path) -> Path:
    return written(tmp_path / "ieraksti.csv", history(days=60.0))


def test_what_is_ticked_is_taken_over_and_undone_at_once(qtbot: QtBot, records: Path) -> None:
    bridge = PlanBridge(plan().store())
    dialog = LearnDialog(bridge)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.take_button.isEnabled()
    dialog.read(records)
    qtbot.waitUntil(lambda: dialog.list.topLevelItemCount() > 3)
    assert "moon phase" in dialog.said.text()
    dialog.none_button.click()
    assert dialog.ticked() == []
    first = dialog.list.topLevelItem(0)
    assert first.text(0) == "Welcome: Opened by"
    first.setCheckState(0, Qt.CheckState.Checked)
    assert "confidence" in dialog.fit.text()
    assert dialog.take_button.text() == "Take over 1"
    dialog.take_button.click()
    share = bridge.reader.find(Step, "step_2").props["open_share"]
    assert isinstance(share, float)
    assert 0.35 < share < 0.45
    bridge.undo()
    assert "open_share" not in bridge.reader.find(Step, "step_2").props
    bridge.close()


def test_a_file_that_says_nothing_is_told_apart(qtbot: QtBot, tmp_path: Path) -> None:
    bridge = PlanBridge(plan().store())
    dialog = LearnDialog(bridge)
    qtbot.addWidget(dialog)
    path = tmp_path / "x.csv"
    path.write_text("lead,event,time\na,rain,2024-01-01\nb,snow,2024-01-02\n", encoding="utf-8")
    dialog.read(path)
    qtbot.waitUntil(lambda: dialog.said.property("role") == "complaint")
    assert "“rain”" in dialog.said.text()
    assert dialog.pages.currentWidget() is dialog.events
    assert dialog.events.list.topLevelItemCount() == 2
    assert not dialog.take_button.isEnabled()
    assert bridge.reader.find(Step, "step_2").props == {}
    bridge.close()


def test_events_are_told_which_steps_they_mean(qtbot: QtBot, tmp_path: Path) -> None:
    bridge = PlanBridge(plan().store())
    dialog = LearnDialog(bridge)
    qtbot.addWidget(dialog)
    rows = [f"v{at},redzēja,2024-01-{1 + at % 28:02d}T08:00\n" for at in range(60)]
    rows += [f"v{at},aizpildīja,2024-01-{1 + at % 28:02d}T09:00\n" for at in range(0, 60, 3)]
    path = tmp_path / "ieraksti.csv"
    path.write_text("lead,event,time\n" + "".join(rows), encoding="utf-8")
    dialog.read(path)
    qtbot.waitUntil(lambda: "redzēja" in dialog.events.choices)
    for event, moment in (("redzēja", "step_3|"), ("aizpildīja", "step_3|form filled")):
        choice = dialog.events.choices[event]
        choice.choose(moment)
        with qtbot.waitSignal(dialog._job.finished):
            choice.activated.emit(choice.currentIndex())
    qtbot.waitUntil(lambda: dialog.list.topLevelItemCount() > 0)
    assert dialog.list.topLevelItem(0).text(0) == "Demo: Filled in by"
    assert dialog.events.choices["redzēja"].currentText() == "Demo"
    dialog.take_button.click()
    assert bridge.reader.find(Step, "step_3").props["fill_share"] == pytest.approx(1 / 3, abs=0.12)
    bridge.close()
