"""What all drawings of a window show alike: what colours stand for, and whether there is a legend."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from maplanner.drawing.coloring import Coloring


class Showing(QObject):
    """A choice of how to look at a plan; never part of the plan."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.coloring = Coloring.KIND
        self.has_legend = False

    def set_coloring(self, coloring: Coloring) -> None:
        """Let colours stand for something; unless it is the kind, a legend says what they mean."""
        if coloring is not self.coloring:
            self.coloring = coloring
            self.has_legend = self.has_legend or coloring is not Coloring.KIND
            self.changed.emit()

    def show_legend(self, *, shown: bool) -> None:
        """Show the legend, or put it away."""
        if shown is not self.has_legend:
            self.has_legend = shown
            self.changed.emit()

    def restore(self, coloring: str, *, has_legend: bool) -> None:
        """Show what was shown the last time; a choice that only a newer version knows is passed over."""
        known = {each.value for each in Coloring}
        self.coloring = Coloring(coloring) if coloring in known else Coloring.KIND
        self.has_legend = has_legend
        self.changed.emit()
