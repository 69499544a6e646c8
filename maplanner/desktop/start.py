"""Opens the window."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from maplanner.app.one_program import FirstProgram, hand_over
from maplanner.core.memory import leave_alone, without_garbage_search
from maplanner.core.resources import resource_root

NEW_INSTANCE: Final = "--new-instance"
"""Starts a program of its own beside one that runs."""
_QUIET_MS = 1_500
"""How long the window has for itself before anything is prepared behind it."""


def main(argv: Sequence[str] | None = None) -> int:
    """Show a window for each plan named, or the welcome window; return the exit status."""
    names = list(sys.argv[1:] if argv is None else argv)
    stands_alone = NEW_INSTANCE in names
    names = [name for name in names if name != NEW_INSTANCE]
    if not stands_alone and hand_over(names):
        return 0
    # Before anything is loaded, so that two starts at once do not both believe to be the first.
    first = None if stands_alone else FirstProgram.claimed()
    qt = QApplication(["maplanner"])
    qt.setApplicationName("maplanner")
    qt.setApplicationDisplayName("maplanner")
    qt.setDesktopFileName("maplanner")
    _speak(qt)
    with without_garbage_search():
        # Loading makes many things that all stay: searching among them costs a tenth of the time.
        from maplanner.desktop.application import Application

        application = Application(qt)
        for name in names:
            application.open_plan(Path(name))
        if not names:
            application.reopen_last_session()
        leave_alone()
    if first is not None:
        application.listen(first)
    if not application.windows:
        # A complaint about a file that could not be opened shows above the welcome window.
        QTimer.singleShot(0, application.show_welcome)
    QTimer.singleShot(_QUIET_MS, application.prepare)
    return qt.exec()


def _speak(qt: QApplication) -> None:
    """Use the person's language and way of writing numbers; texts are translated as far as there are any."""
    if QLocale().language() is QLocale.Language.C:
        QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    places = (
        (resource_root() / "translations", "maplanner"),
        (Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)), "qtbase"),
    )
    for folder, name in places:
        translator = QTranslator(qt)
        if translator.load(QLocale(), name, "_", str(folder)):
            qt.installTranslator(translator)


if __name__ == "__main__":
    sys.exit(main())
