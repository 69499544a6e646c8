"""How long work still takes is told once it can be."""

from __future__ import annotations

from maplanner.desktop.time_left import TimeLeft


def test_time_left_is_told_once_enough_is_done_and_begins_anew() -> None:
    now = 100.0
    left = TimeLeft(lambda: now)
    assert not left.after(0.0)
    now += 0.5
    assert not left.after(0.3), "too soon"
    now += 1.5
    assert left.after(0.5) == "2 seconds"
    now += 298.0
    assert left.after(0.75) == "2 minutes"
    assert not left.after(1.0)
    assert not left.after(0.1), "other work"
    now += 10.0
    assert left.after(0.11) == "81 seconds"


def test_long_work_is_told_from_the_first_seconds_and_not_forgotten_by_a_share_told_twice() -> None:
    now = 0.0
    left = TimeLeft(lambda: now)
    left.after(0.0)
    now = 2.0
    assert left.after(0.0005) == ""
    now = 4.0
    assert left.after(0.001) == left.after(0.001) == "67 minutes"
    now = 40.0
    assert left.after(0.001) == "11 hours"
