"""What the Plan menu does about recorded leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from maplanner.desktop.main_window import MainWindow


def learn_from_records(window: MainWindow) -> None:
    """Show the dialog that proposes a plan's assumptions from records."""
    from maplanner.desktop.learning.dialog import LearnDialog

    dialog = LearnDialog(window.bridge, window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
