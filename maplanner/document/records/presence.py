"""What is shared but not saved, and what is mine alone."""

from __future__ import annotations

from typing import ClassVar

from maplanner.document.fields import spec
from maplanner.document.records.base import Record, Scope


class Presence(Record):
    """Where a teammate is: the campaign they look at, their cursor and selection."""

    type_name: ClassVar[str] = "presence"
    scope: ClassVar[Scope] = Scope.PRESENCE

    person: str = spec("", title="Person")
    campaign: str = spec("", title="Campaign")
    x: float = spec(0.0, title="Left")
    y: float = spec(0.0, title="Top")
    selected: tuple[str, ...] = spec((), title="Selected")


class CanvasView(Record):
    """How I look at one campaign: the middle of the view and the zoom (1 is 100 %)."""

    type_name: ClassVar[str] = "canvas_view"
    scope: ClassVar[Scope] = Scope.SESSION

    campaign: str = spec(title="Campaign", ref="campaign")
    x: float = spec(0.0, title="Left")
    y: float = spec(0.0, title="Top")
    zoom: float = spec(1.0, title="Zoom", gt=0)
