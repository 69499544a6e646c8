"""Which plans were open lately."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Final

import platformdirs

KEPT: Final = 12
"""How many plans are remembered."""


def recent_file() -> Path:
    """Return where the list is kept."""
    return platformdirs.user_state_path("maplanner", appauthor=False) / "recent.json"


def recent_plans() -> list[Path]:
    """Return the plans that were open lately and are still there, the last one first."""
    return [path for path in _read() if path.is_file()]


def remember(path: Path) -> None:
    """Put a plan at the head of the list. A list that cannot be kept is no reason to stop anybody's work."""
    plans = [path, *(other for other in _read() if other != path)]
    _write(plans[:KEPT])


def forget(path: Path) -> None:
    """Take a plan off the list."""
    _write([other for other in _read() if other != path])


def _read() -> list[Path]:
    try:
        names = json.loads(recent_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    if not isinstance(names, list):
        return []
    return [Path(name) for name in names if isinstance(name, str) and "\0" not in name]


def _write(plans: list[Path]) -> None:
    file = recent_file()
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps([str(path) for path in plans], indent=1), encoding="utf-8")
        draft.replace(file)
    except (OSError, UnicodeEncodeError):
        draft.unlink(missing_ok=True) if draft.parent.is_dir() else None
