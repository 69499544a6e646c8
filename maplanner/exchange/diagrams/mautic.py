"""Mautic campaigns: what its API answers, and what its own export (Mautic 7) packs.

The names of keys differ by version and way (``eventType``, ``event_type``); the shape of a campaign does not:
events with their parents, and a canvas with the places of nodes and the connections between their anchors.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

from pydantic import JsonValue

from maplanner.core.errors import UnreadableSource
from maplanner.exchange.diagrams.drawn import Arrow, DiagramReader, Drawn, Shape
from maplanner.exchange.diagrams.json_values import (
    Mapping,
    first,
    flat,
    items,
    mapping,
    mappings,
    refusal,
    wait,
    word,
    words,
)
from maplanner.exchange.diagrams.label_text import label_text
from maplanner.exchange.diagrams.mautic_own import draw_own, is_own
from maplanner.exchange.diagrams.sketch import Details, Sketch, Sketchbook, place
from maplanner.exchange.packed import is_packed, unpacked
from maplanner.exchange.peeking import Peek
from maplanner.exchange.source_files import files_below, plain, read_json

_NAME: Final = "mautic"
_TITLE: Final = "Mautic campaign"
_ADVICE: Final = "Export the campaign from Mautic, or save what its API answers."
_SOURCES: Final = {"lists": "Segments", "forms": "Forms"}
"""The nodes that stand for where contacts come from, and what they are called when nothing is said."""

_SOURCE_ANCHORS: Final = frozenset({"leadsource", "bottom", "top", ""})
_SIDE_ANCHORS: Final = frozenset({"leadsourceleft", "leadsourceright"})
_KEYS_OF_EXPORTS: Final = (b'"campaign_event"', b'"canvas_settings"', b'"canvasSettings"')
_PEEKED_PARTS: Final = 3
_PEEKED_BYTES: Final = 64 * 1024
_JUMP: Final = "campaign.jump_to_event"
_WAYS: Final = frozenset({"yes", "no"})
_KINDS: Final = frozenset({"action", "decision", "condition"})
_OF_THE_FORM: Final = frozenset(
    {"_token", "tempId", "id", "campaignId", "name", "type", "eventType", "anchor", "anchorEventType"}
)
"""What Mautic's dialogs leave in an event's properties, a security token among it."""

_CLASHING: Final = {"score": "points", "segment": "in segment", "campaign": "in campaign"}
"""What is called otherwise here, because properties of steps of these names mean records of the plan."""

_CALLED: Final[dict[str, tuple[str, ...]]] = {
    "lists": ("lists", "segment", "segments"),
    "forms": ("forms", "form"),
}
"""Under which keys an export describes the sources of a campaign."""


def recognises(peek: Peek) -> bool:
    """Tell whether a file holds a campaign of Mautic, by its keys."""
    if peek.suffix == ".zip":
        return any(key in part for part in _packed_json(peek.path) for key in _KEYS_OF_EXPORTS)
    beginning = peek.beginning
    if b"ampaign" not in beginning and b"vents" not in beginning and b"canvas" not in beginning:
        return False
    return any(True for _ in _campaigns(peek.json))


def _packed_json(path: Path) -> Iterator[bytes]:
    """Yield how the first JSON files in a packed folder begin; nothing of what cannot be opened."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = (name for name in archive.namelist() if name.lower().endswith(".json"))
            for name in islice(names, _PEEKED_PARTS):
                with archive.open(name) as part:
                    yield part.read(_PEEKED_BYTES)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError):
        return


def read(path: Path) -> Drawn:
    """Return the campaigns in a file or a packed export, a page each.

    Raises:
        UnreadableSource: The file is broken, or holds no campaign.
    """
    book = Sketchbook(path, _NAME)
    if is_packed(path):
        with unpacked(path) as folder:
            found = [each for file in files_below(folder) for each in _in_packed(file, book)]
    else:
        found = list(_campaigns(read_json(path)))
    if not found:
        raise refusal(path, "holds no Mautic campaign", _ADVICE)
    for campaign in found:
        page = book.page(campaign.title)
        if is_own(campaign.data, campaign.events):
            draw_own(campaign.data, page)
        else:
            _Drawing(campaign, page).draw()
    return book.drawn("events")


@dataclass(frozen=True)
class _Campaign:
    """A campaign whichever way it was written, and what the file says of things that it uses."""

    title: str
    data: Mapping
    events: tuple[Mapping, ...]
    described: Mapping = field(default_factory=dict)


def _in_packed(file: Path, book: Sketchbook) -> Iterator[_Campaign]:
    if file.suffix.lower() != ".json":
        book.left_out.add(f"“{plain(file.name)}”", "is no campaign; not read")
        return
    try:
        yield from _campaigns(read_json(file))
    except UnreadableSource as error:
        raise UnreadableSource(f"{plain(book.path)}: {error.message}", advice=error.advice) from error


