"""Problems that the team has or foresees: a list to filter by state, and pinning new ones."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.tables.record_table import RecordTable
from maplanner.desktop.words import number, tr
from maplanner.document.patch import Patch
from maplanner.document.records import Problem, Record
from maplanner.document.vocabulary import ProblemState


def add_problem(bridge: PlanBridge, about: str) -> str:
    """Pin a new problem to a record and return its identifier."""
    problem = Problem.new(about=about, text=tr("New problem"))
    with bridge.store.transact(tr("Add problem")) as transaction:
        transaction.put(problem)
    return problem.id


class ProblemsList(QWidget):
    """All problems with severity, owner and state; a double click goes to what one is pinned to."""

    selection_changed = Signal(list)
    about_requested = Signal(str)

    def __init__(self, bridge: PlanBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.table = RecordTable(bridge, Problem)
        self.states: dict[ProblemState, QToolButton] = {}
        row = QHBoxLayout()
        row.setContentsMargins(16, 6, 16, 0)
        row.setSpacing(4)
        for state in ProblemState:
            self.states[state] = button = QToolButton()
            button.setCheckable(True)
            button.setChecked(state is not ProblemState.SOLVED)
            button.setProperty("role", "toggle")
            button.toggled.connect(lambda _checked: self._choose())
            row.addWidget(button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(self.table, 1)
        self.table.selection_changed.connect(self.selection_changed)
        self.table.jump_requested.connect(self._go)
        bridge.patched.connect(self._on_patch)
        self._choose()

    def _choose(self) -> None:
        chosen = {state for state, button in self.states.items() if button.isChecked()}

        def is_wanted(record: Record) -> bool:
            return isinstance(record, Problem) and record.state in chosen

        self.table.show_only(is_wanted)
        self._count()

    def _count(self) -> None:
        problems = self._bridge.reader.all(Problem)
        for state, button in self.states.items():
            count = sum(1 for each in problems if each.state is state)
            button.setText(f"{tr(state.value).capitalize()} {number(count)}")

    def _go(self, problem_id: str) -> None:
        problem = self._bridge.reader.find_or_none(Problem, problem_id)
        if problem is not None and problem.about:
            self.about_requested.emit(problem.about)

    def _on_patch(self, patch: Patch) -> None:
        if any(change.type_name == Problem.type_name for change in patch.changes):
            self._count()
