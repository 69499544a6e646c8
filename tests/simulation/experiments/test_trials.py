"""Trials, levers and measures: what can be changed, and what is compared."""

from __future__ import annotations

import pytest

from maplanner.core.errors import CannotSimulate
from maplanner.document.records import Step
from maplanner.document.values import ExponentialDelay
from maplanner.simulation import SimulationOptions, simulate
from maplanner.simulation.experiments.levers import levers_of
from maplanner.simulation.experiments.measures import chosen, measured
from maplanner.simulation.experiments.trials import Change, Trial
from tests.builders import PlanBuilder


def mail_plan() -> PlanBuilder:
    builder = PlanBuilder(days=60.0, accounts=50, runs=4)
    entry = builder.step("contact_list", "List", props={"size": 400})
    mail = builder.step(
        "email", "Mail", props={"open_share": 0.5, "open_delay": {"kind": "exponential", "mean": 1.0}}
    )
    opened = builder.step("end", "Opened")
    builder.link(entry, mail, delay=ExponentialDelay(mean=2.0))
    builder.link(mail, opened, output="opened")
    return builder


def test_levers_are_the_numbers_that_count_with_the_values_as_they_are() -> None:
    builder = mail_plan()
    found = {lever.key: lever for lever in levers_of(builder.snapshot())}
    assert found["step_1.props.size"].whole
    assert found["step_2.props.open_share"].high == 1.0
    assert found["step_2.props.open_delay.mean"].drawn == 1.0
    assert found["link_1.delay.mean"].drawn == 2.0
    assert not any(key.endswith((".x", ".y", ".order")) for key in found)


def test_a_lever_inside_a_delay_changes_only_its_number() -> None:
    builder = mail_plan()
    snapshot = builder.snapshot()
    lever = next(each for each in levers_of(snapshot) if each.key == "step_2.props.open_delay.mean")
    changed = Trial("Slower", None, (lever.change(3.0),)).plan(snapshot).find(Step, "step_2")
    assert changed.props["open_delay"] == {"kind": "exponential", "mean": 3.0}
    assert changed.props["open_share"] == 0.5


def test_values_stay_inside_what_the_field_allows() -> None:
    found = {lever.key: lever for lever in levers_of(mail_plan().snapshot())}
    assert found["step_2.props.open_share"].within(1.7) == 1.0
    assert found["step_2.props.open_share"].within(-1.0) == 0.0
    assert found["step_1.props.size"].within(12.6) == 13.0


@pytest.mark.parametrize(
    "change", [Change("gone", "props.size", 1), Change("plan", "runs", -3)], ids=["gone", "out of bounds"]
)
def test_a_change_that_does_not_fit_is_refused_by_name(change: Change) -> None:
    with pytest.raises(CannotSimulate, match="Bold idea"):
        Trial("Bold idea", None, (change,)).plan(mail_plan().snapshot())


def test_measures_are_found_by_key_or_by_a_title_that_is_alone() -> None:
    builder = mail_plan()
    builder.step("wait", "Mail")
    figures = measured(simulate(builder.snapshot(), SimulationOptions(runs=2)))
    assert chosen(figures, "entered:step_3").title == "Opened"
    assert chosen(figures, "Opened").key == "entered:step_3"
    with pytest.raises(CannotSimulate, match="Several figures"):
        chosen(figures, "Mail")
    with pytest.raises(CannotSimulate, match="no figure “Sales”"):
        chosen(figures, "Sales")
