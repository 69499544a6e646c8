"""The sheet of keyboard shortcuts, made from the list of actions."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from maplanner.desktop.inspector.form import section_head
from maplanner.desktop.words import tr


class ActionLike(Protocol):
    """What the sheet reads of an action."""

    @property
    def id(self) -> str:
        """What names it for ever."""

    @property
    def title(self) -> str:
        """What it is called."""

    @property
    def shortcut(self) -> str:
        """The key that is shown; empty where there is none."""

    @property
    def menu(self) -> str:
        """The menu that it stands in."""


class ShortcutSheet(QDialog):
    """Every action that has a key, by menu, with a filter."""

    def __init__(self, actions: Iterable[ActionLike], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keyboard shortcuts"))
        self._actions = [action for action in actions if action.shortcut]
        self.rows: dict[str, list[QWidget]] = {}
        self._texts: dict[str, str] = {}
        self._heads: dict[str, QWidget] = {}
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(tr("Filter actions"))
        self.filter.setAccessibleName(tr("Filter actions"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._filter)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(self._body())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(self.filter)
        layout.addWidget(area, 1)
        layout.addWidget(buttons)
        self.resize(460, 560)

    def _body(self) -> QWidget:
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(4, 0, 12, 8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        line = 0
        for menu, actions in groupby(self._actions, key=lambda action: action.menu):
            head = section_head(tr(str(menu)))
            self._heads[str(menu)] = head
            grid.addWidget(head, line, 0, 1, 2)
            line += 1
            for action in actions:
                self._add(grid, line, action)
                line += 1
        grid.setRowStretch(line, 1)
        return body

    def _add(self, grid: QGridLayout, line: int, action: ActionLike) -> None:
        keys = QKeySequence(action.shortcut).toString(QKeySequence.SequenceFormat.NativeText)
        title, key = QLabel(tr(action.title)), QLabel(keys)
        key.setProperty("role", "key")
        key.setAccessibleName(f"{tr(action.title)}: {keys}")
        grid.addWidget(title, line, 0)
        grid.addWidget(key, line, 1, Qt.AlignmentFlag.AlignRight)
        self.rows[action.id] = [title, key]
        self._texts[action.id] = f"{tr(action.title)} {keys}".casefold()

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        shown_menus = set()
        for action in self._actions:
            fits = all(word in self._texts[action.id] for word in words)
            for widget in self.rows[action.id]:
                widget.setVisible(fits)
            if fits:
                shown_menus.add(str(action.menu))
        for menu, head in self._heads.items():
            head.setVisible(menu in shown_menus)
