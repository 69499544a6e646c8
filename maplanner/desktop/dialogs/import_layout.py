"""Where everything stands in the import dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from maplanner.desktop.tables.look import calm_table
from maplanner.desktop.words import tr

if TYPE_CHECKING:
    from maplanner.desktop.dialogs.import_dialog import ImportDialog


def lay_out(dialog: ImportDialog) -> None:
    """Give the dialog's parts their look and their places."""
    _prepare_results(dialog)
    _prepare_messages(dialog)
    source, target, busy, middle = (QHBoxLayout() for _ in range(4))
    source.addWidget(dialog.path, 1)
    for button in (dialog.choose_folder, dialog.choose_file, dialog.choose_live, dialog.choose_starter):
        source.addWidget(button)
    target.addWidget(dialog.into)
    dialog.system.setMinimumContentsLength(24)
    target.addWidget(dialog.system)
    target.addWidget(dialog.recognised, 1)
    for button in (dialog.choose_objects, dialog.choose_columns):
        target.addWidget(button)
    busy.addWidget(dialog.progress, 1)
    busy.addWidget(dialog.stop)
    middle.addWidget(dialog.summary, 1)
    middle.addWidget(dialog.filter)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(16, 16, 16, 12)
    layout.setSpacing(8)
    for row in (source, target, busy):
        layout.addLayout(row)
    layout.addWidget(dialog.complaint)
    layout.addLayout(middle)
    layout.addWidget(dialog.tabs, 1)
    layout.addWidget(dialog.diagram, 1)
    layout.addWidget(dialog.buttons)
    dialog.resize(960, 600)


def _prepare_results(dialog: ImportDialog) -> None:
    calm_table(dialog.view, tr("Changes"), row_height=26)
    dialog.view.setModel(dialog.model)
    dialog.view.setSortingEnabled(True)
    dialog.view.horizontalHeader().setStretchLastSection(True)
    dialog.view.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    dialog.tabs.addTab(dialog.view, tr("Changes"))
    for text, title in ((dialog.left_out, tr("Left out")), (dialog.taken, tr("Concluded"))):
        text.setReadOnly(True)
        text.setAccessibleName(title)
        text.setTabChangesFocus(True)
        dialog.tabs.addTab(text, title)


def _prepare_messages(dialog: ImportDialog) -> None:
    dialog.summary.setWordWrap(True)
    dialog.progress.setTextVisible(False)
    dialog.progress.setAccessibleName(tr("Reading"))
    dialog.complaint.setProperty("role", "complaint")
    dialog.complaint.setWordWrap(True)
    dialog.complaint.setTextFormat(Qt.TextFormat.PlainText)
    dialog.recognised.setProperty("role", "secondary")
    dialog.apply.setProperty("role", "primary")
