"""Gives the lead points, or takes some, without an engagement."""

from __future__ import annotations

from maplanner.core.units import Unit
from maplanner.document.fields import spec
from maplanner.document.records import Score
from maplanner.flow.behaviour import AddPoints, Behaviour, Emit
from maplanner.steps.kind import ASSUMPTION, Kind, PaletteGroup, Props, StepContext
from maplanner.steps.words import joined, points_text, title_or


class PointsProps(Props):
    """What a change of points needs to know."""

    score: str = spec("", title="Score", ref="score")
    points: float = spec(
        10.0,
        title="Points",
        unit=Unit.POINTS,
        ge=-1e6,
        le=1e6,
        allow_inf_nan=False,
        help="Below nought takes points away.",
        source=ASSUMPTION,
    )


def behaviour(props: PointsProps, context: StepContext) -> Behaviour:
    """Return the change of points; nothing while it is open which score is meant."""
    score = context.score(props.score)
    change = (AddPoints(score, props.points),) if score else ()
    return Behaviour(on_arrival=(*change, Emit()))


def summary(props: PointsProps, context: StepContext) -> str:
    """Return how many points on which score."""
    score = context.score(props.score)
    if score is not None and context.reader.count(Score) == 1:
        return points_text(props.points)
    return joined(points_text(props.points), title_or(context.reader, Score, score or "", "no score chosen"))


KIND = Kind(
    name="points",
    title="Points",
    icon="gauge",
    group=PaletteGroup.SEGMENTS,
    help="Adds points to a score of the lead, or takes some away.",
    props=PointsProps,
    behaviour=behaviour,
    summary=summary,
    order=2,
)
