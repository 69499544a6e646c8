"""The history of a plan file: every change that was written, read without opening the file for work."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass

from maplanner.document.patch import Patch, patch_from_json
from maplanner.storage.database import check_header, explained, reading
from maplanner.storage.making import resolved
from maplanner.storage.text_plan import is_text_plan

ENTRIES = "SELECT seq, origin, patch FROM history ORDER BY seq DESC LIMIT ?"


@dataclass(frozen=True)
class HistoryEntry:
    """One patch of the file's history; ``seq`` counts from 1 and never comes twice."""

    seq: int
    patch: Patch


def history_of(path: str | os.PathLike[str], limit: int = 100) -> list[HistoryEntry]:
    """Return the last entries of a plan file's history, newest first; a text form has none.

    Takes no lock and writes nothing; somebody may have it open.

    Raises:
        PlanFileError: The file is missing, damaged or too new; the message says which.
    """
    place = resolved(path)
    if is_text_plan(place):
        return []
    check_header(place)
    with explained(place), reading(place) as database:
        rows = database.raw.execute(ENTRIES, (limit,)).fetchall()
    return [HistoryEntry(seq, patch_from_json(json.loads(patch))) for seq, _origin, patch in rows]
