"""Who did what and when: the history of the plan, by person; any moment of it can be restored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHeaderView,
    QInputDialog,
    QLabel,
    QMessageBox,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from maplanner.core.errors import MaplannerError
from maplanner.desktop.flowing import FlowLayout
from maplanner.desktop.late import Late
from maplanner.desktop.lettering import scaled
from maplanner.desktop.naming import title_of
from maplanner.desktop.panels.comment_thread import when_text
from maplanner.desktop.words import counted, tr
from maplanner.document.patch import Patch

if TYPE_CHECKING:
    from maplanner.desktop.main_window import MainWindow
    from maplanner.storage.plan_file import HistoryEntry

_MOST: Final = 1_000
_SEQ: Final = Qt.ItemDataRole.UserRole
_RECORD: Final = Qt.ItemDataRole.UserRole + 1
_LATE_MS: Final = 300
_OTHERS_MS: Final = 1_000
_NAME_LETTERS: Final = 12


class ActivityPanel(QWidget):
    """Lists steps, newest first. A double click goes to what a step was about."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self._window = window
        self._since = 0
        self.person = QComboBox()
        self.person.setAccessibleName(tr("Whose steps"))
        # Names are as long as they are; the panel is not.
        self.person.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.person.setMinimumContentsLength(_NAME_LETTERS)
        self.person.activated.connect(self.refresh)
        self.news = QCheckBox(tr("Only since I was last here"))
        self.news.toggled.connect(self.refresh)
        self.named = QCheckBox(tr("Only named versions"))
        self.named.toggled.connect(self.refresh)
        self.summary = QLabel()
        self.summary.setProperty("role", "secondary")
        self.restore = QPushButton(tr("Restore this moment"))
        self.restore.setToolTip(tr("Brings the plan back to what it was then, as a step that can be undone"))
        self.restore.clicked.connect(self._restore)
        self.name = QPushButton(tr("Name it …"))
        self.name.clicked.connect(self._name)
        self.list = QTreeWidget()
        self._set_up_list()
        self._lay_out()
        self._late = Late(self.refresh, self, own_ms=_LATE_MS, others_ms=_OTHERS_MS)
        window.bridge.patched.connect(self._on_patch)
        self._since = self._last_seen()
        self.refresh()

    def show_all(self) -> None:
        """Show all steps."""
        self.named.setChecked(False)
        self.news.setChecked(False)
        self.refresh()

    def show_news(self) -> None:
        """Show what others did since this person was last here."""
        self.named.setChecked(False)
        self.news.setChecked(True)
        self.refresh()

    def refresh(self) -> None:
        """Show the steps as they are now."""
        entries = self._window.session.history(_MOST)
        versions = self._window.session.versions()
        self._fill_people(entries)
        shown = [entry for entry in entries if self._is_wanted(entry, versions)]
        self.list.clear()
        self.list.addTopLevelItems([self._item(entry, versions.get(entry.seq, "")) for entry in shown])
        self.summary.setText(self._summed_up(shown))
        self._allow()

    # ------------------------------------------------------------ inside

    def _last_seen(self) -> int:
        return self._window.session.share_book().seen

    def _is_wanted(self, entry: HistoryEntry, versions: dict[int, str]) -> bool:
        if self.named.isChecked() and entry.seq not in versions:
            return False
        if self.news.isChecked() and (entry.seq <= self._since or entry.patch.origin != "remote"):
            return False
        chosen = self.person.currentData()
        return not chosen or chosen in entry.patch.authors

    def _fill_people(self, entries: list[HistoryEntry]) -> None:
        chosen = self.person.currentData()
        people = sorted({name for entry in entries for name in entry.patch.authors}, key=str.casefold)
        self.person.clear()
        self.person.addItem(tr("Everybody"), "")
        for name in people:
            self.person.addItem(name, name)
        self.person.setCurrentIndex(max(0, self.person.findData(chosen)))

    def _item(self, entry: HistoryEntry, name: str) -> QTreeWidgetItem:
        patch = entry.patch
        label = f"{name}  ·  {tr(patch.label)}" if name else tr(patch.label)
        item = QTreeWidgetItem([when_text(patch.at), patch.author, label, self._about(patch)])
        item.setData(0, _SEQ, entry.seq)
        item.setData(0, _RECORD, patch.changes[0].id if patch.changes else "")
        for column in range(4):
            item.setToolTip(column, item.text(column))
        if name:
            font = item.font(2)
            font.setBold(True)
            item.setFont(2, font)
        return item

    def _about(self, patch: Patch) -> str:
        """Return what a step was about: the names of what is still there, or how many things."""
        reader = self._window.bridge.reader
        records = [record for change in patch.changes[:3] if (record := reader.get(change.id)) is not None]
        names = list(dict.fromkeys(title_of(record, reader) for record in records))
        more = len(patch.changes) - len(names)
        if not names:
            return counted(tr("%n things"), len(patch.changes))
        return ", ".join(names) + (f" … (+{more})" if more > 0 and len(patch.changes) > 3 else "")

    def _summed_up(self, shown: list[HistoryEntry]) -> str:
        if not shown:
            return tr("Nothing new.") if self.news.isChecked() else tr("Nothing is like that.")
        people = {name for entry in shown for name in entry.patch.authors}
        steps = counted(tr("%n steps"), len(shown))
        return f"{steps} · {counted(tr('%n persons'), len(people))}" if people else steps

    def _chosen(self) -> int | None:
        item = self.list.currentItem()
        return None if item is None else int(item.data(0, _SEQ))

    def _allow(self) -> None:
        for button in (self.restore, self.name):
            button.setEnabled(self._chosen() is not None)

    def _restore(self) -> None:
        seq = self._chosen()
        if seq is None:
            return
        words = tr("Bring the plan back to what it was after this step? What came later is undone for all.")
        buttons = QMessageBox.StandardButton
        if QMessageBox.question(self, "maplanner", words, buttons.Yes | buttons.Cancel) != buttons.Yes:
            return
        try:
            patch = self._window.session.revert_to(seq)
        except MaplannerError as error:
            self._window.application.complain(error, self._window)
            return
        self._window.say(tr("{label}. Undo takes it back.").format(label=tr(patch.label)))

    def _name(self) -> None:
        seq = self._chosen()
        if seq is None:
            return
        old = self._window.session.versions().get(seq, "")
        name, given = QInputDialog.getText(self, tr("Name this version"), tr("Name"), text=old)
        if given:
            try:
                self._window.session.name_version(seq, name)
            except MaplannerError as error:
                self._window.application.complain(error, self._window)
            self.refresh()

    def _go(self, item: QTreeWidgetItem) -> None:
        record_id = str(item.data(0, _RECORD))
        if self._window.bridge.reader.get(record_id) is not None:
            self._window.tabs.reveal(record_id)

    def _on_patch(self, patch: Patch) -> None:
        if self.isVisible():
            self._late.follow(patch)

    def _set_up_list(self) -> None:
        self.list.setHeaderLabels([tr("When"), tr("Who"), tr("What"), tr("About")])
        self.list.setAccessibleName(tr("Steps"))
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        header = self.list.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.resizeSection(1, scaled(160))
        header.resizeSection(2, scaled(280))
        self.list.itemSelectionChanged.connect(self._allow)
        self.list.itemActivated.connect(self._go)
        self.list.itemDoubleClicked.connect(self._go)

    def _lay_out(self) -> None:
        top = FlowLayout(spacing=8)
        for part in (self.person, self.news, self.named, self.name, self.restore, self.summary):
            top.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.addLayout(top)
        layout.addWidget(self.list)
