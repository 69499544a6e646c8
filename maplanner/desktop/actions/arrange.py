"""Actions that line up and spread out what is selected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maplanner.desktop.actions.action import Action, Menu
from maplanner.drawing.arranging import Arrangement, Sizing

if TYPE_CHECKING:
    from maplanner.desktop.main_window import MainWindow


def _arrange(how: Arrangement, title: str, icon: str, *, starts_group: bool = False) -> Action:
    def run(window: MainWindow) -> None:
        from maplanner.desktop.canvas.arranging import arrange

        canvas = window.tabs.canvas()
        if canvas is not None:
            arrange(canvas.desk, how)

    def has_enough(window: MainWindow) -> bool:
        from maplanner.desktop.canvas.arranging import has_boxes

        canvas = window.tabs.canvas()
        return canvas is not None and has_boxes(canvas.desk, how.fewest)

    return Action(
        f"arrange.{how.value}", title, Menu.ARRANGE, run, icon, enabled=has_enough, starts_group=starts_group
    )


def _make_alike(how: Sizing, title: str, icon: str, *, starts_group: bool = False) -> Action:
    def run(window: MainWindow) -> None:
        from maplanner.desktop.canvas.arranging import make_alike

        canvas = window.tabs.canvas()
        if canvas is not None:
            make_alike(canvas.desk, how)

    def has_enough(window: MainWindow) -> bool:
        from maplanner.desktop.canvas.arranging import has_sizes

        canvas = window.tabs.canvas()
        return canvas is not None and has_sizes(canvas.desk)

    return Action(
        f"arrange.same_{how.value}",
        title,
        Menu.ARRANGE,
        run,
        icon,
        enabled=has_enough,
        starts_group=starts_group,
    )


ARRANGE_ACTIONS: tuple[Action, ...] = (
    _arrange(Arrangement.LEFT, "Align left", "align-start-vertical", starts_group=True),
    _arrange(Arrangement.CENTER, "Align centre", "align-center-vertical"),
    _arrange(Arrangement.RIGHT, "Align right", "align-end-vertical"),
    _arrange(Arrangement.TOP, "Align top", "align-start-horizontal", starts_group=True),
    _arrange(Arrangement.MIDDLE, "Align middle", "align-center-horizontal"),
    _arrange(Arrangement.BOTTOM, "Align bottom", "align-end-horizontal"),
    _arrange(
        Arrangement.ACROSS, "Distribute horizontally", "align-horizontal-space-between", starts_group=True
    ),
    _arrange(Arrangement.DOWN, "Distribute vertically", "align-vertical-space-between"),
    _make_alike(Sizing.WIDTH, "Same width", "move-horizontal", starts_group=True),
    _make_alike(Sizing.HEIGHT, "Same height", "move-vertical"),
    _make_alike(Sizing.BOTH, "Same size", "scaling"),
)
