"""What every writer of diagrams writes: the steps, links, frames and notes of campaigns, in one order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from maplanner.document.reading import RecordReader
from maplanner.document.records import Campaign, Frame, Link, Note, Step
from maplanner.document.values import FixedDelay
from maplanner.drawing.card import CARD_HEIGHT, CARD_WIDTH
from maplanner.steps import outputs_of

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Way:
    """A link with what is written at it."""

    link: Link
    label: str

    @property
    def days(self) -> float | None:
        """How many days it takes, where that is one number."""
        return self.link.delay.days if isinstance(self.link.delay, FixedDelay) else None

    @property
    def told(self) -> dict[str, str]:
        """What readers need to make the same link of it."""
        told = {"output": self.link.output}
        if self.days is not None:
            told["days"] = f"{self.days:.10g}"
        if self.link.share is not None:
            told["share"] = f"{self.link.share:.10g}"
        return told


@dataclass(frozen=True)
class Flow:
    """One campaign, with everything that is drawn of it."""

    campaign: Campaign
    steps: tuple[Step, ...]
    ways: tuple[Way, ...]
    frames: tuple[Frame, ...]
    notes: tuple[Note, ...]


def flows(reader: RecordReader, campaigns: Iterable[Campaign]) -> tuple[Flow, ...]:
    """Return campaigns as they are written, in the order of their records."""
    return tuple(_flow(reader, campaign) for campaign in campaigns)


def box_of(step: Step) -> Box:
    """Return where a step's card lies: left, top, width, height."""
    return step.x, step.y, CARD_WIDTH, CARD_HEIGHT


def fixed_days(step: Step) -> float | None:
    """Return how long a wait lasts, where that is one number of days."""
    delay = step.props.get("delay") if step.kind == "wait" else None
    days = delay.get("days") if isinstance(delay, dict) and delay.get("kind") == "fixed" else None
    return float(days) if isinstance(days, int | float) else None


def step_told(step: Step) -> dict[str, str]:
    """Return what readers need to make the same step of a shape, and what other programs may show."""
    told = {"kind": step.kind}
    days = fixed_days(step)
    if days is not None:
        told["days"] = f"{days:.10g}"
    subject = step.props.get("subject")
    if step.kind == "email" and isinstance(subject, str) and subject:
        told["subject"] = subject
    return told


def _flow(reader: RecordReader, campaign: Campaign) -> Flow:
    steps = sorted(
        reader.referring(Step, "campaign", campaign.id), key=lambda step: (step.x, step.y, step.id)
    )
    known = {step.id for step in steps}
    links = [link for step in steps for link in reader.referring(Link, "source", step.id)]
    ways = [Way(link, _label(link, reader)) for link in links if link.target in known]
    return Flow(
        campaign,
        tuple(steps),
        tuple(sorted(ways, key=lambda way: (way.link.source, way.link.order, way.link.id))),
        tuple(sorted(reader.referring(Frame, "campaign", campaign.id), key=lambda each: each.id)),
        tuple(sorted(reader.referring(Note, "campaign", campaign.id), key=lambda each: each.id)),
    )


def _label(link: Link, reader: RecordReader) -> str:
    """Return what is written at a link: its own words, else its output where the step has several."""
    if link.title:
        return link.title
    outputs = outputs_of(reader.find(Step, link.source))
    named = next((output.title for output in outputs if output.name == link.output), "")
    return named if len(outputs) > 1 else ""
