"""CSV: a line for each link, or for a step without one, as lists of campaigns are read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Final

from maplanner.document.records import Step
from maplanner.exchange.source_files import plain, plain_lines
from maplanner.exchange.writing.flows import Flow, Way, fixed_days
from maplanner.exchange.writing.writers import DiagramWriter

_COLUMNS: Final = ("campaign", "id", "step", "kind", "next", "outcome", "wait", "frame", "x", "y", "notes")
_FORMULA: Final = ("=", "+", "-", "@")


def make(flows: Sequence[Flow]) -> tuple[bytes, str]:
    """Return the list, in UTF-8 with the mark that spreadsheets look for."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for flow in flows:
        for row in _rows(flow):
            writer.writerow([_harmless(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig"), ""


def _rows(flow: Flow) -> Iterator[tuple[str, ...]]:
    number = {step.id: str(place) for place, step in enumerate(flow.steps, 1)}
    frames = {frame.id: frame.title for frame in flow.frames}
    for step in flow.steps:
        ways: list[Way | None] = [way for way in flow.ways if way.link.source == step.id]
        for way in ways or [None]:
            yield (
                plain(flow.campaign.title), number[step.id], plain_lines(step.title), step.kind,
                "" if way is None else number[way.link.target], "" if way is None else way.link.output,
                _wait(step, way), frames.get(step.frame or "", ""), f"{step.x:.10g}", f"{step.y:.10g}",
                plain_lines(step.notes),
            )  # fmt: skip


def _wait(step: Step, way: Way | None) -> str:
    days = fixed_days(step) if step.kind == "wait" else None if way is None else way.days
    return "" if days is None else f"{days:.10g}"


def _harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if not cell.startswith(_FORMULA):
        return cell
    try:
        float(cell)
    except ValueError:
        return f"'{cell}"
    return cell


WRITER: Final = DiagramWriter("campaign-table", "List of campaigns (CSV)", ".csv", make)
