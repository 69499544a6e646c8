"""What comes of it: cost, pipeline, revenue and return of each campaign and of the whole plan (brief H4)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from maplanner.document.reading import RecordReader
from maplanner.document.records import Campaign, Link, Step
from maplanner.document.vocabulary import SalesStatus
from maplanner.estimate.explaining import DERIVED, SIMULATED, Explanation, Input
from maplanner.estimate.growing import DAYS_PER_YEAR
from maplanner.estimate.programmes import Programme
from maplanner.estimate.work import WorkEstimate
from maplanner.simulation.money import MoneyRow, money
from maplanner.simulation.results import Range, SimulationResult
from maplanner.steps import kind_of, props_of
from maplanner.steps.hand_off import HandOffProps

FARTHEST_YEARS: Final = 20.0
"""Beyond, a payback date says nothing."""
_OUTPUTS: Final = ((SalesStatus.OPPORTUNITY, "opportunity"), (SalesStatus.WON, "won"))

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Reached:
    """How many leads came, were handed over, became opportunities and customers; one number per run."""

    leads: Floats
    handed_over: Floats
    opportunities: Floats
    customers: Floats
    pipeline: Floats
    """Opportunities times what a deal is worth."""


@dataclass(frozen=True)
class Return:
    """Money of one campaign, or of the whole plan (``campaign`` empty).

    ``media`` is what steps cost: clicks, lists, each e-mail; ``making`` and ``running`` are the team's work,
    ``sales`` that of the sales teams, ``integration`` the work that belongs to no campaign. ``None`` where
    nobody knows what an hour costs. ``revenue`` and ``media`` have one number per run.
    """

    campaign: str
    title: str
    reached: Reached
    media: Floats
    revenue: Floats
    making: float | None
    running: float | None
    sales: float = 0.0
    integration: float | None = None
    budget: float | None = None

    @property
    def cost(self) -> Floats:
        """All costs together, in each run; work of which the cost is not known is left out."""
        work = sum(each or 0.0 for each in (self.making, self.running, self.sales, self.integration))
        found: Floats = self.media + work
        return found

    @property
    def left(self) -> Floats:
        """Revenue less cost, in each run."""
        found: Floats = self.revenue - self.cost
        return found

    @property
    def gain(self) -> float | None:
        """What is left as a part of the cost, by the means; ``None`` where nothing is spent."""
        cost = float(self.cost.mean())
        return float(self.left.mean()) / cost if cost > 0.0 else None

    def cost_per(self, counts: Floats) -> float | None:
        """Return the mean cost of one of something; ``None`` where there are none."""
        number = float(counts.mean())
        return float(self.cost.mean()) / number if number > 0.0 else None

    def to_json(self) -> dict[str, Any]:
        """Return everything as JSON values."""
        reached = self.reached
        return {
            "campaign": self.campaign or None,
            "title": self.title,
            "cost": Range.of(self.cost).to_json(),
            "media": Range.of(self.media).to_json(),
            "making": self.making,
            "running": self.running,
            "sales": self.sales,
            "integration": self.integration,
            "pipeline": Range.of(reached.pipeline).to_json(),
            "revenue": Range.of(self.revenue).to_json(),
            "left": Range.of(self.left).to_json(),
            "return": self.gain,
            "budget": self.budget,
            "leads": Range.of(reached.leads).to_json(),
            "customers": Range.of(reached.customers).to_json(),
            "cost_per": {
                "lead": self.cost_per(reached.leads),
                "handed_over": self.cost_per(reached.handed_over),
                "opportunity": self.cost_per(reached.opportunities),
                "customer": self.cost_per(reached.customers),
            },
        }

    def explanation(self) -> Explanation:
        """Say how what is left comes about."""
        inputs = [
            Input("Revenue", float(self.revenue.mean()), origin=SIMULATED),
            Input("Media, lists and steps", float(self.media.mean()), origin=SIMULATED),
            Input("Making it", self.making, origin=DERIVED),
            Input("Running it", self.running, origin=DERIVED),
            Input("Work of sales", self.sales, origin=SIMULATED),
        ]
        if not self.campaign:
            inputs.append(Input("Integration and all else", self.integration, origin=DERIVED))
        return Explanation(
            f"What is left of {self.title or 'the plan'}",
            f"{self.left.mean():,.0f}",
            "revenue − media − making − running − sales − integration",
            tuple(inputs),
            (self.campaign,) if self.campaign else (),
        )


@dataclass(frozen=True)
class Returns:
    """Every campaign's money and that of the whole plan; ``payback`` is when revenue covers all costs."""

    campaigns: tuple[Return, ...]
    total: Return
    payback: date | None
    currency: str
    lacks: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return everything as JSON values."""
        return {
            "currency": self.currency,
            "campaigns": [each.to_json() for each in self.campaigns],
            "total": self.total.to_json(),
            "payback_on": None if self.payback is None else self.payback.isoformat(),
            "lacks": list(self.lacks),
        }


def returns_of(
    reader: RecordReader,
    result: SimulationResult,
    work: WorkEstimate | None,
    programmes: Sequence[Programme],
) -> Returns:
    """Return what a plan costs and brings over the simulated time, by what was simulated and estimated."""
    found = money(reader, result)
    by_campaign = {each.campaign.id: each for each in programmes}
    campaigns = tuple(_campaign(reader, row, result, by_campaign.get(row.id)) for row in found.campaigns)
    total = _total(result, found.total, found.teams, campaigns, work)
    return Returns(
        campaigns,
        total,
        payback_of(reader, result, total),
        reader.plan.currency,
        tuple(_lacks(reader, total)),
    )


def _campaign(
    reader: RecordReader, row: MoneyRow, result: SimulationResult, programme: Programme | None
) -> Return:
    return Return(
        row.id,
        row.title,
        _reached(reader, result, row.id),
        row.cost,
        row.revenue,
        None if programme is None else programme.build_cost,
        None if programme is None else programme.run_cost,
        budget=row.budget,
    )


def _total(
    result: SimulationResult,
    row: MoneyRow,
    teams: Iterable[MoneyRow],
    campaigns: Sequence[Return],
    work: WorkEstimate | None,
) -> Return:
    sales = sum(float(team.cost.mean()) for team in teams)
    made = [each.making for each in campaigns if each.making is not None]
    ran = [each.running for each in campaigns if each.running is not None]
    everything = None if work is None or work.cost is None else work.cost.mean
    media = row.cost - sales
    return Return(
        "",
        "",
        Reached(
            result.leads.astype(np.float64),
            _added(campaigns, "handed_over", result.runs),
            _made_by_sales(result, SalesStatus.OPPORTUNITY, _added(campaigns, "opportunities", result.runs)),
            _made_by_sales(result, SalesStatus.WON, _added(campaigns, "customers", result.runs)),
            _added(campaigns, "pipeline", result.runs),
        ),
        media,
        row.revenue,
        sum(made) if made else None,
        sum(ran) if ran else None,
        sales,
        None if everything is None else max(0.0, everything - sum(made)),
    )


def _made_by_sales(result: SimulationResult, status: SalesStatus, expected: Floats) -> Floats:
    """Return how many leads sales brought to a status: as simulated, else as expected."""
    counted = next((each.leads for each in result.statuses if each.status is status), None)
    return expected if counted is None else counted.astype(np.float64)


def _added(campaigns: Sequence[Return], name: str, runs: int) -> Floats:
    total: Floats = np.zeros(runs)
    for each in campaigns:
        total = total + getattr(each.reached, name)
    return total


def _reached(reader: RecordReader, result: SimulationResult, campaign: str) -> Reached:
    leads, handed, opportunities, customers, pipeline = (np.zeros(result.runs) for _ in range(5))
    for found in result.steps:
        if found.campaign != campaign:
            continue
        step = reader.find_or_none(Step, found.step)
        kind = None if step is None else kind_of(step)
        if step is None or kind is None:
            continue
        if kind.entry:
            leads = leads + found.unique
        props = props_of(step)
        if isinstance(props, HandOffProps):
            handed = handed + found.entered
            opened, won = (
                _came_out(reader, result, step, props, found.entered, status, output)
                for status, output in _OUTPUTS
            )
            opportunities, customers = opportunities + opened, customers + won
            pipeline = pipeline + opened * props.deal_value
    return Reached(leads, handed, opportunities, customers, pipeline)


def _came_out(  # noqa: PLR0917 - made in one place
    reader: RecordReader,
    result: SimulationResult,
    step: Step,
    props: HandOffProps,
    entered: NDArray[Any],
    status: SalesStatus,
    output: str,
) -> Floats:
    """Return how many left a hand-off by an output: as counted on a link that takes all, else as expected."""
    for link in reader.referring(Link, "source", step.id):
        counted = result.link_by_id.get(link.id)
        if link.output == output and link.share in {None, 1.0} and counted is not None:
            return counted.taken.astype(np.float64)
    share = props.accepted_share * props.opportunity_share
    if status is SalesStatus.WON:
        share *= props.won_share
    found: Floats = entered.astype(np.float64) * share
    return found


def payback_of(reader: RecordReader, result: SimulationResult, total: Return) -> date | None:
    """Return when revenue covers all costs, if both go on at the pace of the simulated time.

    What is made and integrated is paid at the beginning, media, running and sales as time goes by.
    """
    at_once = (total.making or 0.0) + (total.integration or 0.0)
    going_on = float(total.media.mean()) + (total.running or 0.0) + total.sales
    a_day = (float(total.revenue.mean()) - going_on) / result.days
    if a_day <= 0.0:
        return None
    days = at_once / a_day
    return (
        None if days > FARTHEST_YEARS * DAYS_PER_YEAR else reader.plan.start + timedelta(days=math.ceil(days))
    )


def _lacks(reader: RecordReader, total: Return) -> Iterable[str]:
    if not reader.count(Campaign):
        yield "The plan has no campaign yet."
    if not total.revenue.any():
        yield "Nothing brings revenue: say in the hand-off what a deal is worth, or draw purchases."
    if total.making is None or total.integration is None:
        yield "What the work costs is not known: give the roles an hourly rate."
    if not total.media.any():
        yield "No step costs anything: say what clicks, lists and e-mails cost."
