"""Asking for what it takes to read a CRM that runs. A password or token is kept nowhere."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from maplanner.app.sources import Source
from maplanner.core.errors import MaplannerError
from maplanner.desktop.words import tr
from maplanner.exchange.live import Access, LiveCrm, live_crms
from maplanner.exchange.web import Address


class LiveCrmDialog(QDialog):
    """Lets a person choose a kind of CRM and give address and access; :meth:`source` says what to read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Read a live CRM"))
        self.kind = QComboBox()
        self.address, self.database, self.user, self.secret, self.objects = (QLineEdit() for _ in range(5))
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.objects.setPlaceholderText(tr("those that marketing mostly needs"))
        self.objects.setToolTip(tr("API names with commas between them, such as Lead, Contact"))
        self.complaint, self._form = QLabel(), QFormLayout()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.ask = self.buttons.addButton(tr("Read"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.ask.setProperty("role", "primary")
        for crm in live_crms():
            self.kind.addItem(crm.title, crm.name)
        self._lay_out()
        self.kind.currentIndexChanged.connect(self._show_kind)
        for field in (self.address, self.database, self.user, self.secret):
            field.textChanged.connect(self._show_whether_enough)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._show_kind()

    def crm(self) -> LiveCrm:
        """Return the kind that is chosen."""
        return live_crms()[self.kind.currentIndex()]

    def source(self) -> Source:
        """Return what to read, with all it takes to get in."""
        kind = self.crm()
        address = self.address.text().strip()
        user = self.user.text().strip() if kind.needs_user else ""
        database = self.database.text().strip() if kind.needs_database else ""
        objects = tuple(name.strip() for name in self.objects.text().split(",") if name.strip())
        access = Access(address, self.secret.text(), user, database, objects)
        return Source(address, kind.name, objects, access=access)

    def accept(self) -> None:
        try:
            Address.parse(self.address.text())
        except MaplannerError as error:
            self.complaint.setText(f"{tr(error.message)} {tr(error.advice)}")
            self.complaint.show()
            return
        super().accept()

    def _lay_out(self) -> None:
        rows = (
            (tr("Kind"), self.kind),
            (tr("Address"), self.address),
            (tr("Database"), self.database),
            (tr("User"), self.user),
            (tr("Password"), self.secret),
            (tr("Objects"), self.objects),
        )
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setVerticalSpacing(8)
        for title, field in rows:
            field.setAccessibleName(title)
            self._form.addRow(title, field)
        promise = QLabel(
            tr("Only descriptions of fields are read, no people. The password or token is not kept.")
        )
        promise.setProperty("role", "secondary")
        promise.setWordWrap(True)
        self.complaint.setProperty("role", "complaint")
        self.complaint.setWordWrap(True)
        self.complaint.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(12)
        layout.addLayout(self._form)
        layout.addWidget(promise)
        layout.addWidget(self.complaint)
        layout.addStretch(1)
        layout.addWidget(self.buttons)
        self.setMinimumWidth(480)

    def _show_kind(self) -> None:
        """Show only what this kind needs, under the names that it uses."""
        kind = self.crm()
        self.address.setPlaceholderText(kind.example)
        known = {crm.default_address for crm in live_crms()}
        if self.address.text() in known:
            self.address.setText(kind.default_address)
        self._form.setRowVisible(self.database, kind.needs_database)
        self._form.setRowVisible(self.user, kind.needs_user)
        title = tr(kind.secret_title.capitalize())
        label = self._form.labelForField(self.secret)
        if isinstance(label, QLabel):
            label.setText(title)
        self.secret.setAccessibleName(title)
        self._show_whether_enough()

    def _show_whether_enough(self) -> None:
        kind = self.crm()
        self.complaint.hide()
        needed = [self.address, self.secret]
        needed += [self.user] if kind.needs_user else []
        needed += [self.database] if kind.needs_database else []
        self.ask.setEnabled(all(field.text().strip() for field in needed))
