"""The goals: needs and wants by area, and what of the plan serves each."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.choosing.numbers import typed_number
from maplanner.desktop.choosing.trace import TraceLine, TracePanel
from maplanner.desktop.planning.grid import Cell, Grid, RecordScreen
from maplanner.desktop.words import number, tr
from maplanner.document.records import (
    CrmField,
    CrmObject,
    DataFlow,
    FormField,
    Goal,
    GoalTie,
    Mapping,
    Score,
    ScoringRule,
    Segment,
    Step,
    System,
)
from maplanner.document.vocabulary import GoalLevel, GoalTopic
from maplanner.drawing.theme import Theme
from maplanner.estimate.goals import (
    Register,
    ServedGoal,
    lacking_goals,
    questions_of,
    register_of,
    tie,
)
from maplanner.steps.requirements import Requirement

ASKED_OF = (
    CrmField,
    CrmObject,
    DataFlow,
    FormField,
    Goal,
    GoalTie,
    Mapping,
    Score,
    ScoringRule,
    Segment,
    Step,
    System,
)
"""What requirements follow from."""

_LEVEL, _BASIC, _DETAIL, _TOPIC, _WEIGHT, _AGREED, _SERVED, _AREA = range(8)
_TITLES = ("Need or want", "Basic goal", "Detailed goal", "Is about", "Weight", "Agreed", "Served by", "Area")
_FIELDS = {_BASIC: "basic", _DETAIL: "detail", _AREA: "area"}
_BY_HAND = "by hand"


def put_below(screen: QWidget, grid: Grid, panel: QWidget, *, sizes: tuple[int, int]) -> QSplitter:
    """Let a panel share the room of a screen's grid, below it."""
    layout = screen.layout()
    assert isinstance(layout, QVBoxLayout)  # noqa: S101 - screens of records lay themselves out so
    layout.removeWidget(grid)
    split = QSplitter(Qt.Orientation.Vertical)
    split.setChildrenCollapsible(False)
    split.addWidget(grid)
    split.addWidget(panel)
    split.setSizes(list(sizes))
    layout.addWidget(split, 1)
    return split


