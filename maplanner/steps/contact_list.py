"""A list of known people whom the team writes to, and how the list was obtained."""

from __future__ import annotations

from enum import StrEnum

from maplanner.core.units import Unit
from maplanner.document.fields import spec
from maplanner.document.values import Share
from maplanner.document.vocabulary import FieldType
from maplanner.flow.behaviour import Behaviour, Emit, Learn, ListArrivals
from maplanner.steps.kind import ASSUMPTION, Cost, FirstField, Kind, PaletteGroup, Props, StepContext
from maplanner.steps.list_rules import knows_repeats, knows_shared
from maplanner.steps.words import counted, joined, number_text


class Obtained(StrEnum):
    """How the team came by the list (brief C2)."""

    OWN = "own contacts"
    BOUGHT = "bought"
    EVENT = "event"
    PARTNER = "partner"
    OTHER = "other"


_OBTAINED_WORD = {
    Obtained.OWN: "own",
    Obtained.BOUGHT: "bought",
    Obtained.EVENT: "from an event",
    Obtained.PARTNER: "from a partner",
    Obtained.OTHER: "",
}


class ContactListProps(Props):
    """What a contact list needs to know. Its columns are form fields."""

    obtained: Obtained = spec(Obtained.OWN, title="How obtained", help="Where the team has the list from.")
    obtained_note: str = spec(
        "",
        title="More on that",
        max_length=10_000,
        editor="text",
        help="Which partner or event, on what terms, what it cost.",
    )
    consent: bool = spec(False, title="Consent to e-mail", help="The people agreed to be written to.")
    cost: float = spec(0.0, title="Cost of the list", unit=Unit.MONEY, ge=0, le=1e9, allow_inf_nan=False)
    size: int = spec(1000, title="People on it", unit=Unit.PEOPLE, ge=0, le=100_000_000, source=ASSUMPTION)
    at: float = spec(
        0.0,
        title="On day",
        unit=Unit.DAYS,
        ge=0,
        le=36_525,
        allow_inf_nan=False,
        help="When the first of them start.",
    )
    per_day: float | None = spec(
        None,
        title="At a time",
        unit=Unit.PER_DAY,
        gt=0,
        le=1e8,
        allow_inf_nan=False,
        help="Empty means all at once.",
    )
    every: float | None = spec(
        None,
        title="Send again every",
        unit=Unit.DAYS,
        group="Again",
        ge=0.01,
        le=36_525,
        allow_inf_nan=False,
        help="All who are on it start again after so many days, as the campaign's rule on entering again "
        "allows. Empty: never.",
    )
    times: int | None = spec(
        None,
        title="Again, at most",
        group="Again",
        ge=1,
        le=100_000,
        help="So many times, beyond the first. Empty: to the end.",
    )
    repeated_share: Share = spec(
        0.0,
        title="Twice on the list",
        unit=Unit.SHARE,
        group="Duplicates",
        le=0.5,
        help="Share of the entries whose person stands on the list already. What the tool makes of them is "
        "said with the tool.",
        source="Without cleaning some 15 % (10-30), komo.ai, leanscale",
    )
    shares_with: str = spec(
        "",
        title="Shares people with",
        ref="step",
        group="Duplicates",
        help="Another contact list.",
    )
    shared_share: Share = spec(
        0.0,
        title="On the other list too",
        unit=Unit.SHARE,
        group="Duplicates",
        help="Share of the people on this list.",
    )


def behaviour(props: ContactListProps, context: StepContext) -> Behaviour:
    """Return the arrivals: every person on the list, with what its columns tell of them."""
    columns = [field for field in context.form_fields if field.key]
    filled = tuple(field.key for field in columns if field.required or field.fill_rate == 1)
    partly = tuple((field.key, field.fill_rate) for field in columns if field.key not in filled)
    learnt = (Learn(partly, identifies=False),) if partly else ()
    source = ListArrivals(
        props.size,
        at=props.at,
        per_day=props.per_day,
        identified=True,
        knows=filled,
        repeated=props.repeated_share,
        keeps_repeats=context.sender.more_than_once,
        knows_repeats=knows_repeats(context),
        shares_with=props.shares_with,
        shared=props.shared_share if props.shares_with else 0.0,
        knows_shared=knows_shared(context, props.shares_with),
        every=props.every,
        times=props.times,
    )
    return Behaviour(on_arrival=(*learnt, Emit()), sources=(source,))


def summary(props: ContactListProps, _context: StepContext) -> str:
    """Return how many, and from where or how fast."""
    people = counted(props.size, "person", "people")
    pace = f"{number_text(props.per_day)}/day" if props.per_day else ""
    if props.every:
        pace = pace or f"every {counted(props.every, 'day', 'days')}"
    return joined(people, pace or _OBTAINED_WORD[props.obtained])


KIND = Kind(
    name="contact_list",
    title="Contact list",
    icon="contact",
    group=PaletteGroup.OUTBOUND,
    help="People you know already, or have bought, got from a partner or met at an event. They enter on a "
    "day you choose.",
    props=ContactListProps,
    behaviour=behaviour,
    summary=summary,
    entry=True,
    accepts_links=False,
    cost=lambda props: Cost(fixed=props.cost, on_day=props.at),
    collects=True,
    first_fields=(
        FirstField("E-mail", "email", FieldType.EMAIL, required=True, length=80),
        FirstField("Last name", "last_name", required=True, length=80),
        FirstField("Company", "company", length=255),
    ),
    order=1,
)
