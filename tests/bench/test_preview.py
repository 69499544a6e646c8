"""How long it takes from an edit to numbers, for plans of a hundred steps, and what following leads adds.

``python -m pytest tests/bench/test_preview.py -s`` prints the figures, in processor time of this thread.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

from maplanner.app.templates import template_records
from maplanner.document.reading import Snapshot
from maplanner.document.records import Step
from maplanner.document.store import Store
from maplanner.drawing.measures import figures_of
from maplanner.simulation import SimulationOptions, simulate
from maplanner.simulation.compile import compile_plan
from maplanner.simulation.preview import preview
from tests.builders import PlanBuilder
from tests.simulation.reference_funnel import reference_funnel

WANTED_SECONDS = 0.100
LEADS = 4_000
"""What a window begins with."""


def thread_seconds(work: Callable[[], object], times: int = 9) -> float:
    """Return the median processor time of some work in this thread."""
    found = []
    for _ in range(times):
        began = time.thread_time()
        work()
        found.append(time.thread_time() - began)
    return median(found)


def hundred_steps() -> Store:
    """Return a plan of a hundred steps: five campaigns, each with a long nurture and a form."""
    builder = PlanBuilder(title="Hundred", accounts=5_000)
    score = builder.score("Readiness", decay={"kind": "linear", "points": 10, "days": 30})
    builder.rule(score, event="e-mail opened", points=5)
    for number in range(5):
        builder.campaign(f"Campaign {number}")
        entry = builder.step("contact_list", props={"size": 4_000, "at": float(number)})
        chain = [entry]
        for at in range(9):
            chain += [builder.step("email", f"E-mail {at}"), builder.step("wait", f"Wait {at}")]
        builder.chain(*chain, builder.step("end"))
    return builder.store()


def report(name: str, store: Store) -> float:
    """Edit a step, make a preview and what cards and links show of it; return how long that took."""
    step = store.all(Step)[0]

    def edit_and_look() -> None:
        with store.transact("Edit") as transaction:
            transaction.change(step.id, {"notes": str(time.perf_counter())})
        snapshot = store.snapshot()
        found = preview(snapshot, LEADS)
        figures_of(snapshot, found)

    edit_and_look()
    took = thread_seconds(edit_and_look)
    compiling = thread_seconds(lambda: compile_plan(store.snapshot()))
    print(
        f"\n{name}, {store.count(Step)} steps: edit to numbers {took * 1000:.0f} ms, "
        f"of which compiling {compiling * 1000:.0f} ms"
    )
    return took


def test_a_hundred_steps_have_numbers_at_once() -> None:
    assert report("nurtures", hundred_steps()) < WANTED_SECONDS


def test_the_sample_and_the_funnel_have_numbers_at_once() -> None:
    assert report("sample plan", Store(template_records("sample"))) < WANTED_SECONDS
    assert report("reference funnel", Store(template_records("reference-funnel"))) < WANTED_SECONDS


def test_following_leads_costs_a_fraction_of_a_simulation() -> None:
    plan: Snapshot = reference_funnel().snapshot()
    simulate(plan, SimulationOptions(runs=1, sample_leads=500))
    plain = thread_seconds(lambda: simulate(plan, SimulationOptions(runs=20, threads=1)), 3)
    closely = thread_seconds(
        lambda: simulate(plan, SimulationOptions(runs=20, threads=1, sample_leads=20_000)), 3
    )
    print(f"\n20 runs {plain:.2f} s, with 20,000 leads followed {closely:.2f} s")
    assert closely - plain < 1.5
