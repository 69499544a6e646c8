"""Cells of tables as people read them."""

from __future__ import annotations

from datetime import date, datetime
from math import isfinite

from maplanner.report.parts import Cell, Sort


def cell_words(cell: Cell, sort: Sort) -> str:
    """Return a cell as text: numbers with thousands apart, shares as per cent, a sign for yes."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int | float):
        return number_words(cell, sort)
    return cell


def number_words(value: float, sort: Sort) -> str:
    """Return a number as text; nothing for what is none."""
    if not isfinite(value):
        return ""
    if sort is Sort.SHARE:
        return f"{value * 100:,.0f} %" if abs(value) >= 0.1 or value == 0 else f"{value * 100:.2g} %"
    if sort is Sort.WHOLE or value == round(value):
        return f"{value:,.0f}"
    return f"{value:,.1f}" if abs(value) >= 10 else f"{value:,.2f}".rstrip("0")


def sort_key(cell: Cell) -> str:
    """Return what a browser sorts a cell by: a number, or a text."""
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, int | float):
        return repr(float(cell)) if isfinite(cell) else ""
    return ""
