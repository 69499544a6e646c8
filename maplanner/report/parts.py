"""What a section of a report is made of: texts, figures, tables, pictures, charts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from maplanner.drawing.picture import Picture

Cell = str | int | float | bool | date | datetime | None
"""What stands in a table; ``None`` for nothing."""


class Sort(StrEnum):
    """What a column holds; spreadsheets get real types, people numbers that line up."""

    TEXT = "text"
    NUMBER = "number"
    WHOLE = "whole number"
    SHARE = "share"
    """Between 0 and 1; written as per cent."""
    DATE = "date"
    TRUTH = "yes or no"

    @property
    def is_number(self) -> bool:
        """Whether it is lined up at the right."""
        return self in (Sort.NUMBER, Sort.WHOLE, Sort.SHARE)


@dataclass(frozen=True)
class Column:
    """A column of a table; ``wide`` says that its texts are long."""

    title: str
    sort: Sort = Sort.TEXT
    wide: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under columns. ``empty`` is said where there are none."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = "There is nothing here."


@dataclass(frozen=True)
class Text:
    """A paragraph; line breaks stay."""

    words: str


@dataclass(frozen=True)
class Heading:
    """The heading of a part of a section."""

    words: str


@dataclass(frozen=True)
class Listing:
    """Short lines, each with a point."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class KeyFigure:
    """A figure that is shown large: what it is, the figure in words, and what it rests on."""

    what: str
    figure: str
    source: str = ""


@dataclass(frozen=True)
class Figures:
    """A few figures side by side."""

    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True)
class Illustration:
    """A picture, drawn when the report is written. ``words`` say what there is to see without seeing it.

    A ``small`` one stands among texts; others have a page of their own where there are pages.
    """

    title: str
    words: str
    draw: Callable[[], Picture]
    small: bool = False


@dataclass(frozen=True)
class Series:
    """One line or set of bars of a chart; a value for each of the chart's places."""

    title: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class Chart:
    """Bars or lines over places such as days or steps."""

    title: str
    places: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    is_line: bool = False


Part = Text | Heading | Listing | Figures | Table | Illustration | Chart


def table(title: str, columns: Sequence[Column | str], rows: Sequence[Sequence[Cell]], empty: str) -> Table:
    """Return a table; a column that is only named holds texts."""
    made = tuple(each if isinstance(each, Column) else Column(each) for each in columns)
    return Table(title, made, tuple(tuple(row) for row in rows), empty)
