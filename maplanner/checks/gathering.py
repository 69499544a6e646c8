"""Facts that gather what is spread over a plan: its steps in order, who reads what, who writes where."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import NamedTuple

from maplanner.checks.learning import KeyBits
from maplanner.checks.meaning import Act, Meanings
from maplanner.checks.memory import Memory, fact
from maplanner.checks.noting import GroupedReader, NotingReader
from maplanner.checks.surveyed import BACK, Asked, SurveyedStep, surveyed
from maplanner.crm.landing import must_be_filled
from maplanner.document.reading import Snapshot
from maplanner.document.records import (
    Campaign,
    Conversion,
    Criterion,
    CrmField,
    CrmObject,
    Effect,
    FormField,
    Mapping,
    Record,
    ScoringRule,
    Segment,
    Step,
    System,
)
from maplanner.document.vocabulary import EffectKind, RuleKind, SystemRole, WriteOperation
from maplanner.flow.behaviour import AddPoints, JoinSegment, OnCall, Raise, StartCampaign, WriteRecord
from maplanner.scoring.words import rule_title
from maplanner.steps.graph import in_reading_order
from maplanner.steps.kind import sender


class Start(NamedTuple):
    """A step of a campaign sends leads to another campaign."""

    step: str
    campaign: str
    started: str


class Reading(NamedTuple):
    """A record reads a piece of data: its name in small letters, by whom, and in what way."""

    name: str
    by: str
    is_token: bool


class Gathering:
    """What can be gathered from the records alone, before asking what leads have given."""

    def __init__(self, snapshot: Snapshot, *, follows: bool = False) -> None:
        self.memory = Memory(follows=follows)
        self.reader: GroupedReader = (
            NotingReader(snapshot, self.memory) if follows else GroupedReader(snapshot)
        )
        self.bits = KeyBits()
        self._meanings = Meanings(self.reader, self.fields_of, self.sender)

    def forget(self) -> None:
        """Let go of all answers: they and the survey hold each other, and would wait for a garbage search."""
        vars(self).clear()

    # --- steps -------------------------------------------------------------

    @fact(0)
    def sender(self, system_id: str | None) -> System:
        """Return the system that carries out steps with a system of their own, or with none."""
        return sender(self.reader, system_id)

    @fact(1)
    def step(self, step_id: str) -> SurveyedStep | None:
        """Return a step with what its kind makes of it; ``None`` where it is in no campaign."""
        found = self.reader.find_or_none(Step, step_id)
        if found is None or self.reader.find_or_none(Campaign, found.campaign) is None:
            return None
        return surveyed(self.reader, found, self._meanings)

    @fact(2, same=lambda one, other: one is other or (one is not None and one.flows_like(other)))
    def flow(self, step_id: str) -> SurveyedStep | None:
        """Return a step as leads meet it. Where it stands on the drawing may be out of date here."""
        return self.step(step_id)

    @fact(3)
    def is_drawn(self, step_id: str) -> bool:
        """Tell whether a step is in a campaign."""
        return self.flow(step_id) is not None

    def flow_of(self, step_id: str) -> SurveyedStep:
        """Return a step as leads meet it, where it is known to be in a campaign."""
        found = self.flow(step_id)
        if found is None:
            raise LookupError(step_id)
        return found

    @fact(1)
    def campaign_ids(self) -> tuple[str, ...]:
        """Return the campaigns in the order of the inventory."""
        ordered = sorted(self.reader.all(Campaign), key=lambda each: (each.order, each.title, each.id))
        return tuple(campaign.id for campaign in ordered)

    @fact(2)
    def steps_of(self, campaign_id: str) -> tuple[str, ...]:
        """Return a campaign's steps in reading order."""
        steps = self.reader.referring(Step, "campaign", campaign_id)
        return tuple(step.id for step in in_reading_order(steps))

    @fact(3)
    def members(self, campaign_id: str) -> frozenset[str]:
        """Return a campaign's steps, in whatever order."""
        return frozenset(self.steps_of(campaign_id))

    @fact(4)
    def has_loop(self, campaign_id: str) -> bool:
        """Tell whether any way in a campaign leads back to where it came from."""
        steps = map(self.flow_of, self.members(campaign_id))
        targets = {step.step.id: [link.target for link in step.live_links] for step in steps}
        coming = dict.fromkeys(targets, 0)
        for found in targets.values():
            for target in found:
                coming[target] += 1
        # Steps that nothing leads to are taken away until none is left, or only loops are.
        free = [key for key, count in coming.items() if not count]
        taken = 0
        while free:
            taken += 1
            for target in targets[free.pop()]:
                coming[target] -= 1
                if not coming[target]:
                    free.append(target)
        return taken < len(targets)

    @fact(4)
    def step_ids(self) -> frozenset[str]:
        """Return all steps that are in a campaign."""
        found: set[str] = set()
        for campaign_id in self.campaign_ids():
            found |= self.members(campaign_id)
        return frozenset(found)

    def flows_of(self, campaign_id: str) -> list[SurveyedStep]:
        """Return a campaign's steps in reading order, as leads meet them."""
        return [self.flow_of(step_id) for step_id in self.steps_of(campaign_id)]

    def entries_of(self, campaign_id: str) -> list[SurveyedStep]:
        """Return the steps by which leads come into a campaign."""
        return [step for step in self.flows_of(campaign_id) if step.is_entry]

    @fact(0)
    def fields_of(self, step_id: str) -> tuple[FormField, ...]:
        """Return the fields that a step asks for, in their order."""
        fields = self.reader.referring(FormField, "step", step_id)
        if len(fields) < 2:
            return tuple(fields)
        # By one key after the other, which takes a third of the time that pairs of keys take.
        ordered = sorted(fields, key=attrgetter("id"))
        ordered.sort(key=attrgetter("order"))
        return tuple(ordered)

    # --- what steps do -----------------------------------------------------

    @fact(3)
    def acts(self, step_id: str) -> tuple[Act, ...]:
        """Return what a step does that matters elsewhere."""
        step = self.flow(step_id)
        return () if step is None else step.acts

    @fact(5)
    def all_acts(self) -> tuple[tuple[str, Act], ...]:
        """Return what steps do that matters elsewhere, campaign by campaign."""
        return tuple(
            (step_id, act)
            for campaign_id in self.campaign_ids()
            for step_id in sorted(self.members(campaign_id))
            for act in self.acts(step_id)
        )

    @fact(6)
    def written(self) -> tuple[str, ...]:
        """Return the objects that steps write to."""
        return tuple(dict.fromkeys(act.object for _, act in self.all_acts() if isinstance(act, WriteRecord)))

    @fact(7)
    def written_by(self, object_id: str) -> frozenset[WriteOperation]:
        """Return what steps do to an object."""
        acts = (act for _, act in self.all_acts() if isinstance(act, WriteRecord) and act.object == object_id)
        return frozenset(act.operation for act in acts)

    @fact(6)
    def changed_scores(self) -> frozenset[str]:
        """Return the scores that change for somebody, by a step or by a rule."""
        acts = self.all_acts()
        found = {each.score for _, each in acts if isinstance(each, AddPoints) and each.points}
        events = {(step_id, each.event) for step_id, each in acts if isinstance(each, Raise)}
        anywhere = {event for _, event in events}
        for rule in self.reader.all(ScoringRule):
            heard = rule.event in anywhere if rule.step is None else (rule.step, rule.event) in events
            listens = rule.kind in {RuleKind.ACTION, RuleKind.PATTERN}
            if (heard or not listens) and rule.points:
                found.add(rule.score)
        return frozenset(found)

    @fact(6)
    def joined(self) -> frozenset[str]:
        """Return the segments that steps and thresholds put leads into."""
        by_steps = {each.segment for _, each in self.all_acts() if isinstance(each, JoinSegment)}
        return frozenset(by_steps | {each.segment for each in self.effects(EffectKind.JOIN) if each.segment})

    @fact(1)
    def effects(self, kind: EffectKind) -> tuple[Effect, ...]:
        """Return what thresholds do of one kind."""
        return tuple(each for each in self.reader.all(Effect) if each.kind is kind)

    @fact(3)
    def waits(self, campaign_id: str) -> bool:
        """Tell whether a campaign has an entry at which other campaigns can send leads in."""
        return any(
            isinstance(source, OnCall)
            for step in map(self.flow_of, self.members(campaign_id))
            for source in (() if step.behaviour is None else step.behaviour.sources)
        )

    @fact(6)
    def starts(self) -> tuple[Start, ...]:
        """Return which steps send leads to which campaigns."""
        return tuple(
            Start(step_id, self.flow_of(step_id).step.campaign, act.campaign)
            for step_id, act in self.all_acts()
            if isinstance(act, StartCampaign)
        )

    # --- who reads what ----------------------------------------------------

    @fact(3)
    def asked_in_step(self, step_id: str) -> tuple[Asked, ...]:
        """Return the conditions of a step."""
        step = self.flow(step_id)
        if step is None:
            return ()
        return tuple(Asked(each, step.step, step.title) for each in step.conditions)

    @fact(2)
    def asked_elsewhere(self) -> tuple[Asked, ...]:
        """Return the conditions by which leads leave campaigns, belong to segments and gain points."""
        records = (
            *self.reader.all(Campaign),
            *self.reader.all(Criterion),
            *self.reader.all(ScoringRule),
        )
        return tuple(asked for record in records for asked in self.asked_by(record))

    def asked_by(self, record: Record | SurveyedStep) -> tuple[Asked, ...]:
        """Return the conditions of a step, a campaign, a segment's criterion or a scoring rule."""
        if isinstance(record, SurveyedStep):
            return self.asked_in_step(record.step.id)
        if isinstance(record, Campaign):
            exit_ = record.exit
            return () if exit_ is None else (Asked(exit_, record, record.title or "untitled campaign"),)
        if isinstance(record, Criterion):
            segment = self.reader.find_or_none(Segment, record.segment)
            title = "" if segment is None else segment.title or "untitled segment"
            return (Asked(record.condition, record, title),)
        if isinstance(record, ScoringRule) and record.kind is RuleKind.FACT and record.fact is not None:
            return (Asked(record.fact, record, rule_title(record, self.reader)),)
        return ()

    @fact(3)
    def read_in_step(self, step_id: str) -> tuple[Reading, ...]:
        """Return the pieces of data that a step reads."""
        step = self.flow(step_id)
        if step is None:
            return ()
        asked = (_reading(each.ref, step_id, False) for each in step.conditions if each.subject == "field")
        said = (_reading(each.name, step_id, True) for each in step.tokens)
        return tuple(each for each in (*asked, *said) if each.name)

    @fact(5)
    def readings(self) -> dict[str, tuple[Reading, ...]]:
        """Return who reads each piece of data, by its name in small letters."""
        found: dict[str, list[Reading]] = {}
        for reading in self._all_readings():
            found.setdefault(reading.name, []).append(reading)
        return {name: tuple(readings) for name, readings in found.items()}

    def _all_readings(self) -> Iterator[Reading]:
        for step_id in sorted(self.step_ids()):
            yield from self.read_in_step(step_id)
        for asked in self.asked_elsewhere():
            if asked.condition.subject == "field" and asked.condition.ref:
                yield _reading(asked.condition.ref, asked.by.id, False)

    @fact(6)
    def readers_of(self, name: str) -> tuple[Reading, ...]:
        """Return who reads a piece of data, by its name in small letters."""
        return self.readings().get(name, ())

    # --- where data lands --------------------------------------------------

    @fact(2)
    def mapped_by_key(self, key: str) -> tuple[Mapping, ...]:
        """Return the mappings that take on a piece of data, from whichever form."""
        fields = [field.id for field in self.reader.having(FormField, "key", key)]
        mappings = self.reader.having_any(Mapping, "collected", fields)
        return tuple(mapping for mapping in mappings if mapping.direction is not BACK)

    @fact(3)
    def lands(self, key: str) -> bool:
        """Tell whether a piece of data lands in any field of a system."""
        return bool(self.mapped_by_key(key))

    def is_read(self, field: FormField) -> bool:
        """Tell whether anything in the plan reads what a form field collects."""
        return bool(field.key) and bool(self.readers_of(field.key.casefold()))

    def is_held_read(self, field: CrmField) -> bool:
        """Tell whether anything in the plan reads a field of a system by its name."""
        if not field.api_name:
            return False
        name = field.api_name.casefold()
        holder = self.reader.find_or_none(CrmObject, field.object)
        full = "" if holder is None else f"{holder.api_name}.{field.api_name}".casefold()
        return bool(self.readers_of(name) or (full and self.readers_of(full)))

    @fact(2)
    def required_of(self, object_id: str) -> tuple[CrmField, ...]:
        """Return the fields of an object that whoever makes a record must fill."""
        if self.reader.find_or_none(CrmObject, object_id) is None:
            return ()
        fields = self.reader.referring(CrmField, "object", object_id)
        return tuple(each for each in fields if must_be_filled(each))

    @fact(3)
    def key_is_used(self, key: str) -> bool:
        """Tell whether any form says what a piece of data is used for."""
        return any(field.uses for field in self.reader.having(FormField, "key", key))

    @fact(8)
    def leads_to_use(self, field_id: str) -> bool:
        """Tell whether data serves something in a field of a system, or wherever it is copied from there."""
        seen = {field_id}
        pending = [field_id]
        while pending:
            at = pending.pop()
            if self.serves(at):
                return True
            onward = [each for each in self.reader.having(Mapping, "held", at) if not comes_back(each)]
            if any(each.uses for each in onward):
                return True
            further = {each.target for each in onward}
            further |= {each.target for each in self.reader.having(Conversion, "source", at)}
            pending += sorted(further - seen)
            seen |= further
        return False

    @fact(7)
    def serves(self, field_id: str) -> bool:
        """Tell whether a field of a system is needed or used: as people say, or because it is read."""
        field = self.reader.find_or_none(CrmField, field_id)
        if field is None:
            return False
        return bool(field.uses) or field.required or field.match_key or self.is_held_read(field)

    # --- systems -----------------------------------------------------------

    @fact(1)
    def crm_ids(self) -> frozenset[str]:
        """Return the systems that are CRMs."""
        return frozenset(each.id for each in self.reader.all(System) if each.role is SystemRole.CRM)

    @fact(2)
    def is_in_crm(self, object_id: str) -> bool:
        """Tell whether an object is a CRM's."""
        holder = self.reader.find_or_none(CrmObject, object_id)
        return holder is not None and holder.system in self.crm_ids()


def comes_back(mapping: Mapping) -> bool:
    """Tell whether a mapping only brings data back from the target."""
    return mapping.direction is BACK


def _reading(name: str, by: str, is_token: bool) -> Reading:
    return Reading(name.strip().casefold(), by, is_token)
