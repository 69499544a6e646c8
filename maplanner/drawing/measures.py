"""What a drawing tells of a simulation: the number on each card, its colour, and what each link carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from maplanner.document.records import Link, Step
from maplanner.drawing.coloring import Coloring, Tone, heat_tone, no_figure_tone
from maplanner.drawing.labels import count_text, number_locale, share_text

if TYPE_CHECKING:
    from maplanner.document.reading import RecordReader
    from maplanner.simulation.results import SimulationResult, StepResult

_TIME_CLASSES: Final = (0.1, 0.25, 0.5, 0.75, 1.0)
"""Upper ends of the classes of times, as parts of the longest; those of counts crowd near nought."""


class CountLook(StrEnum):
    """How sure the number on a card is, to be seen at a glance."""

    SURE = "simulated"
    PREVIEW = "a preview from a sample"
    STALE = "older than the drawing"


class Moment(NamedTuple):
    """A stretch of the simulated time, in days."""

    begins: float
    ends: float


@dataclass(frozen=True)
class Figures:
    """All that cards and links show. ``counts`` are the chips' texts, ``values`` what colours stand for.

    ``carried`` are the leads on each link, ``most_carried`` what the widest link stands for.
    """

    counts: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, float] = field(default_factory=dict)
    carried: Mapping[str, float] = field(default_factory=dict)
    most_carried: float = 0.0
    coloring: Coloring = Coloring.KIND
    look: CountLook = CountLook.SURE

    def tone(self, step_id: str) -> Tone:
        """Return the colour of a step among the values of all."""
        value = self.values.get(step_id)
        most = max(self.values.values(), default=0.0)
        if value is None or most <= 0:
            return no_figure_tone(self.coloring)
        if self.coloring is Coloring.TIME:
            return heat_tone(value, most, days_text, _TIME_CLASSES)
        if self.coloring is Coloring.CONVERSION:
            return heat_tone(value, 1.0, share_text)
        unit = {Coloring.RESULT: " leads", Coloring.WAITING: " waiting"}.get(self.coloring, "")
        return heat_tone(value, most, count_text, unit=unit)


def days_text(days: float) -> str:
    """Return a time in days, or in hours or minutes if it is short."""
    locale, days = number_locale(), float(days)
    if days == 0:
        return "at once"
    if days < 1 / 24:
        minutes = round(days * 24 * 60)
        return f"{minutes} min" if minutes else "under 1 min"
    if days < 1:
        hours = days * 24
        return f"{locale.toString(hours, 'f', 0 if hours >= 9.5 else 1)} h"
    return f"{locale.toString(days, 'f', 0 if days >= 9.95 else 1)} days"


def days_range_text(low: float, high: float) -> str:
    """Return where times lie, with the unit of each; a unit that both have is said once."""
    first, last = days_text(low), days_text(high)
    if first == last:
        return first
    figure, _space, unit = first.rpartition(" ")
    return f"{figure if figure.replace('.', '').isdecimal() and last.endswith(unit) else first} – {last}"


def figures_of(
    reader: RecordReader,
    result: SimulationResult | None,
    coloring: Coloring = Coloring.KIND,
    *,
    moment: Moment | None = None,
    ranged: bool = False,
    stale: bool = False,
) -> Figures:
    """Return what a result tells of all steps and links.

    ``moment`` tells of a stretch of the time only; ``ranged`` adds to each count where nine runs of ten lie.
    """
    if result is None:
        return Figures(coloring=coloring)
    look = CountLook.STALE if stale else CountLook.PREVIEW if result.preview is not None else CountLook.SURE
    values = _values(reader, result, coloring, moment)
    if coloring in (Coloring.TIME, Coloring.CONVERSION, Coloring.WAITING, Coloring.COST):
        write = {Coloring.TIME: days_text, Coloring.CONVERSION: share_text}.get(coloring, count_text)
        counts = {key: write(value) for key, value in values.items()}
    else:
        counts = {step.step: _count(result, step, moment, ranged=ranged) for step in result.steps}
    if look is CountLook.PREVIEW:
        counts = {key: f"≈ {text}" for key, text in counts.items()}
    carried = {link.link: float(link.taken.mean()) for link in result.links}
    most = max(carried.values(), default=0.0)
    if moment is not None:
        carried, most = _carried_in(reader, result, moment)
    return Figures(counts, values, carried, most, coloring, look)


def _count(result: SimulationResult, step: StepResult, moment: Moment | None, *, ranged: bool) -> str:
    if moment is not None:
        return count_text(entered_in(result, step, moment))
    mean = float(step.entered.mean())
    if not ranged:
        return count_text(mean)
    from maplanner.simulation import Range

    found = Range.of(step.entered)
    low, high = count_text(found.p5), count_text(found.p95)
    return count_text(mean) if low == high else f"{count_text(mean)} ({low} – {high})"


def _values(
    reader: RecordReader, result: SimulationResult, coloring: Coloring, moment: Moment | None
) -> dict[str, float]:
    leads, details = float(result.leads.mean()), result.details
    if coloring is Coloring.RESULT:
        return {step.step: _entered(result, step, moment) for step in result.steps}
    if coloring is Coloring.CONVERSION and leads > 0:
        return {step.step: float(step.unique.mean()) / leads for step in result.steps}
    if coloring is Coloring.COST:
        return {step.step: cost for step in result.steps if (cost := _cost(reader, result, step, moment)) > 0}
    if details is None:
        return {}
    numbered = list(enumerate(result.steps))
    if coloring is Coloring.TIME:
        return {step.step: details.reach[at].at(0.5) for at, step in numbered if details.reach[at].count}
    if coloring is Coloring.WAITING:
        spans = details.stock.shape[1] - 1
        place = spans if moment is None else min(round(moment.ends / (result.days / spans)), spans)
        return {step.step: float(details.stock[at, place]) for at, step in numbered}
    return {}


def _entered(result: SimulationResult, step: StepResult, moment: Moment | None) -> float:
    return float(step.entered.mean()) if moment is None else entered_in(result, step, moment)


def entered_in(result: SimulationResult, step: StepResult, moment: Moment) -> float:
    """Return the mean arrivals at a step in a stretch of time."""
    first, last = _span(moment, result.bucket_days)
    return float(step.over_time[first:last].sum())


def _span(moment: Moment, width: float) -> tuple[int, int]:
    first = round(moment.begins / width)
    return first, max(round(moment.ends / width), first + 1)


def _cost(reader: RecordReader, result: SimulationResult, step: StepResult, moment: Moment | None) -> float:
    """Return what a step costs: once, and for every lead that comes to it."""
    from maplanner.core.errors import InvalidRecord
    from maplanner.simulation.money import cost_of

    record = reader.find_or_none(Step, step.step)
    try:
        cost = cost_of(record) if record is not None else None
    except InvalidRecord:
        cost = None
    if cost is None:
        return 0.0
    begun = moment is None or moment.begins <= cost.on_day < moment.ends
    return (cost.fixed if begun else 0.0) + cost.each * _entered(result, step, moment)


def _carried_in(
    reader: RecordReader, result: SimulationResult, moment: Moment
) -> tuple[dict[str, float], float]:
    """Return what links carry in a stretch of time, and the most that any carries in one as long."""
    if result.details is None:
        return _carried_like_entered(reader, result, moment)
    flows = result.details.flows
    width = result.days / max(flows.shape[1], 1)
    first, last = _span(moment, max(1.0, round(width)))
    carried = flows[:, first:last].sum(axis=1).tolist()
    most = float(flows.max(initial=0.0)) * (last - first)
    return {link.link: value for link, value in zip(result.links, carried, strict=True)}, most


def _carried_like_entered(
    reader: RecordReader, result: SimulationResult, moment: Moment
) -> tuple[dict[str, float], float]:
    """Return what links carry if they are taken when the step is entered that they leave."""
    carried: dict[str, float] = {}
    most = 0.0
    for found in result.links:
        link = reader.find_or_none(Link, found.link)
        step = None if link is None else result.step_by_id.get(link.source)
        total = 0.0 if step is None else float(step.entered.mean())
        if step is None or total <= 0:
            continue
        each = float(found.taken.mean()) / total
        carried[found.link] = each * entered_in(result, step, moment)
        first, last = _span(moment, result.bucket_days)
        most = max(most, each * float(step.over_time.max(initial=0.0)) * (last - first))
    return carried, most
