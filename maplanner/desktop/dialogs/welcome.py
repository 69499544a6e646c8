"""The page that stands where no plan is open: recent plans and templates."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QDateTime, QFileInfo, QLocale, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from maplanner.desktop.inspector.form import section_head
from maplanner.desktop.words import tr


class TemplateLike(Protocol):
    """What the page reads of a template."""

    @property
    def name(self) -> str:
        """What the program calls it."""

    @property
    def title(self) -> str:
        """What people call it."""


class WelcomePage(QScrollArea):
    """New, Open and Import; the plans that were open lately; the templates."""

    new_requested = Signal(str)
    """The name of the template to begin from; ``empty`` for a blank plan."""
    open_requested = Signal(str)
    """The path of the plan to open; empty to let the person choose one."""
    join_requested = Signal()
    """A plan that others share is to be joined."""
    recover_requested = Signal(str)
    """The path of a plan without a name that a crash left behind."""

    def __init__(
        self,
        recent: Sequence[str | Path] = (),
        templates: Sequence[TemplateLike] = (),
        drafts: Sequence[str | Path] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Welcome"))
        self._templates = templates
        self.buttons: dict[str, QPushButton] = {}
        self.show_plans(recent, drafts)

    def show_plans(self, recent: Sequence[str | Path], drafts: Sequence[str | Path] = ()) -> None:
        """Show these plans, recent ones and those to be recovered."""
        self.buttons.clear()
        column = QWidget()
        column.setMaximumWidth(620)
        layout = QVBoxLayout(column)
        layout.setContentsMargins(24, 32, 24, 24)
        layout.setSpacing(8)
        title = QLabel(tr("Plan campaigns before you build them"))
        title.setProperty("role", "title")
        about = QLabel(tr("Draw them, see what is missing, and see simulated leads flow through."))
        about.setProperty("role", "secondary")
        about.setWordWrap(True)
        layout.addWidget(title)
        layout.addWidget(about)
        layout.addSpacing(8)
        layout.addLayout(self._verbs())
        layout.addSpacing(8)
        if drafts:
            layout.addWidget(section_head(tr("Not saved when the program ended")))
            for path in drafts:
                layout.addWidget(self._draft(Path(path)))
            layout.addSpacing(8)
        layout.addWidget(section_head(tr("Recent plans")))
        for path in recent:
            layout.addWidget(self._recent(Path(path)))
        if not recent:
            layout.addWidget(_quiet(tr("Plans that you open will be listed here.")))
        layout.addSpacing(8)
        layout.addWidget(section_head(tr("Begin from")))
        for template in self._templates:
            layout.addWidget(self._template(template))
        layout.addStretch(1)
        page = QWidget()
        outer = QHBoxLayout(page)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addStretch(1)
        outer.addWidget(column, 8)
        outer.addStretch(1)
        self.setWidget(page)

    def _verbs(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        new, open_ = QPushButton(tr("New plan")), QPushButton(tr("Open …"))
        new.setProperty("role", "primary")
        new.clicked.connect(lambda: self.new_requested.emit("empty"))
        open_.clicked.connect(lambda: self.open_requested.emit(""))
        join = QPushButton(tr("Join a shared plan …"))
        join.clicked.connect(self.join_requested)
        for name, button in (("new", new), ("open", open_), ("join", join)):
            self.buttons[name] = button
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _recent(self, path: Path) -> QWidget:
        row = _CardRow(path.stem, _short(path.parent), _changed(path))
        row.button.setToolTip(str(path))
        row.button.clicked.connect(lambda: self.open_requested.emit(str(path)))
        self.buttons[str(path)] = row.button
        return row

    def _draft(self, path: Path) -> QWidget:
        row = _CardRow(tr("Plan without a name"), tr("Open it to save it under a name"), _changed(path))
        row.button.setToolTip(str(path))
        row.button.clicked.connect(lambda: self.recover_requested.emit(str(path)))
        self.buttons[str(path)] = row.button
        return row

    def _template(self, template: TemplateLike) -> QWidget:
        row = _CardRow(tr(template.title), str(getattr(template, "description", "") or ""), "")
        row.button.clicked.connect(lambda: self.new_requested.emit(template.name))
        self.buttons[template.name] = row.button
        return row


class _CardRow(QFrame):
    """A row with a title that is a button, a place and a time, both in small letters."""

    def __init__(self, title: str, place: str, when: str) -> None:
        super().__init__()
        self.setProperty("role", "row")
        self._place_text = place
        self._title = title
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2, 2, 12, 2)
        layout.setSpacing(8)
        self.button = QPushButton()
        self.button.setProperty("role", "part")
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.button.setAccessibleName(title)
        self._place = _quiet("")
        self._when = _quiet(when)
        layout.addWidget(self.button, 3)
        layout.addWidget(self._place, 2)
        layout.addWidget(self._when)
        self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        room = max(self.width() - self._when.sizeHint().width() - 48, 120)
        metrics = QFontMetrics(self.button.font())
        title = metrics.elidedText(self._title, Qt.TextElideMode.ElideMiddle, room * 55 // 100)
        self.button.setText(title.replace("&", "&&"))
        small = QFontMetrics(self._place.font())
        self._place.setText(
            small.elidedText(self._place_text, Qt.TextElideMode.ElideMiddle, room * 40 // 100)
        )


def _quiet(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "secondary")
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _short(folder: Path) -> str:
    try:
        return str(Path("~") / folder.relative_to(Path.home()))
    except ValueError:
        return str(folder)


def _changed(path: Path) -> str:
    changed = QFileInfo(str(path)).lastModified()
    return _when(changed) if changed.isValid() else tr("not found")


def _when(changed: QDateTime) -> str:
    days = changed.daysTo(QDateTime.currentDateTime())
    if days == 0:
        return tr("today, {time}").format(time=changed.toString("HH:mm"))
    if days == 1:
        return tr("yesterday")
    return QLocale().toString(changed.date(), QLocale.FormatType.ShortFormat)
