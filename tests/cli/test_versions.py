"""Versions of the scoring model, and comparisons with them, on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from maplanner.document.records import Score, ScoringRule, Threshold
from maplanner.document.vocabulary import EventType, ScoreLevel
from maplanner.storage import PlanFile, read_plan
from tests.builders import PlanBuilder
from tests.cli.running import CommandLine


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    made = PlanBuilder()
    score = made.score()
    made.threshold(score, 100, title="Ready")
    made.rule(score, title="Opened", event=EventType.EMAIL_OPENED, points=30)
    path = tmp_path / "plan.maplan"
    PlanFile.create(path, list(made.records.values())).close()
    return path


@pytest.fixture
def history(tmp_path: Path) -> Path:
    path = tmp_path / "history.csv"
    days = (f"ann,email opened,2026-01-0{day},Acme" for day in range(1, 6))
    rows = ["lead,event,time,company", *days, "bob,email opened,2026-01-01,Acme"]
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def _points(path: Path, points: float) -> None:
    with PlanFile.open(path) as file, file.store.transact("Change") as transaction:
        transaction.change("scoring_rule_1", {"points": points})


def test_a_version_is_saved_compared_and_brought_back(cli: CommandLine, plan: Path, history: Path) -> None:
    saved = json.loads(cli("versions", plan, "--save", "Spring", "--json").out)
    assert [(each["title"], each["records"]) for each in saved["versions"]] == [("Spring", 3)]
    _points(plan, 10)
    compared = json.loads(cli("score", plan, "--history", history, "--compare", "spring", "--json").out)
    assert [each["lead"] for each in compared["only_second"]] == ["ann"]
    assert compared["only_first"] == []
    why = compared["only_second"][0]["why"]
    assert (why["first"][-1]["score"], why["second"][-1]["score"]) == (50, 150)
    assert compared["changes"][0]["name"] == "Opened: Points"
    said = cli("score", plan, "--history", history, "--compare", "Spring").out
    assert "1 only under “Spring”" in said
    side_by_side = cli("score", plan, "--history", history, "--compare", "Spring", "--lead", "ann").out
    assert "+10" in side_by_side
    assert "+30" in side_by_side
    assert cli("versions", plan, "--restore", "Spring").status == 0
    assert read_plan(plan).find(ScoringRule, "scoring_rule_1").points == 30


def test_accounts_are_scored_where_the_history_names_them(
    cli: CommandLine, plan: Path, history: Path
) -> None:
    scored = json.loads(cli("score", plan, "--history", history, "--json").out)
    assert scored["accounts"] == [{"account": "Acme", "score": 180, "leads": ["ann", "bob"], "reached": {}}]


def test_the_day_on_which_an_account_is_ready_is_told(cli: CommandLine, plan: Path, history: Path) -> None:
    with PlanFile.open(plan) as file, file.store.transact("Add") as transaction:
        score = file.store.all(Score)[0]
        mark = Threshold.new(score=score.id, title="Buying centre", value=120, level=ScoreLevel.ACCOUNT)
        transaction.put(mark)
    scored = json.loads(cli("score", plan, "--history", history, "--json").out)
    assert scored["accounts"][0]["reached"] == {"Buying centre": "2026-01-03 00:00:00"}
    assert "“Buying centre” 2026-01-03" in cli("score", plan, "--history", history).out


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("--compare", "Winter"), "Winter"),
        ((), "nothing to score"),
    ],
)
def test_what_is_not_there_is_said(cli: CommandLine, plan: Path, typed: tuple[str, ...], said: str) -> None:
    cli.refused("score", str(plan), *typed, said=said)
    cli.refused("versions", str(plan), "--restore", "Winter", said="Winter")


def test_two_versions_never_have_one_name(cli: CommandLine, plan: Path) -> None:
    assert cli("versions", plan, "--save", "Spring").status == 0
    cli.refused("versions", str(plan), "--save", " spring", said="Choose another name")
