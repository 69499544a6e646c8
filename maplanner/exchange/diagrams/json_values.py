"""Values out of JSON that somebody else wrote: each is what was asked for, or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pydantic import JsonValue

from maplanner.core.errors import UnreadableSource
from maplanner.exchange.diagrams.sketch import place
from maplanner.exchange.source_files import plain

Mapping = dict[str, JsonValue]

_MINUTE: Final = 1 / 1440
_HOUR: Final = 1 / 24
_DAYS: Final = {
    "s": 1 / 86_400, "second": 1 / 86_400,
    "i": _MINUTE, "min": _MINUTE, "minute": _MINUTE,
    "h": _HOUR, "hour": _HOUR,
    "d": 1.0, "day": 1.0,
    "w": 7.0, "week": 7.0,
    "m": 30.0, "month": 30.0,
    "y": 365.0, "year": 365.0,
}  # fmt: skip
"""How many days a unit of time has; months and years as they are planned with."""

_DURATION: Final = re.compile(
    r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?"
)
"""A length of time as ISO 8601 writes it."""


def mapping(value: JsonValue) -> Mapping:
    """Return a JSON object, or an empty one."""
    return value if isinstance(value, dict) else {}


def items(value: JsonValue) -> list[JsonValue]:
    """Return the values of a list, or of an object whose keys are only numbers; else nothing."""
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def mappings(value: JsonValue) -> Iterator[Mapping]:
    """Yield the JSON objects in a list."""
    return (item for item in items(value) if isinstance(item, dict))


def word(value: JsonValue) -> str:
    """Return a text, number or truth value as text; nothing for everything else."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, int) and abs(value) > 10**18:
        return ""
    return str(value) if isinstance(value, str | int | float) else ""


def first(data: Mapping, *keys: str) -> JsonValue:
    """Return the first of these values that is there and not empty."""
    for key in keys:
        value = data.get(key)
        if value is not None and value not in ("", [], {}):
            return value
    return None


def words(data: Mapping, *keys: str) -> str:
    """Return the first of these values that is a word."""
    return next((found for key in keys if (found := word(data.get(key)).strip())), "")


def wait(amount: JsonValue, unit: JsonValue) -> tuple[tuple[str, str], ...]:
    """Return the length of a wait as the detail ``days``, where it has one."""
    name = word(unit).strip().casefold()
    days = _DAYS.get(name) or _DAYS.get(name.removesuffix("s"))
    number = place(amount)
    return lasting(number * days) if number is not None and days is not None else ()


def lasting(days: float) -> tuple[tuple[str, str], ...]:
    """Return a length of time as the detail ``days``; nothing where there is none."""
    return (("days", f"{days:.10g}"),) if days > 0 else ()


def duration(text: str) -> float | None:
    """Return the days in a length of time as ISO 8601 writes it (``P2DT12H``); ``None`` for anything else."""
    match = _DURATION.fullmatch(text.strip())
    if match is None or not any(match.groups()):
        return None
    units = ("y", "m", "w", "d", "h", "i", "s")
    return sum(
        float((found or "0")[:9]) * _DAYS[name] for found, name in zip(match.groups(), units, strict=True)
    )


def flat(data: Mapping, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield what an object says outright, and the words in its lists."""
    for key, value in data.items():
        said = ", ".join(filter(None, map(word, value[:20]))) if isinstance(value, list) else word(value)
        if said.strip():
            yield f"{prefix}{key}", said


def refusal(path: Path, what: str, advice: str) -> UnreadableSource:
    """Return why a file cannot be read as a diagram."""
    return UnreadableSource(f"{plain(path)} {what}.", advice=advice)
