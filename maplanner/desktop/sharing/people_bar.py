"""The people who are in the plan now, as round marks in their colours; a click follows one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from maplanner.desktop.words import tr

if TYPE_CHECKING:
    from maplanner.team.presence import Whereabouts

_SIZE: Final = 24
_MOST: Final = 8


class PersonMark(QToolButton):
    """One person: their initials on their colour, ringed while they are followed."""

    def __init__(self, client: int) -> None:
        super().__init__()
        self.client = client
        self._there: Whereabouts | None = None
        self._looks: tuple[str, str, str, bool] | None = None
        self.setCheckable(True)
        self.setFixedSize(_SIZE + 4, _SIZE + 2)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_person(self, there: Whereabouts, where: str, *, followed: bool) -> None:
        """Show a person, and say where they are."""
        looks = (there.person, there.color, where, followed)
        if looks == self._looks:
            return
        self._there, self._looks = there, looks
        self.setChecked(followed)
        click = tr("Click to stop following.") if followed else tr("Click to follow them.")
        self.setToolTip(f"{there.person}{f' · {where}' if where else ''}\n{click}")
        self.setAccessibleName(there.person)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_SIZE + 4, _SIZE + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._there is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = QColor(self._there.color)
        disc = QRectF(2, 1, _SIZE, _SIZE)
        if self.isChecked() or self.hasFocus():
            painter.setPen(QPen(color, 2))
            painter.drawEllipse(disc.adjusted(0.5, 0.5, -0.5, -0.5))
            disc.adjust(3, 3, -3, -3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawEllipse(disc)
        painter.setPen(QColor("#ffffff"))
        font = painter.font()
        font.setPixelSize(10)
        font.setBold(True)
        painter.setFont(font)
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, initials(self._there.person))
        painter.end()


class PeopleBar(QWidget):
    """A row of people."""

    follow_requested = Signal(object)
    """The client of a person who is to be followed; the same again stops it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks: dict[int, PersonMark] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(4, 0, 10, 0)
        self._row.setSpacing(2)
        self._others: Mapping[int, tuple[Whereabouts, str]] = {}
        self._followed = 0
        self.rest = QToolButton()
        self.rest.setAutoRaise(True)
        # What opens says enough; the arrow would lie over the number.
        self.rest.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        self.rest.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.rest)
        menu.aboutToShow.connect(self._fill_menu)
        self.rest.setMenu(menu)
        self.rest.hide()
        self._row.addWidget(self.rest)

    def show_people(self, people: Mapping[int, tuple[Whereabouts, str]], followed: int) -> None:
        """Show these people, each with where they are."""
        first = dict(list(people.items())[:_MOST])
        for client in set(self._marks) - set(first):
            mark = self._marks.pop(client)
            self._row.removeWidget(mark)
            mark.deleteLater()
        for client, (there, where) in first.items():
            if client not in self._marks:
                mark = self._marks[client] = PersonMark(client)
                mark.clicked.connect(lambda _on=False, chosen=client: self.follow_requested.emit(chosen))
                self._row.insertWidget(len(self._marks) - 1, mark)
            self._marks[client].show_person(there, where, followed=client == followed)
        self._show_rest({client: each for client, each in people.items() if client not in first}, followed)
        # A menu bar gives its corner the size that it asks for when it is put there, and not a pixel more.
        rest = self.rest.sizeHint().width() + 2 if self.rest.isVisibleTo(self) else 0
        self.setFixedWidth(len(self._marks) * (_SIZE + 6) + 14 + rest)

    def _show_rest(self, rest: Mapping[int, tuple[Whereabouts, str]], followed: int) -> None:
        """Say how many more there are; its menu names them."""
        self._others = rest
        self.rest.setVisible(bool(rest))
        self.rest.setText(f"+{len(rest)}")
        names = ", ".join(there.person for there, _where in rest.values())
        self.rest.setToolTip(tr("Also here: {names}").format(names=names))
        self.rest.setAccessibleName(self.rest.toolTip())
        self._followed = followed

    def _fill_menu(self) -> None:
        menu = self.rest.menu()
        menu.clear()
        for client, (there, where) in self._others.items():
            words = f"{there.person} · {where}" if where else there.person
            action = menu.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(client == self._followed)
            action.triggered.connect(lambda _on=False, chosen=client: self.follow_requested.emit(chosen))

    def marks(self) -> list[PersonMark]:
        """Return what is shown, from left to right."""
        return list(self._marks.values())


def initials(name: str) -> str:
    """Return one or two letters that stand for a person."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()[:2]
