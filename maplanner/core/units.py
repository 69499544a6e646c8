"""Units of numbers in records, and how a person reads and types them.

Every number is stored in one base unit: shares from 0 to 1, times in days,
money in the plan's currency. People see shares as per cent.
"""

from __future__ import annotations

from enum import StrEnum


class Unit(StrEnum):
    """The unit of a record's numeric field."""

    SHARE = "share"
    """A part of the whole from 0 to 1, shown as per cent."""
    DAYS = "days"
    PER_DAY = "per day"
    PER_MONTH = "per month"
    PER_YEAR = "per year"
    POINTS = "points"
    LEADS = "leads"
    PEOPLE = "people"
    HOURS = "hours"
    MINUTES = "minutes"
    MONEY = "money"
    CHARACTERS = "characters"
    PIXELS = "pixels"
    MEGABYTES = "MB"
    SECONDS = "seconds"


def shown(value: float, unit: Unit | None) -> float:
    """Return the number as a person reads it: shares become per cent."""
    return value * 100 if unit is Unit.SHARE else value


def stored(value: float, unit: Unit | None) -> float:
    """Return the number as a record keeps it, from what a person typed."""
    return value / 100 if unit is Unit.SHARE else value


def suffix(unit: Unit | None) -> str:
    """Return what stands behind the number, such as ``%`` or ``days``."""
    if unit is None or unit is Unit.MONEY:
        return ""
    return "%" if unit is Unit.SHARE else unit.value
