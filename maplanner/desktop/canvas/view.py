"""The view of one campaign's drawing: what the window talks to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Signal
from PySide6.QtWidgets import QGraphicsView, QWidget

from maplanner.desktop.bridge import PlanBridge

if TYPE_CHECKING:
    from maplanner.checks import Finding
    from maplanner.drawing.theme import Theme
    from maplanner.simulation import SimulationResult


class CanvasView(QGraphicsView):
    """Shows one campaign and lets a person draw it."""

    selection_changed = Signal(list)
    """Identifiers of the selected records (steps, links, notes)."""
    activated = Signal(str)
    """A step was double-clicked or Enter was pressed on it: show it in the inspector."""
    zoom_changed = Signal(float)
    """1 is 100 %."""
    message = Signal(str)
    """Why something was refused, for the status line."""
    context_menu_requested = Signal(list, QPoint)
    """Identifiers under the pointer (the selection, if it is part of it; empty on bare canvas) and the global place."""

    def __init__(self, bridge: PlanBridge, campaign_id: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.campaign_id = campaign_id
        self.theme = theme

    def select(self, ids: Iterable[str]) -> None:
        """Select exactly these records, as far as they are on this drawing."""

    def selected_ids(self) -> list[str]:
        """Return the identifiers of the selected records."""
        return []

    def reveal(self, record_id: str) -> None:
        """Select a record, bring it into view and highlight it for a moment."""

    def fit_all(self) -> None:
        """Show the whole drawing, at 100 % at most."""

    def fit_selection(self) -> None:
        """Show the whole selection, at 100 % at most."""

    def set_zoom(self, zoom: float) -> None:
        """Zoom to a scale between 5 % and 400 %; 1 is 100 %."""

    def zoom(self) -> float:
        """Return the scale; 1 is 100 %."""
        return 1.0

    def zoom_in(self) -> None:
        """Go one step closer."""

    def zoom_out(self) -> None:
        """Go one step back."""

    def delete_selection(self) -> None:
        """Delete what is selected; where a step leaves one way in and one way out, join them."""

    def copy(self) -> None:
        """Put the selected steps and notes on the clipboard."""

    def cut(self) -> None:
        """Copy the selection and delete it."""

    def paste(self) -> None:
        """Add what is on the clipboard, from this or another campaign or window."""

    def duplicate(self) -> None:
        """Add a copy of the selection beside it."""

    def select_all(self) -> None:
        """Select every step and note."""

    def nudge(self, dx: float, dy: float) -> None:
        """Move the selection by so many pixels."""

    def rename_selected(self) -> None:
        """Open the title of the selected step for typing."""

    def add_step(self, kind_name: str, scene_pos: QPointF | None = None) -> str | None:
        """Add a step, in the middle of the view if no place is given; return its identifier."""
        return None

    def add_note(self, scene_pos: QPointF | None = None) -> str | None:
        """Add a sticky note, in the middle of the view if no place is given, and open it for typing."""
        return None

    def set_results(self, result: SimulationResult | None) -> None:
        """Show a simulation's numbers on steps and links, or none."""

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """Show which steps have findings."""

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
