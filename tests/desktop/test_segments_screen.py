"""The segments screen: list, tree of criteria, overlaps."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.segments.menus import fill_points, fill_removals, fill_sets
from maplanner.desktop.segments.screen import SegmentsScreen
from maplanner.document.records import Criterion, CriterionGroup, Segment, SegmentRemoval, SegmentSet
from maplanner.document.values import Condition
from maplanner.document.vocabulary import Joining, SegmentMaking
from maplanner.drawing.theme import theme
from maplanner.simulation.memberships import Memberships
from tests.builders import PlanBuilder


@pytest.fixture
def plan() -> PlanBuilder:
    plan = PlanBuilder(segment_data_points=1)
    score = plan.score("Readiness")
    hot = plan.segment("Karstie", made=SegmentMaking.REAL_TIME)
    cold = plan.segment("Cold", made=SegmentMaking.REAL_TIME, order=1)
    for segment, operator, mark in ((hot, "at least", 80), (hot, "at least", 50), (cold, "below", 20)):
        condition = Condition(subject="score", ref=score.id, operator=operator, value=mark)
        order = len([each for each in plan.records.values() if isinstance(each, Criterion)])
        plan.criterion(segment, condition=condition, order=order)
    entry = plan.step("contact_list", "List", props={"size": 20})
    plan.chain(entry, plan.step("points", "Points", props={"points": 90.0}), plan.step("end", "End"))
    return plan


@pytest.fixture
def screen(qtbot: QtBot, plan: PlanBuilder) -> SegmentsScreen:
    bridge = PlanBridge(plan.store())
    screen = SegmentsScreen(bridge, theme("light"))
    qtbot.addWidget(screen)
    qtbot.waitUntil(lambda: screen.view is not None, timeout=10_000)
    yield screen
    bridge.close()


def texts(screen: SegmentsScreen) -> list[tuple[str, int]]:
    tree = screen.parts.tree
    return [
        (item.text(0), item.childCount())
        for at in range(tree.topLevelItemCount())
        if (item := tree.topLevelItem(at)) is not None
    ]


def only(screen: SegmentsScreen, cls: type[Criterion] | type[CriterionGroup], at: int = 0) -> str:
    return sorted(screen.bridge.reader.all(cls), key=lambda each: each.order)[at].id


def test_segments_are_listed_and_the_first_is_shown(screen: SegmentsScreen) -> None:
    grid = screen.parts.grid
    assert [grid.item(row, 0).text() for row in range(2)] == ["Karstie", "Cold"]
    assert texts(screen) == [("score ≥ 80", 0), ("score ≥ 50", 0)]
    assert "“Karstie”" in screen.parts.said.toolTip() or "“Karstie”" in screen.parts.said.text()
    assert "1 data point ·" in screen.parts.summary.text()


def test_what_decides_nothing_is_said_and_dropped(screen: SegmentsScreen) -> None:
    item = screen.parts.tree.topLevelItem(1)
    assert item is not None
    assert item.text(2) == "follows from another: score ≥ 80"
    assert not screen.parts.drop.isHidden()
    screen.parts.drop.click()
    screen.refresh()
    assert texts(screen) == [("score ≥ 80", 0)]
    screen.bridge.undo()
    screen.refresh()
    assert len(texts(screen)) == 2


def test_data_points_and_groups_are_added_where_one_stands(screen: SegmentsScreen, qtbot: QtBot) -> None:
    with qtbot.waitSignal(screen.made) as told:
        screen.parts.add_group.click()
    group = screen.bridge.reader.find(CriterionGroup, told.args[0])
    screen.parts.tree.choose(group.id)
    with qtbot.waitSignal(screen.made) as told:
        screen._add("action")
    added = screen.bridge.reader.find(Criterion, told.args[0])
    assert (added.group, added.condition.subject, added.condition.value) == (group.id, "action", 1)
    assert texts(screen)[-1] == ("any of these holds", 1)
    screen.edits.join(group.id, Joining.NONE)
    screen.refresh()
    assert texts(screen)[-1] == ("none of these holds", 1)


def test_criteria_move_by_keys_and_by_dropping(screen: SegmentsScreen, qtbot: QtBot) -> None:
    tree, first = screen.parts.tree, only(screen, Criterion)
    group = screen.edits.add_group(screen.segment().id, None)
    screen.refresh()
    tree.choose(first)
    qtbot.keyClick(tree, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    screen.refresh()
    assert [text for text, _ in texts(screen)] == ["score ≥ 50", "score ≥ 80", "any of these holds"]
    tree.moved.emit([first], group, 0)
    assert screen.bridge.reader.find(Criterion, first).group == group
    assert texts(screen) == [("score ≥ 50", 0), ("any of these holds", 1)]
    tree.choose(first)
    qtbot.keyClick(tree, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert screen.bridge.reader.find(Criterion, first).group is None
    qtbot.keyClick(tree, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert screen.bridge.reader.find(Criterion, first).group == group


def test_a_group_is_not_put_into_itself(screen: SegmentsScreen) -> None:
    segment = screen.segment().id
    outer = screen.edits.add_group(segment, None)
    inner = screen.edits.add_group(segment, outer)
    screen.parts.tree.moved.emit([outer], inner, 0)
    assert "inside itself" in screen.parts.complaint.text()
    assert screen.bridge.reader.find(CriterionGroup, outer).parent is None


def test_joining_takes_out_of_what_is_ticked(screen: SegmentsScreen) -> None:
    hot, cold = (each.id for each in screen.bridge.reader.all(Segment))
    menu = QMenu(screen)
    fill_removals(
        menu,
        screen.bridge.reader,
        hot,
        lambda other, leaves: screen.edits.set_removal(hot, other, leaves=leaves),
    )
    (action,) = menu.actions()
    action.setChecked(True)
    (removal,) = screen.bridge.reader.all(SegmentRemoval)
    assert (removal.segment, removal.leaves) == (hot, cold)
    screen.refresh()
    assert "taken out of: Cold" in screen.parts.note.text()
    action.setChecked(False)
    assert not screen.bridge.reader.all(SegmentRemoval)


def test_segments_come_to_exclude_each_other(screen: SegmentsScreen) -> None:
    hot, cold = (each.id for each in screen.bridge.reader.all(Segment))
    screen.edits.set_exclusive(hot, "")
    (made,) = screen.bridge.reader.all(SegmentSet)
    menu = QMenu(screen)
    fill_sets(
        menu,
        screen.bridge.reader,
        screen.bridge.reader.find(Segment, cold),
        lambda name: screen.edits.set_exclusive(cold, name),
    )
    none, offered = menu.actions()[:2]
    assert none.isChecked()
    offered.trigger()
    assert {each.exclusive_set for each in screen.bridge.reader.all(Segment)} == {made.id}
    none.trigger()
    assert screen.bridge.reader.find(Segment, cold).exclusive_set is None


def test_all_data_points_are_offered_by_kind(screen: SegmentsScreen) -> None:
    menu, chosen = QMenu(screen), []
    fill_points(menu, chosen.append)
    kinds = [action.menu() for action in menu.actions()]
    assert len(kinds) == 4
    for kind in kinds:
        for action in kind.actions():
            action.trigger()
    assert len(set(chosen)) == 14


def test_overlaps_are_reasoned_out_and_counted(
    screen: SegmentsScreen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    hot, cold = (each.id for each in screen.bridge.reader.all(Segment))
    counted = Memberships(
        (hot, cold), 20, np.array([0.0, 1.0]), np.zeros((2, 2)), np.array([[20.0, 0.0], [0.0, 3.0]])
    )
    monkeypatch.setattr("maplanner.simulation.memberships.memberships", lambda *_args, **_options: counted)
    screen.parts.pages.setCurrentIndex(1)
    table = screen.overlaps.table
    qtbot.waitUntil(lambda: table.item(0, 1) is not None, timeout=10_000)
    assert table.item(0, 1).text() == "apart"
    screen.overlaps.count.click()
    qtbot.waitUntil(lambda: "sample" in screen.overlaps.said.text(), timeout=10_000)
    assert [table.item(at, at).text() for at in (0, 1)] == ["20", "3"]


def test_a_new_segment_is_shown_and_deleted_again(screen: SegmentsScreen, qtbot: QtBot) -> None:
    with qtbot.waitSignal(screen.made) as told:
        screen.parts.new.click()
    assert screen.segment().id == told.args[0]
    assert texts(screen) == []
    screen._delete_segment()
    assert screen.bridge.reader.get(told.args[0]) is None


def test_a_criterion_is_shown_where_it_stands(screen: SegmentsScreen) -> None:
    cold = next(each for each in screen.bridge.reader.all(Segment) if each.title == "Cold")
    (criterion,) = screen.bridge.reader.referring(Criterion, "segment", cold.id)
    screen.parts.pages.setCurrentIndex(1)
    screen.show_record(criterion.id)
    assert screen.segment() == cold
    assert screen.parts.tree.selected_ids() == [criterion.id]
    assert screen.parts.pages.currentIndex() == 0
