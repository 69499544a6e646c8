"""Which version of a Common Data Model's schema counts: ``Lead.cdm.json``, not ``Lead.0.9.cdm.json``."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

_NAME: Final = re.compile(
    r"(?P<base>.+?)(?:\.(?P<version>\d{1,4}(?:\.\d{1,4}){0,3}))?(?P<kind>\.manifest)?\.cdm\.json",
    re.IGNORECASE,
)


class Versions:
    """Knows which schema files of a folder are older versions of others beside them."""

    def __init__(self) -> None:
        """Begin with no folder."""
        self._newest = cache(_newest_in)

    def is_outdated(self, file: Path) -> bool:
        """Tell whether a newer version lies beside a file; the newest bears none in its name."""
        found = _NAME.fullmatch(file.name)
        return found is not None and self._newest(file.parent)[_subject(found)] > _version(found)


def _newest_in(folder: Path) -> dict[str, tuple[int, ...]]:
    newest: dict[str, tuple[int, ...]] = {}
    for found in filter(None, (_NAME.fullmatch(each.name) for each in folder.iterdir())):
        subject = _subject(found)
        newest[subject] = max(newest.get(subject, ()), _version(found))
    return newest


def _subject(found: re.Match[str]) -> str:
    return f"{found['base']}{found['kind'] or ''}".casefold()


def _version(found: re.Match[str]) -> tuple[int, ...]:
    """Return a version as numbers; none at all stands above every one."""
    said = found["version"]
    return (10_000,) if said is None else tuple(int(part) for part in said.split("."))
