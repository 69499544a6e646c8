"""Presentation mode: the way through a campaign, and the keys and buttons that go it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from maplanner.app.session import PlanSession
from maplanner.desktop.application import Application
from maplanner.desktop.main_window import MainWindow
from maplanner.desktop.presenting.presentation import Presentation, present
from maplanner.desktop.presenting.route import Route
from maplanner.document.reading import Snapshot
from maplanner.document.records import Campaign, Link, Plan, Step


def branching() -> Snapshot:
    """a → b → c and a → d; e stands alone."""
    steps = [Step(id=name, campaign="k", kind=kind, title=name, x=x) for name, kind, x in _STEPS]
    links = [
        Link(id=f"{a}{b}", source=a, target=b, output=out, order=order)
        for order, (a, out, b) in enumerate(_LINKS)
    ]
    return Snapshot.of([Plan(), Campaign(id="k", title="K"), Campaign(id="empty"), *steps, *links])


_STEPS = (
    ("a", "email", 0),
    ("b", "wait", 300),
    ("c", "end", 600),
    ("d", "end", 700),
    ("e", "search_term", 900),
)
_LINKS = (("a", "opened", "b"), ("b", "next", "c"), ("a", "clicked", "d"))


def test_the_way_begins_at_an_entry_or_where_it_is_told() -> None:
    assert Route(branching(), "k").here == "e"
    assert Route(branching(), "k", "b").here == "b"
    assert Route(branching(), "k", "nowhere").here == "e"


def test_choices_lead_on_and_the_way_leads_back() -> None:
    route = Route(branching(), "k", "a")
    assert [choice.step for choice in route.choices] == ["b", "d"]
    assert all(choice.label for choice in route.choices)
    assert not route.follow(2)
    assert route.follow(1)
    assert route.here == "d"
    assert route.back()
    assert route.follow()
    assert route.here == "b"
    assert not Route(branching(), "k", "a").back()


def test_following_on_shows_every_step_once_ways_end() -> None:
    route = Route(branching(), "k")
    while route.follow():
        assert route.seen <= route.total
    assert (route.seen, route.total) == (5, 5)
    assert not route.skip()
    route.restart()
    assert (route.here, route.seen) == ("e", 1)


def test_a_loop_can_be_followed_for_ever_and_left() -> None:
    plan = branching()
    back = Link(id="loop", source="b", target="a", output="next", order=-1.0)
    looping = Snapshot.of([*plan.records(), back])
    route = Route(looping, "k", "a")
    for _ in range(20):
        route.follow()
    assert route.here in ("a", "b")
    assert route.skip()
    assert route.here not in ("a", "b")


def test_a_campaign_without_steps_has_no_way() -> None:
    route = Route(branching(), "empty")
    assert (route.here, route.total, route.choices) == ("", 0, [])
    assert not route.follow()
    assert not route.back()


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    application = Application(qapp, QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat))
    application.set_less_motion(True)
    with PlanSession.new(tmp_path / "plan.maplan", template="sample"):
        pass
    made = application.open_plan(tmp_path / "plan.maplan")
    assert made is not None
    yield made
    made.let_go()
    made.deleteLater()
    application.deleteLater()
    qapp.setStyleSheet("")


def shown(window: MainWindow, qtbot: QtBot) -> Presentation:
    found = present(window)
    assert found is not None
    qtbot.waitExposed(found)
    return found


def test_keys_go_on_back_and_away(window: MainWindow, qtbot: QtBot) -> None:
    stage = shown(window, qtbot)
    first = stage.route.here
    assert stage.title.text() == window.bridge.reader.find(Step, first).title
    qtbot.keyClick(stage, Qt.Key.Key_Right)
    second = stage.route.here
    assert second != first
    qtbot.keyClick(stage, Qt.Key.Key_Left)
    assert stage.route.here == first
    qtbot.keyClick(stage, Qt.Key.Key_Down)
    assert stage.route.seen == 3
    qtbot.keyClick(stage, Qt.Key.Key_Home)
    assert (stage.route.here, stage.route.seen) == (first, 1)
    with qtbot.waitSignal(stage.destroyed):
        qtbot.keyClick(stage, Qt.Key.Key_Escape)


def test_a_branch_is_chosen_by_digit_or_button(window: MainWindow, qtbot: QtBot) -> None:
    stage = shown(window, qtbot)
    while len(stage.route.choices) < 2:
        assert stage.route.skip()
    stage.show_here()
    here, wanted = stage.route.here, stage.route.choices[1].step
    qtbot.keyClick(stage, Qt.Key.Key_2)
    assert stage.route.here == wanted
    stage.back()
    assert stage.route.here == here
    button = [each for each in stage.findChildren(QPushButton) if each.text().startswith("2 ")][-1]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert stage.route.here == wanted
    stage.close()


def test_the_mouse_goes_on_and_back(window: MainWindow, qtbot: QtBot) -> None:
    stage = shown(window, qtbot)
    first = stage.route.here
    qtbot.mouseClick(stage.stage, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert stage.route.here != first
    qtbot.mouseClick(stage.stage, Qt.MouseButton.RightButton, pos=QPoint(2, 2))
    assert stage.route.here == first
    stage.close()


def test_it_begins_at_the_selected_step(window: MainWindow, qtbot: QtBot) -> None:
    chosen = next(step for step in window.bridge.reader.all(Step) if step.kind == "form")
    window.tabs.reveal(chosen.id)
    stage = shown(window, qtbot)
    assert stage.route.here == chosen.id
    assert not stage.grab().isNull()
    stage.close()
    window.tabs.show_tool_map()
    assert present(window) is None
