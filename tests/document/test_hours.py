"""Hours of a day as people write them."""

from __future__ import annotations

import pytest

from maplanner.document.hours import hours_of


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("", ()),
        ("closed", ()),
        ("9–17", ((9, 17),)),
        ("9-12:30, 13.00 to 17", ((9, 12.5), (13, 17))),
        ("13–17; 9–12", ((9, 12), (13, 17))),
        ("0–24", ((0, 24),)),
    ],
)
def test_hours_are_read(text: str, hours: tuple[tuple[float, float], ...]) -> None:
    assert hours_of(text) == hours


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("17–9", "ends before it begins"),
        ("9–9", "ends before it begins"),
        ("9–13, 12–17", "overlap"),
        ("mornings", "no hours"),
        ("9–25", "o'clock"),
        ("9:75–12", "o'clock"),
    ],
)
def test_what_are_no_hours_is_said(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        hours_of(text)
