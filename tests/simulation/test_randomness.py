"""Random numbers are the same in Python and compiled, and look random."""

from __future__ import annotations

import math

import numba
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from maplanner.simulation.kernel import scores
from maplanner.simulation.randomness import salt_of, stream

PYTHON = stream(int)


@numba.njit
def compiled(
    one: np.uint64, two: np.uint64, three: np.uint64, share: float
) -> tuple[np.uint64, float, np.uint64, float]:
    """Call what only compiled code may call: such functions have no way in for Python."""
    return scores.mixed(one), scores.unit(one), scores.account_key(one, two, three), scores.normal(share)


SALT = 10143876621520552003
words = st.integers(0, 2**64 - 1)


@settings(deadline=None)
@given(one=words, two=words, three=words)
def test_compiled_and_plain_agree_to_the_last_bit(one: int, two: int, three: int) -> None:
    share = PYTHON.unit(two)
    found = compiled(np.uint64(one), np.uint64(two), np.uint64(three), share)
    assert int(found[0]) == PYTHON.mixed(one)
    assert found[1] == PYTHON.unit(one)
    assert int(found[2]) == PYTHON.account_key(one, two, three)
    assert found[3] == PYTHON.normal(share)


def test_units_are_strictly_between_nought_and_one() -> None:
    assert 0.0 < PYTHON.unit(0) < PYTHON.unit(2**64 - 1) < 1.0


def test_neighbouring_accounts_runs_and_seeds_share_nothing() -> None:
    """Uniform within each direction of neighbours, and uncorrelated from one to the next."""
    count = 20_000
    for keys in (
        [PYTHON.account_key(1, 0, n) for n in range(count)],
        [PYTHON.account_key(1, n, 0) for n in range(count)],
        [PYTHON.account_key(n, 0, 0) for n in range(count)],
    ):
        numbers = np.array([PYTHON.unit(key) for key in keys])
        cells = np.histogram(numbers, 50, (0, 1))[0]
        assert ((cells - count / 50) ** 2 / (count / 50)).sum() < 49 + 6 * math.sqrt(98)
        assert abs(np.corrcoef(numbers[:-1], numbers[1:])[0, 1]) < 5 / math.sqrt(count)


def test_normal_quantiles_are_those_of_the_normal_distribution() -> None:
    for deviate in (-6.0, -2.5, -1.0, 0.0, 0.3, 1.96, 4.0):
        share = 0.5 * math.erfc(-deviate / math.sqrt(2))
        assert abs(PYTHON.normal(share) - deviate) < 1e-7


def test_salts_stay_the_same_for_ever() -> None:
    assert salt_of("step_1/0") == SALT
    assert salt_of("a") != salt_of("b")
