"""Actions on simulated numbers: following edits, playing through time, following one lead, saving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maplanner.desktop.actions.action import Action, Menu

if TYPE_CHECKING:
    from maplanner.desktop.main_window import MainWindow

_WITHIN = "Simulated numbers"


def _has_selected_step(window: MainWindow) -> bool:
    canvas = window.tabs.canvas()
    ids = [] if canvas is None else canvas.selected_ids()
    return canvas is not None and len(ids) == 1 and ids[0] in canvas.canvas.steps


def _save_log(window: MainWindow) -> None:
    from maplanner.desktop.results.log_dialog import ask_and_write

    ask_and_write(window)


NUMBER_ACTIONS: tuple[Action, ...] = (
    Action(
        "plan.live",
        "Numbers follow each edit",
        Menu.PLAN,
        lambda w: w.numbers.set_live(not w.numbers.live.is_on),
        checked=lambda w: w.numbers.live.is_on,
        starts_group=True,
        within=_WITHIN,
    ),
    Action(
        "plan.play_time",
        "Play through time",
        Menu.PLAN,
        lambda w: w.numbers.show_time(shown=not w.numbers.shows_time),
        "clock",
        ("F8",),
        lambda w: w.analysis.result is not None,
        lambda w: w.numbers.shows_time,
        within=_WITHIN,
    ),
    Action(
        "plan.follow",
        "Follow a lead",
        Menu.PLAN,
        lambda w: w.numbers.follow_lead(),
        "footprints",
        ("Shift+F8",),
        within=_WITHIN,
    ),
    Action(
        "plan.follow_here",
        "Follow a lead that comes here",
        Menu.PLAN,
        lambda w: w.numbers.follow_here(),
        "footprints",
        enabled=_has_selected_step,
        within=_WITHIN,
    ),
    Action(
        "plan.save_log",
        "Save the event log …",
        Menu.PLAN,
        _save_log,
        "list-tree",
        within=_WITHIN,
    ),
)
