"""What a plan file remembers of being shared: where, and the shared document, piece by piece as it grows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext

from maplanner.core.errors import PlanFileError
from maplanner.document.patch import Patch, patch_from_json
from maplanner.storage.database import Database, explained
from maplanner.storage.plan_file import HistoryEntry, PlanFile
from maplanner.storage.schema import table

_LINK = "share link"
_SEEN = "share seen"


class ShareBook:
    """Keeps a shared plan's document in its plan file.

    A piece is kept before the patch that it brings is written, and after the patch that it comes of. So
    the document is never behind what others wrote, and :meth:`unsent` tells which own patches it lacks.
    """

    def __init__(self, file: PlanFile) -> None:
        """Use the book of an open plan file."""
        self._file = file
        self._waiting: list[bytes] = []
        self._are_mine = False
        self.recent: list[bytes] = []
        """The newest pieces in the file, those that came since some were last made one."""

    @property
    def link(self) -> str:
        """Where the plan is shared, without the right to come in; empty where it is not."""
        return self._noted(_LINK)

    @property
    def seen(self) -> int:
        """The entry of the history up to which the person has seen what others did."""
        return int(self._noted(_SEEN) or 0)

    def see(self, seq: int) -> None:
        """Note up to where the person has seen the history."""
        with self._begun() as database:
            _note(database, _SEEN, str(seq))

    def begin(self, link: str, state: bytes | None = None) -> None:
        """Note where the plan is shared from now on, with the document as it is then."""
        self._waiting.clear()
        self.recent.clear()
        with self._begun() as database:
            _note(database, _LINK, link)
            _delete_updates(database)
            if state is not None:
                _insert(database, [(_newest(database), state)])

    def end(self) -> None:
        """Forget that the plan was shared."""
        self._waiting.clear()
        self.recent.clear()
        meta = table("meta")
        with self._begun() as database:
            database.connection.execute(meta.delete().where(meta.c.key.in_([_LINK, _SEEN])))
            _delete_updates(database)

    def updates(self) -> list[bytes]:
        """Return the pieces of the document, oldest first."""
        with explained(self._file.path), self._file.beside(to_write=False) as database:
            rows = database.raw.execute("SELECT body FROM share_update ORDER BY seq").fetchall()
        return [bytes(body) for (body,) in rows]

    def unsent(self) -> list[Patch]:
        """Return the patches made here that the document lacks, oldest first: a crash may leave some."""
        mark = "SELECT COALESCE(MAX(history_seq), 0) FROM share_update"
        query = f"SELECT patch FROM history WHERE seq > ({mark}) ORDER BY seq"  # noqa: S608 - nothing comes from outside
        with explained(self._file.path), self._file.beside(to_write=False) as database:
            rows = database.raw.execute(query).fetchall()
        patches = [patch_from_json(json.loads(patch)) for (patch,) in rows]
        return [patch for patch in patches if patch.origin != "remote"]

    def since(self, seq: int) -> list[HistoryEntry]:
        """Return the entries of the history behind one, newest first."""
        return [entry for entry in self._file.entries(limit=2_000) if entry.seq > seq]

    def keep(self, updates: Sequence[bytes], *, are_mine: bool) -> None:
        """Keep pieces; if the disk does not take them now, with the next ones.

        Others' pieces need not survive a crash of the machine: the server has them.
        """
        self._waiting += updates
        self._are_mine = self._are_mine or are_mine
        try:
            with self._begun(at_ease=not self._are_mine) as database:
                seq = _newest(database)
                _insert(database, [(seq, each) for each in self._waiting])
        except PlanFileError:
            # The plan's own patch fails for the same reason, and that is what people are told.
            return
        self.recent += self._waiting
        self._waiting.clear()
        self._are_mine = False

    def fold(self, piece: bytes) -> None:
        """Put one piece in the place of the recent ones."""
        newest = "SELECT history_seq, seq FROM share_update ORDER BY seq DESC LIMIT ?"
        with self._begun(at_ease=True) as database:
            rows = database.raw.execute(newest, (len(self.recent),)).fetchall()
            seq, first = rows[0][0], rows[-1][1]
            updates = table("share_update")
            database.connection.execute(updates.delete().where(updates.c.seq >= first))
            _insert(database, [(seq, piece)])
        self.recent.clear()

    def compact(self, state: bytes) -> None:
        """Put one piece in the place of all."""
        with self._begun() as database:
            seq = _newest(database)
            _delete_updates(database)
            _insert(database, [(seq, state)])
        self.recent.clear()

    @property
    def pieces(self) -> int:
        """How many pieces there are."""
        with explained(self._file.path), self._file.beside(to_write=False) as database:
            return int(database.raw.execute("SELECT COUNT(*) FROM share_update").fetchone()[0])

    def _noted(self, key: str) -> str:
        with explained(self._file.path), self._file.beside(to_write=False) as database:
            row = database.raw.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else ""

    @contextmanager
    def _begun(self, *, at_ease: bool = False) -> Iterator[Database]:
        """Open a transaction on the file; ``at_ease`` where a crash of the machine may take it back.

        Raises:
            PlanFileError: The file does not take it.
        """
        path, beside = self._file.path, self._file.beside
        with (
            explained(path),
            beside(to_write=True) as database,
            database.at_ease() if at_ease else nullcontext(),
            database.connection.begin(),
        ):
            yield database


def _newest(database: Database) -> int:
    return int(database.raw.execute("SELECT COALESCE(MAX(seq), 0) FROM history").fetchone()[0])


def _note(database: Database, key: str, value: str) -> None:
    meta = table("meta")
    database.connection.execute(meta.delete().where(meta.c.key == key))
    database.connection.execute(meta.insert().values(key=key, value=value))


def _insert(database: Database, pieces: list[tuple[int, bytes]]) -> None:
    rows = [{"history_seq": seq, "body": body} for seq, body in pieces]
    database.connection.execute(table("share_update").insert(), rows)


def _delete_updates(database: Database) -> None:
    database.connection.execute(table("share_update").delete())
