"""What results and findings add to a drawing: counts, widths, badges, words for tooltips. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from maplanner.drawing.card import Badge

if TYPE_CHECKING:
    from maplanner.checks import Finding
    from maplanner.simulation import SimulationResult


@dataclass(frozen=True)
class Marks:
    """Numbers and signs by record. ``entered`` and ``carried`` are mean counts over the runs."""

    entered: dict[str, float] = field(default_factory=dict)
    carried: dict[str, float] = field(default_factory=dict)
    badges: dict[str, Badge] = field(default_factory=dict)
    complaints: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def most(self) -> float:
        """What the busiest link of the plan carries."""
        return max(self.carried.values(), default=0.0)

    def steps_unlike(self, other: Marks) -> set[str]:
        """Return the steps whose count or badge differs from that in other marks."""
        found = {key for key, _ in self.entered.items() ^ other.entered.items()}
        return found | {key for key, _ in self.badges.items() ^ other.badges.items()}

    def share(self, link_id: str, source_id: str) -> float | None:
        """Return which share of the leads at a step took a link in the simulation; ``None`` if unknown."""
        entered, carried = self.entered.get(source_id), self.carried.get(link_id)
        if not entered or carried is None or carried > entered:
            return None
        return carried / entered

    def with_results(self, result: SimulationResult | None) -> Marks:
        """Return these marks with the numbers of a simulation, or without any."""
        if result is None:
            return Marks(badges=self.badges, complaints=self.complaints)
        return Marks(
            entered={each.step: float(each.entered.mean()) for each in result.steps},
            carried={each.link: float(each.taken.mean()) for each in result.links},
            badges=self.badges,
            complaints=self.complaints,
        )

    def with_findings(self, findings: Iterable[Finding]) -> Marks:
        """Return these marks with the worst finding and all messages of each step."""
        by_step: dict[str, list[Finding]] = {}
        for finding in findings:
            if finding.step_id:
                by_step.setdefault(finding.step_id, []).append(finding)
        for found in by_step.values():
            found.sort(key=lambda each: each.severity.rank)
        return Marks(
            entered=self.entered,
            carried=self.carried,
            badges={step: Badge(found[0].severity.value) for step, found in by_step.items()},
            complaints={step: tuple(each.message for each in found) for step, found in by_step.items()},
        )
