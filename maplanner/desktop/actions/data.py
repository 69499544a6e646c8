"""Actions that show where data comes from and goes to."""

from __future__ import annotations

from maplanner.desktop.actions.action import Action, Menu
from maplanner.desktop.data.screens import show_fields

DATA_ACTIONS: tuple[Action, ...] = (
    Action(
        "plan.fields",
        "Fields",
        Menu.PLAN,
        show_fields,
        "table-properties",
        ("Ctrl+Shift+D",),
        starts_group=True,
    ),
)
