"""Which screens a window offers as tabs, beside its campaigns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maplanner.desktop.choosing.commands import (
    goals_screen,
    requirements_screen,
    solutions_screen,
    work_screen,
)
from maplanner.desktop.scenarios import add_scenario
from maplanner.desktop.screens import (
    CAMPAIGNS,
    CHECKLIST,
    DATA_POINTS,
    GOALS,
    NAMES,
    REQUIREMENTS,
    SCORING,
    SEGMENTS,
    SOLUTIONS,
    SUPPORT,
    TERMS,
    WHAT_IF,
    WORK,
)
from maplanner.desktop.words import tr

if TYPE_CHECKING:
    from maplanner.desktop.inventory.screen import InventoryScreen
    from maplanner.desktop.main_window import MainWindow
    from maplanner.desktop.planning.grid import RecordScreen
    from maplanner.desktop.scoring.screen import ScoringScreen
    from maplanner.desktop.segments.screen import SegmentsScreen
    from maplanner.desktop.whatif.screen import WhatIfScreen


def offer_screens(window: MainWindow) -> None:
    """Let a window show its screens by name. Each is loaded when it is first shown."""
    window.tabs.offer(CAMPAIGNS, tr("Campaigns"), lambda: _inventory(window))
    window.tabs.offer(GOALS, tr("Goals"), lambda: goals_screen(window))
    window.tabs.offer(REQUIREMENTS, tr("Requirements"), lambda: requirements_screen(window))
    window.tabs.offer(SOLUTIONS, tr("Solutions"), lambda: solutions_screen(window))
    window.tabs.offer(WORK, tr("Work"), lambda: work_screen(window))
    window.tabs.offer(CHECKLIST, tr("Checklist"), lambda: _checklist(window))
    window.tabs.offer(SUPPORT, tr("Support card"), lambda: _support(window))
    window.tabs.offer(TERMS, tr("Words of each tool"), lambda: _terms(window))
    window.tabs.offer(NAMES, tr("Names"), lambda: _names(window))
    window.tabs.offer(SCORING, tr("Scoring"), lambda: _scoring(window))
    window.tabs.offer(WHAT_IF, tr("What if"), lambda: _what_if(window))
    window.tabs.offer(SEGMENTS, tr("Segments"), lambda: _segments(window))
    window.tabs.offer(DATA_POINTS, tr("Data points"), lambda: _data_points(window))


def _inventory(window: MainWindow) -> InventoryScreen:
    from maplanner.desktop.inventory.screen import InventoryScreen

    screen = InventoryScreen(window.bridge, window.campaign_edits, window.theme)
    screen.selection_changed.connect(window.select)
    return screen


def _checklist(window: MainWindow) -> RecordScreen:
    from maplanner.desktop.planning.checklist import ChecklistScreen

    return _telling(window, ChecklistScreen(window.bridge, window.theme))


def _support(window: MainWindow) -> RecordScreen:
    from maplanner.desktop.planning.support import SupportScreen

    screen = SupportScreen(window.bridge)
    screen.print_requested.connect(window.files.print)
    return _telling(window, screen)


def _terms(window: MainWindow) -> RecordScreen:
    from maplanner.desktop.planning.terms import TermsScreen

    return _telling(window, TermsScreen(window.bridge))


def _names(window: MainWindow) -> RecordScreen:
    from maplanner.desktop.planning.names import NamesScreen

    return _telling(window, NamesScreen(window.bridge, window.theme))


def _scoring(window: MainWindow) -> ScoringScreen:
    from maplanner.desktop.scoring.screen import ScoringScreen

    screen = ScoringScreen(window.bridge, window.theme)
    screen.selection_changed.connect(window.select)
    screen.made.connect(window.begin_record)
    screen.asked.connect(window.commands.trigger)
    return screen


def _what_if(window: MainWindow) -> WhatIfScreen:
    from maplanner.desktop.whatif.screen import WhatIfScreen

    screen = WhatIfScreen(window.bridge, window.theme)
    screen.selection_changed.connect(window.select)
    screen.jump_requested.connect(window.tabs.reveal)
    screen.wants_new_scenario.connect(lambda: add_scenario(window))
    return screen


def _segments(window: MainWindow) -> SegmentsScreen:
    from maplanner.desktop.segments.screen import SegmentsScreen

    screen = SegmentsScreen(window.bridge, window.theme)
    screen.selection_changed.connect(window.select)
    screen.made.connect(window.begin_record)
    return screen


def _data_points(window: MainWindow) -> RecordScreen:
    from maplanner.desktop.planning.data_points import DataPointsScreen

    return _telling(window, DataPointsScreen(window.bridge, window.theme))


def _telling(window: MainWindow, screen: RecordScreen) -> RecordScreen:
    """Return a screen whose selection the panel at the right shows."""
    screen.selection_changed.connect(window.select)
    return screen
