"""Simulating and following from the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from maplanner.app import result_files
from maplanner.app.session import PlanSession
from maplanner.cli.main import main


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plans") / "sample.maplan"
    with PlanSession.new(path, template="sample"):
        pass
    return path


def test_json_tells_everything_besides_what_it_told_before(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["simulate", str(plan), "--runs", "3", "--per", "week", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {"steps", "links", "writes", "scores", "thresholds", "segments", "leads", "seconds"} <= set(told)
    assert {"campaigns", "groups", "stages", "systems", "objects", "operations", "precision"} <= set(told)
    step = next(each for each in told["steps"] if each["id"] == "guide-form")
    assert step["entered"]["mean"] > 1_000
    assert step["conversion"]["low"] < step["conversion"]["share"] < step["conversion"]["high"]
    assert step["time_to_reach"]["p50"] >= 0
    assert sum(step["over_time"]) == pytest.approx(step["entered"]["mean"])


def test_a_precision_is_reached_or_what_it_takes_is_told(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["simulate", str(plan), "--precision", "4%", "--precision-of", "guide-form"]) == 0
    assert "as asked" in capsys.readouterr().out
    assert main(["simulate", str(plan), "--precision", "0.1", "--runs", "10"]) == 1
    assert "takes about" in capsys.readouterr().out


def test_tables_and_logs_are_written(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    few = ["simulate", str(plan), "--runs", "2", "--days", "20"]
    assert main([*few, "--tables", str(tmp_path / "t.xlsx"), "--log", str(tmp_path / "l.csv")]) == 0
    book = load_workbook(tmp_path / "t.xlsx", read_only=True)
    assert {"Steps", "Links", "Campaigns", "CRM writes", "Arrivals over time"} <= set(book.sheetnames)
    book.close()
    assert (tmp_path / "l.csv").stat().st_size > 1_000
    assert main([*few, "--tables", str(tmp_path / "csv")]) == 0
    assert (tmp_path / "csv" / "steps.csv").exists()
    assert "Wrote" in capsys.readouterr().out


def test_tables_are_written_all_or_none(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(result_files.shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(9, 9, 0))
    few = ["simulate", str(plan), "--runs", "1", "--days", "5"]
    assert main([*few, "--tables", str(tmp_path / "csv")]) == 2
    told = capsys.readouterr()
    assert "no room" in told.err
    assert "leads in 5 days" in told.out
    assert list((tmp_path / "csv").iterdir()) == []


@pytest.mark.parametrize(
    "typed",
    [
        ["--precision", "0"],
        ["--precision", "many"],
        ["--precision-of", "nobody"],
        ["--per", "minute"],
        ["--log-runs", "0"],
        ["--log", "log.txt"],
        ["--log", "no/such/folder/log.csv"],
        ["--tables", "t.pdf"],
        ["--days", "365000"],
        ["--days", "500", "--per", "hour"],
    ],
)
def test_bad_wishes_get_one_line(
    plan: Path, typed: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    few = [] if "--days" in typed else ["--days", "5"]
    assert main(["simulate", str(plan), "--runs", "1", *few, *typed]) == 2
    said = capsys.readouterr().err
    assert said.startswith("maplanner: ")
    assert said.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_lead_is_followed_and_its_forks_can_be_chosen(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["follow", str(plan), "--step", "deal"]) == 0
    told = capsys.readouterr().out
    assert "reaches “Opportunity”" in told
    assert "fork 0" in told
    assert main(["follow", str(plan), "--step", "deal", "--choose", "0=1", "--json"]) == 0
    walk = json.loads(capsys.readouterr().out)
    assert any(choice["chosen"] for moment in walk["moments"] for choice in moment["choices"])
    for bad in (["--step", "nowhere"], ["--skip", "x"], ["--choose", "first"], ["--step", "Opportunity"]):
        assert main(["follow", str(plan), *bad]) == 2
