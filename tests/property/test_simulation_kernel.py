"""The kernel does what the reference interpreter does, event for event."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from maplanner.core.errors import CannotSimulate
from maplanner.document.vocabulary import ReEntry
from maplanner.simulation import program as op
from maplanner.simulation import trimming
from maplanner.simulation.chunks import Outcome, Runner, Task, kernel_runner
from maplanner.simulation.compile import compile_plan
from maplanner.simulation.layout import DELAYED
from maplanner.simulation.program import FlowProgram
from maplanner.simulation.reference import reference_runner
from tests.builders import PlanBuilder
from tests.simulation.random_plans import Drawing, RandomPlan
from tests.simulation.reference_funnel import reference_funnel
from tests.simulation.richer_plans import RicherPlan

LINES = 200_000


def both(program: FlowProgram, seed: int) -> tuple[Outcome, Outcome]:
    task = Task(seed, 1, 0, program.accounts, LINES)
    return kernel_runner(program, task, np.zeros(3, np.int64)), reference_runner(
        program, task, np.zeros(3, np.int64)
    )


def assert_equal(fast: Outcome, slow: Outcome) -> None:
    assert len(fast.log) < LINES
    assert fast.log == slow.log
    assert np.array_equal(fast.counts, slow.counts)
    assert np.array_equal(fast.series, slow.series)
    assert np.array_equal(fast.writes, slow.writes)
    assert np.array_equal(fast.ends, slow.ends), "the points must agree to the last bit"
    assert np.array_equal(fast.revenue, slow.revenue)
    assert all(np.array_equal(*pair) for pair in zip(fast.requests, slow.requests, strict=True))


@given(st.integers(0, 10**9))
@example(0)
@example(5712)  # One question after another, without a step between.
@example(101174)  # A half-life whose power is rounded otherwise where the compiler knows its base.
@settings(max_examples=250)
def test_kernel_is_the_reference(seed: int) -> None:
    compare(RandomPlan(seed).drawing(), seed)


@given(st.integers(0, 10**9))
@example(0)
@settings(max_examples=150)
def test_kernel_is_the_reference_in_all_that_scoring_can(seed: int) -> None:
    """Rules of all kinds, effects, stages, trees of criteria, falling marks, roll-ups."""
    compare(RicherPlan(seed).drawing(), seed)


def compare(plan: Drawing, seed: int) -> None:
    try:
        program = compile_plan(plan.snapshot, vocabulary=plan.vocabulary)
    except CannotSimulate:
        return
    task = Task(seed, 1, 0, program.accounts, LINES)
    fast, wild = attempt(kernel_runner, program, task)
    slow, same = attempt(reference_runner, program, task)
    assert wild == same
    if fast is not None and slow is not None:
        assert_equal(fast, slow)


def test_leaving_out_empty_branches_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """E-mails wait three days for an opening even where nobody is sent on for its want."""
    plan = reference_funnel(0.02).snapshot()
    trimmed = compile_plan(plan)
    monkeypatch.setattr(trimming, "_drop_empty_branch", lambda _code, _place: None)
    whole = compile_plan(plan)
    assert len(trimmed.arrays.code) < len(whole.arrays.code)
    (one, _), (other, _) = both(trimmed, 3), both(whole, 3)
    assert without_waits(one) == without_waits(other), "only waits that nothing comes of are left out"
    assert len(one.log) < len(other.log)
    assert np.array_equal(one.ends, other.ends)


def without_waits(outcome: Outcome) -> list[tuple[float, int, int, int, int, float]]:
    return [line for line in outcome.log if line[3] != DELAYED]


def test_a_branch_stays_where_a_lead_may_come_again_after_leaving() -> None:
    """Such a lead is in the campaign until its last wait is over, also where nothing comes of the wait."""
    lengths = []
    for re_entry in ReEntry:
        builder = PlanBuilder()
        builder.campaign(re_entry=re_entry)
        builder.chain(builder.step("contact_list"), builder.step("email"))
        lengths.append(len(compile_plan(builder.snapshot()).arrays.code))
    assert lengths[list(ReEntry).index(ReEntry.AFTER_LEAVING)] == max(lengths) > min(lengths)


def attempt(runner: Runner, program: FlowProgram, task: Task) -> tuple[Outcome | None, str]:
    try:
        return runner(program, task, np.zeros(3, np.int64)), ""
    except CannotSimulate as wild:
        return None, str(wild)


def test_random_plans_use_every_instruction() -> None:
    """A comparison that never meets an instruction would prove nothing of it."""
    met: set[int] = set()
    for seed in range(120):
        plan = RandomPlan(seed).drawing()
        try:
            program = compile_plan(plan.snapshot, vocabulary=plan.vocabulary)
            outcome, _ = both(program, seed)
        except CannotSimulate:
            continue
        met |= {line[3] for line in outcome.log}
        met |= {int(row[0]) for row in program.arrays.code}
    assert met >= set(range(op.ONCE + 1)) | {op.SERVE, op.BEFORE, op.AGAIN, op.SENT}


def test_many_leads_of_one_account_agree() -> None:
    """A long list of pending items becomes a heap; the order stays."""
    program = compile_plan(reference_funnel(0.005, accounts=1).snapshot())
    assert_equal(*both(program, 5))


@pytest.mark.parametrize("seed", [1, 2**63 - 1])
def test_reference_funnel_agrees(seed: int) -> None:
    program = compile_plan(reference_funnel(0.01).snapshot())
    assert_equal(*both(program, seed))
