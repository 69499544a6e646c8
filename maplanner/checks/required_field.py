"""A field that the CRM requires and that a write may leave empty."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.knowledge import writes
from maplanner.checks.landing import Supply
from maplanner.checks.learning import Known
from maplanner.checks.survey import Survey, SurveyedStep
from maplanner.document.records import CrmField, FormField, Mapping, RecordValues, Step
from maplanner.document.vocabulary import WriteOperation


def run(survey: Survey, step: SurveyedStep) -> Iterator[Remark]:
    """Yield required fields that a write which may create a record does not surely fill."""
    seen: set[str] = set()
    for write, known in writes(survey, step.step.id):
        if write.operation is WriteOperation.UPDATE or write.object in seen:
            continue
        seen.add(write.object)
        for field in survey.required_of(write.object):
            yield from _of_field(survey, step, field, known)


def _of_field(survey: Survey, step: SurveyedStep, field: CrmField, known: Known) -> Iterator[Remark]:
    filling, held = survey.filling(field.id)
    keys = survey.bits.mask(filling)
    if held or known.sure & keys:
        return
    supply = survey.supply(field.id)
    knowledge = survey.knowledge_at(step.step.id)
    name = survey.title_of_field(field)
    params = {"field": name, "step": step.title}
    way = knowledge.way_without(keys, step.step.id)
    params["way"] = knowledge.way_in_words(way)
    severity = Severity.WARNING
    if not known.maybe & keys:
        text = "Nothing fills {field} at “{step}”; the CRM requires it. Leads come by {way}."
        severity = Severity.ERROR
        fix = _ask_for_it(survey, field, supply, way)
    elif way:
        text = "{field} can be empty at “{step}”; the CRM requires it. Nothing fills it on the way {way}."
        fix = _ask_for_it(survey, field, supply, way)
    else:
        fix = _require_it(survey, supply, known)
        params["form"] = _askers(survey, supply, known)
        text = "{field} can be empty at “{step}”; the CRM requires it, but {form} does not."
    yield Remark(step.step, text, params, field=name, severity=severity, fix=fix, detail=field.id)


def _askers(survey: Survey, supply: Supply, known: Known) -> str:
    """Return the steps that ask for the field without insisting."""
    steps = [survey.flow_of(field.step).title for field in _optional(survey, supply, known)]
    return " and ".join(f"“{title}”" for title in dict.fromkeys(steps)) or "the form"


def _optional(survey: Survey, supply: Supply, known: Known) -> list[FormField]:
    return [
        field
        for field in supply.fields
        if not field.required
        and survey.flow(field.step) is not None
        and survey.bits.mask([field.key]) & known.maybe
    ]


def _require_it(survey: Survey, supply: Supply, known: Known) -> Fix | None:
    optional = _optional(survey, supply, known)
    required: RecordValues = {"required": True}
    changes = tuple((field.id, required) for field in optional)
    return Fix("Make the field required", changes=changes) if changes else None


def _ask_for_it(survey: Survey, field: CrmField, supply: Supply, way: list[str]) -> Fix | None:
    """Add the field, as required, to the last form or list on the way that does not have it."""
    askers = [step for step in map(survey.flow_of, way) if step.collects]
    if not askers:
        return None
    asker = askers[-1]
    title = supply.fields[0].title if supply.fields else field.label or field.api_name
    there = survey.fields_of(asker.step.id)
    new = FormField.new(
        step=asker.step.id,
        title=title,
        key=supply.fields[0].key if supply.fields and supply.fields[0].key else field.api_name.casefold(),
        type=field.type,
        required=True,
        length=field.length or None,
        options=field.allowed,
        order=max((each.order for each in there), default=0.0) + 1.0,
    )
    mapping = Mapping.new(collected=new.id, target=field.id)
    return Fix(f"Add “{title}” to “{asker.title}”", puts=(new, mapping))


CHECK = Check(
    code="required-field-empty",
    title="Required CRM field that may be empty",
    explanation=(
        "A CRM refuses a record that lacks a required field, and the lead is lost. "
        "Every way to a write must bring every field that the object requires."
    ),
    example="Lead.Company can be empty at “Write to CRM”; the CRM requires it, but “Guide form” does not.",
    remedy="Ask for the field on every way to the write, and make it required there.",
    severity=Severity.WARNING,
    of={Step: run},
)
