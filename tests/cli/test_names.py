"""Names and surveys on the command line."""

from __future__ import annotations

import json
from pathlib import Path

from maplanner.document.records import Segment
from maplanner.storage import PlanFile, read_plan
from tests.checks.segment_examples import segment_named_otherwise
from tests.cli.running import CommandLine


def test_names_are_checked_proposed_and_renamed_in_one_step(cli: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "plan.maplan"
    builder = segment_named_otherwise()
    builder.segment("2027-04_WN")
    builder.segment("Nothing")
    PlanFile.create(path, list(builder.records.values())).close()
    (found,) = json.loads(cli("names", path, "--json").out)["conventions"]
    assert found["pattern"] == "date_purpose"
    assert [(each["fits"], each["proposal"], each["lacking"]) for each in found["names"]] == [
        (False, "2027-03_WN", []),
        (True, None, []),
        (False, "", ["date", "purpose"]),
    ]
    out = cli("names", path).out
    assert "2 of 3 names do not fit" in out
    assert "purpose: webinar" in out
    assert "1 renamed" in cli("names", path, "--rename").out
    assert [each.title for each in read_plan(path).all(Segment)] == ["2027-03_WN", "2027-04_WN", "Nothing"]
    with PlanFile.open(path) as plan_file:
        assert plan_file.history(1)[0].label == "Rename by the convention"


def test_one_name_is_renamed_alone(cli: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "plan.maplan"
    builder = segment_named_otherwise()
    builder.segment("Webinar April 2027")
    PlanFile.create(path, list(builder.records.values())).close()
    assert "1 renamed" in cli("names", path, "--rename", "--only", "Webinar April 2027").out
    assert [each.title for each in read_plan(path).all(Segment)] == ["Webinar March 2027", "2027-04_WN"]


def test_a_plan_without_a_convention_says_so(cli: CommandLine, plan: Path) -> None:
    assert cli("names", plan).out == "The plan has no naming convention.\n"
    assert json.loads(cli("names", plan, "--json").out) == {"conventions": [], "renamed": 0}


def test_a_survey_gives_the_net_promoter_number(cli: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "survey.csv"
    path.write_text("name,answer\nAna,10\nBo,9\nCe,7\nDi,2\nEf,often\n", encoding="utf-8")
    document = json.loads(cli("promoters", path, "--column", "answer", "--json").out)
    assert document == {
        "promoters": 2,
        "passives": 1,
        "detractors": 1,
        "invalid": 1,
        "empty": 0,
        "interval": [-56.26, 100.0],
        "number": 25.0,
    }
    assert cli("promoters", path, "--column", "answer").out.startswith(
        "Net promoter number: +25 (95 %: -56 to +100)\n"
    )
    cli.refused("promoters", path, "--column", "reply", said="reply")
