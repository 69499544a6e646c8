"""What a person said about the columns of a list of fields, remembered for the next list like it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import platformdirs

from maplanner.exchange.field_list import Column

KEPT: Final = 50
"""For how many different lists it is remembered."""


def memory_file() -> Path:
    """Return where it is kept."""
    return platformdirs.user_state_path("maplanner", appauthor=False) / "columns.json"


@dataclass(frozen=True)
class _Entry:
    """The columns that a list has, and what was said about them."""

    names: tuple[str, ...]
    columns: dict[str, str]


def remembered(names: Sequence[str]) -> dict[Column, str] | None:
    """Return what was said about a list with exactly these columns, or ``None``."""
    known = set(Column)
    for entry in _read():
        if entry.names == tuple(names):
            chosen = {Column(key): name for key, name in entry.columns.items() if key in known}
            return chosen if set(chosen.values()) <= set(names) and Column.NAME in chosen else None
    return None


def remember(names: Sequence[str], columns: Mapping[Column, str]) -> None:
    """Keep what was said. Where nothing can be kept, a person is asked again; nothing else comes of it."""
    entry = _Entry(tuple(names), {column.value: name for column, name in columns.items()})
    entries = [entry, *(other for other in _read() if other.names != entry.names)]
    file = memory_file()
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps([asdict(each) for each in entries[:KEPT]], indent=1), encoding="utf-8")
        draft.replace(file)
    except (OSError, UnicodeEncodeError):
        draft.unlink(missing_ok=True) if draft.parent.is_dir() else None


def _read() -> list[_Entry]:
    try:
        entries = json.loads(memory_file().read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return []
    found = [_entry(each) for each in entries] if isinstance(entries, list) else []
    return [each for each in found if each is not None]


def _entry(data: object) -> _Entry | None:
    names, columns = (data.get("names"), data.get("columns")) if isinstance(data, dict) else (None, None)
    if not isinstance(names, list) or not isinstance(columns, dict):
        return None
    are_texts = all(isinstance(text, str) for text in (*names, *columns, *columns.values()))
    return _Entry(tuple(names), columns) if are_texts else None
