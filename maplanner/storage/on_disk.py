"""What other programs do to the file of an open plan."""

from __future__ import annotations

import sqlite3
from enum import StrEnum
from pathlib import Path

from maplanner.storage.database import Database, identity, stamp


class OnDisk(StrEnum):
    """What has become of an open plan's file."""

    SAME = "same"
    CHANGED = "changed"
    """Another program wrote to it."""
    REPLACED = "replaced"
    """Another file has taken its name, as programs that synchronise folders do."""
    GONE = "gone"


class FileMark:
    """Remembers how a file was, to tell whether others have touched it since."""

    def __init__(self, path: Path, database: Database | None = None) -> None:
        """Mark the file as it is now; ``database`` is the own connection that writes, if there is one."""
        self._path = path
        self.identity = identity(path)
        self._stamp = stamp(path)
        self.connected(database)

    def connected(self, database: Database | None) -> None:
        """Note that there is an own connection from now on, or none any more."""
        self._database = database
        self._others = None if database is None else database.pragma("data_version")

    @property
    def is_replaced(self) -> bool:
        """Whether the file has gone, or another one bears its name."""
        return identity(self._path) != self.identity

    def now(self) -> OnDisk:
        """Return what has become of the file."""
        if self.is_replaced:
            return OnDisk.GONE if identity(self._path) is None else OnDisk.REPLACED
        return OnDisk.CHANGED if self._is_changed() else OnDisk.SAME

    def _is_changed(self) -> bool:
        """Tell whether another program wrote to the file; SQLite counts others' commits, not one's own."""
        if self._database is None:
            # Nothing was written from here: whoever touched the file was somebody else.
            return stamp(self._path) != self._stamp
        try:
            return bool(self._database.pragma("data_version") != self._others)
        except sqlite3.Error:
            # A busy moment: whoever asks will ask again.
            return False
