"""Keys that a person chooses: kept, told of where they clash, shown everywhere, given back."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QKeySequence
from pytestqt.qtbot import QtBot

from maplanner.desktop.actions import ACTIONS
from maplanner.desktop.dialogs.shortcuts import ShortcutSheet
from maplanner.desktop.keys import Keys

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


def shown_sheet(qtbot: QtBot, keys: Keys) -> ShortcutSheet:
    sheet = ShortcutSheet(ACTIONS, keys)
    qtbot.addWidget(sheet)
    sheet.show()
    return sheet


def doubles(keys: Keys) -> set[str]:
    bound = [QKeySequence(key).toString() for action in ACTIONS for key in keys.of(action.id)]
    return {key for key in bound if bound.count(key) > 1}


def test_a_chosen_key_is_kept_and_given_back(settings: QSettings) -> None:
    keys = Keys(settings)
    keys.bind("plan.simulate", "F9")
    settings.sync()
    again = Keys(QSettings(settings.fileName(), QSettings.Format.IniFormat))
    assert again.of("plan.simulate") == ("F9",)
    again.reset("plan.simulate")
    assert again.of("plan.simulate") == ("F5",)
    assert not again.any_own
    assert Keys(QSettings(settings.fileName(), QSettings.Format.IniFormat)).of("plan.simulate") == ("F5",)


def test_a_key_taken_from_another_action_runs_only_one(settings: QSettings) -> None:
    keys = Keys(settings)
    assert keys.using("Ctrl+K") == ["help.commands"]
    keys.bind("edit.tidy", "Ctrl+K")
    assert keys.of("help.commands") == ("Ctrl+Shift+P",)
    assert doubles(keys) == set()
    assert keys.reset("help.commands") == ["edit.tidy"]
    assert keys.of("help.commands") == ("Ctrl+Shift+P",)
    keys.reset_all()
    assert keys.of("help.commands") == ("Ctrl+Shift+P", "Ctrl+K")
    assert doubles(keys) == set()


def test_an_action_can_be_without_a_key(settings: QSettings) -> None:
    Keys(settings).bind("plan.check", "")
    assert Keys(settings).of("plan.check") == ()
    assert Keys(settings).shown("plan.check") == ""


@pytest.mark.parametrize("value", ["", "nonsense", "\x00", "Ctrl+", 7, ["a", "b"]])
def test_damaged_settings_do_no_harm(settings: QSettings, value: object) -> None:
    settings.setValue("keys/plan.check", value)
    settings.setValue("keys/no.such.action", "F9")
    assert all(isinstance(key, str) for action in ACTIONS for key in Keys(settings).of(action.id))


def test_the_sheet_lists_every_action_and_filters_by_name_and_key(qtbot: QtBot, settings: QSettings) -> None:
    sheet = shown_sheet(qtbot, Keys(settings))
    assert set(sheet.rows) == {action.id for action in ACTIONS}
    sheet.filter.setText("undo")
    assert {name for name, row in sheet.rows.items() if row[0].isVisible()} == {"edit.undo"}
    sheet.filter.setText("ctrl+f5")
    assert {name for name, row in sheet.rows.items() if row[0].isVisible()} == {"plan.simulate_scenario"}


def test_a_click_and_a_key_bind_it(qtbot: QtBot, settings: QSettings) -> None:
    keys = Keys(settings)
    sheet = shown_sheet(qtbot, keys)
    button = sheet.rows["edit.tidy"][1]
    button.click()
    qtbot.keyPress(button, Qt.Key.Key_Control, CTRL)
    qtbot.keyPress(button, Qt.Key.Key_Y, CTRL | SHIFT | Qt.KeyboardModifier.AltModifier)
    assert keys.of("edit.tidy") == ("Ctrl+Alt+Shift+Y",)
    assert button.text() == "Ctrl+Alt+Shift+Y"


def test_a_clash_is_told_and_settled(qtbot: QtBot, settings: QSettings) -> None:
    keys = Keys(settings)
    sheet = shown_sheet(qtbot, keys)
    button = sheet.rows["edit.tidy"][1]
    button.click()
    qtbot.keyPress(button, Qt.Key.Key_F7)
    assert "Check" in sheet.question.text()
    sheet.leave_button.click()
    assert keys.of("edit.tidy") == ("Ctrl+L",)
    button.click()
    qtbot.keyPress(button, Qt.Key.Key_F7)
    sheet.take_button.click()
    assert keys.of("edit.tidy") == ("F7",)
    assert keys.of("plan.check") == ()
    assert sheet.rows["plan.check"][1].text() == "–"
    sheet.reset_button.click()
    assert keys.of("plan.check") == ("F7",)


def test_a_letter_alone_is_refused_and_esc_and_backspace_do_what_they_say(
    qtbot: QtBot, settings: QSettings
) -> None:
    keys = Keys(settings)
    sheet = shown_sheet(qtbot, keys)
    button = sheet.rows["edit.tidy"][1]
    button.click()
    qtbot.keyPress(button, Qt.Key.Key_X)
    assert sheet.question.text()
    button.click()
    qtbot.keyPress(button, Qt.Key.Key_Escape)
    assert keys.of("edit.tidy") == ("Ctrl+L",)
    assert sheet.isVisible()
    button.click()
    qtbot.keyPress(button, Qt.Key.Key_Backspace)
    assert keys.of("edit.tidy") == ()
