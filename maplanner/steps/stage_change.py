"""Moves the lead to another buying stage."""

from __future__ import annotations

from maplanner.document.fields import spec
from maplanner.document.records import Stage
from maplanner.flow.behaviour import Behaviour, Emit, SetStage
from maplanner.steps.kind import Kind, PaletteGroup, Props, StepContext
from maplanner.steps.words import title_or


class StageChangeProps(Props):
    """What a change of stage needs to know."""

    stage: str = spec("", title="Stage", ref="stage", help="Where the lead stands from now on.")
    back: bool = spec(
        False,
        title="Also back",
        help="Otherwise a lead that stands in a later stage stays there.",
    )


def behaviour(props: StageChangeProps, context: StepContext) -> Behaviour:
    """Return the move; nothing while no stage is chosen."""
    known = context.reader.find_or_none(Stage, props.stage) is not None
    move = (SetStage(props.stage, props.back),) if known else ()
    return Behaviour(on_arrival=(*move, Emit()))


def summary(props: StageChangeProps, context: StepContext) -> str:
    """Return which stage."""
    return title_or(context.reader, Stage, props.stage, "no stage chosen")


KIND = Kind(
    name="stage_change",
    title="Buying stage",
    icon="milestone",
    group=PaletteGroup.SEGMENTS,
    help="Moves the lead to a buying stage, such as from interest to desire.",
    props=StageChangeProps,
    behaviour=behaviour,
    summary=summary,
    order=3,
)
