"""What a kind of step says of itself. Each kind is one file that ends in one constant ``KIND``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, JsonValue

from maplanner.document.reading import RecordReader
from maplanner.document.records import FormField, Step
from maplanner.flow.behaviour import NEXT, Behaviour, Output


class Props(BaseModel):
    """The properties of a step of one kind. Frozen; keys of a newer version survive."""

    model_config = ConfigDict(frozen=True, extra="allow")


P = TypeVar("P", bound=Props)


class PaletteGroup(StrEnum):
    """Where a kind stands in the palette; also its colour on the drawing."""

    INBOUND = "Inbound entries"
    OUTBOUND = "Outbound entries"
    PAGES = "Pages and forms"
    MESSAGES = "Messages"
    LOGIC = "Logic"
    SEGMENTS = "Segments and scores"
    SALES = "CRM and sales"


@dataclass(frozen=True)
class StepContext:
    """What a kind may read besides its own properties: the step and the plan around it."""

    step: Step
    reader: RecordReader

    @property
    def form_fields(self) -> list[FormField]:
        """The fields that this step collects, in their order."""
        return sorted(
            self.reader.referring(FormField, "step", self.step.id), key=lambda field: (field.order, field.id)
        )


Upgrade = Callable[[dict[str, JsonValue]], dict[str, JsonValue]]
"""Turns properties of one version into those of the next."""


@dataclass(frozen=True)
class Kind(Generic[P]):
    """A kind of step.

    ``summary`` returns the one line under the title that says what matters;
    ``collects`` says that the step has form fields; ``entry`` that leads come
    in here, so that no link may lead to it unless ``accepts_links``;
    ``upgrades`` bring properties of older versions up to date, in order.
    """

    name: str
    title: str
    icon: str
    group: PaletteGroup
    help: str
    props: type[P]
    behaviour: Callable[[P, StepContext], Behaviour]
    summary: Callable[[P, StepContext], str]
    outputs: Callable[[P], tuple[Output, ...]] = lambda _props: (NEXT,)
    entry: bool = False
    accepts_links: bool = True
    collects: bool = False
    new_title: str = ""
    order: float = 0.0
    upgrades: tuple[Upgrade, ...] = ()

    def parse(self, props: dict[str, JsonValue]) -> P:
        """Return the typed properties.

        Raises:
            pydantic.ValidationError: A property is not acceptable.
        """
        return self.props.model_validate(props)

    def defaults(self) -> dict[str, Any]:
        """Return the properties of a new step of this kind, as JSON values."""
        return self.props().model_dump(mode="json", exclude_none=True)
