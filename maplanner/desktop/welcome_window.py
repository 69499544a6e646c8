"""The first window: recent plans, plans that a crash left behind, and templates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QMainWindow

from maplanner.app.recent import recent_plans
from maplanner.app.session import SUFFIX, drafts
from maplanner.app.templates import templates
from maplanner.desktop.dialogs.welcome import WelcomePage
from maplanner.desktop.words import tr

if TYPE_CHECKING:
    from maplanner.desktop.application import Application


class WelcomeWindow(QMainWindow):
    """Where a person starts who opened no plan."""

    def __init__(self, application: Application) -> None:
        super().__init__()
        self._application = application
        self.setWindowTitle("maplanner")
        self.resize(880, 620)
        self._page = WelcomePage(recent_plans(), templates(), drafts())
        self._page.new_requested.connect(lambda name: application.new_plan(name or "empty"))
        self._page.open_requested.connect(self._open)
        self._page.join_requested.connect(self._join)
        self._page.recover_requested.connect(lambda name: application.recover(Path(name)))
        self.setCentralWidget(self._page)

    def refresh(self) -> None:
        """Show the plans as they are now."""
        self._page.show_plans(recent_plans(), drafts())

    def _join(self) -> None:
        from maplanner.desktop.sharing.commands import join_from

        join_from(self._application, self, Path.home(), None)

    def _open(self, name: str) -> None:
        if not name:
            name, _filter = QFileDialog.getOpenFileName(
                self, tr("Open a plan"), str(Path.home()), tr("Plans") + f" (*{SUFFIX})"
            )
        if name:
            self._application.open_plan(Path(name))
