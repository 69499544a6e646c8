"""Actions on comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maplanner.desktop.actions.action import Action, Menu
from maplanner.document.records import PLAN_ID

if TYPE_CHECKING:
    from maplanner.desktop.main_window import MainWindow


def add_comment(window: MainWindow) -> None:
    """Let a person comment on what is selected, else on the campaign in front, else on the plan."""
    canvas = window.tabs.canvas()
    chosen = canvas.selected_ids() if canvas is not None else []
    about = chosen[0] if chosen else window.tabs.campaign_id() or PLAN_ID
    window.docks.show("comments")
    window.comments.begin(about)


COMMENT_ACTIONS: tuple[Action, ...] = (
    Action(
        "comment.add",
        "Comment",
        Menu.EDIT,
        add_comment,
        "message-square-plus",
        ("Ctrl+Alt+M",),
        starts_group=True,
    ),
)
