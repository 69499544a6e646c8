"""Asking a plan: what is wrong with it, what will happen, what the CRM will bear."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from maplanner.document.reading import RecordReader, Snapshot
from maplanner.document.records import Campaign, Link, Step

if TYPE_CHECKING:
    from maplanner.checks.completeness import Completeness
    from maplanner.checks.finding import Finding
    from maplanner.estimate import Estimate
    from maplanner.simulation import SimulationOptions, SimulationResult

Progress = Callable[[float], None]
"""Is told the share of the work done, from 0 to 1."""


@dataclass(frozen=True)
class CheckReport:
    """All findings of a plan, in the order in which people read them.

    ``ignored`` are those that the team has decided to live with; they count nowhere.
    """

    findings: tuple[Finding, ...]
    ignored: tuple[Finding, ...] = ()
    completeness: tuple[Completeness, ...] = ()

    @property
    def has_errors(self) -> bool:
        """Whether any finding is an error."""
        return self.count("error") > 0

    def count(self, severity: str) -> int:
        """Return how many findings are of a severity."""
        return sum(finding.severity.value == severity for finding in self.findings)

    def to_json(self) -> dict[str, Any]:
        """Return findings, ignored ones and completeness as JSON values, for other programs."""
        return {
            "findings": [finding.to_json() for finding in self.findings],
            "ignored": [finding.to_json() for finding in self.ignored],
            "counts": {name: self.count(name) for name in ("error", "warning", "note")}
            | {"ignored": len(self.ignored)},
            "completeness": [each.to_json() for each in self.completeness],
        }


def check(snapshot: Snapshot) -> CheckReport:
    """Run every check."""
    from maplanner.checks import check_once

    checked = check_once(snapshot)
    return CheckReport(checked.findings, checked.ignored, checked.completeness)


def simulate(
    snapshot: Snapshot,
    options: SimulationOptions | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> SimulationResult:
    """Send simulated leads through a plan.

    Raises:
        CannotSimulate: The plan cannot run as it stands, or an option is not possible.
        Cancelled: The person stopped the work.
    """
    from maplanner import simulation

    return simulation.simulate(snapshot, options, progress, cancelled)


def estimate(snapshot: Snapshot, result: SimulationResult) -> Estimate:
    """Say what the CRM must carry, from what was simulated."""
    from maplanner import estimate as estimating

    return estimating.estimate(snapshot, result)


def in_flow_order(snapshot: RecordReader) -> list[str]:
    """Return the identifiers of all steps as people follow them.

    Campaign by campaign; within one, by the number of links from the nearest step that no link leads to, and
    from top to bottom. What only loops lead to comes last.
    """
    ordered: list[str] = []
    for campaign in sorted(snapshot.all(Campaign), key=lambda campaign: campaign.order):
        steps = snapshot.referring(Step, "campaign", campaign.id)
        distance = _distances(snapshot, steps)
        far = len(steps)
        steps.sort(key=lambda step: (distance.get(step.id, far), step.y, step.x))
        ordered += [step.id for step in steps]
    return ordered


def _distances(snapshot: RecordReader, steps: list[Step]) -> dict[str, int]:
    front = [step.id for step in steps if not snapshot.referring(Link, "target", step.id)]
    distance = dict.fromkeys(front, 0)
    while front:
        reached: list[str] = []
        for step_id in front:
            for link in snapshot.referring(Link, "source", step_id):
                if link.target not in distance:
                    distance[link.target] = distance[step_id] + 1
                    reached.append(link.target)
        front = reached
    return distance
