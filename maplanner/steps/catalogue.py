"""All kinds of step, found by looking into this package, and questions about a step by its kind."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from maplanner.core.errors import InvalidRecord
from maplanner.document.complaints import complaint
from maplanner.document.reading import RecordReader
from maplanner.document.records import FormField, Step
from maplanner.flow.behaviour import Behaviour, Output
from maplanner.steps.kind import Kind, PaletteGroup, Props, StepContext

# These stand above the kinds and may import them; looking into them here would go round in a circle.
_ABOUT_KINDS = {
    "catalogue",
    "copying",
    "field_inventory",
    "field_use",
    "graph",
    "outline",
    "reading",
    "requirement_causes",
    "requirement_rules",
    "requirement_scoring",
    "requirements",
    "searching",
}


def _found() -> dict[str, Kind[Any]]:
    package = import_module("maplanner.steps")
    names = [info.name for info in pkgutil.iter_modules(package.__path__) if info.name not in _ABOUT_KINDS]
    modules = [import_module(f"maplanner.steps.{name}") for name in names]
    kinds: list[Kind[Any]] = [module.KIND for module in modules if hasattr(module, "KIND")]
    groups = list(PaletteGroup)
    kinds.sort(key=lambda kind: (groups.index(kind.group), kind.order, kind.title))
    return {kind.name: kind for kind in kinds}


KINDS: MappingProxyType[str, Kind[Any]] = MappingProxyType(_found())
"""Kinds by name, in the order of the palette."""


def kind_of(step: Step) -> Kind[Any] | None:
    """Return the kind of a step, or ``None`` for one that only a newer version knows."""
    return KINDS.get(step.kind)


def new_step(kind_name: str, campaign_id: str, x: float, y: float) -> tuple[Step, *tuple[FormField, ...]]:
    """Return a new step of a kind with its defaults, followed by the fields it starts with.

    Raises:
        InvalidRecord: There is no such kind.
    """
    kind = KINDS.get(kind_name)
    if kind is None:
        raise InvalidRecord(f"There is no kind of step named “{kind_name}”.")
    title = kind.new_title or kind.title
    step = Step.new(campaign=campaign_id, kind=kind.name, title=title, x=x, y=y, props=kind.defaults())
    fields = (
        FormField.new(
            step=step.id,
            title=field.title,
            key=field.key,
            type=field.type,
            required=field.required,
            length=field.length,
            order=float(place),
        )
        for place, field in enumerate(kind.first_fields)
    )
    return (step, *fields)


def props_of(step: Step) -> Props:
    """Return the typed properties of a step.

    Raises:
        InvalidRecord: A property is not acceptable; the message names step and property.
    """
    latest = _latest[0]
    if latest is None or latest[0] is not step:
        _latest[0] = latest = step, _parsed(step)
    return latest[1]


_latest: list[tuple[Step, Props] | None] = [None]
"""The step asked about last with its properties: several questions about one step come together."""


def _parsed(step: Step) -> Props:
    kind = kind_of(step)
    if kind is None:
        return Props.model_validate(step.props)
    try:
        props: Props = kind.parse(step.props)
    except ValidationError as error:
        raise InvalidRecord(f"Step “{step.title or step.id}”: {complaint(error)}.") from error
    return props


def outputs_of(step: Step) -> tuple[Output, ...]:
    """Return the ways out of a step; none for an unknown kind.

    Raises:
        InvalidRecord: A property is not acceptable.
    """
    kind = kind_of(step)
    return () if kind is None else kind.outputs(props_of(step))


def behaviour_of(step: Step, reader: RecordReader) -> Behaviour:
    """Return what a step does; a step of an unknown kind does nothing.

    Raises:
        InvalidRecord: A property is not acceptable.
    """
    kind = kind_of(step)
    if kind is None:
        return Behaviour(on_arrival=())
    return kind.behaviour(props_of(step), StepContext(step, reader))


def summary_of(step: Step, reader: RecordReader) -> str:
    """Return the one line that says what matters about a step.

    Raises:
        InvalidRecord: A property is not acceptable.
    """
    kind = kind_of(step)
    if kind is None:
        return "made by a newer version"
    return kind.summary(props_of(step), StepContext(step, reader))
