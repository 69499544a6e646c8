"""Actions on scores, segments and names."""

from __future__ import annotations

from maplanner.desktop.actions.action import Action, Menu
from maplanner.desktop.scoring.commands import (
    calibrate_points,
    count_promoters,
    explain_score,
    use_starter_model,
)
from maplanner.desktop.screens import DATA_POINTS, NAMES

_SCORES = "Scores and segments"

SCORE_ACTIONS: tuple[Action, ...] = (
    Action(
        "score.starter",
        "Use a starter model …",
        Menu.PLAN,
        use_starter_model,
        "gauge",
        starts_group=True,
        within=_SCORES,
    ),
    Action(
        "score.calibrate", "Calibrate points …", Menu.PLAN, calibrate_points, "calculator", within=_SCORES
    ),
    Action("score.explain", "Explain a score …", Menu.PLAN, explain_score, "receipt-text", within=_SCORES),
    Action(
        "score.promoters", "Net promoter number …", Menu.PLAN, count_promoters, "thumbs-up", within=_SCORES
    ),
    Action(
        "plan.names",
        "Names by the convention",
        Menu.PLAN,
        lambda w: w.tabs.show_screen(NAMES),
        "tags",
        starts_group=True,
        within=_SCORES,
    ),
    Action(
        "plan.data_points",
        "Data points of segments",
        Menu.PLAN,
        lambda w: w.tabs.show_screen(DATA_POINTS),
        "users",
        within=_SCORES,
    ),
)
