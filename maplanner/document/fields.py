"""What a field says of itself: title, unit, help, source and the record it points to.

Inspector, validation, JSON Schema, manual and SQL columns are all made from
the one declaration in the record.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic import BaseModel, Field
from pydantic.config import JsonDict
from pydantic.fields import FieldInfo

from maplanner.core.units import Unit

OnDelete = Literal["cascade", "clear"]
"""What happens to a record when the one it points to is deleted: it goes too, or forgets."""

_KEY = "maplanner"


@dataclass(frozen=True)
class FieldSpec:
    """The meaning of one field, as people see it.

    ``ref`` names the record type whose identifier the field holds;
    ``editor`` names a special editor where the type alone does not choose
    one; ``nested`` marks a mapping whose keys count as fields of their own;
    ``source`` says where the default figure comes from; ``when`` names
    another field of the same thing and the values of it for which this
    field counts at all: with others nobody needs to see it.
    """

    title: str
    help: str = ""
    unit: Unit | None = None
    group: str = ""
    source: str = ""
    ref: str = ""
    on_delete: OnDelete = "cascade"
    editor: str = ""
    nested: bool = False
    hidden: bool = False
    when: tuple[str, tuple[str, ...]] | None = None


def spec(
    default: Any = ...,
    *,
    title: str,
    help: str = "",  # noqa: A002 - the word people know
    unit: Unit | None = None,
    group: str = "",
    source: str = "",
    ref: str = "",
    on_delete: OnDelete = "cascade",
    editor: str = "",
    nested: bool = False,
    hidden: bool = False,
    when: tuple[str, Sequence[str]] | None = None,
    **limits: Any,
) -> Any:
    """Declare a record's field: default, meaning and ``limits`` (``ge``, ``le``, ``max_length`` …)."""
    counts_when = (when[0], tuple(str(value) for value in when[1])) if when is not None else None
    meaning = FieldSpec(title, help, unit, group, source, ref, on_delete, editor, nested, hidden, counts_when)
    given: JsonDict = {key: value for key, value in vars(meaning).items() if value not in ("", None, False)}
    extra: JsonDict = {_KEY: given}
    about: dict[str, Any] = {
        "title": title,
        "description": help or None,
        "json_schema_extra": extra,
        **limits,
    }
    return Field(default_factory=default, **about) if callable(default) else Field(default, **about)


@cache
def field_specs(model: type[BaseModel]) -> dict[str, FieldSpec]:
    """Return the meaning of each field of a record or props model, in order of declaration."""
    return {name: _spec_of(name, info) for name, info in model.model_fields.items()}


def _spec_of(name: str, info: FieldInfo) -> FieldSpec:
    extra = info.json_schema_extra
    given = extra.get(_KEY) if isinstance(extra, dict) else None
    if not isinstance(given, dict):
        return FieldSpec(title=name.replace("_", " ").capitalize(), hidden=True)
    return FieldSpec(**given)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Limits:
    """The smallest and largest number a field accepts; ``None`` where there is no bound."""

    low: float | None = None
    high: float | None = None


@cache
def field_limits(model: type[BaseModel], name: str) -> Limits:
    """Return the numeric bounds that a field declares."""
    low = high = None
    info = model.model_fields[name]
    for bound in (*info.metadata, *_inner_metadata(info.annotation)):
        if isinstance(bound, Ge | Gt):
            low = float(bound.ge if isinstance(bound, Ge) else bound.gt)  # type: ignore[arg-type]
        elif isinstance(bound, Le | Lt):
            high = float(bound.le if isinstance(bound, Le) else bound.lt)  # type: ignore[arg-type]
    return Limits(low, high)


def _inner_metadata(annotation: Any) -> Iterator[Any]:
    """Yield what is declared of a type inside ``… | None``."""
    if get_origin(annotation) is Annotated:
        for part in get_args(annotation)[1:]:
            yield from part.metadata if isinstance(part, FieldInfo) else (part,)
    elif get_origin(annotation) in (Union, UnionType):
        for part in get_args(annotation):
            yield from _inner_metadata(part)


@cache
def references(model: type[BaseModel]) -> dict[str, FieldSpec]:
    """Return the fields of a record type that hold another record's identifier."""
    return {name: meaning for name, meaning in field_specs(model).items() if meaning.ref}
