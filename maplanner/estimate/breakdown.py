"""The work breakdown: what has to be made, line by line, each with the elements that cause it (brief H2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from maplanner.core.errors import InvalidRecord
from maplanner.document.reading import RecordReader
from maplanner.document.records import (
    Campaign,
    Conversion,
    CrmField,
    CrmObject,
    DataFlow,
    Mapping,
    OwnWork,
    Record,
    Score,
    ScoringRule,
    Segment,
    Step,
    System,
    ValuePair,
)
from maplanner.document.vocabulary import Means, SystemRole
from maplanner.estimate.hours import UsualItem, build_items, own_item
from maplanner.steps import props_of
from maplanner.steps.graph import campaigns

WHOLE_PLAN: Final = "plan"
"""The scope of work that belongs to no single campaign or connection."""

_ITEM_OF_KIND: Final = {
    "search_term": "ad",
    "paid_ad": "ad",
    "social_post": "post",
    "landing_page": "page",
    "form": "form",
    "survey": "form",
    "email": "email",
    "download": "download",
    "video": "video",
    "webinar": "webinar",
    "event": "webinar",
    "crm_write": "crm-write",
    "sales_task": "sales-flow",
    "notification": "sales-flow",
    "hand_off": "sales-flow",
}
"""What a step of a kind is, as work; every other kind is a step of automation."""
_NO_WORK: Final = frozenset({"end", "contact_list"})
_ITEM_OF_MEANS: Final = {
    Means.CONNECTOR: "connector",
    Means.OPEN: "connector",
    Means.API: "interface",
    Means.FILE: "file-exchange",
}
_THOUSAND: Final = 1000.0


@dataclass
class WorkLine:
    """One line: so many pieces of an item within a scope, and the elements that cause them.

    ``key`` is the same as long as item and scope are. ``scope`` is a campaign, an object, a data flow or
    :data:`WHOLE_PLAN`; ``scope_title`` what people call it, ``touches`` the systems that it belongs to.
    """

    item: UsualItem
    scope: str
    scope_title: str
    of_campaign: bool = False
    touches: frozenset[str] = frozenset()
    own: OwnWork | None = None
    quantity: float = 0.0
    elements: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        """What the line is known by."""
        if self.own is not None:
            return self.own.id
        return f"{self.item.key}@{self.scope}"

    @property
    def title(self) -> str:
        """What people call it: item and scope."""
        if self.own is not None:
            return self.own.title or "untitled work"
        return f"{self.item.title} · {self.scope_title}" if self.scope_title else self.item.title


@dataclass(frozen=True)
class Breakdown:
    """All lines, in the order of items; ``lacks`` says what could not be counted."""

    lines: tuple[WorkLine, ...]
    lacks: tuple[str, ...] = ()


class _Counting:
    """Collects lines while the plan is gone through."""

    def __init__(self, reader: RecordReader) -> None:
        self.reader = reader
        self._items = {item.key: item for item in build_items()}
        self._lines: dict[tuple[str, str], WorkLine] = {}
        self.lacks: list[str] = []

    def add(self, item: str, scope: Record | None, *elements: str, quantity: float = 1.0) -> None:
        """Count pieces of an item within a scope; ``None`` is the whole plan."""
        scope_id = WHOLE_PLAN if scope is None else scope.id
        line = self._lines.get((item, scope_id))
        if line is None:
            title = "" if scope is None else self.title(scope)
            line = self._lines[item, scope_id] = WorkLine(
                self._items[item], scope_id, title, isinstance(scope, Campaign), _systems(scope)
            )
        line.quantity += quantity
        line.elements += elements

    def title(self, record: Record) -> str:
        """Return what people call a scope."""
        if isinstance(record, DataFlow):
            ends = (self.reader.find_or_none(System, end) for end in (record.source, record.target))
            return " → ".join("?" if end is None else end.title or "?" for end in ends)
        if isinstance(record, CrmObject):
            system = self.reader.find_or_none(System, record.system)
            name = record.label or record.api_name
            return f"{name}, {system.title}" if system is not None else name
        return str(getattr(record, "title", "")) or "?"

    def lines(self) -> Iterator[WorkLine]:
        """Yield the lines, item by item."""
        places = {item: place for place, item in enumerate(self._items)}
        yield from sorted(self._lines.values(), key=lambda line: places[line.item.key])


def _systems(scope: Record | None) -> frozenset[str]:
    if isinstance(scope, DataFlow):
        return frozenset((scope.source, scope.target))
    return frozenset((scope.system,)) if isinstance(scope, CrmObject) else frozenset()


def breakdown_of(reader: RecordReader) -> Breakdown:
    """Return what has to be made for a plan."""
    counting = _Counting(reader)
    _connections(counting)
    _data(counting)
    _scores(counting)
    _campaigns(counting)
    _training(counting)
    return Breakdown((*counting.lines(), *_own(counting)), tuple(counting.lacks))


def _connections(counting: _Counting) -> None:
    """Count one connection for each pair of systems, however many flows join the two."""
    pairs: dict[frozenset[str], list[DataFlow]] = {}
    for flow in counting.reader.all(DataFlow):
        if flow.means is not Means.HAND:
            pairs.setdefault(frozenset((flow.source, flow.target)), []).append(flow)
    for flows in pairs.values():
        first = next((flow for flow in flows if flow.means is not Means.OPEN), flows[0])
        ids = [flow.id for flow in flows]
        counting.add(_ITEM_OF_MEANS[first.means], first, *ids)
        counting.add("connection-test", first, *ids)
        counting.add("connection-documentation", first, *ids)
        if first.means is Means.OPEN:
            counting.lacks.append(
                f"By what means {counting.title(first)} are joined is not decided; a connector is assumed."
            )


def _data(counting: _Counting) -> None:
    """Count what is done to objects and fields that data lands in."""
    reader = counting.reader
    paired = {pair.mapping for pair in reader.all(ValuePair)}
    seen: set[str] = set()
    for mapping in reader.all(Mapping):
        target = reader.find_or_none(CrmField, mapping.target)
        holder = None if target is None else reader.find_or_none(CrmObject, target.object)
        if target is None or holder is None:
            continue
        if holder.id not in seen:
            seen.add(holder.id)
            counting.add("object", holder, holder.id)
        counting.add("standard-mapping", holder, mapping.id)
        if mapping.id in paired:
            counting.add("value-map", holder, mapping.id)
        if target.custom and target.id not in seen:
            seen.add(target.id)
            counting.add("custom-field", holder, target.id)
    for conversion in reader.all(Conversion):
        source = reader.find_or_none(CrmField, conversion.source)
        holder = None if source is None else reader.find_or_none(CrmObject, source.object)
        if holder is not None:
            counting.add("conversion", holder, conversion.id)


def _scores(counting: _Counting) -> None:
    reader = counting.reader
    for score in reader.all(Score):
        counting.add("score", None, score.id)
    for rule in reader.all(ScoringRule):
        counting.add("scoring-rule", None, rule.id)
    for segment in reader.all(Segment):
        counting.add("segment", None, segment.id)


def _campaigns(counting: _Counting) -> None:
    for campaign in campaigns(counting.reader):
        steps = counting.reader.referring(Step, "campaign", campaign.id)
        for step in steps:
            if step.kind == "contact_list":
                size = _list_size(step)
                if size:
                    counting.add("data-cleaning", campaign, step.id, quantity=size / _THOUSAND)
            if step.kind not in _NO_WORK:
                counting.add(_ITEM_OF_KIND.get(step.kind, "automation"), campaign, step.id)
        if steps:
            counting.add("campaign-test", campaign, campaign.id)
            counting.add("documentation", campaign, campaign.id)


def _list_size(step: Step) -> float:
    try:
        return float(getattr(props_of(step), "size", 0))
    except InvalidRecord:
        return 0.0


def _training(counting: _Counting) -> None:
    reader = counting.reader
    crms = [system for system in reader.all(System) if system.role is SystemRole.CRM]
    people = reader.plan.trained
    if people is None:
        people = sum(system.seats for system in crms)
        if not people and reader.count(Step):
            counting.lacks.append(
                "How many people have to be trained is not known: the CRM has no seats yet."
            )
    if people:
        ids = [system.id for system in crms] if reader.plan.trained is None else [reader.plan.id]
        counting.add("training-material", None, *ids)
        counting.add("training-person", None, *ids, quantity=float(people))


def _own(counting: _Counting) -> Iterator[WorkLine]:
    """Yield the work that the team added by hand."""
    reader = counting.reader
    for own in sorted(reader.all(OwnWork), key=lambda each: (each.order, each.id)):
        campaign = reader.find_or_none(Campaign, own.campaign)
        yield WorkLine(
            own_item(),
            campaign.id if campaign is not None else WHOLE_PLAN,
            campaign.title if campaign is not None else "",
            campaign is not None,
            own=own,
            quantity=1.0,
            elements=[own.id],
        )
