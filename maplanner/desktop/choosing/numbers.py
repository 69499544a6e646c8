"""Numbers as people type them."""

from __future__ import annotations

from math import isfinite

from PySide6.QtCore import QLocale


def typed_number(text: str) -> float | None:
    """Return the number that was typed, in the person's own way or with a point; ``None`` if it is none."""
    plain = text.strip().replace("\u00a0", "").replace("\u202f", "")
    value, ok = QLocale().toDouble(plain)
    if not ok:
        value, ok = QLocale.c().toDouble(plain.replace(",", "."))
    return value if ok and isfinite(value) else None
