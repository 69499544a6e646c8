"""Actions on what is selected, and undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maplanner.desktop.actions.action import Action, Menu

if TYPE_CHECKING:
    from maplanner.desktop.canvas.selecting import Reach
    from maplanner.desktop.main_window import MainWindow


def _has_canvas(window: MainWindow) -> bool:
    return window.tabs.canvas() is not None


def _is_dragging(window: MainWindow) -> bool:
    """Whether the mouse holds something: nothing is taken back under its hand."""
    canvas = window.tabs.canvas()
    return canvas is not None and canvas.hand.is_busy


def _has_selection(window: MainWindow) -> bool:
    canvas = window.tabs.canvas()
    return canvas is not None and bool(canvas.selected_ids())


def _canvas_action(
    name: str, title: str, icon: str, *shortcuts: str, selection: bool = True, starts_group: bool = False
) -> Action:
    """Return an action that the canvas carries out by the method of that name."""

    def run(window: MainWindow) -> object:
        canvas = window.tabs.canvas()
        return getattr(canvas, name)() if canvas is not None and not canvas.hand.is_busy else None

    enabled = _has_selection if selection else _has_canvas
    return Action(f"edit.{name}", title, Menu.EDIT, run, icon, shortcuts, enabled, starts_group=starts_group)


def _select(name: str, title: str, icon: str, reach: Reach, shortcut: str) -> Action:
    """Return an action that adds to the selection what its steps are linked with."""

    def run(window: MainWindow) -> None:
        from maplanner.desktop.canvas.selecting import select_linked

        canvas = window.tabs.canvas()
        if canvas is not None:
            select_linked(canvas.desk, reach)

    return Action(f"edit.select_{name}", title, Menu.EDIT, run, icon, (shortcut,), _has_selection)


def _copy_picture(window: MainWindow) -> None:
    canvas = window.tabs.canvas()
    if canvas is not None:
        canvas.pasting.copy_picture()


def _toggle_fields(window: MainWindow) -> None:
    from maplanner.desktop.canvas.field_commands import toggle_fields

    canvas = window.tabs.canvas()
    if canvas is not None:
        toggle_fields(canvas.desk)


def _shows_fields(window: MainWindow) -> bool:
    from maplanner.desktop.canvas.field_commands import are_fields_shown

    canvas = window.tabs.canvas()
    return canvas is not None and are_fields_shown(canvas.desk)


EDIT_ACTIONS: tuple[Action, ...] = (
    Action(
        "edit.undo",
        "Undo",
        Menu.EDIT,
        lambda w: _is_dragging(w) or w.bridge.undo(),
        "undo-2",
        ("Ctrl+Z",),
        lambda w: w.bridge.store.history.undo_label is not None,
    ),
    Action(
        "edit.redo",
        "Redo",
        Menu.EDIT,
        lambda w: _is_dragging(w) or w.bridge.redo(),
        "redo-2",
        ("Ctrl+Y", "Ctrl+Shift+Z"),
        lambda w: w.bridge.store.history.redo_label is not None,
    ),
    _canvas_action("cut", "Cut", "scissors", "Ctrl+X", starts_group=True),
    _canvas_action("copy", "Copy", "copy", "Ctrl+C"),
    Action(
        "edit.copy_picture",
        "Copy as picture",
        Menu.EDIT,
        _copy_picture,
        "image",
        ("Ctrl+Shift+C",),
        _has_canvas,
    ),
    _canvas_action("paste", "Paste", "clipboard-paste", "Ctrl+V", selection=False),
    _canvas_action("duplicate", "Duplicate", "copy-plus", "Ctrl+D"),
    _canvas_action("delete_selection", "Delete", "trash"),
    _canvas_action("select_all", "Select all", "square-dashed", "Ctrl+A", selection=False, starts_group=True),
    _select("upstream", "Select what leads here", "arrow-left-to-line", "upstream", "Ctrl+Shift+Left"),
    _select(
        "downstream", "Select what comes after", "arrow-right-from-line", "downstream", "Ctrl+Shift+Right"
    ),
    _select("connected", "Select all that is connected", "waypoints", "connected", "Ctrl+Shift+A"),
    _canvas_action("rename_selected", "Rename", "pencil", "F2", starts_group=True),
    Action(
        "edit.tidy",
        "Tidy up",
        Menu.ARRANGE,
        lambda w: w.tidying.tidy(),
        "wand-sparkles",
        ("Ctrl+L",),
        _has_canvas,
    ),
    Action(
        "edit.keep_place",
        "Keep its place",
        Menu.ARRANGE,
        lambda w: w.tidying.toggle_kept(),
        "pin",
        enabled=lambda w: w.tidying.has_steps(),
        checked=lambda w: w.tidying.are_kept(),
    ),
    Action(
        "edit.pause",
        "Pause in simulations",
        Menu.ARRANGE,
        lambda w: w.tidying.toggle_paused(),
        enabled=lambda w: w.tidying.has_steps(),
        checked=lambda w: w.tidying.are_paused(),
    ),
    Action(
        "edit.toggle_fields",
        "Fields on the drawing",
        Menu.ARRANGE,
        _toggle_fields,
        "list-tree",
        ("Ctrl+U",),
        _has_canvas,
        _shows_fields,
    ),
    _canvas_action("add_note", "Add note", "sticky-note", "Ctrl+Shift+N", selection=False, starts_group=True),
)
