"""What cannot run is refused in plain words."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, get_args

import numpy as np
import pytest

from maplanner.core.errors import CannotSimulate
from maplanner.document.values import FixedDelay
from maplanner.flow import behaviour as word
from maplanner.simulation import program as op
from maplanner.simulation.asked import _LONE
from maplanner.simulation.assembly import _ASSEMBLE
from maplanner.simulation.chunks import Task, kernel_runner
from maplanner.simulation.compile import compile_plan
from maplanner.simulation.runnable import compiled
from tests.builders import PlanBuilder
from tests.simulation.random_plans import Drawing, drawing


def entry(size: int = 10) -> tuple[PlanBuilder, str]:
    builder = PlanBuilder(days=30.0, accounts=5)
    return builder, builder.step("contact_list", "List", props={"size": size}).id


def refused(plan: Drawing) -> str:
    with pytest.raises(CannotSimulate) as error:
        compile_plan(plan.snapshot, vocabulary=plan.vocabulary)
    assert error.value.advice
    return str(error.value)


def test_every_word_of_the_vocabulary_can_be_assembled() -> None:
    assert set(_ASSEMBLE) == set(get_args(word.Operation))


def test_only_words_without_others_inside_are_passed_over_when_looking_for_conditions() -> None:
    for each in _LONE:
        assert not {"then", "otherwise"} & {field.name for field in fields(each)}


def test_a_plan_without_an_entry_is_refused() -> None:
    builder = PlanBuilder()
    builder.step("email", "Mail")
    with pytest.raises(CannotSimulate, match="No leads come in"):
        compile_plan(builder.snapshot())


def test_an_unknown_kind_is_refused() -> None:
    builder, _ = entry()
    builder.step("teleport", "Beam")
    with pytest.raises(CannotSimulate, match=r"Beam.*teleport"):
        compile_plan(builder.snapshot())


@pytest.mark.parametrize(("kind", "props"), [("teleport", {}), ("email", {"open_share": 3})])
def test_a_step_that_makes_no_sense_can_be_paused_and_left_out(kind: str, props: dict[str, Any]) -> None:
    builder, first = entry()
    odd = builder.step(kind, "Odd", props=props)
    builder.link(builder.records[first], odd)  # type: ignore[arg-type]
    builder.link(odd, builder.step("end", "Behind"))
    program, left_out = compiled(builder.snapshot(), None, leave_out=True)
    assert [each.step for each in left_out] == [odd.id]
    assert program.dims.steps == 3


def test_an_unacceptable_property_is_named() -> None:
    builder, _ = entry()
    builder.step("email", "Mail", props={"open_share": 3})
    with pytest.raises(CannotSimulate, match=r"Mail.*open_share"):
        compile_plan(builder.snapshot())


@pytest.mark.parametrize(
    ("operation", "what"),
    [
        (word.AddPoints("gone", 3.0), "score"),
        (word.JoinSegment("gone"), "segment"),
        (word.WriteRecord("gone", "create"), "object"),  # type: ignore[arg-type]
        (word.StartCampaign("gone"), "campaign"),
    ],
)
def test_what_refers_to_something_deleted_is_refused(operation: word.Operation, what: str) -> None:
    builder, step = entry()
    message = refused(drawing(builder, {step: word.Behaviour((operation,), (word.ListArrivals(1),))}))
    assert "List" in message
    assert f"a {what}" in message
    assert "no longer exists" in message


def test_shares_over_the_whole_are_refused() -> None:
    builder, _ = entry()
    split = builder.step("split", "Test")
    for share in (0.7, 0.4):
        builder.link(split, builder.step("end"), share=share)
    with pytest.raises(CannotSimulate, match="Test"):
        compile_plan(builder.snapshot())


def test_a_loop_without_time_is_refused_and_one_with_a_delay_runs() -> None:
    for delay, runs in ((None, False), (FixedDelay(days=0.0), False), (FixedDelay(days=1.0), True)):
        builder, first = entry()
        one, two = builder.step("page_visit", "One"), builder.step("page_visit", "Two")
        builder.chain(builder.records[first], one, two)  # type: ignore[arg-type]
        builder.link(two, one, delay=delay)
        if runs:
            assert compile_plan(builder.snapshot()).expected_leads == 10
        else:
            with pytest.raises(CannotSimulate, match=r"“One” → “Two” → “One”|“Two” → “One” → “Two”"):
                compile_plan(builder.snapshot())


@pytest.mark.parametrize(("days", "ops"), [(0.5, [op.BRANCH, op.EMIT]), (0.0, [op.EMIT, op.CHANCE])])
def test_leads_are_sent_on_behind_what_waits_but_not_behind_what_happens_at_once(
    days: float, ops: list[int]
) -> None:
    builder, first = entry()
    email = builder.step("page_visit", "Message")
    builder.link(builder.records[first], email)  # type: ignore[arg-type]
    builder.link(email, builder.step("page_visit", "After"))
    opened = word.Chance(0.3, then=(word.Notify(),), delay=FixedDelay(days=days))
    does = {
        first: word.Behaviour((word.Emit("next"),), (word.ListArrivals(10),)),
        email.id: word.Behaviour((word.Emit("next"), opened)),
    }
    plan = drawing(builder, does)
    code = compile_plan(plan.snapshot, vocabulary=plan.vocabulary).arrays.code
    begins = next(n for n, row in enumerate(code) if row[0] == op.ARRIVE and row[6] == 1)
    assert code[begins + 1 : begins + 3, 0].tolist() == ops


def test_a_step_once_per_lead_ends_a_loop() -> None:
    builder, first = entry()
    one = builder.step("page_visit", "One", once=True)
    two = builder.step("page_visit", "Two")
    builder.chain(builder.records[first], one, two, one)  # type: ignore[arg-type]
    outcome = kernel_runner(compile_plan(builder.snapshot()), Task(1, 0, 0, 5), np.zeros(3, np.int64))
    assert outcome.counts[2:5].tolist() == [10, 10, 10]


def test_triggers_that_set_each_other_off_are_stopped() -> None:
    builder, step = entry()
    score = builder.score()
    echo = builder.step("any", "Echo")
    gain = word.AddPoints(score.id, 1.0)
    plan = drawing(
        builder,
        {
            step: word.Behaviour((gain,), (word.ListArrivals(1),)),
            echo.id: word.Behaviour((gain,), (word.OnGain(score.id),)),
        },
    )
    program = compile_plan(plan.snapshot, vocabulary=plan.vocabulary)
    with pytest.raises(CannotSimulate, match="set each other off"):
        kernel_runner(program, Task(1, 0, 0, 5), np.zeros(3, np.int64))


@pytest.mark.parametrize(
    ("delay", "forks", "words"), [(1.0, True, "Leads multiply"), (1e-6, False, "hardly any time")]
)
def test_plans_that_run_wild_are_stopped(delay: float, forks: bool, words: str) -> None:
    builder, step = entry()
    twin = builder.step("any", "Twin")
    wait = FixedDelay(days=delay)
    start = builder.records[step]
    builder.link(start, twin, "all", delay=wait)  # type: ignore[arg-type]
    builder.link(twin, twin, "all", delay=wait)
    if forks:
        builder.link(twin, start, "all", delay=wait)  # type: ignore[arg-type]
        builder.link(start, start, "all", delay=wait)  # type: ignore[arg-type]
    sends = word.Behaviour((word.Emit("all"),))
    plan = drawing(
        builder, {step: word.Behaviour((word.Emit("all"),), (word.ListArrivals(1),)), twin.id: sends}
    )
    program = compile_plan(plan.snapshot, vocabulary=plan.vocabulary)
    with pytest.raises(CannotSimulate, match=words):
        kernel_runner(program, Task(1, 0, 0, 5), np.zeros(3, np.int64))


@pytest.mark.parametrize("rate", [float("inf"), float("nan"), -1.0])
def test_senseless_rates_are_refused(rate: float) -> None:
    builder, step = entry()
    message = refused(drawing(builder, {step: word.Behaviour(sources=(word.PoissonArrivals(rate),))}))
    assert "no sensible number" in message


def test_compiling_is_quick_and_large_plans_fit() -> None:
    builder, first = entry()
    before = builder.records[first]
    for number in range(600):
        mail = builder.step("email", f"Mail {number}")
        builder.link(before, mail, "next" if number == 0 else "sent", delay=FixedDelay(days=0.01))  # type: ignore[arg-type]
        before = mail
    program = compile_plan(builder.snapshot())
    assert program.dims.steps == 601
    outcome = kernel_runner(program, Task(1, 0, 0, 5), np.zeros(3, np.int64))
    assert outcome.counts[2 : 2 + 601].tolist() == [10] * 601
