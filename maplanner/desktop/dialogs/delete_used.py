"""Asks before something is deleted that other things use, and shows where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from maplanner.desktop.naming import field_title, kind_title, title_of
from maplanner.desktop.words import tr
from maplanner.document.reading import RecordReader
from maplanner.document.usage import Use

_RECORD: Final = Qt.ItemDataRole.UserRole
_MOST_SHOWN: Final = 200


class DeleteUsedDialog(QDialog):
    """Lists who uses what is to be deleted. *Show* leads to one of them and deletes nothing."""

    def __init__(
        self,
        parent: QWidget,
        reader: RecordReader,
        uses: Sequence[Use],
        delete: Callable[[], object],
        look: Callable[[str], object],
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("This is used elsewhere"))
        self._delete = delete
        self._look = look
        words = QLabel(_summary(uses, reader))
        words.setWordWrap(True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Used in"))
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        for use in uses[:_MOST_SHOWN]:
            item = QListWidgetItem(use_words(use, reader))
            item.setToolTip(item.text())
            item.setData(_RECORD, use.user.id)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.itemActivated.connect(self._show)
        roles, standard = QDialogButtonBox.ButtonRole, QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(standard.Cancel)
        self.show_button: QPushButton = self.buttons.addButton(tr("Show"), roles.ActionRole)
        self.delete_button: QPushButton = self.buttons.addButton(
            tr("Delete all the same"), roles.DestructiveRole
        )
        self.show_button.clicked.connect(self._show)
        self.delete_button.clicked.connect(self._delete_now)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(10)
        for widget in (words, self.list, self.buttons):
            layout.addWidget(widget)
        self.resize(520, 150 + 26 * min(max(len(uses), 2), 8))
        self.buttons.button(standard.Cancel).setDefault(True)

    def _show(self) -> None:
        item = self.list.currentItem()
        self.reject()
        if item is not None:
            self._look(str(item.data(_RECORD)))

    def _delete_now(self) -> None:
        self.accept()
        self._delete()


def use_words(use: Use, reader: RecordReader) -> str:
    """Return who uses a record, as what, and what becomes of it."""
    place = f"{title_of(use.user, reader)} · {kind_title(use.user)} · {field_title(use.user, use.path)}"
    return f"{place} – {tr('deleted too')}" if use.goes_too else place


def _summary(uses: Sequence[Use], reader: RecordReader) -> str:
    names = dict.fromkeys(use.used for use in uses)
    titles = [title_of(record, reader) for name in names if (record := reader.get(name)) is not None]
    shown = ", ".join(f"“{title if len(title) <= 60 else title[:59] + '…'}”" for title in titles[:3])
    more = tr(" and %n mores", len(titles) - 3).removesuffix("s") if len(titles) > 3 else ""
    users = len({use.user.id for use in uses})
    return tr("{what} is used in {places}:").format(what=shown + more, places=tr("%n places", users))
