"""Who may work on the plan, and links for those who are to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from maplanner.desktop.boxes import ChoiceBox, WholeBox
from maplanner.desktop.inspector.form import section_head
from maplanner.desktop.lettering import scaled
from maplanner.desktop.panels.comment_thread import when_text
from maplanner.desktop.words import tr

if TYPE_CHECKING:
    from maplanner.app.sharing import TeamSession

ROLE_WORDS: Final = {
    "edit": "may edit",
    "comment": "may comment",
    "view": "may look",
    "owner": "owner, may invite",
}
_WIDTH, _HEIGHT = 720, 560
_WIDE, _COLUMN, _ROW = 200, 130, 38


class PeopleDialog(QDialog):
    """Lists members and open invitations; an owner invites, gives roles and takes people off."""

    def __init__(self, parent: QWidget, team: TeamSession) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("People and invitations"))
        self.resize(_WIDTH, _HEIGHT)
        self._team = team
        self.members = _table(tr("Members"), (tr("Who"), tr("Role"), tr("Last here"), ""))
        self.invitations = _table(tr("Invitations"), (tr("For"), tr("Until"), tr("People"), ""))
        self.words = QLabel(tr("Whoever has a link comes in by it, with that role."))
        self.words.setProperty("role", "hint")
        self.words.setWordWrap(True)
        self.role = ChoiceBox()
        for name, words in ROLE_WORDS.items():
            self.role.addItem(tr(words), name)
        self.role.setAccessibleName(tr("Role"))
        self.days = _number(tr("Days"), 7, 366, tr(" days"))
        self.uses = _number(tr("For how many"), 1, 1_000, tr(" person"))
        self.uses.valueChanged.connect(
            lambda count: self.uses.setSuffix(tr(" person") if count == 1 else tr(" people"))
        )
        self.invite = QPushButton(tr("Make a link"))
        self.invite.setProperty("role", "primary")
        self.invite.clicked.connect(self._invite)
        self.link = QLineEdit()
        self.link.setReadOnly(True)
        self.link.setAccessibleName(tr("Link to send"))
        self.link.setPlaceholderText(tr("The link to send appears here"))
        self.copy = QPushButton(tr("Copy"))
        self.copy.setEnabled(False)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.link.text()))
        self._lay_out()
        self._ask({"do": "people"}, self._show)

    @property
    def is_owner(self) -> bool:
        """Whether this person may invite and give roles."""
        return self._team.shared.role == "owner"

    # ------------------------------------------------------------ asking the server

    def _ask(self, request: dict[str, Any], answered: Any) -> None:
        def hear(told: Mapping[str, Any]) -> None:
            if "error" in told:
                self._say(str(told["error"]))
            else:
                answered(told)

        if not self._team.shared.ask(request, hear):
            self._say(tr("The server cannot be reached now. Members are shown once it can."))

    def _say(self, words: str) -> None:
        self.words.setText(tr(words))

    def _change(self, request: dict[str, Any]) -> None:
        """Ask for a change, and show what came of it."""
        self._ask(request, lambda _told: self._ask({"do": "people"}, self._show))

    def _invite(self) -> None:
        request = {
            "do": "invite",
            "role": self.role.currentData(),
            "days": self.days.value(),
            "uses": self.uses.value(),
        }
        self._ask(request, self._show_link)

    def _show_link(self, told: Mapping[str, Any]) -> None:
        self.link.setText(str(self._team.link.with_token(str(told["token"]))))
        self.link.setCursorPosition(0)
        self.copy.setEnabled(True)
        self._say(tr("Send this link to one person, by a way you trust: whoever has it comes in."))
        self._ask({"do": "people"}, self._show)

    # ------------------------------------------------------------ showing

    def _show(self, told: Mapping[str, Any]) -> None:
        self._show_members(told.get("members") or ())
        self._show_invitations(told.get("invitations") or ())

    def _show_members(self, members: Sequence[Mapping[str, Any]]) -> None:
        here = {there.member for there in self._team.shared.people.others().values()}
        here.add(self._team.mine.member)
        self.members.setRowCount(0)
        self.members.setRowCount(len(members))
        for row, member in enumerate(members):
            mine = member["id"] == self._team.mine.member
            name = tr("{name} (you)").format(name=member["name"]) if mine else str(member["name"])
            seen = tr("here now") if member["id"] in here else when_text(_moment(member["seen"]))
            self.members.setItem(row, 0, QTableWidgetItem(name))
            self.members.setItem(row, 2, QTableWidgetItem(seen))
            if self.is_owner:
                self._offer_role(row, member)
                if not mine:
                    self._offer(self.members, row, tr("Take off"), {"do": "remove", "member": member["id"]})
            else:
                words = tr(ROLE_WORDS.get(str(member["role"]), ""))
                self.members.setItem(row, 1, QTableWidgetItem(words))

    def _offer_role(self, row: int, member: Mapping[str, Any]) -> None:
        box = ChoiceBox()
        for name, words in ROLE_WORDS.items():
            box.addItem(tr(words), name)
        box.setCurrentIndex(box.findData(member["role"]))
        box.activated.connect(
            lambda _index, box=box, who=member["id"]: self._change(
                {"do": "role", "member": who, "role": box.currentData()}
            )
        )
        self.members.setCellWidget(row, 1, box)

    def _show_invitations(self, invitations: Sequence[Mapping[str, Any]]) -> None:
        self.invitations.setRowCount(0)
        self.invitations.setRowCount(len(invitations))
        for row, each in enumerate(invitations):
            cells = (
                tr(ROLE_WORDS.get(str(each["role"]), "")),
                when_text(_moment(each["expires"])),
                each["uses"],
            )
            for column, text in enumerate(cells):
                self.invitations.setItem(row, column, QTableWidgetItem(str(text)))
            request = {"do": "withdraw", "invitation": each["id"]}
            self._offer(self.invitations, row, tr("Withdraw"), request)

    def _offer(self, table: QTableWidget, row: int, words: str, request: dict[str, Any]) -> None:
        button = QPushButton(words)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self._change(request))
        table.setCellWidget(row, table.columnCount() - 1, button)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addWidget(section_head(tr("Members")))
        layout.addWidget(self.members, 2)
        owners: list[QWidget] = [section_head(tr("Invite")), section_head(tr("Open invitations"))]
        layout.addWidget(owners[0])
        row = QHBoxLayout()
        asked: tuple[QWidget, ...] = (self.role, self.days, self.uses, self.invite)
        for part in asked:
            row.addWidget(part)
            owners.append(part)
        row.addStretch(1)
        layout.addLayout(row)
        shown = QHBoxLayout()
        shown.addWidget(self.link, 1)
        shown.addWidget(self.copy)
        layout.addLayout(shown)
        layout.addWidget(self.words)
        layout.addWidget(owners[1])
        layout.addWidget(self.invitations, 1)
        for part in (*owners, self.link, self.copy, self.invitations):
            part.setVisible(self.is_owner)


def _table(name: str, columns: tuple[str, ...]) -> QTableWidget:
    table = QTableWidget(0, len(columns))
    table.setHorizontalHeaderLabels(list(columns))
    table.setAccessibleName(name)
    table.verticalHeader().hide()
    table.setShowGrid(False)
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
    table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    for column in range(1, len(columns)):
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(column, scaled(_WIDE if column == 1 else _COLUMN))
    table.verticalHeader().setDefaultSectionSize(scaled(_ROW))
    return table


def _number(name: str, value: int, most: int, suffix: str) -> QSpinBox:
    box = WholeBox()
    box.setRange(1, most)
    box.setValue(value)
    box.setSuffix(suffix)
    box.setAccessibleName(name)
    return box


def _moment(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text))
    except ValueError:
        return None
