"""Puts the data screens among the window's tabs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtWidgets import QWidget

from maplanner.desktop.words import tr
from maplanner.document.records import (
    Campaign,
    Conversion,
    CrmField,
    DataFlow,
    FormField,
    Mapping,
    Step,
    System,
)

if TYPE_CHECKING:
    from maplanner.desktop.data.conversion_screen import ConversionScreen
    from maplanner.desktop.data.fields_screen import FieldsScreen
    from maplanner.desktop.data.mapping_screen import MappingScreen
    from maplanner.desktop.data.way_panel import WayPanel
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
    window.tabs.tool_map.jump_requested.connect(window.tabs.reveal)


def make_way(window: MainWindow) -> WayPanel:
    """Let a window light the way of a field, and return the panel that lists it."""
    from maplanner.desktop.data.way import FieldWay
    from maplanner.desktop.data.way_panel import WayPanel

    window.way = FieldWay(window, window.bridge, window.tabs)
    window.way.message.connect(window.say)
    window.inspector.way_requested.connect(partial(show_way, window))
    panel = WayPanel(window.bridge, window.way)
    panel.jump_requested.connect(partial(go_to, window))
    panel.message.connect(window.say)
    return panel


def show_way(window: MainWindow, field_id: str = "") -> None:
    """Light the whole way of a field, or of the one that is selected, and list it."""
    if window.way.show(field_id or selected_field(window)):
        window.docks.show("way")


def selected_field(window: MainWindow) -> str:
    """Return the one field that is selected anywhere; empty for none, or more than one."""
    ids = window.inspector.shown_ids
    record = window.bridge.reader.get(ids[0]) if len(ids) == 1 else None
    return record.id if isinstance(record, FormField | CrmField) else ""


def can_pin(window: MainWindow) -> str:
    """Return the selected system, flow or step to which a problem can be pinned; empty for none."""
    ids = window.inspector.shown_ids
    record = window.bridge.reader.get(ids[0]) if len(ids) == 1 else None
    return record.id if isinstance(record, Step | System | DataFlow | Campaign) else ""


def pin_problem(window: MainWindow) -> None:
    """Pin a new problem to what is selected, and let a person describe it."""
    from maplanner.desktop.problems import add_problem

    about = can_pin(window)
    if about:
        window.begin_record(add_problem(window.bridge, about))


def show_fields(window: MainWindow) -> FieldsScreen:
    """Show the inventory of fields."""
    return cast("FieldsScreen", window.tabs.show_screen(FIELDS))


def show_mapping(window: MainWindow) -> MappingScreen:
    """Show the mapping screen."""
    return cast("MappingScreen", window.tabs.show_screen(MAPPING))


def show_conversion(window: MainWindow) -> ConversionScreen:
    """Show what becomes of leads' fields at conversion."""
    return cast("ConversionScreen", window.tabs.show_screen(CONVERSION))


def go_to(window: MainWindow, record_id: str) -> None:
    """Show a record where it is best understood: a mapping between its sides, a field in the inventory."""
    record = window.bridge.reader.get(record_id)
    if isinstance(record, Mapping):
        screen = show_mapping(window)
        screen.show_field(record.collected or record.held or record.target)
        screen.board.select_tie(record_id)
    elif isinstance(record, Conversion):
        show_conversion(window).board.select_tie(record_id)
    elif isinstance(record, CrmField):
        show_fields(window).show_field(record_id)
    else:
        window.tabs.reveal(record_id)


def _make_fields(window: MainWindow) -> QWidget:
    from maplanner.desktop.data.fields_screen import FieldsScreen

    screen = FieldsScreen(window.bridge, window.theme)
    screen.mapping_requested.connect(partial(_show_mapping_of, window))
    return _wired(window, screen)


def _show_mapping_of(window: MainWindow, field_id: str) -> None:
    show_mapping(window).show_field(field_id)


def _make_mapping(window: MainWindow) -> QWidget:
    from maplanner.desktop.data.mapping_screen import MappingScreen

    return _wired(window, MappingScreen(window.bridge, window.theme))


def _make_conversion(window: MainWindow) -> QWidget:
    from maplanner.desktop.data.conversion_screen import ConversionScreen

    return _wired(window, ConversionScreen(window.bridge, window.theme))


def _wired(window: MainWindow, screen: FieldsScreen | MappingScreen | ConversionScreen) -> QWidget:
    screen.selection_changed.connect(window.tabs.selection_changed)
    screen.jump_requested.connect(partial(go_to, window))
    screen.way_requested.connect(partial(show_way, window))
    screen.message.connect(window.say)
    return screen
