"""What lineage asks of a plan: which fields data comes from and goes to, who writes it, who reads it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from maplanner.core.errors import InvalidRecord
from maplanner.crm.systems import system_of
from maplanner.document.reading import RecordReader
from maplanner.document.records import (
    Campaign,
    Conversion,
    Criterion,
    CrmField,
    CrmObject,
    FormField,
    Mapping,
    Record,
    ScoringRule,
    Segment,
    Step,
)
from maplanner.document.values import Condition
from maplanner.document.vocabulary import Direction, RuleKind
from maplanner.flow.behaviour import OnSegment, WriteRecord
from maplanner.steps import behaviour_of, props_of
from maplanner.steps.graph import campaign_graph
from maplanner.steps.reading import conditions_of, tokens_of

if TYPE_CHECKING:
    from maplanner.steps.graph import CampaignGraph

DataField = FormField | CrmField


@dataclass(frozen=True)
class Crossing:
    """Data goes from one field to another, by a mapping or at the conversion of a lead."""

    source: DataField
    target: DataField
    tie: str
    by: str


@dataclass(frozen=True)
class Passing:
    """Something that reads a piece of data; ``by`` is the record inside it that says so."""

    reader: Record
    role: str
    by: str = ""


class LineageIndex:
    """Answers from the records as they are now; make another after a change."""

    def __init__(self, reader: RecordReader) -> None:
        self._reader = reader

    def into(self, field: DataField) -> Iterator[Crossing]:
        """Yield where a field's data comes from; for a form field, the fields that fill it beforehand."""
        reader = self._reader
        if isinstance(field, FormField):
            for twin in self._twins(field):
                yield Crossing(twin, field, "collected", "")
            own = reader.referring(Mapping, "collected", field.id)
            yield from self._crossings((each for each in own if each.direction is not Direction.INTO), field)
            return
        onto = reader.referring(Mapping, "target", field.id)
        back = reader.referring(Mapping, "held", field.id)
        yield from self._crossings((each for each in onto if each.direction is not Direction.BACK), field)
        yield from self._crossings((each for each in back if each.direction is not Direction.INTO), field)
        for conversion in reader.referring(Conversion, "target", field.id):
            source = reader.find_or_none(CrmField, conversion.source)
            if source is not None:
                yield Crossing(source, field, "converted", conversion.id)

    def out_of(self, field: DataField) -> Iterator[Crossing]:
        """Yield where a field's data goes. What one form asks for is known to all that ask for the same."""
        reader = self._reader
        if isinstance(field, FormField):
            for each in (field, *self._twins(field)):
                for mapping in reader.referring(Mapping, "collected", each.id):
                    target = reader.find_or_none(CrmField, mapping.target)
                    if target is not None and mapping.direction is not Direction.BACK:
                        yield Crossing(each, target, "mapped", mapping.id)
            return
        yield from self._onward(field)
        for conversion in reader.referring(Conversion, "source", field.id):
            target = reader.find_or_none(CrmField, conversion.target)
            if target is not None:
                yield Crossing(field, target, "converted", conversion.id)

    def _onward(self, field: CrmField) -> Iterator[Crossing]:
        for mapping in self._reader.referring(Mapping, "held", field.id):
            target = self._reader.find_or_none(CrmField, mapping.target)
            if target is not None and mapping.direction is not Direction.BACK:
                yield Crossing(field, target, "mapped", mapping.id)
        for mapping in self._reader.referring(Mapping, "target", field.id):
            source = self._source_of(mapping)
            if source is not None and mapping.direction is not Direction.INTO:
                yield Crossing(field, source, "mapped", mapping.id)

    def _crossings(self, mappings: Iterator[Mapping], target: DataField) -> Iterator[Crossing]:
        for mapping in mappings:
            forward = mapping.target == target.id
            source = (
                self._source_of(mapping) if forward else self._reader.find_or_none(CrmField, mapping.target)
            )
            if source is not None:
                yield Crossing(source, target, "mapped", mapping.id)

    def _source_of(self, mapping: Mapping) -> DataField | None:
        return self._reader.find_or_none(FormField, mapping.collected) or self._reader.find_or_none(
            CrmField, mapping.held
        )

    def _twins(self, field: FormField) -> list[FormField]:
        """Return the other form fields that ask for the same piece of data."""
        if not field.key:
            return []
        return [each for each in self._by_key.get(field.key.casefold(), ()) if each.id != field.id]

    @cached_property
    def _by_key(self) -> dict[str, list[FormField]]:
        found: dict[str, list[FormField]] = {}
        for field in self._reader.all(FormField):
            found.setdefault(field.key.casefold(), []).append(field)
        return found

    def writers(self, field: CrmField) -> list[Step]:
        """Return the steps that write the object of a field, if anything lands in the field."""
        if not self._reader.referring(Mapping, "target", field.id):
            return []
        return self._writers.get(field.object, [])

    @cached_property
    def _writers(self) -> dict[str, list[Step]]:
        found: dict[str, list[Step]] = {}
        for step in self._reader.all(Step):
            written = step.props.get("object")
            if isinstance(written, str) and written and self._writes(step, written):
                found.setdefault(written, []).append(step)
        return found

    def _writes(self, step: Step, object_id: str) -> bool:
        try:
            behaviour = behaviour_of(step, self._reader)
        except InvalidRecord:
            return False
        return any(
            isinstance(each, WriteRecord) and each.object == object_id for each in behaviour.on_arrival
        )

    def readers(self, field: DataField) -> list[Passing]:
        """Return whatever reads a field's data by the key or the name it goes by."""
        if isinstance(field, FormField):
            return self._readers.get(field.key.casefold(), []) if field.key else []
        holder = self._reader.find_or_none(CrmObject, field.object)
        if not field.api_name:
            return []
        found = list(self._readers.get(field.api_name.casefold(), ())) if self._is_unique(field) else []
        if holder is not None:
            found += self._readers.get(f"{holder.api_name}.{field.api_name}".casefold(), ())
        return found

    def _is_unique(self, field: CrmField) -> bool:
        """Tell whether a bare name can only mean this field: nothing is collected under it."""
        return field.api_name.casefold() not in self._by_key

    @cached_property
    def _readers(self) -> dict[str, list[Passing]]:
        found: dict[str, list[Passing]] = {}
        for key, passing in (
            *self._in_steps(),
            *self._in_segments(),
            *self._in_campaigns(),
            *self._in_rules(),
        ):
            known = found.setdefault(key.casefold(), [])
            if passing not in known:
                known.append(passing)
        return found

    def _in_steps(self) -> Iterator[tuple[str, Passing]]:
        for step in self._reader.all(Step):
            try:
                props = props_of(step)
            except InvalidRecord:
                continue
            for condition in conditions_of(props):
                if condition.subject == "field" and condition.ref:
                    yield condition.ref, Passing(step, "read")
            for token in tokens_of(props):
                yield token.name, Passing(step, "said")

    def _in_segments(self) -> Iterator[tuple[str, Passing]]:
        for criterion in self._reader.all(Criterion):
            segment = self._reader.find_or_none(Segment, criterion.segment)
            condition = criterion.condition
            if segment is not None and condition.subject == "field" and condition.ref:
                yield condition.ref, Passing(segment, "sorted", criterion.id)

    def _in_campaigns(self) -> Iterator[tuple[str, Passing]]:
        for campaign in self._reader.all(Campaign):
            if campaign.exit is not None and campaign.exit.subject == "field" and campaign.exit.ref:
                yield campaign.exit.ref, Passing(campaign, "left")

    def _in_rules(self) -> Iterator[tuple[str, Passing]]:
        for rule in self._reader.all(ScoringRule):
            if rule.kind is RuleKind.FACT and rule.fact is not None and rule.fact.subject == "field":
                yield rule.fact.ref, Passing(rule, "scored")

    def asking_about(self, segment_id: str) -> list[Record]:
        """Return the steps and campaigns that ask about a segment, or wait for leads to join or leave it."""
        return self._askers.get(segment_id, [])

    @cached_property
    def _askers(self) -> dict[str, list[Record]]:
        found: dict[str, list[Record]] = {}
        for step in self._reader.all(Step):
            for segment_id in dict.fromkeys(self._segments_of(step)):
                found.setdefault(segment_id, []).append(step)
        for campaign in self._reader.all(Campaign):
            if campaign.exit is not None and campaign.exit.subject == "segment":
                found.setdefault(campaign.exit.ref, []).append(campaign)
        return found

    def _segments_of(self, step: Step) -> Iterator[str]:
        try:
            props, behaviour = props_of(step), behaviour_of(step, self._reader)
        except InvalidRecord:
            return
        asked: list[Condition] = list(conditions_of(props))
        yield from (each.ref for each in asked if each.subject == "segment" and each.ref)
        yield from (each.segment for each in behaviour.sources if isinstance(each, OnSegment))

    def system_of(self, record: Record) -> str:
        """Return the system that holds a field or does a step; empty where none is known."""
        if isinstance(record, FormField | CrmField):
            return system_of(self._reader, record) or ""
        return (record.system or "") if isinstance(record, Step) else ""

    def graph_of(self, step_id: str) -> CampaignGraph:
        """Return the drawing in which a step stands."""
        return campaign_graph(self._reader, self._reader.find(Step, step_id).campaign)
