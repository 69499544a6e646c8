"""Which plans were open when the program ended, and which was closed last."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSettings

_PLANS: Final = "session/plans"
_WANTED: Final = "session/reopen"
_KEPT: Final = 20


class LastSession:
    """Keeps the list of open plans up to date, so that even after a crash they come back."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings
        self._closed: list[Path] = []

    @property
    def is_wanted(self) -> bool:
        """Whether the last plans are opened at start; else the welcome page is shown."""
        return self._settings.value(_WANTED, "yes") == "yes"

    def want(self, wanted: bool) -> None:
        """Open the last plans at start from now on, or show the welcome page."""
        self._settings.setValue(_WANTED, "yes" if wanted else "no")

    def plans(self) -> list[Path]:
        """Return the plans that were open last and are still there, the one in front last."""
        try:
            names = json.loads(str(self._settings.value(_PLANS) or "[]"))
        except ValueError:
            return []
        if not isinstance(names, list):
            return []
        paths = [Path(name) for name in names if isinstance(name, str) and name and "\0" not in name]
        return [path for path in paths if path.is_file()][-_KEPT:]

    def keep(self, plans: Sequence[Path]) -> None:
        """Remember these plans as the ones that are open."""
        self._settings.setValue(_PLANS, json.dumps([str(path) for path in plans]))

    def closed(self, plan: Path) -> None:
        """Note that a plan was closed, to be opened again if asked for."""
        self._closed = [*(each for each in self._closed if each != plan), plan][-_KEPT:]

    def last_closed(self) -> Path | None:
        """Return the plan that was closed last and is still there, and forget that it was closed."""
        while self._closed:
            plan = self._closed.pop()
            if plan.is_file():
                return plan
        return None
