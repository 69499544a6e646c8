"""A plan in text form is read wherever a plan file is, and never changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from maplanner.core.errors import InvalidPlan, PlanFileError
from maplanner.document.textform import plan_to_text
from maplanner.storage import PlanFile, read_plan
from tests.storage.plans import small_plan


@pytest.mark.parametrize("lead", ["", "\n  ", "\ufeff"])
def test_it_is_read_as_it_stands(tmp_path: Path, lead: str) -> None:
    path = tmp_path / "plan.json"
    with PlanFile.create(tmp_path / "plan.maplan", small_plan()) as made:
        text = plan_to_text(made.store)
    path.write_text(lead + text, encoding="utf-8")
    assert plan_to_text(read_plan(path)) == text
    assert path.read_text(encoding="utf-8") == lead + text


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"{", InvalidPlan),
        (b'{"format": "something else"}', InvalidPlan),
        (b'{"format": "maplanner", "records": {"step": [{"id": 5}]}}', InvalidPlan),
        ('{"format": "maplanner", "ā": 1}'.encode("utf-16-le")[:60].replace(b"\0", b"\xff"), PlanFileError),
    ],
)
def test_what_makes_no_plan_is_refused(tmp_path: Path, content: bytes, error: type[Exception]) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(content)
    with pytest.raises(error, match=r"plan\.json"):
        read_plan(path)


def test_it_is_not_opened_for_changing(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text('{"format": "maplanner", "version": 1, "records": {}}')
    with pytest.raises(PlanFileError, match="not a plan file"):
        PlanFile.open(path)
