"""A step as checks read it: with what its kind makes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from maplanner.checks.meaning import Act, Meanings
from maplanner.document.reading import RecordReader
from maplanner.document.records import CrmField, FormField, Link, Mapping, Record, Step
from maplanner.document.values import Condition
from maplanner.document.vocabulary import Direction
from maplanner.flow.behaviour import Behaviour, Operation, Output, WriteRecord
from maplanner.steps import Props, kind_of
from maplanner.steps.graph import links_from
from maplanner.steps.reading import Token

BACK: Final = Direction.BACK
INTO: Final = Direction.INTO
"""Read through its class, as loops over all mappings do, a member takes three times as long."""

_NONE: list[Mapping] = []
_Finding = Callable[[str | None], CrmField | None]


@dataclass(frozen=True)
class Asked:
    """A condition, the record that asks it and what people call that."""

    condition: Condition
    by: Record
    title: str


class SurveyedStep(NamedTuple):
    """A step with its links and what its kind makes of it: see :class:`Meaning`.

    ``live_links`` leave by an output that the step has; they are all where nobody knows its outputs.
    """

    step: Step
    title: str
    links: tuple[Link, ...]
    live_links: tuple[Link, ...]
    # What follows are the parts of its meaning, in their order.
    props: Props | None
    outputs: tuple[Output, ...]
    behaviour: Behaviour | None
    operations: tuple[Operation, ...]
    complaint: str
    is_entry: bool
    collects: bool
    acts: tuple[Act, ...]
    conditions: tuple[Condition, ...]
    tokens: tuple[Token, ...]

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
        return ours.props == theirs.props and self._replace(step=theirs) == other


class Collected(NamedTuple):
    """A field of a form or a list, with the mappings that begin at it; ``forward`` take its data on.

    Nobody changes the lists. ``mapped`` are the mappings to fields that exist, each with its field.
    """

    field: FormField
    forward: list[Mapping]
    mapped: list[tuple[Mapping, CrmField]]

    @classmethod
    def of(cls, field: FormField, mappings: list[Mapping], find: _Finding) -> Collected:
        """Return a field with its mappings; ``find`` tells which fields these go to."""
        if len(mappings) == 1:
            # The same as below in two thirds of the time; nearly always there is one.
            mapping = mappings[0]
            target = find(mapping.target)
            forward = _NONE if mapping.direction is BACK else mappings
            return tuple.__new__(cls, (field, forward, [] if target is None else [(mapping, target)]))
        forward = []
        ends: list[tuple[Mapping, CrmField]] = []
        for mapping in mappings:
            if mapping.direction is not BACK:
                forward.append(mapping)
            target = find(mapping.target)
            if target is not None:
                ends.append((mapping, target))
        return cls(field, forward, ends)


def mapped(reader: RecordReader, mappings: Iterable[Mapping]) -> list[tuple[Mapping, CrmField]]:
    """Return mappings with the fields they go to, leaving out those whose field does not exist."""
    return [
        (mapping, target)
        for mapping in mappings
        if (target := reader.find_or_none(CrmField, mapping.target)) is not None
    ]


def surveyed(reader: RecordReader, step: Step, meanings: Meanings) -> SurveyedStep:
    """Return a step with what its kind makes of it; never raises."""
    links = tuple(link for link in links_from(reader, step.id) if _arrives(reader, link, step))
    meaning = meanings.of(step)
    live = links
    if links and meaning.behaviour is not None:
        names = {output.name for output in meaning.outputs}
        live = tuple(link for link in links if link.output in names)
    title = step.title
    if not title:
        kind = kind_of(step)
        title = kind.title if kind is not None else step.kind
    return SurveyedStep(step, title, links, live, *meaning)


def _arrives(reader: RecordReader, link: Link, step: Step) -> bool:
    target = reader.find_or_none(Step, link.target)
    return target is not None and target.campaign == step.campaign
