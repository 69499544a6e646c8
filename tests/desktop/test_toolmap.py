"""The map of tools by mouse and key: systems moved, flows drawn, problems pinned, listed and solved."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.toolmap import ToolMapView
from maplanner.document.records import DataFlow, Problem, System
from maplanner.document.vocabulary import ProblemState, SystemRole
from maplanner.drawing.theme import theme
from tests.builders import PlanBuilder

LEFT = Qt.MouseButton.LeftButton
SITE, CRM, SHOP = "system_1", "system_2", "system_3"
IMPLIED = f"{SITE}→{CRM}"


@pytest.fixture
def bridge() -> Iterator[PlanBridge]:
    plan = PlanBuilder()
    plan.add_system("Site", role=SystemRole.WEB_SITE)
    crm = plan.crm()
    plan.add_system("Shop", role=SystemRole.SHOP)
    asked = plan.field(plan.step("form"), "Company")
    plan.map(asked, plan.crm_field(plan.object(crm), "Company"))
    made = PlanBridge(plan.store())
    yield made
    made.close()


@pytest.fixture
def view(bridge: PlanBridge, qtbot: QtBot) -> ToolMapView:
    made = ToolMapView(bridge, theme("light"))
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    made.map.grab()
    return made


def drag(view: ToolMapView, start: QPoint, end: QPoint) -> None:
    QTest.mouseMove(view.map, start)
    QTest.mousePress(view.map, LEFT, pos=start)
    for share in (0.4, 1.0):
        QTest.mouseMove(view.map, start + (end - start) * share)
    QTest.mouseRelease(view.map, LEFT, pos=end)


def on_wire(view: ToolMapView, wire_id: str) -> QPoint:
    chip = view.map.diagram().chips[wire_id]
    center = view.map.port(SITE)
    card = next(each for each in view.map.diagram().cards if each.id == SITE)
    zoom = (view.map.port(CRM) - center).x() / (
        next(each for each in view.map.diagram().cards if each.id == CRM).x - card.x
    )
    x = center.x() + (chip.center.x - card.x - card.rect.width) * zoom
    y = center.y() + (chip.center.y - card.y - card.rect.height / 2) * zoom
    return QPoint(round(x), round(y))


def test_a_flow_is_drawn_from_the_port_of_one_system_to_another(
    view: ToolMapView, bridge: PlanBridge, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(view.added):
        drag(view, view.map.port(CRM).toPoint(), view.map.center(SHOP).toPoint())
    (flow,) = bridge.reader.all(DataFlow)
    assert (flow.source, flow.target) == (CRM, SHOP)
    assert view.map.selected == [flow.id]
    bridge.undo()
    assert bridge.reader.all(DataFlow) == []


def test_esc_gives_up_a_flow_that_is_being_drawn(view: ToolMapView, bridge: PlanBridge) -> None:
    start = view.map.port(CRM).toPoint()
    QTest.mousePress(view.map, LEFT, pos=start)
    QTest.mouseMove(view.map, view.map.center(SHOP).toPoint())
    QTest.keyClick(view.map, Qt.Key.Key_Escape)
    QTest.mouseRelease(view.map, LEFT, pos=view.map.center(SHOP).toPoint())
    assert bridge.reader.all(DataFlow) == []


def test_a_system_is_dragged_in_one_step(view: ToolMapView, bridge: PlanBridge) -> None:
    before = view.map.center(SHOP).toPoint()
    drag(view, before, before + QPoint(80, 160))
    shop = bridge.reader.find(System, SHOP)
    assert (shop.x, shop.y) != (0.0, 0.0)
    assert shop.x % 8 == 0
    bridge.undo()
    assert bridge.reader.find(System, SHOP).x == 0.0


def test_a_flow_that_follows_from_campaigns_is_described_by_a_double_click(
    view: ToolMapView, bridge: PlanBridge, qtbot: QtBot
) -> None:
    assert IMPLIED in {wire.id for wire in view.map.diagram().wires}
    at = on_wire(view, IMPLIED)
    assert view.map.hit(at) == IMPLIED
    with qtbot.waitSignal(view.selection_changed) as heard:
        QTest.mouseClick(view.map, LEFT, pos=at)
    assert heard.args[0] == []
    view.map.delete_selected()
    QTest.mouseDClick(view.map, LEFT, pos=at)
    (flow,) = bridge.reader.all(DataFlow)
    assert (flow.source, flow.target, flow.moves) == (SITE, CRM, "Lead (1 field)")
    view.map.select([flow.id])
    view.map.delete_selected()
    assert bridge.reader.all(DataFlow) == []


def test_keys_walk_over_systems(view: ToolMapView) -> None:
    view.map.setFocus()
    seen = []
    for _ in range(3):
        QTest.keyClick(view.map, Qt.Key.Key_Right)
        seen += view.map.selected
    assert set(seen) == {SITE, CRM, SHOP}


def test_a_problem_is_pinned_to_a_flow_that_nobody_had_put_down(
    view: ToolMapView, bridge: PlanBridge, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(view.added):
        view.add_problem(IMPLIED)
    (flow,) = bridge.reader.all(DataFlow)
    (problem,) = bridge.reader.all(Problem)
    assert problem.about == flow.id
    qtbot.waitUntil(lambda: problem.id in {note.id for note in view.map.diagram().notes})


def test_problems_are_listed_by_state_and_go_to_what_they_are_about(
    view: ToolMapView, bridge: PlanBridge, qtbot: QtBot
) -> None:
    with bridge.store.transact("Problems") as t:
        t.put(
            Problem(id="a", about=CRM, text="No time"),
            Problem(id="b", about="step_1", text="Old", state=ProblemState.SOLVED),
        )
    assert view.problems.text() == "Problems 1"
    view.problems.click()
    found = view.problems_list()
    assert found.table.model.rowCount() == 1
    found.states[ProblemState.SOLVED].click()
    assert found.table.model.rowCount() == 2
    assert found.states[ProblemState.SOLVED].text() == "Solved 1"
    found.table.jump_requested.emit("a")
    assert view.map.selected == [CRM]
    with qtbot.waitSignal(view.jump_requested) as heard:
        found.table.jump_requested.emit("b")
    assert heard.args == ["step_1"]


def menu_of(view: ToolMapView, record_id: str) -> QMenu:
    view.map.menu_requested.emit(record_id, view.map.mapToGlobal(QPoint(5, 5)))
    return [each for each in view.findChildren(QMenu) if each.isVisible() and each.parent() is view][-1]


def test_menus_offer_what_suits_what_is_under_the_pointer(view: ToolMapView, bridge: PlanBridge) -> None:
    def words(menu: QMenu) -> list[str]:
        found = [action.text() for action in menu.actions() if action.text()]
        menu.close()
        return found

    assert words(menu_of(view, CRM)) == ["Add problem …", "Draw a flow to", "Delete"]
    assert words(menu_of(view, IMPLIED)) == ["Add problem …", "Describe it …"]
    assert words(menu_of(view, "")) == ["Add system here", "Fit all"]
    view.draw_flow(CRM, SHOP)
    (flow,) = bridge.reader.all(DataFlow)
    menu = menu_of(view, flow.id)
    turn = next(action for action in menu.actions() if action.text() == "Turn around")
    turn.trigger()
    menu.close()
    assert bridge.reader.find(DataFlow, flow.id).source == SHOP
    with bridge.store.transact("Problem") as t:
        t.put(Problem(id="p", about=CRM, text="No time"))
    menu = menu_of(view, "p")
    next(action for action in menu.actions() if action.text() == "Solved").trigger()
    menu.close()
    assert bridge.reader.find(Problem, "p").state is ProblemState.SOLVED
