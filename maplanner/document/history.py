"""Undo and redo of my own steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from maplanner.document.patch import Patch

_TYPING_PAUSE = timedelta(seconds=2)

Replay = Callable[[Patch], Patch]
"""Takes a patch back as far as it still stands, and returns what that changed."""


@dataclass(frozen=True)
class UndoEntry:
    """One step that can be taken back."""

    patch: Patch
    coalesce: str = ""
    at: datetime | None = None


class UndoHistory:
    """Two stacks of steps: those done and those undone.

    Redo keeps the patch that undo made, not the original one, so that what a
    teammate changed in between is not overwritten.
    """

    def __init__(self, limit: int = 1_000) -> None:
        """Keep at most ``limit`` steps."""
        self._done: list[UndoEntry] = []
        self._undone: list[UndoEntry] = []
        self._limit = limit

    @property
    def undo_label(self) -> str | None:
        """The label of the step that undo takes back; ``None`` when there is none."""
        return self._done[-1].patch.label if self._done else None

    @property
    def redo_label(self) -> str | None:
        """The label of the step that redo makes again; ``None`` when there is none."""
        return self._undone[-1].patch.label if self._undone else None

    @property
    def labels(self) -> tuple[list[str], list[str]]:
        """Labels of the steps done (oldest first) and undone (next to redo first)."""
        done = [entry.patch.label for entry in self._done]
        return done, [entry.patch.label for entry in reversed(self._undone)]

    def remember(self, patch: Patch, coalesce: str, at: datetime) -> None:
        """Enter a step; quick steps with the same ``coalesce`` name become one."""
        if not patch:
            return
        self._undone.clear()
        last = self._done[-1] if self._done else None
        if last is not None and self._continues(last, coalesce, at):
            self._done.pop()
            patch = last.patch.followed_by(patch)
            if not patch:
                return
        self._done.append(UndoEntry(patch, coalesce, at))
        del self._done[: -self._limit]

    def close(self) -> None:
        """End coalescing: the next step stands on its own."""
        if self._done:
            self._done[-1] = UndoEntry(self._done[-1].patch)

    def undo(self, take_back: Replay) -> Patch | None:
        """Take the last step back; steps that no longer change anything are passed over."""
        return self._move(self._done, self._undone, take_back)

    def redo(self, take_back: Replay) -> Patch | None:
        """Make the last undone step again."""
        return self._move(self._undone, self._done, take_back)

    def clear(self) -> None:
        """Forget all steps."""
        self._done.clear()
        self._undone.clear()

    def _move(self, source: list[UndoEntry], target: list[UndoEntry], take_back: Replay) -> Patch | None:
        while source:
            entry = source.pop()
            effect = take_back(entry.patch)
            if effect:
                target.append(UndoEntry(effect))
                return effect
        return None

    @staticmethod
    def _continues(last: UndoEntry, coalesce: str, at: datetime) -> bool:
        same = bool(coalesce) and last.coalesce == coalesce
        return same and last.at is not None and at - last.at <= _TYPING_PAUSE
