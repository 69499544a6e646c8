"""How strictly words are compared: three buttons that both searches share."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from maplanner.desktop.words import tr
from maplanner.document.wording import Wording
from maplanner.drawing.icons import themed_icon
from maplanner.drawing.theme import Theme


class SearchOptions(QWidget):
    """Case, whole words, accents; none of them counts at first."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.case = self._toggle(tr("Match capital and small letters"))
        self.words = self._toggle(tr("Whole words only"))
        self.accents = self._toggle(tr("Match accents: “e” does not find “ē”"))
        self.accents.setText("é")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for toggle in (self.case, self.words, self.accents):
            layout.addWidget(toggle)
        self.set_theme(theme)

    def wording(self, text: str) -> Wording:
        """Return a text as it is to be looked for."""
        case, accents, words = (each.isChecked() for each in (self.case, self.accents, self.words))
        return Wording(text, case=case, accents=accents, words=words)

    def set_theme(self, theme: Theme) -> None:
        """Draw icons in other colours."""
        self.case.setIcon(themed_icon("case-sensitive", theme))
        self.words.setIcon(themed_icon("whole-word", theme))

    def _toggle(self, what: str) -> QToolButton:
        toggle = QToolButton()
        toggle.setCheckable(True)
        toggle.setProperty("role", "toggle")
        toggle.setToolTip(what)
        toggle.setAccessibleName(what)
        toggle.toggled.connect(self.changed)
        return toggle
