"""Merging another copy of the plan into this one: what comes in by itself, and what a person decides."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from maplanner.app.differences import shown
from maplanner.core.errors import MaplannerError
from maplanner.desktop.boxes import ChoiceBox
from maplanner.desktop.lettering import scaled
from maplanner.desktop.naming import field_title, kind_title, title_of
from maplanner.desktop.words import counted, tr

if TYPE_CHECKING:
    from maplanner.app.merging import Merging
    from maplanner.desktop.main_window import MainWindow
    from maplanner.document.merging import Conflict, Merge

_WIDTH, _HEIGHT = 860, 460
_ROW: Final = 46
"""Room for two lines of text, and for what is chosen beside them."""
_MOST: Final = 2_000


def ask_and_merge(window: MainWindow, other: Path | None = None) -> MergeDialog | None:
    """Ask for a copy if none is given, compare it with the plan, and show what merging would do."""
    if other is None:
        name, _filter = QFileDialog.getOpenFileName(
            window,
            tr("Merge another copy of this plan"),
            str(_folder(window)),
            tr("Plans") + " (*.maplan *.json)",
        )
        if not name:
            return None
        other = Path(name)
    try:
        merging = compare(window, other)
    except MaplannerError as error:
        window.application.complain(error, window)
        return None
    if not merging.outcome.changed and not merging.outcome.conflicts:
        window.say(tr("“{name}” has nothing that is not here.").format(name=other.name))
        return None
    dialog = MergeDialog(window, merging, other.name)
    dialog.open()
    return dialog


def compare(window: MainWindow, other: Path) -> Merging:
    """Compare the plan with another copy, against what both began as where their histories tell.

    Raises:
        MaplannerError: The copy cannot be read.
    """
    from maplanner.app.merging import base_of, prepare, read_copy

    theirs = read_copy(other)
    path = window.session.path
    base = base_of(path, other) if path is not None and path.exists() and window.session.saved else None
    return prepare(window.session.snapshot(), theirs, base)


def _folder(window: MainWindow) -> Path:
    path = window.session.path
    return path.parent if path is not None else Path.home()


class MergeDialog(QDialog):
    """Shows conflicts side by side; each is decided for this copy or the other one."""

    def __init__(self, window: MainWindow, merging: Merging, name: str) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Merge “{name}”").format(name=name))
        self.resize(_WIDTH, _HEIGHT)
        self._window = window
        self._merging = merging
        self._name = name
        self._choices: list[tuple[Conflict, ChoiceBox]] = []
        self.words = QLabel(_summary(merging))
        self.words.setWordWrap(True)
        self.table = QTableWidget(0, 5)
        self._set_up_table()
        self.all_here = QPushButton(tr("Take all from here"))
        self.all_there = QPushButton(tr("Take all from there"))
        self.all_here.clicked.connect(lambda: self.choose_all(0))
        self.all_there.clicked.connect(lambda: self.choose_all(1))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go = self.buttons.addButton(tr("Merge"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setProperty("role", "primary")
        self.buttons.accepted.connect(self._merge)
        self.buttons.rejected.connect(self.reject)
        self._fill()
        self._lay_out()

    def choose_all(self, side: int) -> None:
        """Decide every conflict for this copy (0) or the other one (1)."""
        for _conflict, box in self._choices:
            box.setCurrentIndex(side)

    def outcome(self) -> Merge:
        """Return the merge as it is decided now."""
        theirs = [conflict for conflict, box in self._choices if box.currentIndex() == 1]
        return self._merging.outcome.decided(self._merging.mine, self._merging.theirs, theirs)

    def _merge(self) -> None:
        from maplanner.app.merging import apply_merge

        label = tr("Merge “{name}”").format(name=self._name)
        try:
            apply_merge(self._window.bridge.store, self.outcome(), label)
        except MaplannerError as error:
            self._window.application.complain(error, self)
            return
        self._window.say(tr("Merged “{name}”. Undo takes it back.").format(name=self._name))
        self.accept()

    def _fill(self) -> None:
        conflicts = self._merging.outcome.conflicts[:_MOST]
        self.table.setRowCount(len(conflicts))
        for row, conflict in enumerate(conflicts):
            for column, text in enumerate(self._cells(conflict)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(row, column, item)
            box = ChoiceBox()
            box.addItems([tr("Take what is here"), tr("Take what is there")])
            keeps_theirs = conflict.is_deletion and conflict.mine is None
            box.setCurrentIndex(1 if keeps_theirs else 0)
            box.setAccessibleName(tr("Which to take"))
            self.table.setCellWidget(row, 4, box)
            self._choices.append((conflict, box))
        if self._choices:
            # A table knows nothing of what stands in its cells.
            self.table.horizontalHeader().resizeSection(
                4, self._choices[0][1].sizeHint().width() + scaled(20)
            )

    def _cells(self, conflict: Conflict) -> tuple[str, str, str, str]:
        for reader in (self._merging.mine, self._merging.theirs):
            record = reader.get(conflict.id)
            if record is not None:
                break
        else:
            return conflict.id, "", "", ""
        what = f"{kind_title(record)}: {title_of(record, reader)}"
        if conflict.is_deletion:
            states = [
                tr("deleted") if each is None else tr("changed") for each in (conflict.mine, conflict.theirs)
            ]
            return what, "", states[0], states[1]
        return what, field_title(record, conflict.path), shown(conflict.mine), shown(conflict.theirs)

    def _set_up_table(self) -> None:
        self.table.setHorizontalHeaderLabels([tr("What"), tr("Field"), tr("Here"), tr("There"), tr("Take")])
        self.table.setAccessibleName(tr("Conflicts"))
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        header = self.table.horizontalHeader()
        for column in (0, 2, 3):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.table.verticalHeader().setDefaultSectionSize(scaled(_ROW))

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addWidget(self.words)
        layout.addWidget(self.table, 1)
        row = QHBoxLayout()
        parts: tuple[QWidget, ...] = (self.all_here, self.all_there)
        for part in parts:
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.buttons)
        layout.addLayout(row)
        for part in (self.table, *parts):
            part.setVisible(bool(self._choices))


def _summary(merging: Merging) -> str:
    conflicts = len(merging.outcome.conflicts)
    taken = merging.outcome.taken
    told = [counted(tr("%n changes come in by themselves"), taken) + "."] if taken else []
    if conflicts:
        told.append(
            counted(tr("%n conflicts"), conflicts) + ": " + tr("both copies changed the same; decide each.")
        )
    if not merging.knows_base:
        told.append(tr("The copies have no history in common, so that whatever differs is a conflict."))
    return " ".join(told)
