"""Actions on goals, requirements, solutions and the work."""

from __future__ import annotations

from maplanner.desktop.actions.action import Action, Menu
from maplanner.desktop.choosing.commands import (
    ask_vendors,
    read_questionnaire,
    selected_element,
    show_goals_of_selection,
)
from maplanner.desktop.screens import GOALS, REQUIREMENTS, SOLUTIONS, WORK

_CHOICE = "Goals, solutions and work"

CHOICE_ACTIONS: tuple[Action, ...] = (
    Action(
        "plan.goals",
        "Goals",
        Menu.PLAN,
        lambda w: w.tabs.show_screen(GOALS),
        "target",
        ("Ctrl+Alt+O",),
        starts_group=True,
        within=_CHOICE,
    ),
    Action(
        "plan.requirements",
        "Requirements",
        Menu.PLAN,
        lambda w: w.tabs.show_screen(REQUIREMENTS),
        "list-checks",
        within=_CHOICE,
    ),
    Action(
        "plan.solutions",
        "Solutions",
        Menu.PLAN,
        lambda w: w.tabs.show_screen(SOLUTIONS),
        "scale",
        ("Ctrl+Alt+U",),
        within=_CHOICE,
    ),
    Action(
        "plan.work",
        "Work and schedule",
        Menu.PLAN,
        lambda w: w.tabs.show_screen(WORK),
        "hammer",
        ("Ctrl+Alt+J",),
        within=_CHOICE,
    ),
    Action(
        "plan.goals_of_selection",
        "Goals of the selection …",
        Menu.PLAN,
        show_goals_of_selection,
        "link",
        enabled=lambda window: bool(selected_element(window)),
        starts_group=True,
        within=_CHOICE,
    ),
    Action("plan.ask_vendors", "Ask the vendors …", Menu.PLAN, ask_vendors, "send", within=_CHOICE),
    Action(
        "plan.read_questionnaire",
        "Read a questionnaire …",
        Menu.PLAN,
        read_questionnaire,
        "inbox",
        within=_CHOICE,
    ),
)
