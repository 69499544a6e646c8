"""A plan as checks read it: facts that several of them need, each worked out when first asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from maplanner.checks.demanding import Demanding
from maplanner.checks.knowledge import Knowledge
from maplanner.checks.landing import Landing, Supply
from maplanner.checks.learning import CONSENT, MAILED, NO_LESSON, NOBODY, Known, Lesson, StepReading
from maplanner.checks.memory import fact
from maplanner.checks.surveyed import Asked, SurveyedStep
from maplanner.document.reading import Snapshot
from maplanner.document.records import (
    Campaign,
    CrmField,
    CrmObject,
    DataFlow,
    FormField,
    Link,
    Mapping,
    Record,
    Step,
    System,
)
from maplanner.flow.behaviour import Behaviour, ListArrivals, OnCall
from maplanner.steps import kind_of

_ENOUGH = 10_000
"""How many lessons are kept; while people type, each letter may make another."""


@dataclass(frozen=True)
class Place:
    """Where something is, in words and identifiers; empty where it does not apply."""

    campaign: str = ""
    step: str = ""
    field: str = ""
    campaign_id: str = ""
    step_id: str = ""
    field_id: str = ""


class Giving(NamedTuple):
    """What a step adds to what is known of people: ``common`` to all whom it makes known, ``any`` of it."""

    common: tuple[int, ...]
    any: int


class Survey(Demanding):
    """Facts about a plan. Checks ask them; nothing else reads records past ``reader``."""

    def __init__(self, snapshot: Snapshot, *, follows: bool = False) -> None:
        super().__init__(snapshot, follows=follows)
        self._lessons: dict[tuple[str, int], tuple[Behaviour, Lesson]] = {}

    @property
    def landing(self) -> Landing:
        """Where collected data lands."""
        return Landing(self)

    # --- what is known of leads -------------------------------------------

    @fact(3)
    def lesson(self, step_id: str) -> Lesson:
        """Return what a step learns of leads."""
        step = self.flow(step_id)
        if step is None or step.behaviour is None:
            return NO_LESSON
        fields = self.fields_of(step_id)
        if not fields:
            return self._usual_lesson(step, step.behaviour)
        optional = {field.key for field in fields if not field.required}
        consents = {field.key for field in fields if field.consent}
        return self._lesson(step, step.behaviour, StepReading(self.bits.new_mask, optional, consents))

    def _usual_lesson(self, step: SurveyedStep, behaviour: Behaviour) -> Lesson:
        """Return what a step without fields learns: the same as all of its kind that behave as it does."""
        key = (step.step.kind, id(behaviour))
        known = self._lessons.get(key)
        if known is None or known[0] is not behaviour:
            if len(self._lessons) >= _ENOUGH:
                self._lessons.clear()
            lesson = self._lesson(step, behaviour, StepReading(self.bits.new_mask))
            known = self._lessons[key] = (behaviour, lesson)
        return known[1]

    def _lesson(self, step: SurveyedStep, behaviour: Behaviour, reading: StepReading) -> Lesson:
        mailed = self.bits.new_mask((MAILED,)) if step.step.kind == "email" else 0
        reading.sequence(behaviour.on_arrival, Known(mailed, mailed))
        return Lesson.of(reading.moments)

    @fact(3)
    def brings(self, step_id: str) -> int:
        """Return the keys that are known of everybody on a list; none where a step lets no list in."""
        step = self.flow(step_id)
        sources = () if step is None or step.behaviour is None else step.behaviour.sources
        lists = [source for source in sources if isinstance(source, ListArrivals)]
        if step is None or not lists:
            return 0
        found = 0
        for source in lists:
            found |= self.bits.new_mask(source.knows)
        consents = {field.key for field in self.fields_of(step_id) if field.consent}
        agreed = getattr(step.props, "consent", False) is True
        if agreed or found & self.bits.mask(consents):
            found |= self.bits.new_mask((CONSENT,))
        return found

    @fact(4)
    def gives(self, step_id: str) -> Giving:
        """Return what a step adds to what is known of people anywhere in the plan."""
        step = self.flow(step_id)
        if step is None or step.behaviour is None:
            return Giving((), 0)
        return _giving(self, step, self.lesson(step_id))

    @fact(5)
    def identified(self) -> int:
        """Return the keys that every known person has given: what all ways to become known have in common."""
        common = -1
        for step_id in self.step_ids():
            for mask in self.gives(step_id).common:
                common &= mask
        return 0 if common == -1 else common

    @fact(5)
    def anything(self) -> int:
        """Return all keys that are collected anywhere."""
        found = 0
        for step_id in self.step_ids():
            found |= self.gives(step_id).any
        return found

    @fact(7)
    def circles(self) -> dict[str, tuple[str, ...]]:
        """Return, for each campaign, those it is joined with because one starts another."""
        circle = {campaign_id: {campaign_id} for campaign_id in self.campaign_ids()}
        for start in self.starts():
            source, target = circle.get(start.campaign), circle.get(start.started)
            if source is not None and target is not None and source is not target:
                source |= target
                circle.update(dict.fromkeys(target, source))
        return {campaign_id: tuple(sorted(members)) for campaign_id, members in circle.items()}

    @fact(8)
    def circle_of(self, campaign_id: str) -> tuple[str, ...]:
        """Return the campaigns among which leads of a campaign are sent."""
        return self.circles().get(campaign_id, ())

    @fact(9)
    def knowledge(self, circle: tuple[str, ...]) -> Knowledge:
        """Return what is known of leads at each step of some campaigns."""
        return Knowledge(self, circle)

    def knowledge_at(self, step_id: str) -> Knowledge:
        """Return what is known of leads in the campaign of a step, and those it is joined with."""
        return self.knowledge(self.circle_of(self.flow_of(step_id).step.campaign))

    @fact(10)
    def arriving(self, step_id: str) -> Known:
        """Return what is known of leads that arrive at a step; :data:`NOBODY` where none does."""
        if self.flow(step_id) is None:
            return NOBODY
        return self.knowledge_at(step_id).arriving.get(step_id, NOBODY)

    # --- what fills fields -------------------------------------------------

    @fact(4)
    def supply(self, field_id: str) -> Supply:
        """Return what fills a field of a system, by however many systems the data comes."""
        field = self.reader.find_or_none(CrmField, field_id)
        return Supply((), held=False) if field is None else self.landing.supply(field)

    @fact(5)
    def filling(self, field_id: str) -> tuple[frozenset[str], bool]:
        """Return the keys of the data that fill a field, and whether a system holds some already."""
        supply = self.supply(field_id)
        return supply.keys, supply.held

    # --- places ------------------------------------------------------------

    def place_of(self, about: Record, at: str = "") -> Place:
        """Return where a record is; ``at`` names the step where it is not the record's own."""
        step = self.flow(at or self._step_of(about))
        campaign = about if isinstance(about, Campaign) else None
        if step is not None:
            campaign = self.reader.find_or_none(Campaign, step.step.campaign)
        field = about if isinstance(about, FormField | CrmField) else None
        return Place(
            campaign="" if campaign is None else title_of(campaign),
            step="" if step is None else step.title,
            field="" if field is None else self.title_of_field(field),
            campaign_id="" if campaign is None else campaign.id,
            step_id="" if step is None else step.step.id,
            field_id="" if field is None else field.id,
        )

    def _step_of(self, about: Record) -> str:
        if isinstance(about, Step):
            return about.id
        if isinstance(about, FormField):
            return about.step
        if isinstance(about, Link):
            return about.source
        if isinstance(about, Mapping) and about.collected is not None:
            field = self.reader.find_or_none(FormField, about.collected)
            return "" if field is None else field.step
        return ""

    def title_of_field(self, field: FormField | CrmField) -> str:
        """Return how people name a field: a form's by its label, a CRM's as ``Lead.Company``."""
        if isinstance(field, FormField):
            return field.title or field.key or "untitled field"
        holder = self.reader.find_or_none(CrmObject, field.object)
        name = field.api_name or field.label or "unnamed field"
        return name if holder is None else f"{title_of_object(holder)}.{name}"

    def title_of_flow(self, flow: DataFlow) -> str:
        """Return how people name a data flow: by the systems at its ends."""
        ends = (self.reader.find_or_none(System, flow.source), self.reader.find_or_none(System, flow.target))
        return " → ".join("?" if end is None else title_of(end) for end in ends)


