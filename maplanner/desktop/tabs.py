"""The middle of the window: one tab a campaign, the tool map and the lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Signal
from PySide6.QtWidgets import QTabBar, QTabWidget, QWidget

from maplanner.desktop.bridge import PlanBridge
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

_LONGEST_TITLE = 28
_FEW_STEPS = 300
"""Up to so many steps a plan's drawings are all made at once; nobody notices."""
_READABLE_ZOOM = 0.5
_MARGIN = 40.0
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
        if canvas is None:
            return
        canvas.fit_all()
        if canvas.zoom() < _READABLE_ZOOM:
            canvas.set_zoom(_READABLE_ZOOM)
            content = canvas.canvas.content_rect()
            corner = canvas.viewportTransform().map(QPointF(content.x, content.y))
            canvas.camera.scroll(_MARGIN - corner.x(), _MARGIN - corner.y())

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
        title, whole = self._title(campaign_id)
        index = self.insertTab(self.indexOf(self.tool_map), canvas, title)
        self.setTabToolTip(index, whole)
        return canvas

    def _title(self, campaign_id: str) -> tuple[str, str]:
        record = self._bridge.reader.get(campaign_id)
        whole = title_of(record, self._bridge.reader) if record is not None else ""
        short = whole if len(whole) <= _LONGEST_TITLE else whole[: _LONGEST_TITLE - 1] + "…"
        return short.replace("&", "&&"), whole

    def _add_fixed(self, widget: QWidget, title: str) -> None:
        """Add a tab that stays."""
        index = self.addTab(widget, title)
        for side in (QTabBar.ButtonPosition.LeftSide, QTabBar.ButtonPosition.RightSide):
            self.tabBar().setTabButton(index, side, None)

    def _close(self, index: int) -> None:
        page = self.widget(index)
        if isinstance(page, CanvasView):
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
