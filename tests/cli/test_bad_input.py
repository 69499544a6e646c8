"""Whatever a person can do wrong gets one line that says what, and loses nothing."""

import json
import os
from pathlib import Path

import pytest

from maplanner.document.records import Scenario
from maplanner.storage import PlanFile, read_plan
from tests.cli.running import CommandLine

READING = ("info", "check", "simulate", "estimate")


@pytest.mark.parametrize("command", READING)
def test_plans_that_cannot_be_read(cli: CommandLine, tmp_path: Path, command: str) -> None:
    damaged = tmp_path / "damaged.maplan"
    damaged.write_bytes(b"no plan at all")
    cli.refused(command, tmp_path / "missing.maplan", said="There is no plan file")
    cli.refused(command, tmp_path, said="is a folder")
    cli.refused(command, damaged, said="is not a plan")
    cli.refused(command, "", said="is a folder")
    cli.refused(command, "x" * 300 + ".maplan", said="too long")
    cli.refused(command, "a\0b.maplan")
    cli.refused(command, said="Missing argument")
    cli.refused(command, damaged, "--nonsense", said="--nonsense")
    cli.refused(command, damaged, "too many", said="unexpected extra argument")
    assert damaged.read_bytes() == b"no plan at all"


def test_a_plan_that_is_cut_short(cli: CommandLine, plan: Path) -> None:
    content = plan.read_bytes()
    plan.write_bytes(content[:5000])
    cli.refused("info", plan, said="cut short")
    assert plan.read_bytes() == content[:5000]


@pytest.mark.parametrize("command", ["simulate", "estimate"])
@pytest.mark.parametrize(
    ("option", "value"),
    [
        *(("--days", value) for value in ("nan", "inf", "-1", "0", "1e9", "soon", "")),
        *(("--runs", value) for value in ("nan", "0", "-3", "2.5", "1000000000", "1" * 5000)),
        *(("--seed", value) for value in ("-1", "x", str(2**63))),
        *(("--threads", value) for value in ("0", "-1", "99999", "all")),
    ],
)
def test_numbers_that_are_not_possible(
    cli: CommandLine, plan: Path, command: str, option: str, value: str
) -> None:
    line = cli.refused(command, plan, f"{option}={value}", said=option)
    assert "Give a" in line
    assert len(line) < 250


@pytest.mark.parametrize("command", ["simulate", "estimate"])
def test_a_scenario_that_does_not_exist(cli: CommandLine, tmp_path: Path, command: str) -> None:
    path = tmp_path / "plan.maplan"
    PlanFile.create(path, [Scenario(id="s", title="Growth")]).close()
    cli.refused(command, path, "--scenario", "Decline", said="Decline")


def test_new_where_there_is_something(cli: CommandLine, plan: Path, tmp_path: Path) -> None:
    before = plan.read_bytes()
    cli.refused("new", plan, said="exists already")
    assert plan.read_bytes() == before
    cli.refused("new", tmp_path, said="is a folder")
    cli.refused("new", tmp_path / "missing" / "plan.maplan", said="There is no folder")
    cli.refused("new", tmp_path / "new.maplan", "--template", "nothing", said="There are: empty")
    assert [entry.name for entry in tmp_path.iterdir()] == [plan.name]


def test_new_in_a_folder_that_cannot_be_written(cli: CommandLine, tmp_path: Path) -> None:
    cli.refused("new", "/proc/plan.maplan")


