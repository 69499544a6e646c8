"""Asking for what sharing and joining need."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from maplanner.core.errors import MaplannerError
from maplanner.desktop.words import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from maplanner.team.links import ShareLink

_WIDTH = 520
_LONGEST_LINK = 2_000


class LinkDialog(QDialog):
    """A form with a link and some more; complains in place until what was typed works."""

    def __init__(self, parent: QWidget, title: str, words: str, do: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(_WIDTH)
        explained = QLabel(words)
        explained.setWordWrap(True)
        explained.setProperty("role", "hint")
        self.form = QFormLayout()
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.complaint = QLabel()
        self.complaint.setProperty("role", "complaint")
        self.complaint.setWordWrap(True)
        self.complaint.hide()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go = self.buttons.addButton(do, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self._try)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        for part in (explained, self.complaint):
            layout.addWidget(part)
        layout.insertLayout(1, self.form)
        layout.addWidget(self.buttons)
        self.go.setDefault(True)
        self.link = self.line(tr("Link"))
        self.link.setFocus()

    def take_from_clipboard(self, is_wanted: Callable[[ShareLink], bool]) -> None:
        """Fill in the link that was just copied, if it is one of the sort that is asked for."""
        from maplanner.team.links import ShareLink

        text = QGuiApplication.clipboard().text().strip()
        try:
            fits = bool(text) and len(text) < _LONGEST_LINK and is_wanted(ShareLink.parse(text))
        except MaplannerError:
            # What was copied last is something else.
            return
        if fits:
            self.link.setText(text)

    def line(self, title: str, text: str = "", hint: str = "") -> QLineEdit:
        """Add a line to fill in."""
        field = QLineEdit(text)
        field.setPlaceholderText(hint)
        field.setAccessibleName(title)
        field.textChanged.connect(self._check)
        self.form.addRow(title, field)
        return field

    def attempt(self) -> None:
        """Do what was asked for.

        Raises:
            MaplannerError: It is not possible; the message is shown, and the form stays open.
        """
        raise NotImplementedError

    def _check(self) -> None:
        self.complaint.hide()
        self.go.setEnabled(bool(self.link.text().strip()))

    def _try(self) -> None:
        try:
            self.attempt()
        except MaplannerError as error:
            self.complaint.setText(tr(str(error)))
            self.complaint.show()
        else:
            self.accept()


class ShareDialog(LinkDialog):
    """Asks for a server's key, a name and who one is."""

    def __init__(
        self, parent: QWidget, title: str, person: str, share: Callable[[str, str, str], object]
    ) -> None:
        words = tr(
            "Paste the key of your team's server; “maplanner serve” prints it. The plan stays a complete "
            "file on this machine, and is kept in step whenever the server can be reached."
        )
        super().__init__(parent, tr("Share this plan"), words, tr("Share"))
        self._share = share
        self.link.setPlaceholderText("https://plans.example.org/#new-…")
        self.name = self.line(tr("Name on the server"), title)
        self.person = self.line(tr("Your name"), person, tr("As the others see it"))
        self._check()
        self.take_from_clipboard(lambda link: not link.plan)

    def attempt(self) -> None:
        self._share(self.link.text().strip(), self.name.text().strip(), self.person.text().strip())


class JoinDialog(LinkDialog):
    """Asks for a link, who one is, and where the plan's file is to lie."""

    def __init__(
        self, parent: QWidget, folder: Path, person: str, join: Callable[[str, Path, str], object]
    ) -> None:
        words = tr("Paste the link that you were sent. The plan becomes a file of your own, kept in step.")
        super().__init__(parent, tr("Join a shared plan"), words, tr("Join"))
        self._join = join
        self._folder = folder
        self._is_own_place = False
        self.link.setPlaceholderText("https://plans.example.org/Spring#inv-…")
        self.person = self.line(tr("Your name"), person, tr("As the others see it"))
        self.place = QLineEdit()
        self.place.setAccessibleName(tr("File"))
        choose = QPushButton(tr("Choose …"))
        choose.clicked.connect(self._choose)
        row = QHBoxLayout()
        row.addWidget(self.place, 1)
        row.addWidget(choose)
        self.form.addRow(tr("File"), row)
        self.link.textChanged.connect(self._propose)
        self.place.textEdited.connect(self._take_place)
        self._check()
        self.take_from_clipboard(lambda link: bool(link.plan))

    def attempt(self) -> None:
        self._propose()
        self._join(self.link.text().strip(), Path(self.place.text().strip()), self.person.text().strip())

    def _propose(self) -> None:
        """Name a file after the plan, until a person chooses another."""
        from maplanner.app.sharing import join_path

        if self._is_own_place and self.place.text().strip():
            return
        try:
            self.place.setText(str(join_path(self._folder, self.link.text())))
        except MaplannerError:
            # The link is half typed; what is wrong with a whole one is said when it is used.
            self.place.clear()

    def _take_place(self) -> None:
        self._is_own_place = True

    def _choose(self) -> None:
        name, _filter = QFileDialog.getSaveFileName(
            self, tr("Where the plan is to lie"), self.place.text(), tr("Plans") + " (*.maplan)"
        )
        if name:
            self._is_own_place = True
            self.place.setText(name if name.endswith(".maplan") else f"{name}.maplan")
