"""How long pieces of work take: the usual figures with their sources, and what the team knows better."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from itertools import chain
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from maplanner.core.errors import MissingPart
from maplanner.core.resources import resource_root
from maplanner.crm.limits import Confidence, Fact
from maplanner.document.reading import RecordReader
from maplanner.document.records import HourEstimate
from maplanner.estimate.explaining import Kept, Origin

PERT_WEIGHT: Final = 4.0
"""How much the most likely value counts beside the two bounds (the PERT convention)."""


class RoleHours(BaseModel):
    """Hours that one piece takes one role: at least, most likely, at most."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: str
    low: float = Field(ge=0)
    likely: float = Field(ge=0)
    high: float = Field(ge=0)


class UsualItem(Fact):
    """A sort of work: what a piece of it is, what has to be done before, and usual hours by role.

    ``after`` names items; ``waits_for`` what the checklist has to show first. ``content`` says that somebody
    has to write or film something.
    """

    key: str
    title: str
    unit: str
    after: tuple[str, ...] = ()
    waits_for: str = ""
    content: bool = False
    hours: tuple[RoleHours, ...]


class UsualRole(Fact):
    """A role that the work needs, with an assumed price of an hour and assumed hours a week."""

    key: str
    title: str
    rate: float = Field(ge=0)
    currency: str
    hours_per_week: float = Field(gt=0)


class _HoursFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["maplanner hours"]
    version: Literal[1]
    roles: tuple[UsualRole, ...]
    items: tuple[UsualItem, ...]
    running: tuple[UsualItem, ...]


@dataclass(frozen=True)
class Guess:
    """Three points for the hours of one piece, one role, and where they come from.

    Bounds on the wrong side of what is most likely are moved there. ``kept`` is where figures are changed.
    """

    item: str
    role: str
    low: float
    likely: float
    high: float
    origin: Origin
    kept: Kept

    @property
    def mean(self) -> float:
        """The expected hours: (low + 4 × likely + high) ÷ 6."""
        return (self.low + PERT_WEIGHT * self.likely + self.high) / (PERT_WEIGHT + 2)

    @property
    def is_own(self) -> bool:
        """Whether the team gave the figures."""
        return self.kept.new is None


class HoursTable:
    """The hours of every item and role as they count in a plan."""

    def __init__(self, reader: RecordReader) -> None:
        """Read what the team knows better."""
        self._own = {(each.item, each.role): each for each in reader.all(HourEstimate)}

    def guesses(self, item: str) -> tuple[Guess, ...]:
        """Return the hours of one piece of an item by role; roles that have nothing to do drop out."""
        return self._by_item.get(item, ())

    @cached_property
    def _by_item(self) -> dict[str, tuple[Guess, ...]]:
        return {each.key: tuple(guess for guess in self._of(each) if guess.high > 0) for each in all_items()}

    def lines(self) -> Iterator[Guess]:
        """Yield the whole table, items in their order, roles that have nothing to do included."""
        for each in all_items():
            yield from self._of(each)

    def _of(self, item: UsualItem) -> Iterator[Guess]:
        usual = {each.role: each for each in item.hours}
        own_roles = (role for key, role in self._own if key == item.key and role not in usual)
        for role in chain(usual, own_roles):
            own = self._own.get((item.key, role))
            if own is not None:
                low, likely, high = in_order(own.low, own.likely, own.high)
                origin = Origin(own.source or "the plan")
                yield Guess(item.key, role, low, likely, high, origin, Kept(own.id, "likely"))
            else:
                found = usual[role]
                points = (found.low, found.likely, found.high)
                yield Guess(item.key, role, *points, Origin.of(item), _kept(item.key, found))


def in_order(low: float, likely: float, high: float) -> tuple[float, float, float]:
    """Return three points in their order: the most likely one stays, a bound beyond it is moved there."""
    return min(low, likely), likely, max(high, likely)


def _kept(item: str, usual: RoleHours) -> Kept:
    """Return where usual hours go when a person changes them: an estimate that is always the same one."""
    new = HourEstimate(
        id=f"hours-{item}-{usual.role}",
        item=item,
        role=usual.role,
        low=usual.low,
        likely=usual.likely,
        high=usual.high,
    )
    return Kept(new.id, "likely", new)


@cache
def _read() -> _HoursFile:
    path = resource_root() / "hours" / "usual.json"
    try:
        return _HoursFile.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise MissingPart(f"The hours in {path} are damaged.", advice="Install maplanner again.") from error


def usual_roles() -> tuple[UsualRole, ...]:
    """Return the roles that the usual work needs."""
    return _read().roles


def build_items() -> tuple[UsualItem, ...]:
    """Return the sorts of work that building takes, in the order in which they are usually done."""
    return _read().items


def run_items() -> tuple[UsualItem, ...]:
    """Return the sorts of work that running campaigns takes."""
    return _read().running


def all_items() -> Iterable[UsualItem]:
    """Return all sorts of work."""
    return (*build_items(), *run_items())


def item_named(key: str) -> UsualItem | None:
    """Return a sort of work by its key, or ``None``."""
    return next((each for each in all_items() if each.key == key), None)


def role_named(key: str) -> UsualRole | None:
    """Return a usual role by its key, or ``None``."""
    return next((each for each in usual_roles() if each.key == key), None)


@cache
def own_item() -> UsualItem:
    """Return the sort of work that the team added by hand."""
    return UsualItem(
        key="own-work",
        title="Own work",
        unit="piece",
        hours=(),
        source="Added by the team",
        as_of=date(2026, 11, 1),
        confidence=Confidence.UNVERIFIED,
    )
