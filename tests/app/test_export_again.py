"""Files that are written anew whenever a plan is saved: remembered beside the plan, told when they fail."""

from datetime import date
from pathlib import Path

import pytest

from maplanner.app.export_again import MOST, Recipe, Seen, forget, remember, remembered, write, write_all
from maplanner.app.templates import template_records
from maplanner.core.errors import CannotExport
from maplanner.document.reading import Snapshot
from maplanner.exchange.carrying import carried_plan

DAY = date(2027, 1, 4)


@pytest.fixture
def plan(tmp_path: Path, platformdirs_isolated: object) -> Path:
    return tmp_path / "plan.maplan"


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return Snapshot.of(template_records("sample"))


def test_what_is_remembered_is_written_as_it_was(
    plan: Path, snapshot: Snapshot, tmp_path: Path, qapp: object
) -> None:
    svg = Recipe(path=tmp_path / "tools.svg", format="svg", key="tools", dated=True, carries_plan=True,
                 options={"title": True, "theme": "dark", "border": 3.0})  # fmt: skip
    flow = Recipe(path=tmp_path / "all.drawio", format="drawio", key="plan")
    text = Recipe(path=tmp_path / "plan.json", format="json")
    for recipe in (svg, flow, text):
        remember(plan, recipe)
    assert remembered(plan) == (svg, flow, text)
    written, failed = write_all(plan, snapshot, Seen(), DAY)
    assert [each.path.name for each in written] == ["tools.svg", "all.drawio", "plan.json"]
    assert not failed
    assert carried_plan(svg.path)
    assert "4 Jan 2027" in svg.path.read_text("utf-8")
    forget(plan, flow.path)
    assert remembered(plan) == (svg, text)


def test_one_failure_keeps_nobody_else_back(
    plan: Path, snapshot: Snapshot, tmp_path: Path, qapp: object
) -> None:
    remember(plan, Recipe(path=tmp_path / "no" / "a.svg", format="svg", key="tools"))
    remember(plan, Recipe(path=tmp_path / "gone.svg", format="svg", key="campaign:gone"))
    remember(plan, Recipe(path=tmp_path / "a.dot", format="dot", key="tools"))
    written, failed = write_all(plan, snapshot, Seen(), DAY)
    assert [each.path.name for each in written] == ["a.dot"]
    assert failed[0].startswith("a.svg: There is no folder")
    assert "There is no picture" in failed[1]


def test_a_file_is_remembered_once_and_only_so_many(plan: Path, tmp_path: Path) -> None:
    for number in range(MOST + 5):
        remember(plan, Recipe(path=tmp_path / f"{number % (MOST + 2)}.svg", format="svg", key="tools"))
    found = remembered(plan)
    assert len(found) == MOST
    assert len({recipe.path for recipe in found}) == MOST


def test_what_is_damaged_or_of_another_version_is_let_go(
    plan: Path, snapshot: Snapshot, tmp_path: Path, qapp: object
) -> None:
    recipe = Recipe(path=tmp_path / "a.svg", format="svg", key="tools", options={"future": 1, "scale": 2.0})
    assert write(recipe, snapshot, Seen(), DAY).path.exists()
    with pytest.raises(CannotExport, match="scale must lie"):
        write(recipe.model_copy(update={"options": {"scale": 1e9}}), snapshot, Seen(), DAY)
    remember(plan, recipe)
    import platformdirs

    (file,) = (platformdirs.user_state_path("maplanner", appauthor=False) / "exports").iterdir()
    file.write_text("{")
    assert remembered(plan) == ()
