"""Templates of campaigns: choose one to begin from, and keep, rename and delete one's own."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from maplanner.app.campaign_templates import (
    CampaignTemplate,
    campaign_templates,
    delete_template,
    rename_template,
)
from maplanner.core.errors import MaplannerError
from maplanner.desktop.campaign_edits import CampaignEdits
from maplanner.desktop.lettering import scaled
from maplanner.desktop.naming import title_of
from maplanner.desktop.words import tr
from maplanner.document.records import Campaign

_TEMPLATE = Qt.ItemDataRole.UserRole


class TemplateDialog(QDialog):
    """Lists the templates with what each is for; one's own can be renamed and deleted here."""

    def __init__(self, edits: CampaignEdits, group: str | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._edits = edits
        self._group = group
        self.setWindowTitle(tr("New campaign from a template"))
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Templates"))
        self.list.setMinimumWidth(scaled(240))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.title = QLabel()
        self.title.setProperty("role", "title")
        self.about = QLabel()
        self.steps = QLabel()
        self.steps.setProperty("role", "secondary")
        self.complaint = QLabel()
        self.complaint.setProperty("role", "complaint")
        for label in (self.title, self.about, self.complaint):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.rename_button = QPushButton(tr("Rename …"))
        self.delete_button = QPushButton(tr("Delete"))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.use_button = self.buttons.addButton(tr("Make campaign"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.use_button.setProperty("role", "primary")
        self.use_button.setDefault(True)
        self._lay_out()
        self._connect()
        self.refresh()

    def current(self) -> CampaignTemplate | None:
        """Return the template one stands on."""
        found = self.list.currentItem().data(_TEMPLATE) if self.list.currentRow() >= 0 else None
        return found if isinstance(found, CampaignTemplate) else None

    def refresh(self, title: str = "") -> None:
        """Show the templates that there are now, and stand on the one of that title."""
        self.list.clear()
        templates = campaign_templates()
        for is_own, heading in ((False, tr("Ready-made")), (True, tr("Your own"))):
            mine = [template for template in templates if template.is_own is is_own]
            if mine:
                self._add_heading(heading)
            for template in mine:
                item = QListWidgetItem(tr(template.title))
                item.setToolTip(tr(template.title))
                item.setData(_TEMPLATE, template)
                self.list.addItem(item)
                if template.title == title:
                    self.list.setCurrentItem(item)
        if self.current() is None:
            self.list.setCurrentRow(1)
        self._show_current()

    def accept(self) -> None:
        template = self.current()
        if template is None:
            return
        super().accept()
        self._edits.add_from(template.path, self._group)

    def _lay_out(self) -> None:
        own = QHBoxLayout()
        own.addWidget(self.rename_button)
        own.addWidget(self.delete_button)
        own.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(8)
        for part in (self.title, self.about, self.steps):
            right.addWidget(part)
        right.addLayout(own)
        right.addWidget(self.complaint)
        right.addStretch(1)
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addWidget(self.list, 2)
        both.addLayout(right, 3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(12)
        layout.addLayout(both, 1)
        layout.addWidget(self.buttons)
        self.resize(QSize(scaled(720), scaled(440)).boundedTo(self.screen().availableSize() * 0.9))

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(lambda *_: self._show_current())
        self.list.itemActivated.connect(lambda _item: self.accept())
        self.rename_button.clicked.connect(self._rename)
        self.delete_button.clicked.connect(self._delete)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def _add_heading(self, text: str) -> None:
        item = QListWidgetItem(text)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setForeground(self.palette().placeholderText())
        self.list.addItem(item)

    def _show_current(self) -> None:
        template = self.current()
        is_own = template is not None and template.is_own
        self.title.setText(tr(template.title) if template else "")
        self.about.setText(tr(template.about) if template else "")
        self.steps.setText(tr("%n steps", template.steps) if template else "")
        self.rename_button.setVisible(is_own)
        self.delete_button.setVisible(is_own)
        self.use_button.setEnabled(template is not None)
        self.complaint.clear()

    def _rename(self) -> None:
        template = self.current()
        if template is None:
            return
        title, is_given = QInputDialog.getText(
            self, tr("Rename the template"), tr("Name"), text=template.title
        )
        if not is_given or title.strip() == template.title:
            return
        try:
            rename_template(template, title)
        except (MaplannerError, OSError) as error:
            self.complaint.setText(str(error))
        else:
            self.refresh(" ".join(title.split()))

    def _delete(self) -> None:
        template = self.current()
        if template is None:
            return
        question = tr("Delete the template “{title}”? This cannot be undone.").format(title=template.title)
        if QMessageBox.question(self, "maplanner", question) != QMessageBox.StandardButton.Yes:
            return
        try:
            delete_template(template)
        except MaplannerError as error:
            self.complaint.setText(str(error))
        else:
            self.refresh()


def choose_template(edits: CampaignEdits, group: str | None, parent: QWidget | None) -> None:
    """Offer the templates, for a campaign in a group."""
    dialog = TemplateDialog(edits, group, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


def ask_and_save(edits: CampaignEdits, campaign_id: str, parent: QWidget | None) -> None:
    """Ask for a name and keep a campaign as a template under it."""
    reader = edits.reader
    proposed = title_of(reader.find(Campaign, campaign_id), reader)
    title, is_given = QInputDialog.getText(
        parent,
        tr("Save as a template"),
        tr("Name of the template. CRM fields and segments stay with this plan."),
        text=proposed,
    )
    if is_given and edits.save_as_template(campaign_id, title) is not None:
        edits.said.emit(tr("Saved as a template: {title}").format(title=title.strip()))
