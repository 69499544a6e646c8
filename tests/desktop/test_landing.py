"""Saying where a form field lands: by one press, by searching, from the form itself."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QPushButton
from pytestqt.qtbot import QtBot

from maplanner.app.templates import template_records
from maplanner.checks import run_checks
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.dialogs.command_palette import CommandPalette
from maplanner.desktop.dialogs.conversion import ConversionDialog
from maplanner.desktop.eliding import ElidedButton
from maplanner.desktop.inspector.editor import LineEditor
from maplanner.desktop.inspector.landing import LandingOffer
from maplanner.desktop.inspector.panel import Inspector
from maplanner.desktop.inspector.picking import PickEditor
from maplanner.desktop.naming import title_of
from maplanner.document.records import CrmField, FormField, Mapping
from maplanner.document.store import Store
from maplanner.document.vocabulary import FieldType
from maplanner.drawing.theme import theme

FORM = "guide-form"


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


def add_field(bridge: PlanBridge, title: str, sort: FieldType = FieldType.TEXT) -> FormField:
    field = FormField.new(step=FORM, title=title, key=title.casefold().replace(" ", "_"), type=sort)
    with bridge.store.transact("Add") as transaction:
        transaction.put(field)
    return field


def offer_of(inspector: Inspector) -> LandingOffer:
    found = inspector.findChildren(LandingOffer)
    assert found
    return found[-1]


def landing(bridge: PlanBridge, field: FormField) -> list[str]:
    return [
        title_of(bridge.reader.find(CrmField, mapping.target), bridge.reader)
        for mapping in bridge.reader.referring(Mapping, "collected", field.id)
    ]


def palette_of(inspector: Inspector, qtbot: QtBot) -> CommandPalette:
    qtbot.waitUntil(lambda: bool(inspector.window().findChildren(CommandPalette)))
    return inspector.window().findChildren(CommandPalette)[-1]


def test_one_press_takes_the_proposal_of_the_checks(
    bridge: PlanBridge, inspector: Inspector, qtbot: QtBot
) -> None:
    field = add_field(bridge, "Job title")
    inspector.show_records([field.id])
    offer = offer_of(inspector)
    found = next(each for each in run_checks(bridge.store.snapshot()) if each.record == field.id)
    assert found.fix is not None
    assert offer.proposal.whole == found.fix.title
    qtbot.mouseClick(offer.proposal, Qt.MouseButton.LeftButton)
    assert landing(bridge, field)
    assert bridge.store.history.labels[0][-1] == found.fix.title
    bridge.undo()
    assert not landing(bridge, field)


def test_a_field_is_found_by_a_few_letters(bridge: PlanBridge, inspector: Inspector, qtbot: QtBot) -> None:
    field = add_field(bridge, "Whatever")
    wanted = next(each for each in bridge.reader.all(CrmField) if each.api_name == "Website")
    inspector.show_records([field.id])
    qtbot.mouseClick(offer_of(inspector).search, Qt.MouseButton.LeftButton)
    palette = palette_of(inspector, qtbot)
    qtbot.keyClicks(palette.field, "websi")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(landing(bridge, field)))
    assert landing(bridge, field)[0].endswith(wanted.api_name)


def test_nothing_is_proposed_for_what_lands_already(bridge: PlanBridge, inspector: Inspector) -> None:
    mapped = next(each for each in bridge.reader.all(Mapping) if each.collected is not None)
    inspector.show_records([str(mapped.collected)])
    assert not offer_of(inspector).proposal.isVisible()
    assert offer_of(inspector).search.isVisible()


def test_the_same_key_on_another_form_lands_too(bridge: PlanBridge, inspector: Inspector) -> None:
    mapped = next(each for each in bridge.reader.all(Mapping) if each.collected is not None)
    known = bridge.reader.find(FormField, str(mapped.collected))
    again = FormField.new(step="webinar-form" if bridge.reader.get("webinar-form") else FORM, key=known.key)
    with bridge.store.transact("Add") as transaction:
        transaction.put(again)
    inspector.show_records([again.id])
    assert not offer_of(inspector).proposal.isVisible()
    assert "same key" in offer_of(inspector).words.text()


def test_the_form_itself_leads_to_the_search(bridge: PlanBridge, inspector: Inspector, qtbot: QtBot) -> None:
    field = next(each for each in bridge.reader.all(FormField) if each.title == "Budget")
    inspector.show_records([FORM])
    buttons = [each for each in inspector.findChildren(QPushButton) if each.text() == "map it …"]
    assert len(buttons) == 1
    qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    palette = palette_of(inspector, qtbot)
    assert "Budget" in palette.field.placeholderText()
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: landing(bridge, field) == ["Lead.Budget__c"])


def test_what_does_not_fit_needs_a_conversion(bridge: PlanBridge, inspector: Inspector, qtbot: QtBot) -> None:
    field = next(each for each in bridge.reader.all(FormField) if each.title == "Budget")
    inspector.show_records([field.id])
    qtbot.mouseClick(offer_of(inspector).search, Qt.MouseButton.LeftButton)
    palette = palette_of(inspector, qtbot)
    qtbot.keyClicks(palette.field, "lead.email")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(inspector.window().findChildren(ConversionDialog)))
    dialog = inspector.window().findChildren(ConversionDialog)[-1]
    assert landing(bridge, field) == []
    assert dialog.line.text() == "turned into an e-mail"
    dialog.line.clear()
    assert not dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled()
    qtbot.keyClicks(dialog.line, "written out")
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    assert landing(bridge, field) == ["Lead.Email"]
    (mapping,) = bridge.reader.referring(Mapping, "collected", field.id)
    assert mapping.conversion == "written out"


def test_without_fields_the_way_to_them_is_named(qtbot: QtBot) -> None:
    bridge = PlanBridge(Store(template_records("empty")))
    inspector = Inspector(bridge, theme("light"))
    qtbot.addWidget(inspector)
    campaign = bridge.reader.plan
    assert campaign is not None
    offer = LandingOffer(bridge, "no-such-field")
    qtbot.addWidget(offer)
    assert "Import" in offer.words.text()
    assert offer.search.isHidden()
    bridge.close()


def test_one_of_many_fields_is_chosen_by_searching(
    bridge: PlanBridge, inspector: Inspector, qtbot: QtBot
) -> None:
    mapping = next(each for each in bridge.reader.all(Mapping) if each.collected is not None)
    inspector.show_records([mapping.id])
    form = inspector.form()
    assert form is not None
    editor = form.editor("target")
    assert isinstance(editor, PickEditor)
    qtbot.mouseClick(editor.button, Qt.MouseButton.LeftButton)
    palette = palette_of(inspector, qtbot)
    qtbot.keyClicks(palette.field, "lead.website")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: editor.button.whole == "Lead.Website")
    target = bridge.reader.find(Mapping, mapping.id).target
    assert title_of(bridge.reader.find(CrmField, target), bridge.reader) == "Lead.Website"


def test_a_long_title_does_not_widen_the_panel(bridge: PlanBridge, inspector: Inspector) -> None:
    with bridge.store.transact("Rename") as transaction:
        transaction.change(FORM, {"title": "W" * 300})
    inspector.show_records([FORM])
    body = inspector.widget()
    assert body is not None
    assert body.minimumSizeHint().width() <= inspector.viewport().width()


def test_the_key_goes_with_the_label_until_it_has_its_own(
    bridge: PlanBridge, inspector: Inspector, qtbot: QtBot
) -> None:
    field = FormField.new(step=FORM, title="New field", key="new_field_2")
    with bridge.store.transact("Add") as transaction:
        transaction.put(field)
    inspector.show_records([field.id])
    form = inspector.form()
    assert form is not None
    form.begin()
    title, key = form.editor("title"), form.editor("key")
    assert isinstance(title, LineEditor)
    assert isinstance(key, LineEditor)
    qtbot.keyClicks(title.line, "Work e-mail")
    named = bridge.reader.find(FormField, field.id)
    assert (named.key, named.type) == ("work_email", FieldType.EMAIL)
    key.line.selectAll()
    qtbot.keyClicks(key.line, "mail")
    title.line.selectAll()
    qtbot.keyClicks(title.line, "Address")
    assert bridge.reader.find(FormField, field.id).key == "mail"


def test_a_new_field_is_ready_to_be_named_and_has_a_key_of_its_own(
    bridge: PlanBridge, inspector: Inspector, qtbot: QtBot
) -> None:
    inspector.jump_requested.connect(lambda record_id: inspector.show_records([record_id]))
    for _ in range(2):
        inspector.show_records([FORM])
        add = next(each for each in inspector.findChildren(QPushButton) if each.text() == "+ Add")
        qtbot.mouseClick(add, Qt.MouseButton.LeftButton)
    keys = [each.key for each in bridge.reader.referring(FormField, "step", FORM)]
    assert len(set(keys)) == len(keys)
    qtbot.waitUntil(lambda: marked(inspector) == "New field")


def marked(inspector: Inspector) -> str:
    form = inspector.form()
    title = form.editor("title") if form is not None else None
    return title.line.selectedText() if isinstance(title, LineEditor) else ""


def test_from_a_part_one_press_leads_back(bridge: PlanBridge, inspector: Inspector, qtbot: QtBot) -> None:
    asked: list[str] = []
    inspector.jump_requested.connect(asked.append)
    inspector.show_records([bridge.reader.referring(FormField, "step", FORM)[0].id])
    back = next(each for each in inspector.findChildren(ElidedButton) if each.whole.startswith("‹"))
    assert back.whole == "‹ Guide form"
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert asked == [FORM]
