"""Mautic campaigns: events, sources and the canvas, as Mautic's API takes and answers them.

Mautic gives every event one event before it, has no event that only waits, and lets no decision follow a
decision. So ways that come together become jumps, a wait becomes the delay of what follows it, and where
neither fits an action stands in that changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from pydantic import JsonValue

from maplanner.document.records import Link, Step
from maplanner.exchange.diagrams.mautic_own import OWN_KEY, fingerprint
from maplanner.exchange.source_files import plain, plain_lines
from maplanner.exchange.writing.flows import Flow, Way, fixed_days, step_told
from maplanner.exchange.writing.mautic_events import (
    CONDITION,
    DECISION,
    Helper,
    Made,
    anchor_of,
    helper_for,
    made_of,
    still,
)
from maplanner.exchange.writing.writers import DiagramWriter
from maplanner.steps.catalogue import kind_of

_ACROSS: Final = 2.6
_DOWN: Final = 0.36
"""Our flows run to the right, those of Mautic down; its cards are wider and lower than the gaps between."""
_BESIDE: Final = 60.0


def make(flows: Sequence[Flow]) -> tuple[bytes, str]:
    """Return one campaign as Mautic's API names it, or several in a list, and what Mautic lacks."""
    drawn = [_Drawing(flow) for flow in flows]
    campaigns = [each.campaign() for each in drawn]
    data = {"campaign": campaigns[0]} if len(campaigns) == 1 else {"campaigns": campaigns}
    remarks = ["Mautic takes one campaign at a time."] if len(campaigns) > 1 else []
    if any(each.has_tags for each in drawn):
        remarks.append("Ways out that Mautic cannot tell apart ask for tags, which somebody has to set.")
    return json.dumps(data, ensure_ascii=False, indent=1).encode(), " ".join(remarks)


@dataclass(frozen=True)
class _Lead:
    """A way on the canvas: a link, or two with a wait between that became a delay."""

    link: Link
    source: str
    target: str
    days: float | None
    label: str = ""


