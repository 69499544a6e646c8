"""A step as checks read it: with what its kind makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, get_args

from maplanner.checks.behaviours import operations
from maplanner.core.errors import InvalidRecord
from maplanner.document.reading import RecordReader
from maplanner.document.records import FormField, Link, Mapping, Record, Step
from maplanner.document.values import Condition
from maplanner.document.vocabulary import Direction
from maplanner.flow.behaviour import (
    AddPoints,
    Behaviour,
    CreateTask,
    JoinSegment,
    LeaveSegment,
    Operation,
    Output,
    Raise,
    StartCampaign,
    When,
    WriteRecord,
)
from maplanner.steps import Props, StepContext, kind_of, props_of
from maplanner.steps.graph import links_from
from maplanner.steps.reading import Token, conditions_of, tokens_of

Act = AddPoints | CreateTask | JoinSegment | LeaveSegment | Raise | StartCampaign | WriteRecord
"""What a step does that matters to other steps of the plan."""

_ACTS = get_args(Act)


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
    def collects(self) -> bool:
        """Whether the step asks for fields."""
        kind = kind_of(self.step)
        return kind is not None and kind.collects

    @cached_property
    def live_links(self) -> list[Link]:
        """The links that leave by an output that the step has; all of them where nobody knows its outputs."""
        if self.behaviour is None:
            return list(self.links)
        names = {output.name for output in self.outputs}
        return [link for link in self.links if link.output in names]

    @cached_property
    def acts(self) -> tuple[Act, ...]:
        """What it does that matters elsewhere."""
        return tuple(each for each in self.operations if isinstance(each, _ACTS))

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """What it asks, as it means it; what it does not ask itself, as it stands."""
        asked = tuple(each.condition for each in self.operations if isinstance(each, When))
        if asked or self.props is None:
            return asked
        return tuple(conditions_of(self.props))

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The pieces of data that its texts put in."""
        return () if self.props is None else tokens_of(self.props)

    def links_of(self, output: Output) -> list[Link]:
        """Return the links that leave by one output."""
        return [link for link in self.links if link.output == output.name]

    def sent_out(self) -> set[str]:
        """Return the names of the outputs by which the step ever sends a lead on."""
        return {operation.output for operation in self.operations if hasattr(operation, "output")}

    def writes(self) -> Iterator[WriteRecord]:
        """Yield what it writes to systems."""
        return (each for each in self.acts if isinstance(each, WriteRecord))

    def flows_like(self, other: SurveyedStep | None) -> bool:
        """Tell whether leads fare the same at another step, wherever it stands on the drawing."""
        if other is None:
            return False
        ours, theirs = self.step, other.step
        if (ours.kind, ours.once, ours.campaign, ours.system) != (
            theirs.kind,
            theirs.once,
            theirs.campaign,
            theirs.system,
        ):
            return False
        return ours.props == theirs.props and replace(self, step=theirs) == other


class Collected(NamedTuple):
    """A field of a form or a list, with the mappings that begin at it; ``forward`` take its data on."""

    field: FormField
    mappings: tuple[Mapping, ...]
    forward: tuple[Mapping, ...]

    @classmethod
    def of(cls, field: FormField, mappings: list[Mapping]) -> Collected:
        """Return a field with its mappings."""
        forward = [each for each in mappings if each.direction is not Direction.BACK]
        return cls(field, tuple(mappings), tuple(forward))


def surveyed(reader: RecordReader, step: Step) -> SurveyedStep:
    """Return a step with what its kind makes of it; never raises."""
    links = tuple(link for link in links_from(reader, step.id) if _arrives(reader, link, step))
    kind = kind_of(step)
    title = step.title or (kind.title if kind is not None else step.kind)
    if kind is None:
        return SurveyedStep(step, title, None, (), None, (), links)
    try:
        props = props_of(step)
    except InvalidRecord as error:
        return SurveyedStep(step, title, None, (), None, (), links, complaint=error.message)
    # The same as outputs_of and behaviour_of, which would each read the properties again.
    behaviour = kind.behaviour(props, StepContext(step, reader))
    return SurveyedStep(
        step, title, props, kind.outputs(props), behaviour, tuple(operations(behaviour)), links
    )


def _arrives(reader: RecordReader, link: Link, step: Step) -> bool:
    target = reader.find_or_none(Step, link.target)
    return target is not None and target.campaign == step.campaign
