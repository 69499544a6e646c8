"""What all drawings of a window show alike: what colours stand for, ranges, a moment, and the legend."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from maplanner.drawing.coloring import Coloring
from maplanner.drawing.measures import Moment


class Showing(QObject):
    """A choice of how to look at a plan; never part of the plan."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.coloring = Coloring.KIND
        self.has_legend = False
        self.has_ranges = False
        self.moment: Moment | None = None
        self.is_stale = False

    def show_ranges(self, *, shown: bool) -> None:
        """Show with each count where nine runs of ten lie, or only the mean."""
        if shown is not self.has_ranges:
            self.has_ranges = shown
            self.changed.emit()

    def show_moment(self, moment: Moment | None) -> None:
        """Show what happens in a stretch of the simulated time; ``None`` is all of it."""
        if moment != self.moment:
            self.moment = moment
            self.changed.emit()

    def mark_stale(self, *, stale: bool) -> None:
        """Say that the numbers are older than the drawing, or that they are not."""
        if stale is not self.is_stale:
            self.is_stale = stale
            self.changed.emit()

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
