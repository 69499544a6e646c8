"""What a kind of step says of itself. Each kind is one file that ends in one constant ``KIND``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from typing import Any, Final, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, JsonValue

from maplanner.document.reading import RecordReader
from maplanner.document.records import FormField, Score, Step, System
from maplanner.document.vocabulary import FieldType, SystemRole
from maplanner.flow.behaviour import NEXT, Behaviour, Output

ASSUMPTION = "assumption"
"""The source of a default figure that nobody published."""


_SENDERS: Final = (SystemRole.AUTOMATION, SystemRole.EMAIL)


class Props(BaseModel):
    """The properties of a step of one kind. Frozen; keys of a newer version survive."""

    model_config = ConfigDict(frozen=True, extra="allow", defer_build=True)


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
        return sorted(self.reader.referring(FormField, "step", self.step.id), key=attrgetter("order", "id"))

    @property
    def sender(self) -> System:
        """The system that carries the step out: its own, else the plan's first that sends."""
        return sender(self.reader, self.step.system)

    def score(self, chosen: str) -> str | None:
        """Return the score that is meant: the one chosen or, where none is, the plan's only one."""
        scores = [score.id for score in self.reader.all(Score)]
        if chosen:
            return chosen if chosen in scores else None
        return scores[0] if len(scores) == 1 else None


def sender(reader: RecordReader, own: str | None) -> System:
    """Return the system that carries out a step with the system ``own``, or with none of its own."""
    chosen = reader.find_or_none(System, own) if own else None
    if chosen is not None:
        return chosen
    for role in _SENDERS:
        for system in reader.all(System):
            if system.role is role:
                return system
    return System(id="any")


@dataclass(frozen=True)
class FirstField:
    """A field that a new step of a collecting kind starts with."""

    title: str
    key: str
    type: FieldType = FieldType.TEXT
    required: bool = False
    length: int | None = None


@dataclass(frozen=True)
class Cost:
    """What a step costs, in the plan's currency: for each lead that comes, and once, on a day."""

    each: float = 0.0
    fixed: float = 0.0
    on_day: float = 0.0


Upgrade = Callable[[dict[str, JsonValue]], dict[str, JsonValue]]
"""Turns properties of an older version into today's.

It runs whenever properties are read, so it returns up-to-date properties as
they are, and lets a new key win over the old one it replaces.
"""


@dataclass(frozen=True)
class Observed:
    """What records tell of a step: of those who came as far as ``after``, how many showed ``event`` and when.

    ``share`` and ``delay`` name the properties with the two; ``after`` is an earlier event of the step, empty
    for those who came to it; ``output`` is the way out that goes with the event. Events are those that
    scoring rules listen to, or what sales make of a lead, by their words.
    """

    event: str
    share: str = ""
    delay: str = ""
    after: str = ""
    output: str = ""


@dataclass(frozen=True)
class Kind(Generic[P]):
    """A kind of step.

    ``summary`` returns the one line under the title that says what matters;
    ``collects`` says that the step has form fields, ``first_fields`` which ones
    a new step has; ``receives`` names the property with the CRM object that
    collected data is written to; ``entry`` that leads come in here, so that no link may lead
    to it unless ``accepts_links``; ``upgrades`` bring properties of older
    versions up to date, in order; ``order`` is the place in the palette group; ``cost``
    is what its properties say of money; ``observed``
    is what records of real leads tell of its shares and times; ``paced_by`` names the
    property that says how many leads come in, and the leads a day for each unit of it.
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
    first_fields: tuple[FirstField, ...] = ()
    receives: str = ""
    new_title: str = ""
    order: float = 0.0
    cost: Callable[[P], Cost] = lambda _props: Cost()
    upgrades: tuple[Upgrade, ...] = ()
    observed: tuple[Observed, ...] = ()
    paced_by: Callable[[P], tuple[str, float]] | None = None

    def parse(self, props: dict[str, JsonValue]) -> P:
        """Return the typed properties, brought up to date.

        Raises:
            pydantic.ValidationError: A property is not acceptable.
        """
        for upgrade in self.upgrades:
            props = upgrade(dict(props))
        return self.props.model_validate(props)

    def defaults(self) -> dict[str, Any]:
        """Return the properties of a new step of this kind, as JSON values."""
        return self.props().model_dump(mode="json", exclude_none=True)
