"""Actions on scores, segments and names."""

from __future__ import annotations

from maplanner.desktop.actions.action import Action, Menu
from maplanner.desktop.scoring.commands import (
    calibrate_points,
    count_promoters,
    draw_cold_path,
    explain_score,
    set_up_accounts,
    show_versions,
    use_starter_model,
)
from maplanner.desktop.screens import DATA_POINTS, NAMES, SCORING, SEGMENTS

_SCORES = "Scores and segments"

SCORE_ACTIONS: tuple[Action, ...] = (
    Action(
        "plan.scoring",
        "Scoring",
        Menu.PLAN,
        lambda w: w.tabs.show_screen(SCORING),
        "gauge",
        starts_group=True,
        within=_SCORES,
    ),
    Action(
        "score.starter",
        "Use a starter model …",
        Menu.PLAN,
        use_starter_model,
        "list-plus",
        within=_SCORES,
    ),
    Action(
        "score.calibrate", "Calibrate points …", Menu.PLAN, calibrate_points, "calculator", within=_SCORES
    ),
    Action(
        "score.versions",
        "Versions of the scoring …",
        Menu.PLAN,
        show_versions,
        "archive-restore",
        within=_SCORES,
    ),
    Action(
        "score.account",
        "Account scores in the CRM …",
        Menu.PLAN,
        set_up_accounts,
        "building",
        within=_SCORES,
    ),
    Action("score.cold", "Cold leads …", Menu.PLAN, draw_cold_path, "snowflake", within=_SCORES),
    Action("score.explain", "Explain a score …", Menu.PLAN, explain_score, "receipt-text", within=_SCORES),
    Action(
        "score.promoters", "Net promoter number …", Menu.PLAN, count_promoters, "thumbs-up", within=_SCORES
    ),
    Action(
        "plan.segments",
        "Segments",
        Menu.PLAN,
        lambda w: w.tabs.show_screen(SEGMENTS),
        "users-round",
        ("Ctrl+Alt+S",),
        starts_group=True,
        within=_SCORES,
    ),
    Action(
        "plan.names",
        "Names by the convention",
        Menu.PLAN,
        lambda w: w.tabs.show_screen(NAMES),
        "tags",
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
