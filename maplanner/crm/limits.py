"""What vendors allow: calls a day and at a time, storage, custom fields; and how connectors work.

Every figure is data in ``resources/limits`` with a source, a date and how far it can be trusted; an
unverified one has to say so wherever it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Final, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from maplanner.core.errors import MissingPart
from maplanner.core.resources import resource_root
from maplanner.document.vocabulary import SyncWay, SystemRole

_CONNECTORS: Final = "connectors.json"


class Confidence(StrEnum):
    """How far a figure can be trusted."""

    VERIFIED = "verified"
    """The vendor's own page says so."""
    THIRD_PARTY = "third party"
    UNVERIFIED = "unverified"


class Fact(BaseModel):
    """A figure with the place it comes from."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    source: str = Field(min_length=10)
    url: str = ""
    as_of: date
    confidence: Confidence

    @property
    def verified(self) -> bool:
        """Whether the vendor's own page says so."""
        return self.confidence is Confidence.VERIFIED


class DailyRule(Fact):
    """Calls in any ``hours``: ``base`` plus ``per_seat`` for each seat, at most ``maximum``.

    ``unit`` says what is counted: some vendors count credits or tokens, of which a call may cost several.
    """

    base: int = Field(ge=0)
    per_seat: int = Field(default=0, ge=0)
    maximum: int | None = Field(default=None, gt=0)
    unit: Literal["calls", "requests", "credits", "tokens"] = "calls"
    hours: int = Field(default=24, gt=0)


class PeakWindow(Fact):
    """At most ``calls`` in any ``seconds``."""

    calls: int = Field(gt=0)
    seconds: int = Field(gt=0)


class AtOnce(Fact):
    """At most so many requests in flight at once."""

    requests: int = Field(gt=0)


class Storage(Fact):
    """Megabytes for records: ``base_mb`` plus ``per_seat_mb`` for each seat."""

    base_mb: int = Field(ge=0)
    per_seat_mb: int = Field(ge=0)

    def megabytes(self, seats: int) -> int:
        """Return what so many seats have together."""
        return self.base_mb + self.per_seat_mb * seats


class CustomFields(Fact):
    """At most so many custom fields on one object."""

    per_object: int = Field(gt=0)


class RecordSize(Fact):
    """Kilobytes that a record counts; ``objects`` has those that count differently."""

    kilobytes: float = Field(gt=0)
    objects: dict[str, float] = Field(default_factory=dict)


class RecordsPerCall(Fact):
    """At most so many records in one call of the ordinary interface."""

    records: int = Field(gt=0)


class Costs(Fact):
    """Units that a call costs by operation, where that is not one."""

    operations: dict[str, int]


class Edition(BaseModel):
    """What one edition of a product allows; ``None`` where no figure is published or found."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    name: str
    production: bool = True
    """Whether a team can work in it; sandboxes and the like are for trying only."""
    daily: DailyRule | None = None
    windows: tuple[PeakWindow, ...] = ()
    at_once: AtOnce | None = None
    storage: Storage | None = None
    custom_fields: CustomFields | None = None
    note: str = ""


class Product(BaseModel):
    """A product with its editions, and what holds for all of them."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    format: Literal["maplanner limits"] = Field(repr=False)
    version: Literal[1] = Field(repr=False)
    name: str = Field(alias="product")
    role: SystemRole
    records_per_call: RecordsPerCall
    record_size: RecordSize | None = None
    costs: Costs | None = None
    notes: tuple[str, ...] = ()
    editions: tuple[Edition, ...]

    @property
    def edition_names(self) -> tuple[str, ...]:
        """The editions' names, smallest first."""
        return tuple(edition.name for edition in self.editions)


class Connector(Fact):
    """How a connector works: a cycle every ``minutes``, so many records a call, ``overhead`` calls a cycle.

    ``minutes`` is ``None`` for one that acts at once. ``counts`` says whether its calls count against the
    CRM's daily limit.
    """

    name: str
    title: str
    way: SyncWay
    minutes: float | None = Field(default=None, gt=0)
    overhead: int = Field(ge=0)
    batch: int = Field(ge=1)
    counts: bool
    note: str = ""


