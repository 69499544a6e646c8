"""The manual page about the text form says what is so, and its example works."""

import json
from pathlib import Path

import jsonschema
import pytest

from maplanner.app import analysis
from maplanner.app.exporting import export_text
from maplanner.app.importing import import_source
from maplanner.app.plan_format import renewed, whole_schema
from maplanner.cli.main import main
from maplanner.document.reading import Snapshot
from maplanner.document.textform import plan_from_text, plan_to_text
from maplanner.simulation import Range, SimulationOptions
from maplanner.steps import KINDS
from maplanner.storage import read_plan

PAGE = Path(__file__).resolve().parents[2] / "docs" / "plan-format.md"


def example(number: int = 1) -> str:
    return PAGE.read_text("utf-8").split("```json\n")[number].split("```")[0]


def test_the_tables_are_those_of_the_records_and_kinds() -> None:
    page = PAGE.read_text("utf-8")
    assert page == renewed(page), "run scripts/plan-format"


def test_a_page_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="must hold the lines"):
        renewed("# A page\n")


def test_the_example_can_be_imported_checked_simulated_and_written_again(tmp_path: Path) -> None:
    source, into = tmp_path / "plan.json", tmp_path / "plan.maplan"
    source.write_text(example(), "utf-8")
    outcome = import_source(source, into)
    assert outcome.remarks == ()
    plan = read_plan(into)
    assert [f for f in analysis.check(plan).findings if f.severity.value != "note"] == []
    result = analysis.simulate(plan, SimulationOptions(runs=3))
    entered = {step.title: Range.of(step.entered).mean for step in result.steps}
    assert all(entered.values()), entered
    assert analysis.estimate(plan, result).to_json()["systems"][0]["limit_per_day"] > 0
    again = export_text(plan, tmp_path / "again.json").path.read_text("utf-8")
    assert plan_to_text(plan) == again
    assert {record.id for record in plan_from_text(again)} == {record.id for record in plan.records()}


def test_the_funnel_written_by_hand_is_simulated_as_it_stands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every step is reached, what must hold between them holds, and the figures are told by the titles."""
    source = tmp_path / "funnel.json"
    source.write_text(example(2), "utf-8")
    assert main(["simulate", str(source), "--runs", "40", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    seen = {step["title"]: step["entered"]["mean"] for step in told["steps"]}
    assert all(seen.values()), seen
    assert seen["Contact list"] == 2000
    assert seen["Lead is ready"] < seen["Qualified lead"] < seen["Lead is ready"] + seen["Qualified account"]
    assert seen["Accepted"] == pytest.approx(0.45 * seen["Qualified lead"], rel=0.1)
    assert seen["Accepted"] > seen["Opportunity"] > seen["Won"]
    assert seen["Nurture again"] == seen["A day's rest"] <= seen["No longer cold"]
    assert told["events"] > told["leads"]["mean"]
    assert told["scores"][0]["mean"]["mean"] > 0


def test_the_funnel_written_by_hand_has_no_slip() -> None:
    jsonschema.validate(json.loads(example(2)), whole_schema())
    plan = Snapshot.of(plan_from_text(example(2)))
    assert [f for f in analysis.check(plan).findings if f.severity.value == "error"] == []


def test_the_schema_accepts_the_example_and_knows_every_kind() -> None:
    schema = whole_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    validator.validate(json.loads(example()))
    for name, kind in KINDS.items():
        step = {"id": "s", "campaign": "c", "kind": name, "props": kind.defaults()}
        plan = {"format": "maplanner", "version": 1, "records": {"step": [step]}}
        assert validator.is_valid(plan), name


def test_the_schema_refuses_a_property_that_cannot_be() -> None:
    step = {"id": "s", "campaign": "c", "kind": "email", "props": {"open_share": 33}}
    plan = {"format": "maplanner", "version": 1, "records": {"step": [step]}}
    with pytest.raises(jsonschema.ValidationError, match="33 is greater than the maximum"):
        jsonschema.validate(plan, whole_schema())
