"""A video, measured by the share of it that is watched."""

from __future__ import annotations

from maplanner.core.units import Unit
from maplanner.document.fields import spec
from maplanner.document.values import Delay, ExponentialDelay, Share
from maplanner.document.vocabulary import EventType
from maplanner.flow.behaviour import Behaviour, Chance, Emit, EventAmount, Output, Raise
from maplanner.steps.kind import ASSUMPTION, Kind, Observed, PaletteGroup, Props, StepContext
from maplanner.steps.words import joined, number_text, rule_points, share_text


class VideoProps(Props):
    """What a video needs to know. Never the time watched: the share is what scoring listens to."""

    content: str = spec("", title="Shows", max_length=10_000, help="What the video is about.")
    play_share: Share = spec(
        0.5, title="Played by", unit=Unit.SHARE, help="Of those who come here.", source=ASSUMPTION
    )
    watched_low: Share = spec(
        0.0,
        title="Watched, from",
        unit=Unit.SHARE,
        help="Share of the video that the least patient see.",
        source=ASSUMPTION,
    )
    watched_high: Share = spec(
        1.0,
        title="Watched, to",
        unit=Unit.SHARE,
        help="Share of the video that the most patient see.",
        source=ASSUMPTION,
    )
    delay: Delay = spec(
        lambda: ExponentialDelay(mean=0.02),
        title="Time to watch",
        group="Times",
        source="Assumption: some half an hour",
    )


def outputs(_props: VideoProps) -> tuple[Output, ...]:
    """Return the ways out: watched at all or not."""
    return (Output("watched", "Watched"), Output("skipped", "Not watched"))


def behaviour(props: VideoProps, _context: StepContext) -> Behaviour:
    """Return what happens to a lead who meets the video; any share between the two is equally likely."""
    low, high = sorted((props.watched_low, props.watched_high))
    watched = (Raise(EventType.VIDEO_WATCHED, EventAmount(low, high)), Emit("watched"))
    meeting = Chance(props.play_share, then=watched, otherwise=(Emit("skipped"),), delay=props.delay)
    return Behaviour(on_arrival=(meeting,))


def summary(props: VideoProps, context: StepContext) -> str:
    """Return how many play it and how much of it they see or earn."""
    low, high = sorted((props.watched_low, props.watched_high))
    span = share_text(high) if low == high else f"{number_text(round(low * 100))} to {share_text(high)}"
    points = rule_points(context, EventType.VIDEO_WATCHED)
    return joined(f"{share_text(props.play_share)} play", points or f"{span} of it")


KIND = Kind(
    name="video",
    title="Video",
    icon="circle-play",
    group=PaletteGroup.PAGES,
    help="A video. Scoring counts the share of it that is watched, never the time.",
    props=VideoProps,
    behaviour=behaviour,
    summary=summary,
    outputs=outputs,
    order=5,
    observed=(Observed(EventType.VIDEO_WATCHED, "play_share", "delay", output="watched"),),
)
