"""What the import dialog shows of a catalogue's changes, and what it offers to begin with."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from maplanner.crm.starter import starter_catalogue, starter_names
from maplanner.desktop.dialogs.import_rows import COLUMNS, rows_of
from maplanner.desktop.words import number, tr
from maplanner.document.reading import RecordReader
from maplanner.exchange.readers import STARTER

if TYPE_CHECKING:
    from maplanner.crm.change import CatalogueChange
    from maplanner.desktop.dialogs.import_dialog import ImportDialog


def show_change(dialog: ImportDialog, change: CatalogueChange, reader: RecordReader) -> None:
    """Show what a catalogue would change."""
    rows = rows_of(change, reader)
    dialog.model.show_table(COLUMNS, rows)
    dialog.view.resizeColumnsToContents()
    for column in range(dialog.model.columnCount() - 1):
        dialog.view.setColumnWidth(column, min(max(dialog.view.columnWidth(column), 80), 260))
    counts = (
        (len(change.new), tr("new")),
        (len(change.changed), tr("changed")),
        (len(change.gone), tr("gone")),
        (len(change.gone_in_use), tr("gone but still used, kept")),
        (len(change.broken), tr("mappings that no longer hold")),
        (len(change.new_conversions), tr("new in lead conversion")),
        (len(change.gone_conversions), tr("gone from lead conversion")),
    )
    said = " · ".join(f"{number(count)} {word}" for count, word in counts if count)
    dialog.summary.setText(said or tr("Nothing would change."))
    dialog.tabs.setTabText(0, tr("Changes {count}").format(count=number(len(rows))))
    for place, text, lines, title in (
        (1, dialog.left_out, change.left_out, tr("Left out {count}")),
        (2, dialog.taken, change.taken, tr("Concluded {count}")),
    ):
        text.setPlainText("\n".join(lines))
        dialog.tabs.setTabVisible(place, bool(lines))
        dialog.tabs.setTabText(place, title.format(count=number(len(lines))))
    dialog.apply.setEnabled(bool(change) or bool(change.refreshed))


def starter_menu(dialog: ImportDialog) -> QMenu:
    """Return a menu of what can be begun with where no org can be read yet."""
    menu = QMenu(dialog)
    for name in starter_names():
        title = starter_catalogue(name).product
        menu.addAction(title, partial(dialog.choose, f"{STARTER}{name}"))
    return menu
