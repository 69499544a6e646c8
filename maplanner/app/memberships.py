"""The keys by which this person comes to shared plans; kept on this machine, never in a plan file."""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import platformdirs

from maplanner.core.errors import CannotShare


@dataclass(frozen=True)
class Membership:
    """What somebody is in a shared plan; ``key`` is what they come in by."""

    key: str = ""
    member: str = ""
    name: str = ""
    role: str = "edit"


def membership_file() -> Path:
    """Return where memberships are kept."""
    return platformdirs.user_config_path("maplanner", appauthor=False) / "shared-plans.json"


def membership(link: str) -> Membership:
    """Return what this person is in the plan of a link without its token; nobody, where that is not known."""
    found = _read().get(link)
    return found if found is not None else Membership()


def remember(link: str, mine: Membership) -> None:
    """Keep a membership.

    Raises:
        CannotShare: The file cannot be written.
    """
    _write(_read() | {link: mine})


def forget(link: str) -> None:
    """Forget a membership.

    Raises:
        CannotShare: The file cannot be written.
    """
    known = _read()
    if known.pop(link, None) is not None:
        _write(known)


def _read() -> dict[str, Membership]:
    try:
        data = json.loads(membership_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        # None was kept yet, or somebody has spoilt the file: members ask for a new invitation.
        return {}
    found: dict[str, Membership] = {}
    for link, told in (data if isinstance(data, dict) else {}).items():
        if isinstance(told, dict):
            known = {key: str(told[key]) for key in ("key", "member", "name", "role") if key in told}
            found[link] = Membership(**known)
    return found


def _write(known: dict[str, Membership]) -> None:
    path = membership_file()
    text = json.dumps({link: asdict(each) for link, each in known.items()}, ensure_ascii=False, indent=1)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Made anew for nobody else to read, and put in place in one move.
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".shared-plans-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            Path(name).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise CannotShare(f"“{path}” cannot be written: {error.strerror}.") from error
