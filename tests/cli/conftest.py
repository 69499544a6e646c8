"""What the tests of the command line share."""

from pathlib import Path

import pytest

from maplanner.storage import PlanFile
from tests.cli.running import CommandLine
from tests.storage.plans import small_plan


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(capsys)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A small plan file with an error in it: a form field that lands nowhere."""
    path = tmp_path / "plan.maplan"
    PlanFile.create(path, small_plan()).close()
    return path


@pytest.fixture
def sample(cli: CommandLine, tmp_path: Path) -> Path:
    """The sample plan as a file."""
    path = tmp_path / "sample.maplan"
    assert cli("new", path, "--template", "sample").status == 0
    return path
