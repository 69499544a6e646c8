"""Differences on the command line: two plans, two texts, two points of one history."""

import json
from pathlib import Path

import pytest

from maplanner.app.session import PlanSession
from maplanner.document.records import Campaign
from tests.cli.running import CommandLine


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    path = tmp_path / "plan.maplan"
    with PlanSession.new(path, template="sample") as session:
        first = session.store.all(Campaign)[0]
        with session.store.transact("Rename") as transaction:
            transaction.change(first.id, {"title": "Vasara", "budget": 7.0})
        with session.store.transact("Move a step") as transaction:
            transaction.change("term", {"x": 5.0})
    return path


def test_points_of_a_history_are_listed_and_compared(cli: CommandLine, changed: Path) -> None:
    ran = cli("history", changed)
    assert ran.out.index("Move a step") < ran.out.index("Rename") < ran.out.index("The beginning")
    points = json.loads(cli("history", changed, "--json").out)["points"]
    assert [point["point"] for point in points] == [2, 1, 0]
    ran = cli("diff", f"{changed}@0", changed)
    assert "~ Campaign “Vasara”" in ran.out
    assert "Title: Paid search: planning tool → Vasara" in ran.out
    assert "moved" in ran.out
    assert cli("diff", f"{changed}@-1", changed).out == cli("diff", f"{changed}@1", changed).out
    assert "Vasara" not in cli("diff", f"{changed}@1", f"{changed}@2").out.replace("Vasara\n", "", 1)
    assert "has no point 9" in cli.refused("diff", f"{changed}@9", changed)


def test_equal_plans_are_said_to_be_the_same(cli: CommandLine, changed: Path, tmp_path: Path) -> None:
    assert cli("export", changed, "-o", tmp_path / "a.json").status == 0
    assert cli("diff", changed, tmp_path / "a.json", "--exit-code").status == 0
    assert "the same" in cli("diff", changed, tmp_path / "a.json").out
    assert cli("diff", f"{changed}@0", changed, "--exit-code").status == 1


def test_differences_as_json_and_as_a_picture(cli: CommandLine, changed: Path, tmp_path: Path) -> None:
    told = json.loads(cli("diff", f"{changed}@0", changed, "--json").out)
    assert told["counts"] == {"added": 0, "changed": 2, "removed": 0}
    by_type = {each["type"]: each for each in told["differences"]}
    assert by_type["campaign"]["after"] == {"title": "Vasara", "budget": 7.0}
    target = tmp_path / "d.svg"
    assert cli("diff", f"{changed}@0", changed, "--picture", target).status == 0
    assert "1 changed" in target.read_text("utf-8")
    assert "No drawing differs" in cli.refused("diff", changed, changed, "--picture", target)


def test_what_is_no_plan_is_refused(cli: CommandLine, changed: Path, tmp_path: Path) -> None:
    cli.refused("diff", tmp_path / "no.maplan", changed, said="no.maplan")
    cli.refused("history", tmp_path / "no.maplan", said="no.maplan")
