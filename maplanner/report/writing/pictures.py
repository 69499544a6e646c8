"""Pictures and charts of a report, as drawings and as parts of a page."""

from __future__ import annotations

import re
from typing import Final

from maplanner.drawing.bar_chart import ChartPicture
from maplanner.drawing.picture import Picture
from maplanner.report.parts import Chart, Illustration

_PROLOG: Final = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_ID: Final = re.compile(r'\bid="')
_USE: Final = re.compile(r"(url\(#|href=\"#)")


def picture_of(part: Chart | Illustration) -> Picture:
    """Return the drawing of a picture or chart."""
    if isinstance(part, Illustration):
        return part.draw()
    series = tuple((each.title, each.values) for each in part.series)
    return ChartPicture(part.title, part.places, series, part.unit, part.is_line)


def inline_svg(picture: Picture, number: int) -> str:
    """Return a drawing as an SVG that can stand in a page beside others: its ids are its own."""
    from maplanner.drawing.rendering import svg
    from maplanner.drawing.sheet import Titled
    from maplanner.drawing.theme import theme

    made = svg(Titled(picture, with_legend=True), theme("light"), border=8.0, transparent=True)
    text = _PROLOG.sub("", made.data.decode(), count=1)
    text = _USE.sub(rf"\g<1>p{number}-", _ID.sub(f'id="p{number}-', text))
    return text.replace("<svg ", '<svg role="presentation" focusable="false" ', 1)
