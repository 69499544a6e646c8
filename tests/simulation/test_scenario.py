"""Scenarios: their own assumptions on top of those they are based on."""

from __future__ import annotations

import pytest

from maplanner.core.errors import CannotSimulate
from maplanner.document.records import Assumption, Plan, Record, Scenario
from maplanner.document.store import Store
from maplanner.simulation.scenario import with_scenario


def _plan(*records: Record) -> Store:
    return Store([Plan(accounts=100, runs=3), *records])


def _assume(scenario: str, path: str, value: object) -> Assumption:
    return Assumption(id=f"{scenario}/{path}", scenario=scenario, about="plan", path=path, value=value)


def test_a_scenario_takes_over_what_it_is_based_on_and_puts_its_own_on_top() -> None:
    store = _plan(
        Scenario(id="base", title="Base"),
        Scenario(id="more", title="More", based_on="base"),
        _assume("base", "accounts", 200),
        _assume("base", "days", 30.0),
        _assume("more", "accounts", 300),
    )
    base, more = (with_scenario(store.snapshot(), name).plan for name in ("base", "more"))
    assert (base.accounts, base.days) == (200, 30.0)
    assert (more.accounts, more.days, more.runs) == (300, 30.0, 3)


def test_a_circle_of_scenarios_is_refused_by_name() -> None:
    store = _plan(
        Scenario(id="a", title="Low", based_on="b"),
        Scenario(id="b", title="High", based_on="a"),
    )
    with pytest.raises(CannotSimulate, match="“Low” → “High” → “Low”"):
        with_scenario(store.snapshot(), "a")
