"""Tables as CSV text that spreadsheets open as data, never as formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

CsvValue = str | float | int | None

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_text(header: Sequence[str], rows: Iterable[Sequence[CsvValue]]) -> str:
    """Return the table as CSV (RFC 4180), with a point for decimals.

    Text that a spreadsheet would run as a formula is put behind an apostrophe
    (OWASP, “CSV injection”); numbers stay numbers.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_inert(title) for title in header])
    for row in rows:
        writer.writerow([_inert(value) for value in row])
    return out.getvalue()


def _inert(value: CsvValue) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.lstrip(" ").startswith(_STARTS_FORMULA) else value
    return f"{value:.6g}" if isinstance(value, float) and abs(value) < 1e6 else str(value)
