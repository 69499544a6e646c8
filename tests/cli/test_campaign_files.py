"""Campaigns written for other programs from the command line, and read again."""

from pathlib import Path

import pytest

from maplanner.document.records import Link, Step
from maplanner.storage import read_plan


@pytest.mark.parametrize("suffix", ["drawio", "bpmn", "csv"])
def test_a_file_for_another_program_makes_the_same_plan_again(
    cli, sample: Path, tmp_path: Path, suffix: str
) -> None:
    written = tmp_path / f"sample.{suffix}"
    assert cli("export", sample, "-o", written).status == 0
    again = tmp_path / "again.maplan"
    assert cli("import", written, "--into", again).status == 0
    before, after = read_plan(sample), read_plan(again)
    assert after.count(Step) == before.count(Step)
    assert after.count(Link) == before.count(Link)


def test_several_campaigns_are_told_to_be_markdown(cli, sample: Path, tmp_path: Path) -> None:
    ran = cli("export", sample, "-o", tmp_path / "sample.mmd")
    assert ran.status == 0
    assert (tmp_path / "sample.mmd").read_text(encoding="utf-8").count("flowchart LR") >= 1


def test_the_map_of_tools_has_no_such_form(cli, sample: Path, tmp_path: Path) -> None:
    cli.refused("export", sample, "--tools", "-o", tmp_path / "a.bpmn", said="no form in other programs")
