"""Who sits at this machine."""

from __future__ import annotations

import getpass
import sys


def author_name() -> str:
    """Return the person's name as the system knows it, else the login, else nothing."""
    name = _full_name() or _login()
    # Names come from outside and may hold what no file can.
    return name.encode("utf-8", "replace").decode("utf-8").strip()


def _full_name() -> str:
    if sys.platform == "win32":
        return ""
    import os
    import pwd

    try:
        entry = pwd.getpwuid(os.getuid())
    except KeyError:
        # A user without an entry, as in a bare container.
        return ""
    return entry.pw_gecos.split(",")[0]


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""
