"""The whole way of a piece of data: from where it is collected to where it ends and is read, and back.

The way goes on from a form field to the fields it is mapped to, from system to system, through the conversion
of leads, and to whatever reads the data by its key: decisions, texts, segments, and what asks about those
segments. Two form fields with the same key collect the same piece of data.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final, Literal

from maplanner.checks.lineage_index import Crossing, LineageIndex, Passing
from maplanner.document.reading import RecordReader
from maplanner.document.records import Campaign, CrmField, FormField, Record, Segment, Step
from maplanner.steps.graph import leading_to, links_from, reachable

Side = Literal["chosen", "upstream", "downstream"]
"""On which side of the chosen field something lies: where the data comes from, or where it goes."""


class LineageRole(StrEnum):
    """What a record does with the data."""

    CHOSEN = "chosen"
    COLLECTED = "collected"
    """A form field that asks for it."""
    HELD = "held"
    """A field of a system in which it is kept."""
    ASKED = "asked"
    """A form or list on which it is collected."""
    WRITTEN = "written"
    """A step that writes it to a system."""
    READ = "read"
    """A step whose condition asks about it."""
    SAID = "said"
    """A step that puts it into a text."""
    SORTED = "sorted"
    """A segment that it decides about."""
    SCORED = "scored"
    """A scoring rule that gives points for it."""
    LEFT = "left"
    """A campaign that leads leave by it."""
    FOLLOWED = "followed"
    """A step that asks about a segment that it decides about."""


class LineageTie(StrEnum):
    """How data comes from one record to the next."""

    COLLECTED = "collected"
    MAPPED = "mapped"
    CONVERTED = "converted"
    WRITTEN = "written"
    READ = "read"


_READERS: Final = frozenset({LineageRole.READ, LineageRole.SAID, LineageRole.FOLLOWED, LineageRole.WRITTEN})


@dataclass(frozen=True)
class LineagePlace:
    """A record on the way. ``distance`` counts the edges from the chosen field."""

    record: str
    type_name: str
    role: LineageRole
    side: Side
    distance: int
    system: str = ""
    campaign: str = ""


@dataclass(frozen=True)
class LineageEdge:
    """Data goes from ``source`` to ``target``; ``by`` is the record that says so, if there is one."""

    source: str
    target: str
    tie: LineageTie
    by: str = ""


@dataclass(frozen=True)
class Lineage:
    """The way of a piece of data, nearest places first.

    ``links`` are the links of drawings along which it travels from where it is collected to where it is
    read or written, ``passed`` the steps in between; ``systems`` those that hold it.
    """

    chosen: str
    places: tuple[LineagePlace, ...] = ()
    edges: tuple[LineageEdge, ...] = ()
    links: frozenset[str] = frozenset()
    passed: frozenset[str] = frozenset()

    @cached_property
    def records(self) -> frozenset[str]:
        """Everything on the way: fields, steps, segments, campaigns, and the mappings in between."""
        return frozenset(each.record for each in self.places) | {each.by for each in self.edges if each.by}

    @cached_property
    def systems(self) -> tuple[str, ...]:
        """The systems that the data comes to, in order of distance."""
        return tuple(dict.fromkeys(each.system for each in self.places if each.system))

    @cached_property
    def campaigns(self) -> tuple[str, ...]:
        """The campaigns in whose drawings it can be seen."""
        return tuple(dict.fromkeys(each.campaign for each in self.places if each.campaign))

    def on(self, side: Side) -> tuple[LineagePlace, ...]:
        """Return the places on one side of the chosen field."""
        return tuple(each for each in self.places if each.side == side)


def lineage(reader: RecordReader, record_id: str) -> Lineage:
    """Return the whole way of a form field's or a system field's data; an empty one for anything else."""
    chosen = reader.get(record_id)
    if not isinstance(chosen, FormField | CrmField):
        return Lineage(record_id)
    return _Tracing(reader, LineageIndex(reader)).of(chosen)


class _Tracing:
    """Follows data from field to field, first one way, then the other."""

    def __init__(self, reader: RecordReader, index: LineageIndex) -> None:
        self._reader = reader
        self._index = index
        self._places: dict[str, LineagePlace] = {}
        self._edges: dict[LineageEdge, None] = {}

    def of(self, chosen: FormField | CrmField) -> Lineage:
        self._place(chosen, LineageRole.CHOSEN, "chosen", 0)
        self._follow(chosen, "upstream")
        self._follow(chosen, "downstream")
        places = sorted(self._places.values(), key=lambda place: place.distance)
        links, passed = self._drawn_ways()
        return Lineage(chosen.id, tuple(places), tuple(self._edges), links, passed)

    def _follow(self, chosen: FormField | CrmField, side: Side) -> None:
        front: list[FormField | CrmField] = [chosen]
        seen = {chosen.id}
        distance = 0
        while front:
            following: list[FormField | CrmField] = []
            for field in front:
                self._around(field, side, distance)
                for crossing in self._crossings(field, side):
                    other = crossing.source if side == "upstream" else crossing.target
                    self._tie(crossing.source, crossing.target, LineageTie(crossing.tie), crossing.by)
                    if other.id not in seen:
                        seen.add(other.id)
                        following.append(other)
                        self._place(other, _role_of(other), side, distance + 1)
            front = following
            distance += 1

    def _crossings(self, field: FormField | CrmField, side: Side) -> Iterable[Crossing]:
        return self._index.into(field) if side == "upstream" else self._index.out_of(field)

    def _around(self, field: FormField | CrmField, side: Side, distance: int) -> None:
        """Enter the steps that collect and write a field's data, and whatever reads it."""
        own: Side = side if distance else "upstream"
        if isinstance(field, FormField):
            step = self._reader.find_or_none(Step, field.step)
            if step is not None:
                self._place(step, LineageRole.ASKED, own, distance + 1)
                self._tie(step, field, LineageTie.COLLECTED)
        elif side == "upstream" or distance:
            for step in self._index.writers(field):
                self._place(step, LineageRole.WRITTEN, own, distance + 1)
                self._tie(step, field, LineageTie.WRITTEN)
        if side == "downstream":
            for passing in self._index.readers(field):
                self._enter_reader(field, passing, distance)

    def _enter_reader(self, field: FormField | CrmField, passing: Passing, distance: int) -> None:
        self._place(passing.reader, LineageRole(passing.role), "downstream", distance + 1)
        self._tie(field, passing.reader, LineageTie.READ, passing.by)
        if isinstance(passing.reader, Segment):
            for asker in self._index.asking_about(passing.reader.id):
                self._place(asker, LineageRole.FOLLOWED, "downstream", distance + 2)
                self._tie(passing.reader, asker, LineageTie.READ)

    def _place(self, record: Record, role: LineageRole, side: Side, distance: int) -> None:
        if record.id in self._places:
            return
        campaign = record.campaign if isinstance(record, Step) else ""
        if isinstance(record, Campaign):
            campaign = record.id
        self._places[record.id] = LineagePlace(
            record.id, record.type_name, role, side, distance, self._index.system_of(record), campaign
        )

    def _tie(self, source: Record, target: Record, tie: LineageTie, by: str = "") -> None:
        self._edges[LineageEdge(source.id, target.id, tie, by)] = None

    def _drawn_ways(self) -> tuple[frozenset[str], frozenset[str]]:
        """Return the links and steps between where data is collected and where it is read or written."""
        links: set[str] = set()
        passed: set[str] = set()
        steps = [place for place in self._places.values() if place.type_name == Step.type_name]
        for campaign in dict.fromkeys(place.campaign for place in steps):
            here = [place for place in steps if place.campaign == campaign]
            starts = [place.record for place in here if place.role is LineageRole.ASKED]
            goals = [place.record for place in here if place.role in _READERS]
            if starts and goals:
                between = self._between(starts, goals)
                passed |= between
                links |= {
                    link.id
                    for key in between
                    for link in links_from(self._reader, key)
                    if link.target in between
                }
        return frozenset(links), frozenset(passed)

    def _between(self, starts: list[str], goals: list[str]) -> set[str]:
        graph = self._index.graph_of(starts[0])
        return reachable(graph, starts) & leading_to(graph, goals)


def _role_of(field: FormField | CrmField) -> LineageRole:
    return LineageRole.COLLECTED if isinstance(field, FormField) else LineageRole.HELD
