"""A page made for one campaign, on which visitors arrive."""

from __future__ import annotations

from maplanner.document.fields import spec
from maplanner.document.vocabulary import EventType
from maplanner.flow.behaviour import Behaviour, Emit, EventAmount, Raise
from maplanner.steps.kind import Kind, PaletteGroup, Props, StepContext
from maplanner.steps.words import joined, one_line, rule_points


class LandingPageProps(Props):
    """What a landing page needs to know."""

    offer: str = spec(
        "", title="Offers", max_length=10_000, help="What the visitor is promised: a guide, a trial, a seat."
    )
    address: str = spec("", title="Web address", max_length=2_000)
    shows_readiness: bool = spec(
        False, title="Shows readiness to buy", help="Only such pages count for rules on pages per visit."
    )


def behaviour(props: LandingPageProps, _context: StepContext) -> Behaviour:
    """Return what happens on a visit: one page is seen, which counts if it shows readiness."""
    pages = 1.0 if props.shows_readiness else 0.0
    return Behaviour(on_arrival=(Raise(EventType.PAGE_VISITED, EventAmount(pages, pages)), Emit()))


def summary(props: LandingPageProps, context: StepContext) -> str:
    """Return what the page offers, or where it is."""
    points = rule_points(context, EventType.PAGE_VISITED, own=True)
    return joined(one_line(props.offer or props.address, 40) or "landing page", points)


KIND = Kind(
    name="landing_page",
    title="Landing page",
    icon="panel-top",
    group=PaletteGroup.PAGES,
    help="The page of a campaign where visitors arrive. Links lead them on to forms, downloads and videos.",
    props=LandingPageProps,
    behaviour=behaviour,
    summary=summary,
    order=1,
)
