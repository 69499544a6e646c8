"""The middle of the window: one tab a campaign, and the screens that show all of the plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QTabBar, QTabWidget, QWidget

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.campaign_page import CampaignPage
from maplanner.desktop.canvas.camera import Sight
from maplanner.desktop.canvas.showing import Showing
from maplanner.desktop.canvas.view import CanvasView
from maplanner.desktop.lettering import text_size
from maplanner.desktop.naming import title_of
from maplanner.desktop.places import is_of_a_segment, is_on_the_tool_map, is_only_in_lists, place_of
from maplanner.desktop.screens import CAMPAIGNS, GOALS, LISTS, SEGMENTS, TOOL_MAP, Screen, Screens
from maplanner.desktop.tab_menu import TabMenu
from maplanner.desktop.toolmap import ToolMapView
from maplanner.desktop.words import tr
from maplanner.document.patch import Patch
from maplanner.document.records import Campaign, Goal
from maplanner.drawing.theme import Theme

if TYPE_CHECKING:
    from maplanner.checks import Finding
    from maplanner.desktop.planning.grid import RecordScreen
    from maplanner.desktop.segments.screen import SegmentsScreen
    from maplanner.desktop.tables.browser import RecordBrowser
    from maplanner.simulation import SimulationResult

__all__ = ["CAMPAIGNS", "LISTS", "TOOL_MAP", "PlanTabs"]

_LONGEST_TITLE: Final = 28
_AT_FIRST: Final = 4
"""How many campaigns a plan that was never open shows as tabs."""
_READABLE_ZOOM: Final = 0.5
_LATER_MS: Final = 100
"""How long screens that are not in front wait: until the window has been painted."""


class PlanTabs(QTabWidget):
    """Opens drawings, keeps them in step with the plan, and says which one is in front.

    A drawing is made when its tab first comes to the front: a plan of many campaigns opens as soon as one.
    """

    selection_changed = Signal(list)
    activated = Signal(str)
    """A thing on a drawing that wants to be worked on in the inspector."""
    campaign_changed = Signal(str)
    """The campaign in front; empty when it is none."""
    message = Signal(str)
    zoom_changed = Signal(float)
    context_menu_requested = Signal(list, QPoint)

    def __init__(self, bridge: PlanBridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._theme = theme
        self._result: SimulationResult | None = None
        self._findings: Sequence[Finding] = ()
        self._pages: dict[str, CampaignPage] = {}
        self.showing = Showing(self)
        self._sights: dict[str, Sight] = {}
        self._closed: list[str] = []
        self._later: list[str] = []
        self._screens = Screens()
        self.tool_map = ToolMapView(bridge, theme)
        self.tool_map.selection_changed.connect(self.selection_changed)
        self.setDocumentMode(True)
        self.setTabsClosable(True)
        self.setMovable(True)
        self.setUsesScrollButtons(True)
        self.setCornerWidget(TabMenu(self))
        self.tabBar().installEventFilter(self)
        self.tabCloseRequested.connect(self.close_tab)
        self.currentChanged.connect(self._front_changed)
        self.tabBarClicked.connect(self._clicked)
        self.offer(TOOL_MAP, tr("Tool map"), lambda: self.tool_map)
        self.offer(LISTS, tr("Lists"), self._make_lists)
        self._add_screen(TOOL_MAP)
        bridge.patched.connect(self._on_patch)

    # ------------------------------------------------------------ what is in front

    def canvas(self) -> CanvasView | None:
        """Return the drawing in front, or ``None``."""
        page = self.currentWidget()
        return page.canvas() if isinstance(page, CampaignPage) else None

    def campaign_id(self) -> str:
        """Return the campaign in front, or an empty text."""
        page = self.currentWidget()
        return page.campaign_id if isinstance(page, CampaignPage) else ""

    def names(self) -> list[str]:
        """Return what lies in each tab, from left to right: the campaign, or the name of a screen."""
        return [*(self._name(at) for at in range(self.count())), *self._later]

    def front(self) -> str:
        """Return what lies in the tab in front, by the same name."""
        return self._name(self.currentIndex())

    def knows(self, name: str) -> bool:
        """Tell whether there is a campaign or a screen of that name."""
        return name in self._screens or self._is_campaign(name)

    def show_named(self, name: str) -> bool:
        """Bring what bears a name to the front, opening its tab if need be; return whether it is there."""
        if self._is_campaign(name):
            self.open_campaign(name)
        elif name in self._screens:
            self.show_screen(name)
        else:
            return False
        return True

    def step_tab(self, by: int) -> None:
        """Bring the next tab (1) or the one before (-1) to the front; after the last comes the first."""
        self.setCurrentIndex((self.currentIndex() + by) % self.count())
        self.take_focus()

    def take_focus(self) -> None:
        """Let keys act on what is in front: the drawing, or the first part of a screen that hears them."""
        page = self.currentWidget()
        if isinstance(page, CampaignPage):
            page.canvas().setFocus(Qt.FocusReason.OtherFocusReason)
            return
        for part in page.findChildren(QWidget):
            if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isVisibleTo(page) and part.isEnabled():
                part.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    # ------------------------------------------------------------ opening and closing

    def open_campaign(self, campaign_id: str) -> CanvasView:
        """Show a campaign's drawing, opening its tab if need be."""
        page = self._pages.get(campaign_id) or self._new_page(campaign_id)
        self.setCurrentWidget(page)
        return page.canvas()

    def open_first(self) -> None:
        """Open the first campaigns of a plan, the very first one in front."""
        campaigns = [each for each in self._bridge.reader.all(Campaign) if not each.archived]
        campaigns.sort(key=lambda campaign: (campaign.order, campaign.title))
        for campaign in campaigns[:_AT_FIRST]:
            self._new_page(campaign.id)
        if campaigns:
            self.open_campaign(campaigns[0].id)

    def restore(self, names: Sequence[str], front: str) -> None:
        """Open these tabs again, in their order."""
        campaigns = [name for name in names if self._is_campaign(name)]
        if not campaigns and any(name not in self._screens for name in names):
            self.open_first()
            return
        for name in campaigns:
            if name not in self._pages:
                self._new_page(name)
        if not self.show_named(front):
            self.show_named(campaigns[0] if campaigns else TOOL_MAP)
        self._put_in_order([name for name in names if self.knows(name)])
        self._later = [each for each in names if each in self._screens and each not in self.names()]
        if self._later:
            order = [name for name in names if self.knows(name)]
            QTimer.singleShot(_LATER_MS, self, lambda: self._add_later(order))

    def _add_later(self, order: Sequence[str]) -> None:
        """Make the screens behind the one in front, now that it is seen."""
        waiting, self._later = self._later, []
        for name in waiting:
            self._add_screen(name)
        self._put_in_order(order)

    def offer(self, name: str, title: str, make: Callable[[], QWidget]) -> None:
        """Let a screen be shown by :meth:`show_screen`, and remembered; ``make`` builds it once."""
        self._screens.offer(Screen(name, title, make))

    def show_screen(self, name: str) -> QWidget:
        """Show a screen, opening its tab if need be, and return it."""
        screen = self._add_screen(name)
        self.setCurrentWidget(screen)
        return screen

    def show_tool_map(self) -> None:
        """Show the map of tools."""
        self.show_screen(TOOL_MAP)

    def show_lists(self) -> RecordBrowser:
        """Show all records as lists, and return them."""
        return cast("RecordBrowser", self.show_screen(LISTS))

    def close_tab(self, index: int) -> bool:
        """Close a tab; return whether it may be closed: the map of tools stays."""
        name = self._name(index)
        page = self.widget(index)
        if name == TOOL_MAP or page is None:
            return False
        self._closed = [each for each in self._closed if each != name] + [name]
        heard = QApplication.focusWidget()
        heard_here = heard is not None and page.isAncestorOf(heard)
        self.removeTab(index)
        if heard_here:
            self.take_focus()
        if isinstance(page, CampaignPage):
            self._keep_sight(page)
            del self._pages[page.campaign_id]
            page.deleteLater()
        return True

    def reopen(self) -> bool:
        """Open again the tab that was closed last; return whether there was one."""
        while self._closed:
            name = self._closed.pop()
            if name not in self.names() and self.show_named(name):
                return True
        return False

    def reveal(self, record_id: str) -> None:
        """Show a record where it stands: on its drawing if it has one, else in its list."""
        campaign_id, shown_id = place_of(self._bridge.reader, record_id)
        if campaign_id:
            self.open_campaign(campaign_id).reveal(shown_id)
        elif is_on_the_tool_map(self._bridge.reader.get(record_id)):
            self.show_tool_map()
            self.tool_map.map.select([record_id])
        elif is_of_a_segment(self._bridge.reader.get(record_id)) and SEGMENTS in self._screens:
            cast("SegmentsScreen", self.show_screen(SEGMENTS)).show_record(record_id)
        elif isinstance(self._bridge.reader.get(record_id), Goal) and GOALS in self._screens:
            cast("RecordScreen", self.show_screen(GOALS)).grid.select_id(record_id)
        elif is_only_in_lists(self._bridge.reader.get(record_id)):
            self.show_lists().show_record(record_id)
        self.selection_changed.emit([record_id])

    # ------------------------------------------------------------ what is seen of each drawing

    def fit_front(self) -> None:
        """Show the whole of the drawing in front, or its beginning where all would be too small to read."""
        canvas = self.canvas()
        if canvas is not None and canvas.stays_at is None:
            canvas.fit_all(_READABLE_ZOOM * text_size() / 100)

    def sight_of(self, name: str) -> Sight | None:
        """Return what is seen of a campaign, or was when its tab closed; ``None`` if shown whole."""
        if name in self._pages:
            self._keep_sight(self._pages[name])
        return self._sights.get(name)

    def sights(self) -> dict[str, Sight]:
        """Return what is seen of each campaign, or was when its tab was closed; not of those shown whole."""
        for page in self._pages.values():
            self._keep_sight(page)
        return dict(self._sights)

    def set_sights(self, sights: dict[str, Sight]) -> None:
        """Show these campaigns, when they are opened, as they were seen before."""
        self._sights.update(sights)

    # ------------------------------------------------------------ what all drawings show

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self._screens.set_theme(theme)
        for canvas in self._canvases():
            canvas.set_theme(theme)

    def set_result(self, result: SimulationResult | None) -> None:
        """Show a simulation's numbers on all drawings."""
        self._result = result
        self._screens.set_result(result)
        for canvas in self._canvases():
            canvas.set_results(result)

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """Show on all drawings which steps have findings."""
        self._findings = findings
        self._screens.set_findings(findings)
        for canvas in self._canvases():
            canvas.set_findings(findings)

    # ------------------------------------------------------------ Qt's side

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the middle button close a tab."""
        if event.type() is QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            at = self.tabBar().tabAt(event.position().toPoint())
            if event.button() is Qt.MouseButton.MiddleButton and at >= 0:
                return self.close_tab(at)
        return super().eventFilter(watched, event)

    def _clicked(self, index: int) -> None:
        # The bar shows the tab only after it has told of the click, and takes the keys with it.
        if index >= 0:
            QTimer.singleShot(0, self, self.take_focus)

    def selected_ids(self) -> list[str]:
        """Return what is selected on the drawing in front."""
        canvas = self.canvas()
        return [] if canvas is None else canvas.selected_ids()

    def made_canvases(self) -> list[CanvasView]:
        """Return the drawings of campaigns that have been seen."""
        return self._canvases()

    def _canvases(self) -> list[CanvasView]:
        return [page.canvas() for page in self._pages.values() if page.is_made]

    def _new_page(self, campaign_id: str) -> CampaignPage:
        page = self._pages[campaign_id] = CampaignPage(campaign_id, self._make_canvas)
        title, whole = self._title(campaign_id)
        index = self.insertTab(self.indexOf(self.tool_map), page, title)
        self.setTabToolTip(index, whole)
        return page

    def _make_canvas(self, campaign_id: str) -> CanvasView:
        canvas = CanvasView(self._bridge, campaign_id, self._theme)
        canvas.marking.follow(self.showing)
        canvas.set_results(self._result)
        canvas.set_findings(self._findings)
        canvas.selection_changed.connect(self.selection_changed)
        canvas.message.connect(self.message)
        canvas.zoom_changed.connect(self.zoom_changed)
        canvas.context_menu_requested.connect(self.context_menu_requested)
        canvas.canvas.field_chosen.connect(lambda field_id: self.selection_changed.emit([field_id]))
        canvas.activated.connect(self.activated)
        if campaign_id in self._sights:
            canvas.camera.look_at(self._sights[campaign_id])
        return canvas

    def _add_screen(self, name: str) -> QWidget:
        screen = self._screens.get(name)
        if self.indexOf(screen) < 0:
            index = self.addTab(screen, self._screens.title(name))
            if name == TOOL_MAP:
                for side in (QTabBar.ButtonPosition.LeftSide, QTabBar.ButtonPosition.RightSide):
                    self.tabBar().setTabButton(index, side, None)
        return screen

    def _put_in_order(self, names: Sequence[str]) -> None:
        for place, name in enumerate(dict.fromkeys(names)):
            if name in self.names():
                self.tabBar().moveTab(self.names().index(name), place)

    def _make_lists(self) -> RecordBrowser:
        from maplanner.desktop.tables.browser import RecordBrowser

        lists = RecordBrowser(self._bridge)
        lists.selection_changed.connect(self.selection_changed)
        lists.jump_requested.connect(self.reveal)
        return lists

    def _title(self, campaign_id: str) -> tuple[str, str]:
        record = self._bridge.reader.get(campaign_id)
        whole = title_of(record, self._bridge.reader) if record is not None else ""
        short = whole if len(whole) <= _LONGEST_TITLE else whole[: _LONGEST_TITLE - 1] + "…"
        return short.replace("&", "&&"), whole

    def _is_campaign(self, name: str) -> bool:
        return self._bridge.reader.find_or_none(Campaign, name) is not None

    def _keep_sight(self, page: CampaignPage) -> None:
        if not page.is_made:
            return
        canvas = page.canvas()
        if canvas.stays_fitted:
            self._sights.pop(page.campaign_id, None)
        elif not canvas.is_fresh or canvas.stays_at is not None:
            self._sights[page.campaign_id] = canvas.camera.sight

    def _name(self, index: int) -> str:
        page = self.widget(index)
        return page.campaign_id if isinstance(page, CampaignPage) else self._screens.name_of(page)

    def _front_changed(self) -> None:
        self.campaign_changed.emit(self.campaign_id())
        canvas = self.canvas()
        if canvas is not None:
            self.selection_changed.emit(canvas.selected_ids() or [canvas.campaign_id])
            self.zoom_changed.emit(canvas.zoom())

    def _on_patch(self, patch: Patch) -> None:
        for change in patch.changes:
            if change.type_name != Campaign.type_name or change.id not in self._pages:
                continue
            index = self.indexOf(self._pages[change.id])
            if change.after is None:
                self.close_tab(index)
            else:
                title, whole = self._title(change.id)
                self.setTabText(index, title)
                self.setTabToolTip(index, whole)
