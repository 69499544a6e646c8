"""Charts of a simulation: funnels, ways, times, scores."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from maplanner.document.records import Campaign
from maplanner.drawing.charts import of_result
from maplanner.drawing.charts.chart import Chart
from maplanner.drawing.labels import one_line
from maplanner.drawing.picture import Picture
from maplanner.drawing.pictures.sources import Offer, PictureSource, Scene


def offers(scene: Scene) -> Iterator[Offer]:
    """Yield the charts that a result has something for: funnels, ways, selected steps, scores."""
    reader, result = scene.reader, scene.result
    if result is None:
        return
    chart = of_result.stage_funnel(reader, result)
    if chart is not None:
        yield Offer("chart:stages", "Funnel of buying stages", partial(_same, chart))
    for campaign in sorted(reader.all(Campaign), key=lambda each: each.order):
        title = one_line(campaign.title) or "Campaign"
        if len(of_result.busiest_way(reader, result, campaign.id)) > 1:
            made = partial(of_result.funnel, reader, result, campaign.id)
            yield Offer(f"chart:funnel:{campaign.id}", f"Funnel of {title}", partial(_made, made))
            flows = partial(of_result.sankey, reader, result, campaign.id)
            yield Offer(f"chart:ways:{campaign.id}", f"Ways of leads in {title}", partial(_made, flows))
    for step_id in scene.selection:
        yield from _of_step(scene, step_id)
    for score in result.scores:
        for name, make in (("over time", of_result.score_over_time), ("at the end", of_result.score_at_end)):
            found = make(result, score.score)
            if found is not None:
                key = f"chart:score:{score.score}:{name.replace(' ', '-')}"
                yield Offer(key, f"Score {one_line(score.title)} {name}", partial(_same, found))


def _of_step(scene: Scene, step_id: str) -> Iterator[Offer]:
    reader, result = scene.reader, scene.result
    if result is None:
        return
    sorts: tuple[tuple[str, Chart | None], ...] = (
        ("arrivals", of_result.arrivals(reader, result, step_id)),
        ("reach", of_result.time_to_reach(reader, result, step_id)),
        ("waiting", of_result.waiting(reader, result, step_id)),
    )
    for name, chart in sorts:
        if chart is not None:
            yield Offer(f"chart:{name}:{step_id}", chart.title, partial(_same, chart))


def _same(chart: Chart) -> Picture:
    return chart


def _made(make: Callable[[], Chart | None]) -> Picture:
    chart = make()
    if chart is None:
        raise AssertionError("a chart was offered that there is nothing for")
    return chart


SOURCE: Final = PictureSource("charts", "Charts", offers, order=50.0)
