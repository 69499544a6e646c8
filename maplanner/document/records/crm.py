"""Systems, their objects and fields, mappings between fields, flows between systems, problems."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from maplanner.core.units import Unit
from maplanner.document.fields import spec
from maplanner.document.records.base import Record
from maplanner.document.values import Share
from maplanner.document.vocabulary import (
    Concept,
    ConflictRule,
    Direction,
    DuplicateKey,
    FieldType,
    LimitKind,
    Means,
    ProblemSeverity,
    ProblemState,
    ProblemTime,
    SyncWay,
    SystemRole,
)


class System(Record):
    """An application that the team uses or considers."""

    type_name: ClassVar[str] = "system"

    title: str = spec("", title="Name", max_length=10_000)
    role: SystemRole = spec(SystemRole.OTHER, title="Role")
    product: str = spec(
        "", title="Product", help="The product, as the limits list calls it.", editor="product"
    )
    edition: str = spec("", title="Edition", editor="edition")
    seats: int = spec(0, title="Seats", unit=Unit.PEOPLE, ge=0, le=10_000_000)
    reserve: Share = spec(
        0.0,
        title="Kept for others",
        unit=Unit.SHARE,
        help="Share of the daily limit that other integrations need.",
    )
    failed_share: Share = spec(
        0.0,
        title="Calls that fail",
        unit=Unit.SHARE,
        group="Load",
        help="Of all calls; each is tried again and counts again.",
    )
    retries: int = spec(
        3, title="Tried again", group="Load", ge=0, le=1_000, help="How often a call that fails is repeated."
    )
    used_mb: float | None = spec(
        None,
        title="Storage in use",
        unit=Unit.MEGABYTES,
        group="Load",
        ge=0,
        allow_inf_nan=False,
        help="What records take already today.",
    )
    removes_duplicates: bool = spec(
        True,
        title="Sends once to a person",
        group="Lists",
        help="On sending, a person who is on several lists or segments gets the e-mail once.",
    )
    duplicate_key: DuplicateKey = spec(
        DuplicateKey.EMAIL,
        title="One person by",
        group="Lists",
        help="By what two entries are known to be the same person.",
    )
    more_than_once: bool = spec(
        False, title="Twice on one list", group="Lists", help="A person may be on a list more than once."
    )
    owner: str = spec("", title="Owner")
    x: float = spec(0.0, title="Left", hidden=True, ge=-1e7, le=1e7)
    y: float = spec(0.0, title="Top", hidden=True, ge=-1e7, le=1e7)
    notes: str = spec("", title="Notes", editor="text")


class OwnLimit(Record):
    """A limit that the team knows better than the list that comes with the program."""

    type_name: ClassVar[str] = "own_limit"

    system: str = spec(title="System", ref="system", hidden=True)
    kind: LimitKind = spec(LimitKind.DAILY, title="Limits")
    value: float = spec(0.0, title="At most", ge=0, allow_inf_nan=False)
    seconds: int = spec(10, title="In", unit=Unit.SECONDS, ge=1, le=86_400, when=("kind", [LimitKind.WINDOW]))
    source: str = spec("", title="Source", help="Who says so: a page, a contract, a person.")
    as_of: date | None = spec(None, title="As of")
    verified: bool = spec(False, title="Verified", help="The vendor's own page or a contract says so.")


class CrmObject(Record):
    """An object of a system, such as Lead or Contact."""

    type_name: ClassVar[str] = "object"

    system: str = spec(title="System", ref="system", hidden=True)
    api_name: str = spec("", title="API name", max_length=255)
    label: str = spec("", title="Label")
    custom: bool = spec(False, title="Custom")
    source: str = spec("", title="Read from")
    read_on: date | None = spec(None, title="Read on")


class CrmField(Record):
    """A field of an object, as the system describes it."""

    type_name: ClassVar[str] = "field"

    object: str = spec(title="Object", ref="object", hidden=True)
    api_name: str = spec("", title="API name", max_length=255)
    label: str = spec("", title="Label")
    type: FieldType = spec(FieldType.TEXT, title="Type")
    native_type: str = spec("", title="Type in the system")
    length: int | None = spec(None, title="Length", unit=Unit.CHARACTERS, ge=0)
    precision: int | None = spec(None, title="Digits", ge=0)
    scale: int | None = spec(None, title="Digits after the point", ge=0)
    required: bool = spec(False, title="Required")
    unique: bool = spec(False, title="Unique")
    match_key: bool = spec(
        False, title="Records are matched by it", help="Two records with the same value here are one person."
    )
    personal: bool = spec(False, title="Personal data", help="Tells something about a person.")
    writable: bool = spec(True, title="Can be written")
    custom: bool = spec(False, title="Custom")
    allowed: tuple[str, ...] = spec((), title="Allowed values", editor="lines")
    restricted: bool = spec(False, title="Only these values")
    refers_to: tuple[str, ...] = spec((), title="Refers to", editor="lines")
    help: str = spec("", title="Help")
    source: str = spec("", title="Read from")
    gone_on: date | None = spec(
        None, title="Gone since", help="The day on which the system was read and no longer had it."
    )
    uses: tuple[str, ...] = spec((), title="Used for", editor="uses")


class Mapping(Record):
    """One collected or held field that is copied to another system's field."""

    type_name: ClassVar[str] = "mapping"

    collected: str | None = spec(None, title="Form field", ref="form_field")
    held: str | None = spec(None, title="Field", ref="field")
    target: str = spec(title="Lands in", ref="field")
    direction: Direction = spec(Direction.INTO, title="Direction")
    conflict: ConflictRule = spec(ConflictRule.NONE, title="When both differ")
    conversion: str = spec("", title="Conversion", help="What is done to the value on the way, if anything.")
    uses: tuple[str, ...] = spec((), title="Used for", editor="uses")
    reason: str = spec(
        "", title="Reason to keep it", help="Why this system may hold it; wanted for personal data."
    )
    notes: str = spec("", title="Notes", editor="text")


