"""Whether a piece of data fits the field it is to land in.

The rules are those that CRMs apply when fields are mapped: kinds of value, lists of values, length, digits,
and the right to write. Where a side does not say something, nothing is held against it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from maplanner.document.records import CrmField, FormField, ValuePair
from maplanner.document.vocabulary import FieldType

Source = FormField | CrmField
"""What a mapping copies from: a form field that is collected, or a field that a system holds."""


class Misfit(StrEnum):
    """Why a piece of data does not fit its target."""

    NOT_WRITABLE = "target cannot be written"
    TYPE = "types do not fit"
    NOT_IN_LIST = "values are not in the list"
    FREE_TEXT = "free text into a list"
    SEVERAL_INTO_ONE = "several values into one"
    TOO_SHORT = "target is too short"
    TOO_FEW_DIGITS = "target has too few digits"
    DECIMALS_LOST = "decimals are lost"
    TIME_LOST = "time of day is lost"
    OTHER_RECORDS = "refers to other records"
    MAY_BE_EMPTY = "may be empty"


class Effect(StrEnum):
    """What comes of it."""

    REFUSED = "refused"
    """The system refuses the record, or the value."""
    DAMAGED = "damaged"
    """The value arrives, but not whole."""
    SOMETIMES = "sometimes refused"
    """Most records pass."""


_EFFECTS: Final[dict[Misfit, Effect]] = {
    Misfit.NOT_WRITABLE: Effect.REFUSED,
    Misfit.TYPE: Effect.REFUSED,
    Misfit.NOT_IN_LIST: Effect.REFUSED,
    Misfit.FREE_TEXT: Effect.REFUSED,
    Misfit.OTHER_RECORDS: Effect.REFUSED,
    Misfit.SEVERAL_INTO_ONE: Effect.DAMAGED,
    Misfit.TOO_SHORT: Effect.DAMAGED,
    Misfit.TOO_FEW_DIGITS: Effect.REFUSED,
    Misfit.DECIMALS_LOST: Effect.DAMAGED,
    Misfit.TIME_LOST: Effect.DAMAGED,
    Misfit.MAY_BE_EMPTY: Effect.SOMETIMES,
}

_MESSAGES: Final[dict[Misfit, str]] = {
    Misfit.NOT_WRITABLE: "{target} is kept by the system itself; nothing can be written to it.",
    Misfit.TYPE: "{source} is {source_type}, and {target} takes {target_type}.",
    Misfit.NOT_IN_LIST: "{target} takes only the values in its list; {source} also brings {values}.",
    Misfit.FREE_TEXT: "{target} takes only the values in its list; {source} brings whatever people type.",
    Misfit.SEVERAL_INTO_ONE: "{source} brings several values at once, and {target} holds one.",
    Misfit.TOO_SHORT: "{target} holds {target_length} characters, and {source} may bring {source_length}.",
    Misfit.TOO_FEW_DIGITS: "{target} has {target_digits} digits before the point, {source} {source_digits}.",
    Misfit.DECIMALS_LOST: "{target} holds {target_scale} digits after the point; {source} brings more.",
    Misfit.TIME_LOST: "{target} holds a date only; the time of day in {source} is lost.",
    Misfit.OTHER_RECORDS: "{target} refers to {target_objects}, and {source} to {source_objects}.",
    Misfit.MAY_BE_EMPTY: "{target} is required, and {source} may be empty.",
}


@dataclass(frozen=True)
class FitProblem:
    """One reason why data does not fit, as a code with parameters and in plain words."""

    code: Misfit
    parameters: dict[str, str | int] = field(default_factory=dict)

    @property
    def effect(self) -> Effect:
        """What comes of it."""
        return _EFFECTS[self.code]

    @property
    def message(self) -> str:
        """The reason in words that a marketer understands."""
        return _MESSAGES[self.code].format(**self.parameters)


_T = FieldType
_ANY_TEXT: Final = frozenset({_T.TEXT, _T.LONG_TEXT})
_NUMBERS: Final = frozenset({_T.NUMBER, _T.INTEGER, _T.MONEY, _T.PERCENT})
_LISTS: Final = frozenset({_T.PICKLIST, _T.MULTI_PICKLIST})
_WORKED_OUT: Final = frozenset({_T.FORMULA, _T.SUMMARY})
_UNKNOWN: Final = frozenset({_T.OTHER, *_WORKED_OUT})
"""Types of a source whose values may be of any kind."""

TAKES: Final[dict[FieldType, frozenset[FieldType]]] = {
    _T.TEXT: frozenset({*_ANY_TEXT, *_LISTS, _T.PHONE, _T.URL}),
    _T.LONG_TEXT: _ANY_TEXT,
    _T.EMAIL: frozenset({*_ANY_TEXT, _T.EMAIL}),
    _T.PHONE: frozenset({*_ANY_TEXT, _T.PHONE}),
    _T.URL: frozenset({*_ANY_TEXT, _T.URL}),
    _T.NUMBER: frozenset({*_ANY_TEXT, *_NUMBERS}),
    _T.INTEGER: frozenset({*_ANY_TEXT, *_NUMBERS, *_LISTS}),
    _T.MONEY: frozenset({*_ANY_TEXT, *_NUMBERS}),
    _T.PERCENT: frozenset({*_ANY_TEXT, *_NUMBERS}),
    _T.DATE: frozenset({*_ANY_TEXT, _T.DATE, _T.DATETIME}),
    _T.DATETIME: frozenset({*_ANY_TEXT, _T.DATE, _T.DATETIME}),
    _T.TIME: frozenset({*_ANY_TEXT, _T.TIME}),
    _T.CHECKBOX: frozenset({*_ANY_TEXT, _T.CHECKBOX}),
    _T.PICKLIST: frozenset({*_ANY_TEXT, *_LISTS}),
    _T.MULTI_PICKLIST: frozenset({*_ANY_TEXT, *_LISTS}),
    _T.REFERENCE: frozenset({*_ANY_TEXT, _T.REFERENCE}),
    _T.ADDRESS: frozenset({*_ANY_TEXT, _T.ADDRESS}),
    _T.LOCATION: frozenset({*_ANY_TEXT, _T.LOCATION}),
    _T.IDENTIFIER: frozenset({*_ANY_TEXT, _T.REFERENCE}),
    _T.FILE: frozenset({_T.FILE}),
}
"""By the type of what is brought: the types of field that take it."""


_PLAIN: Final = frozenset({_T.TEXT, _T.LONG_TEXT, _T.EMAIL, _T.PHONE, _T.URL})
"""Types whose values are texts of any content."""

ValueMap = Mapping[str, str]
"""What each value becomes on the way, by the value in small letters; empty text leaves the field empty."""

NO_MAP: Final[ValueMap] = {}
"""Every value stays what it is."""


def value_map(pairs: Iterable[ValuePair]) -> ValueMap:
    """Return the lines of a mapping's value map; the first of equal values counts."""
    found: dict[str, str] = {}
    for pair in sorted(pairs, key=lambda pair: (pair.order, pair.id)):
        found.setdefault(pair.value.strip().casefold(), pair.becomes.strip())
    return found


