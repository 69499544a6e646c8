"""A search term, organic or bought, under which people find the team's page."""

from __future__ import annotations

from enum import StrEnum

from maplanner.core.units import Unit
from maplanner.document.fields import spec
from maplanner.document.values import Share, WeekPattern, YearPattern
from maplanner.document.vocabulary import EventType
from maplanner.flow.behaviour import Behaviour, Emit, Operation, PoissonArrivals, Raise
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
from maplanner.steps.words import counted

DAYS_PER_MONTH = 365.25 / 12

_BOUGHT_CLICKS = "Paid search click rate 6.64 %, WordStream 2026 (prismnews.com, mbadv.agency)"
_WORKING_WEEK = "Assumption: business searches fall to 0.4 at weekends"


class Found(StrEnum):
    """How the page comes up under the term."""

    ORGANIC = "organic"
    BOUGHT = "bought"


class SearchTermProps(Props):
    """What a search term needs to know."""

    term: str = spec("", title="Search term", max_length=10_000, help="What people type, word for word.")
    found: Found = spec(Found.BOUGHT, title="Found as", help="An organic result, or one the team pays for.")
    position: int | None = spec(
        None, title="Position", ge=1, le=1000, help="Place among the results, if known."
    )
    searches_per_month: float = spec(
        2000.0,
        title="Searches",
        unit=Unit.PER_MONTH,
        ge=0,
        le=1e10,
        allow_inf_nan=False,
        help="How often the term is searched for in the team's market.",
        source=ASSUMPTION,
    )
    click_share: Share = spec(
        0.0664,
        title="Clicked by",
        unit=Unit.SHARE,
        help="Of all searches. Organic results get some 28 % at place 1, 16 % at place 2, 2.5 % at place 10.",
        source=f"{_BOUGHT_CLICKS}; organic: Sistrix 2020 (ecommercecourses.org)",
    )
    cost_per_click: float = spec(
        0.0,
        title="Cost of a click",
        unit=Unit.MONEY,
        ge=0,
        le=1e9,
        allow_inf_nan=False,
        help="Nought for an organic result.",
    )
    week: WeekPattern = spec(
        (1.0, 1.0, 1.0, 1.0, 1.0, 0.4, 0.4),
        title="Over the week",
        group="Over time",
        editor="week",
        help="How the days compare, Monday first; the month's total stays as it is.",
        source=_WORKING_WEEK,
    )
    year: YearPattern = year_field()
    from_hour: float = from_hour_field()
    to_hour: float = to_hour_field()
    growth: float = growth_field()
    start: float = start_field()
    end: float | None = end_field()


def clicks_per_month(props: SearchTermProps) -> float:
    """Return how many people come by the term in a month of average length."""
    return props.searches_per_month * props.click_share


def arrivals(props: SearchTermProps, context: StepContext) -> PoissonArrivals:
    """Return the arrivals over time."""
    return arrivals_over_time(clicks_per_month(props) / DAYS_PER_MONTH, props, context)


def behaviour(props: SearchTermProps, context: StepContext) -> Behaviour:
    """Return what happens when somebody clicks the result; a bought one counts as an ad."""
    clicked: tuple[Operation, ...] = (Raise(EventType.AD_CLICKED),) if props.found is Found.BOUGHT else ()
    return Behaviour(on_arrival=(*clicked, Emit()), sources=(arrivals(props, context),))


def summary(props: SearchTermProps, _context: StepContext) -> str:
    """Return how many people come by the term."""
    return f"{counted(round(clicks_per_month(props)), 'click', 'clicks')} a month"


KIND = Kind(
    name="search_term",
    title="Search term",
    icon="search",
    group=PaletteGroup.INBOUND,
    help="People search for this and click your result, organic or bought. They are unknown until they fill "
    "in a form.",
    props=SearchTermProps,
    behaviour=behaviour,
    summary=summary,
    entry=True,
    accepts_links=False,
    cost=lambda props: Cost(each=props.cost_per_click),
    order=1,
    paced_by=lambda props: ("searches_per_month", props.click_share / DAYS_PER_MONTH),
)
