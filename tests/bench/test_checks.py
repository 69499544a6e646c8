"""How long all checks of a plan of 2,000 steps take.

Goal on a core at 2.5 GHz: less than 0.2 s of processor time for a plan that is in order. A broken one, with
hundreds of findings, may take a few times as long, never a multiple that grows with its size.
"""

import time
from collections.abc import Callable

import pytest

from maplanner.checks import run_checks
from maplanner.document.reading import Snapshot
from tests.bench.test_canvas import large_campaign
from tests.builders import PlanBuilder

WANTED = 0.2
NOISE = 2.0
BROKEN = 4.0
"""How many times its goal a plan full of mistakes may take."""

pytestmark = pytest.mark.benchmark(timer=time.process_time)


def in_order(campaigns: int, length: int = 20) -> Snapshot:
    """Return many campaigns, each a list and a row of e-mails and waits that ends in a hand-off."""
    plan = PlanBuilder()
    for number in range(campaigns):
        plan.campaign(f"Campaign {number}")
        steps = [plan.step("contact_list", f"List {number}")]
        for place in range((length - 2) // 2):
            steps.append(plan.step("email", f"E-mail {number}.{place}"))
            steps.append(plan.step("wait", f"Wait {number}.{place}"))
        steps.append(plan.step("end", f"End {number}"))
        plan.chain(*steps)
    return plan.snapshot()


def fastest(work: Callable[[], object], rounds: int = 5) -> float:
    """Return the least processor time of some rounds, in seconds."""
    times = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)


def test_a_plan_in_order() -> None:
    plan = in_order(100)
    seconds = fastest(lambda: run_checks(plan))
    print(f"\nchecks of 2,000 steps in order: {seconds * 1000:.0f} ms, {len(run_checks(plan))} findings")
    assert seconds < WANTED * NOISE


def test_a_broken_plan() -> None:
    plan = Snapshot.of(large_campaign())
    seconds = fastest(lambda: run_checks(plan))
    print(f"\nchecks of 2,000 steps, broken: {seconds * 1000:.0f} ms, {len(run_checks(plan))} findings")
    assert seconds < WANTED * BROKEN


def test_time_grows_with_the_plan_and_no_faster() -> None:
    small, large = in_order(25), in_order(100)
    ratio = fastest(lambda: run_checks(large)) / fastest(lambda: run_checks(small))
    print(f"\nchecks of four times the steps: {ratio:.1f} times the time")
    assert ratio < 8
