"""What results and findings add to a drawing: counts, widths, badges, words for tooltips. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from maplanner.drawing.card import Badge
from maplanner.drawing.coloring import Coloring
from maplanner.drawing.measures import Figures

if TYPE_CHECKING:
    from maplanner.checks import Finding
    from maplanner.simulation import SimulationResult


@dataclass(frozen=True)
class Marks:
    """Numbers and signs by record. ``entered`` and ``carried`` are mean counts over all of a simulation.

    ``figures`` is what cards and links show of them: of all the time, or of a moment. ``comments`` are those
    of open threads. ``trail`` are the steps and links that a lead came along, ``at`` the step where it is.
    """

    entered: dict[str, float] = field(default_factory=dict)
    carried: dict[str, float] = field(default_factory=dict)
    figures: Figures = field(default_factory=Figures)
    badges: dict[str, Badge] = field(default_factory=dict)
    complaints: dict[str, tuple[str, ...]] = field(default_factory=dict)
    comments: dict[str, int] = field(default_factory=dict)
    trail: frozenset[str] = frozenset()
    at: str = ""

    @property
    def coloring(self) -> Coloring:
        """What the colours of steps stand for."""
        return self.figures.coloring

    def steps_unlike(self, other: Marks) -> set[str]:
        """Return the steps whose numbers or signs differ from those in other marks."""
        found = {key for key, _ in self.figures.counts.items() ^ other.figures.counts.items()}
        found |= {key for key, _ in self.comments.items() ^ other.comments.items()}
        return found | {key for key, _ in self.badges.items() ^ other.badges.items()}

    def recolors(self, other: Marks) -> bool:
        """Whether any step may have another colour than in other marks, or its number another look."""
        by_figure = self.coloring.is_measured and self.figures.values != other.figures.values
        return self.coloring is not other.coloring or by_figure or self.figures.look is not other.figures.look

    def widens(self, other: Marks) -> bool:
        """Whether any link may be wider or narrower than in other marks, or say another share."""
        shares = (self.carried, self.entered) != (other.carried, other.entered)
        return shares or self.figures.carried != other.figures.carried

    def share(self, link_id: str, source_id: str) -> float | None:
        """Return which share of the leads at a step took a link in the simulation; ``None`` if unknown."""
        entered, carried = self.entered.get(source_id), self.carried.get(link_id)
        if not entered or carried is None or carried > entered:
            return None
        return carried / entered

    def with_results(self, result: SimulationResult | None, figures: Figures) -> Marks:
        """Return these marks with the numbers of a simulation, or without any, shown as ``figures`` say."""
        if result is None:
            return replace(self, entered={}, carried={}, figures=figures)
        return replace(
            self,
            entered={each.step: float(each.entered.mean()) for each in result.steps},
            carried={each.link: float(each.taken.mean()) for each in result.links},
            figures=figures,
        )

    def with_findings(self, findings: Iterable[Finding]) -> Marks:
        """Return these marks with the worst finding and all messages of each step."""
        by_step: dict[str, list[Finding]] = {}
        for finding in findings:
            if finding.step_id:
                by_step.setdefault(finding.step_id, []).append(finding)
        for found in by_step.values():
            found.sort(key=lambda each: each.severity.rank)
        return replace(
            self,
            badges={step: Badge(found[0].severity.value) for step, found in by_step.items()},
            complaints={step: tuple(each.message for each in found) for step, found in by_step.items()},
        )
