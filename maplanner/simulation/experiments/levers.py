"""Levers: the assumptions of a plan that can be moved, and how far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel, JsonValue

from maplanner.core.units import Unit
from maplanner.document.fields import FieldSpec, field_limits, field_specs
from maplanner.document.reading import RecordReader
from maplanner.document.records import FormField, Link, Record, Score, ScoringRule, Step, Threshold
from maplanner.document.values import Value
from maplanner.simulation.experiments.trials import Change
from maplanner.steps import kind_of, props_of

_RECORDS: Final = (Link, Score, ScoringRule, Threshold, FormField)
_NOT_MOVED: Final = frozenset({"order", "adjustment", "weekday", "hour"})
"""Numbers that are no assumptions about people: places, dates, bookkeeping."""


@dataclass(frozen=True)
class Lever:
    """A number of the plan: ``inner`` is its place inside the value at ``path``, such as a delay's mean.

    ``low`` and ``high`` are what the field allows; ``None`` where there is no bound.
    """

    about: str
    path: str
    inner: str
    title: str
    drawn: float
    unit: Unit | None
    low: float | None
    high: float | None
    whole: bool
    container: JsonValue = None

    @property
    def key(self) -> str:
        """What names the lever: ``step_1.props.open_share``, ``link_1.delay.mean``."""
        return ".".join(part for part in (self.about, self.path, self.inner) if part)

    def to_json(self) -> dict[str, Any]:
        """Return key, title, value and bounds."""
        return {
            "key": self.key,
            "title": self.title,
            "value": self.drawn,
            "unit": None if self.unit is None else self.unit.value,
            "low": self.low,
            "high": self.high,
        }

    def within(self, value: float) -> float:
        """Return a value inside what the field allows; whole where it has to be."""
        if self.low is not None:
            value = max(self.low, value)
        if self.high is not None:
            value = min(self.high, value)
        return float(round(value)) if self.whole else value

    def change(self, value: float) -> Change:
        """Return the change that sets the lever to a value."""
        number: JsonValue = int(value) if self.whole else value
        if not self.inner or not isinstance(self.container, dict):
            return Change(self.about, self.path, number)
        return Change(self.about, self.path, self.container | {self.inner: number})


def levers_of(reader: RecordReader) -> list[Lever]:
    """Return every assumption that can be moved, step by step, then links, form fields and scoring."""
    found: list[Lever] = []
    for step in reader.all(Step):
        kind = kind_of(step)
        if kind is not None and not step.paused:
            where = step.title or kind.title
            found += _of_model(step.id, props_of(step), where, prefix="props.")
    for cls in _RECORDS:
        for record in reader.all(cls):
            found += _of_model(record.id, record, _title(reader, record))
    return found


def _title(reader: RecordReader, record: Record) -> str:
    if isinstance(record, Link):
        ends = (reader.find_or_none(Step, record.source), reader.find_or_none(Step, record.target))
        return " → ".join("?" if end is None else end.title or "?" for end in ends)
    if isinstance(record, FormField):
        form = reader.find_or_none(Step, record.step)
        return f"{'' if form is None else form.title} · {record.title}"
    return str(getattr(record, "title", "") or record.type_name.replace("_", " "))


def _of_model(about: str, model: BaseModel, where: str, prefix: str = "") -> Iterator[Lever]:
    for name, meaning in field_specs(type(model)).items():
        if meaning.hidden or name in _NOT_MOVED or not _counts(model, meaning):
            continue
        value = getattr(model, name)
        if isinstance(value, Value):
            yield from _inside(about, prefix + name, value, f"{where}: {meaning.title}")
        elif _is_number(value):
            yield _lever(about, prefix + name, "", f"{where}: {meaning.title}", type(model), name, value)


def _inside(about: str, path: str, value: Value, title: str) -> Iterator[Lever]:
    container = value.model_dump(mode="json")
    for name, meaning in field_specs(type(value)).items():
        number = getattr(value, name)
        if name in _NOT_MOVED or not meaning.title or not _is_number(number) or not _counts(value, meaning):
            continue
        yield _lever(
            about, path, name, f"{title}, {meaning.title.lower()}", type(value), name, number, container
        )


def _lever(  # noqa: PLR0917 - made in two places
    about: str,
    path: str,
    inner: str,
    title: str,
    model: type[BaseModel],
    name: str,
    value: float,
    container: JsonValue = None,
) -> Lever:
    limits, meaning = field_limits(model, name), field_specs(model)[name]
    low, high = limits.low, limits.high
    if meaning.unit is Unit.SHARE:
        low, high = 0.0 if low is None else low, 1.0 if high is None else high
    whole = isinstance(value, int)
    return Lever(about, path, inner, title, float(value), meaning.unit, low, high, whole, container)


def _counts(model: BaseModel, meaning: FieldSpec) -> bool:
    """Tell whether a field counts with the other values as they are."""
    if meaning.when is None:
        return True
    name, values = meaning.when
    return str(getattr(model, name, "")) in values


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
