"""What an action is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from maplanner.desktop.main_window import MainWindow


class Menu(StrEnum):
    """The menus, in their order."""

    FILE = "File"
    EDIT = "Edit"
    ARRANGE = "Arrange"
    VIEW = "View"
    PLAN = "Plan"
    DATA = "Data"
    TEAM = "Team"
    HELP = "Help"


def _always(_window: MainWindow) -> bool:
    return True


@dataclass(frozen=True)
class Action:
    """One thing a person can do.

    ``shortcuts`` are portable key sequences, the first is shown. ``enabled``
    and ``checked`` are asked whenever menus open and after every change.
    ``starts_group`` draws a line above it. Actions that stand together with the same
    ``within`` share a menu of that name inside theirs.
    """

    id: str
    title: str
    menu: Menu
    run: Callable[[MainWindow], object]
    icon: str = ""
    shortcuts: tuple[str, ...] = ()
    enabled: Callable[[MainWindow], bool] = _always
    checked: Callable[[MainWindow], bool] | None = None
    starts_group: bool = False
    within: str = ""

    @property
    def shortcut(self) -> str:
        """The key that is shown, or nothing."""
        return self.shortcuts[0] if self.shortcuts else ""
