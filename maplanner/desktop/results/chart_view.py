"""Shows one chart as large as there is room, reads it off at the pointer, and saves or copies it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QImage, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QSizePolicy, QToolTip, QWidget

from maplanner.core.errors import MaplannerError
from maplanner.desktop.words import tr
from maplanner.drawing.charts.bars import Histogram
from maplanner.drawing.charts.chart import Chart
from maplanner.drawing.charts.over_time import TimeChart
from maplanner.drawing.geometry import Rect
from maplanner.drawing.text import Align, paint_text
from maplanner.drawing.theme import SECONDARY_SIZE, Theme, ink

_MARGIN = 8
_SMALLEST = (160.0, 64.0)


class ChartView(QWidget):
    """Paints a chart. Arrow keys move the reading from point to point where it is a line or a histogram."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chart: Chart | None = None
        self._fitted: Chart | None = None
        self._said = ""
        self._why_not = ""
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(180, 90)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.show_chart(None)

    @property
    def chart(self) -> Chart | None:
        """What is shown, in its own size."""
        return self._chart

    def show_chart(self, chart: Chart | None, why_not: str = "") -> None:
        """Show a chart, or say why there is none."""
        self._chart, self._said, self._why_not = chart, "", why_not
        self._fit()
        self.setAccessibleName(tr("Chart: {title}").format(title=chart.title) if chart else tr("Chart"))
        self.setAccessibleDescription(chart.words() if chart else "")
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self.update()

    def reading(self) -> str:
        """Return what the pointer reads off; empty when it points at nothing."""
        return self._said

    def sizeHint(self) -> QSize:
        return QSize(360, 170)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def _fit(self) -> None:
        if self._chart is None:
            self._fitted = None
            return
        width = max(float(self.width() - 2 * _MARGIN), _SMALLEST[0])
        height = max(float(self.height() - 2 * _MARGIN - 16), _SMALLEST[1])
        self._fitted = replace(self._chart, width=width, height=height)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        self._point(at.x() - _MARGIN, at.y() - _MARGIN)
        if self._said and not isinstance(self._fitted, TimeChart | Histogram):
            QToolTip.showText(event.globalPosition().toPoint(), self._said, self)

    def leaveEvent(self, event: QEvent) -> None:
        self._point(None, 0.0)

    def _point(self, x: float | None, y: float) -> None:
        chart = self._fitted
        self._said = "" if chart is None or x is None else chart.reading(x, y)
        if isinstance(chart, TimeChart | Histogram):
            self._fitted = replace(chart, pointed=x if self._said else None)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._fitted is None:
            self._say_why_not()
            return
        painter = QPainter(self)
        painter.translate(_MARGIN, _MARGIN)
        bounds = self._fitted.bounds
        room = self.height() - 2 * _MARGIN - 16
        if bounds.height > room > 0:
            painter.scale(room / bounds.height, room / bounds.height)
        self._fitted.paint(painter, self._theme)
        painter.resetTransform()
        foot = Rect(_MARGIN, self.height() - 20.0, self.width() - 2.0 * _MARGIN, 16.0)
        said = self._said or self._fitted.subtitle
        color = self._theme.text if self._said else self._theme.secondary
        paint_text(painter, foot, said, color, size=SECONDARY_SIZE, align=Align.RIGHT)
        painter.end()

    def _say_why_not(self) -> None:
        painter = QPainter(self)
        place = Rect(_MARGIN, 0.0, self.width() - 2.0 * _MARGIN, float(self.height()))
        paint_text(
            painter, place, self._why_not, self._theme.secondary, size=SECONDARY_SIZE, align=Align.CENTER
        )
        painter.end()

    # --- taking it along -------------------------------------------------------

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._chart is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Save chart …"), self.ask_and_save)
        menu.addAction(tr("Copy chart"), self.copy)
        menu.addAction(tr("Copy its figures"), self.copy_figures)
        menu.popup(event.globalPos())

    def ask_and_save(self) -> None:
        """Let a person choose a file, and write the chart there."""
        name, _kind = QFileDialog.getSaveFileName(
            self, tr("Save chart"), tr("chart.png"), tr("Pictures (*.png *.svg *.pdf);;Tables (*.csv)")
        )
        if not name:
            return
        try:
            self.save(Path(name) if Path(name).suffix else Path(name + ".png"))
        except MaplannerError as error:
            self._said = str(error)
            self.update()

    def save(self, path: Path) -> None:
        """Write the chart as PNG, SVG or PDF, or its figures as CSV, by the file's ending.

        Raises:
            CannotExport: The ending is unknown, or the file cannot be written.
        """
        from maplanner.exchange.exporter import picture_exporter, write_whole
        from maplanner.exchange.tables import csv_text

        if self._chart is None:
            return
        if path.suffix.lower() == ".csv":
            write_whole(path, csv_text(*self._chart.table()).encode("utf-8-sig"))
            return
        picture_exporter(path.suffix.lower().removeprefix(".")).write(self._chart, path, None)

    def copy(self) -> None:
        """Put the chart on the clipboard as a picture."""
        if self._chart is None:
            return
        ratio, bounds = 2.0, self._chart.bounds
        image = QImage(
            QSize(int((bounds.width + 32) * ratio), int((bounds.height + 32) * ratio)),
            QImage.Format.Format_ARGB32_Premultiplied,
        )
        image.fill(ink(self._theme.panel))
        painter = QPainter(image)
        painter.scale(ratio, ratio)
        painter.translate(16, 16)
        self._chart.paint(painter, self._theme)
        painter.end()
        QApplication.clipboard().setImage(image)

    def copy_figures(self) -> None:
        """Put the chart's figures on the clipboard, with tabs between columns."""
        if self._chart is None:
            return
        head, rows = self._chart.table()
        lines = ["\t".join(head), *("\t".join("" if x is None else str(x) for x in row) for row in rows)]
        QApplication.clipboard().setText("\n".join(lines))
