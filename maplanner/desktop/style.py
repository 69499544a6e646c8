"""The window's style sheet, made from a theme. Widgets say what they are by the property ``role``."""

from __future__ import annotations

import os
from dataclasses import fields
from functools import cache
from string import Template

import platformdirs

from maplanner.core.resources import resource_root
from maplanner.desktop.lettering import scaled_style
from maplanner.drawing.icons import icon_svg
from maplanner.drawing.theme import Theme


def style_sheet(theme: Theme) -> str:
    """Return the style of every control in a theme's colours."""
    colors = {field.name: getattr(theme, field.name) for field in fields(theme)}
    return scaled_style(_template().substitute(colors | _pictures(theme)))


@cache
def _template() -> Template:
    return Template((resource_root() / "themes" / "window.qss").read_text(encoding="utf-8"))


def _pictures(theme: Theme) -> dict[str, str]:
    """Return the paths of arrows, ticks and crosses in the theme's colours."""
    return {
        "picture_down": _picture("chevron-down", theme.secondary),
        "picture_right": _picture("chevron-right", theme.secondary),
        "picture_cross": _picture("x", theme.secondary),
        "picture_strong": _picture("x", theme.text),
        "picture_tick": _picture("check", theme.on_accent),
        "picture_tick_dark": _picture("check", theme.text),
    }


def _picture(name: str, color: str) -> str:
    """Return the path of an icon in a colour; style sheets can name pictures only as files."""
    folder = platformdirs.user_cache_path("maplanner", appauthor=False) / "pictures"
    path = folder / f"{name}-{color.lstrip('#')}.svg"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.write_bytes(icon_svg(name, color))
        draft.replace(path)
    return path.as_posix()
