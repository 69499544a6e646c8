"""Connections to a plan file: one that writes, and ones that read without leaving a trace."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from maplanner.core.errors import (
    PlanFileDamaged,
    PlanFileError,
    PlanFileLocked,
    PlanFileMissing,
    PlanFileReadOnly,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection

APPLICATION_ID: Final = 0x4D61506C
"""``MaPl``: marks an SQLite database as a plan file."""

LEFT_AS_IT_WAS: Final = "It was left as it is; choose another file or a backup."

_MAGIC: Final = b"SQLite format 3\x00"
_HEADER_SIZE: Final = 100
_BUSY_MILLISECONDS: Final = 5_000


def side_files(path: Path) -> tuple[Path, ...]:
    """Return the files that SQLite keeps beside a database while it is open, or after a crash."""
    return tuple(path.with_name(path.name + ending) for ending in ("-wal", "-shm", "-journal"))


# ---------------------------------------------------------------- what a file says of itself


def check_header(path: Path) -> None:
    """See that a file is there and is a plan, without opening it as a database.

    Raises:
        PlanFileMissing: There is no such file.
        PlanFileDamaged: It is not a plan, or is cut short.
        PlanFileError: It is a folder, or may not be read.
    """
    header, size = _header(path)
    if not header.startswith(_MAGIC) or len(header) < _HEADER_SIZE:
        what = "is empty" if size == 0 else "is not a plan file"
        raise PlanFileDamaged(f"“{path.name}” {what}.", advice=LEFT_AS_IT_WAS)
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise PlanFileDamaged(
            f"“{path.name}” is a database of another program, not a plan.", advice="Choose a .maplan file."
        )
    page = int.from_bytes(header[16:18], "big")
    expected = int.from_bytes(header[28:32], "big") * (65_536 if page == 1 else page)
    if size < expected and not side_files(path)[0].exists():
        raise PlanFileDamaged(
            f"“{path.name}” is cut short: {size:,} of {expected:,} bytes are there.",
            advice=LEFT_AS_IT_WAS,
        )


def _header(path: Path) -> tuple[bytes, int]:
    try:
        if path.is_dir():
            raise PlanFileError(f"“{path}” is a folder, not a plan file.", advice="Name a .maplan file.")
        with path.open("rb") as file:
            return file.read(_HEADER_SIZE), os.fstat(file.fileno()).st_size
    except FileNotFoundError:
        raise PlanFileMissing(
            f"There is no plan file “{path}”.", advice="Check the name, or make one with: maplanner new PLAN"
        ) from None
    except (OSError, ValueError) as error:
        raise PlanFileError(
            f"“{path}” cannot be read: {reason(error)}.", advice="Check its name and permissions."
        ) from error


def identity(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from another that may take its name; ``None`` where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def stamp(path: Path) -> tuple[int, int] | None:
    """Return size and time of the last change, by which a file that was written to is known."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def is_writable(path: Path) -> bool:
    """Tell whether a plan file can be written, which takes its folder as well: SQLite keeps files beside it.

    A file or folder marked as read-only counts as such even for the system's administrator.
    """
    return all(os.access(place, os.W_OK) and place.stat().st_mode & 0o222 for place in (path, path.parent))


def reason(error: BaseException) -> str:
    """Return the plain reason of an error of the operating system or of the database."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror[:1].lower() + error.strerror[1:]
    cause = getattr(error, "orig", None) or error
    return str(cause)


# ---------------------------------------------------------------- errors


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn the database's errors into ones a person understands.

    Raises:
        PlanFileLocked: Another program holds the database.
        PlanFileDamaged: The content is not what a plan holds.
        PlanFileReadOnly: The file cannot be written.
        PlanFileError: The disk is full, or does not answer.
    """
    try:
        yield
    except _and_sqlalchemys("DatabaseError", sqlite3.DatabaseError, OSError) as error:
        raise explanation(error, path) from error


def writing_errors() -> tuple[type[Exception], ...]:
    """Return the errors that writing may end with: a plan file's, the database's, the operating system's."""
    return _and_sqlalchemys("SQLAlchemyError", PlanFileError, sqlite3.Error, OSError)


def _and_sqlalchemys(name: str, *errors: type[Exception]) -> tuple[type[Exception], ...]:
    """Return these errors and one of SQLAlchemy's, which nobody can have raised before it was loaded."""
    if "sqlalchemy" not in sys.modules:
        return errors
    from sqlalchemy import exc

    return (*errors, getattr(exc, name))


_EXPLANATIONS: tuple[tuple[str, type[PlanFileError], str, str], ...] = (
    ("database or disk is full", PlanFileError, "the disk is full", "Free some space."),
    ("no space left", PlanFileError, "the disk is full", "Free some space."),
    ("is locked", PlanFileLocked, "another program is using it", "Close it there."),
    ("readonly", PlanFileReadOnly, "it is read-only", "Save the plan under another name."),
    ("read-only", PlanFileReadOnly, "it is read-only", "Save the plan under another name."),
    ("permission denied", PlanFileReadOnly, "it may not be written", "Save the plan under another name."),
    ("unable to open", PlanFileError, "it cannot be opened", "Check its permissions."),
    ("disk i/o", PlanFileError, "the disk does not answer", "Save the plan on another disk."),
)


