"""Which screens a window offers as tabs, beside its campaigns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maplanner.desktop.screens import CAMPAIGNS
from maplanner.desktop.words import tr

if TYPE_CHECKING:
    from maplanner.desktop.inventory.screen import InventoryScreen
    from maplanner.desktop.main_window import MainWindow


def offer_screens(window: MainWindow) -> None:
    """Let a window show its screens by name. Each is loaded when it is first shown."""
    window.tabs.offer(CAMPAIGNS, tr("Campaigns"), lambda: _inventory(window))


def _inventory(window: MainWindow) -> InventoryScreen:
    from maplanner.desktop.inventory.screen import InventoryScreen

    screen = InventoryScreen(window.bridge, window.campaign_edits, window.theme)
    screen.selection_changed.connect(window.select)
    return screen
