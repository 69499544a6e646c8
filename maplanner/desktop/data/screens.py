"""Puts the data screens among the window's tabs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtWidgets import QWidget

from maplanner.desktop.words import tr

if TYPE_CHECKING:
    from maplanner.desktop.data.fields_screen import FieldsScreen
    from maplanner.desktop.main_window import MainWindow

FIELDS: Final = "fields"
"""Names of screens, as they are remembered."""


def offer_data_screens(window: MainWindow) -> None:
    """Let a window show the data screens; each is made when it is first shown."""
    window.tabs.offer(FIELDS, tr("Fields"), partial(_make_fields, window))


def show_fields(window: MainWindow) -> FieldsScreen:
    """Show the inventory of fields."""
    return cast("FieldsScreen", window.tabs.show_screen(FIELDS))


def _make_fields(window: MainWindow) -> QWidget:
    from maplanner.desktop.data.fields_screen import FieldsScreen

    screen = FieldsScreen(window.bridge, window.theme)
    screen.selection_changed.connect(window.tabs.selection_changed)
    screen.jump_requested.connect(window.tabs.reveal)
    screen.message.connect(window.say)
    return screen
