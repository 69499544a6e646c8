"""An end of a way through a campaign."""

from __future__ import annotations

from maplanner.document.fields import spec
from maplanner.flow.behaviour import Behaviour, Output
from maplanner.steps.kind import Kind, PaletteGroup, Props, StepContext
from maplanner.steps.words import one_line


class EndProps(Props):
    """What an end needs to know."""

    outcome: str = spec(
        "", title="Outcome", max_length=10_000, help="What it means to come here, such as “not interested”."
    )


def outputs(_props: EndProps) -> tuple[Output, ...]:
    """Return no way out."""
    return ()


def behaviour(_props: EndProps, _context: StepContext) -> Behaviour:
    """Return nothing more: this way ends, others of the same lead go on."""
    return Behaviour(on_arrival=(), ends=True)


def summary(props: EndProps, _context: StepContext) -> str:
    """Return what the end means."""
    return one_line(props.outcome, 34) or "this way ends here"


KIND = Kind(
    name="end",
    title="End",
    icon="flag",
    group=PaletteGroup.LOGIC,
    help="Says that a way through the campaign ends here on purpose.",
    props=EndProps,
    behaviour=behaviour,
    summary=summary,
    outputs=outputs,
    order=5,
)
