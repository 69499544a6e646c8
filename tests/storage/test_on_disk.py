"""What other programs do to the file of an open plan is noticed."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from maplanner.document.records import System
from maplanner.storage import OnDisk, PlanFile


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "plan.maplan"
    PlanFile.create(place).close()
    return place


def change(file: PlanFile) -> None:
    with file.store.transact("Add") as transaction:
        transaction.put(System.new(title="CRM"))


def write_from_outside(path: Path) -> None:
    other = sqlite3.connect(path)
    with other:
        other.execute("CREATE TABLE IF NOT EXISTS stranger (x)")
        other.execute("INSERT INTO stranger VALUES (1)")
    other.close()


@pytest.mark.parametrize("writes", [False, True])
def test_own_changes_are_none_of_others(path: Path, writes: bool) -> None:
    with PlanFile.open(path) as file:
        for _ in range(3 if writes else 0):
            change(file)
        assert file.on_disk is OnDisk.SAME


@pytest.mark.parametrize("writes", [False, True])
def test_a_change_by_another_program_is_noticed(path: Path, writes: bool) -> None:
    with PlanFile.open(path) as file:
        if writes:
            change(file)
        write_from_outside(path)
        assert file.on_disk is OnDisk.CHANGED


def test_a_file_put_in_its_place_is_noticed(path: Path, tmp_path: Path) -> None:
    with PlanFile.open(path) as file:
        shutil.copy(path, tmp_path / "other")
        (tmp_path / "other").replace(path)
        assert file.on_disk is OnDisk.REPLACED


def test_a_file_that_goes_is_noticed_and_one_saved_elsewhere_is_the_same(path: Path, tmp_path: Path) -> None:
    with PlanFile.open(path) as file:
        path.rename(tmp_path / "elsewhere")
        assert file.on_disk is OnDisk.GONE
        file.save_as(tmp_path / "mine.maplan")
        assert file.on_disk is OnDisk.SAME
        change(file)
        assert file.on_disk is OnDisk.SAME
