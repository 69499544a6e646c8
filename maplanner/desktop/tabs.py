"""The middle of the window: one tab a campaign, the tool map and the lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtWidgets import QTabBar, QTabWidget, QWidget

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.canvas.camera import Sight
from maplanner.desktop.canvas.view import CanvasView
from maplanner.desktop.naming import title_of
from maplanner.desktop.toolmap import ToolMapView
from maplanner.desktop.words import tr
from maplanner.document.patch import Patch
from maplanner.document.records import (
    Assumption,
    Campaign,
    Criterion,
    CrmField,
    CrmObject,
    FormField,
    Goal,
    Link,
    Mapping,
    Note,
    Scenario,
    Score,
    ScoringRule,
    Segment,
    Step,
    Threshold,
)
from maplanner.drawing.theme import Theme

if TYPE_CHECKING:
    from maplanner.checks import Finding
    from maplanner.desktop.tables.browser import RecordBrowser
    from maplanner.simulation import SimulationResult

TOOL_MAP: Final = "tool-map"
LISTS: Final = "lists"
"""Names of the tabs that show no campaign."""
_LONGEST_TITLE = 28
_FEW_STEPS = 300
"""Up to so many steps a plan's drawings are all made at once; nobody notices."""
_READABLE_ZOOM = 0.5
_ONLY_IN_LISTS = (
    Assumption,
    Criterion,
    CrmField,
    CrmObject,
    Goal,
    Mapping,
    Scenario,
    Score,
    ScoringRule,
    Segment,
    Threshold,
)
"""Records that stand on no drawing."""


