"""Texts of an SVG that look alike on machines without the font: each carries its width and more families.

Qt writes texts with the family that it painted with, alone. A viewer that lacks it takes whatever it has,
often wider, and the text runs out of its card.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from maplanner.drawing.text import text_width
from maplanner.drawing.theme import ui_font

GENERIC_FAMILIES: Final = ("system-ui", "Segoe UI", "Helvetica Neue", "Arial", "sans-serif")
"""Interface fonts of the common systems, about as wide as one another (CSS Fonts 4, generic families)."""

_TEXT: Final = re.compile(
    r'<text (?P<before>[^>]*?)font-family="[^"]*" font-size="(?P<size>\d+)" font-weight="(?P<weight>\d+)"'
    r"(?P<after>[^>]*)>(?P<words>[^<]*)</text>"
)
_SIZE: Final = re.compile(
    r'<svg width="[\d.]+mm" height="[\d.]+mm"\s+viewBox="0 0 (?P<width>\d+) (?P<height>\d+)"'
)
_SIZE_IN_PIXELS: Final = r'<svg width="\g<width>" height="\g<height>" viewBox="0 0 \g<width> \g<height>"'
_FAMILY: Final = re.compile(r'font-family="[^"]*"')


def portable(svg: str) -> str:
    """Return the SVG with families to fall back on and each text held to the width it was painted at."""
    # Loads all that Python knows of the web; pictures are made long after the start.
    from xml.sax.saxutils import quoteattr

    # Millimetres do not come out as whole pixels, which leaves a hairline at the edges.
    sized = _SIZE.sub(_SIZE_IN_PIXELS, svg, count=1)
    families = f"font-family={quoteattr(font_families())}"
    return _FAMILY.sub(lambda _found: families, _TEXT.sub(_held_to_width, sized))


def font_families() -> str:
    """Return the interface font and the families that may stand in for it, as CSS writes them."""
    named = [family for family in ui_font().families() if family not in ("Sans Serif", "sans-serif")]
    families = (*named, *GENERIC_FAMILIES)
    return ", ".join(f"'{family}'" if " " in family else family for family in families)


def _held_to_width(found: re.Match[str]) -> str:
    width = text_width(unescape(found["words"]), int(found["size"]), int(found["weight"]))
    if width <= 0:
        return found[0]
    return found[0].replace("<text ", f'<text textLength="{width:.2f}" lengthAdjust="spacingAndGlyphs" ', 1)