class GoalsScreen(RecordScreen):
    """One row for each goal, below its area; below the grid, what serves the chosen one."""

    jump_requested = Signal(str)

    def __init__(self, bridge: PlanBridge, theme: Theme) -> None:
        grid = Grid(tr("Goals"), tuple(map(tr, _TITLES)), (104, 300, 320, 190, 68, 76, 120, 140))
        super().__init__(bridge, tr("Goals"), grid, ASKED_OF)
        self._theme = theme
        self._register = Register((), ())
        self.up = self.add_button(tr("Up"), lambda: self.move_by(-1))
        self.down = self.add_button(tr("Down"), lambda: self.move_by(1))
        self.usual = self.add_button(tr("Add the usual goals"), self.add_usual)
        self.add_button(tr("Add a goal"), self.add, primary=True)
        self.add_delete(tr("Delete the goal"), lambda: self.remove_current(tr("Delete a goal")))
        self.trace = TracePanel(bridge.reader, tr("What serves the goal"))
        put_below(self, grid, self.trace, sizes=(400, 260))
        grid.typed.connect(self._typed)
        grid.ticked.connect(self._ticked)
        grid.chosen.connect(self._chosen)
        grid.currentCellChanged.connect(self._show_trace)
        self.trace.ticked.connect(self._tie)
        self.trace.jump_requested.connect(self.jump_requested)
        self.refresh()

    def add(self) -> None:
        """Add a goal in the area of the chosen one, and let it be typed."""
        chosen = self._current()
        order = chosen.goal.order + 0.5 if chosen is not None else self._last_order() + 1
        goal = Goal.new(
            area=chosen.goal.area if chosen is not None else tr("Own goals"),
            basic=tr("New goal"),
            order=order,
        )
        with self.bridge.store.transact(tr("Add a goal")) as transaction:
            transaction.put(goal)
            _renumber(transaction, [*(each.goal for each in self._register.goals), goal])
        self.refresh()
        self.grid.edit_id(goal.id, _BASIC)

    def add_usual(self) -> None:
        """Add the goals that most teams have and this plan lacks."""
        goals = lacking_goals(self.bridge.reader)
        if goals:
            self.put(tr("Add the usual goals"), *goals)

    def move_by(self, by: int) -> None:
        """Move the chosen goal up or down within its area."""
        chosen = self._current()
        if chosen is None:
            return
        inside = [each.goal for each in self._register.goals if each.goal.area == chosen.goal.area]
        at = inside.index(chosen.goal)
        to = at + by
        if not 0 <= to < len(inside):
            return
        one, other = inside[at], inside[to]
        with self.bridge.store.transact(tr("Move a goal")) as transaction:
            _renumber(transaction, [each.goal for each in self._register.goals])
            first = transaction.find(Goal, one.id).order
            transaction.change(one.id, {"order": transaction.find(Goal, other.id).order})
            transaction.change(other.id, {"order": first})

    def set_theme(self, theme: Theme) -> None:
        """Show in other colours."""
        self._theme = theme
        self.refresh()

    def refresh(self) -> None:
        """Show the plan as it is now."""
        self._register = register_of(self.bridge.reader)
        rows: list[tuple[str, tuple[Cell, ...]]] = []
        for area, goals in self._register.areas():
            rows.append(
                ("", (Cell(area or tr("No area"), strong=True, heading=True, color=self._theme.secondary),))
            )
            rows += [(each.goal.id, self._cells(each)) for each in goals]
        self.grid.show_rows(rows)
        self.summary.setText(self._said())
        self.usual.setEnabled(bool(lacking_goals(self.bridge.reader)))
        self._show_trace()

    def _said(self) -> str:
        goals = self._register.goals
        if not goals:
            return tr("No goals yet. Begin with the usual ones, and answer their questions in the detail.")
        agreed = sum(each.goal.agreed for each in goals)
        unserved = sum(not each.is_served for each in goals)
        free = sum(not each.goals for each in self._register.requirements)
        said = tr("{agreed} of {count} agreed").format(agreed=number(agreed), count=number(len(goals)))
        said += " · " + tr("{count} that nothing serves").format(count=number(unserved))
        return said + " · " + tr("{count} requirements that no goal wants").format(count=number(free))

    def _cells(self, served: ServedGoal) -> tuple[Cell, ...]:
        goal = served.goal
        need = goal.level is GoalLevel.NEED
        questions = "\n".join(tr(each) for each in questions_of(goal))
        count = len(served.requirements) + len(served.elements)
        by = tr("{count} things").format(count=number(count)) if count != 1 else tr("1 thing")
        weight = number(goal.weight, 0 if goal.weight == round(goal.weight) else 1)
        return (
            Cell(tr(goal.level.value), choices=_choices(GoalLevel), value=goal.level.value, strong=need),
            Cell(_flat(goal.basic), tip=goal.basic, editable=True, strong=True),
            Cell(_flat(goal.detail), tip="\n".join(filter(None, (goal.detail, questions))), editable=True),
            Cell(tr(goal.topic.value), choices=_choices(GoalTopic), value=goal.topic.value),
            Cell(
                "" if need else weight,
                tip=tr("Weights count for wants; a need has to be met."),
                editable=True,
                figure=True,
            ),
            Cell(tr("yes") if goal.agreed else tr("no"), ticked=goal.agreed, tickable=True),
            Cell(
                by if served.is_served else tr("nothing"),
                color="" if served.is_served else self._theme.warning_text,
            ),
            Cell(goal.area, editable=True),
        )

    def _typed(self, row: int, column: int, text: str) -> None:
        record_id = self.grid.id_at(row)
        if column == _WEIGHT:
            self._weight_typed(record_id, text)
        elif column in _FIELDS:
            self.change(tr("Change a goal"), record_id, {_FIELDS[column]: text.strip()})

    def _weight_typed(self, record_id: str, text: str) -> None:
        weight = typed_number(text)
        if weight is None:
            self.complain(tr("“{text}” is not a number.").format(text=text.strip()))
            self.refresh()
            return
        self.change(tr("Change a weight"), record_id, {"weight": weight})

    def _chosen(self, row: int, column: int, value: str) -> None:
        field = "level" if column == _LEVEL else "topic"
        self.change(tr("Change a goal"), self.grid.id_at(row), {field: value})

    def _ticked(self, row: int, agreed: bool) -> None:
        self.change(tr("Agree on a goal"), self.grid.id_at(row), {"agreed": agreed})

    # ------------------------------------------------------------ what serves it

    def _current(self) -> ServedGoal | None:
        chosen = self.grid.current_id()
        return next((each for each in self._register.goals if each.goal.id == chosen), None)

    def _show_trace(self) -> None:
        served = self._current()
        if served is None:
            self.trace.show_lines(tr("Choose a goal to see what serves it."), ())
            return
        lines = sorted(
            (self._line(each, served) for each in self._register.requirements),
            key=lambda line: not line.ticked,
        )
        if served.elements:
            lines.insert(0, TraceLine("", tr("Tied by hand"), "", None, served.elements))
        head = tr("What serves “{goal}”: ticked is what does").format(goal=_shortened(served.goal.basic))
        self.trace.show_lines(head, lines)

    def _line(self, requirement: Requirement, served: ServedGoal) -> TraceLine:
        count = len(requirement.causes)
        said = tr("asked for by {count} elements").format(count=number(count))
        if count == 1:
            said = tr("asked for by 1 element")
        return TraceLine(
            requirement.name,
            tr(requirement.title),
            said,
            served.goal.id in requirement.goals,
            requirement.causes,
        )

    def _tie(self, name: str, serves: bool) -> None:
        served = self._current()
        if served is not None:
            set_tie(self.bridge, served.goal.id, name, serves=serves)

    def _last_order(self) -> float:
        return max((each.goal.order for each in self._register.goals), default=0.0)


def set_tie(bridge: PlanBridge, goal: str, about: str, *, serves: bool) -> None:
    """Let something serve a goal, or not, as one step that can be undone."""
    put, gone = tie(bridge.reader, goal, about, serves=serves)
    label = tr("Tie to a goal") if serves else tr("Cut from a goal")
    with bridge.store.transact(label) as transaction:
        transaction.remove(*gone)
        transaction.put(*put)


def _renumber(transaction: object, goals: list[Goal]) -> None:
    """Give goals whole numbers in their order, so that two can change places."""
    ordered = sorted(goals, key=lambda goal: (goal.order, goal.id))
    for place, goal in enumerate(ordered, 1):
        if goal.order != place:
            transaction.change(goal.id, {"order": float(place)})  # type: ignore[attr-defined]


def _choices(words: type[GoalLevel] | type[GoalTopic]) -> tuple[tuple[str, str], ...]:
    return tuple((each.value, tr(each.value)) for each in words)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _shortened(text: str) -> str:
    flat = _flat(text)
    return flat if len(flat) <= 70 else flat[:69] + "…"
