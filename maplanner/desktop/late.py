"""Bringing what is shown up to date a moment later, once for all that happened meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer

from maplanner.document.patch import Patch

_OTHERS_MS: Final = 250
_SPARED: Final = 12
"""So many times as long as bringing up to date takes, others' edits leave the window alone."""


class Late(QTimer):
    """Does something after an edit: after one's own at once, while many others edit only now and then.

    How often depends on how long it takes, so that a crowd does not slow the window down.
    """

    def __init__(
        self, do: Callable[[], object], parent: QObject, *, own_ms: int = 0, others_ms: int = _OTHERS_MS
    ) -> None:
        """Do something ``own_ms`` after an own edit; after others' at most once in ``others_ms``."""
        super().__init__(parent)
        self.setSingleShot(True)
        self._do = do
        self._own_ms = own_ms
        self._others_ms = others_ms
        self._free_at = 0.0
        self.timeout.connect(self._run)

    def follow(self, patch: Patch) -> None:
        """Take note of an edit."""
        if patch.origin != "remote":
            self.start(self._own_ms)
        elif not self.isActive():
            wait_ms = round((self._free_at - time.monotonic()) * 1_000)
            self.start(max(self._own_ms, wait_ms))

    def took(self, seconds: float) -> None:
        """Take note of how long bringing up to date took, where it goes on behind the window's back."""
        self._free_at = time.monotonic() + max(self._others_ms / 1_000, seconds * _SPARED)

    def _run(self) -> None:
        began = time.monotonic()
        self._do()
        self.took(time.monotonic() - began)
