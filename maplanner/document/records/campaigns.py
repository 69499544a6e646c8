"""Campaigns and their drawings: plan, groups, campaigns, steps, links, form fields, notes."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from pydantic import JsonValue

from maplanner.core.units import Unit
from maplanner.document.fields import spec
from maplanner.document.records.base import Record
from maplanner.document.values import Condition, Delay, Share
from maplanner.document.vocabulary import Bound, CampaignState, FieldType, Lanes, LinkShape, Purpose, ReEntry

PLAN_ID = "plan"


class Plan(Record):
    """The plan itself: what holds for all of it. There is one, with the identifier ``plan``."""

    type_name: ClassVar[str] = "plan"

    id: str = PLAN_ID
    title: str = spec("New plan", title="Title", max_length=10_000)
    owner: str = spec("", title="Owner")
    currency: str = spec("EUR", title="Currency", max_length=8)
    start: date = spec(
        date(2027, 1, 4),
        title="First day",
        group="Simulation",
        help="Day 0 of the simulation; a Monday keeps weeks whole.",
    )
    days: float = spec(180.0, title="Simulated time", unit=Unit.DAYS, group="Simulation", gt=0, le=36_525)
    runs: int = spec(
        20, title="Runs", group="Simulation", ge=1, le=10_000, help="More runs give narrower ranges."
    )
    seed: int = spec(
        1, title="Seed", group="Simulation", ge=0, le=2**63 - 1, help="The same seed gives the same numbers."
    )
    accounts: int = spec(
        10_000,
        title="Accounts",
        group="Simulation",
        ge=1,
        le=100_000_000,
        help="Companies that the leads belong to. Leads are spread over them evenly.",
    )
    time_zone: str = spec(
        "",
        title="Time zone",
        group="Simulation",
        editor="zone",
        max_length=80,
        help="What the plan's clock shows, such as Europe/Riga. Empty: calendars with a zone of their own "
        "count from universal time.",
    )
    calendar: str | None = spec(
        None,
        title="Working hours",
        group="Simulation",
        ref="work_calendar",
        on_delete="clear",
        help="For whatever goes by working hours and names no calendar.",
    )
    growth: float = spec(
        0.0,
        title="Growth in a year",
        unit=Unit.SHARE,
        group="Simulation",
        gt=-1,
        le=100,
        allow_inf_nan=False,
        help="By how much more leads come next year; says when a limit will break.",
    )
    segment_data_points: int | None = spec(
        None,
        title="Data points in a segment",
        group="Segments",
        ge=1,
        le=1_000_000,
        help="At most so many criteria should decide about one segment. The fewer, the better.",
    )
    all_data_points: int | None = spec(
        None,
        title="Data points in all",
        group="Segments",
        ge=1,
        le=1_000_000,
        help="At most so many different data points should be used by all segments together.",
    )
    work_start: date | None = spec(
        None, title="Work begins", group="Work", help="Empty: on the plan's first day."
    )
    trained: int | None = spec(
        None,
        title="People to train",
        unit=Unit.PEOPLE,
        group="Work",
        ge=0,
        le=1_000_000,
        help="Empty: as many as the CRM has seats.",
    )
    hours_correlation: Share = spec(
        0.5,
        title="Misjudged together",
        unit=Unit.SHARE,
        group="Work",
        help="How far guesses of hours err the same way. Without it, ranges would look too narrow.",
        source="Assumption",
    )
    notes: str = spec("", title="Notes", editor="text")


class CampaignGroup(Record):
    """A heading in the campaign inventory, such as *Inbound* or *Cross-sell*."""

    type_name: ClassVar[str] = "campaign_group"

    title: str = spec("", title="Title")
    color: str = spec("", title="Colour", editor="color")
    order: float = spec(0.0, title="Order", hidden=True)


class Campaign(Record):
    """One campaign: a drawing with entries, steps and links, and what the inventory says of it."""

    type_name: ClassVar[str] = "campaign"

    title: str = spec("", title="Title", max_length=10_000)
    group: str | None = spec(None, title="Group", ref="campaign_group", on_delete="clear")
    bound: Bound = spec(Bound.INBOUND, title="Direction")
    purpose: Purpose = spec(Purpose.LEAD_GENERATION, title="Purpose")
    state: CampaignState = spec(CampaignState.IDEA, title="State")
    owner: str = spec("", title="Owner")
    start: date | None = spec(None, title="Starts")
    end: date | None = spec(None, title="Ends")
    budget: float | None = spec(None, title="Budget", unit=Unit.MONEY, ge=0, allow_inf_nan=False)
    re_entry: ReEntry = spec(ReEntry.ALWAYS, title="May enter again", group="Flow")
    max_entries: int | None = spec(
        None,
        title="At most",
        group="Flow",
        ge=1,
        help="How often one lead may enter.",
        when=("re_entry", [ReEntry.AFTER_LEAVING, ReEntry.ALWAYS]),
    )
    exit: Condition | None = spec(
        None, title="Leaves when", group="Flow", help="Takes the lead out at once, pending waits included."
    )
    link_shape: LinkShape = spec(LinkShape.ANGLED, title="Links", group="Drawing")
    lanes: Lanes = spec(Lanes.NONE, title="Lanes", group="Drawing", help="Bands across the drawing.")
    lanes_top: float = spec(0.0, title="Top of the lanes", unit=Unit.PIXELS, hidden=True, ge=-1e7, le=1e7)
    lane_heights: dict[str, float] = spec(dict, title="Heights of the lanes", nested=True, hidden=True)
    archived: bool = spec(False, title="Archived", help="Kept, but out of the way in lists.")
    order: float = spec(0.0, title="Order", hidden=True)
    notes: str = spec("", title="Notes", editor="text")


class Stage(Record):
    """A buying stage that leads go through, such as *Aware* or *Deciding*, in order."""

    type_name: ClassVar[str] = "stage"

    title: str = spec("", title="Title")
    color: str = spec("", title="Colour", editor="color")
    interactions: float | None = spec(
        None,
        title="Interactions",
        ge=0,
        le=1e6,
        allow_inf_nan=False,
        help="How many times a buyer engages in this stage, on average. Points are calibrated by it.",
    )
    field: str | None = spec(
        None,
        title="Tally field",
        ref="field",
        on_delete="clear",
        help="The CRM field that counts a lead's interactions in this stage.",
    )
    order: float = spec(0.0, title="Order", hidden=True)
    notes: str = spec("", title="Notes", editor="text")


class Frame(Record):
    """A titled area of a drawing that carries what lies in it, and can fold it away."""

    type_name: ClassVar[str] = "frame"

    campaign: str = spec(title="Campaign", ref="campaign", hidden=True)
    title: str = spec("", title="Title", max_length=10_000)
    color: str = spec("", title="Colour", editor="color")
    x: float = spec(0.0, title="Left", hidden=True, ge=-1e7, le=1e7)
    y: float = spec(0.0, title="Top", hidden=True, ge=-1e7, le=1e7)
    width: float = spec(480.0, title="Width", hidden=True, ge=80, le=100_000)
    height: float = spec(320.0, title="Height", hidden=True, ge=60, le=100_000)
    folded: bool = spec(False, title="Folded", help="Shows the title alone; links end at the frame.")
    notes: str = spec("", title="Notes", editor="text")


class Step(Record):
    """A node of a campaign's drawing. ``kind`` says what it is, ``props`` what the kind needs to know."""

    type_name: ClassVar[str] = "step"

    campaign: str = spec(title="Campaign", ref="campaign", hidden=True)
    kind: str = spec(title="Kind", hidden=True, max_length=80)
    title: str = spec("", title="Title", max_length=10_000)
    x: float = spec(0.0, title="Left", unit=Unit.PIXELS, hidden=True, ge=-1e7, le=1e7)
    y: float = spec(0.0, title="Top", unit=Unit.PIXELS, hidden=True, ge=-1e7, le=1e7)
    props: dict[str, JsonValue] = spec(dict, title="Properties", nested=True, hidden=True)
    once: bool = spec(
        False, title="Once per lead", group="Flow", help="A lead that comes again passes nothing here."
    )
    paused: bool = spec(
        False,
        title="Paused",
        group="Flow",
        help="Simulations bring nobody in here, and nobody gets past.",
    )
    system: str | None = spec(
        None,
        title="Done in",
        ref="system",
        on_delete="clear",
        help="The application that carries this step out.",
    )
    stage: str | None = spec(
        None,
        title="Buying stage",
        ref="stage",
        on_delete="clear",
        help="Where in buying it speaks to a lead, who comes to stand there on doing something at the step.",
    )
    cost_fixed: float = spec(
        0.0,
        title="Costs once",
        unit=Unit.MONEY,
        group="Money",
        ge=0,
        le=1e12,
        allow_inf_nan=False,
        help="Besides what the kind of step says: to make it, to hire it, to buy it.",
    )
    cost_each: float = spec(
        0.0,
        title="Costs each time",
        unit=Unit.MONEY,
        group="Money",
        ge=0,
        le=1e9,
        allow_inf_nan=False,
        help="For every lead that comes here.",
    )
    frame: str | None = spec(None, title="Frame", ref="frame", on_delete="clear", hidden=True)
    open: bool = spec(True, title="Show fields", hidden=True)
    pinned: bool = spec(
        False, title="Keep its place", group="Drawing", help="“Tidy up” leaves it where it is."
    )
    owner: str = spec("", title="Owner")
    notes: str = spec("", title="Notes", editor="text")


