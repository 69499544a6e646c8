"""Which panels there are and where they stand at first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from maplanner.desktop.data.screens import make_way, offer_data_screens
from maplanner.desktop.leaving_panels import LeavingPanels
from maplanner.desktop.left import LeftSide
from maplanner.desktop.panels.comments import CommentsPanel
from maplanner.desktop.scenarios import ScenarioMenu
from maplanner.desktop.words import tr

if TYPE_CHECKING:
    from maplanner.desktop.main_window import MainWindow
    from maplanner.desktop.panels.results import ResultsPanel

_LEFT = Qt.DockWidgetArea.LeftDockWidgetArea
_RIGHT = Qt.DockWidgetArea.RightDockWidgetArea
_BOTTOM = Qt.DockWidgetArea.BottomDockWidgetArea


def add_panels(window: MainWindow) -> None:
    """Put a window's panels around the drawing; some wait until they are asked for."""
    offer_data_screens(window)
    docks = window.docks
    window.comments = CommentsPanel(window.bridge, window.theme)
    window.comments.jump_requested.connect(window.tabs.reveal)
    window.comments.count_changed.connect(partial(_count_comments, window))
    window.tabs.selection_changed.connect(window.comments.set_selected)
    sides = LeftSide(window.campaigns, window.steps)
    docks.add("campaigns", "Campaigns", sides, _LEFT, window.campaigns.new_button)
    docks.add("inspector", "Inspector", window.inspector, _RIGHT)
    docks.add("findings", "Findings", window.findings, _BOTTOM)
    docks.add_later("results", "Results", partial(_results, window), _BOTTOM)
    for name, title, panel in (
        ("load", "CRM load", window.load),
        ("comments", "Comments", window.comments),
        ("way", "Lineage", make_way(window)),
        ("history", "History", window.history),
    ):
        docks.add(name, title, panel, _BOTTOM)
    docks.add_later("follow", "Follow a lead", lambda: window.numbers.follow, _BOTTOM)
    docks.add_later("find", "Find", lambda: window.search.panel, _BOTTOM)
    docks.add("outline", "Outline", window.outline, _LEFT, behind="campaigns")
    for part in (window.outline, window.tabs):
        part.activated.connect(partial(_edit, window))
    window.installEventFilter(LeavingPanels(window))
    window.comments.refresh()
    for name in ("find", "outline", "follow"):
        docks.hide(name)
    window.topbar.choose.setMenu(ScenarioMenu(window))
    docks.show("findings")


def _results(window: MainWindow) -> ResultsPanel:
    """Return the panel of results, with what was simulated by now."""
    from maplanner.desktop.panels.results import ResultsPanel

    analysis = window.analysis
    panel = ResultsPanel(window.theme, window.bridge)
    panel.jump_requested.connect(window.tabs.reveal)
    panel.by_hour_requested.connect(lambda: analysis.simulate(by_hour=True))
    if analysis.outcome is not None:
        outcome = analysis.outcome
        panel.set_result(outcome.result, stale=analysis.is_stale, scenario=outcome.scenario)
    panel.show_busy(busy=analysis.is_simulating, preparing=analysis.is_preparing)
    return panel


def take_as_first_arrangement(window: MainWindow) -> None:
    """Size the panels and remember that as what “Put panels back” means."""
    horizontal, vertical = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
    window.docks.arranged(
        {"campaigns": (240, horizontal), "inspector": (320, horizontal), "findings": (200, vertical)}
    )


def _count_comments(window: MainWindow, count: int) -> None:
    """Say on the panel's tab how many threads are open."""
    if "comments" in window.docks:
        window.docks.set_title("comments", f"{tr('Comments')} {count}" if count else tr("Comments"))


def _edit(window: MainWindow, record_id: str) -> None:
    """Open the inspector on a record, ready for typing."""
    window.docks.show("inspector")
    window.inspector.show_records([record_id])
    form = window.inspector.form()
    editor = form.first_editor() if form is not None else None
    (editor or window.inspector).setFocus(Qt.FocusReason.TabFocusReason)
