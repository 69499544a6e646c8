"""The short words on a drawing."""

import pytest
from PySide6.QtCore import QLocale

from maplanner.document.records import Link
from maplanner.document.values import (
    ExponentialDelay,
    FixedDelay,
    LogNormalDelay,
    UniformDelay,
    WeeklyDelay,
)
from maplanner.drawing.labels import count_text, delay_text, link_label, one_line, share_text, shorter_labels
from maplanner.flow.behaviour import NEXT, Branching, Output

OPENED = Output("opened", "Opened")
SPLIT = Output("next", "One of", Branching.EXCLUSIVE)


def link(**values):
    return Link(id="l", source="s", target="t", **values)


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.33, "33 %"), (0.082, "8.2 %"), (1, "100 %"), (0, "0 %"), (0.0025, "0.25 %"), (0.125, "12.5 %"),
     (1e-6, "< 0.01 %"), (0.09996, "10 %")],
)  # fmt: skip
def test_shares_are_read_as_per_cent(share, text):
    assert share_text(share) == text


@pytest.mark.parametrize(
    ("delay", "text"),
    [
        (FixedDelay(days=0), "at once"),
        (FixedDelay(days=1), "1 day"),
        (FixedDelay(days=4), "4 days"),
        (FixedDelay(days=0.5), "12 hours"),
        (FixedDelay(days=1 / 24), "1 hour"),
        (FixedDelay(days=5 / 1440), "5 min"),
        (ExponentialDelay(mean=6), "about 6 days"),
        (LogNormalDelay(median=2), "about 2 days"),
        (UniformDelay(low=1, high=3), "1–3 days"),
        (UniformDelay(low=0, high=3), "up to 3 days"),
        (UniformDelay(low=2, high=2), "2 days"),
        (WeeklyDelay(weekday=3, hour=15), "Thu 15:00"),
        (WeeklyDelay(weekday=0, hour=9.5), "Mon 9:30"),
    ],
)
def test_delays_are_read_in_the_unit_that_fits(delay, text):
    assert delay_text(delay) == text


def test_a_plain_link_has_no_label():
    assert link_label(link(), NEXT, [link()]) == ""


def test_a_label_names_the_output_the_share_and_the_delay():
    assert link_label(link(), OPENED, [link()]) == "opened"
    assert link_label(link(share=0.5), OPENED, [link()]) == "opened 50 %"
    late = link(share=0.5, delay=FixedDelay(days=1))
    assert link_label(late, OPENED, [late]) == "opened 50 % · 1 day"
    assert link_label(link(delay=FixedDelay(days=0)), NEXT, []) == "at once"


def test_a_title_stands_in_place_of_the_output():
    assert link_label(link(title="not yet"), OPENED, [link()]) == "not yet"


def test_a_measured_share_is_told_where_the_plan_gives_none():
    assert link_label(link(), OPENED, [link()], measured=0.331) == "opened 33 %"
    assert link_label(link(), OPENED, [link()], measured=0.0823) == "opened 8.2 %"
    assert link_label(link(), OPENED, [link()], measured=0.999) == "opened"
    assert link_label(link(share=0.5), OPENED, [link()], measured=0.331) == "opened 50 %"


def test_the_rest_of_an_exclusive_output_is_worked_out():
    thirty, rest = link(share=0.3), link()
    assert link_label(rest, SPLIT, [thirty, rest]) == "70 %"
    assert link_label(rest, SPLIT, [thirty, rest, link()]) == "35 %"


def test_counts_have_the_locales_separators():
    before = QLocale()
    try:
        QLocale.setDefault(QLocale("en_US"))
        assert count_text(2436.2) == "2,436"
        assert count_text(12_345_678) == "12.3 M"
        assert count_text(0) == "0"
        assert count_text(1.5) == "1.5"
        QLocale.setDefault(QLocale.c())
        assert count_text(2436) == "2,436"
        QLocale.setDefault(QLocale("de_DE"))
        assert count_text(2436) == "2.436"
    finally:
        QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("label", "shorter"),
    [
        ("missed 67 % · 1 day", ("missed 67 % · 1 day", "missed · 1 day", "1 day", "missed")),
        ("submitted 8.3 %", ("submitted 8.3 %", "submitted")),
        ("8.2 %", ("8.2 %",)),
        ("clicked < 0.01 %", ("clicked < 0.01 %", "clicked")),
        ("at once", ("at once",)),
        ("", ()),
    ],
)
def test_a_label_gives_up_a_part_at_a_time(label, shorter):
    assert shorter_labels(label) == shorter


def test_one_line_takes_breaks_out_and_cuts_what_nobody_could_read():
    assert one_line(" two\n  lines\t") == "two lines"
    assert len(one_line("x" * 100_000)) <= 400
