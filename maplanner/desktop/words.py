"""Turning the program's words into the person's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale

if TYPE_CHECKING:
    from maplanner.simulation import Range

CONTEXT = ""
"""Texts have no context: one word means one thing all over the program."""


def tr(text: str, count: int = -1) -> str:
    """Return a text in the person's language; ``count`` chooses the plural form for ``%n``."""
    if not text:
        return ""
    found = QCoreApplication.translate(CONTEXT, text, "", count)
    return _english(found, count) if found == text.replace("%n", str(count)) else found


def _english(text: str, count: int) -> str:
    """Return an untranslated text in the singular where there is one of it: “1 error” from “%n errors”."""
    return text.removesuffix("s") if count == 1 else text


def number(value: float, digits: int = 0) -> str:
    """Return a number with the locale's separators; small ones keep a digit that says something."""
    if digits == 0 and 0 < abs(value) < 10 and value != round(value):
        digits = 1
    return QLocale().toString(float(value), "f", digits)


def told(value: float, digits: int = 0) -> str:
    """Return a number that is only read: with the sign of minus, which no dash beside it is taken for."""
    return number(value, digits).replace("-", "−")


def counted(text: str, count: int) -> str:
    """Return a text whose ``%n`` is a count, with the locale's separators: “13,622 fields”."""
    return tr(text, count).replace(str(count), number(count), 1)


def percent(share: float) -> str:
    """Return a share as per cent."""
    if 0 < share < 0.0005:
        return tr("under {share}").format(share=f"{QLocale().toString(0.1, 'f', 1)} %")
    digits = 0 if share == 0 or share >= 0.1 else 1
    return f"{QLocale().toString(share * 100, 'f', digits)} %"


def spread(figure: Range) -> str:
    """Return the middle value with its range in brackets."""
    low, high = told(figure.p5), told(figure.p95)
    return told(figure.mean) if low == high else f"{told(figure.mean)} ({low} – {high})"
