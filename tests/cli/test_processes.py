"""The command line as a process: what it loads, signals, pipes, and files that others hold."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.running import ROOT, run_process

HEAVY = ("PySide6", "numba", "scipy", "sqlalchemy", "alembic", "networkx", "pydot")
LOADED = """
import sys
from maplanner.cli.main import main
status = main(sys.argv[1:])
heavy = [name for name in {heavy!r} if name in sys.modules]
print("loaded:", *heavy, file=sys.stderr)
sys.exit(status)
"""

HOLDER = """
import sys
from maplanner.storage import PlanFile

plan_file = PlanFile.open(sys.argv[1])
print("open", flush=True)
input()
"""


@pytest.mark.parametrize(
    "typed", [["--help"], ["--version"], ["schema"], ["doctor"], ["check", "--help"], ["nonsense"]]
)
def test_commands_that_need_nothing_heavy_load_nothing_heavy(typed: list[str]) -> None:
    code = LOADED.format(heavy=HEAVY)
    ran = subprocess.run(
        [sys.executable, "-c", code, *typed], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert ran.stderr.splitlines()[-1] == "loaded:", ran.stderr


@pytest.mark.parametrize("command", ["info", "check"])
def test_looking_at_a_plan_loads_neither_qt_nor_numba(plan: Path, command: str) -> None:
    code = LOADED.format(heavy=("PySide6", "numba", "scipy", "alembic"))
    ran = subprocess.run(
        [sys.executable, "-c", code, command, plan, "--json"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert ran.stderr.splitlines()[-1] == "loaded:", ran.stderr


def test_statuses_reach_the_shell(plan: Path, tmp_path: Path) -> None:
    assert run_process("info", plan).returncode == 0
    assert run_process("check", plan).returncode == 1
    refused = run_process("info", tmp_path / "missing.maplan")
    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)


def test_a_reader_that_goes_away_is_no_fault(plan: Path) -> None:
    command = f'"{sys.executable}" -m maplanner schema | head -c 10; echo ${{PIPESTATUS[0]}}'
    ran = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, cwd=ROOT)
    assert ran.stderr == ""
    assert ran.stdout[10:].strip() in ("0", "141")


@pytest.mark.parametrize("typed", [["schema"], ["--help"], ["check", "PLAN", "--json"]])
def test_a_reader_that_is_gone_already_is_told_apart_from_errors_found(plan: Path, typed: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "maplanner", *(str(plan) if word == "PLAN" else word for word in typed)]
    ran = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, text=True, check=False, cwd=ROOT)
    os.close(writer)
    assert (ran.returncode, ran.stderr) == (141, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_output_that_cannot_be_written() -> None:
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "maplanner", "schema"],
            check=False,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
    assert ran.returncode == 2
    assert ran.stderr.startswith("maplanner: The output cannot be written")
    assert ran.stderr.count("\n") == 1


@pytest.mark.slow
@pytest.mark.parametrize("threads", [[], ["--threads", "1"]], ids=["all cores", "one core"])
def test_the_keyboard_stops_a_simulation(sample: Path, threads: list[str]) -> None:
    command = [sys.executable, "-m", "maplanner", "simulate", sample, "--runs", "10000", *threads]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        # What runs in the background of a shell is deaf to the keyboard, and hands that down.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no threads here
    ) as running:
        time.sleep(4)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)
    assert (running.returncode, out, err) == (130, "", "maplanner: Stopped.\n")


def test_another_process_has_the_plan(plan: Path, tmp_path: Path) -> None:
    source = tmp_path / "lead.json"
    source.write_text('{"name": "Lead", "label": "Lead", "custom": false, "fields": []}')
    command = [sys.executable, "-c", HOLDER, plan]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        ran = run_process("import", source, "--into", plan)
        holder.communicate("\n")
    assert ran.returncode == 2
    assert f"process {holder.pid}" in ran.stderr


def test_plain_words_where_the_terminal_knows_no_unicode(plan: Path, tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    for typed in (
        ["info", plan],
        ["info", plan, "--json"],
        ["info", tmp_path / "missing.maplan"],
        ["check", plan],
    ):
        ran = run_process(*typed, env=env)
        assert ran.returncode in (0, 1, 2)
        assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    "environment", [{"DISPLAY": ":4711"}, {"QT_QPA_PLATFORM": "xcb"}, {"QT_QPA_PLATFORM": "no"}]
)
def test_a_picture_needs_no_screen_whatever_the_environment_says(
    plan: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    kept = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "QT_QPA_PLATFORM"}}
    path = tmp_path / "picture.png"
    ran = run_process("export", plan, "--tools", "-o", path, env=kept | environment)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert path.stat().st_size > 1_000
