"""Where I am in a plan, where I was before, and what I come back to when I open it again."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Final

from PySide6.QtCore import QObject, Signal

from maplanner.app.plan_view import PlanView, WindowState, remember_view, remembered_view
from maplanner.app.plan_view import Sight as KeptSight
from maplanner.app.session import PlanSession
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.canvas.camera import Sight
from maplanner.desktop.tabs import PlanTabs
from maplanner.desktop.visits import Visit, Visits
from maplanner.document.records import Campaign

_GLANCE: Final = 0.5
"""Seconds under which a selection counts as passed by: a lasso that grows, steps walked over."""


class Memory(QObject):
    """Watches the tabs of one plan and brings places back."""

    moved = Signal()
    """One came to another place: there may be another way back or forward."""

    def __init__(self, tabs: PlanTabs, bridge: PlanBridge, session: PlanSession) -> None:
        super().__init__(tabs)
        self.clock: Callable[[], float] = monotonic
        self._tabs = tabs
        self._bridge = bridge
        self._session = session
        self._visits = Visits()
        self._came_at = 0.0
        self._is_travelling = True
        tabs.selection_changed.connect(self._note)
        tabs.currentChanged.connect(self._note)

    def restore(self) -> None:
        """Open the tabs of the last time and show what was seen there; a plan opened first shows all."""
        path = self._session.path
        view = remembered_view(path) if path is not None else None
        if view is None:
            self._tabs.open_first()
        else:
            sights = {name: Sight(sight.x, sight.y, sight.zoom) for name, sight in view.sights.items()}
            self._tabs.set_sights(sights)
            self._tabs.showing.restore(view.coloring, has_legend=view.legend)
            self._tabs.restore(view.tabs, view.front)
        self._is_travelling = False
        self._note()

    def can_go(self, by: int) -> bool:
        """Tell whether there is a place to go back to (-1) or forward to (1)."""
        return self._visits.can_go(by, self._exists)

    def go(self, by: int) -> None:
        """Go back (-1) or forward (1) through the places visited."""
        self._leave()
        visit = self._visits.go(by, self._exists)
        if visit is None:
            return
        self._is_travelling = True
        try:
            self._show(visit)
        finally:
            self._is_travelling = False
        self.moved.emit()

    def keep(self, window: Callable[[], WindowState]) -> None:
        """Keep tabs, sights and the window for the next time. A plan without a name is not kept.

        ``window`` is asked in any case, and last: it may move panels, and with them what is seen.
        """
        if self._session.path is None:
            window()
            return
        sights = {
            name: KeptSight(x=sight.x, y=sight.y, zoom=sight.zoom)
            for name, sight in self._tabs.sights().items()
            if self._is_campaign(name)
        }
        tabs = tuple(self._tabs.names())
        showing = self._tabs.showing
        view = PlanView(
            tabs=tabs,
            front=self._tabs.front(),
            sights=sights,
            coloring=showing.coloring.value,
            legend=showing.has_legend,
            window=window(),
        )
        remember_view(self._session.path, view)

    def _show(self, visit: Visit) -> None:
        self._tabs.show_named(visit.tab)
        canvas = self._tabs.canvas()
        if canvas is None:
            return
        canvas.select(visit.selected)
        if visit.sight is not None:
            canvas.camera.look_at(visit.sight)
        else:
            canvas.fit_all()

    def _note(self) -> None:
        """Put the place in front on the list, unless it is the one that one is at."""
        if self._is_travelling:
            return
        canvas = self._tabs.canvas()
        now = Visit(self._tabs.front(), tuple(canvas.selected_ids()) if canvas is not None else ())
        here = self._visits.here
        stays_in_tab = here is not None and here.tab == now.tab
        if here is not None and stays_in_tab and now.selected in ((), here.selected):
            return
        self._leave()
        self._visits.go_to(now, instead=stays_in_tab and self.clock() - self._came_at < _GLANCE)
        self._came_at = self.clock()
        self.moved.emit()

    def _leave(self) -> None:
        here = self._visits.here
        if here is not None:
            self._visits.leave(self._tabs.sight_of(here.tab))

    def _exists(self, visit: Visit) -> bool:
        return self._tabs.knows(visit.tab)

    def _is_campaign(self, name: str) -> bool:
        return isinstance(self._bridge.reader.get(name), Campaign)
