"""What each campaign takes: content to make, hours to build, hours to run (brief C6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from maplanner.core.errors import InvalidRecord
from maplanner.document.reading import RecordReader
from maplanner.document.records import Campaign, Step
from maplanner.document.values import WeeklyDelay
from maplanner.document.vocabulary import Purpose
from maplanner.estimate.clock import Floats
from maplanner.estimate.guessing import Drawn, draw
from maplanner.estimate.hours import Guess, HoursTable, run_items
from maplanner.estimate.work import LineEstimate, Spread, WorkEstimate
from maplanner.steps import props_of
from maplanner.steps.graph import campaigns

DAYS_PER_MONTH: Final = 365.25 / 12
WEEKS_PER_MONTH: Final = DAYS_PER_MONTH / 7
_CONTENT: Final = frozenset({"email", "landing_page", "download", "video", "webinar", "event", "social_post"})


@dataclass(frozen=True)
class Running:
    """One line of what running takes: so many pieces, with hours by role for one."""

    title: str
    unit: str
    pieces: float
    guesses: tuple[Guess, ...]

    @property
    def hours(self) -> float:
        """The expected hours over the whole run."""
        return self.pieces * sum(guess.mean for guess in self.guesses)


@dataclass(frozen=True)
class Programme:
    """One campaign: pieces of content to make, hours to build it, hours to run it for so many months."""

    campaign: Campaign
    months: float
    content: tuple[LineEstimate, ...]
    built: tuple[LineEstimate, ...]
    running: tuple[Running, ...]
    run_hours: Spread
    run_cost: float | None

    @property
    def is_nurturing(self) -> bool:
        """Whether it is a nurturing programme."""
        return self.campaign.purpose is Purpose.LEAD_NURTURING

    @property
    def pieces(self) -> float:
        """How many pieces of content have to be made."""
        return sum(each.line.quantity for each in self.content)

    @property
    def build_hours(self) -> float:
        """The expected hours to build it."""
        return sum(each.expected_hours for each in self.built)

    @property
    def build_cost(self) -> float | None:
        """The expected cost of building it; ``None`` where no rate is known."""
        costs = [share.cost for each in self.built for share in each.shares]
        return None if costs and all(cost is None for cost in costs) else sum(cost or 0.0 for cost in costs)

    @property
    def hours_per_month(self) -> float:
        """The expected hours to run it for a month."""
        return sum(each.hours for each in self.running) / self.months if self.months else 0.0

    def to_json(self) -> dict[str, Any]:
        """Return the figures as JSON values."""
        return {
            "campaign": self.campaign.id,
            "title": self.campaign.title,
            "nurturing": self.is_nurturing,
            "months": self.months,
            "content": {each.line.item.title: each.line.quantity for each in self.content},
            "pieces": self.pieces,
            "build_hours": self.build_hours,
            "build_cost": self.build_cost,
            "run_hours": self.run_hours.to_json(),
            "run_hours_per_month": self.hours_per_month,
            "run_cost": self.run_cost,
        }


def programmes_of(reader: RecordReader, work: WorkEstimate) -> tuple[Programme, ...]:
    """Return what each campaign that has steps takes, in the order of the inventory."""
    table = HoursTable(reader)
    found = []
    for campaign in campaigns(reader):
        steps = reader.referring(Step, "campaign", campaign.id)
        if steps:
            found.append(_programme(reader, work, table, campaign, steps))
    return tuple(found)


def _programme(
    reader: RecordReader, work: WorkEstimate, table: HoursTable, campaign: Campaign, steps: list[Step]
) -> Programme:
    built = tuple(each for each in work.lines if each.line.scope == campaign.id)
    months = _days(reader, campaign) / DAYS_PER_MONTH
    running = tuple(_running(table, steps, months))
    drawn = [
        Drawn(f"{guess.item}/{guess.role}", each.pieces, guess.low, guess.likely, guess.high)
        for each in running
        for guess in each.guesses
    ]
    hours = draw(drawn, reader.plan.hours_correlation, reader.plan.seed) if drawn else np.zeros((1, 1))
    return Programme(
        campaign,
        months,
        tuple(each for each in built if each.line.item.content),
        built,
        running,
        Spread.of(hours.sum(axis=0)) or Spread(0.0, 0.0, 0.0),
        _cost(work, running, hours),
    )


def _cost(work: WorkEstimate, running: tuple[Running, ...], hours: Floats) -> float | None:
    rates = [work.team.role(guess.role).rate.per_hour for each in running for guess in each.guesses]
    if rates and all(rate is None for rate in rates):
        return None
    return float(sum((rate or 0.0) * row.mean() for rate, row in zip(rates, hours, strict=False)))


def _days(reader: RecordReader, campaign: Campaign) -> float:
    """Return how long a campaign runs: by its own dates, else for the plan's time."""
    plan = reader.plan
    start = campaign.start or plan.start
    if campaign.end is None:
        return max(0.0, plan.days - max(0, (start - plan.start).days))
    return float(max(0, (campaign.end - start).days + 1))


def _running(table: HoursTable, steps: list[Step], months: float) -> list[Running]:
    pieces = {
        "run-campaign": months,
        "run-list": months * sum(step.kind == "contact_list" for step in steps),
        "run-webinar": sum(_times_held(step, months) for step in steps),
        "run-content": months * sum(step.kind in _CONTENT for step in steps),
    }
    return [
        Running(item.title, item.unit, pieces[item.key], table.guesses(item.key))
        for item in run_items()
        if pieces.get(item.key)
    ]


def _times_held(step: Step, months: float) -> float:
    """Return how often a webinar takes place: every week where its day is one of the week, else once."""
    if step.kind not in ("webinar", "event"):
        return 0.0
    try:
        weekly = isinstance(getattr(props_of(step), "at", None), WeeklyDelay)
    except InvalidRecord:
        weekly = False
    return max(1.0, months * WEEKS_PER_MONTH) if weekly else 1.0
