"""Tells when another program moves, replaces or changes the file of an open plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer
from PySide6.QtWidgets import QMessageBox

from maplanner.desktop.words import tr
from maplanner.storage import OnDisk

if TYPE_CHECKING:
    from maplanner.desktop.main_window import MainWindow

_SETTLED_MS: Final = 400
"""How long a file must be left alone: other programs replace one in several moves."""
_WORDS: Final = {
    OnDisk.GONE: (
        "“{name}” is no longer where it was: it was moved, renamed or deleted.",
        "Everything is still here. Save the plan under a name to keep it.",
    ),
    OnDisk.REPLACED: (
        "Another program has put another file in the place of “{name}”.",
        "What is here is the plan as you have it. Save it under another name and merge them, or open that.",
    ),
    OnDisk.CHANGED: (
        "Another program has changed “{name}”.",
        "What is here is the plan as you have it. Save it under another name, or open what is there now.",
    ),
}


class FileWatch(QObject):
    """Watches the file of one window's plan, and says once what has become of it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._told = OnDisk.SAME
        self.box: QMessageBox | None = None
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(_SETTLED_MS)
        self._late.timeout.connect(self.look)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(lambda _path: self._late.start())
        self._watcher.directoryChanged.connect(lambda _path: self._late.start())
        self.follow()

    def follow(self) -> None:
        """Watch where the plan is now: it may have got another name."""
        watched = [*self._watcher.files(), *self._watcher.directories()]
        if watched:
            self._watcher.removePaths(watched)
        path = self._window.session.path
        if path is not None:
            self._watcher.addPaths([str(path), str(path.parent)])
        self._told = OnDisk.SAME

    def close(self) -> None:
        """Watch no more: the plan is about to be closed."""
        self._late.stop()
        self._watcher.blockSignals(True)

    def look(self) -> None:
        """Look at the file, and tell if it is not as it was."""
        path = self._window.session.path
        state = self._window.session.on_disk
        if path is None or state is self._told:
            return
        self._told = state
        if str(path) not in self._watcher.files() and path.exists():
            self._watcher.addPath(str(path))
        if state is not OnDisk.SAME:
            self._tell(state, path.name)

    def _tell(self, state: OnDisk, name: str) -> None:
        if self.box is not None:
            self.box.close()
        text, advice = _WORDS[state]
        box = self.box = QMessageBox(
            QMessageBox.Icon.Warning, "maplanner", tr(text).format(name=name), parent=self._window
        )
        box.setInformativeText(tr(advice))
        save = box.addButton(tr("Save as …"), QMessageBox.ButtonRole.AcceptRole)
        save.clicked.connect(self._window.files.save_as)
        if state is not OnDisk.GONE:
            anew = box.addButton(tr("Open what is there now"), QMessageBox.ButtonRole.DestructiveRole)
            anew.clicked.connect(self._open_anew)
        box.addButton(tr("Later"), QMessageBox.ButtonRole.RejectRole)
        box.finished.connect(self._forget)
        box.open()

    def _forget(self) -> None:
        self.box = None

    def _open_anew(self) -> None:
        window, path = self._window, self._window.session.path
        if path is not None:
            application = window.application
            # Later: this window, and with it the button that was pressed, goes away.
            QTimer.singleShot(0, application, lambda: application.open_anew(window, path))
