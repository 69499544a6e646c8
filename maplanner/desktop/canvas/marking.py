"""Keeps the numbers, signs and colours of a drawing right."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from maplanner.desktop.canvas.showing import Showing
from maplanner.drawing.coloring import Coloring
from maplanner.drawing.measures import Figures, figures_of
from maplanner.drawing.signs import open_comments

if TYPE_CHECKING:
    from maplanner.desktop.canvas.scene import CanvasScene
    from maplanner.document.patch import Patch
    from maplanner.simulation import SimulationResult

_COLORED_BY: Final = {
    Coloring.STAGE: frozenset({"stage"}),
    Coloring.GROUP: frozenset({"campaign", "campaign_group"}),
}
"""Records that the colours of steps depend on."""


class Marking(QObject):
    """Counts comments, and chooses what the colours of steps stand for."""

    def __init__(self, scene: CanvasScene) -> None:
        super().__init__(scene)
        self._scene = scene
        self._result: SimulationResult | None = None
        self.showing = Showing(self)
        self.showing.changed.connect(self._show)
        self._count()

    def follow(self, showing: Showing) -> None:
        """Show what another choice says, which other drawings follow too."""
        self.showing.changed.disconnect(self._show)
        self.showing = showing
        showing.changed.connect(self._show)
        self._show()

    def set_result(self, result: SimulationResult | None) -> None:
        """Show the numbers of a simulation, or none."""
        self._result = result
        self._scene.set_marks(self._scene.marks.with_results(result, self._figures()))

    def _figures(self) -> Figures:
        showing = self.showing
        return figures_of(
            self._scene.reader,
            self._result,
            showing.coloring,
            moment=showing.moment,
            ranged=showing.has_ranges,
            stale=showing.is_stale,
        )

    def _show(self) -> None:
        figures = self._figures()
        if figures != self._scene.marks.figures:
            self._scene.set_marks(replace(self._scene.marks, figures=figures))
        for view in self._scene.views():
            view.viewport().update()

    def apply(self, patch: Patch) -> None:
        """Take note of what a patch has changed."""
        types = {change.type_name for change in patch.changes}
        if "comment" in types:
            self._count()
        if types & _COLORED_BY.get(self.showing.coloring, frozenset()):
            for item in self._scene.steps.values():
                self._scene.read_words(item)

    def _count(self) -> None:
        comments = open_comments(self._scene.reader)
        if comments != self._scene.marks.comments:
            self._scene.set_marks(replace(self._scene.marks, comments=comments))
