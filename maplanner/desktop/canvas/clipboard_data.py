"""What lies on the clipboard for other programs: steps, a picture and words, made when they are asked for."""

from __future__ import annotations

import atexit
import logging
from collections.abc import Callable
from functools import cache
from typing import Any, Final

from PySide6.QtCore import QByteArray, QMetaType, QMimeData
from PySide6.QtGui import QGuiApplication, QImage

from maplanner.core.errors import MaplannerError

PNG: Final = "image/png"
SVG: Final = "image/svg+xml"
QT_IMAGE: Final = "application/x-qt-image"
TEXT: Final = "text/plain"
PICTURE_FORMATS: Final = (PNG, SVG)


class LazyData(QMimeData):
    """Holds a maker for each format. Each is asked once, and only when somebody pastes that format."""

    def __init__(self, makers: dict[str, Callable[[], bytes]]) -> None:
        super().__init__()
        self._makers = makers
        self._made: dict[str, bytes] = {}

    def formats(self) -> list[str]:
        return [*self._makers, *([QT_IMAGE] if PNG in self._makers else [])]

    def hasFormat(self, mime: str) -> bool:
        return mime in self.formats()

    def retrieveData(self, mime: str, kind: Any) -> Any:
        """Return the data of a format as Qt asks for it."""
        if mime == QT_IMAGE:
            return QImage.fromData(self._bytes(PNG)) if PNG in self._makers else None
        if mime not in self._makers:
            return None
        data = self._bytes(mime)
        if mime == TEXT and _is_text(kind):
            return data.decode()
        return QByteArray(data)

    def _bytes(self, mime: str) -> bytes:
        if mime not in self._made:
            try:
                self._made[mime] = self._makers[mime]()
            except MaplannerError as error:
                # Another program asks, perhaps long after the copy: it gets nothing, and the log says why.
                logging.getLogger(__name__).warning("%s for the clipboard: %s", mime, error)
                self._made[mime] = b""
        return self._made[mime]

    def made(self) -> QMimeData:
        """Return all the data, made now and held by Qt alone."""
        plain = QMimeData()
        for mime in self._makers:
            plain.setData(mime, QByteArray(self._bytes(mime)))
        return plain


def put_on_clipboard(makers: dict[str, Callable[[], bytes]]) -> None:
    """Put data on the clipboard that is made when it is asked for, or when the program ends."""
    QGuiApplication.clipboard().setMimeData(LazyData(makers))
    _keep_when_leaving()


@cache
def _keep_when_leaving() -> None:
    """See to it that no clipboard outlives Python with data that Python makes."""
    application = QGuiApplication.instance()
    if application is not None:
        application.aboutToQuit.connect(_hand_over)
    atexit.register(_hand_over)


def _hand_over() -> None:
    if QGuiApplication.instance() is None:
        return
    clipboard = QGuiApplication.clipboard()
    data = clipboard.mimeData()
    if isinstance(data, LazyData):
        clipboard.setMimeData(data.made())


def _is_text(kind: Any) -> bool:
    number = kind.id() if hasattr(kind, "id") else kind
    return bool(number == QMetaType.Type.QString.value)
