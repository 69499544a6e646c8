"""Merging copies of a plan from the command line."""

import json
import shutil
from pathlib import Path

import pytest

from maplanner.app.session import PlanSession
from maplanner.cli.main import main
from maplanner.document.records import Step
from maplanner.storage import read_plan


def edit(plan: Path, at: int, **values: object) -> None:
    with PlanSession.open(plan, remembered=False, author="Ilze") as session:
        step = session.store.all(Step)[at]
        with session.store.transact("Edit") as transaction:
            transaction.change(step.id, values)  # type: ignore[arg-type]


@pytest.fixture
def copies(tmp_path: Path) -> tuple[Path, Path, Path]:
    base, mine, theirs = (tmp_path / f"{name}.maplan" for name in ("base", "mine", "theirs"))
    PlanSession.new(base, template="sample").close()
    edit(base, 0, title="begun together")
    shutil.copy(base, mine)
    shutil.copy(base, theirs)
    return base, mine, theirs


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    status = main([str(each) for each in arguments])
    told = capsys.readouterr()
    return status, told.out + told.err


@pytest.mark.parametrize("with_base", [True, False])
def test_copies_come_together_with_their_history(
    copies: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str], with_base: bool
) -> None:
    base, mine, theirs = copies
    edit(mine, 1, title="mine")
    edit(theirs, 2, title="theirs")
    out = mine.with_name("out.maplan")
    given = (base, mine, theirs) if with_base else (mine, theirs)
    assert run(capsys, "merge", *given, "-o", out)[0] == 0
    titles = [step.title for step in read_plan(out).all(Step)][:3]
    assert titles == ["begun together", "mine", "theirs"]
    with PlanSession.open(out, remembered=False) as session:
        assert [entry.patch.label for entry in session.history(2)] == ["Merge “theirs.maplan”", "Edit"]


def test_conflicts_are_shown_side_by_side_and_decided_on_request(
    copies: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    _base, mine, theirs = copies
    edit(mine, 1, title="mine")
    edit(theirs, 1, title="theirs")
    out = mine.with_name("out.maplan")
    status, told = run(capsys, "merge", mine, theirs, "-o", out)
    assert (status, out.exists()) == (1, False)
    assert "mine" in told
    assert "theirs" in told
    status, told = run(capsys, "merge", mine, theirs, "-o", out, "--prefer", "theirs", "--json")
    assert status == 0
    assert json.loads(told)["conflicts"][0]["mine"] == "mine"
    assert read_plan(out).all(Step)[1].title == "theirs"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("{mine}", "-o", "{out}"), "two copies"),
        (("{mine}", "{theirs}", "-o", "{mine}"), "exists already"),
        (("{mine}", "{theirs}", "-o", "{out}", "--prefer", "both"), "mine or theirs"),
        (("{mine}", "{none}", "-o", "{out}"), "no plan file"),
    ],
)
def test_what_cannot_be_is_said_in_a_line(
    copies: tuple[Path, Path, Path],
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    says: str,
) -> None:
    _base, mine, theirs = copies
    names = {
        "mine": mine,
        "theirs": theirs,
        "out": mine.with_name("o.maplan"),
        "none": mine.with_name("n.maplan"),
    }
    status, told = run(capsys, "merge", *(each.format(**names) for each in arguments))
    assert (status, says in told) == (2, True), told
