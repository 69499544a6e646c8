"""Actions on scores."""

from __future__ import annotations

from maplanner.desktop.actions.action import Action, Menu
from maplanner.desktop.scoring.commands import calibrate_points, explain_score, use_starter_model
from maplanner.desktop.screens import NAMES

SCORE_ACTIONS: tuple[Action, ...] = (
    Action(
        "score.starter",
        "Use a starter model …",
        Menu.PLAN,
        use_starter_model,
        "gauge",
        starts_group=True,
    ),
    Action("score.calibrate", "Calibrate points …", Menu.PLAN, calibrate_points, "calculator"),
    Action("plan.names", "Names by the convention", Menu.PLAN, lambda w: w.tabs.show_screen(NAMES), "tags"),
    Action("score.explain", "Explain a score …", Menu.PLAN, explain_score, "receipt-text"),
)
