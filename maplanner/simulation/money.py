"""What steps and campaigns cost in a simulation, what leads spend there, and what is left."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from maplanner.document.reading import RecordReader
from maplanner.document.records import Campaign, Step
from maplanner.simulation.results import Range, SimulationResult, StepResult
from maplanner.steps import kind_of, props_of
from maplanner.steps.kind import Cost

Money = NDArray[np.float64]
"""An amount per run, in the plan's currency; shape (runs,)."""


@dataclass(frozen=True)
class MoneyRow:
    """What something costs and brings, in each run."""

    id: str
    title: str
    cost: Money
    revenue: Money
    budget: float | None = None

    @property
    def left(self) -> Money:
        """What is left of the revenue."""
        return self.revenue - self.cost

    @property
    def gain(self) -> float | None:
        """What is left, as a share of the cost, over all runs; ``None`` where nothing is spent."""
        spent = float(self.cost.mean())
        return float(self.left.mean()) / spent if spent > 0 else None

    @property
    def over_budget(self) -> float | None:
        """The share of runs in which the budget does not suffice; ``None`` without a budget."""
        return None if self.budget is None else float((self.cost > self.budget).mean())

    def to_json(self) -> dict[str, Any]:
        """Return names and ranges."""
        return {
            "id": self.id,
            "title": self.title,
            "cost": Range.of(self.cost).to_json(),
            "revenue": Range.of(self.revenue).to_json(),
            "left": Range.of(self.left).to_json(),
            "budget": self.budget,
            "over_budget": self.over_budget,
        }


@dataclass(frozen=True)
class MoneyResult:
    """Money of the steps that cost or bring any, of campaigns, of sales teams, and in all.

    ``cost_over_time`` is the mean cost in each bucket of the result's time series.
    """

    steps: tuple[MoneyRow, ...]
    campaigns: tuple[MoneyRow, ...]
    teams: tuple[MoneyRow, ...]
    total: MoneyRow
    cost_over_time: NDArray[np.float64]

    def to_json(self) -> dict[str, Any]:
        """Return all rows."""
        return {
            "steps": [row.to_json() for row in self.steps],
            "campaigns": [row.to_json() for row in self.campaigns],
            "teams": [row.to_json() for row in self.teams],
            "total": self.total.to_json(),
        }


def cost_of(step: Step) -> Cost:
    """Return what a step costs: by what its kind says, and by what was entered besides."""
    kind = kind_of(step)
    own = Cost() if kind is None else kind.cost(props_of(step))
    return Cost(own.each + step.cost_each, own.fixed + step.cost_fixed, own.on_day)


def money(reader: RecordReader, result: SimulationResult) -> MoneyResult:
    """Return what a simulation cost and brought. ``reader`` is the plan as it was simulated."""
    costs = {
        found.step: cost_of(reader.find(Step, found.step))
        for found in result.steps
        if _is_there(reader, found)
    }
    steps = [_step_row(found, costs[found.step]) for found in result.steps if found.step in costs]
    campaigns = [_campaign_row(reader, campaign, result, steps) for campaign in reader.all(Campaign)]
    nothing = np.zeros(result.runs)
    teams = [MoneyRow(team.team, team.title, team.cost, nothing) for team in result.teams]
    return MoneyResult(
        steps=tuple(row for row in steps if row.cost.any() or row.revenue.any()),
        campaigns=tuple(campaigns),
        teams=tuple(row for row in teams if row.cost.any()),
        total=MoneyRow(
            "", "", _sum([*campaigns, *teams], "cost", nothing), _sum(campaigns, "revenue", nothing)
        ),
        cost_over_time=_over_time(result, costs),
    )


def _is_there(reader: RecordReader, found: StepResult) -> bool:
    return reader.find_or_none(Step, found.step) is not None


def _step_row(found: StepResult, cost: Cost) -> MoneyRow:
    spent = cost.fixed + cost.each * found.entered.astype(np.float64)
    revenue = np.zeros(len(spent)) if found.spent is None else found.spent
    return MoneyRow(found.step, found.title, spent, revenue)


def _campaign_row(
    reader: RecordReader, campaign: Campaign, result: SimulationResult, steps: Iterable[MoneyRow]
) -> MoneyRow:
    own = [row for row in steps if reader.find(Step, row.id).campaign == campaign.id]
    nothing = np.zeros(result.runs)
    return MoneyRow(
        campaign.id,
        campaign.title,
        _sum(own, "cost", nothing),
        _sum(own, "revenue", nothing),
        campaign.budget,
    )


def _sum(rows: Iterable[MoneyRow], name: str, nothing: Money) -> Money:
    total = nothing
    for row in rows:
        total = total + getattr(row, name)
    return total


def _over_time(result: SimulationResult, costs: dict[str, Cost]) -> NDArray[np.float64]:
    buckets = max((len(found.over_time) for found in result.steps), default=0)
    total = np.zeros(buckets)
    for found in result.steps:
        cost = costs.get(found.step, Cost())
        if cost.each:
            total[: len(found.over_time)] += cost.each * found.over_time
        if cost.fixed and buckets:
            total[min(math.floor(cost.on_day / result.bucket_days), buckets - 1)] += cost.fixed
    return total
