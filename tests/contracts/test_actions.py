"""Every action has a name, an icon that exists, a key of its own and something to run."""

from PySide6.QtGui import QKeySequence

from maplanner.desktop.actions import ACTIONS, Menu
from maplanner.drawing.icons import icon_exists


def test_identifiers_and_titles_are_unique() -> None:
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)
    assert len({(action.menu, action.title) for action in ACTIONS}) == len(ACTIONS)


def test_no_key_does_two_things() -> None:
    keys = [keys for action in ACTIONS for keys in action.shortcuts]
    assert len(keys) == len(set(keys)), sorted(key for key in keys if keys.count(key) > 1)


def test_every_key_is_a_key() -> None:
    for action in ACTIONS:
        for keys in action.shortcuts:
            assert not QKeySequence(keys).isEmpty(), (action.id, keys)
            assert QKeySequence(keys)[0].key() != 0x01FFFFFF, (action.id, keys)


def test_every_icon_exists() -> None:
    for action in ACTIONS:
        assert not action.icon or icon_exists(action.icon), (action.id, action.icon)


def test_every_menu_has_actions() -> None:
    assert {action.menu for action in ACTIONS} == set(Menu)
