"""The path for cold leads runs as it is drawn, without anything left to choose."""

from __future__ import annotations

import pytest

from maplanner.app.analysis import check
from maplanner.app.cold_leads import ColdPath, Treatment, cold_path
from maplanner.checks.finding import Severity
from maplanner.document.records import Campaign, Step
from maplanner.document.vocabulary import EventType
from maplanner.steps import props_of
from tests.builders import PlanBuilder


@pytest.mark.parametrize("treatment", list(Treatment))
def test_a_cold_path_has_no_errors(treatment: Treatment) -> None:
    plan = PlanBuilder()
    score = plan.score()
    plan.rule(score, event=EventType.EMAIL_OPENED)
    plan.chain(plan.step("contact_list"), plan.step("email"))
    for record in cold_path(plan.snapshot(), ColdPath(score.id, 30, treatment, mails=2)):
        plan.put(record)
    reader = plan.snapshot()
    steps = {step.title: props_of(step) for step in reader.all(Step)}
    assert steps["Nothing gained for 30 days"].model_dump()["days"] == 30
    assert steps["Warm again"].model_dump()["score"] == score.id
    found = check(reader).findings
    ours = {record.id for record in (*reader.all(Step), *reader.all(Campaign))}
    assert [
        (each.code, each.step) for each in found if each.severity is Severity.ERROR and each.record in ours
    ] == []
    own = {step.id for step in reader.all(Step) if step.campaign != plan.current.id}
    assert [each.step for each in found if each.code == "dead-end" and each.step in own] == []


def test_a_segment_that_is_there_is_taken() -> None:
    plan = PlanBuilder()
    score, cold = plan.score(), plan.segment("Sleeping")
    made = cold_path(plan.snapshot(), ColdPath(score.id, 30, Treatment.CALL, segment=cold.id))
    assert [record.type_name for record in made].count("segment") == 0
    titles = [record.title for record in made if isinstance(record, Step)]
    assert "Joins “Sleeping”" in titles
    assert "Call the lead" in titles