def misfits(source: Source, target: CrmField, pairs: ValueMap = NO_MAP) -> tuple[FitProblem, ...]:
    """Return every reason why ``source`` does not fit ``target``, worst first; none if it fits.

    ``pairs`` say what values become on the way.
    """
    if fits_plainly(source, target):
        return ()
    names: dict[str, str | int] = {
        "source": f"“{name_of(source)}”",
        "target": f"“{name_of(target)}”",
        "source_type": _with_article(source.type),
        "target_type": _with_article(target.type),
    }
    if not target.writable or target.type in _WORKED_OUT or target.type is FieldType.IDENTIFIER:
        return (FitProblem(Misfit.NOT_WRITABLE, names),)
    if source.type not in _UNKNOWN and target.type is not FieldType.OTHER and not _type_fits(source, target):
        return (FitProblem(Misfit.TYPE, names),)
    brought = _translated(source, pairs) if pairs else source
    found = (FitProblem(code, {**names, **more}) for rule in _RULES for code, more in rule(brought, target))
    order = list(Effect)
    return tuple(sorted(found, key=lambda problem: order.index(problem.effect)))


def misfit(source: Source, target: CrmField, pairs: ValueMap = NO_MAP) -> FitProblem | None:
    """Return the worst reason why a mapping from ``source`` to ``target`` loses data, or ``None``.

    That a required target may stay empty is no fault of the mapping; :func:`misfits` tells it too.
    """
    return next(
        (problem for problem in misfits(source, target, pairs) if problem.effect is not Effect.SOMETIMES),
        None,
    )


def missing_values(source: Source, target: CrmField, pairs: ValueMap = NO_MAP) -> list[str]:
    """Return the values of ``source`` that a restricted list does not take, not even as what they become."""
    if target.type not in _LISTS or not target.restricted or not target.allowed:
        return []
    known = {value.casefold() for value in target.allowed}
    return [
        value
        for value in values_of(source)
        if (becomes := pairs.get(value.strip().casefold(), value)) and becomes.casefold() not in known
    ]


def values_of(source: Source) -> tuple[str, ...]:
    """Return the values that a list offers; none for what is no list."""
    return source.options if isinstance(source, FormField) else source.allowed


def _translated(source: Source, pairs: ValueMap) -> Source:
    """Return a source as if it offered what its values become."""
    values = (pairs.get(value.strip().casefold(), value) for value in values_of(source))
    name = "options" if isinstance(source, FormField) else "allowed"
    return source.model_copy(update={name: tuple(value for value in values if value)})


