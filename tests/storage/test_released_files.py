"""Plan files of every released version open, and hold what they held."""

import shutil
from pathlib import Path

import pytest

from maplanner.document.records import Step, UnknownRecord
from maplanner.document.textform import plan_from_text
from maplanner.storage import PlanFile, read_plan
from maplanner.storage.columns import stored_types
from maplanner.storage.schema import FORMAT_VERSION

DATA = Path(__file__).resolve().parents[1] / "data"
RELEASED = sorted(DATA.glob("plan-*.maplan"))


@pytest.fixture(params=RELEASED, ids=lambda path: path.stem)
def released(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of a released version's file: the original must never change."""
    return Path(shutil.copy(request.param, tmp_path))


def test_there_is_a_file_of_each_version() -> None:
    assert [path.stem for path in RELEASED] == ["plan-0.1"]


def test_a_released_file_opens_with_all_it_held(released: Path) -> None:
    text = (DATA / f"{released.stem}.json").read_text(encoding="utf-8")
    expected = {record.id: record for record in plan_from_text(text)}
    with PlanFile.open(released) as plan_file:
        assert not plan_file.read_only
        assert {record.id: record for record in plan_file.store.records()} == expected
    assert {record.id: record for record in read_plan(released).records()} == expected


def test_a_released_file_can_be_worked_on(released: Path) -> None:
    with PlanFile.open(released) as plan_file:
        step = plan_file.store.all(Step)[0]
        with plan_file.store.transact("Rename") as transaction:
            transaction.change(step.id, {"title": "Still works"})
        assert plan_file.saved
        labels = [patch.label for patch in plan_file.history()]
    assert labels[0] == "Rename"
    assert len(labels) > 1, "its history is there too"
    assert read_plan(released).find(Step, step.id).title == "Still works"


def test_the_file_of_0_1_has_a_record_of_every_type_of_its_layout() -> None:
    plan = read_plan(DATA / "plan-0.1.maplan")
    if FORMAT_VERSION == 1:
        assert all(plan.count(cls) for cls in stored_types())
    assert plan.find(UnknownRecord, "moon_a").model_extra == {"light": 0.5, "names": ["new", "full"]}