def _campaigns(data: JsonValue) -> Iterator[_Campaign]:
    """Yield the campaigns in an answer of the API, an export, or a list of either."""
    for part in mappings(data) if isinstance(data, list) else (mapping(data),):
        if "campaign_event" in part:
            yield from _exported(part)
            continue
        several = part.get("campaigns")
        found = items(several) if several is not None else [part.get("campaign", part)]
        for each in found:
            if isinstance(each, dict) and _is_campaign(each):
                events = tuple(mappings(each.get("events")))
                yield _Campaign(words(each, "name", "title"), each, events, each)


def _exported(part: Mapping) -> Iterator[_Campaign]:
    """Yield the campaigns of an export of Mautic 7, which lists records by their sort."""
    events = tuple(mappings(part.get("campaign_event")))
    campaigns = part.get("campaign")
    for each in mappings(campaigns if isinstance(campaigns, list) else [campaigns]):
        own_id = words(each, "id")
        own = tuple(event for event in events if words(event, "campaign_id", "campaignId") in (own_id, ""))
        yield _Campaign(words(each, "name"), each, own, part)


def _is_campaign(data: Mapping) -> bool:
    has_canvas = bool(mapping(first(data, "canvasSettings", "canvas_settings")))
    events = mappings(data.get("events"))
    is_told = any(words(event, "eventType", "event_type") in _KINDS for event in events)
    return is_told or (has_canvas and "events" in data)


class _Drawing:
    """One campaign, drawn node by node."""

    def __init__(self, campaign: _Campaign, sketch: Sketch) -> None:
        self._campaign = campaign
        self._sketch = sketch
        canvas = mapping(first(campaign.data, "canvasSettings", "canvas_settings"))
        self._connections = list(mappings(canvas.get("connections")))
        self._places = {
            words(node, "id"): (place(node.get("positionX")), place(node.get("positionY")))
            for node in mappings(canvas.get("nodes"))
        }
        self._drawn: dict[str, str] = {}
        self._events: dict[str, Mapping] = {}
        self._reached: set[str] = set()

    def draw(self) -> None:
        """Draw sources, events and connections."""
        for source in _SOURCES:
            named = any(words(line, "sourceId") == source for line in self._connections)
            if named or source in self._places or self._campaign.data.get(source):
                self._draw_source(source)
        for number, event in enumerate(self._campaign.events, 1):
            self._draw_event(event, number)
        for node in self._places:
            if node not in self._drawn:
                self._note(f"node “{node}”", "has a place on the canvas, but no event says what it is")
        for line in self._connections:
            self._draw_connection(line)
        for shape, event in self._events.items():
            if shape not in self._reached:
                self._draw_parent(shape, event)
            self._draw_jump(shape, event)

    def _draw_source(self, source: str) -> None:
        names = [
            words(each, "name", "publicName", "public_name", "title")
            for key in _CALLED[source]
            for each in mappings(self._campaign.described.get(key))
        ]
        x, y = self._places.get(source, (None, None))
        told = [(source, name) for name in names if name]
        text = ", ".join(name for name in names if name) or _SOURCES[source]
        self._drawn[source] = self._sketch.add(
            Shape(id=source, text=text, sort=source, x=x, y=y, details=tuple(told))
        )

    def _draw_event(self, event: Mapping, number: int) -> None:
        own_id = words(event, "id") or words(event, "tempId", "temp_id") or f"event {number}"
        properties = mapping(event.get("properties"))
        dropped = mapping(properties.get("canvasSettings"))
        there = place(dropped.get("droppedX")), place(dropped.get("droppedY"))
        x, y = self._places.get(own_id) or self._places.get(words(event, "tempId", "temp_id")) or there
        shape = self._sketch.add(
            Shape(
                id=own_id,
                text=words(event, "name") or words(mapping(properties.get("settings")), "label"),
                sort=words(event, "type"),
                x=x,
                y=y,
                notes=label_text(words(event, "description")),
                details=(*self._said(event, properties), *(() if self._is_led_to(event) else _delay(event))),
            )
        )
        self._events[shape] = event
        self._drawn.setdefault(own_id, shape)
        if temporary := words(event, "tempId", "temp_id"):
            self._drawn.setdefault(temporary, shape)

    def _is_led_to(self, event: Mapping) -> bool:
        """Tell whether an arrow ends at an event, which then carries its delay."""
        own = {words(event, "id"), words(event, "tempId", "temp_id")} - {""}
        return bool(_parent(event)) or any(words(line, "targetId") in own for line in self._connections)

    def _said(self, event: Mapping, properties: Mapping) -> Iterator[tuple[str, str]]:
        yield "event", words(event, "eventType", "event_type")
        channel, number = words(event, "channel"), words(event, "channelId", "channel_id")
        for each in mappings(self._campaign.described.get(channel)) if number not in ("", "0") else ():
            if words(each, "id") == number and each is not event:
                yield channel, words(each, "name", "title")
                yield "subject", words(each, "subject")
        inner = mapping(properties.get("properties"))
        settled = {key: value for key, value in properties.items() if key not in _OF_THE_FORM}
        told = {**inner, **{key: settled[key] for key in inner if key in settled}}
        if not inner:
            told = {key: value for key, value in settled.items() if not key.startswith("trigger")}
        for key, said in flat(told):
            yield _CLASHING.get(key, key), label_text(said)
        if _only_leaves(told):
            yield "change", "leave"

    def _draw_connection(self, line: Mapping) -> None:
        source, target = words(line, "sourceId"), words(line, "targetId")
        anchors = mapping(line.get("anchors"))
        anchor = words(anchors, "source")
        if anchor in _SIDE_ANCHORS and target in _SOURCES:
            self._note(f"{source} – {target}", "stand side by side as sources; that is no way to go")
            return
        ends = self._drawn.get(source, source), self._drawn.get(target, target)
        self._reached.add(ends[1])
        event = self._events.get(ends[1], {})
        outcome = anchor if anchor in _WAYS else ""
        if not outcome and anchor not in _SOURCE_ANCHORS | _SIDE_ANCHORS:
            outcome = anchor
        name = f"{source} {anchor} {target}"
        self._sketch.connect(Arrow(name, *ends, outcome=outcome, details=_delay(event)))

    def _draw_parent(self, shape: str, event: Mapping) -> None:
        """Draw the way from its parent to an event to which the canvas draws none."""
        parent = _parent(event)
        if parent:
            start = self._drawn.get(parent, parent)
        elif self._connections:
            self._note(words(event, "name") or shape, "nothing leads there")
            return
        else:
            start = next((source for source in _SOURCES if source in self._drawn), "")
        if start:
            way = words(event, "decisionPath", "decision_path")
            name = f"{start} {way} {shape}"
            self._sketch.connect(Arrow(name, start, shape, outcome=way, details=_delay(event)))

    def _draw_jump(self, shape: str, event: Mapping) -> None:
        """Draw the way of an event that sends contacts on to another one."""
        properties = mapping(event.get("properties"))
        inner = mapping(properties.get("properties"))
        target = words(properties, "jumpToEvent") or words(inner, "jumpToEvent")
        if words(event, "type") == _JUMP and target:
            self._sketch.connect(Arrow(f"{shape} jumps", shape, self._drawn.get(target, target)))

    def _note(self, what: str, why: str) -> None:
        self._sketch.left_out.add(f"“{self._sketch.title}”, {what}", why)


