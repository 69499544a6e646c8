"""Charts: figures on them, readings, words, and pictures that stay in their bounds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

from maplanner.app.templates import template_records
from maplanner.document.reading import Snapshot
from maplanner.document.records import Step
from maplanner.drawing.charts import of_result
from maplanner.drawing.charts.bars import Funnel, FunnelRow, Histogram, Tornado, TornadoRow, classes_of
from maplanner.drawing.charts.chart import Axis, Chart, _apart, axis_to, figure, nice_step
from maplanner.drawing.charts.over_time import Line, TimeChart
from maplanner.drawing.charts.sankey import Sankey, SankeyFlow, SankeyNode
from maplanner.drawing.coloring import Coloring
from maplanner.drawing.measures import CountLook, Moment, days_range_text, days_text, figures_of
from maplanner.drawing.pictures.sources import Scene, picture_offers
from maplanner.drawing.theme import theme
from maplanner.simulation import SimulationResult
from tests.desktop.outcomes import outcome

pytestmark = pytest.mark.usefixtures("qapp")

LOOP = Sankey(
    "Ways",
    nodes=tuple(
        SankeyNode(key, key.upper(), None, count) for key, count in (("a", 90), ("b", 60), ("c", 30))
    ),
    flows=(SankeyFlow("a", "b", 60), SankeyFlow("b", "c", 30), SankeyFlow("c", "a", 10)),
)
CHARTS = [
    TimeChart(
        "Time", times=(1, 2, 3), lines=(Line("Leads", (1, 5, 2), (0, 4, 1), (2, 6, 3)),), pointed=200.0
    ),
    TimeChart("Two", times=(1, 2), lines=(Line("A", (1, 5)), Line("A very long title indeed", (5, 1)))),
    TimeChart("Nothing", times=(), lines=()),
    Histogram("Days", edges=(0, 1, 2), counts=(4, 1), marks=(("median", 0.4),)),
    Histogram("Empty"),
    Funnel("Funnel", rows=tuple(FunnelRow(f"Step {at}", 100 / at, 90 / at, 110 / at) for at in range(1, 9))),
    Funnel("Nobody", rows=(FunnelRow("A", 0, 0, 0),)),
    Tornado("What moves it", middle=10, rows=(TornadoRow("Shares", 8, 13), TornadoRow("Nothing", 10, 10))),
    LOOP,
    Sankey("Bare"),
]


def painted(chart: Chart, name: str) -> QImage:
    """Return a picture with room around the chart's bounds."""
    image = QImage(int(chart.width) + 40, int(chart.bounds.height) + 40, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.translate(20, 20)
    chart.paint(painter, theme(name))
    painter.end()
    return image


@pytest.mark.parametrize("name", ["light", "dark", "contrast"])
@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.title)
def test_charts_paint_something_and_stay_in_their_bounds(chart: Chart, name: str) -> None:
    for sized in (chart, replace(chart, width=240.0, height=120.0)):
        image = painted(sized, name)
        pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)[..., 3]
        assert pixels.any()
        for edge in (pixels[:14], pixels[-14:], pixels[:, :14], pixels[:, -14:]):
            assert not edge.any()


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.title)
def test_charts_tell_themselves(chart: Chart) -> None:
    assert chart.title in chart.words()
    head, rows = chart.table()
    assert all(len(row) == len(head) for row in rows)
    for x, y in ((-5, -5), (chart.width / 2, chart.height / 2), (10_000, 10_000)):
        assert isinstance(chart.reading(x, y), str)


def test_readings_are_the_figures_below_the_pointer() -> None:
    time = CHARTS[0]
    assert time.reading(time.area.right, 50) == "day 3   2 (1 – 3)"
    funnel = CHARTS[5]
    assert funnel.reading(50, 40 + 42).startswith("Step 2: 50 (45 – 55)")
    assert "50" in funnel.reading(50, 82)


def test_ways_back_are_left_out_of_a_sankey_but_told() -> None:
    assert [(flow.source, flow.target) for flow in LOOP.forward] == [("a", "b"), ("b", "c")]
    assert ("C", "A", 10) in LOOP.table()[1]


def test_classes_hold_every_value() -> None:
    values = sorted(np.random.default_rng(3).exponential(5.0, 500).tolist())
    edges, counts = classes_of(values)
    assert sum(counts) == 500
    assert len(edges) == len(counts) + 1
    assert edges[0] <= values[0] <= values[-1] <= edges[-1]
    assert classes_of([]) == ((0.0, 1.0), (0.0,))
    assert classes_of([7.0, 7.0])[1] == (2.0,)


