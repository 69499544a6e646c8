"""Random numbers are the same in Python and compiled, and look random."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from maplanner.simulation.kernel import scores
from maplanner.simulation.randomness import salt_of, stream

PYTHON = stream(int)
SALT = 10143876621520552003
words = st.integers(0, 2**64 - 1)


@given(one=words, two=words, three=words)
def test_compiled_and_plain_agree_to_the_last_bit(one: int, two: int, three: int) -> None:
    assert int(scores.mixed(np.uint64(one))) == PYTHON.mixed(one)
    assert scores.unit(np.uint64(one)) == PYTHON.unit(one)
    key = scores.account_key(np.uint64(one), np.uint64(two), np.uint64(three))
    assert int(key) == PYTHON.account_key(one, two, three)
    share = PYTHON.unit(two)
    assert scores.normal(share) == PYTHON.normal(share)


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