def test_export_to_and_of_what_cannot_be(cli: CommandLine, plan: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.svg"
    cli.refused("export", plan, said="Missing option")
    cli.refused("export", plan, "-o", tmp_path / "out", said="does not say the format")
    cli.refused("export", plan, "-f", "docx", "-o", target, said="no format “docx”")
    cli.refused("export", plan, "-f", "svg", "-o", plan, said="is a plan file")
    cli.refused("export", plan, "-f", "json", "-o", tmp_path / "other.maplan", said="is a plan file")
    cli.refused("export", plan, "--campaign", "Winter", "-o", target, said="“Search”")
    cli.refused("export", plan, "--campaign", "", "-o", target, said="There is no campaign")
    cli.refused("export", plan, "--campaign", "Search", "--tools", "-o", target, said="exclude each other")
    cli.refused("export", plan, "--tools", "-f", "json", "-o", target, said="whole plan")
    cli.refused("export", tmp_path / "missing.maplan", "-o", target, said="There is no plan file")
    cli.refused("export", plan, "-f", "json", "-o", tmp_path, said="is a folder")
    cli.refused("export", plan, "-f", "json", "-o", tmp_path / "no" / "plan.json", said="no folder")
    cli.refused("export", plan, "-f", "svg", "-o", tmp_path / "no" / "plan.svg", said="no folder")
    assert [entry.name for entry in tmp_path.iterdir()] == [plan.name]


def test_export_of_a_plan_without_campaigns(cli: CommandLine, tmp_path: Path) -> None:
    PlanFile.create(tmp_path / "plan.maplan").close()
    cli.refused("export", tmp_path / "plan.maplan", "-o", tmp_path / "out.svg", said="no campaign to draw")


def test_import_of_what_cannot_be(cli: CommandLine, plan: Path, tmp_path: Path) -> None:
    source = tmp_path / "source.json"
    source.write_text(json.dumps({"format": "maplanner", "version": 1, "records": {"step": [{"id": "s"}]}}))
    empty = tmp_path / "empty"
    empty.mkdir()
    before = plan.read_bytes()
    into = tmp_path / "new.maplan"
    cli.refused("import", source, said="Missing option")
    cli.refused("import", source, "--into", into, said="step")
    cli.refused("import", tmp_path / "missing", "--into", into, said="There is nothing at")
    cli.refused("import", empty, "--into", into)
    cli.refused("import", empty, "--into", plan)
    cli.refused("import", plan, "--into", into)
    cli.refused("import", empty, "--into", into, "--as", "papyrus", said="papyrus")
    assert not into.exists()
    assert plan.read_bytes() == before


def test_import_into_a_plan_that_is_open(cli: CommandLine, plan: Path, tmp_path: Path) -> None:
    source = tmp_path / "lead.json"
    source.write_text(json.dumps({"name": "Lead", "label": "Lead", "custom": False, "fields": []}))
    with PlanFile.open(plan):
        cli.refused("import", source, "--into", plan, said="is open already")
    plan.chmod(0o444)
    cli.refused("import", source, "--into", plan, said="read-only")
    assert read_plan(plan).count(Scenario) == 0


def test_demo_where_no_folder_can_be(cli: CommandLine, plan: Path) -> None:
    cli.refused("demo", "--out", plan, said="cannot be made")
    cli.refused("demo", "--out", "/proc/demo", said="cannot be made")
    cli.refused("demo", "--out", "a\0b")


def test_demo_where_the_plan_is_open(cli: CommandLine, tmp_path: Path) -> None:
    with PlanFile.create(tmp_path / "plan.maplan"):
        cli.refused("demo", "--out", tmp_path, said="is open already")


def test_unknown_commands(cli: CommandLine) -> None:
    cli.refused("chekc", said="There is no command “chekc”")
    cli.refused("", said="no plan of that name")
    cli.refused("--nonsense", said="--nonsense")
    cli.refused("schema", "extra")
    cli.refused("doctor", "extra")
    cli.refused("x" * 5000)


def test_a_window_without_a_screen(cli: CommandLine, plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(variable, raising=False)
    cli.refused(said="no screen")
    cli.refused(plan, said="no screen")
    cli.refused("missing.maplan", said="There is no plan file")


def test_a_window_on_a_screen_that_is_gone(
    cli: CommandLine, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("DISPLAY", ":4711")
    cli.refused(plan, said="“:4711” does not answer")


def test_a_file_that_may_not_be_read(cli: CommandLine, plan: Path) -> None:
    if os.access("/", os.W_OK) and os.geteuid() == 0:
        pytest.skip("the administrator may read everything")
    plan.chmod(0o000)
    cli.refused("info", plan, said="cannot be read")


def test_import_by_hand_names_what_was_perhaps_meant(cli: CommandLine, tmp_path: Path) -> None:
    source, into = tmp_path / "plan.json", tmp_path / "plan.maplan"
    records = {"campaign": [{"id": "c", "titel": "Spring"}]}
    source.write_text(json.dumps({"format": "maplanner", "version": 1, "records": records}))
    ran = cli("import", source, "--into", into)
    assert ran.status == 0
    assert "there is no field “titel”. Did you mean “title”?" in ran.out


def test_import_for_a_system_that_is_not_there_makes_no_plan(cli: CommandLine, tmp_path: Path) -> None:
    into = tmp_path / "plan.maplan"
    cli.refused("import", "starter:salesforce", "--into", into, "--system", "Sofa", said="no system “Sofa”")
    assert list(tmp_path.iterdir()) == []