def test_axes_have_round_numbers() -> None:
    for top in (0.3, 7, 10, 101, 2436, 9.9e6):
        axis = axis_to(top)
        assert axis.high >= top
        assert 2 <= len(axis.ticks(5)) <= 7
    assert axis_to(0) == Axis(0.0, 1.0)
    assert [nice_step(value) for value in (0.7, 1.2, 2.3, 3, 7)] == [1, 2, 2.5, 5, 10]
    assert figure(12_345_678) == "12.3 M"


@pytest.fixture(scope="module")
def sample() -> Snapshot:
    return Snapshot.of(template_records("sample"))


@pytest.fixture
def result(sample: Snapshot) -> SimulationResult:
    return outcome(sample, {"term": (80, 120), "landing": (90, 110), "guide-form": (50, 70)})


class TestOfResults:
    def test_a_funnel_never_widens(self, sample: Snapshot, result: SimulationResult) -> None:
        funnel = of_result.funnel(sample, result, "paid-search")
        assert funnel is not None
        counts = [row.count for row in funnel.rows]
        assert counts == sorted(counts, reverse=True)
        assert of_result.funnel(sample, result, "add-on") is None

    def test_charts_are_offered_as_pictures(self, sample: Snapshot, result: SimulationResult) -> None:
        offers = {offer.key: offer for offer in picture_offers(Scene(sample, result, selection=("landing",)))}
        for key in ("chart:funnel:paid-search", "chart:ways:paid-search", "chart:arrivals:landing"):
            assert not painted(offers[key].draw(), "light").isNull()
        assert not any(key.startswith("chart:") for key in (o.key for o in picture_offers(Scene(sample))))

    def test_cards_tell_counts_ranges_shares_and_moments(
        self, sample: Snapshot, result: SimulationResult
    ) -> None:
        plain = figures_of(sample, result)
        assert (plain.counts["landing"], plain.look) == ("100", CountLook.SURE)
        assert figures_of(sample, result, ranged=True).counts["landing"] == "100 (91 – 109)"
        assert figures_of(sample, result, Coloring.CONVERSION).counts["landing"] == "10 %"
        assert figures_of(sample, result, stale=True).look is CountLook.STALE
        week = figures_of(sample, result, Coloring.RESULT, moment=Moment(0.0, 7.0))
        assert week.values["landing"] == pytest.approx(25.0)
        assert figures_of(sample, None).counts == {}
        assert figures_of(sample, result, Coloring.TIME).tone("landing").words == "Not simulated"

    def test_what_a_step_costs_is_what_it_costs_once_and_each_time(
        self, sample: Snapshot, result: SimulationResult
    ) -> None:
        step = sample.find(Step, "landing").changed({"cost_fixed": 50.0, "cost_each": 2.0})
        figures = figures_of(sample.replacing([step]), result, Coloring.COST)
        assert figures.values["landing"] == 250.0
        assert set(figures.values) == {"landing", "term"}  # clicks of the term are bought
        assert figures.tone("form").words == "Costs nothing"

    def test_numbers_on_a_low_axis_do_not_touch(self) -> None:
        axis = Axis(0.0, 200.0)
        assert _apart(axis, 200.0) == [0.0, 50.0, 100.0, 150.0, 200.0]
        assert _apart(axis, 24.0) == [0.0, 200.0]
        assert _apart(axis, 10.0) == [200.0]

    def test_a_range_of_times_has_the_unit_of_each_end(self) -> None:
        assert days_range_text(0.0, 115.6) == "at once – 116 days"
        assert days_range_text(0.1, 4.0) == "2.4 h – 4.0 days"
        assert days_range_text(3.1, 27.0) == "3.1 – 27 days"
        assert days_range_text(0.01, 0.02) == "14 – 29 min"
        assert days_range_text(1.0, 1.0) == "1.0 days"

    def test_times_are_told_in_minutes_hours_and_days(self) -> None:
        assert [days_text(days) for days in (0, 0.0002, 0.02, 0.5, 3, 40)] == [
            "at once",
            "under 1 min",
            "29 min",
            "12 h",
            "3.0 days",
            "40 days",
        ]
