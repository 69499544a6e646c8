"""A plan as checks read it: steps with their kinds, properties and behaviours, worked out once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from maplanner.checks.behaviours import operations
from maplanner.checks.knowledge import Knowledge
from maplanner.checks.landing import Landing
from maplanner.core.errors import InvalidRecord
from maplanner.document.reading import Snapshot
from maplanner.document.records import (
    Campaign,
    Criterion,
    CrmField,
    CrmObject,
    FormField,
    Link,
    Mapping,
    Record,
    Segment,
    Step,
)
from maplanner.document.values import Condition
from maplanner.flow.behaviour import Behaviour, Operation, Output, When
from maplanner.steps import Props, StepContext, kind_of, props_of
from maplanner.steps.graph import campaign_steps, campaigns, links_from


@dataclass(frozen=True)
class Place:
    """Where something is, in words and identifiers; empty where it does not apply."""

    campaign: str = ""
    step: str = ""
    field: str = ""
    campaign_id: str = ""
    step_id: str = ""
    field_id: str = ""


@dataclass(frozen=True)
class Asked:
    """A condition, the record that asks it and what people call that."""

    condition: Condition
    by: Record
    title: str


@dataclass(frozen=True)
class SurveyedStep:
    """A step with what its kind makes of it.

    ``props`` and ``behaviour`` are ``None`` where the kind is unknown or the
    properties are not acceptable; ``complaint`` then says what is wrong.
    """

    step: Step
    title: str
    props: Props | None
    outputs: tuple[Output, ...]
    behaviour: Behaviour | None
    operations: tuple[Operation, ...]
    links: tuple[Link, ...]
    complaint: str = ""

    @cached_property
    def is_entry(self) -> bool:
        """Whether leads come in here."""
        kind = kind_of(self.step)
        return kind is None or kind.entry or (self.behaviour is not None and bool(self.behaviour.sources))

    @cached_property
    def live_links(self) -> list[Link]:
        """The links that leave by an output that the step has; all of them where nobody knows its outputs."""
        if self.behaviour is None:
            return list(self.links)
        names = {output.name for output in self.outputs}
        return [link for link in self.links if link.output in names]

    def links_of(self, output: Output) -> list[Link]:
        """Return the links that leave by one output."""
        return [link for link in self.links if link.output == output.name]

    def sent_out(self) -> set[str]:
        """Return the names of the outputs by which the step ever sends a lead on."""
        return {operation.output for operation in self.operations if hasattr(operation, "output")}


class Survey:
    """Facts about one snapshot that several checks need; each is worked out when first asked for."""

    def __init__(self, reader: Snapshot) -> None:
        self.reader = reader

    @cached_property
    def campaigns(self) -> list[Campaign]:
        """The campaigns in the order of the inventory."""
        return campaigns(self.reader)

    @cached_property
    def steps(self) -> dict[str, SurveyedStep]:
        """All steps by identifier: campaign by campaign, in reading order."""
        return {
            step.id: self._surveyed(step)
            for campaign in self.campaigns
            for step in campaign_steps(self.reader, campaign.id)
        }

    def steps_of(self, campaign: Campaign) -> list[SurveyedStep]:
        """Return a campaign's steps in reading order."""
        return [self.steps[step.id] for step in campaign_steps(self.reader, campaign.id)]

    def entries_of(self, campaign: Campaign) -> list[SurveyedStep]:
        """Return the steps by which leads come into a campaign."""
        return [step for step in self.steps_of(campaign) if step.is_entry]

    def _surveyed(self, step: Step) -> SurveyedStep:
        links = tuple(link for link in links_from(self.reader, step.id) if self._arrives(link, step))
        title = title_of_step(step)
        kind = kind_of(step)
        if kind is None:
            return SurveyedStep(step, title, None, (), None, (), links)
        try:
            props = props_of(step)
        except InvalidRecord as error:
            return SurveyedStep(step, title, None, (), None, (), links, complaint=error.message)
        # The same as outputs_of and behaviour_of, which would each read the properties again.
        behaviour = kind.behaviour(props, StepContext(step, self.reader))
        return SurveyedStep(
            step, title, props, kind.outputs(props), behaviour, tuple(operations(behaviour)), links
        )

    def _arrives(self, link: Link, step: Step) -> bool:
        target = self.reader.find_or_none(Step, link.target)
        return target is not None and target.campaign == step.campaign

    @cached_property
    def all_operations(self) -> list[tuple[SurveyedStep, Operation]]:
        """Every operation of every step of the plan."""
        return [(step, operation) for step in self.steps.values() for operation in step.operations]

    @cached_property
    def knowledge(self) -> Knowledge:
        """What is known of leads at each step."""
        return Knowledge(self)

    @cached_property
    def landing(self) -> Landing:
        """Where collected data lands."""
        return Landing(self)

    @cached_property
    def conditions(self) -> list[Asked]:
        """Every condition of the plan: in steps, for leaving campaigns, for belonging to segments."""
        found = [
            Asked(condition, step.step, step.title)
            for step in self.steps.values()
            for condition in _conditions_in(step)
        ]
        found += [Asked(each.exit, each, title_of(each)) for each in self.campaigns if each.exit is not None]
        for criterion in self.reader.all(Criterion):
            segment = self.reader.find_or_none(Segment, criterion.segment)
            found.append(Asked(criterion.condition, criterion, "" if segment is None else title_of(segment)))
        return found

    @cached_property
    def form_fields(self) -> list[tuple[SurveyedStep, FormField]]:
        """All fields that forms and lists collect, in the order of their steps and their own."""
        return [(step, field) for step in self.steps.values() for field in self._fields_of(step)]

    def _fields_of(self, step: SurveyedStep) -> list[FormField]:
        fields = self.reader.referring(FormField, "step", step.step.id)
        return sorted(fields, key=lambda field: (field.order, field.id))

    @cached_property
    def _positions(self) -> dict[str, tuple[int, int]]:
        found = {campaign.id: (place, -1) for place, campaign in enumerate(self.campaigns)}
        for place, step in enumerate(self.steps.values()):
            found[step.step.id] = (found[step.step.campaign][0], place)
        return found

    def position(self, campaign_id: str, step_id: str) -> tuple[int, int]:
        """Return where a place stands among all: campaign, then step; what has no place comes last."""
        nowhere = (len(self.campaigns), -1)
        return self._positions.get(step_id) or self._positions.get(campaign_id) or nowhere

    def place_of(self, about: Record, at: str = "") -> Place:
        """Return where a record is; ``at`` names the step where it is not the record's own."""
        step = self.steps.get(at or self._step_of(about))
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


def _conditions_in(step: SurveyedStep) -> Iterator[Condition]:
    """Yield the conditions a step asks, as it means them; those it does not ask itself, as they stand."""
    asked = [operation.condition for operation in step.operations if isinstance(operation, When)]
    if asked or step.props is None:
        yield from asked
        return
    for name in type(step.props).model_fields:
        value = getattr(step.props, name)
        yield from (
            each for each in (value if isinstance(value, tuple) else (value,)) if isinstance(each, Condition)
        )


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
