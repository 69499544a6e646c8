"""Charts of counts over time and of times: the same for steps, links, campaigns, stages and segments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from maplanner.drawing.charts.bars import Histogram, classes_of
from maplanner.drawing.charts.over_time import Line, TimeChart

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maplanner.simulation.passing import Durations
    from maplanner.simulation.results import SimulationResult


def rests_on(result: SimulationResult) -> str:
    """Return in a few words what a result's figures rest on."""
    leads = f"{float(result.leads.mean()):,.0f} leads in {result.days:g} days"
    if result.preview is not None:
        return f"{leads}, a preview from {result.preview.leads:,} of them"
    return f"{leads}, {result.runs} runs"


def followed(result: SimulationResult) -> str:
    """Return how many leads were followed, for figures that a sample tells."""
    return "" if result.details is None else f"from {result.details.leads:,} leads that were followed"


def span_of(result: SimulationResult, wanted: float | None, finest: float) -> float:
    """Return the days that counts are summed over: as wanted, or days for short times and weeks for long."""
    return max(wanted or (7.0 if result.days > 60 else 1.0), finest)


def counts_over_time(
    result: SimulationResult,
    title: str,
    values: NDArray[Any],
    span: float,
    band: tuple[NDArray[Any], NDArray[Any]] | None = None,
    *,
    subtitle: str = "",
) -> TimeChart:
    """Return how many there are in each span; the last is left out if the time cuts it short."""
    whole = max(int(result.days / span + 1e-9), 1)
    values = values[:whole]
    low, high = ((), ()) if band is None else (tuple(bound[: len(values)].tolist()) for bound in band)
    times = tuple(round((place + 1) * span, 6) for place in range(len(values)))
    per = {1.0: "per day", 7.0: "per week"}.get(span, "per hour" if span < 1 else f"per {span:g} days")
    line = Line("", tuple(values.tolist()), low, high)
    return TimeChart(f"{title} {per}", subtitle or rests_on(result), times=times, lines=(line,), per=per)


def sampled_over_time(
    result: SimulationResult, title: str, values: NDArray[Any], wanted: float | None
) -> TimeChart | None:
    """Return what a sample tells of each span, in days or longer; ``None`` where there is nothing."""
    from maplanner.simulation.telling import coarser

    if not values.any():
        return None
    span = span_of(result, wanted, max(1.0, round(result.days / max(len(values), 1))))
    return counts_over_time(result, title, coarser(result, values, span), span, subtitle=followed(result))


def there_over_time(
    result: SimulationResult, title: str, inside: NDArray[Any], subtitle: str = ""
) -> TimeChart | None:
    """Return how many are there at each time; ``None`` where nobody ever is."""
    if not inside.any():
        return None
    spans = len(inside) - 1
    times = tuple(min(at * result.days / spans, result.days) for at in range(len(inside)))
    line = Line("", tuple(inside.tolist()))
    return TimeChart(title, subtitle or followed(result), times=times, lines=(line,))


def times_taken(result: SimulationResult, title: str, took: Durations | None) -> Histogram | None:
    """Return how long leads take; ``None`` where nobody comes."""
    if result.details is None or took is None or not took.count:
        return None
    edges, counts = classes_of(took.days.tolist())
    marks = (("5 %", took.at(0.05)), ("median", took.at(0.5)), ("95 %", took.at(0.95)))
    subtitle = f"{took.count:,} of {result.details.leads:,} leads that were followed"
    return Histogram(title, subtitle, edges=edges, counts=counts, marks=marks)
