"""Recorded histories read from tables: what counts, what is left out, and what is told of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from maplanner.core.errors import UnreadableSource
from maplanner.exchange.histories import event_columns, read_events
from maplanner.exchange.history_cells import as_amount, as_number, is_yes
from maplanner.exchange.sheets import open_sheet
from maplanner.exchange.times import seconds_of
from maplanner.scoring.history import RecordedEvents, Signal


def read(folder: Path, text: str) -> RecordedEvents:
    path = folder / "history.csv"
    path.write_text(text, encoding="utf-8")
    sheet = open_sheet(path)
    columns = event_columns(sheet.columns)
    assert columns is not None
    return read_events(sheet, columns)


def test_columns_are_known_by_their_names(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Prospect_ID;Activity;Date;Asset;Share;Stage;Converted\n"
        "Jānis;E-mail opened;2026-03-01;Vēstule;;Aware;no\n"
        "Jānis;Video watched;2026-03-02 10:30;Film;0.5;Deciding;yes\n",
    )
    assert found.leads == ("Jānis",)
    assert found.signals == (
        Signal("E-mail opened", "Vēstule", "Aware"),
        Signal("Video watched", "Film", "Deciding"),
    )
    assert found.amount.tolist() == [1.0, 0.5]
    assert found.won.tolist() == [False, True]
    assert found.row.tolist() == [2, 3]
    assert found.remarks == ()


def test_rows_that_cannot_count_are_left_out_and_told_of(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "lead,event,time,outcome\n"
        "a,opened,2026-01-01,0\n"
        "a,opened,2026-02-30,0\n"
        "a,opened,1824-01-01,0\n"
        "a,opened,2999-01-01,0\n"
        ",opened,2026-01-02,0\n"
        "a,,2026-01-02,0\n"
        "a,opened\n"
        "b,clicked,2026-01-03,perhaps\n",
    )
    assert found.leads == ("a", "b")
    assert found.row.tolist() == [2, 9]
    assert sorted((remark.count, remark.first_row) for remark in found.remarks) == [
        (1, 3),
        (1, 8),
        (1, 9),
        (2, 4),
        (2, 6),
    ]
    assert any("impossible date" in str(remark) for remark in found.remarks)


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-04 05:06:07",
        "2026-03-04T05:06:07",
        "2026-03-04T05:06:07Z",
        "2026-03-04T07:06:07+02:00",
        "04.03.2026 05:06:07",
        "04/03/2026 05:06:07",
        "1772600767",
        "1772600767000",
    ],
)
def test_times_are_read_however_they_are_written(tmp_path: Path, written: str) -> None:
    moment = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC).timestamp()
    assert seconds_of(written) == moment
    found = read(tmp_path, f"lead,event,time\na,opened,{written}\n")
    assert found.second.tolist() == [moment]


@pytest.mark.parametrize("written", ["", "soon", "NaT", "now", "2026-13-01", "99.99.2026", "2026-W60-1"])
def test_what_is_no_time_is_none(written: str) -> None:
    assert seconds_of(written) is None


def test_outcomes_and_amounts() -> None:
    assert [is_yes(text) for text in ("1", "Yes", "closed won", "0", "", "Lost", "maybe")] == [
        True,
        True,
        True,
        False,
        False,
        False,
        None,
    ]
    assert [as_number(text) for text in ("5", "0,5", "1 000", "-2.5", "many", "1e9", "")] == [
        5,
        0.5,
        1000,
        -2.5,
        None,
        None,
        None,
    ]


def test_shares_may_be_written_as_percentages() -> None:
    assert [as_amount(text) for text in ("50 %", "12,5%", "0.5", "%", "half %")] == [
        0.5,
        0.125,
        0.5,
        None,
        None,
    ]


@pytest.mark.parametrize("rows", [",,\n" * 3, " , ,\n"])
def test_rows_without_anything_are_no_events(tmp_path: Path, rows: str) -> None:
    with pytest.raises(UnreadableSource, match="holds no event"):
        read(tmp_path, "lead,event,time\n" + rows)


def test_a_table_without_events_has_no_event_columns() -> None:
    assert event_columns(("Prospect ID", "Lead Source", "Converted")) is None


def test_a_history_of_which_nothing_counts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match="holds no event"):
        read(tmp_path, "lead,event,time\na,opened,never\n")
