"""Why a row is rejected, as codes with parameters and in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Fault(StrEnum):
    """What can be wrong with a row or with one of its values."""

    DUPLICATE = "duplicate"
    MISSING = "missing"
    NOT_EMAIL = "no e-mail address"
    NOT_PHONE = "no phone number"
    NOT_URL = "no web address"
    NOT_NUMBER = "no number"
    NOT_WHOLE = "no whole number"
    TOO_LARGE = "too many digits"
    NOT_DATE = "no date"
    NOT_DATETIME = "no date and time"
    NOT_TIME = "no time of day"
    NOT_YES_NO = "neither yes nor no"
    NOT_IN_LIST = "not among the allowed values"
    TOO_LONG = "too long"
    UNREADABLE = "unreadable characters"
    TOO_MANY_VALUES = "too many values"


MESSAGES: Final[dict[Fault, str]] = {
    Fault.DUPLICATE: "same {key} as row {row}",
    Fault.MISSING: "“{column}” is missing",
    Fault.NOT_EMAIL: "“{column}” is no e-mail address: {value}",
    Fault.NOT_PHONE: "“{column}” is no phone number: {value}",
    Fault.NOT_URL: "“{column}” is no web address: {value}",
    Fault.NOT_NUMBER: "“{column}” is no number: {value}",
    Fault.NOT_WHOLE: "“{column}” is no whole number: {value}",
    Fault.TOO_LARGE: "“{column}” has too many digits: {value}",
    Fault.NOT_DATE: "“{column}” is no date: {value}",
    Fault.NOT_DATETIME: "“{column}” is no date and time: {value}",
    Fault.NOT_TIME: "“{column}” is no time of day: {value}",
    Fault.NOT_YES_NO: "“{column}” is neither yes nor no: {value}",
    Fault.NOT_IN_LIST: "“{column}” is not among the allowed values: {value}",
    Fault.TOO_LONG: "“{column}” has {count} characters, {length} fit",
    Fault.UNREADABLE: "“{column}” holds characters that cannot be read: {value}",
    Fault.TOO_MANY_VALUES: "the row has {count} values for {columns} columns",
}
_LONGEST_SHOWN: Final = 60


@dataclass(frozen=True)
class Complaint:
    """One reason to reject a row; ``column`` is the place of the value, -1 for the row as a whole."""

    fault: Fault
    column: int = -1
    parameters: tuple[tuple[str, str | int], ...] = ()

    @property
    def text(self) -> str:
        """The reason in plain words."""
        return MESSAGES[self.fault].format(**dict(self.parameters))


def shown(value: str) -> str:
    """Return a value as it may stand in a sentence."""
    line = " ".join(value.split())
    short = line if len(line) <= _LONGEST_SHOWN else line[: _LONGEST_SHOWN - 1] + "…"
    return f"“{short}”"
