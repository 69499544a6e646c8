"""Goals, solutions, questionnaires and the work on the command line."""

import json
from pathlib import Path

import openpyxl

from maplanner.document.records import Answer
from maplanner.storage import read_plan
from tests.cli.running import CommandLine


def test_goals_are_listed_with_what_serves_them(cli: CommandLine, sample: Path) -> None:
    ran = cli("goals", sample)
    assert ran.status == 0
    assert "Proof of results" in ran.out
    assert "Create tasks for sales" in ran.out
    found = json.loads(cli("goals", sample, "--json").out)
    assert {"need", "want"} == {goal["level"] for goal in found["goals"]}
    assert all(each["causes"] for each in found["requirements"])


def test_the_usual_goals_are_added_once(cli: CommandLine, tmp_path: Path) -> None:
    plan = tmp_path / "empty.maplan"
    assert cli("new", plan).status == 0
    assert "no goals yet" in cli("goals", plan).out
    assert json.loads(cli("goals", plan, "--usual", "--json").out)["added"] == 12
    assert json.loads(cli("goals", plan, "--usual", "--json").out)["added"] == 0


def test_solutions_are_ranked_with_reasons(cli: CommandLine, sample: Path, tmp_path: Path) -> None:
    found = json.loads(cli("solutions", sample, "--json").out)
    assert len(found) == 3
    for each in found:
        assert {"name", "out_because", "wants_met", "unknown"} <= each.keys()
        assert 0 <= each["wants_met"] <= each["wants_at_best"] <= 1
    assert [each["wants_met"] for each in found] == sorted(
        (each["wants_met"] for each in found), reverse=True
    )
    assert "To ask the vendors" in cli("solutions", sample).out
    empty = tmp_path / "empty.maplan"
    cli("new", empty)
    ran = cli("solutions", empty)
    assert ran.status == 0
    assert "the common pairings are compared" in ran.out


def test_a_questionnaire_goes_out_and_comes_back(cli: CommandLine, sample: Path, tmp_path: Path) -> None:
    file = tmp_path / "q.xlsx"
    asked = json.loads(cli("questionnaire", sample, "-o", file, "--json").out)["questions"]
    assert asked > 20
    book = openpyxl.load_workbook(file)
    book.worksheets[0].cell(2, 6, "No")
    book.worksheets[0].cell(3, 6, "who knows")
    book.save(file)
    ran = cli("questionnaire", sample, "--read", file, "--dry-run")
    assert "1 answers would be taken" in ran.out
    assert read_plan(sample).all(Answer) == []
    ran = cli("questionnaire", sample, "--read", file)
    assert "“who knows” is none of" in ran.out
    assert len(read_plan(sample).all(Answer)) == 1
    again = json.loads(cli("questionnaire", sample, "--read", file, "--json").out)
    assert (len(again["answers"]), len(again["problems"])) == (1, 1)
    assert len(read_plan(sample).all(Answer)) == 1


def test_questionnaires_say_what_is_wrong(cli: CommandLine, sample: Path, tmp_path: Path) -> None:
    cli.refused("questionnaire", sample, said="Say what to do")
    cli.refused(
        "questionnaire", sample, "-o", tmp_path / "q.xlsx", "--solution", "Foo", said="no candidate “Foo”"
    )
    cli.refused("questionnaire", sample, "-o", tmp_path / "q.pdf", said="is no workbook")
    cli.refused("questionnaire", sample, "--read", tmp_path / "none.xlsx", said="cannot be read")
    assert list(tmp_path.glob("q.*")) == []


def test_an_estimate_holds_the_work(cli: CommandLine, sample: Path) -> None:
    found = json.loads(cli("estimate", sample, "--runs", "1", "--json").out)["work"]
    for name in ("hours", "cost", "weeks"):
        assert 0 < found[name]["p50"] < found[name]["p80"]
    assert sum(line["expected_hours"] for line in found["lines"]) > 100
    assert all(line["elements"] for line in found["lines"])
    assert [each["title"] for each in found["programmes"] if each["nurturing"]] == ["Five-mail course"]
    ran = cli("estimate", sample, "--runs", "1", "--explain")
    assert "with 80 % certainty at most" in ran.out
    assert "Assumption; no published figure was found" in ran.out
