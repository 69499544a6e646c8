"""The window of one plan: puts the parts together and passes word between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QMessageBox

from maplanner import __version__
from maplanner.app.session import PlanSession
from maplanner.desktop.analysis import Analysis
from maplanner.desktop.arrangement import add_panels, take_as_first_arrangement
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.campaign_edits import CampaignEdits
from maplanner.desktop.campaigns import CampaignList
from maplanner.desktop.commands import Commands
from maplanner.desktop.data.way import FieldWay
from maplanner.desktop.docks import Docks
from maplanner.desktop.file_watch import FileWatch
from maplanner.desktop.files import FileCommands
from maplanner.desktop.giving_way import GivingWay
from maplanner.desktop.inspector.panel import Inspector
from maplanner.desktop.late import Late
from maplanner.desktop.memory import Memory
from maplanner.desktop.palette import Palette
from maplanner.desktop.panels.findings import FindingsPanel
from maplanner.desktop.panels.history import HistoryPanel
from maplanner.desktop.panels.load import LoadPanel
from maplanner.desktop.panels.outline import OutlinePanel
from maplanner.desktop.results.numbers import Numbers
from maplanner.desktop.search.search import Search
from maplanner.desktop.side_buttons import SideButtons
from maplanner.desktop.status import StatusLine
from maplanner.desktop.tabs import PlanTabs
from maplanner.desktop.tidying import Tidying
from maplanner.desktop.topbar import TopBar
from maplanner.desktop.window_place import keep_place, recall_place, take_first_place
from maplanner.desktop.window_screens import offer_screens
from maplanner.desktop.wiring import Wiring
from maplanner.desktop.words import tr
from maplanner.document.patch import Patch
from maplanner.document.records import PLAN_ID
from maplanner.drawing.theme import Theme, ThemeName

if TYPE_CHECKING:
    from maplanner.desktop.application import Application
    from maplanner.desktop.panels.comments import CommentsPanel
    from maplanner.desktop.sharing.desk import TeamDesk

_SMALLEST = (600, 340)
_SETTLED_MS = 60


class MainWindow(QMainWindow):
    """Shows one open plan."""

    application: Application
    bridge: PlanBridge
    commands: Commands
    analysis: Analysis
    files: FileCommands
    campaigns: CampaignList
    comments: CommentsPanel
    tabs: PlanTabs
    memory: Memory
    inspector: Inspector
    docks: Docks
    tidying: Tidying
    search: Search
    team: TeamDesk
    way: FieldWay

    def __init__(self, application: Application, session: PlanSession) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        self.application = application
        self.session = session
        self.theme: Theme = application.theme
        self.bridge = PlanBridge(session.store, self)
        self.analysis = Analysis(self.bridge, self, application.warming)
        self.files = FileCommands(self)
        self._make_parts()
        self._may_go = self._is_laid_out = False
        self._changed = Late(self._after_change, self)
        self._lay_out()
        self.bridge.patched.connect(self._on_patch)
        offer_screens(self)
        self.tell_keys()
        self.wiring = Wiring(self)
        self.file_watch = FileWatch(self)
        self.memory.restore()
        self.show_title()
        self._after_change()
        if session.notice:
            self.say(session.notice)

    def _make_parts(self) -> None:
        self.campaign_edits = CampaignEdits(self.bridge, self)
        self.campaigns = CampaignList(self.bridge, self.campaign_edits, self.theme)
        self.steps = Palette(self.theme)
        self.tabs = PlanTabs(self.bridge, self.theme)
        self.tidying = Tidying(self.bridge, self.tabs.canvas, self)
        self.memory = Memory(self.tabs, self.bridge, self.session)
        self.inspector = Inspector(self.bridge, self.theme)
        self.findings = FindingsPanel(self.bridge, self.theme)
        self.load = LoadPanel(self.bridge, self.theme)
        self.history = HistoryPanel(self.bridge)
        self.search = Search(self)
        self.outline = OutlinePanel(self.bridge, self.tabs, self.theme)
        self.docks = Docks(self)
        self.giving_way = GivingWay(self)
        self.docks.opened = self.giving_way.opened
        self.status = StatusLine()
        self.commands = Commands(self)
        self.topbar = TopBar(self.theme, self.commands.trigger)
        self.numbers: Numbers = Numbers(self)

    @property
    def follows_system(self) -> bool:
        """Whether light and dark come from the system."""
        return self.application.follows_system

    def choose_theme(self, name: ThemeName | None) -> None:
        """Use a theme in every window."""
        self.application.choose_theme(name)

    def set_theme(self, theme: Theme) -> None:
        """Draw everything in other colours."""
        self.theme = theme
        for part in (
            self.topbar,
            self.campaigns,
            self.steps,
            self.tabs,
            self.inspector,
            self.findings,
            self.load,
            self.comments,
            self.search,
            self.outline,
            self.numbers,
        ):
            part.set_theme(theme)
        self.commands.set_theme(theme)
        self.wiring.set_theme(theme)
        QTimer.singleShot(0, self, self.giving_way.fit)

    def say(self, text: str) -> None:
        """Show a message in the status line."""
        self.status.say(text)

    def show_title(self) -> None:
        """Show the plan's name, and where it is kept."""
        title = self.bridge.reader.plan.title or tr("Plan without a name")
        if self.session.read_only:
            saved = tr("read only")
        elif self.session.failure is not None:
            saved = tr("not saved")
        else:
            saved = tr("saved") if self.session.path is not None else tr("not named yet · kept safe")
        self.topbar.set_title(title, saved)
        self.setWindowTitle(f"{title} – maplanner")

    def tell_keys(self) -> None:
        """Name the actions' keys where they are shown."""
        self.topbar.set_keys(self.application.keys.shown)

    def show_plan_settings(self) -> None:
        """Show the plan itself in the inspector."""
        self.docks.show("inspector")
        self.inspector.show_records([PLAN_ID])

    def begin_record(self, record_id: str) -> None:
        """Show something that was just made, its name ready to be typed over."""
        self.docks.show("inspector")
        self.inspector.begin_record(record_id)

    def show_about(self) -> None:
        """Say what this is."""
        QMessageBox.about(self, "maplanner", tr("maplanner {version}").format(version=__version__))

    def close_tab(self) -> None:
        """Close the tab in front, if it is one that closes."""
        if not self.tabs.close_tab(self.tabs.currentIndex()):
            self.say(
                tr("This tab stays. {key} closes the window.").format(
                    key=self.application.keys.shown("file.close")
                )
            )

    def reopen(self) -> None:
        """Open again the tab that was closed last, or else the plan."""
        if not self.tabs.reopen() and not self.application.reopen_plan():
            self.say(tr("Nothing was closed."))

    def toggle_full_screen(self) -> None:
        """Fill the screen, or come back."""
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._is_laid_out:
            self.giving_way.fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():  # coming back from being an icon changes nothing
            SideButtons(self.windowHandle(), self.memory.go)
            self.giving_way.fit()
            self.tabs.take_focus()
            QTimer.singleShot(_SETTLED_MS, self, self._settle)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_go and not self.may_close():
            event.ignore()
            return
        self.let_go()
        event.accept()

    def may_close(self) -> bool:
        """Ask what to do with a plan that would be lost; return whether the window may close."""
        return self.session.saved or self.files.may_close()

    def close_at_once(self) -> None:
        """Close without asking again."""
        self._may_go = True
        self.close()

    def let_go(self, *, keep_draft: bool = False) -> None:
        """Stop all work and close the plan; ``keep_draft`` leaves a plan without a name to be recovered."""
        self.memory.keep(lambda: keep_place(self))
        self.analysis.close()
        self.tidying.close()
        self.bridge.close()
        self.file_watch.close()
        self.session.close(keep=keep_draft)
        self.application.forget(self)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls():
            self.files.open_dropped(url.toLocalFile())

    def _settle(self) -> None:
        """Fit the drawing to the size that panels and window manager leave it, then check the plan."""
        self.tabs.fit_front()
        self.analysis.check_soon()

    def _lay_out(self) -> None:
        self.setCentralWidget(self.numbers.around(self.tabs))
        self.setMenuWidget(self.commands.menu_and(self.topbar))
        self.setStatusBar(self.status)
        add_panels(self)
        self.setMinimumSize(*_SMALLEST)
        take_first_place(self)
        take_as_first_arrangement(self)
        recall_place(self)
        self._is_laid_out = True

    def add_step(self, kind_name: str) -> None:
        """Add a step to the drawing in front, in a campaign made for it if there is none."""
        canvas = self.tabs.canvas()
        if canvas is None:
            canvas = self.tabs.open_campaign(self.campaigns.add())
        canvas.add_step(kind_name)
        canvas.setFocus()

    def select(self, ids: list[str]) -> None:
        """Show what is selected; nothing means the campaign in front, or the plan."""
        self.inspector.show_records(ids or [self.tabs.campaign_id() or PLAN_ID])
        self.commands.refresh()
        self.show_ways()

    def show_ways(self) -> None:
        """Show whether there are places to go back and forward to."""
        self.topbar.set_ways(back=self.memory.can_go(-1), forward=self.memory.can_go(1))

    def _on_patch(self, patch: Patch) -> None:
        if any(change.id == PLAN_ID for change in patch.changes):
            self.show_title()
        # The step joins the history once everybody has been told of it: only then undo can name it.
        self._changed.follow(patch)

    def _after_change(self) -> None:
        history = self.bridge.store.history
        self.topbar.set_undo(history.undo_label, history.redo_label)
        self.commands.refresh()
