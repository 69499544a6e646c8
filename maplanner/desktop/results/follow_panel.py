"""Following one lead: what happens to it, moment by moment, with all that is known of it, and its forks."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from maplanner.desktop.flowing import FlowLayout
from maplanner.desktop.inspector.form import section_head
from maplanner.desktop.panels.showing import EmptyState
from maplanner.desktop.words import number, percent, tr
from maplanner.drawing.icons import themed_icon
from maplanner.drawing.theme import Theme

if TYPE_CHECKING:
    from maplanner.simulation.following import Choice, CrmRecord, Moment, Walk

_BUTTONS = (
    ("first", "skip-back", "To the beginning"),
    ("back", "chevron-left", "Back"),
    ("forward", "chevron-right", "Forward"),
    ("stop", "skip-forward", "On to the chosen step"),
)
_KEYS = {
    int(Qt.Key.Key_Left): "back",
    int(Qt.Key.Key_Right): "forward",
    int(Qt.Key.Key_Home): "first",
}


class FollowPanel(QWidget):
    """Shows one lead's walk. Arrow keys go back and forth; a fork's buttons choose what happens there."""

    moved = Signal(int)
    """The place of the moment that is shown."""
    chosen = Signal(int, int)
    """A fork, and the option that a person wants there."""
    left = Signal()
    """The panel is no longer seen: the drawing need not show the way."""
    wanted = Signal()
    """A lead is to be followed that comes to the selected step, or any."""
    another_wanted = Signal()
    natural_wanted = Signal()
    """Everything that was chosen by hand is to be as chance had it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._walk: Walk | None = None
        self.empty = EmptyState(theme, "footprints", _invitation())
        self.empty.button.clicked.connect(self.wanted)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("What happens to the lead"))
        self.list.currentRowChanged.connect(self._row_changed)
        self.list.installEventFilter(self)
        self.who = QLabel()
        self.who.setProperty("role", "secondary")
        self.steps = QComboBox()
        self.steps.setAccessibleName(tr("Step to go on to"))
        self.steps.setToolTip(tr("The button beside it goes on to the lead’s next arrival there"))
        self.another = QPushButton(tr("Another lead"))
        self.another.clicked.connect(self.another_wanted)
        self.natural = QPushButton(tr("As chance had it"))
        self.natural.setToolTip(tr("Forget what was chosen by hand"))
        self.natural.clicked.connect(self.natural_wanted)
        self.buttons: dict[str, QToolButton] = {}
        for name, _icon, title in _BUTTONS:
            button = QToolButton()
            button.setAutoRaise(True)
            button.setToolTip(tr(title))
            button.setAccessibleName(tr(title))
            button.clicked.connect(partial(self._go, name))
            self.buttons[name] = button
        self._facts = QScrollArea()
        self._facts.setWidgetResizable(True)
        self._facts.setFrameShape(QScrollArea.Shape.NoFrame)
        self._facts.setAccessibleName(tr("What is known of the lead"))
        self._lay_out()
        self.set_theme(theme)
        self.show_walk(None)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(4)
        for name in ("first", "back", "forward", "stop"):
            bar.addWidget(self.buttons[name])
        bar.addWidget(self.steps)
        bar.addSpacing(8)
        bar.addWidget(self.who, 1)
        bar.addWidget(self.natural)
        bar.addWidget(self.another)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.list)
        split.addWidget(self._facts)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setSizes([560, 380])
        split.setHandleWidth(1)
        shown = QWidget()
        inner = QVBoxLayout(shown)
        inner.setContentsMargins(12, 6, 8, 4)
        inner.setSpacing(4)
        inner.addLayout(bar)
        inner.addWidget(split, 1)
        self._shown = shown
        self._stack = QStackedLayout(self)
        self._stack.addWidget(shown)
        self._stack.addWidget(self.empty)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self.empty.set_theme(theme)
        for name, icon, _title in _BUTTONS:
            self.buttons[name].setIcon(themed_icon(icon, theme))

    @property
    def walk(self) -> Walk | None:
        """The walk that is shown."""
        return self._walk

    @property
    def place(self) -> int:
        """The place of the moment that is shown, or -1."""
        return self.list.currentRow()

    def say(self, text: str) -> None:
        """Show a sentence in place of a walk, such as that a lead is being looked for."""
        self._walk = None
        self.empty.say("footprints", text)
        self.empty.offer("")
        self._stack.setCurrentWidget(self.empty)

    def show_walk(self, walk: Walk | None, place: int = 0, wanted: str = "") -> None:
        """Show a walk from a moment on; ``wanted`` is the step to go on to."""
        if walk is None:
            self.say(_invitation())
            self.empty.offer(tr("Follow a lead"))
            return
        self._walk = walk
        self.list.blockSignals(True)
        self.list.clear()
        for moment in walk.moments:
            item = QListWidgetItem(_line(moment))
            item.setToolTip(_line(moment))
            if moment.choices:
                item.setIcon(themed_icon("git-fork", self._theme))
            self.list.addItem(item)
        self.list.blockSignals(False)
        self._offer_steps(walk, wanted or str(self.steps.currentData() or ""))
        who = tr("Lead {lead} of account {account}, run {run}").format(
            lead=walk.who.lead + 1, account=number(walk.who.account + 1), run=walk.who.run + 1
        )
        self.who.setText(who)
        self.natural.setVisible(any(choice.forced for moment in walk.moments for choice in moment.choices))
        self._stack.setCurrentWidget(self._shown)
        self.list.setCurrentRow(min(max(place, 0), len(walk.moments) - 1))

    def _offer_steps(self, walk: Walk, wanted: str) -> None:
        self.steps.clear()
        seen: dict[str, str] = {}
        for moment in walk.moments:
            if moment.is_arrival:
                seen.setdefault(moment.step, moment.title)
        for step, title in seen.items():
            self.steps.addItem(title or tr("untitled"), step)
        found = self.steps.findData(wanted)
        self.steps.setCurrentIndex(max(found, 0))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._walk is not None:
            self.moved.emit(self.place)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.left.emit()

    def take_keys(self) -> None:
        """Let the arrow keys go back and forth from now on."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._key(event.key()):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The list itself takes ← and → and does nothing with them.
        return (
            isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._key(event.key())
        )

    def _key(self, key: int) -> bool:
        name = _KEYS.get(key)
        if name is not None:
            self._go(name)
        return name is not None

    def _go(self, name: str) -> None:
        walk, place = self._walk, self.place
        if walk is None:
            return
        target: int | None = {"first": 0, "back": place - 1, "forward": place + 1}.get(name)
        if name == "stop":
            step = str(self.steps.currentData() or "")
            target = walk.next_at(step, place)
            target = walk.next_at(step, -1) if target is None else target
        if target is not None and 0 <= target < len(walk.moments):
            self.list.setCurrentRow(target)

    def _row_changed(self, place: int) -> None:
        if self._walk is None or place < 0:
            return
        self.buttons["back"].setEnabled(place > 0)
        self.buttons["forward"].setEnabled(place + 1 < len(self._walk.moments))
        self._facts.setWidget(self._told(self._walk, place))
        self.moved.emit(place)

    # --- what is known ---------------------------------------------------------

    def _told(self, walk: Walk, place: int) -> QWidget:
        moment = walk.moments[place]
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(12, 0, 8, 8)
        column.setSpacing(4)
        # Forks between this moment and the next decide what comes next: they are chosen here.
        following = walk.moments[place + 1].choices if place + 1 < len(walk.moments) else ()
        for choice in following:
            column.addWidget(self._fork(choice))
        facts = [
            (tr("When"), f"{_when(moment.day)} · {_date(walk, moment.day)}"),
            *((title, number(value, 1)) for title, value in zip(walk.scores, moment.scores, strict=True)),
            (tr("Known person"), tr("yes") if moment.identified else tr("no")),
            (tr("Stage"), moment.stage),
            (tr("Segments"), ", ".join(moment.segments)),
            (tr("Known"), ", ".join(walk.labels.get(key, key) for key in moment.known)),
        ]
        for title, text in facts:
            if text:
                column.addWidget(_fact(title, text))
        if moment.records:
            column.addWidget(section_head(tr("In the CRM")))
        for record in moment.records:
            column.addWidget(_fact(f"{record.system} {record.api_name}".strip(), _record(record)))
        column.addStretch(1)
        return body

    def _fork(self, choice: Choice) -> QWidget:
        box = QWidget()
        row = FlowLayout(box, spacing=4)
        head = QLabel(tr("Next: chosen") if choice.forced else tr("Next"))
        head.setProperty("role", "secondary")
        row.addWidget(head)
        for place, option in enumerate(choice.options):
            share = "" if option.share is None else f" · {percent(option.share)}"
            button = QPushButton(f"{tr(option.words)}{share}")
            if place == choice.taken:
                button.setProperty("role", "primary")
            button.setToolTip(tr("This happens") if place == choice.taken else tr("Let this happen instead"))
            button.clicked.connect(partial(self._choose, choice, place))
            row.addWidget(button)
        return box

    def _choose(self, choice: Choice, option: int, _checked: bool = False) -> None:
        if option != choice.taken:
            self.chosen.emit(choice.number, option)


def _invitation() -> str:
    return tr("Choose a step to see a lead that comes there, or none to see the first of all.")


def _line(moment: Moment) -> str:
    from maplanner.simulation.following import sentence_of

    when = "" if moment.value is None else _when(moment.value)
    value = "" if moment.value is None else number(moment.value, 0 if moment.value.is_integer() else 1)
    said = tr(sentence_of(moment)).format(title=moment.title or tr("untitled"), value=value, when=when)
    return f"{_when(moment.day)}   {said}"


def _when(days: float) -> str:
    from maplanner.simulation.following import day_and_time

    day, time = day_and_time(days)
    return tr("day {day}, {time}").format(day=number(day), time=time)


def _date(walk: Walk, days: float) -> str:
    day = walk.start + timedelta(days=int(days))
    return QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.ShortFormat)


def _fact(title: str, text: str) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    name, value = QLabel(title), QLabel(text)
    name.setProperty("role", "secondary")
    name.setAlignment(Qt.AlignmentFlag.AlignTop)
    name.setMinimumWidth(110)
    value.setWordWrap(True)
    value.setAccessibleName(f"{title}: {text}")
    row.addWidget(name)
    row.addWidget(value, 1)
    return box


def _record(record: CrmRecord) -> str:
    made = tr("made on {when}").format(when=_when(record.created))
    updated = tr(", updated %n times", record.updates) if record.updates else ""
    fields = f": {', '.join(record.fields)}" if record.fields else ""
    return f"{made}{updated}{fields}"