def fits_plainly(source: Source, target: CrmField) -> bool:
    """Tell at once of two texts of the same sort, the most usual case, whether nothing is amiss.

    What values become on the way does not matter to texts.
    """
    kind = source.type
    if kind is not target.type or kind not in _PLAIN or not target.writable or target.required:
        return False
    room = target.length
    return room is None or (source.length is not None and source.length <= room)


def name_of(item: Source) -> str:
    """Return what a person calls a form field or a field."""
    if isinstance(item, FormField):
        return item.title or item.key or item.id
    return item.label or item.api_name or item.id


def _type_fits(source: Source, target: CrmField) -> bool:
    return target.type in TAKES[source.type]


_Found = Iterator[tuple[Misfit, dict[str, str | int]]]
_Rule = Callable[[Source, CrmField], _Found]


def _values_in_list(source: Source, target: CrmField) -> _Found:
    """A restricted list takes only its own values; an open one takes any."""
    if target.type not in _LISTS or not target.restricted or not target.allowed:
        return
    if not values_of(source):
        if source.type in {FieldType.TEXT, FieldType.INTEGER}:
            yield Misfit.FREE_TEXT, {}
        return
    missing = missing_values(source, target)
    if missing:
        shown = ", ".join(f"“{value}”" for value in missing[:5])
        more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
        yield Misfit.NOT_IN_LIST, {"values": shown + more, "count": len(missing)}


def _one_value(source: Source, target: CrmField) -> _Found:
    if source.type is FieldType.MULTI_PICKLIST and target.type is FieldType.PICKLIST:
        yield Misfit.SEVERAL_INTO_ONE, {}


_TEXTUAL: Final = frozenset({*_ANY_TEXT, _T.EMAIL, _T.PHONE, _T.URL, _T.PICKLIST})
_LONGEST_SHORT_TEXT: Final = 255


def _length(source: Source, target: CrmField) -> _Found:
    """A target must hold the longest text that the source can bring, as far as that is known."""
    if target.length is None or target.type not in _TEXTUAL:
        return
    longest = _longest(source)
    if longest is not None and longest > target.length:
        yield Misfit.TOO_SHORT, {"source_length": longest, "target_length": target.length}
    elif longest is None and source.type is FieldType.LONG_TEXT and target.length <= _LONGEST_SHORT_TEXT:
        yield Misfit.TOO_SHORT, {"source_length": "more", "target_length": target.length}


def _longest(source: Source) -> int | None:
    """Return the number of characters of the longest value, or ``None`` where nothing says it."""
    values = values_of(source)
    if values and source.type is FieldType.PICKLIST:
        return max(len(value) for value in values)
    if source.type is FieldType.MULTI_PICKLIST and values:
        return sum(len(value) + 1 for value in values) - 1
    return source.length if source.type in _TEXTUAL else None


def _digits(source: Source, target: CrmField) -> _Found:
    if source.type not in _NUMBERS or target.type not in _NUMBERS:
        return
    scale = _scale(source)
    room = 0 if target.type is FieldType.INTEGER else target.scale
    if room is not None and scale is not None and scale > room:
        yield Misfit.DECIMALS_LOST, {"target_scale": room or "no"}
    if not isinstance(source, CrmField) or source.precision is None or target.precision is None:
        return
    brought, held = source.precision - (source.scale or 0), target.precision - (target.scale or 0)
    if brought > held:
        yield Misfit.TOO_FEW_DIGITS, {"source_digits": brought, "target_digits": held}


def _scale(source: Source) -> int | None:
    """Return the digits after the point that a number brings; a form's plain number brings some."""
    if source.type is FieldType.INTEGER:
        return 0
    if isinstance(source, CrmField):
        return source.scale
    return 1 if source.type is FieldType.NUMBER else None


def _time(source: Source, target: CrmField) -> _Found:
    if source.type is FieldType.DATETIME and target.type is FieldType.DATE:
        yield Misfit.TIME_LOST, {}


def _references(source: Source, target: CrmField) -> _Found:
    if source.type is not FieldType.REFERENCE or target.type is not FieldType.REFERENCE:
        return
    if not isinstance(source, CrmField) or not source.refers_to or not target.refers_to:
        return
    if not set(source.refers_to) & set(target.refers_to):
        objects = {
            "source_objects": " or ".join(source.refers_to),
            "target_objects": " or ".join(target.refers_to),
        }
        yield Misfit.OTHER_RECORDS, dict(objects)


def _filled(source: Source, target: CrmField) -> _Found:
    always = source.required or (isinstance(source, FormField) and source.fill_rate >= 1)
    if target.required and not always:
        yield Misfit.MAY_BE_EMPTY, {}


_RULES: Final[tuple[_Rule, ...]] = (
    _values_in_list,
    _one_value,
    _length,
    _digits,
    _time,
    _references,
    _filled,
)


def _with_article(kind: FieldType) -> str:
    word = kind.value
    if kind in {FieldType.TEXT, FieldType.LONG_TEXT, FieldType.MONEY, FieldType.PERCENT}:
        return word
    return f"an {word}" if word[0] in "aeio" else f"a {word}"
