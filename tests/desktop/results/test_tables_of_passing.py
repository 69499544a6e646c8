"""Links, campaigns, groups, stages, segments and thresholds: every figure has its cell and its chart."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from maplanner.desktop.panels.result_tables import (
    Table,
    campaigns_table,
    links_table,
    scores_table,
    stages_table,
)
from maplanner.desktop.results.charts_of_rows import (
    NO_GROUP,
    ChartChoice,
    campaign_charts,
    link_charts,
    score_charts,
    stage_charts,
    write_charts,
)
from maplanner.document.reading import Snapshot
from maplanner.document.records import CampaignGroup, Stage
from maplanner.drawing.charts.bars import Histogram
from maplanner.drawing.charts.over_time import TimeChart
from maplanner.simulation import SimulationOptions, SimulationResult
from maplanner.simulation.run import run_plan
from tests.builders import PlanBuilder

Simulated = tuple[Snapshot, SimulationResult]


@pytest.fixture(scope="module")
def simulated() -> Simulated:
    """Two days' wait, then three on the way, into a segment; a second campaign is in no group."""
    builder = PlanBuilder(days=28.0, accounts=30)
    builder.put(CampaignGroup(id="spring", title="Pavasara kampaņas"))
    builder.put(Stage(id="early", title="Zina", order=1.0))
    builder.put(Stage(id="late", title="Izlemj", order=2.0))
    score = builder.score("Gatavība")
    threshold = builder.threshold(score, 10.0)
    segment = builder.segment("Silti").id
    builder.campaign("First", group="spring")
    listed = builder.step("contact_list", "Saraksts", props={"size": 300, "at": 4.0})
    wait = builder.step("wait", "Wait", props={"delay": {"kind": "fixed", "days": 2.0}})
    joins = builder.step("segment_change", "Joins", props={"segment": segment})
    points = builder.step("points", "Points", props={"score": score.id, "points": 20.0})
    builder.link(listed, wait)
    builder.link(wait, joins, delay={"kind": "fixed", "days": 3.0})
    builder.link(joins, points)
    builder.link(listed, builder.step("page_visit", "Guide", stage="early"))
    builder.campaign("Second")
    entry = builder.step("trigger", "Ready", props={"threshold": threshold.id})
    builder.chain(entry, builder.step("page_visit", "Prices", stage="late"))
    snapshot = builder.snapshot()
    return snapshot, run_plan(snapshot, SimulationOptions(runs=2, threads=1, sample_leads=1000))


def column(table: Table, title: str) -> list[str]:
    place = [each.title for each in table.columns].index(title)
    return [row.cells[place].text for row in table.rows]


def test_tables_say_who_comes_how_soon_and_who_waits(simulated: Simulated) -> None:
    snapshot, result = simulated
    links = links_table(result, snapshot)
    assert column(links, "From") == ["Saraksts", "Saraksts", "Wait", "Joins", "Ready"]
    assert column(links, "Of all leads") == ["100 %"] * 5
    assert column(links, "Time to come") == ["at once", "at once", "2.0 days", "5.0 days", "5.0 days"]
    campaigns = campaigns_table(result, snapshot)
    assert column(campaigns, "Title") == ["First", "Second", "Pavasara kampaņas", "Without a group"]
    assert column(campaigns, "Share") == ["100 %"] * 4
    assert column(campaigns, "Time to come") == ["at once", "5.0 days", "at once", "5.0 days"]
    assert column(stages_table(result, snapshot), "Time to come") == ["", "at once", "5.0 days"]
    scores = scores_table(result, snapshot)
    assert column(scores, "Title") == ["Gatavība", "10 points", "Silti"]
    assert column(scores, "Of all leads") == ["", "100 %", "100 %"]
    assert column(scores, "Time to come") == ["", "5.0 days", "5.0 days"]


def offered(choices: list[ChartChoice]) -> dict[str, object]:
    return {choice.name: choice.make() for choice in choices}


def test_every_row_has_its_charts(simulated: Simulated) -> None:
    snapshot, result = simulated
    slow = offered(link_charts(snapshot, result, "link_2", 7.0))
    assert [type(slow[name]) for name in ("Over time", "Time to come", "On the way")] == [
        TimeChart,
        Histogram,
        TimeChart,
    ]
    taken = slow["Over time"]
    assert isinstance(taken, TimeChart)
    assert taken.lines[0].values == (300.0, 0.0, 0.0, 0.0)
    assert taken.title == "Wait → Joins: taken per week"
    assert offered(link_charts(snapshot, result, "link_1", None))["On the way"] is None
    rows: list[tuple[Callable[..., list[ChartChoice]], str, int]] = [
        (campaign_charts, "campaign_1", 4),
        (campaign_charts, "spring", 2),
        (campaign_charts, NO_GROUP, 2),
        (stage_charts, "late", 4),
        (score_charts, "segment_1", 3),
        (score_charts, "threshold_1", 2),
        (score_charts, "score_1", 2),
    ]
    for charts, row, count in rows:
        found = offered(charts(snapshot, result, row, 1.0))
        assert len(found) == count, row
        assert all(found.values()), (row, found)
    assert write_charts(snapshot, result, "nothing", None)[0].make() is None


def test_stages_over_time_hold_everybody_once(simulated: Simulated) -> None:
    snapshot, result = simulated
    chart = offered(stage_charts(snapshot, result, "", None))["Over time"]
    assert isinstance(chart, TimeChart)
    early, late = chart.lines
    assert (early.title, late.title) == ("Zina", "Izlemj")
    assert (early.values[6], late.values[6]) == (300.0, 0.0)
    assert (early.values[-1], late.values[-1]) == (0.0, 300.0)
