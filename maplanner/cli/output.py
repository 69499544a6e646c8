"""Printing: tables for people, one JSON document for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console
    from rich.table import Table

_WIDTH_WITHOUT_SCREEN = 140


def print_json(document: Mapping[str, Any] | list[Any], *, on_one_line: bool = False) -> None:
    """Print one JSON document and nothing else."""
    is_unicode = (sys.stdout.encoding or "").lower().startswith("utf")
    indent = None if on_one_line else 1
    text = json.dumps(document, indent=indent, ensure_ascii=not is_unicode, allow_nan=False)
    sys.stdout.write(text + "\n")


def console() -> Console:
    """Return where people read: in colour on a terminal, plain and wide elsewhere."""
    from rich.console import Console

    on_screen = sys.stdout.isatty()
    return Console(
        file=sys.stdout, highlight=False, soft_wrap=False, width=None if on_screen else _WIDTH_WITHOUT_SCREEN
    )


def say(text: str = "") -> None:
    """Print a line for people."""
    sys.stdout.write(f"{text}\n")


def table(*columns: str, title: str = "", numbers: tuple[str, ...] = ()) -> Table:
    """Return an empty table; ``numbers`` names the columns that stand flush right."""
    from rich import box
    from rich.table import Table

    # Left out where there is no terminal: rich pads lines with blanks that only a terminal needs.
    made = Table(title=title or None, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False, expand=False)
    for column in columns:
        made.add_column(column, justify="right" if column in numbers else "left", overflow="fold")
    return made


def add_row(target: Table, *cells: object) -> None:
    """Add a row of plain text: what people named is never taken for markup."""
    from rich.text import Text

    target.add_row(*(Text(str(cell)) for cell in cells))


def show(shown: Table) -> None:
    """Print a table, without blank lines around it and blanks at the ends of lines."""
    out = console()
    with out.capture() as capture:
        out.print(shown)
    lines = (line.rstrip() for line in capture.get().splitlines())
    sys.stdout.write("\n".join(lines).strip("\n") + "\n")


@contextmanager
def progress_shown(what: str, *, simulates: bool = False) -> Iterator[Callable[[float], None] | None]:
    """Show how far a long work is, on standard error and only to a person; else yield ``None``.

    One that ``simulates`` may have to wait for the kernel to be compiled, once after each update: it says so.
    """
    prepares = simulates and _prepares()
    if not sys.stderr.isatty():
        yield None
    else:
        with _bar(_PREPARING if prepares else what, what) as progress:
            yield progress
    if prepares:
        from maplanner.simulation.warming import leave_word

        # Where nothing can be kept, the next command has to say so again.
        with suppress(OSError):
            leave_word()


_PREPARING = "Preparing the simulation; this takes a minute, once …"


def _prepares() -> bool:
    from maplanner.simulation.warming import is_warm

    return not is_warm()


@contextmanager
def _bar(first: str, then: str) -> Iterator[Callable[[float], None]]:
    """Yield what moves a bar; it is called otherwise once it has begun to move."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(first, total=1.0)
        yield lambda share: bar.update(task, completed=share, description=then if share else first)


def number(value: float) -> str:
    """Return a count as people read it: whole from 10 on, with separators."""
    if value and abs(value) < 10 and value != round(value):
        return f"{value:.1f}"
    return f"{value:,.0f}"
