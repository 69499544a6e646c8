"""The work: hours, cost and weeks on top; below, the breakdown, hours, people, schedule and campaigns."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QHideEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from maplanner.core.errors import MaplannerError
from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.flowing import FlowLayout
from maplanner.desktop.inspector.form import section_head
from maplanner.desktop.planning.grid import Grid
from maplanner.desktop.planning.head_row import HeadRow
from maplanner.desktop.words import number, tr
from maplanner.desktop.working.gantt_view import GanttView
from maplanner.desktop.working.keeper import Worked, WorkKeeper
from maplanner.desktop.working.order_dialog import OrderDialog
from maplanner.desktop.working.tables import (
    BreakdownGrid,
    CampaignsGrid,
    HoursGrid,
    PeopleGrid,
    RolesGrid,
)
from maplanner.document.records import OwnWork, Record, TeamMember, TimeAway, WorkRole
from maplanner.drawing.theme import Theme
from maplanner.estimate.explaining import Explanation
from maplanner.estimate.hours import usual_roles
from maplanner.estimate.people import new_role
from maplanner.estimate.work import Spread, WorkEstimate, work_of
from maplanner.estimate.working_out import why_cost, why_hours, why_line, why_weeks

BREAKDOWN, HOURS, PEOPLE, SCHEDULE, CAMPAIGNS = range(5)
_PAGES = ("Breakdown", "Hours", "People", "Schedule", "Campaigns")

Asking = Callable[[], Explanation | None]


class WorkScreen(QWidget):
    """Follows the plan a moment behind; every figure tells how it was worked out."""

    selection_changed = Signal(list)
    why_requested = Signal(object)
    """Carries what works the explanation out anew."""

    def __init__(self, bridge: PlanBridge, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.bridge = bridge
        self._theme = theme
        self.keeper = WorkKeeper(bridge, self)
        self.summary, self.complaint = QLabel(), QLabel()
        self.figures = {name: QPushButton("–") for name in ("hours", "cost", "weeks")}
        self.breakdown = BreakdownGrid()
        self.hours = HoursGrid(bridge, self)
        self.roles, self.people = RolesGrid(bridge, self), PeopleGrid(bridge, self)
        self.gantt = GanttView(theme)
        self.campaigns = CampaignsGrid()
        self.pages = QStackedWidget()
        self.tabs: list[QToolButton] = []
        self._lay_out()
        self._connect()

    @property
    def work(self) -> WorkEstimate | None:
        """The estimate that is shown, or ``None`` while the first one is worked out."""
        return self.keeper.latest.work if self.keeper.latest is not None else None

    def show_page(self, page: int) -> None:
        """Show a page."""
        self.tabs[page].setChecked(True)
        self.pages.setCurrentIndex(page)
        self.add_button.setText(tr("Add a person") if page == PEOPLE else tr("Add own work"))
        self.order_button.setVisible(page == BREAKDOWN)
        self.head.fit_soon()

    def set_theme(self, theme: Theme) -> None:
        """Show in other colours."""
        self._theme = theme
        self.gantt.set_theme(theme)
        if self.keeper.latest is not None:
            self.show_worked(self.keeper.latest)

    def show_worked(self, worked: Worked) -> None:
        """Show an estimate."""
        work = worked.work
        self.figures["hours"].setText(spread_words(work.hours, tr("hours")))
        self.figures["cost"].setText(spread_words(work.cost, work.team.currency))
        self.figures["weeks"].setText(spread_words(work.weeks, tr("weeks")))
        self.head.fit_soon()
        self.summary.setText("\n".join(tr(lack) for lack in work.lacks))
        self.summary.setVisible(bool(work.lacks))
        self.breakdown.show_work(work, self._theme)
        self.hours.refresh(work, self._theme)
        self.roles.refresh(work, self._theme)
        self.people.refresh(work)
        self.gantt.show_work(work)
        self.campaigns.show_programmes(worked.programmes)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.keeper.watch(on=True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.keeper.watch(on=False)

    # ------------------------------------------------------------ writing

    def change(self, label: str, record: str, values: dict[str, object], new: Record | None) -> None:
        """Change a record as one step that can be undone; say so if it cannot take the value."""
        self.complain("")
        try:
            with self.bridge.store.transact(label) as transaction:
                if new is not None and transaction.get(record) is None:
                    transaction.put(new)
                transaction.change(record, values)  # type: ignore[arg-type]
        except MaplannerError as error:
            self.complain(str(error))
        self._again()

    def no_number(self, text: str) -> None:
        """Say that a text is no number or day, and show again what was there."""
        self.complain(tr("“{text}” is no number and no day.").format(text=text.strip()))
        self._again()

    def complain(self, text: str) -> None:
        """Say what was wrong with what was typed."""
        self.complaint.setText(text)
        self.complaint.setVisible(bool(text))

    def add(self) -> None:
        """Add a person on the page of people, else work of the team's own."""
        if self.pages.currentIndex() == PEOPLE:
            self.add_person()
            return
        order = max((each.order for each in self.bridge.reader.all(OwnWork)), default=0.0) + 1
        made = OwnWork.new(title=tr("New work"), low=1.0, likely=2.0, high=4.0, order=order)
        self._put(tr("Add own work"), made)
        self.selection_changed.emit([made.id])

    def add_person(self) -> None:
        """Add somebody; the first one brings the usual roles along."""
        reader = self.bridge.reader
        roles: list[WorkRole] = []
        if not reader.count(WorkRole):
            roles = [new_role(usual, float(place)) for place, usual in enumerate(usual_roles(), 1)]
        first = next(iter(roles or reader.all(WorkRole)))
        order = max((each.order for each in reader.all(TeamMember)), default=0.0) + 1
        made = TeamMember.new(title=tr("New person"), role=first.id, order=order)
        self._put(tr("Add a person"), *roles, made)
        self.selection_changed.emit([made.id])

    def add_away(self) -> None:
        """Add days on which the chosen person is not there, to be filled in in the panel."""
        member = self.people.current_id()
        if not member:
            self.complain(tr("Choose a person first."))
            return
        made = TimeAway.new(member=member)
        self._put(tr("Add time away"), made)
        self.selection_changed.emit([made.id])

    def choose_order(self) -> OrderDialog | None:
        """Let a person choose what has to be done before the chosen line; ``None`` where none is chosen."""
        key = self.breakdown.current_id()
        if self.work is None or key not in self.work.by_key:
            self.complain(tr("Choose a line of the breakdown first."))
            return None
        self.complain("")
        dialog = OrderDialog(self.bridge, self.work, key, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def delete(self, grid: Grid) -> None:
        """Delete what is chosen: a person, a role, own work; own hours give way to the usual ones."""
        record = self.hours.usual_again() if grid is self.hours else grid.current_id()
        found = self.bridge.reader.get(record) if record else None
        if found is not None and (grid is not self.breakdown or isinstance(found, OwnWork)):
            with self.bridge.store.transact(tr("Delete")) as transaction:
                transaction.remove(found.id)

    def _put(self, label: str, *records: Record) -> None:
        with self.bridge.store.transact(label) as transaction:
            transaction.put(*records)

    def _again(self) -> None:
        if self.keeper.latest is not None:
            self.show_worked(self.keeper.latest)

    # ------------------------------------------------------------ explaining

    def ask_why(self, name: str) -> None:
        """Ask for the explanation of one of the three figures."""
        explain = {"hours": why_hours, "cost": why_cost, "weeks": why_weeks}[name]
        self.why_requested.emit(lambda: explain(work_of(self.bridge.reader)))

    def ask_why_line(self, key: str) -> None:
        """Ask for the explanation of a line."""

        def ask() -> Explanation | None:
            line = work_of(self.bridge.reader).by_key.get(key)
            return why_line(line) if line is not None else None

        if key:
            self.why_requested.emit(ask)

    # ------------------------------------------------------------ laying out

    def _connect(self) -> None:
        self.keeper.worked.connect(self.show_worked)
        self.keeper.failed.connect(lambda error: self.complain(str(error)))
        for name, button in self.figures.items():
            button.clicked.connect(lambda _on=False, which=name: self.ask_why(which))
        self.breakdown.activated.connect(lambda _index: self.ask_why_line(self.breakdown.current_id()))
        self.gantt.line_chosen.connect(self.ask_why_line)
        grids: tuple[Grid, ...] = (self.people, self.roles, self.hours, self.breakdown)
        for grid in (*grids, self.campaigns):
            grid.currentCellChanged.connect(partial(self._tell, grid))
        for grid in grids:
            _let_delete(grid, partial(self.delete, grid))

    def _tell(self, grid: Grid, *_cells: int) -> None:
        record = grid.current_id()
        if record and self.bridge.reader.get(record) is not None:
            self.selection_changed.emit([record])

    def _lay_out(self) -> None:
        title = QLabel(tr("Work"))
        title.setProperty("role", "title")
        self.add_button = QPushButton(tr("Add own work"))
        self.add_button.setProperty("role", "primary")
        self.add_button.clicked.connect(self.add)
        self.order_button = QPushButton(tr("What comes first …"))
        self.order_button.clicked.connect(self.choose_order)
        said = QWidget()
        row = FlowLayout(said, spacing=16)
        shown: list[QWidget] = [title]
        for name, words in (("hours", "Hours"), ("cost", "Cost"), ("weeks", "Weeks")):
            button = self.figures[name]
            button.setProperty("role", "link")
            button.setToolTip(tr("{figure}: how this was worked out").format(figure=tr(words)))
            button.setAccessibleName(tr(words))
            shown.append(button)
        for each in shown:
            row.addWidget(each)
        self.head = HeadRow(said, lambda: sum(each.sizeHint().width() + 16 for each in shown))
        self.head.add(self.order_button)
        self.head.add(self.add_button)
        self.summary.setProperty("role", "secondary")
        self.complaint.setProperty("role", "complaint")
        for label in (self.summary, self.complaint):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.complaint.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(self.head)
        layout.addWidget(self.summary)
        layout.addWidget(self.complaint)
        layout.addLayout(self._tab_row())
        for page in (self.breakdown, self.hours, self._people_page(), self.gantt, self.campaigns):
            self.pages.addWidget(page)
        layout.addWidget(self.pages, 1)

    def _tab_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        group = QButtonGroup(self)
        for page, words in enumerate(_PAGES):
            button = QToolButton()
            button.setText(tr(words))
            button.setCheckable(True)
            button.setProperty("role", "toggle")
            button.clicked.connect(lambda _on=False, to=page: self.show_page(to))
            group.addButton(button)
            row.addWidget(button)
            self.tabs.append(button)
        self.tabs[0].setChecked(True)
        row.addStretch(1)
        return row

    def _people_page(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        head = QHBoxLayout()
        head.addWidget(section_head(tr("People")))
        head.addStretch(1)
        away = QPushButton(tr("Add time away"))
        away.clicked.connect(self.add_away)
        head.addWidget(away)
        layout.addLayout(head)
        layout.addWidget(self.people, 3)
        layout.addWidget(section_head(tr("What an hour costs")))
        layout.addWidget(self.roles, 2)
        return page


def _let_delete(grid: Grid, run: Callable[[], None]) -> None:
    action = QAction(tr("Delete"), grid)
    action.setShortcut(QKeySequence(Qt.Key.Key_Delete))
    action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    action.triggered.connect(lambda _checked: run())
    grid.addAction(action)
    grid.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)


def spread_words(spread: Spread | None, unit: str) -> str:
    """Return a range in words: the middle, and what it is at most with 80 % certainty."""
    if spread is None:
        return tr("not known")
    said = tr("{middle} {unit}, 80 %: {most}")
    return said.format(middle=number(spread.p50), unit=unit, most=number(spread.p80))
