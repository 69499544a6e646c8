"""What the Plan menu does about scores."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt

from maplanner.desktop.screens import SCORING

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
    dialog.used.connect(partial(_show_new_score, window))
    _open(dialog)


def _show_new_score(window: MainWindow, score_id: str) -> None:
    from maplanner.desktop.scoring.screen import ScoringScreen

    cast(ScoringScreen, window.tabs.show_screen(SCORING)).show_score(score_id)
    window.begin_record(score_id)


def count_promoters(window: MainWindow) -> None:
    """Show the dialog that counts promoters in a survey."""
    from maplanner.desktop.scoring.promoters_dialog import PromotersDialog

    _open(PromotersDialog(window.bridge, window))


def set_up_accounts(window: MainWindow) -> None:
    """Show the steps that set up account scores in the CRM."""
    from maplanner.desktop.printing.commands import print_html
    from maplanner.desktop.scoring.account_dialog import AccountDialog

    _open(AccountDialog(window.bridge, partial(print_html, window), window))


def draw_cold_path(window: MainWindow) -> None:
    """Show the dialog that draws a path for cold leads."""
    from maplanner.desktop.scoring.cold_dialog import ColdDialog

    dialog = ColdDialog(window.bridge, window)
    dialog.drawn.connect(window.tabs.open_campaign)
    _open(dialog)


def show_versions(window: MainWindow) -> None:
    """Show the versions of the scoring model."""
    from maplanner.desktop.scoring.versions_dialog import VersionsDialog

    _open(VersionsDialog(window.bridge, window))


def _open(dialog: QDialog) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
