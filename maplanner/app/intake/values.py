"""What makes a value right, by the type of the field it is meant for.

A check takes a whole column of a batch. Most batches hold nothing wrong, and that shows without a look
at the values one by one from Python.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from maplanner.app.intake.faults import Fault
from maplanner.document.vocabulary import FieldType

Test = Callable[[str], object]
"""Returns something true for a value that is right; empty values are not asked about."""

_ANY_CASE: Final = re.IGNORECASE
_DOMAIN: Final = r"(?:[^\W_][\w-]*+(?<!-)\.)+(?:xn--[a-z0-9-]{2,59}|[^\W\d_]{2,63})"
_ATOM: Final = r"[\w!#$%&'*+/=?^`{|}~-]++"
# Possessive (“++”): nothing in these patterns is worth going back for, and hostile values cost nothing.
# Of single characters only: before 3.11.5 Python took possessive groups apart wrongly.
_EMAIL: Final = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_DOMAIN}", _ANY_CASE)
_PHONE: Final = re.compile(
    r"(?:\(?\+|00)?(?:[\s().\-/–]*+\d){5,15}[\s()]*+(?:(?:ext\.?|x|#|;ext=)\s*\d{1,6})?", _ANY_CASE
)
_URL: Final = re.compile(
    rf"(?:https?://)?(?:{_DOMAIN}|\d{{1,3}}(?:\.\d{{1,3}}){{3}}|localhost)(?::\d{{1,5}})?(?:[/?#]\S*)?",
    _ANY_CASE,
)
_GROUPED: Final = r"\d{1,3}(?:(?P<g>[ \u00a0\u202f'’.,])\d{3}(?:(?P=g)\d{3})*)?|\d+"
_NUMBER: Final = re.compile(
    rf"[-+−(]?\s?[€$£¥]?\s?(?:(?:{_GROUPED})(?:[.,]\d+)?|[.,]\d+)(?:[eE][+-]?\d{{1,3}})?\s?"
    r"(?:[€$£¥%]|[A-Za-z]{3})?\)?"
)
_WHOLE: Final = re.compile(rf"[-+−]?(?:{_GROUPED})(?:[.,]0+)?")
_DATE: Final = re.compile(r"(\d{1,4})([-./ ])(\d{1,2})\2(\d{1,4})\.?")
_CLOCK: Final = r"([01]?\d|2[0-3])[:.][0-5]\d(?:[:.][0-5]\d(?:[.,]\d{1,9})?)?(?:\s?[ap]\.?m\.?)?"
_TIME: Final = re.compile(_CLOCK, _ANY_CASE)
_DATETIME: Final = re.compile(
    rf"(?P<day>[^T\s]+(?:\s\d+\s\d+)?)(?:[T\s,]+{_CLOCK}\s?(?:Z|UTC|GMT|[+-]\d{{2}}:?\d{{2}})?)?",
    _ANY_CASE,
)
_YES_NO: Final = frozenset(
    {"true", "false", "yes", "no", "y", "n", "1", "0", "on", "off", "x", "t", "f", "ja", "nein", "nei", "nej"}
    | {"oui", "non", "si", "sí", "jā", "nē", "taip", "ne", "da", "ha", "yo'q", "да", "нет"}
)
_MONTHS: Final = 12
_SEEN_MOST: Final = 20_000
_LONGEST_EMAIL: Final = 254


@dataclass(frozen=True)
class Rule:
    """What the values of one column must be, from the field they are meant for."""

    field: str
    """What the field is called."""
    type: FieldType = FieldType.TEXT
    required: bool = False
    length: int | None = None
    digits: int | None = None
    """Digits before the point."""
    allowed: tuple[str, ...] = ()
    """The only values that are taken; empty where any is."""


class ColumnCheck:
    """Finds the values of a column that break a rule, batch by batch."""

    def __init__(self, rule: Rule) -> None:
        """Prepare the tests that the rule asks for."""
        self.rule = rule
        self.length = rule.length
        """How many letters fit; an e-mail address never has more than 254."""
        if rule.type is FieldType.EMAIL:
            self.length = min(rule.length or _LONGEST_EMAIL, _LONGEST_EMAIL)
        self._tests = list(_tests_of(rule))

    def wrong(self, values: Sequence[str]) -> Iterator[tuple[int, Fault]]:
        """Yield the place and the fault of each value that is wrong; several faults one by one."""
        if self.rule.required and "" in values:
            yield from ((at, Fault.MISSING) for at, value in enumerate(values) if not value)
        length = self.length
        if length is not None and max(map(len, values), default=0) > length:
            yield from ((at, Fault.TOO_LONG) for at, value in enumerate(values) if len(value) > length)
        for test, fault in self._tests:
            if not all(map(test, values)):
                yield from ((at, fault) for at, value in enumerate(values) if value and not test(value))


def _tests_of(rule: Rule) -> Iterator[tuple[Test, Fault]]:
    if rule.type in _BY_TYPE:
        test, fault = _BY_TYPE[rule.type]
        yield test, fault
    if rule.digits is not None and rule.type in _NUMBERS:
        digits = rule.digits
        yield _remembered(lambda value: _digits_before_point(value) <= digits), Fault.TOO_LARGE
    if rule.allowed:
        known = frozenset(value.casefold() for value in rule.allowed)
        if rule.type is FieldType.MULTI_PICKLIST:
            yield _remembered(lambda value: _all_in(value, known)), Fault.NOT_IN_LIST
        else:
            yield _remembered(lambda value: value.casefold() in known), Fault.NOT_IN_LIST


def _remembered(test: Test) -> Test:
    """Return the test with the answers of values that come again; the first few thousand are kept."""
    answers: dict[str, bool] = {"": True}

    def ask(value: str) -> bool:
        answer = answers.get(value)
        if answer is None:
            answer = bool(test(value))
            if len(answers) < _SEEN_MOST:
                answers[value] = answer
        return answer

    return ask


def _or_empty(pattern: re.Pattern[str]) -> Test:
    """Return a test that also lets nothing pass; it runs without Python code."""
    return re.compile(f"(?:{pattern.pattern})?", pattern.flags).fullmatch


def _all_in(value: str, known: frozenset[str]) -> bool:
    return all(part.strip().casefold() in known for part in re.split(r"[;|\n]", value) if part.strip())


def _digits_before_point(value: str) -> int:
    whole = re.sub(r"[.,]\d{1,2}$|[.,]\d{4,}$", "", value.strip(" ()+-−€$£¥%"))
    return len(re.sub(r"\D", "", whole).lstrip("0"))


def is_date(value: str) -> bool:
    """Tell whether a text is a day of the calendar: year first, or day or month first."""
    found = _DATE.fullmatch(value)
    if found is None:
        return False
    first, _sign, second, third = found.groups()
    if len(first) == 4:
        return len(third) <= 2 and _is_day(int(first), int(second), int(third))
    if len(third) not in {2, 4} or len(first) > 2:
        return False
    year = int(third) if len(third) == 4 else 2000 + int(third)
    return _is_day(year, int(second), int(first)) or _is_day(year, int(first), int(second))


def _is_day(year: int, month: int, day: int) -> bool:
    if not 1 <= month <= _MONTHS or year < 1:
        return False
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def is_datetime(value: str) -> bool:
    """Tell whether a text is a day, with or without a time."""
    found = _DATETIME.fullmatch(value)
    return found is not None and is_date(found["day"])


_NUMBERS: Final = frozenset({FieldType.NUMBER, FieldType.INTEGER, FieldType.MONEY, FieldType.PERCENT})
_BY_TYPE: Final[dict[FieldType, tuple[Test, Fault]]] = {
    FieldType.EMAIL: (_or_empty(_EMAIL), Fault.NOT_EMAIL),
    FieldType.PHONE: (_or_empty(_PHONE), Fault.NOT_PHONE),
    FieldType.URL: (_or_empty(_URL), Fault.NOT_URL),
    FieldType.NUMBER: (_or_empty(_NUMBER), Fault.NOT_NUMBER),
    FieldType.MONEY: (_or_empty(_NUMBER), Fault.NOT_NUMBER),
    FieldType.PERCENT: (_or_empty(_NUMBER), Fault.NOT_NUMBER),
    FieldType.INTEGER: (_or_empty(_WHOLE), Fault.NOT_WHOLE),
    FieldType.DATE: (_remembered(is_datetime), Fault.NOT_DATE),
    FieldType.DATETIME: (_remembered(is_datetime), Fault.NOT_DATETIME),
    FieldType.TIME: (_or_empty(_TIME), Fault.NOT_TIME),
    FieldType.CHECKBOX: (_remembered(lambda value: value.casefold() in _YES_NO), Fault.NOT_YES_NO),
}
