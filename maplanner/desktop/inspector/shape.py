"""What kind of editor a field needs, read from its declaration. Knows no Qt."""

from __future__ import annotations

import types
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from maplanner.document.fields import FieldSpec, Limits, field_limits, field_specs
from maplanner.document.values import Condition, Value


class Form(StrEnum):
    """The form that an editor takes."""

    LINE = "line"
    TEXT = "text"
    NUMBER = "number"
    WHOLE = "whole number"
    SWITCH = "switch"
    CHOICE = "choice"
    DATE = "date"
    LINES = "lines"
    USES = "uses"
    WEEK = "week"
    FIGURES = "figures"
    WEEKDAY = "weekday"
    WEEKDAYS = "weekdays"
    YEAR = "year"
    ZONE = "zone"
    QUANTILES = "quantiles"
    COLOR = "color"
    PRODUCT = "product"
    EDITION = "edition"
    KEY = "key"
    REFERENCE = "reference"
    CONDITION = "condition"
    VARIANTS = "variants"
    JSON = "json"


@dataclass(frozen=True)
class Shape:
    """How one field is edited: its form, whether it may be empty, choices or variants, meaning and bounds."""

    name: str
    form: Form
    meaning: FieldSpec
    limits: Limits
    optional: bool = False
    choices: tuple[str, ...] = ()
    variants: tuple[type[Value], ...] = ()


_BY_EDITOR = {
    "text": Form.TEXT,
    "lines": Form.LINES,
    "uses": Form.USES,
    "weekday": Form.WEEKDAY,
    "weekdays": Form.WEEKDAYS,
    "year": Form.YEAR,
    "zone": Form.ZONE,
    "quantiles": Form.QUANTILES,
    "figures": Form.FIGURES,
    "color": Form.COLOR,
    "product": Form.PRODUCT,
    "edition": Form.EDITION,
    "key": Form.KEY,
}
_BY_TYPE = {bool: Form.SWITCH, int: Form.WHOLE, float: Form.NUMBER, str: Form.LINE, date: Form.DATE}


@cache
def shapes(model: type[BaseModel]) -> tuple[Shape, ...]:
    """Return the editable fields of a record, of a step's properties or of a value, in order."""
    return tuple(
        _shape(model, name, meaning)
        for name, meaning in field_specs(model).items()
        if not meaning.hidden and not meaning.nested
    )


def _shape(model: type[BaseModel], name: str, meaning: FieldSpec) -> Shape:
    kinds, optional = _without_none(model.model_fields[name].annotation)
    limits = field_limits(model, name)
    if meaning.ref:
        return Shape(name, Form.REFERENCE, meaning, limits, optional or name not in _required(model))
    if meaning.editor in _BY_EDITOR:
        return Shape(name, _BY_EDITOR[meaning.editor], meaning, limits, optional)
    variants = tuple(kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Value))
    if variants:
        form = Form.CONDITION if variants == (Condition,) else Form.VARIANTS
        return Shape(name, form, meaning, limits, optional, variants=variants)
    choices = _choices(kinds)
    if choices:
        return Shape(name, Form.CHOICE, meaning, limits, optional, choices)
    return Shape(name, _plain_form(kinds[0]), meaning, limits, optional)


def _required(model: type[BaseModel]) -> frozenset[str]:
    return frozenset(name for name, info in model.model_fields.items() if info.is_required())


def _without_none(annotation: Any) -> tuple[list[Any], bool]:
    """Return the alternatives of a type, and whether ``None`` is one of them."""
    if get_origin(annotation) is Annotated:
        return _without_none(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        kinds: list[Any] = []
        for part in get_args(annotation):
            kinds += [type(None)] if part is type(None) else _without_none(part)[0]
        return [kind for kind in kinds if kind is not type(None)], type(None) in kinds
    return [annotation], False


def _choices(kinds: list[Any]) -> tuple[str, ...]:
    first = kinds[0]
    if isinstance(first, type) and issubclass(first, StrEnum):
        return tuple(member.value for member in first)
    if get_origin(first) is Literal:
        return tuple(str(choice) for choice in get_args(first))
    return ()


def _plain_form(kind: Any) -> Form:
    if get_origin(kind) is tuple:
        inner = get_args(kind)[0]
        inner = get_args(inner)[0] if get_origin(inner) is Annotated else inner
        return Form.WEEK if inner is float else Form.LINES
    return _BY_TYPE.get(kind, Form.JSON)
