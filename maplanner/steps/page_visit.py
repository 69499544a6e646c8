"""A visit to pages of the web site that were not made for the campaign, such as the price list."""

from __future__ import annotations

from maplanner.document.fields import spec
from maplanner.document.values import NonNegative
from maplanner.document.vocabulary import EventType
from maplanner.flow.behaviour import Behaviour, Emit, EventAmount, Raise
from maplanner.steps.kind import ASSUMPTION, Kind, PaletteGroup, Props, StepContext
from maplanner.steps.words import joined, number_text, one_line, rule_points


class PageVisitProps(Props):
    """What a page visit needs to know."""

    pages: str = spec(
        "", title="Pages", max_length=10_000, help="Which pages are meant, such as the price list."
    )
    address: str = spec("", title="Web address", max_length=2_000)
    shows_readiness: bool = spec(
        True, title="Shows readiness to buy", help="Only such pages count for rules on pages per visit."
    )
    pages_low: NonNegative = spec(1.0, title="Pages seen, from", le=1000, source=ASSUMPTION)
    pages_high: NonNegative = spec(1.0, title="Pages seen, to", le=1000, source=ASSUMPTION)


def pages_seen(props: PageVisitProps) -> EventAmount:
    """Return how many pages that show readiness one visit sees."""
    if not props.shows_readiness:
        return EventAmount(0.0, 0.0)
    low, high = sorted((props.pages_low, props.pages_high))
    return EventAmount(low, high)


def behaviour(props: PageVisitProps, _context: StepContext) -> Behaviour:
    """Return what happens on a visit."""
    return Behaviour(on_arrival=(Raise(EventType.PAGE_VISITED, pages_seen(props)), Emit()))


def summary(props: PageVisitProps, context: StepContext) -> str:
    """Return which pages, or how many, and what they earn."""
    points = rule_points(context, EventType.PAGE_VISITED)
    pages = "" if points else one_line(props.pages, 40)
    return joined(pages or _number_of_pages(props), points)


def _number_of_pages(props: PageVisitProps) -> str:
    low, high = sorted((props.pages_low, props.pages_high))
    if low == high:
        return f"{number_text(high)} {'page' if high == 1 else 'pages'}"
    return f"{number_text(low)} to {number_text(high)} pages"


KIND = Kind(
    name="page_visit",
    title="Page visit",
    icon="mouse-pointer-click",
    group=PaletteGroup.PAGES,
    help="A visit to pages of your web site, such as the price list. Pages that show readiness to buy can "
    "earn points.",
    props=PageVisitProps,
    behaviour=behaviour,
    summary=summary,
    order=2,
)
