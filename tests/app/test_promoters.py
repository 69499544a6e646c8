"""Answers of surveys beside engagement, and the CRM field that holds them."""

from __future__ import annotations

from pathlib import Path

import pytest

from maplanner.app.promoters import answers_of, engagement_over, promoter_field_records
from maplanner.core.errors import CannotCalibrate
from maplanner.document.records import CrmField, Mapping
from maplanner.document.vocabulary import EventType
from maplanner.exchange.sheets import open_sheet
from tests.builders import PlanBuilder


def test_of_several_answers_the_last_counts(tmp_path: Path) -> None:
    path = tmp_path / "survey.csv"
    path.write_text("lead,answer\nann,3\nbob,x\nann,9/10\n,5\n", encoding="utf-8")
    assert answers_of(open_sheet(path), 0, 1) == {"ann": 9}


def test_engagement_counts_the_points_of_the_last_days(tmp_path: Path) -> None:
    plan = PlanBuilder()
    plan.rule(plan.score(), event=EventType.EMAIL_OPENED, points=5)
    path = tmp_path / "history.csv"
    path.write_text(
        "lead,event,time\n"
        "ann,email opened,2026-01-01\nann,email opened,2026-03-01\nbob,email opened,2026-01-01\n",
        encoding="utf-8",
    )
    assert engagement_over(plan.snapshot(), path, 30) == {"ann": 5, "bob": 0}


def test_a_custom_field_takes_the_answers_of_surveys_that_land_nowhere() -> None:
    plan = PlanBuilder()
    survey = plan.step("survey")
    answer = plan.field(survey, "Answer")
    with pytest.raises(CannotCalibrate, match="no CRM"):
        promoter_field_records(plan.snapshot())
    lead = plan.object(plan.crm(product="Salesforce"), "Lead")
    field, mapping = promoter_field_records(plan.snapshot())
    assert isinstance(field, CrmField)
    assert isinstance(mapping, Mapping)
    assert (field.object, field.api_name) == (lead.id, "Net_Promoter__c")
    assert (mapping.collected, mapping.target) == (answer.id, field.id)
    plan.put(field)
    plan.put(mapping)
    with pytest.raises(CannotCalibrate, match="already"):
        promoter_field_records(plan.snapshot())
