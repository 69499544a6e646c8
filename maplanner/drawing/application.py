"""Qt's application object for drawing without a window, made when the first picture needs it."""

from __future__ import annotations

import sys

from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QApplication

from maplanner.core.errors import CannotExport
from maplanner.core.platform import FONT_PACKAGE, install_command

_kept: list[QGuiApplication] = []
"""Python must hold the application as long as anything is drawn."""


def drawing_application() -> QGuiApplication:
    """Return the running application, or one made now, which draws off screen.

    Raises:
        CannotExport: There is no font to write with.
    """
    app = QGuiApplication.instance()
    if not isinstance(app, QGuiApplication):
        app = QApplication(_arguments())
        _kept.append(app)
    if not QFontDatabase.families():
        message = "There is no font on this machine to write the picture's texts with."
        raise CannotExport(message, advice=f"Install one: {install_command([FONT_PACKAGE])}")
    return app


def _arguments() -> list[str]:
    """Return the arguments that choose Qt's platform.

    A picture needs no screen, whatever stands in the environment, and looks the same with and without one.
    """
    return ["maplanner", "-platform", "offscreen"] if sys.platform.startswith("linux") else ["maplanner"]
