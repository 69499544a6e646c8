"""A plan file: a store whose every patch is on disk before anybody hears of it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from types import TracebackType
from typing import Self

from maplanner.core.errors import (
    NoSuchRecord,
    PlanFileError,
    PlanFileMissing,
    PlanFileReadOnly,
)
from maplanner.core.memory import without_garbage_search
from maplanner.document.patch import Patch, patch_from_json
from maplanner.document.reading import Snapshot
from maplanner.document.records import Record, Scope
from maplanner.document.store import Store
from maplanner.storage.contents import mended
from maplanner.storage.database import (
    Database,
    check_header,
    close_for_good,
    explained,
    explanation,
    is_writable,
    open_for_writing,
    reading,
    side_files,
    writing_errors,
)
from maplanner.storage.lock import PlanLock
from maplanner.storage.making import fill, lock_new, new_store, resolved, try_backup, write_new
from maplanner.storage.on_disk import FileMark, OnDisk
from maplanner.storage.opening import Content, brought_up_to_date, content_of
from maplanner.storage.past import ENTRIES, HistoryEntry
from maplanner.storage.schema import FORMAT_VERSION, version_of
from maplanner.storage.text_plan import is_text_plan, read_text_plan

OnFailure = Callable[["PlanFileError | None"], None]
"""Hears that the plan is not saved and why, and with ``None`` that it is again."""


def read_plan(path: str | os.PathLike[str]) -> Snapshot:
    """Return what a plan file holds, or a plan in text form.

    Takes no lock and writes nothing; somebody may have it open.

    Raises:
        PlanFileError: The file is missing, damaged or too new; the message says which.
        InvalidPlan: It is a text form that makes no plan.
    """
    with without_garbage_search():
        if is_text_plan(resolved(path)):
            return read_text_plan(resolved(path))
        return Snapshot.of(content_of(resolved(path)).records)


class PlanFile:
    """A plan file that is open: ``store`` holds the plan, and every change of it goes to disk as it happens.

    A file that cannot be written is open all the same: ``read_only`` is true, ``notice`` says why, and what
    is changed lives in memory until :meth:`save_as` writes it elsewhere. The same holds from a failed
    write on (``failure``): each further change, and :meth:`retry`, tries to write all that is not saved yet.
    """

    def __init__(
        self,
        path: Path,
        store: Store,
        lock: PlanLock | None,
        *,
        notice: str = "",
        database: Database | None = None,
    ) -> None:
        """Use :meth:`open` or :meth:`create` instead."""
        self.path = path
        self.store = store
        self.notice = notice
        self.on_failure: OnFailure | None = None
        self.failure: PlanFileError | None = None
        self._lock = lock
        self._database = database
        self._mark = FileMark(path, database)
        self._unsaved: list[Patch] = []
        self._unsubscribe = store.subscribe(self._write)
        mended(store)

    # ------------------------------------------------------------ opening

    @classmethod
    def create(
        cls,
        path: str | os.PathLike[str],
        records: Iterable[Record] = (),
        author: str = "",
        *,
        overwrite: bool = False,
    ) -> Self:
        """Make a new plan file that holds ``records``, and a plan record if there is none; open it.

        Raises:
            PlanFileError: The file exists already (unless ``overwrite``), or cannot be written.
            PlanFileLocked: Somebody has the file open that is to be overwritten.
            InvalidRecord: The records break a rule of the plan.
        """
        place = resolved(path)
        store = new_store(records, author)
        lock = lock_new(place, overwrite=overwrite)
        try:
            write_new(place, lambda database: fill(database, store))
        except BaseException:
            lock.release()
            raise
        return cls(place, store, lock)

    @classmethod
    def open(cls, path: str | os.PathLike[str], author: str = "", *, backup: bool = True) -> Self:
        """Open a plan file, for writing where that is possible.

        Raises:
            PlanFileError: The file is missing, damaged, too new or open elsewhere; it is left as it is.
        """
        place = resolved(path)
        check_header(place)
        with without_garbage_search():
            if is_writable(place):
                return cls._open_writable(place, author, backup=backup)
            notice = f"“{place.name}” is read-only: changes can be saved under another name."
            return cls._opened_read_only(place, author, notice)

    @classmethod
    def _open_writable(cls, path: Path, author: str, *, backup: bool) -> Self:
        with explained(path):
            lock = PlanLock(path)
        try:
            content = content_of(path)
            if content.version <= FORMAT_VERSION:
                return cls._opened_for_writing(path, content, lock, author, backup=backup)
        except BaseException:
            lock.release()
            raise
        lock.release()
        notice = (
            f"“{path.name}” was made by a newer maplanner: it opens read-only, "
            "and changes can be saved under another name."
        )
        return cls._opened_read_only(path, author, notice)

    @classmethod
    def _opened_read_only(cls, path: Path, author: str, notice: str) -> Self:
        return cls(path, Store(content_of(path).records, author=author), None, notice=notice)

    @classmethod
    def _opened_for_writing(
        cls, path: Path, content: Content, lock: PlanLock, author: str, *, backup: bool
    ) -> Self:
        notice = try_backup(path) if backup else ""
        crashed = any(beside.exists() for beside in side_files(path))
        database = None
        if crashed or content.version < FORMAT_VERSION:
            database, content = brought_up_to_date(path, content)
        store = Store(content.records, author=author)
        return cls(path, store, lock, notice=notice, database=database)

    # ------------------------------------------------------------ state

    @property
    def read_only(self) -> bool:
        """Whether changes cannot be written to this file."""
        return self._lock is None

    @property
    def on_disk(self) -> OnDisk:
        """What has become of the file under this one's name since it was opened."""
        return self._mark.now()

    @property
    def saved(self) -> bool:
        """Whether every change is on disk."""
        return not self._unsaved

    def history(self, limit: int = 100) -> list[Patch]:
        """Return the last patches that were written, newest first."""
        return [entry.patch for entry in self.entries(limit)]

    def entries(self, limit: int = 100) -> list[HistoryEntry]:
        """Return the last entries of the history, newest first."""
        with explained(self.path):
            if self._database is not None:
                rows = self._database.raw.execute(ENTRIES, (limit,)).fetchall()
            else:
                with reading(self.path) as database:
                    rows = database.raw.execute(ENTRIES, (limit,)).fetchall()
        return [HistoryEntry(seq, patch_from_json(json.loads(patch))) for seq, _origin, patch in rows]

    # ------------------------------------------------------------ writing

    def beside(self, *, to_write: bool) -> AbstractContextManager[Database]:
        """Return the file's database, for what is kept beside the plan's records.

        Raises:
            PlanFileError: It cannot be written, or not be read.
        """
        if to_write or self._database is not None:
            return nullcontext(self._writer())
        return reading(self.path)

    def _write(self, patch: Patch) -> None:
        """Put a patch on disk; listens to the store, before anybody else does."""
        kept = patch.within(Scope.DOCUMENT)
        if kept:
            self._unsaved.append(kept)
            self.retry()

    def retry(self) -> bool:
        """Write what is not saved yet; return whether all is saved now."""
        if not self._unsaved:
            return True
        from maplanner.storage.writing import write_patches

        try:
            database = self._writer()
            # What others did is on the server too: nobody waits for the disk on their behalf.
            others = all(patch.origin == "remote" for patch in self._unsaved)
            with database.at_ease() if others else nullcontext():
                write_patches(database, self._unsaved, self.store)
        except writing_errors() as error:
            self._fail(error if isinstance(error, PlanFileError) else explanation(error, self.path))
            return False
        self._unsaved.clear()
        self._recover()
        return True

    def _writer(self) -> Database:
        """Return the writing connection, made at the first change: a plan only looked at stays as it is."""
        if self._lock is None:
            raise PlanFileReadOnly(
                f"“{self.path.name}” is read-only.", advice="Save the plan under another name."
            )
        if self._mark.is_replaced:
            # The database would go on writing to the old file, wherever that is now.
            raise PlanFileMissing(
                f"“{self.path.name}” was moved or deleted while it was open.",
                advice="Save the plan under another name.",
            )
        if self._database is None:
            self._database = open_for_writing(self.path)
            self._mark.connected(self._database)
        return self._database

    def _fail(self, failure: PlanFileError) -> None:
        first = self.failure is None
        self.failure = failure
        if first and self.on_failure is not None:
            self.on_failure(failure)

    def _recover(self) -> None:
        if self.failure is not None:
            self.failure = None
            if self.on_failure is not None:
                self.on_failure(None)

    def revert_to(self, seq: int) -> Patch:
        """Bring the plan back to what it was after the history entry ``seq`` (0: as it was made).

        The way back is a step like any other: it stands in the history and can be undone.

        Raises:
            NoSuchRecord: The history has no such entry.
        """
        entries = self.entries(limit=2**31)
        newest = entries[0].seq if entries else 0
        if not 0 <= seq <= newest:
            raise NoSuchRecord(f"The history has no entry {seq}; the newest is {newest}.")
        merged = Patch("", ())
        for entry in entries:
            if entry.seq > seq:
                merged = merged.followed_by(entry.patch.inverse())
        label = next((e.patch.label for e in entries if e.seq == seq), "the beginning")
        with self.store.transact(f"Revert to “{label}”") as transaction:
            for change in merged.changes:
                transaction.replay(change)
        return Patch(f"Revert to “{label}”", merged.changes, self.store.author)

    # ------------------------------------------------------------ saving elsewhere

    def save_as(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> None:
        """Write the plan with its history to another file and go on there; the old file stays as it is.

        Raises:
            PlanFileError: The file cannot be written, or exists already (unless ``overwrite``); the plan is
                still open where it was.
        """
        place = resolved(path)
        if place == self.path:
            self._save_here()
            return
        lock = lock_new(place, overwrite=overwrite)
        try:
            write_new(place, self._copy_to)
        except BaseException:
            lock.release()
            raise
        self._leave()
        self.path, self._lock, self._mark, self.notice = place, lock, FileMark(place), ""
        self._unsaved.clear()
        self._recover()

    def _save_here(self) -> None:
        if not self.retry() and self.failure is not None:
            raise self.failure

    def _copy_to(self, target: Database) -> None:
        """Fill an empty database with this plan and its history, changes that are not saved yet included."""
        if self._database is not None:
            self._database.raw.backup(target.raw)
        else:
            self._copy_unopened(target)
        if self._unsaved:
            from maplanner.storage.writing import write_patches

            write_patches(target, self._unsaved, self.store)

    def _copy_unopened(self, target: Database) -> None:
        """Copy a file that was not written to; of a newer or vanished one only the plan itself."""
        if not self._mark.is_replaced:
            with reading(self.path) as source:
                if version_of(source) == FORMAT_VERSION:
                    source.raw.backup(target.raw)
                    return
        fill(target, self.store)
        self._unsaved.clear()

    # ------------------------------------------------------------ closing

    def close(self) -> None:
        """Close the file: one file remains. Changes that could not be saved are gone; see ``saved``.

        Raises:
            PlanFileError: The disk does not answer; the file is closed all the same.
        """
        self._unsubscribe()
        self._unsubscribe = _nothing
        self.retry()
        self._leave()

    def _leave(self) -> None:
        database, lock = self._database, self._lock
        self._database = self._lock = None
        try:
            if database is not None:
                with explained(self.path):
                    close_for_good(database)
        finally:
            if lock is not None:
                lock.release()

    def __enter__(self) -> Self:
        """Return the open file."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file; say so if something could not be saved."""
        self.close()
        if self._unsaved and self.failure is not None and error is None:
            raise self.failure


def _nothing() -> None:
    """Do nothing: the store is not listened to any more."""


__all__ = ["HistoryEntry", "OnFailure", "PlanFile", "read_plan"]
