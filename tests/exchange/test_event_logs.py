"""Event logs: whole or not at all, in words, as CSV and Parquet."""

from __future__ import annotations

import csv
import errno
import os
import sys
from pathlib import Path

import pytest

from maplanner.core.errors import Cancelled, CannotExport, MissingPart
from maplanner.document.reading import Snapshot
from maplanner.exchange import event_logs
from maplanner.exchange.event_logs import write_event_log
from maplanner.simulation import SimulationOptions, simulate
from maplanner.simulation.event_log import COLUMNS, EventLog
from tests.simulation.reference_funnel import reference_funnel


@pytest.fixture(scope="module")
def plan() -> Snapshot:
    return reference_funnel(0.01).snapshot()


def log_of(plan: Snapshot, runs: int = 1) -> EventLog:
    return EventLog(plan, SimulationOptions(), runs)


def test_csv_has_a_line_for_everything_that_happened(plan: Snapshot, tmp_path: Path) -> None:
    written = write_event_log(log_of(plan, 2), tmp_path / "log.csv")
    with (tmp_path / "log.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == written.lines
    assert tuple(rows[0]) == COLUMNS
    result = simulate(plan, SimulationOptions(runs=2))
    for run in (0, 1):
        came = [row for row in rows if row["run"] == str(run) and row["event"] == "comes in"]
        assert len(came) == result.leads[run]
        assert len({row["lead"] for row in came}) == len(came)
    reached = [row for row in rows if row["event"] == "reaches step" and row["what"] == "Visit"]
    assert len(reached) == next(s.entered.sum() for s in result.steps if s.title == "Visit")
    assert reached[0]["campaign"]
    (tmp_path / "other.txt").write_text("", encoding="utf-8")
    others = [(tmp_path / name).stat().st_mode & 0o777 for name in ("log.csv", "other.txt")]
    assert others[0] == others[1], "whoever may read other files here may read the log"
    assert reached[0]["time"].startswith("20")
    assert all(row["event"] and not row["event"].startswith("other") for row in rows)


def test_parquet_holds_the_same(plan: Snapshot, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    written = write_event_log(log_of(plan), tmp_path / "log.parquet")
    table = parquet.read_table(tmp_path / "log.parquet")
    assert table.num_rows == written.lines
    assert tuple(table.column_names) == COLUMNS
    text = write_event_log(log_of(plan), tmp_path / "log.csv")
    assert text.lines == written.lines


def test_without_pyarrow_it_says_what_to_install(
    plan: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingPart, match=r"maplanner\[parquet\]"):
        write_event_log(log_of(plan), tmp_path / "log.parquet")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_what_was_there(
    plan: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "log.csv"
    target.write_text("mine")

    def full(_path: Path, _rows: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(event_logs, "_write_csv", full)
    with pytest.raises(CannotExport, match="No space left"):
        write_event_log(log_of(plan), target)
    assert target.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [target]


def test_stopping_leaves_nothing_behind(plan: Snapshot, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        write_event_log(log_of(plan), tmp_path / "log.csv", cancelled=lambda: True)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_program_left_is_cleared_away_but_not_what_another_writes(
    plan: Snapshot, tmp_path: Path
) -> None:
    names = (".log.csv.dead0000.part", ".log.csv.live0000.part", ".other.csv.dead0000.part")
    for name in names:
        (tmp_path / name).write_text("half a line", "utf-8")
    for name in names[::2]:
        os.utime(tmp_path / name, (0, 0))
    write_event_log(log_of(plan), tmp_path / "log.csv")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*names[1:], "log.csv"])


def test_bad_places_are_told(plan: Snapshot, tmp_path: Path) -> None:
    for path in (tmp_path / "log.txt", tmp_path / "no" / "log.csv"):
        with pytest.raises(CannotExport):
            write_event_log(log_of(plan), path)
