"""Sales teams: queues with known answers, limits of a day, who is next, and exactness on any machine."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from maplanner.core.errors import Cancelled, CannotSimulate
from maplanner.document.reading import Snapshot
from maplanner.document.records import SalesTeam, WorkCalendar
from maplanner.document.values import WorkingDelay
from maplanner.flow import behaviour as word
from maplanner.simulation import serving
from maplanner.simulation.chunks import Task, kernel_runner, kernel_served
from maplanner.simulation.compile import compile_plan
from maplanner.simulation.event_log import EventLog
from maplanner.simulation.options import SimulationOptions
from maplanner.simulation.preview import preview
from maplanner.simulation.program import FlowProgram
from maplanner.simulation.run import run_plan
from maplanner.simulation.serving import Served
from maplanner.simulation.team_results import TeamResult, team_results
from maplanner.steps.teamwork import served
from tests.builders import PlanBuilder
from tests.simulation.random_plans import drawing


def asked(source: word.Source, days: float = 400.0, accounts: int = 20, **team: Any) -> FlowProgram:
    """Return a plan in which everybody who comes is dealt with by a team, then done."""
    builder = PlanBuilder(days=days, accounts=accounts)
    if "calendar" in team:
        builder.put(WorkCalendar(id="office"))
    found = builder.add(SalesTeam, **({"title": "Sales"} | team))
    first, done = builder.step("any", "first"), builder.step("any", "done")
    builder.link(first, done, "all")
    serve = served(found, (word.Emit("all"),))
    plan = drawing(builder, {first.id: word.Behaviour((serve,), (source,)), done.id: word.Behaviour(())})
    return compile_plan(plan.snapshot, vocabulary=plan.vocabulary)


def serve(program: FlowProgram, run: int = 0) -> Served:
    return kernel_served(program, Task(1, run, 0, program.accounts), np.zeros(3, np.int64))


def result(program: FlowProgram, runs: int) -> TeamResult:
    for run in range(runs):
        serve(program, run)
    return team_results(program, 1, range(runs))[0]


def erlang_c(load: float, servers: int) -> float:
    """Return the chance to have to wait in M/M/c; ``load`` is arrival rate times mean service time."""
    terms = [load**n / math.factorial(n) for n in range(servers)]
    last = load**servers / math.factorial(servers) * servers / (servers - load)
    return last / (sum(terms) + last)


@pytest.mark.parametrize(("people", "rate"), [(1, 32.0), (3, 110.0)])
def test_a_queue_with_many_servers_waits_as_erlang_says(people: int, rate: float) -> None:
    """M/M/c: a task of half an hour on average, exponential; 48 a day and person."""
    program = asked(word.PoissonArrivals(rate), people=people, task_hours=0.5, task_deviation=0.5)
    found = result(program, 12)
    load = rate / 48.0
    wait = erlang_c(load, people) / (48.0 * people - rate)
    assert found.mean_wait.mean() == pytest.approx(wait, rel=0.08)
    assert found.utilisation.mean() == pytest.approx(load / people, rel=0.02)


def test_a_queue_with_equal_tasks_waits_half_as_long() -> None:
    """M/D/1, by Pollaczek and Khinchine."""
    found = result(asked(word.PoissonArrivals(36.0), people=1, task_hours=0.5), 12)
    load = 0.75
    assert found.mean_wait.mean() == pytest.approx(load / (2 * 48.0 * (1 - load)), rel=0.06)


def test_nobody_begins_out_of_hours_nor_more_than_a_day_allows() -> None:
    program = asked(word.ListArrivals(40), 60.0, people=2, task_hours=1.0, most_per_day=3, calendar="office")
    found = serve(program)
    hours = found.start % 1.0 * 24
    assert found.start.size == 40
    assert ((hours >= 9) & (hours < 17)).all()
    days = found.start.astype(int)
    assert max(np.bincount(days)) == 6, "two people, three tasks each"
    assert set(days % 7) == {0, 1, 2, 3, 4}
    assert days.max() == 8, "forty tasks at six a day: seven working days and a weekend"
    for person in range(2):
        own = np.sort(found.start[found.person == person])
        assert (np.diff(own) >= 1 / 24 - 1e-12).all(), "one thing at a time"


def test_a_task_that_is_not_done_by_evening_goes_on_next_morning() -> None:
    program = asked(word.ListArrivals(1, at=0.5), 30.0, people=1, task_hours=10.0, calendar="office")
    found = serve(program)
    assert found.start[0] == 0.5
    assert found.finish[0] == pytest.approx(1 + 14 / 24)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("who came first", [0, 1, 2, 3]),
        ("who came last", [0, 3, 2, 1]),
        ("who has the highest score", [0, 2, 3, 1]),
    ],
)
def test_who_is_next(order: str, expected: list[int]) -> None:
    """Four leads an hour apart; the third has the most points. The first is begun with at once."""
    builder = PlanBuilder(days=30.0, accounts=4)
    score = builder.score()
    team = builder.add(SalesTeam, people=1, task_hours=24.0, waiting_order=order)
    steps = [builder.step("any", f"step {n}") for n in range(4)]
    behaviours = {
        step.id: word.Behaviour(
            (word.AddPoints(score.id, (1.0, 2.0, 4.0, 3.0)[place]), served(team, ())),
            (word.ListArrivals(1, at=place / 24.0),),
        )
        for place, step in enumerate(steps)
    }
    plan = drawing(builder, behaviours)
    program = compile_plan(plan.snapshot, vocabulary=plan.vocabulary)
    found = serve(program)
    turns = np.argsort(found.start)
    assert found.requests.step[turns].tolist() == expected


def test_hot_leads_are_counted_apart() -> None:
    builder = PlanBuilder(days=30.0, accounts=2)
    score = builder.score()
    mark = builder.threshold(score, 10.0)
    team = builder.add(SalesTeam, id="sales", people=1, hot=mark.id)
    cold, hot = builder.step("any", "cold"), builder.step("any", "hot")
    ask = served(team, ())
    plan = drawing(
        builder,
        {
            cold.id: word.Behaviour((ask,), (word.ListArrivals(5),)),
            hot.id: word.Behaviour((word.AddPoints(score.id, 12.0), ask), (word.ListArrivals(3),)),
        },
    )
    found = result(compile_plan(plan.snapshot, vocabulary=plan.vocabulary), 1)
    assert (found.hot_waits.size, found.waits.size) == (3, 8)


def test_what_comes_back_to_the_team_is_settled_exactly() -> None:
    """Leads come back to an overloaded team. Asking once more with the answers changes nothing."""
    builder = PlanBuilder(days=60.0, accounts=50)
    team = builder.add(SalesTeam, id="sales", people=2, task_hours=6.0, task_deviation=6.0)
    first, again = builder.step("any", "first"), builder.step("any", "again")
    builder.link(first, again, "all")
    builder.link(again, first, "one", share=0.6)
    serve_them = served(team, (word.Emit("all"),))
    plan = drawing(
        builder,
        {
            first.id: word.Behaviour((serve_them,), (word.PoissonArrivals(4.0),)),
            again.id: word.Behaviour((word.Emit("one"),)),
        },
    )
    program = compile_plan(plan.snapshot, vocabulary=plan.vocabulary)
    found = serve(program)
    outcome = kernel_runner(program, Task(1, 0, 0, 50, answers=found.answers), np.zeros(3, np.int64))
    assert found.rounds > 3
    assert sorted(outcome.requests.key) == sorted(found.requests.key)
    assert sorted(outcome.requests.time) == sorted(found.requests.time)
    assert (found.finish[found.start < 60.0] > found.start[found.start < 60.0]).all()


def test_any_number_of_threads_gives_the_same_waiting() -> None:
    builder = PlanBuilder(days=90.0, accounts=4000, runs=3)
    team = builder.add(SalesTeam, people=2, calendar=builder.add(WorkCalendar).id)
    source = builder.step("contact_list", props={"size": 60_000, "per_day": 900})
    task = builder.step("sales_task", props={"team": team.id})
    builder.link(source, task, share=0.02)
    builder.link(task, builder.step("end"), "done")
    one, two = (run_plan(builder.snapshot(), SimulationOptions(threads=threads)) for threads in (1, 2))
    assert one.teams[0].requests.mean() == pytest.approx(1200, rel=0.1)
    assert np.array_equal(one.teams[0].waits, two.teams[0].waits)
    assert np.array_equal(one.steps[-1].entered, two.steps[-1].entered)
    assert one.to_json()["teams"] == two.to_json()["teams"]


def test_a_loop_through_tasks_that_take_no_time_is_refused() -> None:
    builder = PlanBuilder(days=20.0, accounts=5)
    team = builder.add(SalesTeam, id="sales", task_hours=0.0)
    step = builder.step("any", "loop")
    builder.link(step, step, "all")
    serve_them = served(team, (word.Emit("all"),))
    plan = drawing(builder, {step.id: word.Behaviour((serve_them,), (word.ListArrivals(3),))})
    with pytest.raises(CannotSimulate, match="without any time passing"):
        compile_plan(plan.snapshot, vocabulary=plan.vocabulary)


def test_a_team_that_is_gone_is_refused() -> None:
    builder = PlanBuilder()
    step = builder.step("any")
    plan = drawing(
        builder, {step.id: word.Behaviour((word.Serve(WorkingDelay(), (), "gone"),), (word.ListArrivals(3),))}
    )
    with pytest.raises(CannotSimulate, match="sales team that no longer exists"):
        compile_plan(plan.snapshot, vocabulary=plan.vocabulary)


@pytest.mark.parametrize("size", [2_000, 80_000])
def test_a_preview_lets_leads_wait_or_at_least_be_served(size: int) -> None:
    """Of many leads all are served at once, in working time: a preview cannot look at everybody."""
    builder = PlanBuilder(days=60.0, accounts=2000)
    team = builder.add(SalesTeam, people=1, task_hours=24.0)
    people = builder.step("contact_list", props={"size": size})
    task = builder.step("sales_task", props={"team": team.id})
    done = builder.step("end")
    builder.link(people, task, share=0.05)
    builder.link(task, done, "done")
    found = preview(builder.snapshot(), leads=min(size, 20_000))
    assert found is not None
    served = found.step_by_id[done.id].entered.mean()
    assert served == pytest.approx(59 if size == 2_000 else size * 0.05, rel=0.1)


def busy_plan(size: int = 3_000) -> Snapshot:
    """Return a plan in which leads come back to an overloaded team."""
    builder = PlanBuilder(days=60.0, accounts=500)
    team = builder.add(SalesTeam, people=2)
    source = builder.step("contact_list", props={"size": size, "per_day": size / 50})
    task, mail = builder.step("sales_task", props={"team": team.id}), builder.step("email")
    builder.chain(source, task)
    builder.link(task, mail, "done")
    builder.link(mail, task, "opened")
    return builder.snapshot()


def test_while_teams_settle_it_is_told_how_far_that_is_and_can_be_stopped() -> None:
    plan, told = busy_plan(), [0.0]
    run_plan(plan, SimulationOptions(runs=2, threads=1), told.append)
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1.0)
    told[:] = [0.0]
    with pytest.raises(Cancelled):
        run_plan(plan, SimulationOptions(runs=9, threads=1), told.append, lambda: len(told) > 1)
    assert told[-1] < 0.5


def test_more_requests_than_fit_into_memory_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "MOST_REQUESTS", 5)
    with pytest.raises(CannotSimulate, match="more than 5 things"):
        run_plan(busy_plan(), SimulationOptions(runs=1))


def test_a_log_can_be_stopped_while_teams_settle() -> None:
    asked: list[None] = []

    def cancelled() -> bool:
        asked.append(None)
        return len(asked) > 1

    with pytest.raises(Cancelled):
        for _part in EventLog(busy_plan(12_000), SimulationOptions()).parts(cancelled):
            pass
