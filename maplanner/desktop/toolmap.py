"""The map of tools in the window: systems, what flows between them, and the problems pinned to them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QSplitter, QToolButton, QVBoxLayout, QWidget

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.flowing import FlowLayout
from maplanner.desktop.naming import title_of
from maplanner.desktop.problems import ProblemsList, add_problem
from maplanner.desktop.toolmap_canvas import ToolMapCanvas
from maplanner.desktop.words import number, tr
from maplanner.document.patch import Patch
from maplanner.document.records import DataFlow, Problem, System
from maplanner.document.vocabulary import Means, ProblemState
from maplanner.drawing.theme import Theme
from maplanner.drawing.tool_flows import ToolFlow, tool_flows


class ToolMapView(QWidget):
    """The map of tools under a row of buttons, with the list of problems below."""

    selection_changed = Signal(list)
    """Identifiers of the selected systems, flows or problems."""
    added = Signal(str)
    """Something was made, and wants a name."""
    jump_requested = Signal(str)
    """A step to which a problem is pinned was chosen: show it."""

    def __init__(self, bridge: PlanBridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.map = ToolMapCanvas(bridge, theme)
        self.problems = QToolButton()
        self._list: ProblemsList | None = None
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(1)
        self._split.addWidget(self.map)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._bar())
        layout.addWidget(self._split, 1)
        self.map.selection_changed.connect(self._tell_selection)
        self.map.flow_drawn.connect(self.draw_flow)
        self.map.menu_requested.connect(self._open_menu)
        self.map.renamed.connect(self._edit)
        bridge.patched.connect(self._on_patch)
        self._count_problems()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.map.set_theme(theme)

    def light(self, systems: frozenset[str] | None, flows: frozenset[tuple[str, str]] = frozenset()) -> None:
        """Dim all but these systems and the flows between these pairs; with ``None`` nothing is dimmed."""
        self.map.light(systems, flows)

    def add_system(self, at: QPoint | None = None) -> None:
        """Add a system, in the middle or at a place of the view, and show it in the inspector."""
        place = self.map.middle() if at is None else self.map.place_at(at)
        system = System.new(title=tr("New system"), x=place.x(), y=place.y())
        with self._bridge.store.transact(tr("Add system")) as transaction:
            transaction.put(system)
        self.map.select([system.id])
        self.added.emit(system.id)

    def add_flow(self) -> None:
        """Add a data flow between the two selected systems, or the first two there are."""
        systems = [system.id for system in self._bridge.reader.all(System)]
        chosen = [record_id for record_id in self.map.selected if record_id in systems]
        ends = (chosen + [system for system in systems if system not in chosen])[:2]
        if len(ends) == 2:
            self.draw_flow(ends[0], ends[1])

    def draw_flow(self, source: str, target: str) -> None:
        """Add a flow from one system to another; what follows from the campaigns is taken over in words."""
        implied = self._flow(f"{source}→{target}")
        moves = implied.moves if implied is not None else tr("new data")
        flow = DataFlow.new(source=source, target=target, moves=moves)
        with self._bridge.store.transact(tr("Add data flow")) as transaction:
            transaction.put(flow)
        self.map.select([flow.id])
        self.added.emit(flow.id)

    def add_problem(self, about: str) -> None:
        """Pin a new problem to a system, a flow or a step, and let a person describe it."""
        made = add_problem(self._bridge, self._recorded(about))
        self.selection_changed.emit([made])
        self.added.emit(made)

    def problems_list(self) -> ProblemsList:
        """Return the list of problems, made when first asked for."""
        if self._list is None:
            self._list = ProblemsList(self._bridge)
            self._list.selection_changed.connect(self.selection_changed)
            self._list.about_requested.connect(self._show_about)
            self._split.addWidget(self._list)
            self._split.setStretchFactor(0, 1)
            self._split.setSizes([420, 220])
        return self._list

    # ------------------------------------------------------------ inside

    def _bar(self) -> FlowLayout:
        bar = FlowLayout(spacing=8)
        bar.setContentsMargins(12, 6, 12, 6)
        for text, run in (
            (tr("+ System"), partial(self.add_system, None)),
            (tr("+ Data flow"), self.add_flow),
            (tr("Fit all"), self.map.fit_all),
        ):
            button = QPushButton(text)
            button.clicked.connect(run)
            bar.addWidget(button)
        self.problems.setCheckable(True)
        self.problems.setProperty("role", "toggle")
        self.problems.setMinimumWidth(110)
        self.problems.toggled.connect(self._show_problems)
        bar.addWidget(self.problems)
        hint = QLabel(tr("Drag from the + of a system to another to draw what flows between them."))
        hint.setProperty("role", "secondary")
        bar.addWidget(hint)
        return bar

    def _show_problems(self, shown: bool) -> None:
        self.problems_list().setVisible(shown)
        QTimer.singleShot(0, self.map, self.map.fit_all)

    def _tell_selection(self, ids: list[str]) -> None:
        """Tell of what stands in the plan; a flow that follows from campaigns has nothing to edit yet."""
        self.selection_changed.emit([each for each in ids if self._bridge.reader.get(each) is not None])

    def _flow(self, flow_id: str) -> ToolFlow | None:
        return next((flow for flow in tool_flows(self._bridge.reader) if flow.id == flow_id), None)

    def _recorded(self, about: str) -> str:
        """Return what a problem can be pinned to; a flow that follows from campaigns is put down first."""
        flow = self._flow(about) if self._bridge.reader.get(about) is None else None
        if flow is None:
            return about
        record = DataFlow.new(source=flow.source, target=flow.target, moves=flow.moves)
        with self._bridge.store.transact(tr("Add data flow")) as transaction:
            transaction.put(record)
        return record.id

    def _edit(self, record_id: str) -> None:
        flow = self._flow(record_id)
        if flow is not None and not flow.declared:
            self.draw_flow(flow.source, flow.target)
        else:
            self.added.emit(record_id)

    def _show_about(self, about: str) -> None:
        if self._bridge.reader.find_or_none(System, about) or self._bridge.reader.find_or_none(
            DataFlow, about
        ):
            self.map.select([about])
        else:
            self.jump_requested.emit(about)

    def _open_menu(self, record_id: str, place: QPoint) -> None:
        menu = QMenu(self)
        record = self._bridge.reader.get(record_id)
        if isinstance(record, Problem):
            self._fill_problem(menu, record)
        elif record_id:
            self._fill_element(menu, record_id)
        else:
            at = self.map.mapFromGlobal(place)
            menu.addAction(tr("Add system here"), lambda: self.add_system(at))
            menu.addAction(tr("Fit all"), self.map.fit_all)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _fill_problem(self, menu: QMenu, problem: Problem) -> None:
        for state in ProblemState:
            action = menu.addAction(tr(state.value).capitalize(), partial(self._set_state, problem.id, state))
            action.setCheckable(True)
            action.setChecked(problem.state is state)
        menu.addSeparator()
        menu.addAction(tr("Delete"), self.map.delete_selected)

    def _fill_element(self, menu: QMenu, record_id: str) -> None:
        reader = self._bridge.reader
        menu.addAction(tr("Add problem …"), partial(self.add_problem, record_id))
        system, flow = reader.find_or_none(System, record_id), self._flow(record_id)
        if system is not None:
            flows = menu.addMenu(tr("Draw a flow to"))
            for other in reader.all(System):
                if other.id != record_id:
                    name = title_of(other, reader).replace("&", "&&")
                    flows.addAction(name, partial(self.draw_flow, record_id, other.id))
            flows.setEnabled(not flows.isEmpty())
        elif flow is not None:
            self._fill_flow(menu, flow)
        if reader.get(record_id) is not None:
            menu.addSeparator()
            menu.addAction(tr("Delete"), self.map.delete_selected)

    def _fill_flow(self, menu: QMenu, flow: ToolFlow) -> None:
        if not flow.declared:
            menu.addAction(tr("Describe it …"), partial(self.draw_flow, flow.source, flow.target))
            return
        means = menu.addMenu(tr("How"))
        for each in Means:
            action = means.addAction(tr(each.value), partial(self._change, flow.id, {"means": each.value}))
            action.setCheckable(True)
            action.setChecked(flow.declared[0].means is each)
        ends = {"source": flow.target, "target": flow.source}
        menu.addAction(tr("Turn around"), partial(self._change, flow.id, ends))

    def _change(self, record_id: str, values: dict[str, str]) -> None:
        with self._bridge.store.transact(tr("Change data flow")) as transaction:
            transaction.change(record_id, {**values})

    def _set_state(self, problem_id: str, state: ProblemState) -> None:
        with self._bridge.store.transact(tr("Change problem")) as transaction:
            transaction.change(problem_id, {"state": state.value})

    def _count_problems(self) -> None:
        open_ones = sum(
            1 for each in self._bridge.reader.all(Problem) if each.state is not ProblemState.SOLVED
        )
        self.problems.setText(tr("Problems {count}").format(count=number(open_ones)))
        self.problems.setToolTip(
            tr("Show the list of problems: {count} open").format(count=number(open_ones))
        )

    def _on_patch(self, patch: Patch) -> None:
        if any(change.type_name == Problem.type_name for change in patch.changes):
            self._count_problems()
