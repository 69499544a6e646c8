"""New, open, save as, import and export, as the window does them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox

from maplanner.app.session import SUFFIX as PLAN_SUFFIX
from maplanner.core.clock import utc_now
from maplanner.core.errors import MaplannerError
from maplanner.desktop.words import tr
from maplanner.storage import OnDisk

if TYPE_CHECKING:
    from maplanner.app.export_again import Seen
    from maplanner.desktop.main_window import MainWindow

LIST_SUFFIXES = (".csv", ".tsv", ".xlsx")
"""How files end that may be lists of people."""


class FileCommands:
    """What the File menu does for one window."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def new(self) -> None:
        """Start an empty plan in a window of its own."""
        self._window.application.new_plan()

    def open(self) -> None:
        """Ask for a plan file and open it; an untouched new plan makes room for it."""
        name, _filter = QFileDialog.getOpenFileName(
            self._window, tr("Open a plan"), str(self._folder()), ";;".join(_kinds_of_plans())
        )
        if name:
            self.open_path(Path(name))

    def open_path(self, path: Path) -> None:
        """Open a plan file."""
        session = self._window.session
        replaced = self._window if session.path is None and session.saved else None
        self._window.application.open_plan(path, replaced)

    def open_dropped(self, name: str) -> None:
        """Open a plan file that was dropped on the window; read anything else as something to import."""
        from maplanner.app.importing import is_diagram, is_plan_text

        path = Path(name)
        if path.suffix == PLAN_SUFFIX or is_plan_text(path):
            self.open_path(path)
        elif path.suffix.lower() in LIST_SUFFIXES and path.is_file() and not is_diagram(path):
            self._ask_about_list(path)
        else:
            self.import_source(path)

    def save(self) -> bool:
        """Ask for a place where the plan has none, or none it can be kept in; else all is saved already."""
        session = self._window.session
        is_kept = session.path is not None and session.failure is None and not session.read_only
        if not is_kept or session.on_disk is not OnDisk.SAME:
            return self.save_as()
        self._say_saved(tr("Saved already: every change goes into the file at once."))
        return True

    def _say_saved(self, words: str) -> None:
        """Write what is exported with the plan, and say what came of it."""
        from maplanner.app.export_again import remembered, write_all

        path = self._window.session.path
        if path is None or not remembered(path):
            self._window.say(words)
            return
        snapshot = self._window.bridge.store.snapshot()
        written, failed = write_all(path, snapshot, self._seen(), utc_now().date())
        names = ", ".join(each.path.name for each in written)
        told = [tr("Exported anew: {names}").format(names=names)] if written else []
        self._window.say(" · ".join([*told, *failed]))

    def _seen(self) -> Seen:
        """Return what is in front and selected, and what is known of the plan beside it."""
        from maplanner.app.export_again import Seen

        window, canvas = self._window, self._window.tabs.canvas()
        selection = tuple(canvas.selected_ids()) if canvas is not None else ()
        campaign = window.tabs.campaign_id() or None
        return Seen(window.analysis.result, window.analysis.findings, selection, campaign)

    def save_as(self) -> bool:
        """Ask where to keep the plan, and keep it there from now on; return whether that was done."""
        name, _filter = QFileDialog.getSaveFileName(
            self._window, tr("Save the plan as"), str(self._proposed()), tr("Plans") + f" (*{PLAN_SUFFIX})"
        )
        if not name:
            return False
        path = Path(name)
        if path.suffix != PLAN_SUFFIX:
            path = path.with_name(path.name + PLAN_SUFFIX)
        return self.save_to(path)

    def save_to(self, path: Path) -> bool:
        """Keep the plan in a file from now on; return whether that was done."""
        is_first = self._window.session.path is None
        try:
            self._window.session.save_as(path, overwrite=True)
        except MaplannerError as error:
            self._window.application.complain(error, self._window)
            return False
        if is_first:
            self._name_after(path)
        self._window.show_title()
        self._window.application.note_plans()
        self._window.file_watch.follow()
        self._say_saved(tr("Saved as {name}").format(name=path.name))
        return True

    def _name_after(self, path: Path) -> None:
        """Call a plan that has no name of its own yet after its file."""
        reader = self._window.bridge.reader
        if reader.plan.title in ("", tr("New plan")):
            with self._window.bridge.store.transact(tr("Name the plan")) as transaction:
                transaction.change(reader.plan.id, {"title": path.stem})

    def may_close(self) -> bool:
        """Ask what to do with a plan that is not saved under a name; return whether it may go."""
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self._window,
            "maplanner",
            tr("This plan is not saved under a name yet. Save it?"),
            buttons.Save | buttons.Discard | buttons.Cancel,
            buttons.Save,
        )
        # Compared by value: what comes back from Qt is a plain number.
        return self.save_as() if answer == buttons.Save else answer == buttons.Discard

    def import_source(self, path: Path | None = None) -> None:
        """Show the import dialog, for a file or folder if one is given."""
        from maplanner.desktop.dialogs.import_dialog import ImportDialog

        dialog = ImportDialog(self._window.bridge, self._window)
        dialog.drawn.connect(self._show_drawn)
        if path is not None:
            dialog.choose(path)
        dialog.open()

    def _show_drawn(self, campaigns: list[str]) -> None:
        """Show the campaigns that were drawn elsewhere, the first in front."""
        for campaign_id in reversed(campaigns):
            self._window.tabs.open_campaign(campaign_id)
        self._window.tabs.fit_front()

    def _ask_about_list(self, path: Path) -> None:
        """Ask whether a table holds people or the fields of a CRM, and show the dialog for it."""
        box = QMessageBox(self._window)
        box.setWindowTitle("maplanner")
        box.setText(tr("What is in {name}?").format(name=path.name))
        people = box.addButton(tr("People: check the list"), QMessageBox.ButtonRole.AcceptRole)
        fields = box.addButton(tr("Fields of a CRM: import them"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(people)
        box.exec()
        if box.clickedButton() is people:
            self.check_list(path)
        elif box.clickedButton() is fields:
            self.import_source(path)

    def check_list(self, path: Path | None = None) -> None:
        """Show the dialog that checks a contact list, for a file if one is given."""
        from maplanner.desktop.dialogs.intake_dialog import IntakeDialog

        dialog = IntakeDialog(self._window.bridge, self._window.theme, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if path is not None:
            dialog.choose(path)
        dialog.open()

    def import_live(self) -> None:
        """Show the import dialog and ask it for a CRM that runs."""
        from maplanner.desktop.dialogs.import_dialog import ImportDialog

        dialog = ImportDialog(self._window.bridge, self._window)
        dialog.open()
        dialog.ask_live()

    def export(self) -> None:
        """Show the export dialog for the drawing in front, or the tool map."""
        from maplanner.desktop.dialogs.export_dialog import ExportDialog

        window = self._window
        seen = self._seen()
        dialog = ExportDialog(
            window.bridge, seen.campaign, window, plan_path=window.session.path, selection=seen.selection
        )
        dialog.set_result(window.analysis.result, window.analysis.findings)
        dialog.set_coloring(self._window.tabs.showing.coloring)
        dialog.open()

    def save_lists(self) -> None:
        """Write the plan's lists for a spreadsheet."""
        from maplanner.desktop.lists.commands import save_lists

        save_lists(self._window)

    def update_from_list(self) -> None:
        """Show what a list that was changed in a spreadsheet would change."""
        from maplanner.desktop.lists.commands import update_from_list

        update_from_list(self._window)

    def compare(self) -> None:
        """Show what differs from a point of the history, or from another plan."""
        from maplanner.desktop.comparing.dialog import CompareDialog

        window = self._window
        CompareDialog(window.bridge, window.session.path, window.theme, window).open()

    def report(self) -> None:
        """Show the report dialog."""
        from maplanner.desktop.reporting.dialog import ReportDialog

        window = self._window
        result = window.analysis.result
        if result is not None and (result.revision != window.bridge.store.revision or result.preview):
            result = None  # Of an older plan, or of some leads only: the report simulates anew.
        ReportDialog(window.bridge, result, window, folder=self._folder()).open()

    def print(self) -> None:
        """Show the pages of what is in front, to be printed or saved as PDF."""
        from maplanner.desktop.printing.commands import print_front

        print_front(self._window)

    def preview(self) -> None:
        """Show the pages of what is in front as large as the screen."""
        from maplanner.desktop.printing.commands import preview_front

        preview_front(self._window)

    def set_up_page(self) -> None:
        """Ask for paper and margins."""
        from maplanner.desktop.printing.commands import set_up_page

        set_up_page(self._window)

    def _folder(self) -> Path:
        path = self._window.session.path
        return path.parent if path is not None else Path.home()

    def _proposed(self) -> Path:
        title = self._window.bridge.reader.plan.title.strip() or tr("plan")
        safe = "".join(letter if letter.isalnum() or letter in " -_·" else "-" for letter in title)[:80]
        return self._window.session.path or self._folder() / f"{safe}{PLAN_SUFFIX}"


def _kinds_of_plans() -> tuple[str, str]:
    """Return what files of plans are called when one is chosen: plan files, and what else may hold one."""
    texts = tr("Plans as text or in pictures")
    return f"{tr('Plans')} (*{PLAN_SUFFIX})", f"{texts} (*.json *.png *.svg *.pdf)"
