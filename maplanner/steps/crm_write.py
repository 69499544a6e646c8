"""Writes the lead to an object of the CRM."""

from __future__ import annotations

from maplanner.document.fields import spec
from maplanner.document.records import CrmObject
from maplanner.document.vocabulary import WriteOperation
from maplanner.flow.behaviour import Behaviour, Emit, WriteRecord
from maplanner.steps.kind import Kind, PaletteGroup, Props, StepContext
from maplanner.steps.words import joined, one_line

ROOM = 24
"""Characters that fit under a step's title."""


class CrmWriteProps(Props):
    """What a write needs to know. The fields are those mapped from forms and lists on the way here."""

    object: str = spec(
        "", title="Object", ref="object", help="The object that gets the record, such as Lead."
    )
    operation: WriteOperation = spec(
        WriteOperation.UPSERT,
        title="Operation",
        help="An upsert makes the record the first time and updates it afterwards.",
    )
    matched_by: str = spec(
        "e-mail",
        title="Matched by",
        max_length=255,
        help="How the CRM finds the record that exists already.",
        when=("operation", [each for each in WriteOperation if each is not WriteOperation.CREATE]),
    )


def behaviour(props: CrmWriteProps, context: StepContext) -> Behaviour:
    """Return the write. Only a known person can be written; without an object the lead just goes on."""
    known = context.reader.find_or_none(CrmObject, props.object) is not None
    write = (WriteRecord(props.object, props.operation),) if known else ()
    return Behaviour(on_arrival=(*write, Emit()), needs_identity=True)


def summary(props: CrmWriteProps, context: StepContext) -> str:
    """Return what is written and how the record is found."""
    found = context.reader.find_or_none(CrmObject, props.object)
    name = one_line(found.label or found.api_name, 24) if found else "no object chosen"
    matched = one_line(props.matched_by)
    short = joined(name, str(props.operation))
    full = f"{short} by {matched}"
    if matched and props.operation is not WriteOperation.CREATE and len(full) <= ROOM:
        return full
    return short if len(short) < ROOM else name


KIND = Kind(
    name="crm_write",
    title="Write to CRM",
    icon="database",
    group=PaletteGroup.SALES,
    help="Creates or updates a record in the CRM with the mapped fields that are known of the lead.",
    props=CrmWriteProps,
    behaviour=behaviour,
    summary=summary,
    receives="object",
    order=1,
)
