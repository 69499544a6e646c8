"""Actions on frames."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from maplanner.desktop.actions.action import Action, Menu

if TYPE_CHECKING:
    from maplanner.desktop.canvas.view import CanvasView
    from maplanner.desktop.main_window import MainWindow


def _has_canvas(window: MainWindow) -> bool:
    return window.tabs.canvas() is not None


def _has_frame(window: MainWindow) -> bool:
    from maplanner.desktop.canvas.frame_commands import selected_frames

    canvas = window.tabs.canvas()
    return canvas is not None and bool(selected_frames(canvas))


def _is_folded(window: MainWindow) -> bool:
    from maplanner.desktop.canvas.frame_commands import are_folded

    canvas = window.tabs.canvas()
    return canvas is not None and are_folded(canvas)


def _run(name: str) -> Callable[[MainWindow], object]:
    """Return what runs the command of that name on the drawing in front."""

    def run(window: MainWindow) -> object:
        from maplanner.desktop.canvas import frame_commands

        canvas = window.tabs.canvas()
        command: Callable[[CanvasView], object] = getattr(frame_commands, name)
        return command(canvas) if canvas is not None else None

    return run


FRAME_ACTIONS: tuple[Action, ...] = (
    Action(
        "frame.add",
        "Frame",
        Menu.ARRANGE,
        _run("add_frame"),
        "group",
        ("Ctrl+G",),
        _has_canvas,
        starts_group=True,
    ),
    Action(
        "frame.ungroup",
        "Take the frame away",
        Menu.ARRANGE,
        _run("ungroup"),
        "ungroup",
        ("Ctrl+Shift+G",),
        _has_frame,
    ),
    Action(
        "frame.fold",
        "Fold the frame",
        Menu.ARRANGE,
        _run("toggle_fold"),
        "fold-vertical",
        ("Ctrl+Alt+G",),
        _has_frame,
        _is_folded,
    ),
    Action(
        "frame.delete",
        "Delete the frame with its contents",
        Menu.ARRANGE,
        _run("delete_with_contents"),
        "trash",
        ("Ctrl+Shift+Del",),
        _has_frame,
    ),
)
