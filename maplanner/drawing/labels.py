"""The short words and numbers on a drawing: counts, shares, delays."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from maplanner.document.values import (
    DateDelay,
    EmpiricalDelay,
    ExponentialDelay,
    FixedDelay,
    GammaDelay,
    LogNormalDelay,
    UniformDelay,
    WeeklyDelay,
    WindowDelay,
    WorkingDelay,
)
from maplanner.flow.behaviour import Branching

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QLocale

    from maplanner.document.records import Link
    from maplanner.document.values import Delay
    from maplanner.flow.behaviour import Output

LONGEST: Final = 400
"""Characters of a text that are ever measured: no card is wide enough for more."""

AT_ONCE: Final = "at once"
_WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_ALL: Final = 0.995
"""A measured share from which on everybody took the link, as far as a person cares."""
_SHARE: Final = re.compile(r"^(?P<words>.*[^\s<]) (?P<share>(?:< )?[\d.]+ %)$")
_HOUR: Final = 1 / 24
_MINUTE: Final = 1 / 1440


def one_line(text: str) -> str:
    """Return the text on one line, cut where no drawing could show more."""
    return " ".join(text[: 4 * LONGEST].split())[:LONGEST]


def count_text(count: float) -> str:
    """Return a number of leads with the locale's thousands separators; millions are rounded to be short."""
    locale = number_locale()
    if count >= 10_000_000:
        return f"{locale.toString(count / 1e6, 'f', 1)} M"
    if 0 < count < 9.95 and abs(count - round(count)) > 0.05:
        return locale.toString(count, "f", 1)
    return locale.toString(round(count))


def number_locale() -> QLocale:
    """Return the person's locale; English where the system names none, for a number needs its separators."""
    from PySide6.QtCore import QLocale

    locale = QLocale()
    return QLocale(QLocale.Language.English) if locale.language() is QLocale.Language.C else locale


def share_text(share: float) -> str:
    """Return a share as per cent: ``33 %``, ``8.2 %``, ``0.25 %``."""
    percent = share * 100
    if percent == 0 or percent >= 9.995:
        text = f"{percent:.1f}".removesuffix(".0")
    else:
        text = f"{percent:.2g}" if percent >= 0.01 else "< 0.01"
    return f"{text} %"


def delay_text(delay: Delay) -> str:  # noqa: C901, PLR0911 - one line for each delay there is
    """Return a delay in a few words: ``at once``, ``4 days``, ``1–3 days``, ``Thu 15:00``."""
    match delay:
        case FixedDelay(days=days):
            return _time(days)
        case ExponentialDelay(mean=mean):
            return f"about {_time(mean)}"
        case LogNormalDelay(median=median):
            return f"about {_time(median)}"
        case UniformDelay(low=low, high=high):
            return _span(low, high)
        case WeeklyDelay(weekday=weekday, hour=hour):
            return f"{_WEEKDAYS[weekday]} {_clock(hour)}"
        case GammaDelay(mean=mean):
            return f"about {_time(mean)}"
        case EmpiricalDelay():
            return f"about {_time(delay.median)}"
        case WorkingDelay(hours=hours):
            return f"{_number(hours)} working {'hour' if hours == 1 else 'hours'}"
        case WindowDelay(weekdays=weekdays, opens=opens, closes=closes):
            return f"{_days(weekdays)} {_clock(opens)}–{_clock(closes)}"
        case DateDelay(day=day):
            return f"{day.day} {day:%b %Y}"


def _clock(hour: float) -> str:
    minutes = round(hour * 60)
    return f"{minutes // 60}:{minutes % 60:02d}"


def _days(weekdays: Sequence[int]) -> str:
    days = sorted(set(weekdays))
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{_WEEKDAYS[days[0]]}–{_WEEKDAYS[days[-1]]}"
    return ", ".join(_WEEKDAYS[day] for day in days)


def _span(low: float, high: float) -> str:
    if low == high:
        return _time(low)
    if low == 0:
        return f"up to {_time(high)}"
    for size, word in ((1.0, "days"), (_HOUR, "hours"), (_MINUTE, "min")):
        if low >= size:
            return f"{_number(low / size)}–{_number(high / size)} {word}"
    return f"up to {_time(high)}"


def _time(days: float) -> str:
    if days < _MINUTE / 2:
        return AT_ONCE
    for size, one, many in ((1.0, "day", "days"), (_HOUR, "hour", "hours"), (_MINUTE, "min", "min")):
        if days >= size * 0.999:
            number = _number(days / size)
            return f"{number} {one if number == '1' else many}"
    return "1 min"


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0") if value < 100 else f"{value:.0f}"


def link_label(
    link: Link, output: Output | None, siblings: Sequence[Link], measured: float | None = None
) -> str:
    """Return what the chip on a link says, or nothing.

    ``siblings`` are all links of the same output, this one among them; ``measured`` is the share of the
    step's leads that took the link in a simulation, said where the plan itself gives no share.
    """
    words = one_line(link.title) or _output_words(output)
    share = _share_of(link, output, siblings)
    if share is None and measured is not None and words:
        share = None if measured > _ALL else float(f"{measured:.2g}")
    parts = [words, share_text(share) if share is not None else ""]
    text = " ".join(part for part in parts if part)
    delay = delay_text(link.delay) if link.delay is not None else ""
    if text and delay == AT_ONCE:
        return text
    return " · ".join(part for part in (text, delay) if part)


def shorter_labels(label: str) -> tuple[str, ...]:
    """Return the label and what may stand for it where there is less and less room: a part at a time goes.

    ``missed 67 % · 1 day`` becomes ``missed · 1 day``, ``1 day``, and at last ``missed``.
    """
    head, dot, delay = label.partition(" · ")
    found = _SHARE.match(head)
    words = found["words"] if found else head
    without_share = f"{words}{dot}{delay}"
    return tuple(dict.fromkeys(part for part in (label, without_share, delay, words) if part))


def _output_words(output: Output | None) -> str:
    if output is None or output.name == "next":
        return ""
    return output.title[:1].lower() + output.title[1:] if output.title[1:2].islower() else output.title


def _share_of(link: Link, output: Output | None, siblings: Sequence[Link]) -> float | None:
    if link.share is not None or output is None or output.branching is not Branching.EXCLUSIVE:
        return link.share
    given = [other.share for other in siblings if other.share is not None]
    open_ends = len(siblings) - len(given)
    return max(0.0, 1 - sum(given)) / open_ends if given and open_ends else None
