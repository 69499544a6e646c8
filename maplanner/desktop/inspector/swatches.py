"""The editor of a colour: a row of swatches, none, and any other."""

from __future__ import annotations

from typing import Final

from pydantic import JsonValue
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QButtonGroup, QColorDialog, QToolButton, QWidget

from maplanner.desktop.inspector.editor import Editor, row
from maplanner.desktop.inspector.shape import Shape
from maplanner.desktop.words import tr

SWATCHES: Final = (
    ("Blue", "#2f6fed"),
    ("Teal", "#0d9488"),
    ("Green", "#2e9e4f"),
    ("Amber", "#c27c0e"),
    ("Red", "#d64545"),
    ("Purple", "#8250df"),
    ("Grey", "#6b7280"),
)
"""Names and values of the colours that are offered; they can be told apart with any kind of sight."""
_SIDE: Final = 16


class ColorEditor(Editor):
    """A colour as ``#rrggbb``, or none."""

    def __init__(self, shape: Shape, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = tr(shape.meaning.title)
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)  # none of them is chosen where the selected things differ
        self.buttons = {"": self._button("", tr("No colour"))}
        self.buttons |= {value: self._button(value, tr(name)) for name, value in SWATCHES}
        self.other = QToolButton()
        self.other.setText(tr("Other …"))
        self.other.setCheckable(True)
        self.other.setProperty("role", "toggle")
        self.other.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.other.setAccessibleName(f"{self._title}: {tr('Other …')}")
        self.other.clicked.connect(self._ask)
        layout = row(self, *self.buttons.values(), self.other)
        layout.setSpacing(2)
        layout.addStretch(1)
        self.setFocusProxy(self.buttons[""])
        self._shown: str | None = None

    def show_value(self, value: JsonValue) -> None:
        """Show a colour, chosen among the swatches or on the button for others."""
        self._shown = str(value or "").lower()
        for color, button in self.buttons.items():
            button.setChecked(color == self._shown)
        is_other = self._shown not in self.buttons
        self.other.setChecked(is_other)
        self.other.setIcon(_patch(self._shown) if is_other else QIcon())

    def show_mixed(self) -> None:
        """Show that the selected things differ here."""
        self._shown = None
        for button in (*self.buttons.values(), self.other):
            button.setChecked(False)
        self.other.setIcon(QIcon())

    def _button(self, color: str, name: str) -> QToolButton:
        button = QToolButton()
        button.setCheckable(True)
        button.setProperty("role", "swatch")
        button.setIcon(_patch(color))
        button.setIconSize(QSize(_SIDE, _SIDE))
        button.setToolTip(name)
        button.setAccessibleName(f"{self._title}: {name}")
        button.clicked.connect(lambda: self._choose(color))
        self._group.addButton(button)
        return button

    def _choose(self, color: str) -> None:
        changed = color != self._shown
        self.show_value(color)
        if changed:
            self.emit_edit(color)

    def _ask(self) -> None:
        self.other.setChecked(self._shown not in {None, *self.buttons})
        dialog = QColorDialog(QColor(self._shown or SWATCHES[0][1]), self)
        dialog.setWindowTitle(self._title)
        dialog.colorSelected.connect(lambda color: self._choose(color.name()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _patch(color: str) -> QIcon:
    """Return a round patch of a colour; of none, a ring with a stroke through it."""
    picture = QPixmap(2 * _SIDE, 2 * _SIDE)
    picture.fill(QColor(0, 0, 0, 0))
    picture.setDevicePixelRatio(2.0)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if color:
        painter.setPen(QPen(QColor(128, 128, 128, 120)))
        painter.setBrush(QColor(color))
        painter.drawEllipse(1, 1, _SIDE - 2, _SIDE - 2)
    else:
        painter.setPen(QPen(QColor(128, 128, 128), 1.5))
        painter.drawEllipse(2, 2, _SIDE - 4, _SIDE - 4)
        painter.drawLine(4, _SIDE - 4, _SIDE - 4, 4)
    painter.end()
    return QIcon(picture)
