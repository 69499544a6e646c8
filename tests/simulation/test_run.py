"""Running a plan: threads, cancelling, scenarios, and what is refused."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from maplanner.core.errors import Cancelled, CannotSimulate
from maplanner.document.reading import Snapshot
from maplanner.document.records import Assumption, Stage, Step
from maplanner.document.textform import plan_from_text
from maplanner.document.vocabulary import SalesStatus
from maplanner.simulation import SimulationOptions, SimulationResult, chunks, run, simulate
from maplanner.simulation.chunks import Outcome, Task
from maplanner.simulation.compile import compile_plan
from maplanner.simulation.preview import preview
from maplanner.simulation.program import FlowProgram
from maplanner.simulation.results import BINS_PER_DAY
from tests.builders import PlanBuilder
from tests.simulation.reference_funnel import EXPECTED, reference_funnel

GOLDEN = Path(__file__).parents[1] / "data" / "simulation" / "funnel-seed-7.json"
ROOT = Path(__file__).parents[2]


def small_plan(accounts: int = 20, **size: Any) -> PlanBuilder:
    builder = PlanBuilder(days=40.0, accounts=accounts, runs=3)
    entry = builder.step("contact_list", "List", props={"size": 60} | size)
    mail = builder.step("email", "Mail", props={"open_share": 0.5})
    builder.chain(entry, mail)
    return builder


def entered(result: SimulationResult, title: str) -> np.ndarray:
    return sum(step.entered for step in result.steps if step.title == title)


def without_time(result: SimulationResult) -> str:
    return json.dumps(result.to_json() | {"seconds": 0, "threads": 0})


def test_nobody_comes_in_at_a_paused_step_or_gets_past_it() -> None:
    builder = PlanBuilder(days=40.0, accounts=20, runs=3)
    open_list = builder.step("contact_list", "List", props={"size": 60})
    closed_list = builder.step("contact_list", "Paused list", props={"size": 60}, paused=True)
    mail = builder.step("email", "Mail", paused=True)
    builder.chain(open_list, mail, builder.step("wait", "Wait"))
    builder.chain(closed_list, mail)
    result = simulate(builder.snapshot())
    assert entered(result, "Mail").tolist() == [60, 60, 60]
    assert not entered(result, "Wait").any()
    assert not entered(result, "Paused list").any()


def test_a_scenario_may_pause_a_step() -> None:
    builder = small_plan()
    mail = next(step for step in builder.snapshot().all(Step) if step.title == "Mail")
    behind = builder.step("wait", "Wait")
    builder.link(mail, behind, "sent")
    scenario = builder.add_scenario("Without the mail")
    builder.add(Assumption, scenario=scenario.id, about=mail.id, path="paused", value=True)
    plan = builder.snapshot()
    assert entered(simulate(plan), "Wait").all()
    assert not entered(simulate(plan, SimulationOptions(scenario=scenario.id)), "Wait").any()


def test_any_number_of_threads_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "WORTH_THREADS", 0)
    monkeypatch.setattr(chunks, "LEADS_IN_CHUNK", 300)
    plan = reference_funnel(0.1).snapshot()
    one, two, three = (simulate(plan, SimulationOptions(runs=3, threads=n)) for n in (1, 2, 3))
    assert (one.threads, two.threads, three.threads) == (1, 2, 3)
    assert without_time(one) == without_time(two) == without_time(three)
    assert all(np.array_equal(a.mean, b.mean) for a, b in zip(one.scores, two.scores, strict=True))
    for a, b in zip(one.writes, two.writes, strict=True):
        for left, right in zip(a.runs, b.runs, strict=True):
            assert np.array_equal(left.bins, right.bins)
            assert np.array_equal(left.counts, right.counts)


def test_threads_that_were_asked_for_are_used() -> None:
    plan = small_plan().snapshot()
    assert simulate(plan, SimulationOptions(runs=3, threads=2)).threads == 2
    assert simulate(plan, SimulationOptions(runs=1, threads=2)).threads == 1, "there is one thing to do"
    assert simulate(plan, SimulationOptions(runs=3)).threads == 1, "so little is not worth a second thread"


def test_the_time_leaves_out_making_the_kernel_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]

    def slow_at_first(program: FlowProgram, task: Task, control: np.ndarray) -> Outcome:
        clock[0] += 1.0 if clock[0] else 60.0
        return chunks.kernel_runner(program, task, control)

    monkeypatch.setattr("maplanner.simulation.run.time.perf_counter", lambda: clock[0])
    plan = small_plan().snapshot()
    result = run.run_plan(plan, SimulationOptions(runs=3, threads=1), runner=slow_at_first)
    assert result.seconds == 3.0
    assert without_time(result) == without_time(simulate(plan, SimulationOptions(runs=3, threads=1)))


def test_one_seed_gives_one_result_for_ever() -> None:
    """If an intended change breaks this, say so in the changelog and write the file anew."""
    result = simulate(reference_funnel(0.05).snapshot(), SimulationOptions(runs=2, seed=7, threads=1))
    now = {
        "leads": result.leads.tolist(),
        "events": result.events.tolist(),
        "steps": {f"{step.step} {step.title}": step.entered.tolist() for step in result.steps},
        "scores": [score.mean.tolist() for score in result.scores],
        "writes": [write.total.tolist() for write in result.writes],
    }
    assert now == json.loads(GOLDEN.read_text("utf-8"))


def test_reference_funnel_gives_the_known_figures() -> None:
    runs = 8
    result = simulate(reference_funnel().snapshot(), SimulationOptions(runs=runs))
    samples = {
        title: entered(result, title)
        for title in EXPECTED
        if title not in {"leads", "events", "score", "Nurture again"}
    }
    samples |= {"leads": result.leads, "events": result.events, "score": result.scores[0].mean}
    samples["Nurture again"] = next(
        s.entered for s in result.steps if s.title == "Nurture again" and s.kind == "trigger"
    )
    for name, (mean, half_width) in EXPECTED.items():
        known = half_width / 1.96
        one_run = known * 400**0.5
        error = (one_run**2 / runs + known**2) ** 0.5
        assert abs(samples[name].mean() - mean) < 3 * error, name


def test_results_say_what_happened_where() -> None:
    result = simulate(small_plan().snapshot(), SimulationOptions(seed=3))
    assert result.leads.tolist() == [60, 60, 60]
    found = result.to_json()
    assert [step["title"] for step in found["steps"]] == ["List", "Mail"]
    assert found["steps"][1]["entered"] == {"mean": 60, "p5": 60, "p50": 60, "p95": 60}
    assert {"seed", "days", "runs", "threads", "events", "seconds", "leads", "steps", "writes"} <= set(found)
    assert result.links[0].taken.tolist() == [60, 60, 60]
    assert result.step_by_id["step_1"].over_time.sum() == 60
    json.dumps(found, allow_nan=False)


def test_writes_are_kept_by_five_minutes() -> None:
    builder = PlanBuilder(days=10.0, accounts=4, runs=2)
    entry = builder.step("contact_list", props={"size": 30, "at": 2.0, "per_day": 10.0})
    lead = builder.object(builder.crm("Our CRM"), "Lead")
    first = builder.step("crm_write", "first", props={"object": lead.id})
    second = builder.step("crm_write", "second", props={"object": lead.id})
    builder.chain(entry, first, second)
    created, updated = sorted(simulate(builder.snapshot()).writes, key=lambda write: write.operation)
    assert (created.operation, updated.operation) == ("create", "update")
    assert created.system_title == "Our CRM"
    assert created.total.tolist() == updated.total.tolist() == [30, 30]
    assert created.daily[0].tolist() == [0, 0, 10, 10, 10, 0, 0, 0, 0, 0]
    assert created.runs[0].bins.tolist() == [int((2 + n / 10) * BINS_PER_DAY) for n in range(30)]
    assert (created.median_per_day, created.busiest_day) == (0, 10)


def test_progress_is_told_and_cancelling_stops() -> None:
    told: list[float] = []
    simulate(small_plan().snapshot(), SimulationOptions(runs=4), told.append)
    assert told == [0.25, 0.5, 0.75, 1.0]
    with pytest.raises(Cancelled):
        simulate(small_plan().snapshot(), SimulationOptions(), told.append, lambda: True)


def test_cancelling_stops_threads_in_the_middle_of_a_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maplanner.simulation.work.LARGE_CHUNK", 10)
    answers = iter([False, True, True])
    plan = reference_funnel(1.0).snapshot()
    with pytest.raises(Cancelled):
        simulate(plan, SimulationOptions(runs=50, threads=2), cancelled=lambda: next(answers))


def test_a_scenario_changes_what_it_says_and_shares_the_rest() -> None:
    builder = small_plan()
    scenario = builder.add_scenario("Fewer people")
    builder.add(Assumption, scenario=scenario.id, about="step_1", path="props.size", value=40)
    plan = builder.snapshot()
    fewer = simulate(plan, SimulationOptions(scenario="Fewer people"))
    assert fewer.leads.tolist() == [40, 40, 40]
    assert simulate(plan, SimulationOptions(scenario=scenario.id)).leads.tolist() == [40, 40, 40]
    assert simulate(plan).leads.tolist() == [60, 60, 60]
    with pytest.raises(CannotSimulate, match="Fewer people"):
        simulate(plan, SimulationOptions(scenario="Other"))


@pytest.mark.parametrize(("path", "value"), [("props.size", -1), ("nothing", 3), ("id", "x")])
def test_an_assumption_that_does_not_fit_is_named(path: str, value: Any) -> None:
    builder = small_plan()
    scenario = builder.add_scenario("Odd")
    builder.add(Assumption, scenario=scenario.id, about="step_1", path=path, value=value)
    with pytest.raises(CannotSimulate, match=r"Odd|List"):
        simulate(builder.snapshot(), SimulationOptions(scenario="Odd"))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (SimulationOptions(days=0), "simulated time"),
        (SimulationOptions(days=float("nan")), "simulated time"),
        (SimulationOptions(days=365_000), "simulated time"),
        (SimulationOptions(runs=0), "number of runs"),
        (SimulationOptions(seed=-1), "seed"),
        (SimulationOptions(threads=0), "threads"),
    ],
)
def test_senseless_options_are_refused(options: SimulationOptions, words: str) -> None:
    with pytest.raises(CannotSimulate, match=words):
        simulate(small_plan().snapshot(), options)


def test_a_trillion_leads_are_refused() -> None:
    with pytest.raises(CannotSimulate, match="in all is the most"):
        simulate(small_plan(size=100_000_000, accounts=100_000).snapshot(), SimulationOptions(runs=10_000))


def test_a_billion_leads_begin_tell_how_far_they_are_and_stop() -> None:
    plan, shares = small_plan(size=100_000_000, accounts=5_000_000).snapshot(), [0.0]
    with pytest.raises(Cancelled):
        simulate(plan, SimulationOptions(runs=10), shares.append, lambda: len(shares) > 3)
    assert 0.0 < shares[-1] < 1e-3


def test_more_leads_in_an_account_than_fit_into_memory_are_refused() -> None:
    plan = small_plan(size=100_000_000, accounts=1).snapshot()
    with pytest.raises(CannotSimulate, match="for each of its 1 accounts"):
        simulate(plan, SimulationOptions(runs=1))
    with pytest.raises(CannotSimulate, match="number of accounts"):
        preview(plan)


def test_importing_the_package_loads_no_numba() -> None:
    probe = "import sys, maplanner.simulation, maplanner.simulation.run; sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", probe], cwd=ROOT, check=False).returncode == 0


def test_the_bundled_sample_runs() -> None:
    text = (ROOT / "resources" / "plans" / "sample.json").read_text("utf-8")
    result = simulate(Snapshot.of(plan_from_text(text)), SimulationOptions(runs=2))
    assert result.leads.min() > 1000
    assert all(write.total.min() > 0 for write in result.writes)


def _ad_plan() -> Snapshot:
    builder = PlanBuilder(days=40.0, accounts=20, runs=3)
    builder.chain(builder.step("search_term", "Term", props={"per_day": 20.0}), builder.step("email", "Mail"))
    return builder.snapshot()


def test_runs_apart_give_the_same_numbers_as_together() -> None:
    plan = _ad_plan()
    together = simulate(plan, SimulationOptions(runs=5, seed=3))
    first = simulate(plan, SimulationOptions(runs=2, seed=3))
    rest = simulate(plan, SimulationOptions(runs=3, seed=3, first_run=2))
    assert together.leads.tolist() == [*first.leads.tolist(), *rest.leads.tolist()]
    assert together.events.tolist() == [*first.events.tolist(), *rest.events.tolist()]
    assert len(set(together.leads.tolist())) > 1


def test_a_first_run_below_nought_is_refused() -> None:
    with pytest.raises(CannotSimulate, match="first run"):
        simulate(_ad_plan(), SimulationOptions(first_run=-1))


def test_what_leads_spend_and_what_sales_make_of_them_is_told() -> None:
    builder = PlanBuilder(days=400.0, accounts=20, runs=3)
    sure = {"accepted_share": 1.0, "opportunity_share": 1.0, "won_share": 1.0, "deal_value": 900.0}
    sales = builder.step("hand_off", "Sales", props=sure | {"deal_spread": 0.0}, stage="stage_1")
    builder.add(Stage, title="Deciding")
    builder.chain(builder.step("contact_list", "List", props={"size": 50}), sales)
    plan = builder.snapshot()
    result = simulate(plan, SimulationOptions(seed=2))
    bought = {each.status: each.leads for each in result.statuses}[SalesStatus.WON]
    assert bought.min() >= 48  # some deals take longer than the simulated time
    spent = result.step_by_id[sales.id].spent
    assert spent is not None
    assert spent.tolist() == (bought * 900.0).tolist()
    assert result.step_by_id["step_2"].spent is None
    assert result.to_json()["statuses"][-2]["status"] == "won"
    np.testing.assert_array_equal(
        simulate(plan, SimulationOptions(seed=2, threads=2)).step_by_id[sales.id].spent, spent
    )


def test_a_single_account_of_many_leads_stops_as_well() -> None:
    """Accounts run one after the other; who stops does not wait until one is through."""
    program = compile_plan(reference_funnel(3.0, accounts=1).snapshot())
    control = np.zeros(3, np.int64)

    def stop_soon() -> None:
        time.sleep(0.05)
        control[0] = 1

    stopping = threading.Thread(target=stop_soon)
    stopping.start()
    with pytest.raises(Cancelled):
        chunks.kernel_runner(program, Task(1, 0, 0, 1), control)
    stopping.join()
