"""Lists of a plan out to a spreadsheet, and back after a preview, as one step that can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import JsonValue

from maplanner.app.exporting import Exported
from maplanner.core.errors import CannotExport
from maplanner.document.reading import RecordReader
from maplanner.document.store import Store
from maplanner.exchange.exporter import write_whole
from maplanner.exchange.plan_list_reading import ListChange, read_lists
from maplanner.exchange.plan_lists import LISTS, lists_named
from maplanner.exchange.tables import csv_text, workbook_bytes
from maplanner.report.naming import called, field_called, value_called


def list_titles() -> dict[str, str]:
    """Return the lists that there are: titles by name."""
    return {each.name: each.title for each in LISTS}


def export_lists(reader: RecordReader, path: Path, names: Sequence[str] = ()) -> Exported:
    """Write lists: one as CSV, any number as the sheets of a workbook.

    Raises:
        CannotExport: There is no such list or format, or the file cannot be written.
    """
    chosen = lists_named(names)
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        write_whole(path, workbook_bytes([each.sheet(reader) for each in chosen]))
    elif suffix == ".csv" and len(chosen) == 1:
        sheet = chosen[0].sheet(reader)
        # With the mark that spreadsheets look for.
        write_whole(path, csv_text(sheet.header, sheet.rows).encode("utf-8-sig"))
    elif suffix == ".csv":
        known = ", ".join(list_titles())
        message = "A CSV file holds one list."
        raise CannotExport(message, advice=f"Choose one of {known}, or write an .xlsx file.")
    else:
        raise CannotExport(f"“{path.name}” is neither CSV nor XLSX.", advice="End the name in .csv or .xlsx.")
    return Exported(path)


def preview_lists(reader: RecordReader, path: Path, name: str = "") -> list[ListChange]:
    """Return what a file would change, without changing anything.

    Raises:
        UnreadableSource: It cannot be read, or is none of the lists.
        CannotExport: There is no list of that name.
    """
    lists_named([name] if name else [])
    return read_lists(path, reader, name)


def apply_lists(
    store: Store, changes: Sequence[ListChange], file: str, *, delete_missing: bool = False
) -> None:
    """Take changes over as one step.

    Raises:
        InvalidRecord: A rule of the plan does not hold afterwards; the plan stays as it is.
    """
    with store.transact(f"Update from {file}") as transaction:
        for change in changes:
            for record in change.added:
                transaction.put(record)
            for record, values in change.changed:
                transaction.change(record.id, values)
        if delete_missing:
            for change in changes:
                # What an earlier one took along is gone already.
                there = [record.id for record in change.missing if store.get(record.id) is not None]
                transaction.remove(*there)


def lines_of(reader: RecordReader, change: ListChange, *, delete_missing: bool = False) -> list[str]:
    """Return a line for everything that would happen, and for every row that is not taken over."""
    lines = [f"+ {_new_title(record)}" for record in change.added]
    for record, values in change.changed:
        told = "; ".join(_value_line(reader, record, path, value) for path, value in values.items())
        lines.append(f"~ {called(reader, record.id)}: {told}")
    sign, words = ("−", "") if delete_missing else (" ", " (not in the list; stays)")
    lines += [f"{sign} {called(reader, record.id)}{words}" for record in change.missing]
    return lines


def notes_of(change: ListChange) -> list[str]:
    """Return what was left out or concluded, and why."""
    problems = [f"Row {problem.row} was left out: {problem.why}." for problem in change.problems]
    return [*problems, *change.left_out, *change.concluded]


def summary(changes: Sequence[ListChange]) -> str:
    """Return how many rows would be added, changed, missing and left out."""
    counts = {
        "new": sum(len(each.added) for each in changes),
        "changed": sum(len(each.changed) for each in changes),
        "not in the list": sum(len(each.missing) for each in changes),
        "left out": sum(len(each.problems) for each in changes),
    }
    told = ", ".join(f"{count:,} {what}" for what, count in counts.items() if count)
    return f"{told}." if told else "Nothing differs."


def to_json(reader: RecordReader, change: ListChange) -> dict[str, JsonValue]:
    """Return everything that would happen as JSON values."""
    return {
        "list": change.plan_list.name,
        "added": [record.model_dump(mode="json") for record in change.added],
        "changed": [
            {
                "id": record.id,
                "title": called(reader, record.id),
                "values": {
                    path: [_json(getattr(record, path)), _json(value)] for path, value in values.items()
                },
            }
            for record, values in change.changed
        ],
        "missing": [{"id": record.id, "title": called(reader, record.id)} for record in change.missing],
        "problems": [{"row": problem.row, "why": problem.why} for problem in change.problems],
        "left_out": list(change.left_out),
        "concluded": list(change.concluded),
    }


def _new_title(record: Any) -> str:
    return str(getattr(record, "title", "") or record.type_name.replace("_", " "))


def _value_line(reader: RecordReader, record: Any, path: str, value: Any) -> str:
    before = value_called(reader, record, path, _json(getattr(record, path)))
    after = value_called(reader, record, path, _json(value))
    return f"{field_called(record, path)}: {before} → {after}"


def _json(value: Any) -> JsonValue:
    if isinstance(value, tuple):
        return [str(each) for each in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(getattr(value, "value", value))
