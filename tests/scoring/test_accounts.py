"""When an account of a recorded history first reached a mark."""

from __future__ import annotations

import numpy as np
import pytest

from maplanner.document.values import LinearDecay
from maplanner.document.vocabulary import RollUp
from maplanner.scoring.accounts import AccountReplay
from maplanner.scoring.giving import Gain
from maplanner.scoring.model import ScoreModel
from maplanner.scoring.rollup import RollUpModel

GAINS = {0: [Gain(0.0, "a", 60.0, 0), Gain(10.0, "a", 30.0, 0)], 1: [Gain(5.0, "b", 40.0, 0)]}
HIGHEST = np.array([90.0, 40.0])


def replay(how: RollUp, model: ScoreModel | None = None) -> AccountReplay:
    came = {0: 0.0, 1: 5.0}
    return AccountReplay(
        model or ScoreModel(), RollUpModel(how), came.__getitem__, GAINS.__getitem__, HIGHEST
    )


@pytest.mark.parametrize(
    ("how", "mark", "day"),
    [
        (RollUp.SUM, 60, 0.0),
        (RollUp.SUM, 61, 5.0),
        (RollUp.SUM, 101, 10.0),
        (RollUp.SUM, 131, None),
        (RollUp.MAXIMUM, 61, 10.0),
        (RollUp.MEAN, 60, 0.0),
        (RollUp.MEAN, 61, 10.0),
        (RollUp.CHAMPION, 70, 10.0),
    ],
)
def test_the_first_day_at_a_mark(how: RollUp, mark: float, day: float | None) -> None:
    assert replay(how).reached((1, 0), mark) == day


def test_what_has_faded_does_not_count() -> None:
    fading = ScoreModel(decay=LinearDecay(points=30.0, days=3.0))
    assert replay(RollUp.SUM, fading).reached((0, 1), 80) is None
    assert replay(RollUp.SUM, fading).reached((0, 1), 70) == 5.0
