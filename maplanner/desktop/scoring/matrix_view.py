"""A grade matrix as a grid: letters for who the lead is, numbers for what it does."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from maplanner.desktop.lettering import lettering, scaled
from maplanner.desktop.scoring.sentences import figure
from maplanner.desktop.words import tr
from maplanner.document.records import ScoreMatrix
from maplanner.drawing.theme import MEDIUM, SECONDARY_SIZE, TEXT_SIZE, Theme, ink
from maplanner.scoring.grades import letters, numbers


class MatrixView(QWidget):
    """Draws the grades; the best are the strongest in colour. Clicking asks to change the matrix."""

    chosen = Signal(str)
    """The identifier of the matrix."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._matrix: ScoreMatrix | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_matrix(self, matrix: ScoreMatrix) -> None:
        """Show a matrix."""
        self._matrix = matrix
        self.setAccessibleName(
            tr("Grades {grades}").format(grades=", ".join(grade for row in self.grades() for grade in row))
        )
        self.updateGeometry()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.update()

    def grades(self) -> list[list[str]]:
        """Return the grades, a row for each letter."""
        if self._matrix is None:
            return []
        return [[letter + digit for digit in numbers(self._matrix)] for letter in letters(self._matrix)]

    def sizeHint(self) -> QSize:
        rows = len(self.grades())
        return QSize(scaled(220), scaled(22) + rows * scaled(30))

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(140), self.sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._choose()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose()
        else:
            super().keyPressEvent(event)

    def _choose(self) -> None:
        if self._matrix is not None:
            self.chosen.emit(self._matrix.id)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._matrix is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        grades = self.grades()
        rows, columns = len(grades), len(grades[0])
        painter.setFont(lettering(SECONDARY_SIZE))
        heads = [_bound(self._matrix.fit_marks, place) for place in range(rows)]
        left = max(painter.fontMetrics().horizontalAdvance(head) for head in heads) + 10.0
        top, height = scaled(20), scaled(30)
        width = (self.width() - left) / columns
        painter.setPen(ink(self._theme.secondary))
        for column in range(columns):
            box = QRectF(left + column * width, 0, width, top)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, _bound(self._matrix.engagement_marks, column))
        for row, head in enumerate(heads):
            painter.drawText(
                QRectF(0, top + row * height, left - 8, height), Qt.AlignmentFlag.AlignVCenter, head
            )
        painter.setFont(lettering(TEXT_SIZE, MEDIUM))
        for row in range(rows):
            for column in range(columns):
                box = QRectF(left + column * width, top + row * height, width, height).adjusted(1, 1, -1, -1)
                self._cell(painter, box, grades[row][column], (row + column) / max(1, rows + columns - 2))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._theme.accent), 1.5))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.8, 0.8, -0.8, -0.8), 5, 5)
        event.accept()

    def _cell(self, painter: QPainter, box: QRectF, grade: str, distance: float) -> None:
        ground = QColor(self._theme.accent)
        ground.setAlphaF(0.30 * (1.0 - distance) + 0.03)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(ink(self._theme.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, grade)


def _bound(marks: tuple[float, ...], place: int) -> str:
    """Return which points a row or column stands for."""
    ordered = sorted(marks, reverse=True)
    if place < len(ordered):
        return f"≥ {figure(ordered[place])}"
    return f"< {figure(ordered[-1])}" if ordered else tr("all")
