"""The what-if screen: scenarios side by side, what matters most, where a limit breaks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.whatif.lever_dialog import LeverDialog
from maplanner.desktop.whatif.screen import WhatIfScreen
from maplanner.document.records import Assumption
from maplanner.drawing.theme import theme
from tests.simulation.experiments.test_trials import mail_plan


@pytest.fixture
def bridge() -> Iterator[PlanBridge]:
    builder = mail_plan()
    more = builder.add_scenario("Vairāk ļaužu")
    builder.add(Assumption, scenario=more.id, about="step_1", path="props.size", value=500)
    made = PlanBridge(builder.store())
    yield made
    made.close()


@pytest.fixture
def screen(bridge: PlanBridge, qtbot: QtBot) -> WhatIfScreen:
    made = WhatIfScreen(bridge, theme("light"))
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    return made


def texts(screen: WhatIfScreen, column: int) -> list[str]:
    model = screen.pages.currentWidget().model  # type: ignore[attr-defined]
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def test_scenarios_are_compared_with_the_one_chosen(
    screen: WhatIfScreen, qtbot: QtBot, tmp_path: Path
) -> None:
    page = screen.side_by_side
    assert page.wanted() == [None, "scenario_1"]
    page.first.setCurrentIndex(1)
    assert page.wanted() == ["scenario_1", None]
    with qtbot.waitSignal(page.bar.found):
        qtbot.mouseClick(page.bar.go, Qt.MouseButton.LeftButton)
    assert texts(screen, 0)[0] == "Leads"
    assert texts(screen, 4)[0] == "−100"
    page.save(tmp_path / "x.csv")
    assert "Vairāk ļaužu" in (tmp_path / "x.csv").read_text(encoding="utf-8-sig").splitlines()[0]


def test_one_scenario_alone_cannot_be_compared(screen: WhatIfScreen, qtbot: QtBot) -> None:
    page = screen.side_by_side
    page.list.item(1).setCheckState(Qt.CheckState.Unchecked)
    qtbot.mouseClick(page.bar.go, Qt.MouseButton.LeftButton)
    assert "Tick at least one" in page.bar.said.text()
    assert not page.bar.is_busy


def test_the_list_follows_the_plan_and_keeps_ticks(screen: WhatIfScreen, bridge: PlanBridge) -> None:
    page = screen.side_by_side
    page.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    with bridge.store.transact("Rename") as transaction:
        transaction.change("scenario_1", {"title": "More"})
    assert [page.list.item(row).text() for row in range(2)] == ["As drawn", "More"]
    assert page.list.item(0).checkState() is Qt.CheckState.Unchecked


def test_the_widest_swing_stands_first(screen: WhatIfScreen, qtbot: QtBot, tmp_path: Path) -> None:
    screen.pages.setCurrentWidget(screen.mattering)
    page = screen.mattering
    page.measure.choose("leads")
    page.shift.setValue(50)
    page.bar.runs.setValue(2)
    with qtbot.waitSignal(page.bar.found):
        qtbot.mouseClick(page.bar.go, Qt.MouseButton.LeftButton)
    assert texts(screen, 0)[0].startswith("List: ")
    assert (texts(screen, 2)[0], texts(screen, 3)[0]) == ("−200", "+200")
    page.chart.save(tmp_path / "tornado.svg")
    assert "List: " in (tmp_path / "tornado.svg").read_text(encoding="utf-8")
    with qtbot.waitSignal(screen.jump_requested) as asked:
        page.view.activated.emit(page.model.index(0, 0))
    assert asked.args == ["step_1"]


def test_figures_that_are_old_say_so(screen: WhatIfScreen, bridge: PlanBridge, qtbot: QtBot) -> None:
    page = screen.side_by_side
    page.bar.runs.setValue(2)
    with qtbot.waitSignal(page.bar.found):
        page.bar.go.click()
    with bridge.store.transact("Grow") as transaction:
        transaction.change("step_1", {"props.size": 700})
    assert "changed since" in page.bar.said.text()


def test_a_limit_breaks_where_it_says(screen: WhatIfScreen, qtbot: QtBot) -> None:
    screen.pages.setCurrentWidget(screen.breaking)
    page = screen.breaking
    page.lever.choose("step_1.props.size")
    page.measure.choose("leads")
    page.mark.setValue(1000)
    page.bar.runs.setValue(2)
    with qtbot.waitSignal(page.bar.found):
        page.bar.go.click()
    assert "reaches 1000" in page.answer.text()
    assert "is 1000 people" in page.answer.text()


def test_what_cannot_run_is_said(screen: WhatIfScreen, bridge: PlanBridge, qtbot: QtBot) -> None:
    with bridge.store.transact("Break") as transaction:
        transaction.remove("step_1")
    page = screen.side_by_side
    page.bar.go.click()
    qtbot.waitUntil(lambda: not page.bar.is_busy)
    assert page.bar.said.property("role") == "complaint"
    assert page.bar.said.text()


def test_only_chosen_assumptions_are_tried(screen: WhatIfScreen, qtbot: QtBot) -> None:
    page = screen.mattering
    screen.pages.setCurrentWidget(page)
    page.where.choose("*chosen")
    page._go()
    assert "at least one" in page.bar.said.text()
    page._choose()
    dialog = page.findChild(LeverDialog)
    assert dialog is not None
    ok = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
    assert not ok.isEnabled()
    everything = dialog.list.count()
    dialog.filter.setText("opened")
    dialog.all_button.click()
    chosen = dialog.ticked()
    assert 0 < len(chosen) < everything
    ok.click()
    assert page.levers == tuple(chosen)
    with qtbot.waitSignal(page.bar.found):
        qtbot.mouseClick(page.bar.go, Qt.MouseButton.LeftButton)
    assert 0 < len(texts(screen, 0)) <= len(chosen)
    assert all("opened" in title.casefold() for title in texts(screen, 0))


def test_typing_replaces_the_figure_that_was_chosen(screen: WhatIfScreen, qtbot: QtBot) -> None:
    page = screen.mattering
    screen.pages.setCurrentWidget(page)
    qtbot.mouseClick(page.measure.lineEdit(), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.measure.lineEdit().hasSelectedText())
    qtbot.keyClicks(page.measure.lineEdit(), "tas")
    assert page.measure.lineEdit().text() == "tas"
