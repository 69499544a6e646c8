"""Which panels there are and where they stand at first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from maplanner.desktop.data.screens import offer_data_screens
from maplanner.desktop.left import LeftSide

if TYPE_CHECKING:
    from maplanner.desktop.main_window import MainWindow

_LEFT = Qt.DockWidgetArea.LeftDockWidgetArea
_RIGHT = Qt.DockWidgetArea.RightDockWidgetArea
_BOTTOM = Qt.DockWidgetArea.BottomDockWidgetArea


def add_panels(window: MainWindow) -> None:
    """Put a window's panels around the drawing; some wait until they are asked for."""
    offer_data_screens(window)
    docks = window.docks
    sides = LeftSide(window.campaigns, window.steps)
    docks.add("campaigns", "Campaigns", sides, _LEFT, window.campaigns.new_button)
    docks.add("inspector", "Inspector", window.inspector, _RIGHT)
    for name, title, panel in (
        ("findings", "Findings", window.findings),
        ("results", "Results", window.results),
        ("load", "CRM load", window.load),
        ("history", "History", window.history),
        ("find", "Find", window.search.panel),
    ):
        docks.add(name, title, panel, _BOTTOM)
    docks.add("outline", "Outline", window.outline, _LEFT, behind="campaigns")
    window.outline.activated.connect(partial(_edit, window))
    for name in ("find", "outline"):
        docks.hide(name)
    docks.show("findings")


def take_as_first_arrangement(window: MainWindow) -> None:
    """Size the panels and remember that as what “Put panels back” means."""
    horizontal, vertical = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
    window.docks.arranged(
        {"campaigns": (240, horizontal), "inspector": (320, horizontal), "findings": (200, vertical)}
    )


def _edit(window: MainWindow, record_id: str) -> None:
    """Open the inspector on a record, ready for typing."""
    window.docks.show("inspector")
    window.inspector.show_records([record_id])
    form = window.inspector.form()
    editor = form.editor("title") if form is not None else None
    (editor or window.inspector).setFocus(Qt.FocusReason.OtherFocusReason)
