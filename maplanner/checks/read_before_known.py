"""Data that a decision, a text, a segment or an exit reads before anybody can have given it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.learning import NOBODY, Known
from maplanner.checks.survey import Survey, SurveyedStep
from maplanner.document.records import Campaign, Criterion, CrmField, Step
from maplanner.steps.reading import Token


def run(survey: Survey, step: SurveyedStep) -> Iterator[Remark]:
    """Yield what a step asks about or says that leads have not, or not all, given by then."""
    names = dict.fromkeys(each.ref for each in step.conditions if each.subject == "field" and each.ref)
    if not names and not step.tokens:
        return
    known = survey.arriving(step.step.id)
    if known == NOBODY:
        return
    for name in names:
        yield from _unknown(survey, step, _Named(name, "“{step}” asks about “{name}”", name), known)
    for token in step.tokens:
        yield from _of_token(survey, step, token, known)


def _of_token(survey: Survey, step: SurveyedStep, token: Token, known: Known) -> Iterator[Remark]:
    said = "“{step}” says “{name}”"
    detail = f"text {token.name}"
    found = list(_unknown(survey, step, _Named(token.name, said, detail), known))
    yield from found
    keys = survey.bits.mask(survey.keys_named(token.key))
    if found or token.otherwise or not keys or known.sure & keys:
        return
    way = survey.knowledge_at(step.step.id).way_without(keys, step.step.id)
    words = survey.knowledge_at(step.step.id).way_in_words(way)
    where = " Nobody gives it on the way {way}." if way else " Not every form insists on it."
    yield Remark(
        step.step,
        said + ", which is not known of everybody who comes there." + where,
        {"step": step.title, "name": token.name, "way": words},
        field=token.name,
        severity=Severity.WARNING,
        detail=detail,
    )


@dataclass(frozen=True)
class _Named:
    """A name by which a step reads data, how that is told, and what tells it from others."""

    name: str
    reads: str
    detail: str


def _unknown(survey: Survey, step: SurveyedStep, named: _Named, known: Known) -> Iterator[Remark]:
    """Yield a remark if a piece of data can be known of nobody who comes to a step."""
    name, reads, detail = named.name, named.reads, named.detail
    keys = survey.keys_named(name)
    params = {"step": step.title, "name": name}
    if keys:
        if not known.maybe & survey.bits.mask(keys):
            text = reads + " before anybody who comes there can have given it."
            yield Remark(step.step, text, params, field=name, detail=detail)
        return
    held = survey.fields_named(name)
    if not held:
        text = reads + ", which nothing in the plan collects."
        yield Remark(step.step, text, params, field=name, detail=detail)
    elif not any(survey.comes_back(each.id) for each in held):
        text = reads + ", but {field} does not come back from its system."
        params["field"] = survey.title_of_field(held[0])
        fix = _bring_back(survey, held[0])
        yield Remark(step.step, text, params, field=params["field"], fix=fix, detail=detail)


def _bring_back(survey: Survey, field: CrmField) -> Fix | None:
    mapping = survey.only_mapping_from_a_system(field.id)
    if mapping is None:
        return None
    name = survey.title_of_field(field)
    return Fix(f"Let {name} come back", changes=((mapping.id, {"direction": "both ways"}),))


def elsewhere(survey: Survey, record: Campaign | Criterion) -> Iterator[Remark]:
    """Yield exits and criteria about data that nothing collects and that does not come back."""
    for asked in survey.asked_by(record):
        name = asked.condition.ref
        if asked.condition.subject != "field" or not name or survey.keys_named(name):
            continue
        held = survey.fields_named(name)
        if not any(survey.comes_back(each.id) for each in held):
            params = {"asker": asked.title, "name": name}
            text = "“{asker}” asks about “{name}”, which nothing in the plan collects or brings back."
            fix = _bring_back(survey, held[0]) if held else None
            yield Remark(asked.by, text, params, field=name, fix=fix)


CHECK = Check(
    code="read-before-known",
    title="Data read before it can be known",
    explanation=(
        "A decision about something that nobody has given yet sends everybody the same way, "
        "and a text that names it has a gap."
    ),
    example="“Offer” says “budget” before anybody who comes there can have given it.",
    remedy=(
        "Ask for the data earlier, let it come back from the CRM, or say in the text what stands there "
        "otherwise: {{first_name | friend}}."
    ),
    severity=Severity.ERROR,
    of={Step: run, Campaign: elsewhere, Criterion: elsewhere},
)
