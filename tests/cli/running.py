"""Running the command line inside the test, and as a process of its own."""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from maplanner.cli.main import main

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it printed."""

    status: int
    out: str
    err: str


class CommandLine:
    """Runs commands inside the test."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: object) -> Ran:
        self._capsys.readouterr()
        status = main([str(argument) for argument in arguments])
        captured = self._capsys.readouterr()
        return Ran(status, captured.out, captured.err)

    def refused(self, *arguments: object, said: str = "") -> str:
        """Run something that cannot work; see that one line says so, and return it."""
        ran = self(*arguments)
        assert ran.status == 2, ran
        assert ran.out == ""
        assert ran.err.startswith("maplanner: ")
        assert ran.err.count("\n") == 1
        assert "Traceback" not in ran.err
        assert said in ran.err
        return ran.err


def run_process(
    *arguments: object, cwd: Path | None = None, **options: object
) -> subprocess.CompletedProcess[str]:
    """Run the command line as a process."""
    command: Sequence[str] = [sys.executable, "-m", "maplanner", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=120, check=False, cwd=cwd or ROOT, **options
    )  # type: ignore[call-overload,no-any-return]
