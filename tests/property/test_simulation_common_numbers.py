"""Random numbers belong to the lead and the step that asks: not to threads, chunks or other changes."""

from __future__ import annotations

import json

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from maplanner.core.errors import CannotSimulate
from maplanner.document.records import Assumption, Threshold
from maplanner.simulation import SimulationOptions, SimulationResult, simulate
from maplanner.simulation.chunks import Outcome, Task, kernel_runner
from maplanner.simulation.compile import compile_plan
from maplanner.simulation.layout import CROSSED
from tests.builders import PlanBuilder
from tests.simulation.random_plans import Drawing, RandomPlan
from tests.simulation.reference_funnel import reference_funnel
from tests.simulation.richer_plans import RicherPlan

FEW = settings(max_examples=12)
SEEDS = st.integers(0, 10**9)


def ran(plan: Drawing, first: int, last: int, seed: int = 1) -> Outcome | None:
    """Run some accounts of a plan; ``None``: it is refused, or runs wild."""
    try:
        program = compile_plan(plan.snapshot, vocabulary=plan.vocabulary)
        return kernel_runner(program, Task(seed, 0, first, last, 100_000), np.zeros(3, np.int64))
    except CannotSimulate:
        return None


def entered(result: SimulationResult, title: str) -> np.ndarray:
    return next(step.entered for step in result.steps if step.title == title)


@given(SEEDS, st.integers(1, 2), st.booleans())
@FEW
def test_accounts_apart_do_what_they_do_together(seed: int, cut: int, richer: bool) -> None:
    plan = (RicherPlan if richer else RandomPlan)(seed).drawing()
    whole, one, other = ran(plan, 0, 3), ran(plan, 0, cut), ran(plan, cut, 3)
    if whole is None or one is None or other is None:
        return
    assert [line for line in whole.log if line[1] < cut] == one.log
    assert [line for line in whole.log if line[1] >= cut] == other.log
    assert (whole.counts == one.counts + other.counts).all()


@given(SEEDS, st.integers(2, 5))
@settings(max_examples=4)
def test_two_threads_give_what_one_gives_to_the_last_bit(seed: int, runs: int) -> None:
    plan = reference_funnel(0.02).snapshot()

    def told(threads: int) -> str:
        result = simulate(plan, SimulationOptions(runs=runs, seed=seed, threads=threads))
        return json.dumps(result.to_json() | {"seconds": 0, "threads": 0})

    assert told(1) == told(2)


@given(SEEDS, st.floats(0.1, 60.0))
@FEW
def test_a_higher_threshold_that_nothing_follows_from_is_reached_by_fewer_and_changes_nothing_else(
    seed: int, more: float
) -> None:
    random = RandomPlan(seed)
    plan = random.drawing()
    mark = random.builder.threshold(random.scores[0], 4.0, title="Nobody listens")
    number = len(plan.snapshot.all(Threshold))

    def told(value: float) -> Outcome | None:
        random.builder.put(mark.changed({"value": value}))
        return ran(Drawing(random.builder.snapshot(), plan.vocabulary), 0, 3)

    low, high = told(4.0), told(4.0 + more)
    if low is None or high is None:
        return
    rest = [[line for line in each.log if line[3:5] != (CROSSED, number)] for each in (low, high)]
    assert rest[0] == rest[1]
    reached = [{line[1:3] for line in each.log if line[3:5] == (CROSSED, number)} for each in (low, high)]
    assert reached[0] >= reached[1]


@given(st.floats(0.2, 0.5), st.floats(0.0, 0.4), SEEDS)
@settings(max_examples=6)
def test_scenarios_share_their_random_numbers(share: float, more: float, seed: int) -> None:
    """Whoever opens a mail at a share opens it at a higher one; what is not touched stays as it is."""
    builder = PlanBuilder(days=30.0, accounts=40)
    titles = {}
    for name in ("Changed", "Untouched"):
        builder.campaign(name)
        start = builder.step("contact_list", f"{name} list", props={"size": 300})
        builder.field(start, "E-mail", key="email", type="e-mail")
        mail = builder.step("email", f"{name} mail", props={"open_share": share})
        builder.chain(start, mail)
        builder.link(mail, builder.step("end", f"{name} opened"), "opened")
        titles[name] = mail.id
    scenario = builder.add_scenario("More")
    path = "props.open_share"
    builder.add(Assumption, scenario=scenario.id, about=titles["Changed"], path=path, value=share + more)
    plan = builder.snapshot()
    base = simulate(plan, SimulationOptions(runs=30, seed=seed))
    changed = simulate(plan, SimulationOptions(runs=30, seed=seed, scenario="More"))
    for title in ("Untouched mail", "Untouched opened", "Changed mail"):
        assert (entered(base, title) == entered(changed, title)).all()
    gained = entered(changed, "Changed opened") - entered(base, "Changed opened")
    assert (gained >= 0).all()
    sent = 300 * 30 * (1 - 0.0101)
    assert abs(gained.sum() - sent * more) <= 5 * np.sqrt(sent * more * (1 - more)) + 1e-9
