"""Values out of JSON that somebody else wrote: each is what was asked for, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pydantic import JsonValue

from maplanner.core.errors import UnreadableSource
from maplanner.exchange.diagrams.sketch import place
from maplanner.exchange.source_files import plain

Mapping = dict[str, JsonValue]

MINUTES: Final = "minutes"
_UNITS: Final = {
    "s": "seconds", "second": "seconds",
    "i": MINUTES, "min": MINUTES, "minute": MINUTES,
    "h": "hours", "hour": "hours",
    "d": "days", "day": "days",
    "w": "weeks", "week": "weeks",
    "m": "months", "month": "months",
    "y": "years", "year": "years",
}  # fmt: skip


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


def unit(value: JsonValue) -> str:
    """Return a unit of time in full, from its letter, name or plural; nothing for what is none."""
    name = word(value).strip().casefold()
    return _UNITS.get(name) or _UNITS.get(name.removesuffix("s"), "")


def wait(amount: JsonValue, unit_name: JsonValue) -> tuple[tuple[str, str], ...]:
    """Return a wait's length as details, where it has one."""
    number, in_full = place(amount), unit(unit_name)
    if number is None or number <= 0 or not in_full:
        return ()
    return (("wait", f"{number:g}"), ("wait unit", in_full))


def flat(data: Mapping, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield what an object says outright, and the words in its lists."""
    for key, value in data.items():
        said = ", ".join(filter(None, map(word, value[:20]))) if isinstance(value, list) else word(value)
        if said.strip():
            yield f"{prefix}{key}", said


def refusal(path: Path, what: str, advice: str) -> UnreadableSource:
    """Return why a file cannot be read as a diagram."""
    return UnreadableSource(f"{plain(path)} {what}.", advice=advice)
