"""Deleting asks only where somebody would miss it, and shows where."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QWidget
from pytestqt.qtbot import QtBot

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.dialogs.delete_used import DeleteUsedDialog
from maplanner.desktop.eliding import ElidedButton
from maplanner.desktop.inspector.panel import Inspector
from maplanner.desktop.inspector.used import UsedIn
from maplanner.desktop.tables.record_table import RecordTable
from maplanner.document.records import (
    Campaign,
    CrmField,
    CrmObject,
    FormField,
    Mapping,
    Score,
    ScoringRule,
    Step,
    System,
)
from maplanner.document.store import Store
from maplanner.drawing.theme import theme
from tests.desktop.canvas import sketch
from tests.desktop.canvas.sketch import Bench


@pytest.fixture
def bridge():
    made = PlanBridge(
        Store(
            [
                *sketch.campaigns(),
                *sketch.crm(),
                *sketch.form("form"),
                Score(id="score", title="Interest"),
                ScoringRule(id="rule", score="score", step="form", title="Guide read"),
                Step(
                    id="write", campaign="spring", kind="crm_write", title="Write", props={"object": "lead"}
                ),
                sketch.link("form", "write", "submitted"),
            ]
        )
    )
    yield made
    made.close()


@pytest.fixture
def inspector(bridge: PlanBridge, qtbot: QtBot) -> Inspector:
    made = Inspector(bridge, theme("light"))
    qtbot.addWidget(made)
    made.resize(320, 900)
    made.show()
    return made


def used(inspector: Inspector) -> dict[str, str]:
    (found,) = inspector.findChildren(UsedIn)
    return {use.user.id: use.path for use in found.uses}


def dialog_over(widget: QWidget) -> DeleteUsedDialog | None:
    found = widget.window().findChildren(DeleteUsedDialog)
    return found[-1] if found else None


class TestUsedIn:
    @pytest.mark.parametrize(
        ("record", "users"),
        [
            ("lead.email", {"form.map": "target"}),
            ("lead", {"write": "props.object"}),
            ("form", {"rule": "step"}),
            ("write", {"form>write": "target"}),
            ("lead.company", {}),
        ],
    )
    def test_every_record_says_where_it_is_used(self, inspector: Inspector, record, users):
        inspector.show_records([record])
        assert used(inspector) == users
        assert inspector.findChildren(UsedIn)[0].isVisible() == bool(users)

    def test_a_click_goes_there(self, inspector: Inspector, qtbot: QtBot):
        inspector.show_records(["lead"])
        (place,) = inspector.findChildren(UsedIn)
        button = place.findChildren(ElidedButton)[0]
        assert button.whole == "Write"
        with qtbot.waitSignal(inspector.jump_requested) as told:
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert told.args == ["write"]

    def test_it_follows_the_plan(self, bridge: PlanBridge, inspector: Inspector, qtbot: QtBot):
        inspector.show_records(["lead"])
        with bridge.store.transact("Choose") as transaction:
            transaction.change("write", {"props.object": ""})
        qtbot.waitUntil(lambda: used(inspector) == {})

    def test_many_uses_are_counted(self, bridge: PlanBridge, inspector: Inspector):
        with bridge.store.transact("Map") as transaction:
            for place in range(40):
                transaction.put(
                    FormField(id=f"x{place}", step="form", order=place),
                    Mapping(id=f"y{place}", collected=f"x{place}", target="lead.company"),
                )
        inspector.show_records(["lead.company"])
        (place,) = inspector.findChildren(UsedIn)
        assert len(place.uses) == 40
        assert len(place.findChildren(ElidedButton)) == 12


class TestAsking:
    def test_a_part_that_nobody_uses_goes_at_once(
        self, bridge: PlanBridge, inspector: Inspector, qtbot: QtBot
    ):
        inspector.show_records(["lead"])
        remove = next(
            each for each in inspector.findChildren(QToolButton) if "Company" in each.accessibleName()
        )
        qtbot.mouseClick(remove, Qt.MouseButton.LeftButton)
        assert bridge.reader.get("lead.company") is None
        assert dialog_over(inspector) is None

    def test_one_that_is_used_is_shown_first(self, bridge: PlanBridge, inspector: Inspector, qtbot: QtBot):
        inspector.show_records(["lead"])
        remove = next(
            each for each in inspector.findChildren(QToolButton) if "Email" in each.accessibleName()
        )
        qtbot.mouseClick(remove, Qt.MouseButton.LeftButton)
        dialog = dialog_over(inspector)
        assert dialog is not None
        assert dialog.list.count() == 1
        assert "deleted too" in dialog.list.item(0).text()
        assert bridge.reader.get("lead.email") is not None
        dialog.delete_button.click()
        assert bridge.reader.get("lead.email") is None
        assert bridge.reader.all(Mapping) == []
        bridge.undo()
        assert len(bridge.reader.all(Mapping)) == 1

    def test_cancelling_leaves_everything(self, bridge: PlanBridge, qtbot: QtBot):
        table = RecordTable(bridge, CrmObject)
        qtbot.addWidget(table)
        table.show()
        table.select("lead")
        table.delete_selected()
        dialog = dialog_over(table)
        assert dialog is not None
        dialog.reject()
        assert bridge.reader.get("lead") is not None

    def test_show_leads_there(self, bridge: PlanBridge, qtbot: QtBot):
        window = QWidget()
        qtbot.addWidget(window)
        seen: list[str] = []

        class Tabs:
            reveal = seen.append

        window.tabs = Tabs()  # type: ignore[attr-defined]
        table = RecordTable(bridge, System)
        table.setParent(window)
        window.show()
        table.select("crm")
        table.delete_selected()
        dialog = dialog_over(table)
        assert dialog is not None
        assert dialog.list.count() == 2
        dialog.show_button.click()
        assert seen == ["form.map"]
        assert bridge.reader.get("crm") is not None


class TestDrawing:
    def test_a_step_with_links_and_fields_goes_at_once(self, qtbot: QtBot):
        bench = Bench(
            qtbot, [*sketch.campaigns(), *sketch.crm(), *sketch.form("form"), sketch.step("a", x=300)]
        )
        bench.click(*bench.middle("form"))
        bench.key(Qt.Key.Key_Delete)
        assert bench.titles() == ["A"]

    def test_a_step_that_a_rule_names_asks(self, qtbot: QtBot):
        rule = [Score(id="s"), ScoringRule(id="r", score="s", step="a", title="Read")]
        bench = Bench(qtbot, [*sketch.chain("a", "b"), *rule])
        bench.view.select(["a", "b"])
        bench.key(Qt.Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier)
        dialog = dialog_over(bench.view)
        assert dialog is not None
        assert bench.titles() == ["A", "B"]
        dialog.delete_button.click()
        assert bench.titles() == []
        assert bench.store.all(ScoringRule) == []
        assert bench.store.all(Campaign)
        assert bench.store.all(CrmField) == []
