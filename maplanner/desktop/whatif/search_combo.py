"""A choice among many things that are found by typing any part of their names."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget

from maplanner.desktop.boxes import ChoiceBox


class SearchCombo(ChoiceBox):
    """Offers (key, title) pairs; a typed text that is none of them keeps what was chosen."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setEditable(True)
        self._line = QLineEdit(self)
        self.setLineEdit(self._line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(24)
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCompleter(completer)
        self._line.editingFinished.connect(self._settle)

    def offer(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Offer these; what was chosen stays so where it is still there."""
        wanted = list(pairs)
        if wanted == [(self.itemData(row), self.itemText(row)) for row in range(self.count())]:
            return
        chosen = self.currentData()
        blocked = self.blockSignals(True)
        self.clear()
        for key, title in wanted:
            self.addItem(title, key)
        self.setCurrentIndex(max(0, self.findData(chosen)) if wanted else -1)
        self.blockSignals(blocked)

    def choose(self, key: str) -> None:
        """Choose one by its key."""
        self.setCurrentIndex(self.findData(key))

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Whoever comes here wants to type another name, not to add to this one. A click places the
        # cursor after it has given the focus: all is selected behind that.
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            QTimer.singleShot(0, self._line, self._line.selectAll)

    def _settle(self) -> None:
        found = self.findText(self._line.text(), Qt.MatchFlag.MatchFixedString)
        if found >= 0:
            self.setCurrentIndex(found)
        self._line.setText(self.itemText(self.currentIndex()))
