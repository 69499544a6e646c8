"""What sales must bear: what comes a day, and how each team keeps up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from maplanner.desktop.inspector.form import section_head
from maplanner.desktop.panels.showing import ShareBar
from maplanner.desktop.words import number, percent, spread, tr
from maplanner.drawing.theme import Theme

if TYPE_CHECKING:
    from maplanner.estimate.sales import Daily, SalesLoad
    from maplanner.simulation.team_results import TeamResult

_WARN_FROM, _ERROR_FROM = 0.7, 0.95
_BAR_WIDTH = 110
_HOURS = 24.0


class SalesCard(QWidget):
    """Tasks, hand-offs and notifications a day; a line for each team."""

    def __init__(self, load: SalesLoad, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.bars: list[ShareBar] = []
        title = QLabel(tr("Sales"))
        title.setProperty("role", "title")
        self.lacks = QLabel("\n".join(tr(each) for each in load.lacks))
        self.lacks.setProperty("role", "complaint")
        self.lacks.setWordWrap(True)
        self.lacks.setVisible(bool(load.lacks))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(title)
        layout.addWidget(self.lacks)
        layout.addLayout(self._daily((load.handed_over, load.tasks, load.notifications)))
        if load.teams:
            layout.addLayout(self._teams(load.teams))

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        for bar in self.bars:
            bar.set_theme(theme)

    def _daily(self, lines: tuple[Daily, ...]) -> QGridLayout:
        grid = _grid(("What comes", "In all", "A day", "Busiest day"))
        for row, line in enumerate(lines, start=1):
            busiest = "" if line.busiest is None else spread(line.busiest)
            _fill(grid, row, (tr(line.title), spread(line.total), number(line.a_day, 1), busiest))
        return grid

    def _teams(self, teams: tuple[TeamResult, ...]) -> QGridLayout:
        heads = (
            "Team",
            "People",
            "Tasks done",
            "Half begin within",
            "Hot leads",
            "Waiting at the end",
            "Time taken",
        )
        grid = _grid(heads)
        for row, team in enumerate(teams, start=1):
            cells = (
                team.title,
                number(team.people),
                number(float(team.done.mean())),
                _wait(team.waited(0.5)),
                _wait(team.waited(0.5, hot=True)),
                number(float(team.waiting_at_end.mean())),
            )
            _fill(grid, row, cells)
            grid.addLayout(self._taken(team), row, len(cells))
        return grid

    def _taken(self, team: TeamResult) -> QHBoxLayout:
        share = float(team.utilisation.mean())
        bar = ShareBar(self._theme)
        bar.setFixedWidth(_BAR_WIDTH)
        bar.show_share(share, warn_from=_WARN_FROM, error_from=_ERROR_FROM)
        bar.setAccessibleName(tr("{team}: {share} of its time").format(team=team.title, share=percent(share)))
        self.bars.append(bar)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(bar)
        line.addWidget(QLabel(percent(share)), 1)
        return line


def _wait(days: float | None) -> str:
    if days is None:
        return "–"
    hours = days * _HOURS
    return (
        tr("{hours} hours").format(hours=number(hours, 1))
        if days < 2
        else tr("{days} days").format(days=number(days, 1))
    )


def _grid(heads: tuple[str, ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(5)
    grid.setColumnStretch(len(heads), 1)
    for column, head in enumerate(heads):
        label = section_head(tr(head))
        if column:
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
        grid.addWidget(label, 0, column)
    return grid


def _fill(grid: QGridLayout, row: int, cells: tuple[str, ...]) -> None:
    for column, text in enumerate(cells):
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        if column:
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
        grid.addWidget(label, row, column)
