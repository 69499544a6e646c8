"""Actions that show where data comes from and goes to."""

from __future__ import annotations

from maplanner.desktop.actions.action import Action, Menu
from maplanner.desktop.data.screens import (
    can_pin,
    pin_problem,
    selected_field,
    show_conversion,
    show_fields,
    show_mapping,
    show_way,
)

DATA_ACTIONS: tuple[Action, ...] = (
    Action(
        "plan.fields",
        "Fields",
        Menu.DATA,
        show_fields,
        "table-properties",
        ("Ctrl+Shift+D",),
    ),
    Action("plan.mapping", "Mapping", Menu.DATA, show_mapping, "arrow-right-left", ("Ctrl+Shift+K",)),
    Action("plan.conversion", "Lead conversion", Menu.DATA, show_conversion, "git-merge"),
    Action(
        "plan.show_way",
        "Show the way of a field",
        Menu.DATA,
        show_way,
        "waypoints",
        ("Ctrl+Alt+W",),
        lambda window: bool(selected_field(window)),
    ),
    Action(
        "plan.end_way",
        "End showing a way",
        Menu.DATA,
        lambda window: window.way.end(),
        "x",
        enabled=lambda window: window.way.lineage is not None,
    ),
    Action(
        "plan.add_problem",
        "Add problem …",
        Menu.DATA,
        pin_problem,
        "triangle-alert",
        enabled=lambda window: bool(can_pin(window)),
    ),
)
