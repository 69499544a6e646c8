"""Making plan files: whole or not at all, and never over somebody's open plan."""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path

from maplanner.core.errors import PlanFileError, PlanFileReadOnly
from maplanner.document.records import PLAN_ID, Plan, Record, Scope
from maplanner.document.store import Store
from maplanner.storage.backups import back_up
from maplanner.storage.database import (
    Database,
    close_for_good,
    explained,
    open_for_writing,
    reading,
    reason,
    side_files,
)
from maplanner.storage.lock import PlanLock
from maplanner.storage.schema import make_schema


def resolved(path: str | os.PathLike[str]) -> Path:
    """Return the one full name of a file, so that two ways to it meet in one lock.

    Raises:
        PlanFileError: It is no possible name.
    """
    try:
        return Path(path).expanduser().resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise PlanFileError(
            f"“{path!s}” is no name for a file: {reason(error)}.", advice="Choose another name."
        ) from error


def new_store(records: Iterable[Record], author: str) -> Store:
    """Return a store of the records that keeps the rules."""
    store = Store(author=author)
    with store.transact("Make the plan", undoable=False) as transaction:
        transaction.put(*records)
        if transaction.find_or_none(Plan, PLAN_ID) is None:
            transaction.put(Plan())
    return store


def lock_new(path: Path, *, overwrite: bool) -> PlanLock:
    """Take the lock of a file that is about to be made."""
    with explained(path):
        if path.is_dir():
            raise PlanFileError(f"“{path}” is a folder.", advice="Name a file in it.")
        if not path.parent.is_dir():
            raise PlanFileError(
                f"There is no folder “{path.parent}”.", advice="Make it, or choose another one."
            )
        if path.exists() and not overwrite:
            raise PlanFileError(
                f"“{path}” exists already.", advice="Choose another name, or delete it first."
            )
    try:
        return PlanLock(path)
    except OSError as error:
        raise PlanFileReadOnly(
            f"“{path}” cannot be written: {reason(error)}.", advice="Choose another folder or name."
        ) from error


def write_new(path: Path, contents: Callable[[Database], None]) -> None:
    """Make a plan file under another name and put it in place when it is whole."""
    draft = path.with_name(f".{path.stem[:40]}-{secrets.token_hex(4)}.tmp")
    try:
        with explained(path):
            draft.touch()
            database = open_for_writing(draft)
            try:
                contents(database)
            finally:
                close_for_good(database)
            for beside in side_files(path):
                # What a crash left beside an old file of that name must not be taken for the new one's.
                beside.unlink(missing_ok=True)
            draft.replace(path)
    finally:
        for left in (draft, *side_files(draft)):
            left.unlink(missing_ok=True)


def fill(database: Database, store: Store) -> None:
    """Make the layout in an empty database and put a store's records in."""
    from maplanner.storage.writing import write_all

    make_schema(database)
    write_all(database, (record for record in store.records() if record.scope is Scope.DOCUMENT))


def try_backup(path: Path) -> str:
    """Make a backup; return what to tell the person if that fails, because work goes on without."""
    try:
        with reading(path) as database:
            back_up(database, path)
    except (OSError, sqlite3.Error) as error:
        return f"No backup of “{path.name}” could be made: {reason(error)}."
    return ""
