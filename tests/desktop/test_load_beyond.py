"""The CRM load beyond the calls of a day: bars against limits, and remedies that change the plan."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.panels.load import LoadPanel
from maplanner.desktop.panels.load_beyond import span_words
from maplanner.desktop.working.why_dialog import WhyDialog
from maplanner.document.records import DataFlow, System
from maplanner.document.vocabulary import SyncWay, SystemRole
from maplanner.drawing.theme import theme
from maplanner.estimate import estimate
from tests.estimate.test_estimate import plan, result, write


def test_a_remedy_changes_the_plan_and_undo_takes_it_back(qtbot: QtBot) -> None:
    built = plan(edition="Professional", seats=1, reserve=0.9)
    tool = built.add_system("Tool", role=SystemRole.AUTOMATION)
    flow = built.add(DataFlow, source=tool.id, target="system_1", way=SyncWay.REAL_TIME)
    bridge = PlanBridge(built.store())
    panel = LoadPanel(bridge, theme("light"))
    qtbot.addWidget(panel)
    busy = write(dict.fromkeys(range(0, 288, 12), 1000))
    panel.set_estimate(estimate(bridge.store.snapshot(), result(busy)))
    beyond = panel.beyond["system_1"]
    assert any(
        "over" not in bar.accessibleName() and "24 hours" in bar.accessibleName() for bar in beyond.bars
    )
    beyond.why[0].click()
    told = panel.findChild(WhyDialog)
    assert told is not None
    assert "records created" in told.formula.text()
    told.reject()
    first = beyond.remedies[0]
    assert "batches" in first.text()
    first.click()
    assert bridge.reader.find(DataFlow, flow.id).way is SyncWay.BATCHED
    bridge.undo()
    assert bridge.reader.find(DataFlow, flow.id).way is SyncWay.REAL_TIME
    bridge.close()


def test_the_limit_follows_the_reserve_at_once(qtbot: QtBot) -> None:
    bridge = PlanBridge(plan(reserve=0.5).store())
    panel = LoadPanel(bridge, theme("dark"))
    qtbot.addWidget(panel)
    panel.set_estimate(estimate(bridge.store.snapshot(), result(write({0: 30_000}))))
    names = [bar.accessibleName() for bar in panel.beyond["system_1"].bars]
    with bridge.store.transact("Keep nothing") as transaction:
        transaction.change("system_1", {"reserve": 0.0})
    assert bridge.reader.find(System, "system_1").reserve == 0.0
    qtbot.waitUntil(lambda: [bar.accessibleName() for bar in panel.beyond["system_1"].bars] != names)
    bridge.close()


def test_spans_of_time_are_said_shortly() -> None:
    assert [span_words(each) for each in (10, 20, 300, 3600, 86_400)] == [
        "10 seconds",
        "20 seconds",
        "5 minutes",
        "hour",
        "24 hours",
    ]
