"""Setting up on machines that lack something: it names all of it at once, and does nothing twice."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("dirname", "cut", "sort", "tr", "grep", "sed", "cksum", "rm", "mkdir", "cat", "cp", "chmod", "sh")

# Stands for Python: tells what the test wants to be missing; an environment it makes holds a copy of itself.
PYTHON = """#!/bin/sh
echo "$*" >>"$RECORD"
case "$*" in
    *--python) exit {unsupported} ;;
    *platform.py) cat "$MISSING" ;;
    *ensurepip*) exit {no_venv} ;;
    *version_info*) echo 3.12 ;;
    -V) echo Python 3.12.1 ;;
    "-m venv .venv") mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
esac
"""


class Machine:
    """A machine without root on which only a few programs are installed, ``python3`` being a stand-in."""

    def __init__(self, folder: Path) -> None:
        self.checkout, self.programs = folder / "checkout", folder / "bin"
        self.record, self.missing = folder / "record", folder / "missing"
        (self.checkout / "scripts").mkdir(parents=True)
        self.programs.mkdir()
        shutil.copy(ROOT / "scripts" / "setup", self.checkout / "scripts")
        shutil.copy(ROOT / "pyproject.toml", self.checkout)
        for tool in TOOLS:
            (self.programs / tool).symlink_to(shutil.which(tool) or "missing")
        self.install("id", "#!/bin/sh\necho 1000\n")
        self.missing.touch()

    def install(self, name: str, script: str) -> None:
        (self.programs / name).write_text(script)
        (self.programs / name).chmod(0o755)

    def set_up(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        self.record.write_text("")
        places = {"PATH": self.programs, "RECORD": self.record, "MISSING": self.missing}
        variables = {name: str(place) for name, place in places.items()} | environment
        command = [self.checkout / "scripts" / "setup", *arguments]
        return subprocess.run(command, capture_output=True, text=True, env=variables, check=False)

    def installations(self) -> list[str]:
        return [line for line in self.record.read_text().splitlines() if "pip install" in line]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    machine = Machine(tmp_path)
    machine.install("python3", PYTHON.format(unsupported=0, no_venv=0))
    return machine


def test_without_a_fitting_python_it_says_which_and_how(machine: Machine) -> None:
    machine.install("python3", PYTHON.format(unsupported=1, no_venv=0))
    result = machine.set_up()
    assert result.returncode == 1
    assert "Python 3.11, 3.12 or 3.13 is needed" in result.stderr
    assert "apt-get install python3 python3-venv" in result.stderr


def test_a_python_that_is_named_and_does_not_fit_is_told(machine: Machine) -> None:
    result = machine.set_up(MAPLANNER_PYTHON="/no/such/python")
    assert result.returncode == 1
    assert "/no/such/python" in result.stderr


def test_all_that_is_missing_is_named_at_once(machine: Machine) -> None:
    machine.install("python3", PYTHON.format(unsupported=0, no_venv=1))
    machine.missing.write_text("drawing libgl1 libGL.so.1\nwindow libxcb-cursor0 libxcb-cursor.so.0\n")
    result = machine.set_up()
    assert result.returncode == 1
    for name in ("libGL.so.1", "libxcb-cursor.so.0", "python3.12-venv"):
        assert name in result.stderr
    assert "--no-install-recommends libgl1 libxcb-cursor0 python3.12-venv" in result.stderr
    assert not (machine.checkout / ".venv").exists()


def test_a_window_that_cannot_be_shown_holds_nothing_up(machine: Machine) -> None:
    machine.missing.write_text("window libxcb-cursor0 libxcb-cursor.so.0\n")
    result = machine.set_up(DISPLAY=":0")
    assert result.returncode == 0, result.stderr
    assert "libxcb-cursor.so.0" in result.stderr
    assert machine.installations()


def test_the_second_time_nothing_is_installed(machine: Machine) -> None:
    assert machine.set_up().returncode == 0
    assert machine.installations() == ["-m pip install -q --disable-pip-version-check -e ."]
    again = machine.set_up()
    assert (again.returncode, again.stderr, machine.installations()) == (0, "", [])


def test_development_adds_to_what_is_there_and_using_takes_nothing_away(machine: Machine) -> None:
    machine.set_up()
    machine.set_up("--dev")
    assert machine.installations()[0].endswith("-e .[dev]")
    machine.set_up()
    assert machine.installations() == []


def test_a_changed_project_is_installed_anew(machine: Machine) -> None:
    machine.set_up("--dev")
    with (machine.checkout / "pyproject.toml").open("a") as project:
        project.write("# changed\n")
    machine.set_up()
    assert machine.installations()[0].endswith("-e .[dev]")


def test_a_moved_folder_gets_a_new_environment(machine: Machine) -> None:
    machine.set_up()
    machine.checkout = machine.checkout.rename(machine.checkout.with_name("moved"))
    result = machine.set_up()
    assert "making .venv" in result.stderr
    assert machine.installations()