class ValuePair(Record):
    """One line of a mapping's value map: what a value becomes in the target's picklist."""

    type_name: ClassVar[str] = "value_pair"

    mapping: str = spec(title="Mapping", ref="mapping", hidden=True)
    value: str = spec("", title="Value")
    becomes: str = spec("", title="Becomes")
    order: float = spec(0.0, title="Order", hidden=True)


class Conversion(Record):
    """Where a field of a lead goes when the lead is converted to contact, account and opportunity."""

    type_name: ClassVar[str] = "conversion"

    source: str = spec(title="Lead field", ref="field")
    target: str = spec(title="Goes to", ref="field")
    origin: str = spec("", title="Read from")
    notes: str = spec("", title="Notes", editor="text")


class Term(Record):
    """What one system calls a thing that others call otherwise (brief B3)."""

    type_name: ClassVar[str] = "term"

    concept: Concept = spec(Concept.LEAD, title="Means")
    system: str = spec(title="System", ref="system")
    word: str = spec("", title="Word")
    definition: str = spec("", title="Definition", editor="text")


class DataFlow(Record):
    """A directed connection between two systems, added by hand or to say more about a derived one."""

    type_name: ClassVar[str] = "data_flow"

    source: str = spec(title="From", ref="system")
    target: str = spec(title="To", ref="system")
    moves: str = spec("", title="What moves")
    means: Means = spec(Means.OPEN, title="How")
    way: SyncWay = spec(SyncWay.REAL_TIME, title="When")
    every: float = spec(
        15.0, title="Every", unit=Unit.MINUTES, help="Time between two cycles.", gt=0, le=10_080
    )
    batch: int = spec(200, title="Records in one call", ge=1, le=100_000)
    overhead: float | None = spec(
        None,
        title="Calls in every cycle",
        ge=0,
        le=1e6,
        allow_inf_nan=False,
        help="What a cycle costs even if nothing changed; empty: as the connector is known to work.",
        when=("way", [SyncWay.POLLED]),
    )
    owner: str = spec("", title="Owner")
    notes: str = spec("", title="Notes", editor="text")


class Problem(Record):
    """Something that is wrong now, or will be, pinned to the system, flow or step it concerns."""

    type_name: ClassVar[str] = "problem"

    about: str = spec("", title="About", help="The record it is pinned to.", editor="record")
    text: str = spec("", title="Problem", editor="text")
    severity: ProblemSeverity = spec(ProblemSeverity.MEDIUM, title="Severity")
    time: ProblemTime = spec(ProblemTime.NOW, title="When")
    owner: str = spec("", title="Owner")
    state: ProblemState = spec(ProblemState.OPEN, title="State")
