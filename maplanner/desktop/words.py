"""Turning the program's words into the person's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from maplanner.simulation import Range

CONTEXT = "maplanner"


def tr(text: str, count: int = -1) -> str:
    """Return a text in the person's language; ``count`` chooses the plural form for ``%n``."""
    return QCoreApplication.translate(CONTEXT, text, "", count) if text else ""


def number(value: float, digits: int = 0) -> str:
    """Return a number with the locale's separators; small ones keep a digit that says something."""
    if digits == 0 and 0 < abs(value) < 10 and value != round(value):
        digits = 1
    return QLocale().toString(float(value), "f", digits)


def percent(share: float) -> str:
    """Return a share as per cent."""
    digits = 0 if share == 0 or share >= 0.1 else 1
    return f"{QLocale().toString(share * 100, 'f', digits)} %"


def spread(figure: Range) -> str:
    """Return the middle value with its range in brackets."""
    if round(figure.p5) == round(figure.p95):
        return number(figure.mean)
    return f"{number(figure.mean)} ({number(figure.p5)} – {number(figure.p95)})"
