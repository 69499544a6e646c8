"""Actions on how the plan is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from maplanner.desktop.actions.action import Action, Menu
from maplanner.desktop.lettering import SIZES, text_size
from maplanner.drawing.theme import ThemeName

if TYPE_CHECKING:
    from maplanner.desktop.canvas.view import CanvasView
    from maplanner.desktop.main_window import MainWindow


def _zoom(
    name: str,
    title: str,
    icon: str,
    change: Callable[[CanvasView], object],
    *shortcuts: str,
    starts_group: bool = False,
) -> Action:
    def run(window: MainWindow) -> object:
        canvas = window.tabs.canvas()
        return change(canvas) if canvas is not None else None

    return Action(
        f"view.{name}",
        title,
        Menu.VIEW,
        run,
        icon,
        shortcuts,
        lambda window: window.tabs.canvas() is not None,
        starts_group=starts_group,
    )


def _go(name: str, title: str, icon: str, by: int, *shortcuts: str, starts_group: bool = False) -> Action:
    return Action(
        f"view.{name}",
        title,
        Menu.VIEW,
        lambda window: window.memory.go(by),
        icon,
        shortcuts,
        lambda window: window.memory.can_go(by),
        starts_group=starts_group,
    )


def _theme(name: ThemeName, title: str) -> Action:
    return Action(
        f"view.theme_{name.value}",
        title,
        Menu.VIEW,
        lambda window: window.choose_theme(name),
        checked=lambda window: window.theme.name is name and not window.follows_system,
        within="Colours of the window",
    )


def _text_size(per_cent: int) -> Action:
    return Action(
        f"view.text_{per_cent}",
        f"Text at {per_cent} %",
        Menu.VIEW,
        lambda window: window.application.choose_text_size(per_cent),
        checked=lambda _window: text_size() == per_cent,
        within="Text size",
    )


_PANELS = "Panels"


def _dock(name: str, title: str, *shortcuts: str) -> Action:
    return Action(
        f"view.dock_{name}",
        title,
        Menu.VIEW,
        lambda window: window.docks.toggle(name),
        shortcuts=shortcuts,
        checked=lambda window: window.docks.is_shown(name),
        starts_group=True,
        within=_PANELS,
    )


def _step_panel(window: MainWindow, by: int) -> None:
    if not window.docks.step(by):
        window.tabs.take_focus()


def _present(window: MainWindow) -> None:
    from maplanner.desktop.presenting.presentation import present

    present(window)


VIEW_ACTIONS: tuple[Action, ...] = (
    _zoom("zoom_in", "Zoom in", "zoom-in", lambda c: c.zoom_in(), "Ctrl++", "Ctrl+="),
    _zoom("zoom_out", "Zoom out", "zoom-out", lambda c: c.zoom_out(), "Ctrl+-"),
    _zoom("zoom_100", "Zoom to 100 %", "scan", lambda c: c.set_zoom(1.0), "Ctrl+0"),
    _zoom("fit_all", "Fit all", "maximize", lambda c: c.fit_all(), "Ctrl+9", "Shift+1"),
    _zoom("fit_selection", "Fit selection", "focus", lambda c: c.fit_selection(), "Shift+2"),
    _go("back", "Back to where I was", "arrow-left", -1, "Alt+Left", "Back", starts_group=True),
    _go("forward", "Forward again", "arrow-right", 1, "Alt+Right", "Forward"),
    Action(
        "view.next_tab",
        "Next tab",
        Menu.VIEW,
        lambda w: w.tabs.step_tab(1),
        "",
        ("Ctrl+Tab", "Ctrl+PgDown"),
        starts_group=True,
    ),
    Action(
        "view.previous_tab",
        "Tab before",
        Menu.VIEW,
        lambda w: w.tabs.step_tab(-1),
        "",
        ("Ctrl+Shift+Tab", "Ctrl+PgUp"),
    ),
    Action("view.close_tab", "Close tab", Menu.VIEW, lambda w: w.close_tab(), "x", ("Ctrl+W",)),
    Action(
        "view.reopen",
        "Reopen what was closed",
        Menu.VIEW,
        lambda w: w.reopen(),
        "undo",
        ("Ctrl+Shift+T",),
    ),
    _dock("campaigns", "Campaigns and steps"),
    _dock("outline", "Outline", "Ctrl+Shift+O"),
    _dock("inspector", "Inspector"),
    _dock("findings", "Findings"),
    _dock("results", "Results"),
    _dock("load", "CRM load"),
    _dock("comments", "Comments"),
    _dock("way", "Lineage"),
    _dock("history", "History"),
    _dock("follow", "Follow a lead"),
    _dock("find", "Find in plan"),
    Action(
        "view.next_panel",
        "Next panel",
        Menu.VIEW,
        lambda w: _step_panel(w, 1),
        shortcuts=("Ctrl+F6",),
        starts_group=True,
        within=_PANELS,
    ),
    Action(
        "view.previous_panel",
        "Panel before",
        Menu.VIEW,
        lambda w: _step_panel(w, -1),
        shortcuts=("Ctrl+Shift+F6",),
        within=_PANELS,
    ),
    Action("view.reset_docks", "Put panels back", Menu.VIEW, lambda w: w.docks.reset(), within=_PANELS),
    _theme(ThemeName.LIGHT, "Light"),
    _theme(ThemeName.DARK, "Dark"),
    _theme(ThemeName.CONTRAST, "High contrast"),
    Action(
        "view.theme_system",
        "As the system",
        Menu.VIEW,
        lambda w: w.choose_theme(None),
        checked=lambda w: w.follows_system,
        within="Colours of the window",
    ),
    *(_text_size(per_cent) for per_cent in SIZES),
    Action(
        "view.less_motion",
        "Less motion",
        Menu.VIEW,
        lambda w: w.application.set_less_motion(not w.application.less_motion),
        checked=lambda w: w.application.less_motion,
    ),
    Action(
        "view.present",
        "Present this campaign",
        Menu.VIEW,
        _present,
        "presentation",
        ("F6",),
        lambda w: bool(w.tabs.campaign_id()),
        starts_group=True,
    ),
    Action(
        "view.full_screen",
        "Full screen",
        Menu.VIEW,
        lambda w: w.toggle_full_screen(),
        "expand",
        ("F11",),
        checked=lambda w: w.isFullScreen(),
        starts_group=True,
    ),
)
