"""What results and findings add to a drawing: counts, widths, badges, words for tooltips. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from maplanner.drawing.card import Badge
from maplanner.drawing.coloring import Coloring

if TYPE_CHECKING:
    from maplanner.checks import Finding
    from maplanner.simulation import SimulationResult


@dataclass(frozen=True)
class Marks:
    """Numbers and signs by record. ``entered`` and ``carried`` are mean counts over the runs.

    ``comments`` are those of open threads; ``coloring`` says what the colours of steps stand for.
    """

    entered: dict[str, float] = field(default_factory=dict)
    carried: dict[str, float] = field(default_factory=dict)
    badges: dict[str, Badge] = field(default_factory=dict)
    complaints: dict[str, tuple[str, ...]] = field(default_factory=dict)
    comments: dict[str, int] = field(default_factory=dict)
    coloring: Coloring = Coloring.KIND

    @cached_property
    def busiest(self) -> float:
        """What the busiest step of the plan gets."""
        return max(self.entered.values(), default=0.0)

    @property
    def most(self) -> float:
        """What the busiest link of the plan carries."""
        return max(self.carried.values(), default=0.0)

    def steps_unlike(self, other: Marks) -> set[str]:
        """Return the steps whose numbers or signs differ from those in other marks."""
        found = {key for key, _ in self.entered.items() ^ other.entered.items()}
        found |= {key for key, _ in self.comments.items() ^ other.comments.items()}
        return found | {key for key, _ in self.badges.items() ^ other.badges.items()}

    def recolors(self, other: Marks) -> bool:
        """Whether any step may have another colour than in other marks."""
        by_leads = self.coloring is Coloring.RESULT and self.entered != other.entered
        return self.coloring is not other.coloring or by_leads

    def share(self, link_id: str, source_id: str) -> float | None:
        """Return which share of the leads at a step took a link in the simulation; ``None`` if unknown."""
        entered, carried = self.entered.get(source_id), self.carried.get(link_id)
        if not entered or carried is None or carried > entered:
            return None
        return carried / entered

    def with_results(self, result: SimulationResult | None) -> Marks:
        """Return these marks with the numbers of a simulation, or without any."""
        if result is None:
            return replace(self, entered={}, carried={})
        return replace(
            self,
            entered={each.step: float(each.entered.mean()) for each in result.steps},
            carried={each.link: float(each.taken.mean()) for each in result.links},
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