class Link(Record):
    """An edge from an output of one step to another step."""

    type_name: ClassVar[str] = "link"

    source: str = spec(title="From", ref="step", hidden=True)
    output: str = spec("next", title="Output", hidden=True, max_length=80)
    target: str = spec(title="To", ref="step", hidden=True)
    share: Share | None = spec(
        None,
        title="Share",
        unit=Unit.SHARE,
        help="Empty means everybody, or the rest where the outputs exclude each other.",
    )
    delay: Delay | None = spec(None, title="Delay", help="How long the way takes.")
    title: str = spec("", title="Label")
    order: float = spec(0.0, title="Order", hidden=True)


class FormField(Record):
    """A field that a form asks for, or a column that a list brings: it is *collected*.

    ``key`` names the piece of data; two forms with the same key ask for the same thing.
    """

    type_name: ClassVar[str] = "form_field"

    step: str = spec(title="Form", ref="step", hidden=True)
    title: str = spec("", title="Label", max_length=10_000)
    key: str = spec(
        "", title="Key", max_length=255, help="The same key on two forms means the same piece of data."
    )
    type: FieldType = spec(FieldType.TEXT, title="Type")
    required: bool = spec(False, title="Required")
    length: int | None = spec(None, title="Length", unit=Unit.CHARACTERS, ge=1)
    options: tuple[str, ...] = spec((), title="Choices", editor="lines")
    hidden: bool = spec(False, title="Hidden from visitors")
    consent: bool = spec(False, title="Consent to e-mail")
    fill_rate: Share = spec(
        1.0,
        title="Filled in by",
        unit=Unit.SHARE,
        help="Of those who send the form; required fields are always filled.",
    )
    uses: tuple[str, ...] = spec((), title="Used for", editor="uses")
    order: float = spec(0.0, title="Order", hidden=True)


class Note(Record):
    """A sticky note on a drawing."""

    type_name: ClassVar[str] = "note"

    campaign: str = spec(title="Campaign", ref="campaign", hidden=True)
    text: str = spec("", title="Text", editor="text", max_length=100_000)
    x: float = spec(0.0, title="Left", hidden=True, ge=-1e7, le=1e7)
    y: float = spec(0.0, title="Top", hidden=True, ge=-1e7, le=1e7)
    width: float = spec(184.0, title="Width", hidden=True, ge=40, le=4000)
    height: float = spec(64.0, title="Height", hidden=True, ge=24, le=4000)
    frame: str | None = spec(None, title="Frame", ref="frame", on_delete="clear", hidden=True)