def explanation(error: BaseException, path: Path) -> PlanFileError:
    """Return the error to show for an error of the database or of the operating system."""
    said = reason(error).lower()
    for pattern, kind, why, advice in _EXPLANATIONS:
        if pattern in said:
            return kind(f"“{path.name}” cannot be used: {why}.", advice=advice)
    is_operational = isinstance(getattr(error, "orig", None), sqlite3.OperationalError)
    if isinstance(error, OSError) or (is_operational and "no such" not in said):
        return PlanFileError(
            f"“{path.name}” cannot be used: {reason(error)}.", advice="Try again or use a copy."
        )
    return PlanFileDamaged(f"“{path.name}” is damaged: {reason(error)}.", advice=LEFT_AS_IT_WAS)


# ---------------------------------------------------------------- connections


class Database:
    """One connection to a plan file. Every ``begin()`` is one transaction on disk.

    ``raw`` is the driver's own connection: enough to read, before SQLAlchemy is loaded.
    """

    def __init__(self, connect: Callable[[], sqlite3.Connection], *, writes: bool) -> None:
        """Connect; a writing connection takes the write lock when a transaction begins."""
        self.raw = connect()
        self._writes = writes
        try:
            # A file that is no database is noticed only when it is asked something.
            self.pragma("schema_version")
        except BaseException:
            self.raw.close()
            raise

    @cached_property
    def connection(self) -> Connection:
        """The connection to write by."""
        from sqlalchemy import create_engine, event
        from sqlalchemy.pool import StaticPool

        engine = create_engine("sqlite://", creator=lambda: self.raw, poolclass=StaticPool)
        if self._writes:
            event.listen(engine, "begin", _begin_immediate)
        return engine.connect()

    def pragma(self, statement: str) -> Any:
        """Run a PRAGMA outside any transaction; return the first value of its answer."""
        row = self.raw.execute(f"PRAGMA {statement}").fetchone()
        return None if row is None else row[0]

    @contextmanager
    def at_ease(self) -> Iterator[None]:
        """Let what is committed meanwhile survive a crash of the program, but perhaps not of the machine.

        The disk need not have taken it then, so that nobody waits for the disk. What is committed before and
        after does survive, and nothing is ever half there.
        """
        self.pragma("synchronous=NORMAL")
        try:
            yield
        finally:
            self.pragma("synchronous=FULL")

    def close(self) -> None:
        """Close the connection; SQLite folds what is beside the file back into it."""
        if "connection" in self.__dict__:
            self.connection.close()
            self.connection.engine.dispose()
        self.raw.close()


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def open_for_writing(path: Path) -> Database:
    """Open a plan file for writing: what is committed survives a crash of the program and of the machine."""
    database = Database(lambda: _connect(f"file:{quote(os.fsencode(path))}?mode=rw"), writes=True)
    try:
        database.pragma("journal_mode=WAL")
        database.pragma("synchronous=FULL")
    except BaseException:
        database.close()
        raise
    return database


def close_for_good(database: Database) -> None:
    """Close a writing connection so that one file remains, which any reader opens without a trace."""
    try:
        # Refused while somebody reads: SQLite then folds the log in when the last of both leaves. Refused,
        # too, for a file that was moved away meanwhile: by then the log is folded in.
        database.pragma("wal_checkpoint(TRUNCATE)")
        database.pragma("journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        if "locked" not in str(error) and "readonly" not in str(error):
            raise
    finally:
        database.close()


@contextmanager
def reading(path: Path) -> Iterator[Database]:
    """Open a plan file for reading and leave neither it nor its folder changed.

    What a crashed program left beside the file is taken into account.
    """
    wal, shared, journal = side_files(path)
    if journal.exists() or (wal.exists() and not _usable(shared)):
        # SQLite would have to write to recover: let it do so on a copy.
        with (
            tempfile.TemporaryDirectory(prefix="maplanner-") as folder,
            _reader(_copy(path, folder), "") as copy,
        ):
            yield copy
        return
    options = "mode=ro" if wal.exists() or not _has_log(path) else "mode=ro&immutable=1"
    with _reader(path, options) as database:
        yield database


@contextmanager
def _reader(path: Path, options: str) -> Iterator[Database]:
    database = Database(lambda: _connect(f"file:{quote(os.fsencode(path))}?{options}"), writes=False)
    try:
        yield database
    finally:
        database.close()


def _usable(shared: Path) -> bool:
    return shared.exists() and os.access(shared, os.W_OK) and os.access(shared.parent, os.W_OK)


def _has_log(path: Path) -> bool:
    """Tell whether the file says of itself that a write-ahead log belongs to it."""
    with path.open("rb") as file:
        return file.read(20)[18:20] == b"\x02\x02"


def _copy(path: Path, folder: str) -> Path:
    target = Path(folder) / path.name
    shutil.copyfile(path, target)
    for beside in side_files(path):
        # The shared index is rebuilt; a copy of it would be out of step.
        if beside.exists() and not beside.name.endswith("-shm"):
            shutil.copyfile(beside, target.with_name(beside.name))
    return target


def _connect(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        uri, uri=True, isolation_level=None, timeout=_BUSY_MILLISECONDS / 1_000, check_same_thread=False
    )
    # A plan comes by mail: nothing that somebody may have put into its schema is to run.
    try:
        connection.execute("PRAGMA trusted_schema=OFF")
    except BaseException:
        connection.close()
        raise
    return connection
