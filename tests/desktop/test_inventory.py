"""The campaign inventory as a person uses it: sort, group, edit, move, put away, make from templates."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QSettings, Qt
from PySide6.QtWidgets import QApplication, QDialog, QInputDialog, QMenu
from pytestqt.qtbot import QtBot

from maplanner.app.campaign_templates import campaign_templates
from maplanner.app.inventory import Grouping
from maplanner.app.session import PlanSession
from maplanner.desktop.application import Application
from maplanner.desktop.dialogs.campaign_templates import TemplateDialog, ask_and_save
from maplanner.desktop.inventory.model import COLUMNS, FINDINGS, STEPS
from maplanner.desktop.inventory.screen import InventoryScreen
from maplanner.desktop.main_window import MainWindow
from maplanner.desktop.screens import CAMPAIGNS
from maplanner.document.records import Campaign, CampaignGroup, Step
from maplanner.document.vocabulary import Bound

NAMES = [column.name for column in COLUMNS]


@pytest.fixture
def window(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> Iterator[MainWindow]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    application = Application(qapp, QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat))
    with PlanSession.new(tmp_path / "plan.maplan", template="sample"):
        pass
    made = application.open_plan(tmp_path / "plan.maplan")
    assert made is not None
    yield made
    made.let_go()
    made.deleteLater()
    application.deleteLater()
    qapp.setStyleSheet("")


@pytest.fixture
def screen(window: MainWindow) -> InventoryScreen:
    found = window.tabs.show_screen(CAMPAIGNS)
    assert isinstance(found, InventoryScreen)
    return found


def campaigns(window: MainWindow) -> list[Campaign]:
    return sorted(window.bridge.reader.all(Campaign), key=lambda each: each.order)


def titles(screen: InventoryScreen) -> list[str]:
    return [row.campaign.title for group in screen.model.groups for row in group.rows]


def cell(screen: InventoryScreen, campaign: Campaign, name: str) -> QModelIndex:
    return screen.model.index_of(campaign.id).siblingAtColumn(NAMES.index(name))


def stand_on(screen: InventoryScreen, campaign: Campaign) -> None:
    screen.tree.setCurrentIndex(screen.model.index_of(campaign.id))


def verbs(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if action.text()]


def group_titled(window: MainWindow, title: str) -> str:
    return next(group.id for group in window.bridge.reader.all(CampaignGroup) if group.title == title)


@pytest.mark.parametrize("by", Grouping)
def test_every_grouping_shows_every_campaign(
    screen: InventoryScreen, window: MainWindow, by: Grouping
) -> None:
    screen.group_by_field(by)
    assert sorted(titles(screen)) == sorted(each.title for each in campaigns(window))
    assert screen.model.is_flat is (by is Grouping.NONE)
    assert not screen.grab().isNull()


def test_cells_are_edited_in_place_and_undone(
    screen: InventoryScreen, window: MainWindow, qtbot: QtBot
) -> None:
    first = campaigns(window)[0]
    assert screen.model.setData(cell(screen, first, "budget"), "12,5")
    assert screen.model.setData(cell(screen, first, "owner"), "Zane Āboliņa")
    assert screen.model.setData(cell(screen, first, "state"), "running", Qt.ItemDataRole.UserRole)
    now = window.bridge.reader.find(Campaign, first.id)
    assert (now.owner, now.state.value) == ("Zane Āboliņa", "running")
    refused: list[str] = []
    screen.model.refused.connect(refused.append)
    assert not screen.model.setData(cell(screen, first, "start"), "someday")
    assert not screen.model.setData(cell(screen, first, "budget"), "-3")
    assert len(refused) == 2
    for _ in range(3):
        window.bridge.undo()
    assert window.bridge.reader.find(Campaign, first.id) == first


def test_it_sorts_by_any_column_and_filters_by_any_word(screen: InventoryScreen) -> None:
    screen.group_by_field(Grouping.NONE)
    for column in range(FINDINGS + 1):
        screen.tree.sortByColumn(column, Qt.SortOrder.DescendingOrder)
        assert len(titles(screen)) == 3
    screen.tree.sortByColumn(NAMES.index("budget"), Qt.SortOrder.AscendingOrder)
    budgets = [row.campaign.budget for row in screen.model.groups[0].rows]
    assert budgets == sorted(budget for budget in budgets if budget is not None)
    screen.filter.setText("cross nothing")
    assert titles(screen) == []
    screen.filter.setText("cross-sell")
    assert titles(screen) == ["Add-on for customers"]
    assert "1" in screen.count.text()


def test_steps_and_findings_are_counted(screen: InventoryScreen, window: MainWindow, qtbot: QtBot) -> None:
    first = campaigns(window)[0]
    qtbot.waitUntil(lambda: screen.model.index_of(first.id).siblingAtColumn(FINDINGS).data() == "2")
    steps = len(window.bridge.reader.referring(Step, "campaign", first.id))
    assert screen.model.index_of(first.id).siblingAtColumn(STEPS).data() == str(steps)


def test_a_drag_puts_a_campaign_into_a_group_or_direction(
    screen: InventoryScreen, window: MainWindow, qtbot: QtBot
) -> None:
    first, outbound = campaigns(window)[0], group_titled(window, "Outbound")
    data = screen.model.mimeData([screen.model.index_of(first.id)])
    target = next(at for at, group in enumerate(screen.model.groups) if group.value == outbound)
    screen.model.dropMimeData(data, Qt.DropAction.MoveAction, -1, -1, screen.model.index(target, 0))
    assert window.bridge.reader.find(Campaign, first.id).group == outbound
    assert window.bridge.store.history.undo_label == "Move campaign"
    screen.group_by_field(Grouping.BOUND)
    assert [group.value for group in screen.model.groups] == [Bound.INBOUND, Bound.OUTBOUND]
    data = screen.model.mimeData([screen.model.index_of(first.id)])
    screen.model.dropMimeData(data, Qt.DropAction.MoveAction, -1, -1, screen.model.index(1, 0))
    assert window.bridge.reader.find(Campaign, first.id).bound is Bound.OUTBOUND
    screen.group_by_field(Grouping.NONE)
    assert not screen.model.canDropMimeData(data, Qt.DropAction.MoveAction, 0, 0, QModelIndex())


def test_archived_campaigns_are_out_of_the_way_and_come_back(
    screen: InventoryScreen, window: MainWindow, qtbot: QtBot
) -> None:
    first = campaigns(window)[0]
    stand_on(screen, first)
    menu = screen.menu.built()
    assert "Archive" in verbs(menu)
    assert "Restore" not in verbs(menu)
    next(action for action in menu.actions() if action.text() == "Archive").trigger()
    qtbot.waitUntil(lambda: first.title not in titles(screen))
    listed = [item.text(0) for item in window.campaigns._items()]
    qtbot.waitUntil(lambda: first.title not in [item.text(0) for item in window.campaigns._items()])
    assert listed
    screen.archived.click()
    assert first.title in titles(screen)
    stand_on(screen, first)
    next(action for action in screen.menu.built().actions() if action.text() == "Restore").trigger()
    assert not window.bridge.reader.find(Campaign, first.id).archived


def test_a_new_campaign_stands_in_the_group_one_stands_in(
    screen: InventoryScreen, window: MainWindow, qtbot: QtBot
) -> None:
    before = {each.id for each in campaigns(window)}
    last = campaigns(window)[-1]
    stand_on(screen, last)
    screen.new_button.click()
    (made,) = [each for each in campaigns(window) if each.id not in before]
    assert (made.group, made.bound) == (last.group, last.bound)
    assert window.tabs.front() == CAMPAIGNS, "it is named where it stands"


def test_a_copy_shares_nothing_with_its_original(screen: InventoryScreen, window: MainWindow) -> None:
    first = campaigns(window)[0]
    stand_on(screen, first)
    screen.menu.duplicate()
    copy = next(each for each in campaigns(window) if each.title.endswith("(copy)"))
    reader = window.bridge.reader
    own, others = (reader.referring(Step, "campaign", each.id) for each in (copy, first))
    assert len(own) == len(others)
    assert not {step.id for step in own} & {step.id for step in others}
    assert window.tabs.campaign_id() == copy.id
    window.bridge.undo()
    assert copy.id not in window.tabs.names()


def test_deleting_a_group_leaves_its_campaigns(screen: InventoryScreen, window: MainWindow) -> None:
    before = len(campaigns(window))
    screen.edits.delete([group_titled(window, "Inbound")])
    assert len(campaigns(window)) == before
    assert window.bridge.reader.count(CampaignGroup) == 3


def test_a_template_is_saved_chosen_renamed_and_deleted(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, group = campaigns(window)[0], group_titled(window, "Outbound")
    monkeypatch.setattr(QInputDialog, "getText", lambda *_a, **_k: ("Mine", True))
    ask_and_save(window.campaign_edits, first.id, window)
    dialog = TemplateDialog(window.campaign_edits, group, window)
    dialog.refresh("Mine")
    found = dialog.current()
    assert found is not None
    assert (found.title, found.is_own) == ("Mine", True)
    monkeypatch.setattr(QInputDialog, "getText", lambda *_a, **_k: ("Ours", True))
    dialog.rename_button.click()
    dialog.use_button.click()
    assert dialog.result() == QDialog.DialogCode.Accepted
    made = campaigns(window)[-1]
    assert (made.title, made.group) == ("Ours", group)
    assert window.tabs.campaign_id() == made.id
    assert {template.title for template in campaign_templates() if template.is_own} == {"Ours"}
