"""Surveys beside engagement: who is happiest, and the CRM field that says so (brief E7)."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from maplanner.app.histories import read_history
from maplanner.app.recorded_scores import score_recorded
from maplanner.core.errors import CannotCalibrate
from maplanner.document.reading import RecordReader
from maplanner.document.records import CrmField, CrmObject, FormField, Mapping, Record, Step
from maplanner.document.vocabulary import FieldType, Use
from maplanner.exchange.sheets import Sheet
from maplanner.scoring.account_setup import crm_of
from maplanner.scoring.net_promoter import read_answer

FIELD = "Net_Promoter"
_PEOPLE = ("lead", "leads", "contact", "contacts")


def answers_of(sheet: Sheet, lead: int, answer: int) -> dict[str, int]:
    """Return what each lead answered; of several answers the last."""
    found: dict[str, int] = {}
    for row in sheet.rows():
        said = read_answer(row.values[answer])
        name = row.values[lead].strip()
        if name and said is not None:
            found[name] = said
    return found


def engagement_over(reader: RecordReader, history: Path, days: float) -> dict[str, float]:
    """Return the points that each lead of a history gained in its last so many days, by the plan's rules.

    Raises:
        CannotCalibrate: The plan has no score.
        UnreadableSource: The history cannot be read.
    """
    scored = score_recorded(reader, read_history(history))
    recent = (scored.given.day > scored.history.end - days) & ~scored.given.expires
    points = np.bincount(
        scored.given.lead[recent],
        weights=scored.given.points[recent],
        minlength=len(scored.history.leads),
    )
    return dict(zip(scored.history.leads, points.tolist(), strict=True))


def promoter_field_records(reader: RecordReader) -> list[Record]:
    """Return the custom field of a lead that holds its answer, and mappings from surveys that land nowhere.

    Raises:
        CannotCalibrate: The plan has no CRM, or nothing is missing.
    """
    crm = crm_of(reader)
    if crm is None:
        advice = "Add the CRM on the tool map first, or read its fields."
        raise CannotCalibrate("The plan has no CRM that could hold the field.", advice=advice)
    objects = reader.referring(CrmObject, "system", crm.id)
    holder = next((each for each in objects if each.api_name.casefold() in _PEOPLE), None)
    made: list[Record] = []
    if holder is None:
        holder = CrmObject.new(system=crm.id, api_name="Lead", label="Lead")
        made.append(holder)
    own = reader.referring(CrmField, "object", holder.id)
    field = next((each for each in own if each.api_name.casefold().startswith(FIELD.casefold())), None)
    if field is None:
        suffix = "__c" if "salesforce" in crm.product.casefold() else ""
        field = CrmField.new(
            object=holder.id,
            api_name=FIELD + suffix,
            label="Net promoter",
            type=FieldType.INTEGER,
            custom=True,
            source="Planned for surveys",
            help="The last answer from 1 to 10: 9 and 10 promote, 7 and 8 are passive, the rest detract.",
            uses=(Use.SEGMENTATION.value, Use.REPORTING.value),
        )
        made.append(field)
    made += [Mapping.new(collected=each.id, target=field.id) for each in _unmapped_answers(reader)]
    if not made:
        raise CannotCalibrate("The CRM has the field already, and every survey lands somewhere.")
    return made


def _unmapped_answers(reader: RecordReader) -> list[FormField]:
    """Return the answer of each survey, its first field, where no mapping takes it on."""
    found = []
    for step in reader.all(Step):
        asked = sorted(reader.referring(FormField, "step", step.id), key=lambda field: field.order)
        if step.kind == "survey" and asked and not reader.referring(Mapping, "collected", asked[0].id):
            found.append(asked[0])
    return found
