"""Promoters, detractors and data points, counted by hand."""

from __future__ import annotations

import math

import pytest

from maplanner.document.values import Condition
from maplanner.scoring.data_points import data_points
from maplanner.scoring.net_promoter import NetPromoter, attitude, happiness, net_promoter, read_answer
from tests.builders import PlanBuilder


def test_a_survey_by_hand() -> None:
    found = net_promoter(["10", "9", "9/10", "8", "7.0", "6", "0", " ", "11", "great", "-1", "8.5"])
    assert found == NetPromoter(promoters=3, passives=2, detractors=2, invalid=4, empty=1)
    assert found.number == pytest.approx(100 / 7)


def test_the_ends_of_the_scale() -> None:
    assert net_promoter(["10"] * 4).number == 100
    assert net_promoter(["1"] * 4).number == -100
    assert net_promoter([]).number is None
    assert [attitude(answer) for answer in (0, 6, 7, 8, 9, 10, 11)] == [
        "detractor",
        "detractor",
        "passive",
        "passive",
        "promoter",
        "promoter",
        None,
    ]
    assert read_answer("１０") is None


def test_different_data_points_are_counted_once() -> None:
    plan = PlanBuilder()
    warm, hot = plan.segment("Warm"), plan.segment("Hot")
    plan.segment("Empty")
    for segment, subject, ref in (
        (warm, "field", "company"),
        (warm, "field", "company"),
        (warm, "score", "score_1"),
        (hot, "score", "score_1"),
    ):
        plan.criterion(segment, condition=Condition(subject=subject, ref=ref))
    found = data_points(plan.snapshot())
    assert {key: len(points) for key, points in found.by_segment.items()} == {
        warm.id: 2,
        hot.id: 1,
        "segment_3": 0,
    }
    assert len(found.all) == 2
    assert [point.ref for point in found.used_once] == ["company"]


def test_the_interval_is_that_of_a_mean_of_answers() -> None:
    found = NetPromoter(promoters=60, passives=20, detractors=20)
    assert found.number == 40
    assert found.margin == pytest.approx(100 * 1.959963985 * math.sqrt((0.8 - 0.16) / 100), rel=1e-6)
    assert found.interval == pytest.approx((40 - 15.679712, 40 + 15.679712), rel=1e-6)
    assert NetPromoter().interval is None
    assert NetPromoter(promoters=3).interval == (100, 100)


def test_the_happiest_recommend_and_engage_the_unhappiest_neither() -> None:
    answers = {"ann": 10, "bob": 9, "cyd": 2, "dan": 6, "eve": 8, "fay": 9, "odd": 77}
    engagement = {"ann": 80.0, "bob": 3.0, "cyd": 50.0, "dan": 2.0, "eve": 40.0}
    found = {each.lead: each.mark for each in happiness(answers, engagement)}
    assert found == {
        "ann": "happiest",
        "fay": "happiest",
        "bob": None,
        "eve": None,
        "dan": "unhappiest",
        "cyd": None,
    }
    assert [each.lead for each in happiness(answers, engagement)][:2] == ["ann", "bob"]
