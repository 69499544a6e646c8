"""Statistics against answers that are known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maplanner.core.errors import CannotCalibrate
from maplanner.scoring.fitting import area_under_curve, best_cut, cut_at, evaluate, fit_logistic
from maplanner.scoring.learning import held_out, propose_model


def test_one_yes_or_no_signal_has_the_log_odds_ratio_for_its_weight() -> None:
    # 30 of 40 with the signal bought, 20 of 60 without: odds 3 and 0.5.
    signal = np.array([[1.0]] * 40 + [[0.0]] * 60)
    bought = np.array([True] * 30 + [False] * 10 + [True] * 20 + [False] * 40)
    fit = fit_logistic(signal, bought, ridge=0.0)
    assert fit.weights[0] == pytest.approx(math.log(6))
    assert fit.intercept == pytest.approx(math.log(0.5))


def test_weights_that_made_the_data_are_found_again() -> None:
    dice = np.random.default_rng(7)
    signals = dice.poisson(1.5, (40_000, 3)).astype(float)
    odds = -2.0 + signals @ np.array([0.8, 0.0, -0.5])
    bought = dice.random(40_000) < 1 / (1 + np.exp(-odds))
    fit = fit_logistic(signals, bought)
    assert fit.weights == pytest.approx([0.8, 0.0, -0.5], abs=0.05)
    assert fit.intercept == pytest.approx(-2.0, abs=0.06)
    assert fit.steps < 12


def test_a_signal_that_tells_all_or_nothing_does_not_run_away() -> None:
    signals = np.array([[1.0, 5.0], [1.0, 5.0], [0.0, 5.0], [0.0, 5.0]])
    fit = fit_logistic(signals, np.array([True, True, False, False]))
    assert np.isfinite(fit.weights).all()
    assert fit.weights[0] > 0
    assert fit.weights[1] == 0


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=60))
def test_the_area_is_the_share_of_pairs_in_order(leads: list[tuple[int, bool]]) -> None:
    scores, bought = np.array([float(s) for s, _b in leads]), np.array([b for _s, b in leads])
    pairs = [(b > o) + (b == o) / 2 for b in scores[bought] for o in scores[~bought]]
    found = area_under_curve(scores, bought)
    assert found is None if not pairs else found == pytest.approx(sum(pairs) / len(pairs))


def test_a_cut_counts_whom_it_qualifies_and_whom_it_misses() -> None:
    scores = np.array([10.0, 20, 30, 40, 50])
    bought = np.array([False, True, False, True, True])
    cut = cut_at(scores, bought, 30)
    assert (cut.qualified, cut.precision, cut.recall) == (3, 2 / 3, 2 / 3)
    assert best_cut(scores, bought) == 40 or best_cut(scores, bought) == 20
    assert cut_at(scores, bought, 60).qualified == 0


def test_deciles_share_out_all_buyers_and_ties_evenly() -> None:
    scores = np.array([1.0] * 50 + [0.0] * 50)
    bought = np.array([True] * 30 + [False] * 20 + [True] * 10 + [False] * 40)
    found = evaluate(scores, bought)
    assert [decile.rate for decile in found.deciles] == pytest.approx([0.6] * 5 + [0.2] * 5)
    assert found.top_lift == pytest.approx(1.5)
    assert sum(d.rate * d.leads for d in found.deciles) == pytest.approx(bought.sum())


def made_leads(count: int) -> tuple[list[str], np.ndarray, np.ndarray]:
    dice = np.random.default_rng(3)
    signals = dice.poisson(1.0, (count, 2)).astype(float)
    bought = dice.random(count) < 1 / (1 + np.exp(3.0 - 1.2 * signals[:, 0]))
    return [f"lead {n}" for n in range(count)], signals, bought


def test_a_proposed_model_gives_points_to_what_counts_and_is_judged_on_others() -> None:
    leads, signals, bought = made_leads(8_000)
    hidden = held_out(leads)
    model = propose_model(["demo", "noise"], signals, bought, hidden)
    by_name = {signal.name: signal for signal in model.signals}
    assert by_name["demo"].points > 10 * abs(by_name["noise"].points)
    assert 70 <= model.threshold <= 130
    assert model.held_out.leads == hidden.sum()
    assert model.held_out.leads + model.learned_from.leads == 8_000
    assert model.held_out.top_lift is not None
    assert model.held_out.top_lift > 2
    assert model.held_out.auc == pytest.approx(model.learned_from.auc, abs=0.05)


def test_noise_gets_no_lift_on_leads_held_out() -> None:
    dice = np.random.default_rng(11)
    leads = [f"{n}" for n in range(6_000)]
    signals = (dice.random((6_000, 20)) < 0.3).astype(float)
    bought = dice.random(6_000) < 0.3
    model = propose_model([str(n) for n in range(20)], signals, bought, held_out(leads))
    assert model.held_out.auc == pytest.approx(0.5, abs=0.05)


def test_a_threshold_is_always_above_nought_and_noise_is_called_so() -> None:
    dice = np.random.default_rng(5)
    leads = [f"{n}" for n in range(800)]
    bought = dice.random(800) < 0.9
    signals = (dice.random((800, 3)) < 0.4) & ~(bought[:, None] & (dice.random((800, 3)) < 0.1))
    model = propose_model(["a", "b", "c"], signals.astype(float), bought, held_out(leads))
    assert max(signal.points for signal in model.signals) <= 0
    assert model.threshold == 100
    assert model.tells_little
    leads, told, bought = made_leads(4_000)
    assert not propose_model(["demo", "noise"], told, bought, held_out(leads)).tells_little


def test_too_few_leads_are_counted_as_the_history_has_them() -> None:
    with pytest.raises(CannotCalibrate, match="3 leads, 1 of them bought"):
        propose_model(["a"], np.ones((3, 1)), np.array([True, False, False]), held_out(["a", "b", "c"]))


def test_who_is_held_out_depends_on_names_alone() -> None:
    leads = [f"lead {n}" for n in range(10_000)]
    hidden = held_out(leads)
    assert hidden.mean() == pytest.approx(0.3, abs=0.02)
    assert (held_out(leads[::-1])[::-1] == hidden).all()


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_leads_that_all_did_the_same_are_refused(share: float) -> None:
    leads, signals, _bought = made_leads(1_000)
    bought = np.full(1_000, bool(share))
    with pytest.raises(CannotCalibrate, match="too few"):
        propose_model(["a", "b"], signals, bought, held_out(leads))
