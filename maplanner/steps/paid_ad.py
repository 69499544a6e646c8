"""A paid advertisement that people click: in a social network, on other sites, in a newsletter."""

from __future__ import annotations

from enum import StrEnum

from maplanner.core.units import Unit
from maplanner.document.fields import spec
from maplanner.document.values import Share, WeekPattern, YearPattern
from maplanner.document.vocabulary import EventType
from maplanner.flow.behaviour import Behaviour, Emit, PoissonArrivals, Raise
from maplanner.steps.kind import ASSUMPTION, Cost, Kind, PaletteGroup, Props, StepContext
from maplanner.steps.over_time import (
    arrivals_over_time,
    end_field,
    from_hour_field,
    growth_field,
    start_field,
    to_hour_field,
    year_field,
)
from maplanner.steps.words import joined, number_text, one_line

_CLICK_RATE = "LinkedIn sponsored content 0.44-0.65 % (theb2bhouse.com; help.recotap.com 2024)"
_CLICK_COST = "LinkedIn 5.58 US dollars a click (theb2bhouse.com; help.recotap.com 2024)"


class Reckoned(StrEnum):
    """From what the clicks are worked out."""

    BUDGET = "budget"
    IMPRESSIONS = "impressions"
    CLICKS = "clicks"


class PaidAdProps(Props):
    """What a paid ad needs to know."""

    network: str = spec("LinkedIn", title="Network", max_length=255, help="Where the ad is shown.")
    reckoned: Reckoned = spec(
        Reckoned.BUDGET,
        title="Clicks follow from",
        help="The daily budget and the cost of a click, the impressions and the click rate, or a number.",
    )
    budget_per_day: float = spec(
        50.0,
        title="Budget a day",
        unit=Unit.MONEY,
        ge=0,
        le=1e9,
        allow_inf_nan=False,
        source=ASSUMPTION,
        when=("reckoned", [Reckoned.BUDGET]),
    )
    cost_per_click: float = spec(
        5.58, title="Cost of a click", unit=Unit.MONEY, ge=0, le=1e9, allow_inf_nan=False, source=_CLICK_COST
    )
    impressions_per_day: float = spec(
        2000.0,
        title="Impressions",
        unit=Unit.PER_DAY,
        ge=0,
        le=1e10,
        allow_inf_nan=False,
        source=ASSUMPTION,
        when=("reckoned", [Reckoned.IMPRESSIONS]),
    )
    click_share: Share = spec(
        0.0055,
        title="Clicked by",
        unit=Unit.SHARE,
        help="Of all impressions.",
        source=_CLICK_RATE,
        when=("reckoned", [Reckoned.IMPRESSIONS]),
    )
    clicks_per_day: float = spec(
        10.0,
        title="Clicks",
        unit=Unit.PER_DAY,
        ge=0,
        le=1e9,
        allow_inf_nan=False,
        source=ASSUMPTION,
        when=("reckoned", [Reckoned.CLICKS]),
    )
    week: WeekPattern = spec(
        (1.0,) * 7,
        title="Over the week",
        group="Over time",
        editor="week",
        help="How the days compare, Monday first; the week's total stays as it is.",
        source="Assumption: the network spends the budget evenly",
    )
    year: YearPattern = year_field()
    from_hour: float = from_hour_field()
    to_hour: float = to_hour_field()
    growth: float = growth_field()
    start: float = start_field()
    end: float | None = end_field()


def clicks_per_day(props: PaidAdProps) -> float:
    """Return the clicks on an average day; none where a budget pays for clicks that cost nothing."""
    match props.reckoned:
        case Reckoned.BUDGET:
            return props.budget_per_day / props.cost_per_click if props.cost_per_click > 0 else 0.0
        case Reckoned.IMPRESSIONS:
            return props.impressions_per_day * props.click_share
        case Reckoned.CLICKS:
            return props.clicks_per_day


def arrivals(props: PaidAdProps, context: StepContext) -> PoissonArrivals:
    """Return the arrivals over time."""
    return arrivals_over_time(clicks_per_day(props), props, context)


def behaviour(props: PaidAdProps, context: StepContext) -> Behaviour:
    """Return what happens when somebody clicks the ad."""
    return Behaviour(on_arrival=(Raise(EventType.AD_CLICKED), Emit()), sources=(arrivals(props, context),))


def summary(props: PaidAdProps, _context: StepContext) -> str:
    """Return where it is shown and what comes of it."""
    per_day = clicks_per_day(props)
    rounded = round(per_day, 1 if per_day < 10 else 0)
    if props.cost_per_click:
        return joined(f"{number_text(rounded)} a day", f"{number_text(props.cost_per_click)} each")
    return joined(one_line(props.network, 16), f"{number_text(rounded)} a day")


def pace(props: PaidAdProps) -> tuple[str, float]:
    """Return the property that says how many people click, and the clicks a day for each unit of it."""
    match props.reckoned:
        case Reckoned.BUDGET:
            return "budget_per_day", 1.0 / props.cost_per_click if props.cost_per_click > 0 else 0.0
        case Reckoned.IMPRESSIONS:
            return "impressions_per_day", props.click_share
    return "clicks_per_day", 1.0


KIND = Kind(
    name="paid_ad",
    title="Paid ad",
    icon="badge-dollar-sign",
    group=PaletteGroup.INBOUND,
    help="People click an advertisement you pay for. They are unknown until they fill in a form.",
    props=PaidAdProps,
    behaviour=behaviour,
    summary=summary,
    entry=True,
    accepts_links=False,
    cost=lambda props: Cost(each=props.cost_per_click),
    order=2,
    paced_by=pace,
)
