"""A split: shares of the leads go different ways, by chance."""

from __future__ import annotations

from maplanner.document.fields import spec
from maplanner.document.records import Link
from maplanner.flow.behaviour import Behaviour, Branching, Output
from maplanner.steps.kind import Kind, PaletteGroup, Props, StepContext
from maplanner.steps.words import number_text, one_line


class SplitProps(Props):
    """What a split needs to know; the shares stand on its links."""

    tests: str = spec(
        "", title="What is tried", max_length=10_000, help="What differs between the ways, if it is a test."
    )


def outputs(_props: SplitProps) -> tuple[Output, ...]:
    """Return the one output, whose links exclude each other."""
    return (Output("next", "One of", Branching.EXCLUSIVE),)


def behaviour(_props: SplitProps, _context: StepContext) -> Behaviour:
    """Return the split: every lead takes exactly one link."""
    return Behaviour()


def summary(props: SplitProps, context: StepContext) -> str:
    """Return the shares of the links, or what is tried."""
    links = sorted(
        context.reader.referring(Link, "source", context.step.id), key=lambda link: (link.order, link.id)
    )
    if not links:
        return one_line(props.tests, 34) or "by chance"
    if len(links) > 4:
        return f"{len(links)} ways"
    taken = sum(link.share or 0.0 for link in links)
    rest = max(0.0, 1 - taken)
    open_ended = sum(link.share is None for link in links)
    shares = (rest / open_ended if link.share is None else link.share for link in links)
    return f"{' / '.join(number_text(round(share * 100, 1)) for share in shares)} %"


KIND = Kind(
    name="split",
    title="Split",
    icon="split",
    group=PaletteGroup.LOGIC,
    help="Shares leads out by chance: every lead takes exactly one of the links, by their shares.",
    props=SplitProps,
    behaviour=behaviour,
    summary=summary,
    outputs=outputs,
    order=3,
)