class _ConnectorFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    format: Literal["maplanner connectors"]
    version: Literal[1]
    connectors: tuple[Connector, ...]


@dataclass(frozen=True)
class Limit:
    """A daily limit worked out for a number of seats, fit to show with where it comes from.

    ``explanation`` is the sum, such as ``100,000 + 50 seats × 1,000``.
    """

    per_day: int
    unit: str
    explanation: str
    source: str
    url: str
    as_of: date
    confidence: Confidence

    @property
    def verified(self) -> bool:
        """Whether the vendor's own page says so."""
        return self.confidence is Confidence.VERIFIED


@dataclass(frozen=True)
class Limits:
    """All that one edition allows so many seats."""

    product: Product
    edition: Edition
    seats: int
    daily: Limit | None

    @property
    def storage_mb(self) -> int | None:
        """Megabytes for records, or ``None`` where no figure is known."""
        return None if self.edition.storage is None else self.edition.storage.megabytes(self.seats)


@cache
def products() -> tuple[Product, ...]:
    """Return all products whose limits are known of, by name.

    Raises:
        MissingPart: The installation's data is damaged.
    """
    paths = sorted((resource_root() / "limits").glob("*.json"))
    found = (_read(path.name, Product) for path in paths if path.name != _CONNECTORS)
    return tuple(sorted(found, key=lambda product: product.name.casefold()))


def product_named(name: str) -> Product | None:
    """Return the product of that name in whatever case, or ``None``."""
    return next((found for found in products() if found.name.casefold() == name.strip().casefold()), None)


def editions(product: str) -> tuple[Edition, ...]:
    """Return the editions of a product, smallest first; none for an unknown product."""
    found = product_named(product)
    return () if found is None else found.editions


def limits_for(product: str, edition: str, seats: int) -> Limits | None:
    """Return what an edition allows so many seats, or ``None`` where product or edition is unknown."""
    found = product_named(product)
    wanted = edition.strip().casefold()
    bought = next((item for item in editions(product) if item.name.casefold() == wanted), None)
    if found is None or bought is None:
        return None
    daily = None if bought.daily is None else _daily(bought.daily, seats)
    return Limits(found, bought, seats, daily)


def daily_limit(product: str, edition: str, seats: int) -> Limit | None:
    """Return the calls a day that an edition allows, or ``None`` where none are published or known."""
    found = limits_for(product, edition, seats)
    return None if found is None else found.daily


@cache
def connectors() -> tuple[Connector, ...]:
    """Return the ways in which common connectors work, as presets for a data flow.

    Raises:
        MissingPart: The installation's data is damaged.
    """
    return _read(_CONNECTORS, _ConnectorFile).connectors


def connector_named(name: str) -> Connector | None:
    """Return the connector preset of that name, or ``None``."""
    return next((found for found in connectors() if found.name == name), None)


def _daily(rule: DailyRule, seats: int) -> Limit:
    total = rule.base + rule.per_seat * seats
    parts = [f"{rule.base:,}"] if rule.base or not rule.per_seat else []
    if rule.per_seat:
        parts.append(f"{seats:,} {'seat' if seats == 1 else 'seats'} × {rule.per_seat:,}")
    said = " + ".join(parts)
    if rule.maximum is not None and total > rule.maximum:
        total, said = rule.maximum, f"{said}, at most {rule.maximum:,}"
    return Limit(total, rule.unit, said, rule.source, rule.url, rule.as_of, rule.confidence)


F = TypeVar("F", bound=BaseModel)


def _read(name: str, form: type[F]) -> F:
    path = resource_root() / "limits" / name
    try:
        return form.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise MissingPart(f"The limits in {path} are damaged.", advice="Install maplanner again.") from error
