"""Comparing scenarios, moving assumptions, finding where a limit breaks: against known answers."""

from __future__ import annotations

import numpy as np
import pytest

from maplanner.core.errors import Cancelled, CannotSimulate
from maplanner.document.records import Assumption
from maplanner.simulation import SimulationOptions, simulate
from maplanner.simulation.experiments.breaking import breaking_point
from maplanner.simulation.experiments.comparing import all_scenarios, compare_scenarios
from maplanner.simulation.experiments.levers import Lever, levers_of
from maplanner.simulation.experiments.sensitivity import sensitivity, shifted
from maplanner.simulation.experiments.trials import Trial
from maplanner.simulation.experiments.work import carry_out
from tests.builders import PlanBuilder
from tests.simulation.experiments.test_trials import mail_plan


def _lever(builder: PlanBuilder, key: str) -> Lever:
    return next(lever for lever in levers_of(builder.snapshot()) if lever.key == key)


def _with_scenarios() -> PlanBuilder:
    builder = mail_plan()
    more = builder.add_scenario("More people")
    builder.add(Assumption, scenario=more.id, about="step_1", path="props.size", value=500)
    same = builder.add_scenario("The same")
    builder.add(Assumption, scenario=same.id, about="step_1", path="props.size", value=400)
    return builder


def test_differences_are_those_of_the_scenario_and_not_of_luck() -> None:
    snapshot = _with_scenarios().snapshot()
    found = compare_scenarios(snapshot, all_scenarios(snapshot), SimulationOptions(runs=12))
    lines = {line.measure.key: line for line in found.lines}
    assert found.titles == ("As drawn", "More people", "The same")
    assert lines["leads"].differences[0].mean == 100.0
    assert lines["leads"].differences[0].half_width == 0.0
    opened = lines["entered:step_3"]
    assert opened.differences[1].mean == opened.differences[1].half_width == 0.0
    # A hundred people more, of whom half open: 50 ± 5 at one run, ± 1.44 at twelve.
    assert opened.differences[0].mean == pytest.approx(50.0, abs=3 * 1.44 + 0.5)


def test_pieces_give_the_numbers_of_one_long_run() -> None:
    snapshot = mail_plan().snapshot()
    options = SimulationOptions(runs=23, seed=5)
    (figures,) = carry_out(snapshot, [Trial("As drawn")], options)
    straight = simulate(snapshot, options)
    opened = next(samples for measure, samples in figures.items() if measure.title == "Opened")
    np.testing.assert_array_equal(opened, straight.steps[2].entered)


def test_the_widest_swing_comes_first_and_what_does_nothing_last() -> None:
    builder = mail_plan()
    keys = ("step_2.props.open_share", "step_1.props.size", "step_2.props.open_delay.mean")
    levers = [_lever(builder, key) for key in keys]
    found = sensitivity(builder.snapshot(), levers, "Opened", SimulationOptions(runs=30), shift=0.1)
    assert {swing.lever.key for swing in found.swings[:2]} == set(keys[:2])
    assert found.swings[-1].lever.key == keys[2]
    # Moving either by a tenth moves the 198 who open by a tenth (1 % of the mails bounce).
    for swing in found.swings[:2]:
        assert swing.up.mean == pytest.approx(19.8, abs=3.0)
        assert swing.down.mean == pytest.approx(-19.8, abs=3.0)
        assert swing.is_clear


def test_a_share_is_moved_no_further_than_its_bounds() -> None:
    lever = Lever("a", "props.s", "", "Share", 0.9, None, 0.0, 1.0, whole=False)
    assert shifted(lever, 0.5) == (0.45, 1.0)


def test_the_breaking_point_is_where_the_mean_crosses_the_mark() -> None:
    builder = mail_plan()
    found = breaking_point(
        builder.snapshot(), _lever(builder, "step_1.props.size"), "leads", 250.0, SimulationOptions(runs=2)
    )
    assert found.value == 250.0
    assert found.there is not None
    assert found.there.mean == 250.0


def test_a_falling_figure_breaks_too() -> None:
    builder = mail_plan()
    bounced = _lever(builder, "step_2.props.bounce_share")
    found = breaking_point(
        builder.snapshot(), bounced, "Opened", 100.0, SimulationOptions(runs=40), low=0.0, high=1.0
    )
    assert found.value == pytest.approx(0.5, abs=0.03)


def test_a_mark_that_is_never_reached_is_said_to_be_so() -> None:
    builder = mail_plan()
    found = breaking_point(
        builder.snapshot(),
        _lever(builder, "step_2.props.open_share"),
        "Opened",
        1e9,
        SimulationOptions(runs=2),
    )
    assert found.value is None
    assert found.at_high.mean > found.at_low.mean


def test_nothing_to_move_and_senseless_shifts_are_refused() -> None:
    builder = mail_plan()
    with pytest.raises(CannotSimulate, match="no assumption"):
        sensitivity(builder.snapshot(), [], "leads")
    with pytest.raises(CannotSimulate, match="shift"):
        sensitivity(builder.snapshot(), [_lever(builder, "step_1.props.size")], "leads", shift=0.0)


def test_a_comparison_can_be_stopped() -> None:
    snapshot = mail_plan().snapshot()
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 3

    with pytest.raises(Cancelled):
        carry_out(snapshot, [Trial("As drawn")], SimulationOptions(runs=200), cancelled=cancelled)
