"""Opens the window."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from maplanner.core.memory import without_garbage_search
from maplanner.core.resources import resource_root

_QUIET_MS = 1_500
"""How long the window has for itself before anything is prepared behind it."""


def main(argv: Sequence[str] | None = None) -> int:
    """Show a window for each plan named, or the welcome window; return the exit status."""
    names = list(sys.argv[1:] if argv is None else argv)
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
    if not application.windows:
        # A complaint about a file that could not be opened shows above the welcome window.
        QTimer.singleShot(0, application.show_welcome)
    QTimer.singleShot(_QUIET_MS, application.prepare_simulation)
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
