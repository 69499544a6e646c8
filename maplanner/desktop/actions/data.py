"""Actions that show where data comes from and goes to."""

from __future__ import annotations

from maplanner.desktop.actions.action import Action, Menu
from maplanner.desktop.data.screens import show_conversion, show_fields, show_mapping

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
    Action("plan.mapping", "Mapping", Menu.PLAN, show_mapping, "arrow-right-left", ("Ctrl+Shift+K",)),
    Action("plan.conversion", "Lead conversion", Menu.PLAN, show_conversion, "git-merge"),
)
