"""Dated copies of plan files, kept apart from them, made when a plan is opened for writing."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Final

import platformdirs

from maplanner.storage.database import Database, side_files

KEPT: Final = 10
"""How many backups of one plan are kept; the oldest goes first."""


def backup_folder(path: Path) -> Path:
    """Return where the backups of a plan file lie, in the person's own data folder."""
    root = platformdirs.user_data_path("maplanner", appauthor=False) / "backups"
    # Two plans of one name in different folders must not push out each other's backups.
    place = hashlib.sha256(str(path).encode("utf-8", "surrogateescape")).hexdigest()[:10]
    return root / f"{path.stem}-{place}"


def backups_of(path: Path) -> list[Path]:
    """Return the backups of a plan file, newest first."""
    folder = backup_folder(path)
    return sorted(folder.glob("*.maplan"), reverse=True) if folder.is_dir() else []


def back_up(database: Database, path: Path) -> Path | None:
    """Copy an open plan file to its backups; return the copy, or ``None`` if the newest is as new.

    Raises:
        OSError: The data folder cannot be written.
        sqlite3.Error: The copy cannot be written.
    """
    existing = backups_of(path)
    changed = max(place.stat().st_mtime for place in (path, *side_files(path)) if place.exists())
    if existing and existing[0].stat().st_mtime >= changed:
        return None
    folder = backup_folder(path)
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{datetime.now().astimezone():%Y-%m-%d %H.%M.%S.%f}.maplan"
    copy_database(database, target)
    for old in backups_of(path)[KEPT:]:
        old.unlink(missing_ok=True)
    return target


def copy_database(database: Database, target: Path) -> None:
    """Write a consistent copy of an open plan file; nothing half-written remains when that fails.

    Raises:
        sqlite3.Error: The copy cannot be written.
    """
    try:
        with closing(sqlite3.connect(target)) as copy:
            database.raw.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
    except BaseException:
        target.unlink(missing_ok=True)
        raise
