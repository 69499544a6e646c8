"""Presentation mode: the whole screen walks a campaign step by step, by keys or mouse."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from maplanner.desktop.flowing import FlowLayout
from maplanner.desktop.lettering import lettering, scaled
from maplanner.desktop.motion import may_glide
from maplanner.desktop.naming import kind_title, title_of
from maplanner.desktop.presenting.route import Route
from maplanner.desktop.presenting.stage import Stage
from maplanner.desktop.words import number, spread, tr
from maplanner.document.records import Campaign, Step
from maplanner.drawing.picture import CampaignDrawing
from maplanner.drawing.theme import REGULAR, SEMIBOLD, Theme
from maplanner.steps import summary_of

if TYPE_CHECKING:
    from maplanner.desktop.main_window import MainWindow

_TITLE: Final = 30
_WORDS: Final = 18
_SMALL: Final = 14
_USUAL_HEIGHT: Final = 900
_MOST_NOTES: Final = 600
"""Letters of a step's notes that are shown; nobody reads more on a wall."""
_ON: Final = {
    Qt.Key.Key_Right,
    Qt.Key.Key_Space,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_PageDown,
}
_BACK: Final = {Qt.Key.Key_Left, Qt.Key.Key_Backspace, Qt.Key.Key_PageUp}
_SKIP: Final = {Qt.Key.Key_Down, Qt.Key.Key_S}


