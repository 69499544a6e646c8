"""Written times, in the many ways in which tools write them, as seconds since 1970."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

import numpy as np

from maplanner.scoring.history import Floats

_FORMS: Final = (
    "%d.%m.%Y",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y %H:%M:%S",
    "%d/%m/%Y",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%y",
    "%d/%m/%y %H:%M",
    "%Y/%m/%d",
    "%Y/%m/%d %H:%M",
    "%Y/%m/%d %H:%M:%S",
    "%d.%m.%y",
    "%d.%m.%y %H:%M",
    "%Y-%m-%d %I:%M %p",
    "%Y-%m-%d %I:%M:%S %p",
    "%d %b %Y",
    "%d %B %Y",
    "%d-%b-%Y",
    "%b %d, %Y",
    "%B %d, %Y",
    "%b %d %Y",
)
_MONTH_FIRST: Final = (
    "%m/%d/%Y",
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %I:%M %p",
    "%m/%d/%Y %I:%M:%S %p",
    "%m/%d/%y",
    "%m/%d/%y %H:%M",
    "%m/%d/%y %I:%M %p",
)
_SLASHED: Final = re.compile(r"\s*(\d{1,2})/(\d{1,2})/\d{2,4}").match
_STANDARD: Final = re.compile(r"\s*\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d(\.\d+)?)?)?\s*").fullmatch


def month_comes_first(texts: Iterable[str]) -> bool | None:
    """Tell whether dates such as 01/31/2026 name the month first; ``None`` where none of them shows it."""
    found = [(int(read[1]), int(read[2])) for text in texts if (read := _SLASHED(text))]
    if any(first > 12 for first, _second in found):
        return False
    return True if any(second > 12 for _first, second in found) else None


def standard_times(texts: list[str]) -> Floats | None:
    """Return seconds since 1970 where all texts are standard dates without a zone; else ``None``."""
    if not all(_STANDARD(text) for text in texts):
        return None
    try:
        moments = np.array([text.strip() for text in texts], "datetime64[ms]")
    except ValueError:
        return None
    return moments.astype(np.int64) / 1000.0


def seconds_of(text: str, *, month_first: bool = False) -> float | None:
    """Return the seconds since 1970 of a written time, universal unless it names a zone; or ``None``."""
    try:
        moment = datetime.fromisoformat(text.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return _other_time(text.strip(), _MONTH_FIRST if month_first else ())


def _other_time(text: str, more: tuple[str, ...]) -> float | None:
    """Return the seconds of a time that is not written as in the standard: seconds since 1970, or by day."""
    if re.fullmatch(r"\d{9,10}(\.\d+)?", text):
        return float(text)
    if re.fullmatch(r"\d{12,13}", text):
        return float(text) / 1000.0
    for form in (*more, *_FORMS):
        try:
            return datetime.strptime(text, form).replace(tzinfo=UTC).timestamp()
        except ValueError:
            continue
    return None
