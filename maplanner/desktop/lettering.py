"""How large texts are: the person's own choice, from 100 to 200 per cent, on top of the system's."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from maplanner.drawing.theme import REGULAR, TEXT_SIZE, ui_font

SIZES: Final = (100, 125, 150, 200)
"""Per cent that can be chosen. What the system asks for comes on top: Qt scales everything by it."""
_PIXELS: Final = re.compile(r"((?:font-size|icon-size|width|height): )(\d\d+)px")
"""Letters, icons and boxes; thinner things than ten pixels are lines and edges, which stay as they are."""
_now = 100

_EDGE: Final = 48
"""Pixels that a dialog leaves free for the frame that the desktop draws around it."""


def text_size() -> int:
    """Return how large texts are, in per cent."""
    return _now


def set_text_size(per_cent: int) -> None:
    """Write texts so large from now on; an unknown size counts as the nearest one there is."""
    global _now  # noqa: PLW0603 - one program writes in one size
    _now = min(SIZES, key=lambda size: abs(size - per_cent))
    lettering.cache_clear()


def scaled(pixels: int) -> int:
    """Return a height or width that grows with the texts."""
    return round(pixels * _now / 100)


@cache
def lettering(size: int = TEXT_SIZE, weight: int = REGULAR) -> QFont:
    """Return the interface font, ``size`` in pixels at 100 %. Shared: copy it before changing it."""
    return ui_font(scaled(size), weight)


def scaled_style(sheet: str) -> str:
    """Return a style sheet with letters, icons, and the boxes that hold them, in the size chosen."""
    return _PIXELS.sub(lambda found: f"{found[1]}{scaled(int(found[2]))}px", sheet)


def make_roomy(dialog: QWidget, width: int, height: int) -> None:
    """Give a dialog this size, in pixels at 100 % text, and never more than the screen has."""
    room = dialog.screen().availableSize()
    dialog.resize(min(scaled(width), room.width() - _EDGE), min(scaled(height), room.height() - _EDGE))
