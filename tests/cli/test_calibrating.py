"""Working out points from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from maplanner.document.records import Stage
from maplanner.storage import PlanFile
from tests.builders import PlanBuilder
from tests.cli.running import CommandLine


@pytest.fixture
def scored(tmp_path: Path) -> Path:
    plan = PlanBuilder()
    for title, count in (("Aware", 5), ("Weighing", 3), ("Deciding", 4)):
        plan.add(Stage, title=title, interactions=count)
    score = plan.score()
    plan.threshold(score, 100)
    plan.rule(score, title="Opened", points=1)
    plan.rule(score, title="Demo", points=30, adjustment=12)
    path = tmp_path / "scored.maplan"
    PlanFile.create(path, list(plan.records.values())).close()
    return path


def test_the_worked_example(cli: CommandLine) -> None:
    ran = cli("calibrate", "--threshold", "100", "--interactions", "5", "3", "4", "--json")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == '{"shares": 12, "points": 8, "left_over": 4}\n'


def test_it_is_said_to_people(cli: CommandLine) -> None:
    ran = cli("calibrate", "--interactions", "5", "3", "4")
    assert ran.out == "100 points over 12 interactions: 8 points each, 4 left over.\n"


def test_a_plan_brings_its_own_threshold_stages_and_rules(cli: CommandLine, scored: Path) -> None:
    document = json.loads(cli("calibrate", scored, "--json").out)
    assert (document["shares"], document["points"], document["left_over"]) == (12, 8, 4)
    assert [(each["rule"], each["base"], each["points"]) for each in document["rules"]] == [
        ("Opened", 8, 8),
        ("Demo", 8, 20),
    ]
    out = cli("calibrate", scored, "--interactions", "10", "10").out
    assert "5 points each, 0 left over" in out
    assert "Demo" in out


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("--interactions", "many"), "many"),
        (("--interactions", "0"), "no points to share out"),
        ((), "no points to share out"),
        (("--threshold", "-1", "--interactions", "3"), "above nought"),
        (("--threshold", "nan", "--interactions", "3"), "nan"),
        (("a.maplan", "b.maplan"), "one plan too many"),
    ],
)
def test_what_cannot_be_worked_out_is_refused(cli: CommandLine, typed: tuple[str, ...], said: str) -> None:
    cli.refused("calibrate", *typed, said=said)
