"""One writer per plan file, across windows, programs and machines that share the folder."""

from __future__ import annotations

import getpass
import json
import os
import socket
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from maplanner.core.errors import PlanFileLocked


@dataclass(frozen=True)
class Owner:
    """Who has a plan file open, and where; ``since`` is a moment in ISO form."""

    person: str
    machine: str
    process: int
    since: str

    @classmethod
    def present(cls) -> Owner:
        """Return this process."""
        return cls(
            _login(), socket.gethostname(), os.getpid(), datetime.now(UTC).isoformat(timespec="minutes")
        )


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        # Older Pythons raise KeyError for a user without an entry, as in a bare container.
        return ""


def lock_path(path: Path) -> Path:
    """Return the hidden file beside a plan file that holds its lock."""
    return path.with_name(f".{path.name}.lock")


def is_locked(path: Path) -> bool:
    """Tell whether somebody has a plan file open for writing at this moment."""
    sidecar = lock_path(path)
    if not sidecar.exists():
        return False
    lock = FileLock(sidecar, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        return True
    except OSError:
        # Where nobody may lock, nobody has locked.
        return False
    lock.release()
    return False


class PlanLock:
    """The right to write one plan file.

    The operating system holds the lock and drops it with the process, so that a crash leaves nothing that
    blocks; a left-over lock file is taken over.
    """

    def __init__(self, path: Path) -> None:
        """Take the lock.

        Raises:
            PlanFileLocked: Somebody else has it; the message says who, where that is known.
            OSError: The folder cannot be written.
        """
        self._sidecar = lock_path(path)
        self._lock = FileLock(self._sidecar, timeout=0)
        try:
            self._lock.acquire()
        except Timeout:
            raise _locked(path, _owner(self._sidecar)) from None
        try:
            self._sidecar.write_text(json.dumps(asdict(Owner.present())), encoding="utf-8")
        except BaseException:
            self.release()
            raise

    def release(self) -> None:
        """Give the lock up and remove its file."""
        if self._lock.is_locked:
            # Removed while still held: whoever opened it meanwhile notices and starts over with a new one.
            self._sidecar.unlink(missing_ok=True)
            self._lock.release()


def _owner(sidecar: Path) -> Owner | None:
    try:
        return Owner(**json.loads(sidecar.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        # The lock is what counts; its note is only for people, and may be half written at this moment.
        return None


def _locked(path: Path, owner: Owner | None) -> PlanFileLocked:
    if owner is None:
        who = "by another window or program"
    elif owner.machine != socket.gethostname():
        who = f"by {owner.person or 'somebody'} on {owner.machine}"
    elif owner.process == os.getpid():
        who = "in this program"
    else:
        who = f"in another window of {owner.person or 'yours'} on this machine (process {owner.process})"
    return PlanFileLocked(
        f"“{path.name}” is open already, {who}.", advice="Close it there, or work on a copy."
    )
