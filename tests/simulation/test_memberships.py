"""Who is in which segments is counted from the log as the totals count it."""

import numpy as np
import pytest

from maplanner.document.values import Condition
from maplanner.document.vocabulary import SegmentMaking
from maplanner.simulation import SimulationOptions, simulate
from maplanner.simulation.memberships import memberships
from tests.builders import PlanBuilder


def tiers() -> PlanBuilder:
    plan = PlanBuilder(accounts=50, runs=1, days=60)
    score = plan.score()
    entry = plan.step("contact_list", "List", props={"size": 400})
    early = plan.step("points", "Ten", props={"points": 10.0})
    wait = plan.step("wait", "Wait", props={"delay": {"kind": "fixed", "days": 20.0}})
    late = plan.step("points", "More", props={"points": 90.0})
    half = plan.step("split", "Half", props={})
    plan.chain(entry, early, wait, half)
    plan.link(half, late, share=0.5)
    plan.link(half, plan.step("end", "End"))
    for title, mark in (("Warm", 5.0), ("Hot", 50.0)):
        segment = plan.segment(title, made=SegmentMaking.REAL_TIME)
        plan.criterion(segment, condition=Condition(subject="score", ref=score.id, value=mark))
    return plan


def test_members_and_shared_members_agree_with_the_totals() -> None:
    snapshot = tiers().snapshot()
    totals = {each.title: float(each.members[0]) for each in simulate(snapshot, SimulationOptions()).segments}
    found = memberships(snapshot, leads=1_000)
    warm, hot = found.segments
    assert found.leads == 400
    assert found.in_both(warm, warm) == totals["Warm"] == 400
    assert found.in_both(hot, hot) == totals["Hot"]
    assert found.in_both(warm, hot) == totals["Hot"]
    assert 100 < totals["Hot"] < 300
    assert found.sizes[:, -1] == pytest.approx([totals["Warm"], totals["Hot"]])
    before = np.searchsorted(found.days, 15.0)
    assert found.sizes[0, before] == 400
    assert found.sizes[1, before] == 0


def test_a_sample_stands_for_all() -> None:
    snapshot = tiers().snapshot()
    found = memberships(snapshot, leads=200)
    assert found.leads < 400
    assert found.shared[0, 0] == pytest.approx(400, rel=0.1)
