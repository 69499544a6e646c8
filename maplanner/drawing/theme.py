"""Themes: every colour and font of the program, light, dark and in high contrast.

The colours are data in ``resources/themes``. Texts stand out from their grounds by at least 4.5 : 1 and
shapes by 3 : 1 (WCAG 2.1, 1.4.3 and 1.4.11); a few colours are a shade stronger for that.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from string import hexdigits
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from maplanner.core.errors import MissingPart
from maplanner.core.resources import resource_root
from maplanner.steps.kind import PaletteGroup

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QColor, QFont, QPalette


class ThemeName(StrEnum):
    """The themes that come with the program."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


@dataclass(frozen=True)
class Theme:
    """All colours of one theme, as ``#RRGGBB`` (``shadow`` as ``#RRGGBBAA``).

    ``error``, ``warning`` and ``good`` are for shapes; their ``_text`` forms for words. ``on_accent``
    stands on a ground of accent, ``on_signal`` on one of error, warning or good; ``note`` is a sticky note's.
    """

    name: ThemeName
    dark: bool
    canvas: str
    panel: str
    card: str
    border: str
    grid: str
    chip: str
    text: str
    secondary: str
    link: str
    accent: str
    accent_ground: str
    accent_text: str
    on_accent: str
    error: str
    warning: str
    good: str
    error_text: str
    warning_text: str
    good_text: str
    on_signal: str
    note: str
    note_border: str
    note_text: str
    note_secondary: str
    shadow: str
    groups: Mapping[PaletteGroup, str]

    def group(self, group: PaletteGroup | None) -> str:
        """Return the colour of a group of steps; grey for kinds that only a newer version knows."""
        return self.secondary if group is None else self.groups[group]

    def __hash__(self) -> int:
        """A theme's name stands for it, so that caches can be keyed by themes."""
        return hash(self.name)


@cache
def theme(name: ThemeName | str) -> Theme:
    """Return a theme by its name.

    Raises:
        MissingPart: The installation has lost the theme.
    """
    path = resource_root() / "themes" / f"{ThemeName(name)}.json"
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        message = f"The theme “{name}” cannot be read from {path}."
        raise MissingPart(message, advice="Install maplanner again.") from error
    data["name"] = ThemeName(data["name"])
    data["groups"] = MappingProxyType({PaletteGroup(key): color for key, color in data["groups"].items()})
    return Theme(**{field.name: data[field.name] for field in fields(Theme)})


def contrast_ratio(one: str, other: str) -> float:
    """Return how far two colours stand apart, from 1 to 21 (WCAG 2.1 relative luminance)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(color: str) -> float:
    def linear(value: int) -> float:
        share = value / 255
        return share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(color[at : at + 2], 16)) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@cache
def mixed(color: str, ground: str, share: float) -> str:
    """Return ``share`` of ``color`` laid over ``ground``: the tints behind icons."""
    parts = ((int(color[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(over * share + under * (1 - share)):02X}" for over, under in parts)


@cache
def standing_out(color: str, ground: str, least: float) -> str:
    """Return the colour, or the nearest shade of it that stands out from the ground by ``least`` (to one).

    What is no colour at all gives grey.
    """
    shade = color.upper() if _is_color(color) else "#808080"
    darker = contrast_ratio("#000000", ground) >= contrast_ratio("#FFFFFF", ground)
    for part in range(1, 21):
        if contrast_ratio(shade, ground) >= least:
            break
        shade = mixed("#000000" if darker else "#FFFFFF", color if _is_color(color) else shade, part / 20)
    return shade


def _is_color(text: str) -> bool:
    return len(text) == 7 and text[0] == "#" and all(letter in hexdigits for letter in text[1:])


# --- Qt's side -------------------------------------------------------------


@cache
def ink(color: str) -> QColor:
    """Return a colour for painting. The object is shared: do not change it."""
    from PySide6.QtGui import QColor

    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return QColor(red, green, blue, int(color[7:9], 16) if len(color) == 9 else 255)


PREFERRED_FAMILY: Final = "Inter"
TITLE_SIZE: Final = 15
TEXT_SIZE: Final = 13
LIST_SIZE: Final = 12
SECONDARY_SIZE: Final = 11
REGULAR: Final = 400
MEDIUM: Final = 500
SEMIBOLD: Final = 600


@cache
def ui_font(size: int = TEXT_SIZE, weight: int = REGULAR) -> QFont:
    """Return the interface font, ``size`` in pixels at 100 %: Inter where installed, else the system's own.

    Widths grow evenly with the zoom (no hinting), so that a text is elided alike at every size. The object is
    shared: copy it before changing it.
    """
    from PySide6.QtGui import QFont, QFontDatabase

    from maplanner.drawing.application import drawing_application

    drawing_application()
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if PREFERRED_FAMILY in QFontDatabase.families():
        font.setFamilies([PREFERRED_FAMILY, *font.families()])
    font.setPixelSize(size)
    font.setWeight(QFont.Weight(weight))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def qpalette(theme: Theme) -> QPalette:
    """Return the colours of the window's own controls."""
    from PySide6.QtGui import QPalette

    roles = QPalette.ColorRole
    palette = QPalette()
    for role, color in (
        (roles.Window, theme.panel),
        (roles.WindowText, theme.text),
        (roles.Base, theme.panel),
        (roles.AlternateBase, theme.canvas),
        (roles.Text, theme.text),
        (roles.PlaceholderText, theme.secondary),
        (roles.Button, theme.chip),
        (roles.ButtonText, theme.text),
        (roles.BrightText, theme.error_text),
        (roles.ToolTipBase, theme.card),
        (roles.ToolTipText, theme.text),
        (roles.Highlight, theme.accent),
        (roles.HighlightedText, theme.on_accent),
        (roles.Accent, theme.accent),
        (roles.Link, theme.accent_text),
        (roles.LinkVisited, theme.accent_text),
        (roles.Light, theme.card),
        (roles.Midlight, theme.chip),
        (roles.Mid, theme.border),
        (roles.Dark, theme.link),
        (roles.Shadow, theme.text if not theme.dark else theme.canvas),
    ):
        palette.setColor(role, ink(color))
    _set_disabled(palette, theme)
    return palette


def _set_disabled(palette: QPalette, theme: Theme) -> None:
    from PySide6.QtGui import QPalette

    off, roles = QPalette.ColorGroup.Disabled, QPalette.ColorRole
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(off, role, ink(theme.link))
    palette.setColor(off, roles.Highlight, ink(theme.border))
    palette.setColor(off, roles.HighlightedText, ink(theme.secondary))
