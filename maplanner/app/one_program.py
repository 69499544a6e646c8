"""One running program for a person: a second start hands its plans to the first and ends."""

from __future__ import annotations

import fcntl
import json
import os
import socket
from collections.abc import Sequence
from pathlib import Path
from tempfile import gettempdir
from typing import Any, Final, Self

_PATIENCE_SECONDS: Final = 3.0
"""How long the first program may take to answer; one that hangs is not waited for."""
_LONGEST: Final = 256 * 1024
"""Bytes of a request that are ever read."""
_DONE: Final = b"ok\n"
_LONGEST_FOLDER: Final = 50
"""Bytes that a folder may have, so that with the socket's name every system takes it (sun_path, 108)."""


def meeting_place() -> Path:
    """Return where programs of one person on one screen meet."""
    screen = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY") or "none"
    name = "".join(letter if letter.isalnum() else "-" for letter in screen)[-30:]
    named = os.environ.get("XDG_RUNTIME_DIR")
    if named and len(os.fsencode(named)) < _LONGEST_FOLDER and Path(named).is_dir():
        return Path(named) / f"maplanner-{name}.socket"
    # Others may write there too: who made the socket is looked at before anything is said to it.
    return Path(gettempdir()) / f"maplanner-{os.getuid()}-{name}.socket"


def hand_over(plans: Sequence[str]) -> bool:
    """Ask a running program to open plans, or to come to the front; return whether there is one that did."""
    place = meeting_place()
    if not _is_mine(place):
        return False
    request = {
        "open": [str(Path(plan).absolute()) for plan in plans],
        "token": os.environ.get("XDG_ACTIVATION_TOKEN", ""),
    }
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link:
            link.settimeout(_PATIENCE_SECONDS)
            link.connect(str(place))
            link.sendall(json.dumps(request).encode() + b"\n")
            return link.recv(len(_DONE)) == _DONE
    except OSError:
        # Nobody listens: what a crash left behind.
        return False


class FirstProgram:
    """Listens to later starts of the program. Made by :meth:`claimed`, ended by :meth:`close`."""

    def __init__(self, place: Path, guard: int, listener: socket.socket) -> None:
        self._place = place
        self._guard = guard
        self._listener = listener

    @classmethod
    def claimed(cls) -> Self | None:
        """Return the place of the first program, if nobody has it; what a crash left there is cleared away.

        Whoever holds the lock beside the socket is the first: the system drops it when a program dies.
        """
        place = meeting_place()
        guard = -1
        try:
            guard = os.open(
                place.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600
            )
            fcntl.flock(guard, fcntl.LOCK_EX | fcntl.LOCK_NB)
            place.unlink(missing_ok=True)
            listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            listener.setblocking(False)
            listener.bind(str(place))
            place.chmod(0o600)
            listener.listen(8)
        except OSError:
            if guard >= 0:
                os.close(guard)
            return None
        return cls(place, guard, listener)

    @property
    def handle(self) -> int:
        """The file number that has something to read when somebody calls."""
        return self._listener.fileno()

    def heard(self) -> dict[str, Any] | None:
        """Return what a later start asks for: ``open`` is a list of paths, ``token`` a right to the front.

        ``None`` where the caller has gone, or said something that is no request.
        """
        try:
            link, _address = self._listener.accept()
        except OSError:
            return None
        with link:
            try:
                link.settimeout(_PATIENCE_SECONDS)
                request = _request(_line(link))
                if request is not None:
                    link.sendall(_DONE)
            except OSError:
                return None
        return request

    def close(self) -> None:
        """Let another program be the first."""
        self._listener.close()
        self._place.unlink(missing_ok=True)
        os.close(self._guard)


def _line(link: socket.socket) -> bytes:
    read = b""
    while not read.endswith(b"\n") and len(read) < _LONGEST:
        part = link.recv(4096)
        if not part:
            break
        read += part
    return read


def _request(line: bytes) -> dict[str, Any] | None:
    try:
        request = json.loads(line)
    except ValueError:
        return None
    if not isinstance(request, dict) or not isinstance(request.get("open"), list):
        return None
    plans = [plan for plan in request["open"] if isinstance(plan, str) and "\0" not in plan]
    token = request.get("token")
    return {"open": plans, "token": token if isinstance(token, str) else ""}


def _is_mine(place: Path) -> bool:
    """Tell whether a socket is there that this person made; nobody else is told which plans are opened."""
    try:
        return place.lstat().st_uid == os.getuid()
    except OSError:
        return False
