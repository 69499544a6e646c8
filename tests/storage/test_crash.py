"""Killed at any moment: every patch that was acknowledged is there, none is half there."""

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from maplanner.document.records import Campaign, Goal
from maplanner.storage import PlanFile, read_plan

WRITER = """
import sys
from maplanner.document.records import Campaign, Goal
from maplanner.storage import PlanFile

plan_file = PlanFile.open(sys.argv[1], author="writer", backup=False)
start = plan_file.store.count(Campaign)
for number in range(start, start + 100_000):
    with plan_file.store.transact(f"Add {number}") as transaction:
        transaction.put(Campaign(id=f"campaign_{number}", title="x" * (number % 3000)))
        transaction.put(Goal(id=f"goal_{number}"))
        if number:
            transaction.change(f"campaign_{number - 1}", {"notes": f"followed by {number}"})
    print(number, flush=True)
"""


HOLDER = """
import sys
from maplanner.storage import PlanFile

plan_file = PlanFile.open(sys.argv[1])
print("open", flush=True)
input()
"""


def write_and_kill(path: Path, seconds: float) -> int:
    """Let another process write until it is killed; return the last number it acknowledged."""
    with subprocess.Popen([sys.executable, "-c", WRITER, path], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        first = writer.stdout.readline()
        time.sleep(seconds)
        writer.send_signal(signal.SIGKILL)
        rest = writer.stdout.read()
    whole = [line for line in (first + rest).split("\n")[:-1] if line]
    return int(whole[-1])


def assert_whole(path: Path, acknowledged: int) -> None:
    plan = read_plan(path)
    written = plan.count(Campaign)
    assert written in (acknowledged + 1, acknowledged + 2), "the one under way may be there, or not"
    assert {goal.id for goal in plan.all(Goal)} == {f"goal_{number}" for number in range(written)}
    for number in range(written - 1):
        assert plan.find(Campaign, f"campaign_{number}").notes == f"followed by {number + 1}"


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_when_the_process_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "plan.maplan"
    PlanFile.create(path).close()
    moments = random.Random(7)
    for turn in range(6):
        acknowledged = write_and_kill(path, moments.uniform(0.0, 0.15))
        assert path.with_name(path.name + "-wal").exists(), "the kill came while the plan was open"
        if turn % 2:
            assert_whole(path, acknowledged)
        with PlanFile.open(path, backup=False) as plan_file:
            assert len(plan_file.history(10**6)) == plan_file.store.count(Campaign)
        assert [entry.name for entry in tmp_path.iterdir()] == [path.name]
        assert_whole(path, acknowledged)


@pytest.mark.slow
def test_what_a_crash_left_is_read_without_touching_it(tmp_path: Path) -> None:
    path = tmp_path / "plan.maplan"
    PlanFile.create(path).close()
    acknowledged = write_and_kill(path, 0.05)
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    for name in (path.name, path.name + "-wal"):
        shutil.copy(tmp_path / name, moved / name)
    before = {entry.name: entry.read_bytes() for entry in moved.iterdir()}
    assert_whole(moved / path.name, acknowledged)
    assert {entry.name: entry.read_bytes() for entry in moved.iterdir()} == before


@pytest.mark.slow
def test_a_crash_does_not_block_and_another_process_does(tmp_path: Path) -> None:
    path = tmp_path / "plan.maplan"
    PlanFile.create(path).close()
    command = [sys.executable, "-c", HOLDER, path]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(Exception, match=rf"process {holder.pid}"):
            PlanFile.open(path)
        holder.kill()
    PlanFile.open(path).close()
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]
