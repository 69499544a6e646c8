"""Scenarios: named sets of changed assumptions."""

from __future__ import annotations

from typing import ClassVar

from pydantic import JsonValue

from maplanner.document.fields import spec
from maplanner.document.records.base import Record


class Scenario(Record):
    """A named set of assumptions that differ from the drawing."""

    type_name: ClassVar[str] = "scenario"

    title: str = spec("", title="Title")
    notes: str = spec("", title="Notes", editor="text")
    order: float = spec(0.0, title="Order", hidden=True)


class Assumption(Record):
    """One field of one record that has another value in a scenario.

    ``path`` is the field (``budget``, ``props.open_share``) of the record ``about``.
    """

    type_name: ClassVar[str] = "assumption"

    scenario: str = spec(title="Scenario", ref="scenario", hidden=True)
    about: str = spec("", title="Of", editor="record")
    path: str = spec("", title="Field")
    value: JsonValue = spec(None, title="Value")
