"""A form: asks for fields, each of which lands somewhere, and makes a visitor a known person."""

from __future__ import annotations

from itertools import pairwise

from maplanner.core.units import Unit
from maplanner.document.fields import spec
from maplanner.document.records import FormField
from maplanner.document.values import Delay, ExponentialDelay, Share
from maplanner.document.vocabulary import EventType, FieldType
from maplanner.flow.behaviour import Behaviour, Chance, Emit, Learn, Once, Operation, Output, Raise
from maplanner.steps.kind import FirstField, Kind, Observed, PaletteGroup, Props, StepContext
from maplanner.steps.words import counted, joined, rule_points, share_text

_PAGES = "mean of landing pages 12.3 % (unbounce.com)"
_SHAPE = "by number of fields after foundrycro.com: 1: 25.5, 3: 25, 4: 23, 5: 20, 6: 15, 7: 12, 10: 10"

MEAN_SHARE = 0.123
"""Share of a landing page's visitors who fill in a form of three fields; source: unbounce.com methodology."""

SHARE_BY_FIELDS = ((1, 25.5), (3, 25.0), (4, 23.0), (5, 20.0), (6, 15.0), (7, 12.0), (10, 10.0))
"""Per cent who fill in a form, by number of fields; source: foundrycro.com. Only the shape is used."""


class FormProps(Props):
    """What a form needs to know besides its fields."""

    fill_share: Share | None = spec(
        None,
        title="Filled in by",
        unit=Unit.SHARE,
        help="Of its visitors. Empty means: estimated from the number of fields.",
        source=f"Where empty: {_PAGES}, {_SHAPE}",
    )
    again: bool = spec(
        False, title="May be sent again", help="Otherwise nobody who sent it counts a second time."
    )
    fill_delay: Delay = spec(
        lambda: ExponentialDelay(mean=0.003),
        title="Time to fill in",
        group="Times",
        source="Assumption: some 4 minutes",
    )
    thanks: str = spec(
        "", title="Thanks with", max_length=10_000, help="What the visitor sees after sending."
    )


def estimated_share(fields: int) -> float:
    """Return the share of visitors expected to fill in a form, from its number of visible fields."""
    reference = dict(SHARE_BY_FIELDS)[3]
    return round(MEAN_SHARE * _shape(fields) / reference, 4)


def _shape(fields: int) -> float:
    """Return the per cent at a number of fields, on straight lines between the known points."""
    first, last = SHARE_BY_FIELDS[0], SHARE_BY_FIELDS[-1]
    if fields <= first[0]:
        return first[1]
    for (low, at_low), (high, at_high) in pairwise(SHARE_BY_FIELDS):
        if fields <= high:
            return at_low + (at_high - at_low) * (fields - low) / (high - low)
    return last[1]


def fill_share(props: FormProps, fields: list[FormField]) -> float:
    """Return the share of visitors who fill in the form: as the plan says, else estimated."""
    if props.fill_share is not None:
        return props.fill_share
    return estimated_share(sum(not field.hidden for field in fields))


def learnt(fields: list[FormField]) -> Learn:
    """Return what becomes known of a lead who sends the form; with an e-mail address, who it is."""
    keys = [(key, 1.0 if field.required else field.fill_rate) for field in fields if (key := field.key)]
    return Learn(tuple(keys), identifies=any(field.type is FieldType.EMAIL for field in fields))


def outputs(_props: FormProps) -> tuple[Output, ...]:
    """Return the ways out: sent or given up."""
    return (Output("submitted", "Submitted"), Output("abandoned", "Not filled in"))


def behaviour(props: FormProps, context: StepContext) -> Behaviour:
    """Return what happens to a visitor of the form. Who gives up may come back and send it."""
    fields = context.form_fields
    sent: tuple[Operation, ...] = (learnt(fields), Raise(EventType.FORM_FILLED), Emit("submitted"))
    visit = Chance(
        fill_share(props, fields),
        then=sent if props.again else (Once(sent),),
        otherwise=(Emit("abandoned"),),
        delay=props.fill_delay,
    )
    return Behaviour(on_arrival=(visit,))


def summary(props: FormProps, context: StepContext) -> str:
    """Return how long the form is and how many fill it in."""
    fields = context.form_fields
    share = f"{share_text(fill_share(props, fields))} fill it in"
    points = rule_points(context, EventType.FORM_FILLED, own=True)
    return joined(counted(len(fields), "field", "fields"), share, points)


KIND = Kind(
    name="form",
    title="Form",
    icon="clipboard-list",
    group=PaletteGroup.PAGES,
    help="Asks visitors for fields and makes them known people. Every field should land in a "
    "field of the CRM.",
    props=FormProps,
    behaviour=behaviour,
    summary=summary,
    outputs=outputs,
    collects=True,
    first_fields=(
        FirstField("E-mail", "email", FieldType.EMAIL, required=True, length=80),
        FirstField("Last name", "last_name", required=True, length=80),
    ),
    order=3,
    observed=(Observed(EventType.FORM_FILLED, "fill_share", "fill_delay", output="submitted"),),
)
