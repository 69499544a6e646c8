"""An e-mail to people who have not agreed to be written to."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.knowledge import Knowledge
from maplanner.checks.learning import CONSENT, MAILED, NOBODY
from maplanner.checks.survey import Survey, SurveyedStep
from maplanner.document.records import FormField, Step
from maplanner.document.vocabulary import FieldType


def run(survey: Survey, step: SurveyedStep) -> Iterator[Remark]:
    """Yield the first e-mails that may reach people without their consent; those that follow go without."""
    if step.step.kind != "email":
        return
    known = survey.arriving(step.step.id)
    consent, mailed = survey.bits.new_mask((CONSENT,)), survey.bits.new_mask((MAILED,))
    if known == NOBODY or known.sure & (consent | mailed):
        return
    knowledge = survey.knowledge_at(step.step.id)
    way = knowledge.way_without(consent | mailed, step.step.id)
    if not way and known.sure & mailed:
        return
    names = {"step": step.title, "way": knowledge.way_in_words(way)}
    if not known.maybe & consent:
        text = "“{step}” goes to people of whom nobody was asked whether they agree."
    elif way:
        text = "“{step}” may reach people who were not asked whether they agree, on the way {way}."
    else:
        text = "“{step}” also reaches people who did not agree: consent is asked for, but not needed."
    yield Remark(step.step, text, names, fix=_ask(survey, knowledge, way, step))


def _ask(survey: Survey, knowledge: Knowledge, way: list[str], step: SurveyedStep) -> Fix | None:
    """Ask for consent on the last form on the way; where one asks already, make it required."""
    way = way or knowledge.way_to(step.step.id)
    forms = [each for each in map(survey.flow_of, way) if each.collects and not each.is_entry]
    if not forms:
        return None
    form = forms[-1]
    fields = survey.fields_of(form.step.id)
    asked = next((field for field in fields if field.consent), None)
    if asked is not None:
        if asked.required and asked.key:
            return None
        key = asked.key or "consent"
        return Fix("Make the consent required", changes=((asked.id, {"required": True, "key": key}),))
    field = FormField.new(
        step=form.step.id,
        title="I agree to receive e-mails",
        key="consent",
        type=FieldType.CHECKBOX,
        consent=True,
        required=True,
        uses=("automation",),
        order=max((each.order for each in fields), default=0.0) + 1.0,
    )
    return Fix(f"Ask for consent on “{form.title}”", puts=(field,))


CHECK = Check(
    code="consent-missing",
    title="E-mail without consent",
    explanation=(
        "In most countries people must have agreed before they are written to. "
        "A form asks for it; of a list, the team says whether it was given."
    ),
    example="“First mail” goes to people of whom nobody was asked whether they agree.",
    remedy="Add a required consent field to the form, or tick “Consent to e-mail” on the list.",
    severity=Severity.WARNING,
    of={Step: run},
)
