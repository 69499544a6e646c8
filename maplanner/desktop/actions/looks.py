"""Actions on what the drawings' colours stand for, the legend and lanes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maplanner.desktop.actions.action import Action, Menu
from maplanner.drawing.coloring import Coloring

if TYPE_CHECKING:
    from maplanner.desktop.main_window import MainWindow


def _coloring(coloring: Coloring, title: str, *, starts_group: bool = False) -> Action:
    return Action(
        f"view.coloring_{coloring.name.lower()}",
        title,
        Menu.VIEW,
        lambda window: window.tabs.showing.set_coloring(coloring),
        checked=lambda window: window.tabs.showing.coloring is coloring,
        starts_group=starts_group,
    )


def _toggle_legend(window: MainWindow) -> None:
    showing = window.tabs.showing
    showing.show_legend(shown=not showing.has_legend)


LOOK_ACTIONS: tuple[Action, ...] = (
    _coloring(Coloring.KIND, "Colours by kind", starts_group=True),
    _coloring(Coloring.GROUP, "Colours by campaign group"),
    _coloring(Coloring.STAGE, "Colours by buying stage"),
    _coloring(Coloring.RESULT, "Colours by simulated leads"),
    Action(
        "view.legend",
        "Legend",
        Menu.VIEW,
        _toggle_legend,
        "list-tree",
        ("Ctrl+Alt+L",),
        checked=lambda window: window.tabs.showing.has_legend,
    ),
)
