"""What each field of a plan is for: where it is read, mapped and converted, and what follows from that.

A piece of data is known by its key: conditions name it by that, texts by a token such as ``{{company}}``.
What reads the data reads every field that the data lands in, however many systems it passes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from maplanner.core.errors import InvalidRecord
from maplanner.document.reading import RecordReader
from maplanner.document.records import (
    Campaign,
    Conversion,
    Criterion,
    CrmField,
    FormField,
    Mapping,
    Score,
    ScoringRule,
    Stage,
    Step,
)
from maplanner.document.vocabulary import Direction, RuleKind, Use
from maplanner.steps.catalogue import props_of
from maplanner.steps.graph import links_from
from maplanner.steps.reading import conditions_of, tokens_of

Field = FormField | CrmField
"""A field that is collected, or one that a system holds."""

_FOR_SALES = frozenset({"sales_task", "notification"})


class Role(StrEnum):
    """What a record does with a field."""

    ASKS = "asks for it"
    LEAVES = "ends the campaign by it"
    BELONGS = "decides about a segment"
    SCORES = "gives points for it"
    SAYS = "says it in a text"
    KEEPS = "keeps its score here"
    TALLIES = "counts interactions here"
    COPIED_FROM = "brings it here"
    COPIED_TO = "takes it on"
    CONVERTED_FROM = "fills it at conversion"
    CONVERTED_TO = "carries it over at conversion"


@dataclass(frozen=True)
class FieldPlace:
    """A place where a field is used: the record to go to, what it does there, and the use that shows."""

    record: str
    role: Role
    use: Use | None = None


class FieldUses:
    """Answers, for the records as they are now, where fields are used. Make another after a change."""

    def __init__(self, reader: RecordReader) -> None:
        self._reader = reader

    def places(self, field: Field) -> tuple[FieldPlace, ...]:
        """Return every place where a field is used, readers first."""
        return (*self._readers(field), *self._ties(field))

    def derived(self, field: Field) -> frozenset[Use]:
        """Return the uses that follow from where a field is read."""
        return frozenset(place.use for place in self._readers(field) if place.use is not None)

    def declared(self, field: Field) -> frozenset[Use]:
        """Return the uses that people gave the field or one of its mappings."""
        known = {use.value: use for use in Use}
        said = [*field.uses, *(use for mapping in self.mappings(field) for use in mapping.uses)]
        return frozenset(known[use] for use in said if use in known)

    def mappings(self, field: Field) -> list[Mapping]:
        """Return the mappings at either end of which a field stands."""
        if isinstance(field, FormField):
            return self._reader.referring(Mapping, "collected", field.id)
        return [
            *self._reader.referring(Mapping, "target", field.id),
            *self._reader.referring(Mapping, "held", field.id),
        ]

    def sources(self, field: Field) -> list[str]:
        """Return the fields from which data is copied straight into this one."""
        if isinstance(field, FormField):
            return [m.target for m in self.mappings(field) if m.direction is not Direction.INTO]
        into = self._reader.referring(Mapping, "target", field.id)
        back = self._reader.referring(Mapping, "held", field.id)
        found = [m.collected or m.held for m in into if m.direction is not Direction.BACK]
        found += [m.target for m in back if m.direction is not Direction.INTO]
        return [each for each in dict.fromkeys(found) if each is not None]

    def targets(self, field: Field) -> list[str]:
        """Return the fields into which data is copied straight from this one."""
        if isinstance(field, FormField):
            return [m.target for m in self.mappings(field) if m.direction is not Direction.BACK]
        onward = self._reader.referring(Mapping, "held", field.id)
        back = self._reader.referring(Mapping, "target", field.id)
        found: list[str | None] = [m.target for m in onward if m.direction is not Direction.BACK]
        found += [m.collected or m.held for m in back if m.direction is not Direction.INTO]
        return [each for each in dict.fromkeys(found) if each is not None]

    def keys(self, field: Field) -> frozenset[str]:
        """Return the keys, in small letters, of the pieces of data that a field holds."""
        if isinstance(field, FormField):
            return frozenset({(field.key or field.id).casefold()})
        found = {field.api_name.casefold()} if field.api_name else set()
        seen, waiting = {field.id}, [field.id]
        while waiting:
            here = self._field(waiting.pop())
            if isinstance(here, FormField):
                found.add((here.key or here.id).casefold())
            elif here is not None:
                new = [each for each in self.sources(here) if each not in seen]
                seen.update(new)
                waiting += new
        return frozenset(found)

    def _field(self, field_id: str) -> Field | None:
        return self._reader.find_or_none(FormField, field_id) or self._reader.find_or_none(CrmField, field_id)

    def _readers(self, field: Field) -> Iterator[FieldPlace]:
        seen: set[FieldPlace] = set()
        for key in sorted(self.keys(field)):
            for place in self._by_key.get(key, ()):
                if place not in seen:
                    seen.add(place)
                    yield place
        if isinstance(field, CrmField):
            yield from self._scores(field)

    def _scores(self, field: CrmField) -> Iterator[FieldPlace]:
        """Yield the scores and stages that a field holds something of."""
        for name in ("field", "date_field", "account_field"):
            for score in self._reader.referring(Score, name, field.id):
                yield FieldPlace(score.id, Role.KEEPS, Use.SCORING)
        for stage in self._reader.referring(Stage, "field", field.id):
            yield FieldPlace(stage.id, Role.TALLIES, Use.SCORING)

    def _ties(self, field: Field) -> Iterator[FieldPlace]:
        for mapping in self.mappings(field):
            brings = mapping.target == field.id
            yield FieldPlace(mapping.id, Role.COPIED_FROM if brings else Role.COPIED_TO)
        if isinstance(field, CrmField):
            for conversion in self._reader.referring(Conversion, "target", field.id):
                yield FieldPlace(conversion.id, Role.CONVERTED_FROM)
            for conversion in self._reader.referring(Conversion, "source", field.id):
                yield FieldPlace(conversion.id, Role.CONVERTED_TO)

    @cached_property
    def _by_key(self) -> dict[str, list[FieldPlace]]:
        """Where each piece of data is read, by its key in small letters."""
        found: dict[str, list[FieldPlace]] = {}
        for key, place in (*self._in_steps(), *self._in_segments(), *self._in_campaigns(), *self._in_rules()):
            found.setdefault(key.casefold(), []).append(place)
        return found

    def _in_steps(self) -> Iterator[tuple[str, FieldPlace]]:
        for step in self._reader.all(Step):
            try:
                props = props_of(step)
            except InvalidRecord:
                continue
            for condition in conditions_of(props):
                if condition.subject == "field":
                    yield condition.ref, FieldPlace(step.id, Role.ASKS, self._use_of_question(step))
            use = Use.SALES if step.kind in _FOR_SALES else Use.AUTOMATION
            for token in tokens_of(props):
                yield token.name.rpartition(".")[2], FieldPlace(step.id, Role.SAYS, use)

    def _use_of_question(self, step: Step) -> Use:
        """Return what a question on a drawing is for: for scoring where the next step changes a score."""
        following = [
            self._reader.find_or_none(Step, link.target) for link in links_from(self._reader, step.id)
        ]
        scores = any(each is not None and each.kind == "points" for each in following)
        return Use.SCORING if scores else Use.AUTOMATION

    def _in_segments(self) -> Iterator[tuple[str, FieldPlace]]:
        for criterion in self._reader.all(Criterion):
            if criterion.condition.subject == "field":
                yield criterion.condition.ref, FieldPlace(criterion.id, Role.BELONGS, Use.SEGMENTATION)

    def _in_campaigns(self) -> Iterator[tuple[str, FieldPlace]]:
        for campaign in self._reader.all(Campaign):
            if campaign.exit is not None and campaign.exit.subject == "field":
                yield campaign.exit.ref, FieldPlace(campaign.id, Role.LEAVES, Use.AUTOMATION)

    def _in_rules(self) -> Iterator[tuple[str, FieldPlace]]:
        for rule in self._reader.all(ScoringRule):
            if rule.kind is RuleKind.FACT and rule.fact is not None and rule.fact.subject == "field":
                yield rule.fact.ref, FieldPlace(rule.id, Role.SCORES, Use.SCORING)
