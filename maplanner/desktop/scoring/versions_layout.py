"""Where things stand in the dialog with the versions of the scoring model."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from maplanner.desktop.lettering import make_roomy, scaled
from maplanner.desktop.planning.grid import Grid
from maplanner.desktop.words import tr


class VersionsParts:
    """The dialog's controls."""

    def __init__(self, dialog: QDialog) -> None:
        self.versions = _grid(tr("Versions"), ("Version", "Saved on", "By"), (170, 90, 90))
        self.changes = _grid(tr("Differences"), ("", "What differs", "Version", "Plan"), (100, 190, 70, 70))
        self.leads = _grid(tr("Leads"), ("Lead", "Qualifies", "Plan", "Version"), (120, 110, 70, 70))
        titles, widths = ("Day", "What", "Points", "Score"), (48, 130, 52, 52)
        self.logs = (
            _grid(tr("Under the plan"), titles, widths),
            _grid(tr("Under the version"), titles, widths),
        )
        self.said, self.more = QLabel(), QLabel()
        self.no_changes = QLabel(tr("The plan's model is the same as this version."))
        self.save, self.restore, self.delete = (
            QPushButton(text) for text in (tr("Save the model as it is"), tr("Bring back"), tr("Delete"))
        )
        self.simulate = QPushButton(tr("Compare on simulated leads"))
        self.history = QPushButton(tr("Compare on a history …"))
        self.close = QPushButton(tr("Close"))
        self.results = QWidget(dialog)
        self._dress()
        self._lay_out(dialog)

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Say what came of it."""
        self.said.setProperty("role", "complaint" if wrong else "secondary")
        self.said.style().polish(self.said)
        self.said.setText(text)

    def _dress(self) -> None:
        self.said.setWordWrap(True)
        for label in (self.said, self.more, self.no_changes):
            label.setProperty("role", "secondary")
        self.simulate.setProperty("role", "primary")
        for button in (self.save, self.restore, self.delete, self.simulate, self.history, self.close):
            button.setAutoDefault(False)
        self.results.hide()

    def _lay_out(self, dialog: QDialog) -> None:
        top = QHBoxLayout()
        top.setSpacing(16)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(self.versions, 1)
        row = QHBoxLayout()
        for button in (self.save, self.restore, self.delete):
            row.addWidget(button)
        row.addStretch(1)
        left.addLayout(row)
        right.addWidget(self.no_changes)
        right.addWidget(self.changes, 1)
        right.addStretch(0)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.history)
        row.addWidget(self.simulate)
        right.addLayout(row)
        top.addLayout(left, 2)
        top.addLayout(right, 3)
        self._lay_out_results()
        layout = QVBoxLayout(dialog)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(10)
        layout.addLayout(top, 2)
        layout.addWidget(self.said)
        layout.addWidget(self.results, 3)
        buttons = QHBoxLayout()
        buttons.addWidget(self.more)
        buttons.addStretch(1)
        buttons.addWidget(self.close)
        layout.addLayout(buttons)
        make_roomy(dialog, 1040, 640)

    def _lay_out_results(self) -> None:
        row = QHBoxLayout(self.results)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.leads, 4)
        for title, grid in zip((tr("Under the plan"), tr("Under the version")), self.logs, strict=True):
            column = QVBoxLayout()
            head = QLabel(title)
            head.setProperty("role", "field")
            column.addWidget(head)
            column.addWidget(grid, 1)
            row.addLayout(column, 3)


def _grid(name: str, titles: tuple[str, ...], widths: tuple[int, ...]) -> Grid:
    return Grid(name, tuple(map(tr, titles)), tuple(scaled(width) for width in widths))
