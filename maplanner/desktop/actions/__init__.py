"""Everything a person can do, as data: menus, toolbar, palette and shortcut sheet come from one list."""

from __future__ import annotations

from maplanner.desktop.actions.action import Action, Menu
from maplanner.desktop.actions.arrange import ARRANGE_ACTIONS
from maplanner.desktop.actions.choice import CHOICE_ACTIONS
from maplanner.desktop.actions.comments import COMMENT_ACTIONS
from maplanner.desktop.actions.data import DATA_ACTIONS
from maplanner.desktop.actions.edit import EDIT_ACTIONS
from maplanner.desktop.actions.file import FILE_ACTIONS
from maplanner.desktop.actions.find import FIND_ACTIONS
from maplanner.desktop.actions.frames import FRAME_ACTIONS
from maplanner.desktop.actions.looks import LOOK_ACTIONS
from maplanner.desktop.actions.numbers import NUMBER_ACTIONS
from maplanner.desktop.actions.plan import PLAN_ACTIONS
from maplanner.desktop.actions.scores import SCORE_ACTIONS
from maplanner.desktop.actions.team import TEAM_ACTIONS
from maplanner.desktop.actions.view import VIEW_ACTIONS

ACTIONS: tuple[Action, ...] = (
    *FILE_ACTIONS,
    *EDIT_ACTIONS,
    *COMMENT_ACTIONS,
    *FIND_ACTIONS,
    *ARRANGE_ACTIONS,
    *FRAME_ACTIONS,
    *VIEW_ACTIONS,
    *LOOK_ACTIONS,
    *PLAN_ACTIONS,
    *NUMBER_ACTIONS,
    *DATA_ACTIONS,
    *SCORE_ACTIONS,
    *CHOICE_ACTIONS,
    *TEAM_ACTIONS,
)
"""Every action, in the order of the menus."""

__all__ = ["ACTIONS", "Action", "Menu"]
