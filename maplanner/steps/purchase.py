"""A purchase: some leads buy, for an amount of money, and some of those buy again."""

from __future__ import annotations

from maplanner.core.units import Unit
from maplanner.document.fields import spec
from maplanner.document.records import CrmObject
from maplanner.document.values import Delay, ExponentialDelay, FixedDelay, Share
from maplanner.document.vocabulary import EventType, WriteOperation
from maplanner.flow.behaviour import Behaviour, Chance, Emit, Operation, Output, Raise, Spend, WriteRecord
from maplanner.steps.kind import ASSUMPTION, Kind, Observed, PaletteGroup, Props, StepContext
from maplanner.steps.words import joined, number_text, share_text

MOST_PURCHASES = 24
"""How often one lead can buy at one step before it has to come again."""


class PurchaseProps(Props):
    """What a purchase needs to know."""

    buy_share: Share = spec(
        1.0, title="Bought by", unit=Unit.SHARE, help="Of the leads that come here.", source=ASSUMPTION
    )
    amount: float = spec(
        1000.0,
        title="For",
        unit=Unit.MONEY,
        ge=0,
        le=1e12,
        allow_inf_nan=False,
        help="On average, each time.",
        source=ASSUMPTION,
    )
    spread: float = spec(
        0.5,
        title="Spread of the amount",
        ge=0,
        le=5,
        allow_inf_nan=False,
        help="0: always the same. 0.5: two in three between 0.5 and 1.5 times the usual.",
        source=ASSUMPTION,
    )
    buy_delay: Delay = spec(
        lambda: FixedDelay(days=0.0), title="Time to buy", group="Times", source=ASSUMPTION
    )
    again_share: Share = spec(
        0.0, title="Buy again", unit=Unit.SHARE, group="Again", help="Of those who have bought, each time."
    )
    again_delay: Delay = spec(
        lambda: ExponentialDelay(mean=180.0), title="Time until then", group="Again", source=ASSUMPTION
    )
    at_most: int = spec(
        5, title="At most so many times", ge=1, le=MOST_PURCHASES, group="Again", source=ASSUMPTION
    )
    object: str = spec(
        "",
        title="Written as",
        ref="object",
        help="The CRM object of orders. Empty means: the purchase is not kept in the CRM.",
    )


def outputs(_props: PurchaseProps) -> tuple[Output, ...]:
    """Return the ways out: each purchase, those after the first, and no purchase."""
    return (Output("bought", "Bought"), Output("again", "Bought again"), Output("left", "Did not buy"))


def behaviour(props: PurchaseProps, context: StepContext) -> Behaviour:
    """Return the purchase and those that follow it."""
    known = context.reader.find_or_none(CrmObject, props.object)
    write = (WriteRecord(known.id, WriteOperation.CREATE),) if known is not None else ()
    bought: tuple[Operation, ...] = (
        Spend(props.amount, props.spread),
        Raise(EventType.PURCHASED),
        *write,
        Emit("bought"),
    )
    later: tuple[Operation, ...] = ()
    for _ in range(props.at_most - 1):
        again = (*bought, Emit("again"), *later)
        later = (Chance(props.again_share, then=again, delay=props.again_delay),)
    first = Chance(props.buy_share, then=(*bought, *later), otherwise=(Emit("left"),), delay=props.buy_delay)
    return Behaviour(on_arrival=(first,))


def summary(props: PurchaseProps, _context: StepContext) -> str:
    """Return how many buy, and for how much."""
    again = f"{share_text(props.again_share)} again" if props.again_share else ""
    return joined(share_text(props.buy_share), number_text(props.amount), again)


KIND = Kind(
    name="purchase",
    title="Purchase",
    icon="shopping-cart",
    group=PaletteGroup.SALES,
    help="Leads buy, and some buy again. What they have spent decides about value tiers and thanks.",
    props=PurchaseProps,
    behaviour=behaviour,
    summary=summary,
    outputs=outputs,
    order=5,
    observed=(Observed(EventType.PURCHASED, "buy_share", "buy_delay", output="bought"),),
)
