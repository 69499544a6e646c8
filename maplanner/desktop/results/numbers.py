"""Holds together what a window shows of simulations: previews, the slider of time, and one lead's way."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox, QVBoxLayout, QWidget

from maplanner.core.errors import CannotSimulate, MaplannerError
from maplanner.desktop.canvas.trail import show_trail
from maplanner.desktop.jobs import JobControl, LatestJob
from maplanner.desktop.results.live import LivePreview
from maplanner.desktop.words import tr
from maplanner.document.records import Step

if TYPE_CHECKING:
    from maplanner.desktop.analysis import SimulationOutcome
    from maplanner.desktop.main_window import MainWindow
    from maplanner.desktop.results.follow_panel import FollowPanel
    from maplanner.desktop.results.time_bar import TimeBar
    from maplanner.drawing.theme import Theme
    from maplanner.simulation import SimulationResult
    from maplanner.simulation.following import Walk, Who

USUALLY_LIVE = True
"""Whether numbers follow edits where a person has not said otherwise."""
_SETTING = "window/live"


class Numbers(QObject):
    """Passes simulated numbers to the drawing while it is edited, played through, or walked through."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        analysis = window.analysis
        self.live = LivePreview(window.bridge, lambda: analysis.is_preparing, self)
        self._following = LatestJob(self)
        self._step: str | None = None
        self._skip = 0
        self._who: Who | None = None
        self._forced: dict[int, int] = {}
        self._connect()
        self.live.set_on(self.is_live)

    def _connect(self) -> None:
        window, analysis = self._window, self._window.analysis
        window.bridge.closing.connect(self.close)
        self.live.made.connect(self._show_preview)
        self.live.refused.connect(self._show_refusal)
        self.live.waiting.connect(lambda waits: window.status.show_preparing(waits=waits))
        analysis.busy_changed.connect(lambda busy: self.live.rest() if busy else None)
        analysis.simulated.connect(self._show_outcome)
        analysis.stale_changed.connect(lambda stale: window.tabs.showing.mark_stale(stale=stale))
        analysis.refused.connect(self._refused)
        analysis.progressed.connect(window.status.show_progress)
        self._following.finished.connect(self._found)
        self._following.failed.connect(self._not_found)

    @cached_property
    def bar(self) -> TimeBar:
        """The slider of time, made when it is first wanted."""
        from maplanner.desktop.results.time_bar import TimeBar

        bar = TimeBar(self._window.theme)
        bar.hide()
        bar.moment_changed.connect(self._window.tabs.showing.show_moment)
        bar.closed.connect(lambda: self.show_time(shown=False))
        bar.set_result(self._window.analysis.result, self._window.bridge.reader.plan.start)
        self._column.addWidget(bar)
        return bar

    @cached_property
    def follow(self) -> FollowPanel:
        """The panel that follows a lead, made when it is first wanted."""
        from maplanner.desktop.results.follow_panel import FollowPanel

        panel = FollowPanel(self._window.theme)
        panel.moved.connect(self._show_place)
        panel.left.connect(lambda: self._show_trail((), ""))
        panel.chosen.connect(self._choose)
        panel.wanted.connect(self.follow_here)
        panel.another_wanted.connect(self._another)
        panel.natural_wanted.connect(self._as_chance_had_it)
        return panel

    def around(self, tabs: QWidget) -> QWidget:
        """Return the tabs with room for the slider of time below them."""
        box = QWidget()
        column = self._column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(tabs, 1)
        return box

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        for name in ("bar", "follow"):
            if name in vars(self):
                getattr(self, name).set_theme(theme)

    def close(self) -> None:
        """Stop everything and wait for it."""
        if self._has_bar:
            self.bar.stop()
        self.live.close()
        self._following.close()

    # --- previews ------------------------------------------------------------

    @property
    def is_live(self) -> bool:
        """Whether a person wants numbers that follow edits."""
        said = str(self._window.application.settings.value(_SETTING, "") or "")
        return USUALLY_LIVE if said not in ("yes", "no") else said == "yes"

    def set_live(self, live: bool) -> None:
        """Let numbers follow edits in this window and those to come, or stop it."""
        self._window.application.settings.setValue(_SETTING, "yes" if live else "no")
        self.live.set_on(live)

    def _show_preview(self, result: SimulationResult, revision: int) -> None:
        analysis = self._window.analysis
        if analysis.is_simulating or not analysis.is_current(revision):
            return
        if analysis.outcome is not None and not analysis.is_stale and analysis.outcome.result.preview is None:
            return
        analysis.show_preview(result, revision)

    def _show_refusal(self, error: BaseException | None) -> None:
        why = ""
        if isinstance(error, MaplannerError):
            why = error.message
        elif error is not None:
            why = tr("Something went wrong that should not have.")
        self._window.status.show_refusal(why)

    def _show_outcome(self, outcome: SimulationOutcome | None) -> None:
        result = outcome.result if outcome is not None else None
        if self._has_bar:
            self.bar.set_result(result, self._window.bridge.reader.plan.start)
        if result is None:
            self.show_time(shown=False)
        elif result.preview is None and not self._window.analysis.is_current(result.revision):
            # Somebody went on drawing while it ran: the numbers follow that, as after any edit.
            self.live.look_now()

    # --- a drawing that cannot run ---------------------------------------------

    def _refused(self, error: CannotSimulate, again: Callable[..., None]) -> None:
        """Say why the plan cannot run; offer to go there, and to run the rest."""
        step = self._window.bridge.reader.find_or_none(Step, error.about)
        if step is None:
            self._window.application.complain(error, self._window)
            return
        box = QMessageBox(QMessageBox.Icon.Warning, "maplanner", tr(error.message), parent=self._window)
        box.setInformativeText(tr(error.advice))
        there = box.addButton(tr("Show the step"), QMessageBox.ButtonRole.AcceptRole)
        rest = box.addButton(tr("Run what can run"), QMessageBox.ButtonRole.ActionRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(there)
        self._window.application.complaints.append(box)

        def answered(_result: int) -> None:
            self._window.application.complaints.remove(box)
            if box.clickedButton() is there:
                self._window.tabs.reveal(step.id)
            elif box.clickedButton() is rest:
                again(leave_out=True)

        box.finished.connect(answered)
        box.open()

    # --- time --------------------------------------------------------------------

    @property
    def shows_time(self) -> bool:
        """Whether the slider of time is there."""
        return self._has_bar and not self.bar.isHidden()

    @property
    def _has_bar(self) -> bool:
        return "bar" in vars(self)

    def show_time(self, *, shown: bool) -> None:
        """Show the slider of time and a moment on the drawing, or all the time again."""
        if shown or self._has_bar:
            self.bar.stop()
            self.bar.setVisible(shown)
        self._window.tabs.showing.show_moment(self.bar.moment() if shown else None)
        if shown:
            self.bar.slider.setFocus()

    # --- one lead ------------------------------------------------------------------

    def follow_here(self) -> None:
        """Follow a lead that comes to the selected step."""
        ids = self._window.tabs.selected_ids()
        step = self._window.bridge.reader.find_or_none(Step, ids[0]) if len(ids) == 1 else None
        self.follow_lead(None if step is None else step.id)

    def follow_lead(self, step: str | None = None) -> None:
        """Follow the first lead that comes to a step, or the first of all."""
        self._step, self._skip = step, 0
        self._search()

    def _another(self) -> None:
        self._skip += 1
        self._search()

    def _search(self) -> None:
        self._forced = {}
        step, skip, snapshot = self._step, self._skip, self._window.bridge.store.snapshot()
        if self._window.analysis.is_preparing:
            self.follow.say(tr("Preparing the simulation; this takes a minute, once …"))
        elif self.follow.walk is None:
            self.follow.say(tr("Looking for a lead …"))
        self._window.docks.show("follow")

        def work(control: JobControl) -> tuple[Any, Any]:
            from maplanner.simulation.following import find_lead, walk

            who = find_lead(snapshot, step, skip=skip, cancelled=control.cancelled)
            return who, walk(snapshot, who)

        self._following.start(work, snapshot.revision)

    def _again(self, place: int) -> None:
        """Walk the same lead's way anew, with what was chosen."""
        from maplanner.simulation.following import walk

        if self._who is None:
            return
        try:
            found = walk(self._window.bridge.store.snapshot(), self._who, self._forced)
        except MaplannerError as error:
            self._not_found(error)
            return
        self.follow.show_walk(found, place)

    def _choose(self, number: int, option: int) -> None:
        kept = {fork: taken for fork, taken in self._forced.items() if fork < number}
        self._forced = kept | {number: option}
        self._again(self.follow.place)

    def _as_chance_had_it(self) -> None:
        self._forced = {}
        self._again(0)

    def _found(self, found: tuple[Who, Walk], _revision: int) -> None:
        self._who, walk = found
        wanted = self._step or ""
        place = walk.next_at(wanted, -1) if wanted else 0
        self.follow.show_walk(walk, place or 0, wanted)
        self.follow.take_keys()

    def _not_found(self, error: object) -> None:
        self._show_trail((), "")
        self.follow.say(str(error))

    def _show_place(self, place: int) -> None:
        walk = self.follow.walk
        if walk is None or place < 0:
            return
        steps, links = walk.way(place)
        at = steps[-1] if steps else ""
        for moment in walk.moments[: place + 1]:
            at = moment.step or at
        step = self._window.bridge.reader.find_or_none(Step, at)
        if step is not None:
            self._window.tabs.open_campaign(step.campaign)
        self._show_trail((*steps, *links), at)

    def _show_trail(self, ids: tuple[str, ...], at: str) -> None:
        for canvas in self._window.tabs.made_canvases():
            show_trail(canvas, ids, at)
