"""Puts the data screens among the window's tabs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtWidgets import QWidget

from maplanner.desktop.words import tr

if TYPE_CHECKING:
    from maplanner.desktop.data.conversion_screen import ConversionScreen
    from maplanner.desktop.data.fields_screen import FieldsScreen
    from maplanner.desktop.data.mapping_screen import MappingScreen
    from maplanner.desktop.main_window import MainWindow

FIELDS: Final = "fields"
MAPPING: Final = "mapping"
CONVERSION: Final = "conversion"
"""Names of screens, as they are remembered."""


def offer_data_screens(window: MainWindow) -> None:
    """Let a window show the data screens; each is made when it is first shown."""
    window.tabs.offer(FIELDS, tr("Fields"), partial(_make_fields, window))
    window.tabs.offer(MAPPING, tr("Mapping"), partial(_make_mapping, window))
    window.tabs.offer(CONVERSION, tr("Lead conversion"), partial(_make_conversion, window))


def show_fields(window: MainWindow) -> FieldsScreen:
    """Show the inventory of fields."""
    return cast("FieldsScreen", window.tabs.show_screen(FIELDS))


def show_mapping(window: MainWindow) -> MappingScreen:
    """Show the mapping screen."""
    return cast("MappingScreen", window.tabs.show_screen(MAPPING))


def show_conversion(window: MainWindow) -> ConversionScreen:
    """Show what becomes of leads' fields at conversion."""
    return cast("ConversionScreen", window.tabs.show_screen(CONVERSION))


def _make_fields(window: MainWindow) -> QWidget:
    from maplanner.desktop.data.fields_screen import FieldsScreen

    return _wired(window, FieldsScreen(window.bridge, window.theme))


def _make_mapping(window: MainWindow) -> QWidget:
    from maplanner.desktop.data.mapping_screen import MappingScreen

    return _wired(window, MappingScreen(window.bridge, window.theme))


def _make_conversion(window: MainWindow) -> QWidget:
    from maplanner.desktop.data.conversion_screen import ConversionScreen

    return _wired(window, ConversionScreen(window.bridge, window.theme))


def _wired(window: MainWindow, screen: FieldsScreen | MappingScreen | ConversionScreen) -> QWidget:
    screen.selection_changed.connect(window.tabs.selection_changed)
    screen.jump_requested.connect(window.tabs.reveal)
    screen.message.connect(window.say)
    return screen
