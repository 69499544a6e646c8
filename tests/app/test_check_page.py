"""The page of all checks is that of the checks there are."""

from __future__ import annotations

from pathlib import Path

from maplanner.app.check_page import page
from maplanner.checks import CHECKS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "checks.md"


def test_the_page_is_that_of_the_checks() -> None:
    assert PAGE.read_text("utf-8") == page(), "run scripts/checks-page"


def test_it_names_every_check_once() -> None:
    text = page()
    for check in CHECKS.values():
        assert text.count(f"`{check.code}` · ") == 1
        assert check.remedy in text
    assert "**An object** is as complete" in text
