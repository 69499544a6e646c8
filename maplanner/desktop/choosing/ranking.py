"""The candidates in their order: place, wants met, what rules them out, and how sure the order is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from maplanner.desktop.eliding import ElidedLabel
from maplanner.desktop.inspector.form import section_head
from maplanner.desktop.lettering import scaled
from maplanner.desktop.panels.showing import ShareBar
from maplanner.desktop.words import number, percent, tr
from maplanner.drawing.theme import Theme
from maplanner.estimate.sensitivity import Sensitivity
from maplanner.estimate.solutions import Candidate, Comparison

_MOST_TURNS = 2
_ROOM = 8


class Ranking(QScrollArea):
    """One line for each candidate, the best first; below, what would turn the order."""

    chosen = Signal(str)
    why_requested = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMinimumHeight(90)
        self.setAccessibleName(tr("Ranking"))
        self.lines: list[str] = []
        """What stands in each line, for those who read with their ears and for tests."""

    def set_theme(self, theme: Theme) -> None:
        """Use other colours from the next showing on."""
        self._theme = theme

    def show_comparison(self, comparison: Comparison, sensitivity: Sensitivity) -> None:
        """Show candidates in their order."""
        body = QWidget()
        outer = QVBoxLayout(body)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(6)
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        heads = ("", "Candidate", "Wants met", "", "At best", "First if weights are off", "Unknown", "Why")
        for column, title in enumerate(heads):
            grid.addWidget(section_head(tr(title)), 0, column)
        self.lines = []
        for row, candidate in enumerate(comparison.ranked, 1):
            self._add(grid, row, candidate, sensitivity)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(3, 2)
        grid.setColumnStretch(7, 4)
        outer.addLayout(grid)
        for text in _turns(sensitivity):
            label = QLabel(text)
            label.setProperty("role", "hint")
            label.setWordWrap(True)
            outer.addWidget(label)
        outer.addStretch(1)
        self.setWidget(body)
        self.setMaximumHeight(body.sizeHint().height() + _ROOM)

    def _add(self, grid: QGridLayout, row: int, candidate: Candidate, sensitivity: Sensitivity) -> None:
        place = QLabel(tr("out") if candidate.is_out else number(row))
        place.setProperty("role", "complaint" if candidate.is_out else "figure")
        title = _Title(candidate)
        title.clicked.connect(self.chosen)
        met = QPushButton(percent(candidate.wants_met))
        met.setProperty("role", "link")
        met.setToolTip(tr("How this was worked out"))
        met.clicked.connect(lambda: self.why_requested.emit(candidate.solution.id))
        bar = ShareBar(self._theme)
        bar.show_share(candidate.wants_met)
        bar.setAccessibleName(percent(candidate.wants_met))
        best = QLabel(percent(candidate.wants_at_best))
        best.setToolTip(tr("If every unknown answer were a yes"))
        first = "" if candidate.is_out else percent(sensitivity.first.get(candidate.solution.id, 0.0))
        reasons = "  ".join(candidate.reason(each) for each in candidate.missed)
        partly = "" if candidate.is_out or not candidate.partly else _partly(candidate)
        why = ElidedLabel(reasons or partly, mode=Qt.TextElideMode.ElideRight)
        why.setToolTip("\n".join(candidate.reason(each) for each in candidate.missed) or partly)
        why.setProperty("role", "complaint" if candidate.is_out else "secondary")
        cells = (place, title, met, bar, best, QLabel(first), QLabel(number(len(candidate.unknown))), why)
        for column, widget in enumerate(cells):
            grid.addWidget(widget, row, column)
        said = (place.text(), candidate.title, percent(candidate.wants_met), reasons)
        self.lines.append(" · ".join(part for part in said if part))


class _Title(ElidedLabel):
    """A candidate's name, which shows it in the panel when clicked."""

    clicked = Signal(str)

    def __init__(self, candidate: Candidate) -> None:
        super().__init__(candidate.title, mode=Qt.TextElideMode.ElideRight)
        self.setMinimumWidth(scaled(150))
        self._id = candidate.solution.id
        self.setToolTip(candidate.title)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.type() == QEvent.Type.MouseButtonRelease:
            self.clicked.emit(self._id)


def _partly(candidate: Candidate) -> str:
    works = [candidate.answers[each.key].work for each in candidate.partly]
    known = "; ".join(work for work in works if work)
    return tr("Partly: {what}").format(what=known) if known else ""


def _turns(sensitivity: Sensitivity) -> list[str]:
    found = []
    for turn in sensitivity.turns[:_MOST_TURNS]:
        text = "{name} would come first if “{want}” weighed {weight} instead of {now}."
        found.append(
            tr(text).format(
                name=turn.leader,
                want=tr(turn.want.title).rstrip("."),
                weight=number(turn.weight, 1),
                now=number(turn.want.weight, 0 if turn.want.weight == round(turn.want.weight) else 1),
            )
        )
    return found
