"""What the drawing asks of a solution, which goals that serves, and the elements that ask for it."""

from __future__ import annotations

from PySide6.QtCore import Signal

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.choosing.goals_screen import ASKED_OF, put_below, set_tie
from maplanner.desktop.choosing.trace import TraceLine, TracePanel
from maplanner.desktop.naming import title_of
from maplanner.desktop.planning.grid import Cell, Grid, RecordScreen
from maplanner.desktop.words import number, tr
from maplanner.document.records import Goal
from maplanner.document.vocabulary import GoalLevel
from maplanner.drawing.theme import Theme
from maplanner.estimate.goals import Register, register_of
from maplanner.steps.requirements import Requirement

_CAUSES = "causes"


class RequirementsScreen(RecordScreen):
    """One row for each requirement. None is kept: they follow from the drawing as it is."""

    jump_requested = Signal(str)

    def __init__(self, bridge: PlanBridge, theme: Theme) -> None:
        titles = ("Requirement", "Need or want", "Area", "Serves", "Asked for by", "What vendors are asked")
        grid = Grid(tr("Requirements"), tuple(map(tr, titles)), (280, 104, 140, 320, 112, 420))
        super().__init__(bridge, tr("Requirements"), grid, ASKED_OF)
        self._theme = theme
        self._register = Register((), ())
        self.trace = TracePanel(bridge.reader, tr("Goals and elements of the requirement"))
        put_below(self, grid, self.trace, sizes=(400, 260))
        grid.currentCellChanged.connect(self._show_trace)
        self.trace.ticked.connect(self._tie)
        self.trace.jump_requested.connect(self.jump_requested)
        self.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Show in other colours."""
        self._theme = theme
        self.refresh()

    def refresh(self) -> None:
        """Show the plan as it is now."""
        self._register = register_of(self.bridge.reader)
        found = self._register.requirements
        self.grid.show_rows([(each.name, self._cells(each)) for each in found])
        needs = sum(each.level is GoalLevel.NEED for each in found)
        free = sum(not each.goals for each in found)
        said = tr("{count} follow from the drawing: {needs} needs, {wants} wants").format(
            count=number(len(found)), needs=number(needs), wants=number(len(found) - needs)
        )
        said += " · " + tr("{count} that no goal wants").format(count=number(free))
        self.summary.setText(said if found else tr("The drawing asks for nothing yet."))
        self._show_trace()

    def _cells(self, each: Requirement) -> tuple[Cell, ...]:
        reader = self.bridge.reader
        goals = [title_of(reader.find(Goal, goal), reader) for goal in each.goals]
        need = each.level is GoalLevel.NEED
        return (
            Cell(tr(each.title), strong=True),
            Cell(tr(each.level.value), strong=need),
            Cell(tr(each.rule.area.value)),
            Cell(
                ", ".join(goals) or tr("no goal"),
                tip="\n".join(goals),
                color="" if goals else self._theme.warning_text,
            ),
            Cell(number(len(each.causes)), figure=True),
            Cell(tr(each.rule.question)),
        )

    def _current(self) -> Requirement | None:
        chosen = self.grid.current_id()
        return next((each for each in self._register.requirements if each.name == chosen), None)

    def _show_trace(self) -> None:
        chosen = self._current()
        if chosen is None:
            self.trace.show_lines(tr("Choose a requirement to see who asks for it."), ())
            return
        lines = [TraceLine(_CAUSES, tr("Asked for by"), "", None, chosen.causes)]
        lines += [
            TraceLine(each.goal.id, title_of(each.goal, self.bridge.reader), each.goal.area, ticked=ticked)
            for ticked in (True, False)
            for each in self._register.goals
            if (each.goal.id in chosen.goals) is ticked
        ]
        self.trace.show_lines(
            tr("“{title}”: ticked are the goals it serves").format(title=tr(chosen.title)), lines
        )
        first = self.trace.tree.topLevelItem(0)
        if first is not None:
            first.setExpanded(True)

    def _tie(self, goal: str, serves: bool) -> None:
        chosen = self._current()
        if chosen is not None and goal != _CAUSES:
            set_tie(self.bridge, goal, chosen.name, serves=serves)

    def _tell_selection(self) -> None:
        """Requirements are no records; nothing is selected by choosing one."""
