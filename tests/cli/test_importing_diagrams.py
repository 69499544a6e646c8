"""Diagrams on the command line: campaigns in a plan, what was guessed and left out, and refusals."""

import json
from pathlib import Path

from maplanner.document.records import Campaign, Link, Step
from maplanner.storage import read_plan
from tests.cli.running import CommandLine

CHART = """flowchart LR
  start([Start]) --> mail[Send newsletter]
  mail -->|opened| ask{Interested?}
  mail -->|not opened| rest[Wait 3 days] --> mail
  ask -->|yes| call[Call]
  ask -->|no| out((End))
  call --> call
"""


def chart(folder: Path) -> Path:
    path = folder / "welcome.mmd"
    path.write_text(CHART, encoding="utf-8")
    return path


def test_a_diagram_becomes_a_campaign_of_a_new_plan(cli: CommandLine, tmp_path: Path) -> None:
    plan = tmp_path / "plan.maplan"
    ran = cli("import", chart(tmp_path), "--into", plan)
    assert ran.status == 0
    assert "1 campaign, 6 steps, 6 links" in ran.out
    assert "cannot lead to itself" in ran.out
    made = read_plan(plan)
    campaign = next(each for each in made.all(Campaign) if each.title == "welcome")
    kinds = {step.title: step.kind for step in made.referring(Step, "campaign", campaign.id)}
    assert kinds == {
        "Start": "trigger",
        "Send newsletter": "email",
        "Interested?": "decision",
        "Wait 3 days": "wait",
        "Call": "sales_task",
        "End": "end",
    }
    assert sorted(link.output for link in made.all(Link)) == [
        "ignored",
        "next",
        "next",
        "no",
        "opened",
        "yes",
    ]


def test_json_tells_every_guess(cli: CommandLine, tmp_path: Path) -> None:
    ran = cli("import", chart(tmp_path), "--into", tmp_path / "plan.maplan", "--as", "mermaid", "--json")
    told = json.loads(ran.out)
    assert told["counts"] == {"campaigns": 1, "steps": 6, "links": 6, "notes": 0, "frames": 0}
    assert {"text", "becomes", "how_sure", "why"} == set(told["shapes"][0])
    assert len(told["left_out"]) == 1


def test_a_dry_run_makes_nothing(cli: CommandLine, tmp_path: Path) -> None:
    plan = tmp_path / "plan.maplan"
    assert "would change" in cli("import", chart(tmp_path), "--into", plan, "--dry-run").out
    assert not plan.exists()


def test_a_second_import_adds_a_second_campaign(cli: CommandLine, tmp_path: Path) -> None:
    plan = tmp_path / "plan.maplan"
    for _ in range(2):
        assert cli("import", chart(tmp_path), "--into", plan).status == 0
    assert [each.title for each in read_plan(plan).all(Campaign)].count("welcome") == 2


def test_what_cannot_be_read_leaves_the_plan_alone(cli: CommandLine, tmp_path: Path) -> None:
    plan = tmp_path / "plan.maplan"
    assert cli("import", chart(tmp_path), "--into", plan).status == 0
    before = plan.read_bytes()
    broken = tmp_path / "broken.drawio"
    broken.write_text("<mxfile><diagram>AAAA", encoding="utf-8")
    assert "broken.drawio" in cli.refused("import", broken, "--into", plan)
    assert "papyrus" in cli.refused("import", broken, "--into", plan, "--as", "papyrus")
    assert plan.read_bytes() == before
