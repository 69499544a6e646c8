"""Sets the date at which the lead shall be contacted next."""

from __future__ import annotations

from maplanner.document.fields import spec
from maplanner.document.records import CrmField
from maplanner.document.values import Delay, FixedDelay
from maplanner.document.vocabulary import WriteOperation
from maplanner.flow.behaviour import Behaviour, Emit, Operation, SetContactDate, WriteRecord
from maplanner.steps.kind import ASSUMPTION, Kind, PaletteGroup, Props, StepContext
from maplanner.steps.words import delay_text


class NextContactProps(Props):
    """What a next-contact date needs to know."""

    delay: Delay = spec(
        lambda: FixedDelay(days=30.0),
        title="Contact again in",
        help="A new date takes the place of the one before.",
        source=ASSUMPTION,
    )
    field: str = spec(
        "",
        title="Kept in",
        ref="field",
        help="The CRM field that holds the date. Empty means: it is not kept in the CRM.",
    )


def behaviour(props: NextContactProps, context: StepContext) -> Behaviour:
    """Return the setting of the date, and the write to the CRM that it costs."""
    field = context.reader.find_or_none(CrmField, props.field)
    write: tuple[Operation, ...] = ()
    if field is not None:
        write = (WriteRecord(field.object, WriteOperation.UPDATE),)
    return Behaviour(on_arrival=(SetContactDate(props.delay), *write, Emit()), needs_identity=True)


def summary(props: NextContactProps, _context: StepContext) -> str:
    """Return when."""
    said = delay_text(props.delay)
    return said if said.startswith(("until", "at once")) else f"in {said}"


KIND = Kind(
    name="next_contact",
    title="Next contact",
    icon="calendar-clock",
    group=PaletteGroup.SALES,
    help="Sets the lead's next-contact date. A trigger lets the lead in when the date comes.",
    props=NextContactProps,
    behaviour=behaviour,
    summary=summary,
    order=6,
)
