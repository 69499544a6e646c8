"""Posts of the team's own in a social network, which some of those who see them click."""

from __future__ import annotations

from maplanner.core.units import Unit
from maplanner.document.fields import spec
from maplanner.document.values import Share, WeekPattern, YearPattern
from maplanner.document.vocabulary import EventType
from maplanner.flow.behaviour import Behaviour, Emit, PoissonArrivals, Raise
from maplanner.steps.kind import ASSUMPTION, Kind, PaletteGroup, Props, StepContext
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

DAYS_PER_WEEK = 7.0


class SocialPostProps(Props):
    """What posts need to know."""

    network: str = spec("LinkedIn", title="Network", max_length=255, help="Where it is posted.")
    text: str = spec("", title="Text", editor="text", max_length=100_000)
    address: str = spec(
        "",
        title="Tracked address",
        max_length=2_000,
        help="The landing page with the tag by which the network's visitors are told from others.",
    )
    posts_per_week: float = spec(
        2.0, title="Posts a week", ge=0, le=10_000, allow_inf_nan=False, source=ASSUMPTION
    )
    followers: int = spec(3000, title="Followers", unit=Unit.PEOPLE, ge=0, le=10**10, source=ASSUMPTION)
    reach_share: Share = spec(
        0.1,
        title="Seen by",
        unit=Unit.SHARE,
        help="Of the followers, each post; those who see it by others' sharing come on top.",
        source=ASSUMPTION,
    )
    click_share: Share = spec(
        0.02, title="Clicked by", unit=Unit.SHARE, help="Of those who see it.", source=ASSUMPTION
    )
    week: WeekPattern = spec(
        (1.0, 1.0, 1.0, 1.0, 1.0, 0.3, 0.3),
        title="Over the week",
        group="Over time",
        editor="week",
        help="How the days compare, Monday first; the week's total stays as it is.",
        source="Assumption: business networks are quiet at weekends",
    )
    year: YearPattern = year_field()
    from_hour: float = from_hour_field()
    to_hour: float = to_hour_field()
    growth: float = growth_field()
    start: float = start_field()
    end: float | None = end_field()


def clicks_per_week(props: SocialPostProps) -> float:
    """Return how many people come by the posts of a week."""
    return props.posts_per_week * props.followers * props.reach_share * props.click_share


def arrivals(props: SocialPostProps, context: StepContext) -> PoissonArrivals:
    """Return the arrivals over time."""
    return arrivals_over_time(clicks_per_week(props) / DAYS_PER_WEEK, props, context)


def behaviour(props: SocialPostProps, context: StepContext) -> Behaviour:
    """Return what happens when somebody clicks a post."""
    return Behaviour(on_arrival=(Raise(EventType.POST_CLICKED), Emit()), sources=(arrivals(props, context),))


def summary(props: SocialPostProps, _context: StepContext) -> str:
    """Return what comes of it."""
    clicks = clicks_per_week(props)
    number = round(clicks, 1 if clicks < 10 else 0)
    return f"{counted(number, 'click', 'clicks')} a week"


KIND = Kind(
    name="social_post",
    title="Social post",
    icon="share-2",
    group=PaletteGroup.INBOUND,
    help="Posts of your own in a social network. Lead from here to the landing page that tells their "
    "visitors from others; they are unknown until they fill in a form.",
    props=SocialPostProps,
    behaviour=behaviour,
    summary=summary,
    entry=True,
    accepts_links=False,
    order=3,
)
