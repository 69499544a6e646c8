"""A search term, organic or bought, under which people find the team's page."""

from __future__ import annotations

from enum import StrEnum

from maplanner.core.units import Unit
from maplanner.document.fields import spec
from maplanner.document.values import Share, WeekPattern
from maplanner.document.vocabulary import EventType
from maplanner.flow.behaviour import Behaviour, Emit, Operation, PoissonArrivals, Raise
from maplanner.steps.kind import ASSUMPTION, Kind, PaletteGroup, Props, StepContext
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
    growth: float = spec(
        0.0, title="Growth", unit=Unit.PER_YEAR, group="Over time", ge=-1, le=1000, allow_inf_nan=False,
        help="Relative change in a year: 0.2 is 20 % more.",
    )  # fmt: skip
    start: float = spec(
        0.0, title="From day", unit=Unit.DAYS, group="Over time", ge=0, le=36_525, allow_inf_nan=False
    )
    end: float | None = spec(
        None,
        title="To day",
        unit=Unit.DAYS,
        group="Over time",
        ge=0,
        le=36_525,
        help="Empty means to the end.",
    )


def clicks_per_month(props: SearchTermProps) -> float:
    """Return how many people come by the term in a month of average length."""
    return props.searches_per_month * props.click_share


def arrivals(props: SearchTermProps) -> PoissonArrivals:
    """Return the arrivals; a day with pattern 1 is scaled so that the month keeps its total."""
    mean_pattern = sum(props.week) / 7
    per_day = clicks_per_month(props) / DAYS_PER_MONTH / mean_pattern if mean_pattern > 0 else 0.0
    return PoissonArrivals(per_day, week=props.week, growth=props.growth, start=props.start, end=props.end)


def behaviour(props: SearchTermProps, _context: StepContext) -> Behaviour:
    """Return what happens when somebody clicks the result; a bought one counts as an ad."""
    clicked: tuple[Operation, ...] = (Raise(EventType.AD_CLICKED),) if props.found is Found.BOUGHT else ()
    return Behaviour(on_arrival=(*clicked, Emit()), sources=(arrivals(props),))


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
    order=1,
)
