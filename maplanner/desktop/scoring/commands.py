"""What the Plan menu does about scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from maplanner.desktop.main_window import MainWindow


def calibrate_points(window: MainWindow) -> None:
    """Show the dialog that works out points."""
    from maplanner.desktop.scoring.calibrate_dialog import CalibrateDialog

    _open(CalibrateDialog(window.bridge, window))


def explain_score(window: MainWindow) -> None:
    """Show the dialog that explains a score."""
    from maplanner.desktop.scoring.explain_dialog import ExplainDialog

    _open(ExplainDialog(window.bridge, window))


def use_starter_model(window: MainWindow) -> None:
    """Show the dialog that offers published models."""
    from maplanner.desktop.scoring.starter_dialog import StarterDialog

    dialog = StarterDialog(window.bridge, window)
    dialog.used.connect(window.begin_record)
    _open(dialog)


def count_promoters(window: MainWindow) -> None:
    """Show the dialog that counts promoters in a survey."""
    from maplanner.desktop.scoring.promoters_dialog import PromotersDialog

    _open(PromotersDialog(window))


def _open(dialog: QDialog) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
