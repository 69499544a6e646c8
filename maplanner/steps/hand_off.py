"""The hand-off of a lead to sales, and what comes of it."""

from __future__ import annotations

from maplanner.core.units import Unit
from maplanner.document.fields import spec
from maplanner.document.records import SalesTeam
from maplanner.document.values import Delay, ExponentialDelay, Share
from maplanner.document.vocabulary import SalesStatus
from maplanner.flow.behaviour import After, Behaviour, Chance, Emit, Operation, Output, Progress, Spend
from maplanner.steps.kind import Kind, Observed, PaletteGroup, Props, StepContext
from maplanner.steps.teamwork import served
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
    team: str = spec(
        "",
        title="Team",
        ref="sales_team",
        help="Who decides whether to accept, in turn with all else the team has to do. The time to accept "
        "then follows from what the team can do.",
    )
    hours: float | None = spec(
        None,
        title="To decide takes",
        unit=Unit.HOURS,
        ge=0,
        le=10_000,
        allow_inf_nan=False,
        help="Of the team's working time, each lead. Empty: as long as the team usually needs.",
    )
    deal_value: float = spec(
        0.0,
        title="A deal is worth",
        unit=Unit.MONEY,
        group="Money",
        ge=0,
        le=1e12,
        allow_inf_nan=False,
        help="On average. Nought: nothing is counted as revenue here.",
    )
    deal_spread: float = spec(
        0.0,
        title="Spread of the value",
        group="Money",
        ge=0,
        le=5,
        allow_inf_nan=False,
        help="0: every deal alike. 0.5: two in three between 0.5 and 1.5 times the usual.",
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


def behaviour(props: HandOffProps, context: StepContext) -> Behaviour:
    """Return the stages; at each the outcome, good or bad, is known after the stage's time."""
    paid: tuple[Operation, ...] = (Spend(props.deal_value, props.deal_spread),) if props.deal_value else ()
    won = (Progress(SalesStatus.WON), *paid, Emit("won"))
    closing = After(props.close_delay, _outcome(props.won_share, won, SalesStatus.LOST, "lost"))
    opportunity = (Progress(SalesStatus.OPPORTUNITY), Emit("opportunity"), closing)
    opening = _outcome(props.opportunity_share, opportunity, SalesStatus.NO_OPPORTUNITY, "no_opportunity")
    accepted = (Progress(SalesStatus.ACCEPTED), Emit("accepted"), After(props.opportunity_delay, opening))
    decided = _outcome(props.accepted_share, accepted, SalesStatus.TURNED_DOWN, "rejected")
    team = context.reader.find_or_none(SalesTeam, props.team)
    accepting = After(props.accept_delay, decided) if team is None else served(team, decided, props.hours)
    return Behaviour(on_arrival=(Progress(SalesStatus.HANDED_OVER), accepting), needs_identity=True)


def _outcome(
    share: float, passed: tuple[Operation, ...], status: SalesStatus, failed: str
) -> tuple[Operation, ...]:
    return (Chance(share, then=passed, otherwise=(Progress(status), Emit(failed))),)


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
    observed=(
        Observed(SalesStatus.ACCEPTED, "accepted_share", "accept_delay", output="accepted"),
        Observed(
            SalesStatus.OPPORTUNITY,
            "opportunity_share",
            "opportunity_delay",
            SalesStatus.ACCEPTED,
            "opportunity",
        ),
        Observed(SalesStatus.WON, "won_share", "close_delay", SalesStatus.OPPORTUNITY, "won"),
    ),
)