class Presentation(QWidget):
    """Fills the screen. → follows the first link, a digit another one, ← goes back, ↓ skips, Esc leaves."""

    def __init__(self, window: MainWindow, campaign_id: str, begin: str = "") -> None:
        super().__init__(window, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._reader = window.bridge.store.snapshot()
        self._result = window.analysis.result
        self._glides = may_glide()
        self._campaign = self._reader.find(Campaign, campaign_id)
        self.route = Route(self._reader, campaign_id, begin)
        self.setWindowTitle(title_of(self._campaign, self._reader))
        drawn = CampaignDrawing.from_reader(self._reader, campaign_id, self._result)
        self.stage = Stage(drawn, window.theme, self)
        self.stage.pressed.connect(self._press)
        self.words = QFrame(self)
        self.words.setProperty("role", "card")
        self.title, self.about, self.notes, self.numbers, self.place = (QLabel() for _ in range(5))
        self._choices = QWidget()
        self._flow = FlowLayout(self._choices)
        self._lay_out()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.show_here(glides=False)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.stage.set_theme(theme)

    # ------------------------------------------------------------ going

    def follow(self, choice: int = 0) -> None:
        """Go one of the ways on; where none leads on, to what has not been seen."""
        if self.route.follow(choice):
            self.show_here()

    def back(self) -> None:
        """Go back one step."""
        if self.route.back():
            self.show_here()

    def skip(self) -> None:
        """Go on to the next step that has not been seen."""
        if self.route.skip():
            self.show_here()

    def restart(self) -> None:
        """Begin again."""
        self.route.restart()
        self.show_here()

    def show_here(self, *, glides: bool = True) -> None:
        """Show the step one is at, and the ways on."""
        step = self._reader.find_or_none(Step, self.route.here)
        self._tell(step)
        self._offer_choices()
        self._place_words()
        self.stage.show_step(self.route.here, glides=glides and self._glides)

    # ------------------------------------------------------------ keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        digit = key - Qt.Key.Key_1.value
        if key == Qt.Key.Key_Escape:
            self.close()
        elif key in _ON:
            self.follow()
        elif key in _BACK:
            self.back()
        elif key in _SKIP:
            self.skip()
        elif key == Qt.Key.Key_Home:
            self.restart()
        elif 0 <= digit < 9:
            self.follow(digit)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() in (Qt.MouseButton.RightButton, Qt.MouseButton.BackButton):
            self.back()
        elif event.button() is Qt.MouseButton.ForwardButton:
            self.follow()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.angleDelta().y() < 0:
            self.follow()
        elif event.angleDelta().y() > 0:
            self.back()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.stage.setGeometry(self.rect())
        self._fit_letters()
        self._offer_choices()
        self._place_words()

    def _press(self, step_id: str) -> None:
        if not step_id:
            self.follow()
        elif self.route.go_to(step_id):
            self.show_here()

    # ------------------------------------------------------------ words

    def _tell(self, step: Step | None) -> None:
        notes = (step.notes if step is not None else tr("This campaign has no steps yet.")).strip()
        self.title.setText(title_of(step, self._reader) if step is not None else self.windowTitle())
        about = (
            " · ".join(part for part in (kind_title(step), summary_of(step, self._reader)) if part)
            if step
            else ""
        )
        self.about.setText(about)
        self.notes.setText(notes if len(notes) <= _MOST_NOTES else notes[:_MOST_NOTES] + " …")
        self.numbers.setText(self._figures(step))
        for label in (self.about, self.notes, self.numbers):
            label.setVisible(bool(label.text()))
        self.place.setText(
            tr("{campaign} · {seen} of {total} steps shown · → on, ← back, ↓ skip, Esc leaves").format(
                campaign=title_of(self._campaign, self._reader),
                seen=number(self.route.seen),
                total=number(self.route.total),
            )
        )

    def _figures(self, step: Step | None) -> str:
        found = (
            self._result.step_by_id.get(step.id) if self._result is not None and step is not None else None
        )
        if found is None or self._result is None:
            return ""
        from maplanner.simulation import Range

        return tr("{leads} leads come here in {days} days").format(
            leads=spread(Range.of(found.entered)), days=number(self._result.days)
        )

    def _offer_choices(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        choices = self.route.choices
        for place, choice in enumerate(choices):
            target = self._reader.find(Step, choice.step)
            words = [f"{place + 1}", choice.label, "→", title_of(target, self._reader)]
            button = QPushButton("  ".join(word for word in words if word).replace("&", "&&"))
            button.setFont(self._letters(_WORDS))
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(partial(self.follow, place))
            self._flow.addWidget(button)
            # At once: what is not shown yet is given no room when the words are placed.
            button.show()
        self._choices.setVisible(bool(choices))

    def _fit_letters(self) -> None:
        """Write as large as the screen is far away: twice the size on one twice as high as usual."""
        for label, size, weight in (
            (self.title, _TITLE, SEMIBOLD),
            (self.about, _WORDS, REGULAR),
            (self.notes, _WORDS, REGULAR),
            (self.numbers, _WORDS, SEMIBOLD),
            (self.place, _SMALL, REGULAR),
        ):
            label.setFont(self._letters(size, weight))

    def _letters(self, size: int, weight: int = REGULAR) -> QFont:
        return lettering(round(size * self._far), weight)

    @property
    def _far(self) -> float:
        return min(max(self.height() / _USUAL_HEIGHT, 0.7), 2.5)

    def _place_words(self) -> None:
        margin = scaled(24)
        wide = max(min(self.width() - 2 * margin, round(scaled(1100) * self._far)), 200)
        self._flow.invalidate()
        self._column.invalidate()
        high = self._column.heightForWidth(wide)
        high = min(high, self.height() * 6 // 10)
        self.words.setGeometry((self.width() - wide) // 2, self.height() - high - margin, wide, high)
        self.words.raise_()
        self.stage.cover(high + margin)

    def _lay_out(self) -> None:
        for label in (self.title, self.about, self.notes, self.numbers, self.place):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        leave = QPushButton(tr("Leave"))
        leave.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        leave.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.addWidget(self.place, 1)
        foot.addWidget(leave)
        layout = self._column = QVBoxLayout(self.words)
        layout.setContentsMargins(scaled(24), scaled(16), scaled(24), scaled(16))
        layout.setSpacing(scaled(8))
        for part in (self.title, self.about, self.notes, self.numbers, self._choices):
            layout.addWidget(part)
        layout.addLayout(foot)


def present(window: MainWindow) -> Presentation | None:
    """Show the campaign in front on the whole screen, from the selected step on; ``None`` without one."""
    campaign_id = window.tabs.campaign_id()
    canvas = window.tabs.canvas()
    if not campaign_id or canvas is None:
        return None
    chosen = [each for each in canvas.selected_ids() if each in canvas.canvas.steps]
    shown = Presentation(window, campaign_id, chosen[0] if len(chosen) == 1 else "")
    shown.setScreen(window.screen())
    shown.setGeometry(window.screen().geometry())
    shown.showFullScreen()
    shown.setFocus(Qt.FocusReason.OtherFocusReason)
    return shown