@dataclass
class _Drawing:
    flow: Flow
    has_tags: bool = False
    _events: list[dict[str, JsonValue]] = field(default_factory=list)
    _lines: list[JsonValue] = field(default_factory=list)
    _places: dict[str, tuple[float, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._steps = {step.id: step for step in self.flow.steps}
        self._entries = [step for step in self.flow.steps if _is_entry(step)]
        self._leads, self._folded = _leads(self.flow)
        self._number: dict[str, int] = {}
        self._made: dict[int, Made] = {}
        self._outlets: dict[tuple[str, str], tuple[int, str]] = {}

    def campaign(self) -> dict[str, JsonValue]:
        """Return the campaign as JSON values."""
        self._place_sources()
        for step in self.flow.steps:
            if not _is_entry(step) and step.id not in self._folded:
                self._number[step.id] = self._add(made_of(step), plain_lines(step.title), step.x, step.y)
        for lead in self._in_order():
            self._draw(lead)
        nodes: list[JsonValue] = [
            {"id": name, "positionX": str(round(x)), "positionY": str(round(y))}
            for name, (x, y) in self._places.items()
        ]
        return {
            "name": plain(self.flow.campaign.title),
            "description": plain_lines(self.flow.campaign.notes),
            "isPublished": False,
            "lists": [{"id": n, "name": plain(s.title)} for n, s in enumerate(self._entries, 1)],
            "forms": [],
            "events": list(self._events),
            "canvasSettings": {"nodes": nodes, "connections": self._lines},
            OWN_KEY: {**_own(self.flow), "written": fingerprint(self._events)},
        }

    def _place_sources(self) -> None:
        if self._entries:
            first = min(self._entries, key=lambda step: (step.y, step.x))
            self._places["lists"] = self._place(first.x, first.y)

    def _place(self, x: float, y: float) -> tuple[float, float]:
        left = min((step.y for step in self.flow.steps), default=0.0)
        top = min((step.x for step in self.flow.steps), default=0.0)
        return 80.0 + (y - left) * _ACROSS, 40.0 + (x - top) * _DOWN

    def _in_order(self) -> list[_Lead]:
        """Return the ways, walking from where people come in: the first to an event makes its parent."""
        after: dict[str, list[_Lead]] = {}
        for lead in self._leads:
            after.setdefault(lead.source, []).append(lead)
        waiting = [step.id for step in self._entries]
        waiting += [step.id for step in self.flow.steps if not _is_entry(step)]
        found: list[_Lead] = []
        seen: set[str] = set()
        for start in waiting:
            queue = [start]
            while queue:
                name = queue.pop(0)
                if name not in seen:
                    seen.add(name)
                    found += after.get(name, [])
                    queue += [lead.target for lead in after.get(name, [])]
        return found

    def _draw(self, lead: _Lead) -> None:
        target = self._number[lead.target]
        source = self._steps[lead.source]
        came = self._events[target - 1]
        outlet = None if _is_entry(source) else self._outlet(source, lead)
        if _is_entry(source) and came["anchor"] == "leadsource":
            return
        if came["anchor"] is not None or came["id"] == (outlet or (0,))[0]:
            came = self._jump(lead, target)
        elif outlet is not None:
            outlet = self._between(outlet, came, lead)
        self._join(outlet, came, lead.days)

    def _outlet(self, source: Step, lead: _Lead) -> tuple[int, str]:
        """Return the event and the anchor that a way out leaves from."""
        number = self._number[source.id]
        anchor = anchor_of(source.kind, lead.link.output)
        if anchor:
            return number, anchor
        helper = helper_for(source, lead.link, lead.label)
        key = source.id, helper.key
        if key not in self._outlets:
            self._outlets[key] = self._help(number, source, helper), ""
        return self._outlets[key][0], helper.anchor

    def _help(self, before: int, source: Step, helper: Helper) -> int:
        self.has_tags = self.has_tags or helper.made.type == "lead.tags"
        x, y = source.x + _BESIDE / _DOWN, source.y
        number = self._add(helper.made, helper.title, x, y + _BESIDE * len(self._outlets) / _ACROSS)
        anchor = "yes" if self._made[before].sort in (DECISION, CONDITION) else "bottom"
        outlet = self._between((before, anchor), self._events[number - 1], None)
        self._join(outlet, self._events[number - 1], None)
        return number

    def _between(
        self, outlet: tuple[int, str], came: dict[str, JsonValue], lead: _Lead | None
    ) -> tuple[int, str]:
        """Return the way out, or that of an action put between two decisions."""
        if self._made[outlet[0]].sort != DECISION or came["eventType"] != DECISION:
            return outlet
        step = self._steps[lead.target] if lead is not None else None
        x, y = (step.x - _BESIDE / _DOWN, step.y) if step is not None else (0.0, 0.0)
        number = self._add(still(), "Go on", x, y)
        self._join(outlet, self._events[number - 1], None)
        return number, "bottom"

    def _jump(self, lead: _Lead, target: int) -> dict[str, JsonValue]:
        step = self._steps[lead.target]
        made = Made("campaign.jump_to_event", "action", {"jumpToEvent": str(target)})
        title = f"Go to “{plain(step.title)}”"
        number = self._add(made, title, step.x - _BESIDE / _DOWN, step.y + _BESIDE)
        return self._events[number - 1]

    def _join(self, outlet: tuple[int, str] | None, event: dict[str, JsonValue], days: float | None) -> None:
        source, anchor = ("lists", "leadsource") if outlet is None else (str(outlet[0]), outlet[1])
        event["anchor"] = anchor
        event["parent"] = None if outlet is None else {"id": outlet[0]}
        event["decisionPath"] = anchor if anchor in ("yes", "no") else None
        if days is not None:
            event |= _delay(days)
        ends = {"sourceId": source, "targetId": str(event["id"])}
        self._lines.append({**ends, "anchors": {"source": anchor, "target": "top"}})

    def _add(self, made: Made, title: str, x: float, y: float) -> int:
        number = len(self._events) + 1
        self._made[number] = made
        self._places[str(number)] = self._place(x, y)
        self._events.append(
            {
                "id": number, "name": title, "description": None, "type": made.type, "eventType": made.sort,
                "order": number, "properties": dict(made.properties), "triggerMode": "immediate",
                "triggerDate": None, "triggerInterval": 0, "triggerIntervalUnit": "d", "decisionPath": None,
                "parent": None, "anchor": None,
            }
        )  # fmt: skip
        return number


def _is_entry(step: Step) -> bool:
    kind = kind_of(step)
    return kind is not None and kind.entry


def _leads(flow: Flow) -> tuple[list[_Lead], set[str]]:
    """Return the ways to draw, and the waits that became the delay of what follows them."""
    into: dict[str, list[Way]] = {}
    out_of: dict[str, list[Way]] = {}
    for way in flow.ways:
        into.setdefault(way.link.target, []).append(way)
        out_of.setdefault(way.link.source, []).append(way)
    folded = {
        step.id: out_of[step.id][0]
        for step in flow.steps
        if fixed_days(step) is not None
        and len(into.get(step.id, ())) == 1
        and len(out_of.get(step.id, ())) == 1
        and out_of[step.id][0].link.delay is None
    }
    # Two waits in a row, or a ring of them, keep all but the last.
    folded = {name: way for name, way in folded.items() if way.link.target not in folded}
    days = {step.id: fixed_days(step) or 0.0 for step in flow.steps}
    leads = []
    for way in flow.ways:
        target, wait = way.link.target, None if way.link.delay is None else way.days
        if way.link.source in folded:
            continue
        if target in folded:
            wait = (wait or 0.0) + days[target]
            target = folded[target].link.target
        leads.append(_Lead(way.link, way.link.source, target, wait, way.label))
    return leads, set(folded)


def _delay(days: float) -> dict[str, JsonValue]:
    """Return a delay in the largest unit in which it is a whole number; Mautic knows no fractions."""
    for unit, length in (("d", 1.0), ("h", 1 / 24), ("i", 1 / 1440)):
        count = days / length
        if abs(count - round(count)) < 1e-6 or unit == "i":
            return {
                "triggerMode": "interval",
                "triggerInterval": max(round(count), 1),
                "triggerIntervalUnit": unit,
            }
    return {}


def _own(flow: Flow) -> dict[str, JsonValue]:
    """Return the campaign as it was planned, for reading it again without any loss."""
    return {
        "steps": [
            {
                "id": step.id, "title": plain_lines(step.title), "notes": plain_lines(step.notes),
                "x": step.x, "y": step.y, "frame": step.frame, "told": dict(step_told(step)),
            }
            for step in flow.steps
        ],
        "links": [
            {
                "id": way.link.id, "source": way.link.source, "target": way.link.target,
                "label": plain(way.label), "told": dict(way.told),
            }
            for way in flow.ways
        ],
        "frames": [
            {"id": f.id, "title": plain(f.title), "x": f.x, "y": f.y, "width": f.width, "height": f.height}
            for f in flow.frames
        ],
        "notes": [
            {
                "id": n.id, "title": plain_lines(n.text), "x": n.x, "y": n.y, "width": n.width,
                "height": n.height, "frame": n.frame,
            }
            for n in flow.notes
        ],
    }  # fmt: skip


WRITER: Final = DiagramWriter("mautic", "Mautic campaign", ".json", make)
