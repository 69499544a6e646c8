"""The slider of time below a drawing: it plays what happens day by day, week by week."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSlider, QToolButton, QWidget

from maplanner.desktop.lettering import scaled
from maplanner.desktop.words import tr
from maplanner.drawing.icons import themed_icon
from maplanner.drawing.measures import Moment
from maplanner.drawing.theme import Theme

if TYPE_CHECKING:
    from maplanner.simulation import SimulationResult

_TICK_MS = 320
_SPANS = (("day by day", 1.0), ("week by week", 7.0), ("month by month", 30.0))


class TimeBar(QWidget):
    """Chooses a stretch of the simulated time, by hand or one after the other."""

    moment_changed = Signal(object)
    """The chosen :class:`Moment`, or ``None`` for all the time."""
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._days = 0.0
        self._width = 1.0
        self._first = date(2027, 1, 4)
        self.play = QToolButton()
        self.play.setAutoRaise(True)
        self.play.setIconSize(QSize(scaled(16), scaled(16)))
        self.play.clicked.connect(self.toggle)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(tr("Time"))
        self.slider.setPageStep(4)
        self.slider.valueChanged.connect(self._tell)
        self.span = QComboBox()
        self.span.setAccessibleName(tr("Length of a stretch"))
        for text, days in _SPANS:
            self.span.addItem(tr(text), days)
        self.span.activated.connect(self._fit)
        self.said = QLabel()
        self.said.setMinimumWidth(scaled(210))
        self.close_button = QToolButton()
        self.close_button.setAutoRaise(True)
        self.close_button.setText("×")
        self.close_button.setToolTip(tr("Show all the time again"))
        self.close_button.setAccessibleName(self.close_button.toolTip())
        self.close_button.clicked.connect(self.closed)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 8, 4)
        row.setSpacing(8)
        for part in (self.play, self.said, self.slider, self.span, self.close_button):
            row.addWidget(part, 1 if part is self.slider else 0)
        self._player = QTimer(self)
        self._player.setInterval(_TICK_MS)
        self._player.timeout.connect(self._step)
        self._show_playing()

    @property
    def is_playing(self) -> bool:
        """Whether time goes on by itself."""
        return self._player.isActive()

    def set_result(self, result: SimulationResult | None, first_day: date) -> None:
        """Let the slider go over a result's time."""
        self._first = first_day
        days = result.days if result is not None else 0.0
        if days != self._days:
            self._days = days
            self.span.setCurrentIndex(0 if days <= 45 else 1 if days <= 800 else 2)
            self._fit()
        elif self.isVisible():
            self._tell()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self._show_playing()

    def moment(self) -> Moment | None:
        """Return the chosen stretch of time."""
        if self._days <= 0:
            return None
        begins = self.slider.value() * self._width
        return Moment(begins, min(begins + self._width, self._days))

    def toggle(self) -> None:
        """Play, from the beginning if it has ended, or pause."""
        if self.is_playing:
            self._player.stop()
        else:
            if self.slider.value() == self.slider.maximum():
                self.slider.setValue(0)
            self._player.start()
        self._show_playing()

    def stop(self) -> None:
        """Let time stand."""
        self._player.stop()
        self._show_playing()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() == Qt.Key.Key_Space:
            self.toggle()
        else:
            super().keyPressEvent(event)

    def _fit(self, _index: int = 0) -> None:
        place = self.slider.value() * self._width
        self._width = float(self.span.currentData() or 1.0)
        count = max(1, math.ceil(self._days / self._width - 1e-9))
        self.slider.blockSignals(True)
        self.slider.setRange(0, count - 1)
        self.slider.setValue(min(int(place / self._width), count - 1))
        self.slider.blockSignals(False)
        self._tell()

    def _step(self) -> None:
        if self.slider.value() >= self.slider.maximum():
            self.stop()
        else:
            self.slider.setValue(self.slider.value() + 1)

    def _tell(self, _value: int = 0) -> None:
        moment = self.moment()
        self.said.setText("" if moment is None else self._words(moment))
        self.slider.setAccessibleDescription(self.said.text())
        if self.isVisible():
            self.moment_changed.emit(moment)

    def _words(self, moment: Moment) -> str:
        first, last = math.floor(moment.begins), max(math.ceil(moment.ends) - 1, math.floor(moment.begins))
        locale = QLocale()
        dates = (self._first + timedelta(days=day) for day in (first, last))
        days = [
            locale.toString(QDate(each.year, each.month, each.day), QLocale.FormatType.ShortFormat)
            for each in dates
        ]
        if first == last:
            return tr("day {number} · {date}").format(number=first + 1, date=days[0])
        return tr("days {first} – {last} · {from_} – {to}").format(
            first=first + 1, last=last + 1, from_=days[0], to=days[1]
        )

    def _show_playing(self) -> None:
        playing = self.is_playing
        self.play.setIcon(themed_icon("pause" if playing else "play", self._theme))
        self.play.setToolTip(tr("Pause") if playing else tr("Play"))
        self.play.setAccessibleName(self.play.toolTip())