class PlanTabs(QTabWidget):
    """Opens drawings, keeps them in step with the plan, and says which one is in front."""

    selection_changed = Signal(list)
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
        self._pages: dict[str, CanvasView] = {}
        self._sights: dict[str, Sight] = {}
        self._waiting: list[str] = []
        self._lists: RecordBrowser | None = None
        self.tool_map = ToolMapView(bridge, theme)
        self.tool_map.selection_changed.connect(self.selection_changed)
        self.setDocumentMode(True)
        self.setTabsClosable(True)
        self.setMovable(True)
        self.setUsesScrollButtons(True)
        self.tabCloseRequested.connect(self._close)
        self.currentChanged.connect(self._front_changed)
        self._add_fixed(self.tool_map, tr("Tool map"))
        bridge.patched.connect(self._on_patch)

    def canvas(self) -> CanvasView | None:
        """Return the drawing in front, or ``None``."""
        page = self.currentWidget()
        return page if isinstance(page, CanvasView) else None

    def campaign_id(self) -> str:
        """Return the campaign in front, or an empty text."""
        canvas = self.canvas()
        return canvas.campaign_id if canvas is not None else ""

    def open_campaign(self, campaign_id: str) -> CanvasView:
        """Show a campaign's drawing, opening its tab if need be."""
        page = self._pages.get(campaign_id) or self._new_page(campaign_id)
        self.setCurrentWidget(page)
        return page

    def open_first(self) -> None:
        """Open every campaign of a small plan, the first one in front; of a large one only the first."""
        campaigns = sorted(
            self._bridge.reader.all(Campaign), key=lambda campaign: (campaign.order, campaign.title)
        )
        if not campaigns:
            return
        self.open_campaign(campaigns[0].id)
        if self._bridge.reader.count(Step) <= _FEW_STEPS:
            for campaign in campaigns[1:4]:
                self._new_page(campaign.id)

    def fit_front(self) -> None:
        """Show the whole of the drawing in front, or its beginning where all would be too small to read."""
        canvas = self.canvas()
        if canvas is None or canvas.stays_at is not None:
            return
        canvas.fit_all(_READABLE_ZOOM)

    def names(self) -> list[str]:
        """Return what lies in each tab, from left to right: the campaign, or ``TOOL_MAP`` or ``LISTS``."""
        return [*(self._name(at) for at in range(self.count())), *self._waiting]

    def front(self) -> str:
        """Return what lies in the tab in front, by the same name."""
        return self._name(self.currentIndex())

    def show_named(self, name: str) -> bool:
        """Bring what bears a name to the front, opening its tab if need be; return whether it is there."""
        if name == TOOL_MAP:
            self.show_tool_map()
        elif name == LISTS:
            self.show_lists()
        elif self._is_campaign(name):
            self.open_campaign(name)
        else:
            return False
        return True

    def restore(self, names: Sequence[str], front: str) -> None:
        """Open these tabs again; of a large plan first the one in front, the others when that is shown."""
        campaigns = [name for name in names if self._is_campaign(name)]
        if not campaigns and set(names) - {TOOL_MAP, LISTS}:
            self.open_first()
            return
        if LISTS in names:
            self.show_lists()
        if not self.show_named(front):
            self.show_named(campaigns[0] if campaigns else TOOL_MAP)
        self._waiting = [name for name in campaigns if name not in self._pages]
        if self._bridge.reader.count(Step) <= _FEW_STEPS:
            while self._waiting:
                self._open_waiting(campaigns)
        elif self._waiting:
            QTimer.singleShot(0, self, lambda: self._open_one_by_one(campaigns))

    def sight_of(self, name: str) -> Sight | None:
        """Return what is seen of a campaign, or was when its tab closed; ``None`` if shown whole."""
        if name in self._pages:
            self._keep_sight(name, self._pages[name])
        return self._sights.get(name)

    def sights(self) -> dict[str, Sight]:
        """Return what is seen of each campaign, or was when its tab was closed; not of those shown whole."""
        for name, page in self._pages.items():
            self._keep_sight(name, page)
        return dict(self._sights)

    def set_sights(self, sights: dict[str, Sight]) -> None:
        """Show these campaigns, when they are opened, as they were seen before."""
        self._sights.update(sights)

    def show_tool_map(self) -> None:
        """Show the map of tools."""
        self.setCurrentWidget(self.tool_map)

    def show_lists(self) -> RecordBrowser:
        """Show all records as lists, and return them."""
        if self._lists is None:
            from maplanner.desktop.tables.browser import RecordBrowser

            self._lists = RecordBrowser(self._bridge)
            self._lists.selection_changed.connect(self.selection_changed)
            self._lists.jump_requested.connect(self.reveal)
            self._add_fixed(self._lists, tr("Lists"))
        self.setCurrentWidget(self._lists)
        return self._lists

    def reveal(self, record_id: str) -> None:
        """Show a record where it stands: on its drawing if it has one, else in its list."""
        campaign_id, shown_id = self._place_of(record_id)
        if campaign_id:
            self.open_campaign(campaign_id).reveal(shown_id)
        elif isinstance(self._bridge.reader.get(record_id), _ONLY_IN_LISTS):
            self.show_lists().show_record(record_id)
        self.selection_changed.emit([record_id])

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.tool_map.set_theme(theme)
        for page in self._pages.values():
            page.set_theme(theme)

    def set_result(self, result: SimulationResult | None) -> None:
        """Show a simulation's numbers on all drawings."""
        self._result = result
        for page in self._pages.values():
            page.set_results(result)

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """Show on all drawings which steps have findings."""
        self._findings = findings
        for page in self._pages.values():
            page.set_findings(findings)

    def _place_of(self, record_id: str) -> tuple[str, str]:
        """Return the campaign on whose drawing a record stands, and what stands there for it."""
        reader = self._bridge.reader
        record = reader.get(record_id)
        if isinstance(record, FormField):
            record = reader.find_or_none(Step, record.step)
        if isinstance(record, Link):
            source = reader.find_or_none(Step, record.source)
            return (source.campaign, record.id) if source else ("", "")
        if isinstance(record, Step | Note):
            return record.campaign, record.id
        return (record.id, "") if isinstance(record, Campaign) else ("", "")

    def _new_page(self, campaign_id: str) -> CanvasView:
        canvas = CanvasView(self._bridge, campaign_id, self._theme)
        canvas.set_results(self._result)
        canvas.set_findings(self._findings)
        canvas.selection_changed.connect(self.selection_changed)
        canvas.message.connect(self.message)
        canvas.zoom_changed.connect(self.zoom_changed)
        canvas.context_menu_requested.connect(self.context_menu_requested)
        canvas.activated.connect(lambda step_id: self.selection_changed.emit([step_id]))
        self._pages[campaign_id] = canvas
        if campaign_id in self._sights:
            canvas.camera.look_at(self._sights[campaign_id])
        title, whole = self._title(campaign_id)
        index = self.insertTab(self.indexOf(self.tool_map), canvas, title)
        self.setTabToolTip(index, whole)
        return canvas

    def _title(self, campaign_id: str) -> tuple[str, str]:
        record = self._bridge.reader.get(campaign_id)
        whole = title_of(record, self._bridge.reader) if record is not None else ""
        short = whole if len(whole) <= _LONGEST_TITLE else whole[: _LONGEST_TITLE - 1] + "…"
        return short.replace("&", "&&"), whole

    def _open_one_by_one(self, order: Sequence[str]) -> None:
        """Open what is still waiting, leaving the window time to answer in between."""
        self._open_waiting(order)
        if self._waiting:
            QTimer.singleShot(0, self, lambda: self._open_one_by_one(order))

    def _open_waiting(self, order: Sequence[str]) -> None:
        name = self._waiting.pop(0)
        if name in self._pages or not self._is_campaign(name):
            return
        page = self._new_page(name)
        before = sum(each in self._pages for each in order[: order.index(name)])
        self.tabBar().moveTab(self.indexOf(page), before)

    def _is_campaign(self, name: str) -> bool:
        return isinstance(self._bridge.reader.get(name), Campaign)

    def _keep_sight(self, name: str, page: CanvasView) -> None:
        if page.stays_fitted:
            self._sights.pop(name, None)
        elif not page.is_fresh or page.stays_at is not None:
            self._sights[name] = page.camera.sight

    def _name(self, index: int) -> str:
        page = self.widget(index)
        if isinstance(page, CanvasView):
            return page.campaign_id
        return TOOL_MAP if page is self.tool_map else LISTS

    def _add_fixed(self, widget: QWidget, title: str) -> None:
        """Add a tab that stays."""
        index = self.addTab(widget, title)
        for side in (QTabBar.ButtonPosition.LeftSide, QTabBar.ButtonPosition.RightSide):
            self.tabBar().setTabButton(index, side, None)

    def _close(self, index: int) -> None:
        page = self.widget(index)
        if isinstance(page, CanvasView):
            self._keep_sight(page.campaign_id, page)
            self.removeTab(index)
            del self._pages[page.campaign_id]
            page.deleteLater()

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
                self._close(index)
            else:
                title, whole = self._title(change.id)
                self.setTabText(index, title)
                self.setTabToolTip(index, whole)
