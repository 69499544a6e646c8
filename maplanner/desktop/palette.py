"""The palette of steps: drag one onto the drawing, or press it to add it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import QDrag, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from maplanner.desktop.canvas.clipboard import KIND_MIME
from maplanner.desktop.flowing import FlowLayout
from maplanner.desktop.inspector.form import section_head
from maplanner.desktop.words import tr
from maplanner.drawing.icons import themed_icon
from maplanner.drawing.theme import Theme
from maplanner.steps import KINDS, Kind, PaletteGroup

_HEADS: dict[PaletteGroup, str] = {
    PaletteGroup.INBOUND: "Entries",
    PaletteGroup.OUTBOUND: "Entries",
    PaletteGroup.PAGES: "Pages and forms",
    PaletteGroup.MESSAGES: "Messages",
    PaletteGroup.LOGIC: "Logic",
    PaletteGroup.SEGMENTS: "Segments and scores",
    PaletteGroup.SALES: "CRM and sales",
}


class Palette(QWidget):
    """All kinds of step in groups, with a filter."""

    chosen = Signal(str)
    """A kind was pressed, by name: add a step of it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chips: list[_Chip] = []
        self._heads: list[tuple[QLabel, list[_Chip]]] = []
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(tr("Filter steps"))
        self.filter.setAccessibleName(tr("Filter steps"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._apply_filter)
        self.filter.returnPressed.connect(self._choose_first)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 4, 4, 4)
        layout.setSpacing(4)
        layout.addWidget(section_head(tr("Steps")))
        layout.addWidget(self.filter)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._groups())
        layout.addWidget(self._scroll, 1)

    def set_theme(self, theme: Theme) -> None:
        """Draw icons in other colours."""
        self._theme = theme
        for chip in self._chips:
            chip.show_icon(theme)

    def _groups(self) -> QWidget:
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 8, 8)
        layout.setSpacing(4)
        for head, kinds in _by_head().items():
            label = QLabel(tr(head))
            label.setProperty("role", "field")
            layout.addWidget(label)
            flow_widget = QWidget()
            flow = FlowLayout(flow_widget)
            chips = [self._chip(kind) for kind in kinds]
            for chip in chips:
                flow.addWidget(chip)
            layout.addWidget(flow_widget)
            self._heads.append((label, chips))
        layout.addStretch(1)
        return body

    def _chip(self, kind: Kind[Any]) -> _Chip:
        chip = _Chip(kind.name, tr(kind.title), tr(kind.help))
        chip.show_icon(self._theme)
        chip.chosen.connect(self.chosen)
        self._chips.append(chip)
        return chip

    def _apply_filter(self, text: str) -> None:
        wanted = text.casefold().strip()
        for label, chips in self._heads:
            for chip in chips:
                chip.setVisible(wanted in chip.text().casefold() or wanted in chip.toolTip().casefold())
            label.setVisible(any(not chip.isHidden() for chip in chips))

    def _choose_first(self) -> None:
        for chip in self._chips:
            if not chip.isHidden():
                self.chosen.emit(chip.kind_name)
                return


def _by_head() -> dict[str, list[Kind[Any]]]:
    found: dict[str, list[Kind[Any]]] = {}
    for kind in KINDS.values():
        found.setdefault(_HEADS[kind.group], []).append(kind)
    return found


class _Chip(QPushButton):
    """One kind: pressed or dragged."""

    chosen = Signal(str)

    def __init__(self, kind_name: str, title: str, help_text: str) -> None:
        super().__init__(title)
        self.kind_name = kind_name
        self.setProperty("role", "chip")
        self.setToolTip(help_text)
        self._pressed_at: QPoint | None = None
        self.clicked.connect(lambda: self.chosen.emit(self.kind_name))

    def show_icon(self, theme: Theme) -> None:
        """Draw the icon in its group's colour."""
        kind = KINDS[self.kind_name]
        self.setIcon(themed_icon(kind.icon, theme, theme.group(kind.group)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self.kind_name)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take the second press of a double click for a part of it: it adds one step, as elsewhere."""
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is None:
            return
        moved = (event.position().toPoint() - self._pressed_at).manhattanLength()
        if moved < QApplication.startDragDistance():
            return
        self._pressed_at = None
        self.setDown(False)
        drag = QDrag(self)
        data = QMimeData()
        data.setData(KIND_MIME, self.kind_name.encode())
        drag.setMimeData(data)
        drag.setPixmap(self.grab())
        drag.setHotSpot(QPoint(self.width() // 2, self.height() // 2))
        drag.exec(Qt.DropAction.CopyAction)
