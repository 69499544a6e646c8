"""Who tells whom in a window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from maplanner.core.errors import PlanFileError
from maplanner.desktop.sharing.desk import TeamDesk
from maplanner.desktop.words import tr

if TYPE_CHECKING:
    from maplanner.checks import Finding
    from maplanner.desktop.analysis import SimulationOutcome
    from maplanner.desktop.main_window import MainWindow
    from maplanner.desktop.panels.results import ResultsPanel
    from maplanner.drawing.theme import Theme


class Wiring:
    """Passes word between the parts of a window: selections, findings, numbers, progress."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        window.team = TeamDesk(window)
        self._connect_plan()
        self._connect_analysis()

    def _connect_plan(self) -> None:
        window = self._window
        edits = window.campaign_edits
        edits.opened.connect(window.tabs.open_campaign)
        edits.said.connect(window.say)
        edits.refused.connect(lambda error: window.application.complain(error, window))
        edits.added.connect(window.begin_record)
        window.tabs.tool_map.added.connect(window.begin_record)
        window.campaigns.selected.connect(window.inspector.show_records)
        window.steps.chosen.connect(window.add_step)
        window.tabs.selection_changed.connect(window.select)
        window.tabs.campaign_changed.connect(window.campaigns.set_current)
        window.tabs.message.connect(window.say)
        window.tabs.zoom_changed.connect(window.status.show_zoom)
        window.tabs.context_menu_requested.connect(window.commands.show_context_menu)
        for panel in (window.findings, window.inspector):
            panel.jump_requested.connect(window.tabs.reveal)
        for part in (window.tidying,):
            part.message.connect(window.say)
            part.failed.connect(lambda error: window.application.complain(error, window))
        window.memory.moved.connect(window.show_ways)
        window.application.keys.changed.connect(window.tell_keys)
        window.session.on_failure = self._show_failure

    def _connect_analysis(self) -> None:
        window = self._window
        analysis = window.analysis
        analysis.findings_changed.connect(self._show_findings)
        analysis.simulated.connect(self._show_outcome)
        analysis.stale_changed.connect(self._show_stale)
        analysis.progressed.connect(window.topbar.set_progress)
        analysis.busy_changed.connect(self._show_busy)
        analysis.failed.connect(lambda error: window.application.complain(error, window))
        analysis.wants_findings.connect(lambda: window.docks.show("findings"))

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours what is there only once it is needed."""
        if self._results is not None:
            self._results.set_theme(theme)

    @property
    def _results(self) -> ResultsPanel | None:
        """The panel of results, once somebody has looked at it."""
        return cast("ResultsPanel | None", self._window.docks.made("results"))

    def _show_failure(self, error: PlanFileError | None) -> None:
        self._window.show_title()
        if error is not None:
            self._window.application.complain(error, self._window)

    def _show_findings(self, findings: Sequence[Finding]) -> None:
        window = self._window
        for part in (window.tabs, window.outline):
            part.set_findings(findings)
        analysis = window.analysis
        window.findings.set_findings(findings, analysis.ignored, analysis.completeness)
        title = f"{tr('Findings')} {len(findings)}" if findings else tr("Findings")
        window.docks.set_title("findings", title)
        window.status.show_findings(findings)

    def _show_outcome(self, outcome: SimulationOutcome | None) -> None:
        window = self._window
        result, scenario = (outcome.result, outcome.scenario) if outcome is not None else (None, "")
        for part in (window.tabs, window.campaigns, window.inspector):
            part.set_result(result)
        if self._results is not None:
            self._results.set_result(result, scenario=scenario)
        if outcome is None or outcome.estimate is not None:
            window.load.set_estimate(outcome.estimate if outcome is not None else None)
        window.status.show_outcome(outcome)
        window.commands.refresh()

    def _show_stale(self, stale: bool) -> None:
        window = self._window
        if self._results is not None:
            self._results.set_result(window.analysis.result, stale=stale)
        window.status.show_stale(stale)

    def _show_busy(self, busy: bool) -> None:
        window = self._window
        window.topbar.set_busy(busy)
        window.status.show_busy(busy, preparing=window.analysis.is_preparing)
        if self._results is not None:
            self._results.show_busy(busy=busy, preparing=window.analysis.is_preparing)
        window.commands.refresh()
