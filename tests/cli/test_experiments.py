"""What if, on the command line: scenarios side by side, what matters most, where a limit breaks."""

import json
from pathlib import Path

import pytest

from maplanner.document.records import Assumption
from maplanner.document.textform import plan_to_text
from tests.cli.running import CommandLine
from tests.simulation.experiments.test_trials import mail_plan


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    builder = mail_plan()
    more = builder.add_scenario("Vairāk ļaužu")
    builder.add(Assumption, scenario=more.id, about="step_1", path="props.size", value=500)
    path = tmp_path / "mails.json"
    path.write_text(plan_to_text(builder.snapshot()), encoding="utf-8")
    return path


def test_scenarios_stand_side_by_side(cli: CommandLine, plan: Path) -> None:
    found = json.loads(cli("compare", plan, "--json").out)
    assert found["variants"] == ["As drawn", "Vairāk ļaužu"]
    leads = next(line for line in found["lines"] if line["key"] == "leads")
    assert [each["mean"] for each in leads["ranges"]] == [400.0, 500.0]
    assert leads["differences"] == [{"mean": 100.0, "low": 100.0, "high": 100.0}]
    shown = cli("compare", plan, "--scenario", "Vairāk ļaužu", "--scenario", "as drawn", "--measure", "Leads")
    assert "−100" in shown.out
    assert "Opened" not in shown.out


def test_assumptions_are_listed_with_their_keys(cli: CommandLine, plan: Path) -> None:
    found = json.loads(cli("assumptions", plan, "--json").out)["assumptions"]
    assert {"step_1.props.size", "link_1.delay.mean"} <= {each["key"] for each in found}
    assert "step_2.props.open_share" in cli("assumptions", plan).out


def test_the_assumption_that_matters_most_comes_first(cli: CommandLine, plan: Path) -> None:
    asked = ("sensitivity", plan, "--measure", "leads", "--runs", "2")
    found = json.loads(cli(*asked, "--by", "0.5", "--json").out)
    first = found["swings"][0]
    assert (first["lever"], first["low"], first["high"]) == ("step_1.props.size", 200.0, 600.0)
    assert (first["down"]["mean"], first["up"]["mean"]) == (-200.0, 200.0)
    assert "+200" in cli(*asked, "--by", "0.5", "--assumption", "step_1.props.size").out


def test_a_limit_breaks_at_a_value_or_never(cli: CommandLine, plan: Path) -> None:
    asked = ("break-even", plan, "--assumption", "step_1.props.size", "--measure", "leads", "--runs", "2")
    found = json.loads(cli(*asked, "--at", "1000", "--json").out)
    assert found["value"] == 1000.0
    assert "reaches 1,000 when List" in cli(*asked, "--at", "1000").out
    assert "does not reach" in cli(*asked, "--at", "1000", "--high", "900").out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["compare", "--scenario", "Nobody"], "no scenario “Nobody”"),
        (["compare", "--measure", "Luck"], "no figure “Luck”"),
        (["sensitivity", "--by", "0"], "shift"),
        (["sensitivity", "--assumption", "Weather"], "no assumption “Weather”"),
        (["break-even", "--assumption", "step_1.props.size", "--measure", "leads", "--at", "nan"], "mark"),
        (["compare", "--scheduler", "tcp://127.0.0.1:1"], "No scheduler answers"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(
    cli: CommandLine, plan: Path, words: list[str], said: str
) -> None:
    cli.refused(words[0], plan, *words[1:], said=said)
