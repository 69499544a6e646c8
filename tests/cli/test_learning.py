"""Learning a plan's assumptions on the command line."""

import json
from pathlib import Path

from maplanner.document.records import Step
from maplanner.document.textform import plan_to_text
from maplanner.storage import read_plan
from tests.cli.running import CommandLine
from tests.simulation.learned.test_proposing import history, plan, written


def test_proposals_are_printed_and_taken_over_on_request(cli: CommandLine, tmp_path: Path) -> None:
    records = written(tmp_path / "records.csv", history(days=60.0))
    text, made = tmp_path / "plan.json", tmp_path / "plan.maplan"
    text.write_text(plan_to_text(plan().snapshot()), encoding="utf-8")
    assert cli("import", text, "--into", made).status == 0
    before = made.read_bytes()
    found = json.loads(cli("learn", made, "--history", records, "--json").out)
    assert made.read_bytes() == before
    assert found["applied"] is None
    first = found["proposals"][0]
    assert first["key"] == "step_2.props.open_share"
    assert first["interval"]["low"] < 0.4 < first["interval"]["high"]
    ran = cli("learn", made, "--history", records, "--apply", "--only", first["key"])
    assert "Changed in the plan: 1 field." in ran.out
    assert read_plan(made).find(Step, "step_2").props["open_share"] == first["proposed"]
    cli.refused("learn", made, "--history", records, "--only", "moon", said="no proposal “moon”")


def test_events_of_other_names_are_told_which_steps_they_mean(cli: CommandLine, tmp_path: Path) -> None:
    text, made = tmp_path / "plan.json", tmp_path / "plan.maplan"
    text.write_text(plan_to_text(plan().snapshot()), encoding="utf-8")
    assert cli("import", text, "--into", made).status == 0
    rows = [f"v{at},seen,2024-01-{1 + at % 28:02d}T08:00\n" for at in range(60)]
    rows += [f"v{at},gave data,2024-01-{1 + at % 28:02d}T09:00\n" for at in range(0, 60, 3)]
    records = tmp_path / "r.csv"
    records.write_text("lead,event,time\n" + "".join(rows), encoding="utf-8")
    cli.refused("learn", made, "--history", records, said="says nothing of this plan")
    meanings = ("--as", "seen=Demo", "--as", "gave data=Demo: form filled")
    found = json.loads(cli("learn", made, "--history", records, *meanings, "--json").out)
    share = next(each for each in found["proposals"] if each["key"] == "step_3.props.fill_share")
    assert 0.2 < share["proposed"] < 0.5
    assert found["unheard"] == []
    cli.refused("learn", made, "--history", records, "--as", "seen=Moon", said="no step “Moon”")
    cli.refused("learn", made, "--history", records, "--as", "seen", said="no event and step")
