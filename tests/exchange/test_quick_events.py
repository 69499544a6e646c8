"""Long histories are read as the others are, only quicker."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maplanner.exchange import quick_events
from maplanner.exchange.histories import event_columns, read_events
from maplanner.exchange.sheets import open_sheet
from maplanner.scoring.history import RecordedEvents

HEAD = "lead,event,time,outcome,asset,amount,stage,account"


def both(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[RecordedEvents, RecordedEvents]:
    """Return what is read row by row, and from the bytes."""
    sheet = open_sheet(path, strict=False)
    columns = event_columns(sheet.columns)
    assert columns is not None
    monkeypatch.setattr(quick_events, "WORTH_BYTES", 10**12)
    slow = read_events(sheet, columns)
    monkeypatch.setattr(quick_events, "WORTH_BYTES", 0)
    return slow, read_events(sheet, columns)


def assert_same(slow: RecordedEvents, quick: RecordedEvents) -> None:
    assert quick.leads == slow.leads
    assert quick.signals == slow.signals
    assert quick.accounts == slow.accounts
    for name in ("lead", "signal", "second", "amount", "won", "row"):
        np.testing.assert_array_equal(getattr(quick, name), getattr(slow, name), err_msg=name)
    assert sorted(map(str, quick.remarks)) == sorted(map(str, slow.remarks))


words = st.sampled_from(["a", "b", " Jānis ", "", "x y", '"quoted, text"', "ķ", "1"])
times = st.sampled_from(
    [
        "2026-01-01",
        "2026-01-01 10:20",
        "2024-02-29T10:20:30",
        "2023-02-29",
        "2026-01-01T10:20:30Z",
        "2026-01-01 10:20:30.5",
        "2026-01-01T10:20:30+02:00",
        "31.01.2026",
        "1/31/2026",
        "1767225600",
        "soon",
        "",
        "1850-01-01",
        "2026-01-01 24:00",
        "2026-01-0١",
    ]
)
outcomes = st.sampled_from(["", "1", "no", "won", "maybe"])
amounts = st.sampled_from(["", "0.5", "1,5", "2", "lots"])
rows = st.tuples(words, words, times, outcomes, words, amounts, words, words)
lines = st.one_of(rows.map(",".join), st.sampled_from(["", ",,,,,,,", "a,b", "a"]))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(lines, max_size=30), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_both_ways_of_reading_give_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: list[str], newline: str, last: bool
) -> None:
    path = tmp_path / "history.csv"
    text = newline.join([HEAD, "first,event,2026-01-31,0,asset,1,stage,account", *body])
    path.write_bytes((text + (newline if last else "")).encode())
    assert_same(*both(path, monkeypatch))


@pytest.mark.parametrize("odd", ['a,"say ""hi""",2026-01-02', 'a,"two\nlines",2026-01-02'])
def test_what_is_not_plain_is_read_row_by_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, odd: str
) -> None:
    path = tmp_path / "history.csv"
    path.write_text(f"lead,event,time\na,open,2026-01-01\n{odd}\n", encoding="utf-8")
    slow, quick = both(path, monkeypatch)
    assert_same(slow, quick)
    assert len(quick.signals) == 2


def test_a_mark_at_the_beginning_and_other_signs_are_understood(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "history.csv"
    path.write_text("lead;event;time\nĀbols;open;2026-01-01\nb;click;2026-01-02", encoding="utf-8-sig")
    assert_same(*both(path, monkeypatch))
