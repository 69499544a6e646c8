"""The keys of the actions: those they come with, and those a person has chosen instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtGui import QKeySequence

from maplanner.desktop.actions import ACTIONS, Action

_PLACE: Final = "keys"
_BETWEEN: Final = "\n"
_PORTABLE: Final = QKeySequence.SequenceFormat.PortableText
KEYS_OF_THE_CANVAS: Final = frozenset(
    {
        "edit.cut",
        "edit.copy",
        "edit.paste",
        "edit.select_all",
        "edit.rename_selected",
        "edit.delete_selection",
    }
)
"""Actions whose own keys the canvas hears itself: window-wide they would be taken from text fields."""


class Keys(QObject):
    """Knows which keys run which action, keeps a person's choice, and tells of changes."""

    changed = Signal()

    def __init__(
        self, settings: QSettings, actions: Iterable[Action] = ACTIONS, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._actions: Mapping[str, Action] = {action.id: action for action in actions}
        self._chosen = self._remembered()

    def of(self, action_id: str) -> tuple[str, ...]:
        """Return an action's keys as portable texts; the first is shown."""
        return self._chosen.get(action_id, self._actions[action_id].shortcuts)

    def shown(self, action_id: str) -> str:
        """Return the key that is shown for an action, as this system writes it; empty for none."""
        keys = self.of(action_id)
        return native(keys[0]) if keys else ""

    def is_own(self, action_id: str) -> bool:
        """Tell whether a person has chosen the keys of an action."""
        return action_id in self._chosen

    @property
    def any_own(self) -> bool:
        """Whether a person has chosen the keys of any action."""
        return bool(self._chosen)

    def using(self, key: str, but: str = "") -> list[str]:
        """Return the actions that a key runs or begins to run, other than ``but``."""
        wanted = QKeySequence(key)
        return [
            action_id
            for action_id in self._actions
            if action_id != but and any(_clash(wanted, QKeySequence(each)) for each in self.of(action_id))
        ]

    def bind(self, action_id: str, key: str) -> None:
        """Let a key, or none, run an action; another action that it ran before has it no more."""
        portable = QKeySequence(key).toString(_PORTABLE)
        for other in self.using(portable, action_id) if portable else ():
            self._chosen[other] = tuple(
                each for each in self.of(other) if not _clash(QKeySequence(portable), QKeySequence(each))
            )
        self._choose(action_id, (portable,) if portable else ())
        self._keep()

    def reset(self, action_id: str) -> list[str]:
        """Give an action its own keys back; return the actions that keep one of them."""
        taken = {other for key in self._actions[action_id].shortcuts for other in self.using(key, action_id)}
        free = tuple(key for key in self._actions[action_id].shortcuts if not self.using(key, action_id))
        self._choose(action_id, free)
        self._keep()
        return sorted(taken)

    def reset_all(self) -> None:
        """Give every action its own keys back."""
        self._chosen = {}
        self._keep()

    def _choose(self, action_id: str, keys: tuple[str, ...]) -> None:
        if keys == self._actions[action_id].shortcuts:
            self._chosen.pop(action_id, None)
        else:
            self._chosen[action_id] = keys

    def _keep(self) -> None:
        self._settings.remove(_PLACE)
        for action_id, keys in self._chosen.items():
            if keys != self._actions[action_id].shortcuts:
                self._settings.setValue(f"{_PLACE}/{action_id}", _BETWEEN.join(keys))
        self._chosen = {
            action_id: keys
            for action_id, keys in self._chosen.items()
            if keys != self._actions[action_id].shortcuts
        }
        self.changed.emit()

    def _remembered(self) -> dict[str, tuple[str, ...]]:
        """Return the keys that were chosen; those of actions that are no more are passed over."""
        found: dict[str, tuple[str, ...]] = {}
        for action_id in self._actions:
            value = self._settings.value(f"{_PLACE}/{action_id}")
            if isinstance(value, str):
                keys = (QKeySequence(each).toString(_PORTABLE) for each in value.split(_BETWEEN))
                found[action_id] = tuple(key for key in keys if key)
        return found


def native(key: str) -> str:
    """Return a portable key as this system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def _clash(one: QKeySequence, other: QKeySequence) -> bool:
    """Tell whether two keys cannot both be heard: they are alike, or one begins like the other."""
    match = QKeySequence.SequenceMatch.NoMatch
    return not one.isEmpty() and (one.matches(other) != match or other.matches(one) != match)
