"""Naming a teammate in a text: “@” offers who there is."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QStringListModel, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QCompleter, QListView, QPlainTextEdit

_BEGUN: Final = re.compile(r"(?:^|\s)@([^@\n]{0,40})$")
_LEAST_WIDTH: Final = 220


class Mentions(QObject):
    """Completes names behind an “@” in a field. ``names`` tells who there is."""

    def __init__(self, field: QPlainTextEdit, names: Callable[[], list[str]]) -> None:
        super().__init__(field)
        self._field = field
        self._names = names
        self._model = QStringListModel(self)
        self.completer = QCompleter(self._model, self)
        self._popup = QListView()
        self.completer.setPopup(self._popup)
        self.completer.setWidget(field)
        self.completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.completer.activated[str].connect(self.insert)  # type: ignore[index] # an overload by type
        field.textChanged.connect(self._look)

    @property
    def is_offering(self) -> bool:
        """Whether names are offered, so that keys are for them."""
        return self._popup.isVisible()

    def begun(self) -> str | None:
        """Return what is typed of a name before the cursor; ``None`` where no name is begun."""
        cursor = self._field.textCursor()
        text = cursor.block().text()[: cursor.positionInBlock()]
        found = _BEGUN.search(text)
        return found.group(1) if found else None

    def insert(self, name: str) -> None:
        """Put a name in the place of what is typed of it."""
        typed = self.begun()
        if typed is None:
            return
        cursor = self._field.textCursor()
        left = QTextCursor.MoveOperation.Left
        cursor.movePosition(left, QTextCursor.MoveMode.KeepAnchor, len(typed))
        cursor.insertText(f"{name} ")
        self._field.setTextCursor(cursor)
        self._popup.hide()

    def _look(self) -> None:
        typed = self.begun() if self._field.hasFocus() else None
        if typed is None:
            self._popup.hide()
            return
        self._model.setStringList(self._names())
        self.completer.setCompletionPrefix(typed)
        if self.completer.completionCount() == 0:
            self._popup.hide()
            return
        place = self._field.cursorRect()
        place.setWidth(_LEAST_WIDTH)
        self.completer.complete(place)
        self._popup.setCurrentIndex(self.completer.completionModel().index(0, 0))
