"""Lists for spreadsheets, as the File menu does them for one window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from maplanner.app.lists import export_lists, list_titles
from maplanner.core.errors import MaplannerError
from maplanner.desktop.words import tr

if TYPE_CHECKING:
    from maplanner.desktop.main_window import MainWindow


def save_lists(window: MainWindow) -> None:
    """Ask where to write the lists: all as a workbook, or one as CSV."""
    kinds = {f"{tr('All lists (XLSX)')} (*.xlsx)": ""}
    kinds |= {f"{tr(title)} (CSV) (*.csv)": name for name, title in list_titles().items()}
    start = _folder(window) / f"{window.session.name}.xlsx"
    name, chosen = QFileDialog.getSaveFileName(
        window, tr("Lists for a spreadsheet"), str(start), ";;".join(kinds)
    )
    if name:
        wanted = kinds.get(chosen, "")
        path = Path(name)
        write_lists(window, path if path.suffix else path.with_suffix(".csv" if wanted else ".xlsx"), wanted)


def write_lists(window: MainWindow, path: Path, name: str = "") -> None:
    """Write lists; say what came of it."""
    wanted = [name] if name and path.suffix.lower() == ".csv" else []
    try:
        export_lists(window.bridge.store.snapshot(), path, wanted)
    except MaplannerError as error:
        window.application.complain(error, window)
    else:
        window.say(tr("Saved as {name}").format(name=path.name))


def update_from_list(window: MainWindow, path: Path | None = None) -> None:
    """Ask for a list that was changed, and show what it would change."""
    from maplanner.desktop.lists.update_dialog import ListUpdateDialog

    if path is None:
        name, _kind = QFileDialog.getOpenFileName(
            window, tr("Update from a list"), str(_folder(window)), tr("Lists") + " (*.xlsx *.csv)"
        )
        if not name:
            return
        path = Path(name)
    dialog = ListUpdateDialog(window.bridge, path, window.theme, window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


def _folder(window: MainWindow) -> Path:
    path = window.session.path
    return path.parent if path is not None else Path.home()
