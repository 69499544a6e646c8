"""Two scoring models on the same leads: who qualifies only under one, when, and why."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from maplanner.app.histories import read_history
from maplanner.app.version_compare import compare_on_history, compare_on_simulation
from maplanner.core.errors import CannotCalibrate
from maplanner.document.records import ScoringRule
from maplanner.document.vocabulary import EventType
from maplanner.scoring.versions import version_of, with_version
from tests.builders import PlanBuilder


def plan() -> PlanBuilder:
    made = PlanBuilder(accounts=20, days=60)
    contacts = made.step("contact_list", props={"size": 60})
    mail = made.step("email", "Offer", props={"open_share": 0.6, "click_share": 0.5})
    made.chain(contacts, mail)
    score = made.score()
    made.rule(score, title="Opened", event=EventType.EMAIL_OPENED, points=60)
    made.rule(score, title="Clicked", event=EventType.EMAIL_CLICKED, points=60)
    made.threshold(score, 100)
    return made


@pytest.fixture
def history(tmp_path: Path) -> Path:
    path = tmp_path / "history.csv"
    path.write_text(
        "lead,event,time,account\n"
        "ann,email opened,2026-01-01,Acme\nann,email clicked,2026-01-02,Acme\n"
        "bob,email opened,2026-01-01,Acme\nbob,email opened,2026-01-03,Acme\n"
        "cyd,email clicked,2026-01-01,Other\n",
        encoding="utf-8",
    )
    return path


def test_recorded_leads_that_qualify_only_under_one(history: Path) -> None:
    made = plan()
    version = version_of(made.snapshot(), "Before")
    opened = made.snapshot().find(ScoringRule, "scoring_rule_1")
    made.put(opened.changed({"points": 20.0}))
    now = made.snapshot()
    found = compare_on_history(("now", now), ("before", with_version(now, version)), read_history(history))
    assert found.leads == 3
    assert [each.name for each in found.under("second")] == ["ann", "bob"]
    assert found.under("first") == ()
    told = found.explain(found.under("second")[1])
    assert told is not None
    assert [explanation.value for explanation in told] == [40, 120]
    assert all(math.fsum(line.change for line in each.lines) == each.value for each in told)


def test_simulated_leads_do_the_same_under_both_models() -> None:
    made = plan()
    version = version_of(made.snapshot(), "Before")
    same = compare_on_simulation(("now", made.snapshot()), ("before", with_version(made.snapshot(), version)))
    assert same.leads == 60
    assert len(same.under("both")) == len(same.qualified) > 5
    assert same.sooner == (0, 0)
    opened = made.snapshot().find(ScoringRule, "scoring_rule_1")
    made.put(opened.changed({"points": 100.0}))
    now = made.snapshot()
    found = compare_on_simulation(("now", now), ("before", with_version(now, version)))
    assert len(found.under("both")) == len(same.qualified)
    assert found.under("first")
    assert found.under("second") == ()
    assert found.sooner == (len(same.qualified), 0)
    lead = found.under("first")[0]
    assert found.logs is not None
    first, second = found.logs[lead.name]
    assert (first[-1].value, second[-1].value) == (100, 60)
    assert first[-1].day == second[-1].day == lead.first


def test_a_model_without_a_threshold_cannot_be_compared_by_simulation() -> None:
    made = plan()
    version = version_of(made.snapshot(), "Before")
    del made.records["threshold_1"]
    with pytest.raises(CannotCalibrate, match="threshold"):
        compare_on_simulation(("now", made.snapshot()), ("b", with_version(made.snapshot(), version)))