def _parent(event: Mapping) -> str:
    """Return the id of the event before this one: a number, or a record of its own."""
    parent = first(event, "parent", "parentId", "parent_id", "parentEvent")
    return words(parent, "id") if isinstance(parent, dict) else word(parent).strip()


def _delay(event: Mapping) -> Details:
    """Return how long Mautic waits before an event."""
    mode = words(event, "triggerMode", "trigger_mode")
    if mode == "interval":
        amount = first(event, "triggerInterval", "trigger_interval")
        found = wait(amount, first(event, "triggerIntervalUnit", "trigger_interval_unit"))
    elif mode == "date":
        date = first(event, "triggerDate", "trigger_date")
        said = words(date, "date") if isinstance(date, dict) else word(date)
        found = (("wait until", said),)
    else:
        return ()
    hour = words(event, "triggerHour", "trigger_hour")
    start = words(event, "triggerRestrictedStartHour", "trigger_restricted_start_hour")
    stop = words(event, "triggerRestrictedStopHour", "trigger_restricted_stop_hour")
    days = first(event, "triggerRestrictedDaysOfWeek", "trigger_restricted_days_of_week")
    told = (("at", hour), ("not before", start), ("not after", stop))
    return (*found, *(pair for pair in told if pair[1]), *flat({"on days": days}))


def _only_leaves(told: Mapping) -> bool:
    """Tell whether an event takes contacts out of lists and puts them into none."""
    joins = ("addToLists", "add_tags", "addTo")
    return bool(first(told, "removeFromLists", "remove_tags")) and first(told, *joins) is None


DIAGRAM: Final = DiagramReader(
    name=_NAME,
    title=_TITLE,
    looks_for="a campaign exported from Mautic or answered by its API (.json, .zip)",
    recognises=recognises,
    read=read,
)
