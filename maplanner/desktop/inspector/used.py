"""Where the inspected record is used, each place a way to go there."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from maplanner.desktop.bridge import PlanBridge
from maplanner.desktop.eliding import ElidedButton, ElidedLabel
from maplanner.desktop.inspector.form import section_head
from maplanner.desktop.inspector.picking import place_words
from maplanner.desktop.naming import field_title, title_of
from maplanner.desktop.words import tr
from maplanner.document.records import Link, Step
from maplanner.document.usage import Use, uses_of, ways_into

_MOST_SHOWN: Final = 12
_PAUSE_MS: Final = 200


class UsedIn(QWidget):
    """Lists who uses one record; hides itself where nobody does."""

    jump_requested = Signal(str)

    def __init__(self, bridge: PlanBridge, record_id: str) -> None:
        super().__init__()
        self._bridge = bridge
        self._record_id = record_id
        self.uses: list[Use] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(section_head(tr("Used in")))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        layout.addLayout(self._rows)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.timeout.connect(self._look)
        self._look()

    def refresh(self) -> None:
        """Look again, once nobody types for a moment."""
        self._late.start(_PAUSE_MS)

    def _look(self) -> None:
        reader = self._bridge.reader
        record = reader.get(self._record_id)
        into = ways_into(reader, self._record_id) if isinstance(record, Step) else []
        self.uses = [*into, *uses_of(reader, [self._record_id])] if record is not None else []
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for use in self.uses[:_MOST_SHOWN]:
            self._rows.addWidget(self._row(use))
        if len(self.uses) > _MOST_SHOWN:
            more = QLabel(tr("and in {count} more places").format(count=len(self.uses) - _MOST_SHOWN))
            more.setProperty("role", "hint")
            self._rows.addWidget(more)
        if self.parentWidget() is not None or not self.uses:  # without a place it would flash as a window
            self.setVisible(bool(self.uses))

    def _row(self, use: Use) -> QWidget:
        title, beside = self._words(use)
        frame = QFrame()
        frame.setProperty("role", "row")
        layout = QHBoxLayout(frame)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.setSpacing(4)
        name = ElidedButton(title)
        name.setProperty("role", "part")
        name.setCursor(Qt.CursorShape.PointingHandCursor)
        name.setToolTip(f"{title}\n{place_words(use.user, self._bridge.reader)}")
        name.clicked.connect(lambda: self.jump_requested.emit(use.user.id))
        label = ElidedLabel(beside)
        label.setProperty("role", "secondary")
        layout.addWidget(name, 1)
        layout.addWidget(label)
        return frame

    def _words(self, use: Use) -> tuple[str, str]:
        reader = self._bridge.reader
        if isinstance(use.user, Link):
            source = reader.find_or_none(Step, use.user.source)
            return (title_of(source, reader) if source is not None else use.user.source), tr("leads here")
        return title_of(use.user, reader), field_title(use.user, use.path)
