"""Icons by name, in any colour and size: Lucide's, from the installed package, and our own.

Our own, in ``resources/icons``, come first, so that a drawing may stand in for one that Lucide
lacks. A name that nobody knows gives a box with a question mark, no error: icons are named by data.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from maplanner.core.resources import resource_root
from maplanner.drawing.theme import theme

if TYPE_CHECKING:
    from maplanner.drawing.geometry import Rect
    from maplanner.drawing.theme import Theme

UNKNOWN: Final = "unknown"
_SIZES: Final = (16, 32)


def icon_exists(name: str) -> bool:
    """Tell whether there is an icon of that name."""
    return _own(name) is not None or _lucide(name) is not None


@cache
def icon_svg(name: str, color: str) -> bytes:
    """Return the icon as an SVG document of 24 × 24 in the given colour, ``#RRGGBB``."""
    source = _own(name) or _lucide(name) or _own(UNKNOWN) or _EMPTY
    return source.replace("currentColor", color).encode()


@cache
def icon_renderer(name: str, color: str) -> QSvgRenderer:
    """Return what draws the icon at any size, as lines. The object is shared; it has no state to change."""
    return QSvgRenderer(QByteArray(icon_svg(name, color)))


def paint_icon(painter: QPainter, name: str, color: str, rect: Rect) -> None:
    """Draw the icon into a rectangle, as lines, so that it stays sharp in every picture."""
    icon_renderer(name, color).render(painter, QRectF(*rect))


@lru_cache(maxsize=1024)
def icon_pixmap(name: str, color: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Return the icon as pixels: ``size`` wide and high on a screen with ``ratio`` device pixels to one."""
    pixmap = QPixmap(QSize(size, size) * ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    icon_renderer(name, color).render(painter)
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


@cache
def themed_icon(name: str, look: Theme, color: str = "") -> QIcon:
    """Return an icon for buttons and menus of a theme: text colour, greyed where it is disabled."""
    icon = QIcon()
    for size in _SIZES:
        icon.addPixmap(icon_pixmap(name, color or look.text, size))
        icon.addPixmap(icon_pixmap(name, look.link, size), QIcon.Mode.Disabled)
    return icon


def icon(name: str, theme_name: str = "light") -> QIcon:
    """Return an icon for buttons and menus, by the name of the theme."""
    return themed_icon(name, theme(theme_name))


_EMPTY: Final = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"></svg>'


@cache
def _own(name: str) -> str | None:
    path = resource_root() / "icons" / f"{name}.svg"
    is_plain = name.replace("-", "").isalnum()
    return path.read_text(encoding="utf-8") if is_plain and path.is_file() else None


def _lucide(name: str) -> str | None:
    drawings = _lucide_drawings()
    return _lucide_by_package(name) if drawings is None else drawings.get(name)


@cache
def _lucide_drawings() -> dict[str, str] | None:
    """Return all of Lucide's drawings straight from the package's data; ``None`` if it is laid out otherwise.

    Importing the package takes 60 ms, and asking its data for one drawing after the other takes as long.
    """
    database = _lucide_database()
    if database is None:
        return {}
    try:
        with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
            return dict(connection.execute("SELECT name, svg FROM icons"))
    except sqlite3.Error:
        return None


@cache
def _lucide_database() -> Path | None:
    spec = find_spec("lucide")
    folders = spec.submodule_search_locations if spec is not None else None
    found = [path for folder in folders or () for path in Path(folder).glob("data/*.db")]
    return found[0] if found else None


@cache
def _lucide_by_package(name: str) -> str | None:
    """Ask the package itself, should its data ever be laid out in another way."""
    import lucide

    return str(lucide.lucide_icon(name)) if name in lucide.get_icon_list() else None
