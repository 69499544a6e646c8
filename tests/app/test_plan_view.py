"""What is remembered of how a plan was looked at."""

import os
from pathlib import Path

import pytest

from maplanner.app import plan_view
from maplanner.app.plan_view import PlanView, Sight, remember_view, remembered_view, view_folder

VIEW = PlanView(tabs=("one", "two"), front="two", sights={"one": Sight(x=1.5, y=-2.0, zoom=0.75)})


def test_a_view_comes_back_for_its_plan_alone(tmp_path: Path) -> None:
    remember_view(tmp_path / "Frühling 春.maplan", VIEW)
    assert remembered_view(tmp_path / "Frühling 春.maplan") == VIEW
    assert remembered_view(tmp_path / "other.maplan") is None


def test_a_plan_is_the_same_however_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    remember_view(tmp_path / "plan.maplan", VIEW)
    monkeypatch.chdir(tmp_path)
    assert remembered_view(Path("plan.maplan")) == VIEW


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        "[]",
        '{"tabs": 3}',
        '{"sights": {"a": {"x": "NaN", "y": 0, "zoom": 1}}}',
        '{"sights": {"a": {"x": 0, "y": 0, "zoom": 0}}}',
        '{"sights": {"a": {"x": 1e999, "y": 0, "zoom": 1}}}',
        '"\udcff"',
    ],
)
def test_what_is_damaged_counts_as_nothing(tmp_path: Path, text: str) -> None:
    plan = tmp_path / "plan.maplan"
    remember_view(plan, VIEW)
    file = max(view_folder().glob("*.json"), key=lambda path: path.stat().st_mtime_ns)
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert remembered_view(plan) is None


def test_only_the_latest_views_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_view, "KEPT", 3)
    monkeypatch.setattr(plan_view, "view_folder", lambda: tmp_path / "views")
    plans = [tmp_path / f"{at}.maplan" for at in range(5)]
    for at, plan in enumerate(plans):
        remember_view(plan, VIEW)
        for file in (tmp_path / "views").iterdir():
            os.utime(file, (1000.0 + at, file.stat().st_mtime - 10.0))
    assert [remembered_view(plan) is not None for plan in plans] == [False, False, True, True, True]


def test_a_view_that_cannot_be_kept_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    monkeypatch.setattr(plan_view, "view_folder", lambda: blocked)
    remember_view(tmp_path / "plan.maplan", VIEW)
    assert remembered_view(tmp_path / "plan.maplan") is None
    assert blocked.read_text() == "in the way"
