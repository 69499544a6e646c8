"""What every record has in common."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from maplanner.core.errors import InvalidRecord
from maplanner.core.ids import new_id
from maplanner.document.complaints import complaint
from maplanner.document.fields import field_specs

RecordValues = dict[str, JsonValue]
"""Field paths (``title``, ``props.share``) to JSON values."""


class Scope(StrEnum):
    """Who shares a record and whether it is kept."""

    DOCUMENT = "document"
    """Saved and shared."""
    PRESENCE = "presence"
    """Shared, not saved: where somebody is."""
    SESSION = "session"
    """Mine alone, not saved: how far I zoomed."""


class Record(BaseModel):
    """A frozen thing with an identity. Change it with :meth:`changed`, which returns another.

    Fields that a newer version wrote are kept as extra fields and survive a round trip.
    """

    # What a type checks is built when the first record of it is made: there are some sixty types.
    model_config = ConfigDict(frozen=True, extra="allow", ser_json_inf_nan="strings", defer_build=True)

    type_name: ClassVar[str] = ""
    scope: ClassVar[Scope] = Scope.DOCUMENT

    id: str = Field(min_length=1, max_length=80)

    @classmethod
    def new(cls, **values: Any) -> Self:
        """Return a record with a fresh identifier."""
        return cls(id=new_id(cls.type_name), **values)

    @classmethod
    def from_values(cls, values: RecordValues) -> Self:
        """Return a record from field paths; a nested path that is ``None`` counts as absent.

        Raises:
            InvalidRecord: A value is not acceptable; the message names the field.
        """
        try:
            return cls.model_validate(_unflattened(values, nested_fields(cls)))
        except ValidationError as error:
            raise InvalidRecord(_first_complaint(cls, values, error)) from error

    def values(self) -> RecordValues:
        """Return every field as JSON values by path; nested mappings are one path per key."""
        return _flattened(self.model_dump(mode="json"), nested_fields(type(self)))

    def changed(self, values: RecordValues) -> Self:
        """Return this record with other values at the given paths; a nested path set to ``None`` is removed.

        Raises:
            InvalidRecord: A value is not acceptable.
        """
        return type(self).from_values(self.values() | values)


def nested_fields(model: type[Record]) -> frozenset[str]:
    """Return the fields whose keys count as fields of their own."""
    return frozenset(name for name, meaning in field_specs(model).items() if meaning.nested)


def _flattened(data: RecordValues, nested: frozenset[str]) -> RecordValues:
    if not nested:
        return data
    flat: RecordValues = {}
    for name, value in data.items():
        if name in nested and isinstance(value, dict):
            flat.update({f"{name}.{key}": item for key, item in value.items() if item is not None})
        else:
            flat[name] = value
    return flat


def _unflattened(values: RecordValues, nested: frozenset[str]) -> RecordValues:
    if not nested:
        return values
    data: RecordValues = {}
    inner: dict[str, dict[str, JsonValue]] = {}
    for path, value in values.items():
        name, dot, key = path.partition(".")
        if dot and name in nested:
            inner.setdefault(name, {})
            if value is not None:
                inner[name][key] = value
        else:
            data[path] = value
    return data | inner


def _first_complaint(cls: type[Record], values: RecordValues, error: ValidationError) -> str:
    name = values.get("id") or values.get("title") or "?"
    return f"{cls.type_name} “{name}”: {complaint(error)}."


class UnknownRecord(Record):
    """A record of a type that a newer version knows; it is kept untouched."""

    type_name: ClassVar[str] = "unknown"

    written_as: str = ""