def _giving(survey: Survey, step: SurveyedStep, lesson: Lesson) -> Giving:
    common: list[int] = []
    anything = 0
    for source in step.behaviour.sources if step.behaviour is not None else ():
        if isinstance(source, ListArrivals):
            brought = survey.brings(step.step.id)
            anything |= brought
            if source.identified:
                common.append(brought | _learned_at_once(lesson))
    for moment in lesson.moments:
        if moment.taught is not None:
            anything |= moment.taught.maybe | moment.taught.sure
            if moment.identifies:
                common.append(moment.learned.sure | moment.taught.sure)
    return Giving(tuple(common), anything)


def _learned_at_once(lesson: Lesson) -> int:
    """Return the keys that a step surely learns of everybody who arrives."""
    common = -1
    for known in lesson.leaving.values():
        common &= known.sure
    return 0 if common == -1 else common


def waits_for_calls(step: SurveyedStep) -> bool:
    """Tell whether other campaigns can send leads here."""
    sources = () if step.behaviour is None else step.behaviour.sources
    return any(isinstance(source, OnCall) for source in sources)


def title_of(record: Record) -> str:
    """Return a record's title, or what it is where it has none."""
    title = getattr(record, "title", "")
    return str(title) or f"untitled {record.type_name.replace('_', ' ')}"


def title_of_step(step: Step) -> str:
    """Return a step's title, or its kind's where it has none."""
    kind = kind_of(step)
    return step.title or (kind.title if kind is not None else step.kind)


def title_of_object(record: CrmObject) -> str:
    """Return how people name an object."""
    return record.api_name or record.label or "unnamed object"


__all__ = [
    "Asked",
    "Place",
    "Survey",
    "SurveyedStep",
    "title_of",
    "title_of_object",
    "title_of_step",
    "waits_for_calls",
]
