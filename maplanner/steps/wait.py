"""A wait: a while, or until a day and hour of the week."""

from __future__ import annotations

from maplanner.document.fields import spec
from maplanner.document.values import Delay, FixedDelay
from maplanner.flow.behaviour import After, Behaviour, Emit
from maplanner.steps.kind import ASSUMPTION, Kind, PaletteGroup, Props, StepContext
from maplanner.steps.words import delay_text


class WaitProps(Props):
    """What a wait needs to know."""

    delay: Delay = spec(
        lambda: FixedDelay(days=4.0),
        title="For",
        help="A number of days, a spread of them, or until the next day and hour of the week.",
        source=ASSUMPTION,
    )


def behaviour(props: WaitProps, _context: StepContext) -> Behaviour:
    """Return the wait."""
    return Behaviour(on_arrival=(After(props.delay, (Emit(),)),))


def summary(props: WaitProps, _context: StepContext) -> str:
    """Return how long."""
    return delay_text(props.delay)


KIND = Kind(
    name="wait",
    title="Wait",
    icon="clock",
    group=PaletteGroup.LOGIC,
    help="Lets leads rest for a while, or until a day and hour of the week.",
    props=WaitProps,
    behaviour=behaviour,
    summary=summary,
    order=1,
)
