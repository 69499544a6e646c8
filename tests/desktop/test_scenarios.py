"""Scenarios in the window: made, filled with assumptions, chosen and simulated."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from maplanner.app.templates import template_records
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.inspector.assuming import AssumptionForm, SubjectEditor, assumable, value_words
from maplanner.desktop.inspector.editor import ChoiceEditor, NumberEditor
from maplanner.desktop.inspector.panel import Inspector
from maplanner.desktop.naming import title_of
from maplanner.document.records import Assumption, Link, Scenario, Score, ScoringRule, Step
from maplanner.document.store import Store
from maplanner.drawing.theme import theme
from maplanner.simulation.scenario import with_scenario
from tests.builders import PlanBuilder


@pytest.fixture
def bridge() -> Iterator[PlanBridge]:
    made = PlanBridge(Store(template_records("sample")))
    yield made
    made.close()


@pytest.fixture
def inspector(bridge: PlanBridge, qtbot: QtBot) -> Inspector:
    made = Inspector(bridge, theme("light"))
    qtbot.addWidget(made)
    made.resize(320, 900)
    made.show()
    return made


def email(bridge: PlanBridge) -> Step:
    return next(step for step in bridge.reader.all(Step) if step.kind == "email")


def form_of(inspector: Inspector) -> AssumptionForm:
    form = inspector.form()
    assert isinstance(form, AssumptionForm)
    return form


def test_an_assumption_is_made_from_lists_and_changes_the_simulated_plan(
    bridge: PlanBridge, inspector: Inspector, qtbot: QtBot
) -> None:
    scenario = Scenario.new(title="Better mails")
    with bridge.store.transact("Scenario") as transaction:
        transaction.put(scenario)
    inspector.show_records([scenario.id])
    inspector.jump_requested.connect(lambda record_id: inspector.show_records([record_id]))
    add = next(button for button in inspector.findChildren(QPushButton) if button.text() == "+ Add")
    qtbot.mouseClick(add, Qt.MouseButton.LeftButton)
    (assumption,) = bridge.reader.referring(Assumption, "scenario", scenario.id)
    qtbot.waitUntil(lambda: isinstance(inspector.form(), AssumptionForm))
    form, step = form_of(inspector), email(bridge)
    subject = form.editor("about")
    assert isinstance(subject, SubjectEditor)
    assert step.id in {record.id for record in subject.records()}
    subject.edited.emit(step.id)
    fields = form.editor("path")
    assert isinstance(fields, ChoiceEditor)
    assert fields.box.findData("props.open_share") >= 0
    assert fields.box.findData("notes") < 0, "a note changes no figure"
    fields.edited.emit("props.open_share")
    value = form.editor("value")
    assert isinstance(value, NumberEditor)
    value.line.selectAll()
    qtbot.keyClicks(value.line, "55")
    qtbot.keyClick(value.line, Qt.Key.Key_Return)
    found = bridge.reader.find(Assumption, assumption.id)
    assert (found.about, found.path, found.value) == (step.id, "props.open_share", 0.55)
    seen = with_scenario(bridge.store.snapshot(), scenario.id)
    assert seen.find(Step, step.id).props["open_share"] == 0.55
    assert title_of(found, bridge.reader).startswith(f"{step.title}: ")
    assert "props" not in title_of(found, bridge.reader)
    value.edited.emit(7.0)
    assert bridge.reader.find(Assumption, assumption.id).value == 0.55, "a share over 100 % is refused"


def test_a_field_of_a_step_is_assumed_from_its_name(bridge: PlanBridge, inspector: Inspector) -> None:
    step = email(bridge)
    before = bridge.reader.count(Scenario)
    inspector.show_records([step.id])
    inspector.assume(step, "props.click_share", None)
    assert bridge.reader.count(Scenario) == before + 1
    form = form_of(inspector)
    assert form.editor("value") is not None
    made = next(each for each in bridge.reader.all(Assumption) if each.about == step.id)
    assert made.value == step.props.get("click_share", made.value)
    bridge.store.undo()
    assert bridge.reader.count(Scenario) == before, "one step back takes both away"


@pytest.mark.parametrize("cls", [Step, Link, Score])
def test_every_field_that_can_be_assumed_keeps_its_value(
    cls: type[Step | Link | Score], bridge: PlanBridge
) -> None:
    from maplanner.desktop.inspector.assuming import drawn_value

    for record in bridge.reader.all(cls):
        for path in assumable(record):
            value = drawn_value(record, path)
            assert record.changed({path: value}).id == record.id
            assert value_words(record, path, value, bridge.reader)


def test_steps_of_the_same_name_are_told_apart_by_their_campaign(qtbot: QtBot) -> None:
    plan = PlanBuilder()
    for title in ("Inbound", "Outbound"):
        plan.campaign(title)
        plan.step("email", title="Welcome")
    rule = plan.add(ScoringRule, score=plan.add(Score, title="Interest").id)
    bridge = PlanBridge(Store(list(plan.records.values())))
    inspector = Inspector(bridge, theme("light"))
    qtbot.addWidget(inspector)
    inspector.show_records([rule.id])
    form = inspector.form()
    chooser = form.editor("step") if form is not None else None
    assert isinstance(chooser, ChoiceEditor)
    texts = [chooser.box.itemText(at) for at in range(1, chooser.box.count())]
    assert texts == ["Welcome – E-mail · Inbound", "Welcome – E-mail · Outbound"]
    bridge.close()
