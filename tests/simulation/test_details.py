"""What the log of a sample tells agrees with the totals and with closed forms."""

from __future__ import annotations

import math

import numpy as np
import pytest

from maplanner.document.reading import Snapshot
from maplanner.document.records import Stage
from maplanner.simulation import SimulationOptions, layout, simulate
from maplanner.simulation import program as op
from maplanner.simulation.chunks import Task, recorded
from maplanner.simulation.compile import compile_plan
from maplanner.simulation.details import Details, look_closely
from maplanner.simulation.program import FlowProgram
from maplanner.simulation.stages import stage_report
from tests.builders import PlanBuilder
from tests.simulation.reference_funnel import exponential, fixed, reference_funnel


def looked_at(plan: Snapshot, leads: int = 10**6, runs: int = 1) -> tuple[FlowProgram, Details]:
    program = compile_plan(plan)
    return program, look_closely(program, 3, runs, leads=leads)


def waiting_line(days: float, delay: dict[str, object], size: int = 400) -> PlanBuilder:
    builder = PlanBuilder(days=days, accounts=50)
    builder.campaign()
    listed = builder.step("contact_list", "List", props={"size": size, "at": 10.0})
    builder.chain(listed, builder.step("wait", "Wait", props={"delay": delay}), builder.step("end", "End"))
    return builder


def test_everybody_followed_gives_the_totals() -> None:
    program, details = looked_at(reference_funnel(0.05).snapshot())
    outcome, _lines = recorded(program, Task(3, 0, 0, program.accounts, 100_000))
    at = layout.count_layout(program.dims)
    links = outcome.counts[at.links : at.links + program.dims.links]
    assert details.leads == outcome.counts[layout.LEADS]
    assert details.scale == 1.0
    assert np.array_equal(details.flows.sum(axis=1), links)
    unique = outcome.counts[at.unique : at.unique + program.dims.steps]
    assert [reach.count for reach in details.reach] == unique.tolist()
    assert details.scores[0].final.mean() == pytest.approx(outcome.ends[0] / details.leads)


@pytest.mark.parametrize(
    "decay", [{"kind": "linear", "points": 4, "days": 3}, {"kind": "half-life", "days": 5}]
)
def test_points_that_run_out_are_followed(decay: dict[str, object]) -> None:
    """Points given and points taken for some days: the log says what the kernel holds at the end."""
    builder = PlanBuilder(days=30.0, accounts=40)
    score = builder.score(decay=decay, floor=-20.0)
    for event, points, lasts in (("page visited", 9.0, 6.5), ("video watched", -12.0, 4.5)):
        builder.rule(score, event=event, points=points, lasts=lasts)
    builder.rule(score, order=1, event="video watched", points=7.0)
    listed = builder.step("contact_list", props={"size": 200, "at": 1.0})
    page, film = builder.step("page_visit"), builder.step("video", props={"play_share": 0.7})
    builder.link(listed, page)
    builder.link(page, film, delay=exponential(4.0))
    builder.link(film, page, "watched", delay=exponential(3.0))
    program, details = looked_at(builder.snapshot())
    outcome, lines = recorded(program, Task(3, 0, 0, program.accounts, 100_000))
    assert (lines.what == op.EXPIRE).sum() > 100
    assert details.scores[0].final.sum() == pytest.approx(outcome.ends[0], abs=1e-6)


def test_a_fixed_wait_takes_its_time_and_holds_its_leads() -> None:
    _program, details = looked_at(waiting_line(30.0, fixed(5.0)).snapshot())
    assert [reach.at(0.5) for reach in details.reach] == [0.0, 0.0, 5.0]
    assert details.stock[1, 10:15].tolist() == [400.0] * 5
    assert details.stock[1, 15:].tolist() == [0.0] * 16


def test_who_waits_when_the_time_ends_is_in_flight() -> None:
    _program, details = looked_at(waiting_line(12.0, fixed(5.0)).snapshot())
    assert details.stock[1, -1] == 400.0
    assert details.reach[2].count == 0


def test_times_follow_the_distribution_of_the_wait() -> None:
    _program, details = looked_at(waiting_line(400.0, exponential(8.0), size=20_000).snapshot())
    reach = details.reach[2]
    assert reach.count == 20_000
    assert reach.at(0.5) == pytest.approx(8.0 * math.log(2.0), rel=0.04)
    assert reach.at(0.95) == pytest.approx(8.0 * math.log(20.0), rel=0.04)


def test_a_sample_stands_for_all() -> None:
    plan = reference_funnel(0.3).snapshot()
    _program, whole = looked_at(plan)
    _program, part = looked_at(plan, leads=3_000)
    assert 2_700 < part.leads < 3_300
    assert part.leads * part.scale == pytest.approx(whole.leads, rel=0.02)
    for all_of, some in zip(whole.flows.sum(axis=1), part.flows.sum(axis=1), strict=True):
        assert some == pytest.approx(all_of, abs=6 * math.sqrt(max(all_of, 30) * part.scale))


def test_leads_that_leave_a_campaign_wait_no_longer() -> None:
    builder = PlanBuilder(days=30.0, accounts=10)
    segment = builder.segment("Bought")
    builder.campaign(exit={"subject": "segment", "ref": segment.id})
    listed = builder.step("contact_list", props={"size": 100, "at": 1.0})
    buys = builder.step("segment_change", "Buys", props={"segment": segment.id})
    wait, rest = (builder.step("wait", name, props={"delay": fixed(d)}) for name, d in (("A", 20), ("B", 4)))
    builder.chain(listed, wait, builder.step("end"))
    builder.chain(listed, rest, buys)
    program, details = looked_at(builder.snapshot())
    place = next(at for at, step in enumerate(program.steps) if step.title == "A")
    assert details.stock[place, 4] == 100.0
    assert details.stock[place, 7] == 0.0


def test_the_stage_report_counts_how_far_leads_get() -> None:
    builder = PlanBuilder(days=30.0, accounts=100)
    builder.campaign()
    stages = [builder.put(Stage(id=f"s{at}", title=title, order=at)) for at, title in enumerate("ABC")]
    listed = builder.step("contact_list", props={"size": 4_000, "at": 0.0})
    first, second = (
        builder.step("page_visit", title, stage=stage.id)
        for title, stage in (("First", stages[0]), ("Second", stages[1]))
    )
    last = builder.step("email", "Last", props={"open_share": 0.0}, stage=stages[2].id)
    back = builder.step("stage_change", "Back", props={"stage": stages[0].id, "back": True})
    builder.link(listed, first)
    builder.link(listed, second, share=0.25)
    builder.link(second, last)
    builder.link(second, back)
    plan = builder.snapshot()
    result = simulate(plan, SimulationOptions(runs=2, sample_leads=20_000))
    none, a, b, c = stage_report(plan, result)
    assert none.here.share == 0.0
    assert a.reached.share == 1.0
    assert b.reached.share * 8_000 == pytest.approx(result.stages_reached[1].reached.sum())
    assert b.reached.low < 0.25 < b.reached.high
    assert a.onward is not None
    assert a.onward.share == b.reached.share
    assert (c.here.share, c.onward) == (0.0, None), "nobody does anything at the last step"
    assert sum(row.here.share for row in (none, a, b, c)) == pytest.approx(1.0)


def test_nobody_followed_is_no_report() -> None:
    plan = waiting_line(12.0, fixed(5.0)).snapshot()
    assert stage_report(plan, simulate(plan, SimulationOptions(runs=1))) == ()
