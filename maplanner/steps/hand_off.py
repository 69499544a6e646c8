"""The hand-off of a lead to sales, and what comes of it."""

from __future__ import annotations

from maplanner.core.units import Unit
from maplanner.document.fields import spec
from maplanner.document.values import Delay, ExponentialDelay, Share
from maplanner.flow.behaviour import After, Behaviour, Chance, Emit, Operation, Output
from maplanner.steps.kind import Kind, PaletteGroup, Props, StepContext
from maplanner.steps.words import number_text, share_text

_TIMES = "Assumption; no published figure was found"


class HandOffProps(Props):
    """What a hand-off needs to know. Each share is of those who came as far as that."""

    accepted_share: Share = spec(
        0.4,
        title="Accepted",
        unit=Unit.SHARE,
        group="Shares",
        help="Of the leads handed over; the rest are turned down.",
        source="Marketing-qualified to sales-qualified leads 40 % (13-50), growthengineer.ai",
    )
    opportunity_share: Share = spec(
        0.6,
        title="Become an opportunity",
        unit=Unit.SHARE,
        group="Shares",
        help="Of those accepted.",
        source="Sales-qualified leads to opportunities 60 % (30-80), growthengineer.ai",
    )
    won_share: Share = spec(
        0.2,
        title="Won",
        unit=Unit.SHARE,
        group="Shares",
        help="Of the opportunities; the rest are lost.",
        source="Opportunities won 20 % (15-30), growthengineer.ai",
    )
    accept_delay: Delay = spec(
        lambda: ExponentialDelay(mean=2.0), title="Time to accept", group="Times", source=_TIMES
    )
    opportunity_delay: Delay = spec(
        lambda: ExponentialDelay(mean=10.0), title="Time to an opportunity", group="Times", source=_TIMES
    )
    close_delay: Delay = spec(
        lambda: ExponentialDelay(mean=30.0), title="Time to close", group="Times", source=_TIMES
    )


def outputs(_props: HandOffProps) -> tuple[Output, ...]:
    """Return the ways out, in the order in which they come about."""
    return (
        Output("accepted", "Accepted"),
        Output("rejected", "Turned down"),
        Output("opportunity", "Opportunity"),
        Output("no_opportunity", "No opportunity"),
        Output("won", "Won"),
        Output("lost", "Lost"),
    )


def behaviour(props: HandOffProps, _context: StepContext) -> Behaviour:
    """Return the stages; at each the outcome, good or bad, is known after the stage's time."""
    closing = _stage(props.close_delay, props.won_share, (Emit("won"),), "lost")
    opening = _stage(
        props.opportunity_delay, props.opportunity_share, (Emit("opportunity"), closing), "no_opportunity"
    )
    accepting = _stage(props.accept_delay, props.accepted_share, (Emit("accepted"), opening), "rejected")
    return Behaviour(on_arrival=(accepting,), needs_identity=True)


def _stage(delay: Delay, share: float, passed: tuple[Operation, ...], failed: str) -> After:
    return After(delay, (Chance(share, then=passed, otherwise=(Emit(failed),)),))


def summary(props: HandOffProps, _context: StepContext) -> str:
    """Return the three shares in their order."""
    numbers = (props.accepted_share, props.opportunity_share)
    first = " › ".join(number_text(round(share * 100, 1)) for share in numbers)
    return f"{first} › {share_text(props.won_share)}"


KIND = Kind(
    name="hand_off",
    title="Hand-off",
    icon="handshake",
    group=PaletteGroup.SALES,
    help="Sales take over. Some leads are accepted, some of those become opportunities, and some of those "
    "are won.",
    props=HandOffProps,
    behaviour=behaviour,
    summary=summary,
    outputs=outputs,
    order=4,
)
