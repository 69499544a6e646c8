"""Hours of a day as people write them: “9–12:30, 13–17”."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

Hours = tuple[tuple[float, float], ...]
"""When something opens and closes, in hours of the day, in order and apart."""

_SPAN: Final = re.compile(
    r"\s*(?P<h1>\d{1,2})(?:[:.](?P<m1>\d{2}))?\s*(?:-|–|—|to)\s*(?P<h2>\d{1,2})(?:[:.](?P<m2>\d{2}))?\s*"
)
_NONE: Final = {"", "closed", "-", "–"}


def hours_of(text: str) -> Hours:
    """Return the opening hours that a text means; none for an empty one.

    Raises:
        ValueError: It cannot be read, or hours overlap or end before they begin; fit to show to a person.
    """
    if text.strip().casefold() in _NONE:
        return ()
    spans = sorted(_span(part) for part in re.split(r"[,;]", text) if part.strip())
    for (_, closes), (opens, _) in pairwise(spans):
        if opens < closes:
            raise ValueError(f"the hours “{text.strip()}” overlap")
    return tuple(spans)


def _span(part: str) -> tuple[float, float]:
    found = _SPAN.fullmatch(part)
    if found is None:
        raise ValueError(f"“{part.strip()}” are no hours; write them like 9–12:30, 13–17")
    opens = _hour(found["h1"], found["m1"])
    closes = _hour(found["h2"], found["m2"])
    if not opens < closes:
        raise ValueError(f"“{part.strip()}” ends before it begins")
    return opens, closes


def _hour(hours: str, minutes: str | None) -> float:
    hour = int(hours) + int(minutes or 0) / 60
    if int(minutes or 0) > 59 or hour > 24:
        raise ValueError(f"there is no {hours}:{minutes or '00'} o'clock")
    return hour
