"""Actions that find and replace words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maplanner.desktop.actions.action import Action, Menu

if TYPE_CHECKING:
    from maplanner.desktop.main_window import MainWindow


def _has_canvas(window: MainWindow) -> bool:
    return window.tabs.canvas() is not None


FIND_ACTIONS: tuple[Action, ...] = (
    Action(
        "edit.find",
        "Find in this campaign …",
        Menu.EDIT,
        lambda w: w.search.find_in_campaign(),
        "search",
        ("Ctrl+F",),
        starts_group=True,
    ),
    Action("edit.find_next", "Find next", Menu.EDIT, lambda w: w.search.bar.next(), "", ("F3",), _has_canvas),
    Action(
        "edit.find_previous",
        "Find previous",
        Menu.EDIT,
        lambda w: w.search.bar.previous(),
        "",
        ("Shift+F3",),
        _has_canvas,
    ),
    Action(
        "edit.find_in_plan",
        "Find in the plan …",
        Menu.EDIT,
        lambda w: w.search.find_in_plan(),
        "text-search",
        ("Ctrl+Shift+F",),
    ),
    Action(
        "edit.replace",
        "Replace …",
        Menu.EDIT,
        lambda w: w.search.find_in_plan(replacing=True),
        "replace",
        ("Ctrl+H",),
    ),
)
