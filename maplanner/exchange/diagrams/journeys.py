"""Journeys of Salesforce Marketing Cloud: JSON whose activities name the next ones in their outcomes.

Places are not in it. A deployed project is a folder with a file per journey (``….journey-meta.json``).
"""

from __future__ import annotations

from collections.abc import Iterator
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
from maplanner.exchange.diagrams.sketch import Details, Sketch, Sketchbook, place
from maplanner.exchange.peeking import Peek
from maplanner.exchange.source_files import files_below, is_folder, read_json

_NAME: Final = "journeys"
_TITLE: Final = "Marketing Cloud journey"
_ADVICE: Final = "Choose a journey (….journey-meta.json), or the folder “journey” of a retrieved project."
_JOURNEY_FILE: Final = ".journey-meta.json"
_JOURNEY_KEYS: Final = ("workflowApiVersion", "definitionType", "entryMode", "triggers")
_OTHER_PARTS: Final = {
    "eventDefinitionKey": "is an entry event of Marketing Cloud, not a journey",
    "CustomerKey": "is a data extension of Marketing Cloud, not a journey",
    "dataSourceTypeId": "is a filter of Marketing Cloud, not a journey",
    "steps": "is an automation of Marketing Cloud (a job over data), not a journey",
    "assetType": "is content of Marketing Cloud, not a journey",
}
"""Keys of what else a project holds, in the order in which they tell it."""

_OF_A_PROJECT: Final = ("r__folder_Path", "eventDefinitionKey", "CustomerKey")
_TOLD: Final = (
    "emailSubject", "dynamicEmailSubject", "preHeader", "r__asset_name_readOnly", "r__asset_key",
    "r__triggeredSend_key", "r__event_key", "eventDefinitionKey", "eventDataConfig", "title", "uiType",
    "statsTypeId", "refActivityCustomerKey", "refActivityName", "waitEndDateAttributeExpression",
    "waitEndDateAttributeDataBound", "specificDate", "specifiedTime", "waitForEventKey", "url",
    "criteriaDescription", "description", "name", "objectApiName", "dataExtensionKey", "metricType",
    "conversionUnit", "conversionValue", "r__dataExtension_key", "r__mobileKeyword_key", "smsContent",
)  # fmt: skip
"""What of an activity's settings says something to people; all others are for the engine."""

_STATISTICS: Final = {"2": "opened", "3": "clicked", "6": "bounced"}
"""What an engagement split looks at, by Marketing Cloud's number of it."""


def recognises(peek: Peek) -> bool:
    """Tell whether a file holds a journey, or another part of a project that is to be refused by name."""
    if is_folder(peek.path):
        return any(file.name.endswith(_JOURNEY_FILE) for file in _files(peek.path))
    if peek.name.endswith(_JOURNEY_FILE):
        return True
    if b'"' not in peek.beginning or peek.suffix != ".json":
        return False
    return any(True for _ in _journeys(peek.json)) or bool(_other_part(peek.json))


def read(path: Path) -> Drawn:
    """Return the journeys in a file or folder, a page each.

    Raises:
        UnreadableSource: A file is broken, or there is no journey.
    """
    book = Sketchbook(path, _NAME)
    if is_folder(path):
        found = [journey for file in files_below(path) for journey in _in_folder(file, book)]
    else:
        data = read_json(path)
        found = list(_journeys(data))
        if not found and (other := _other_part(data)):
            raise refusal(path, other, _ADVICE)
    if not found:
        raise refusal(path, "holds no journey of Marketing Cloud", _ADVICE)
    for journey in found:
        _Journey(journey, book.page(words(journey, "name", "key"))).draw()
    return book.drawn("activities")


def _files(path: Path) -> Iterator[Path]:
    try:
        yield from files_below(path)
    except UnreadableSource:
        return


def _in_folder(file: Path, book: Sketchbook) -> list[Mapping]:
    """Return the journeys of a file of a project; what it holds else is left out by name.

    Raises:
        UnreadableSource: A journey's file is broken.
    """
    if file.suffix.lower() != ".json":
        book.left_out.add_file(file, "holds no journey")
        return []
    try:
        data = read_json(file)
    except UnreadableSource as error:
        if file.name.endswith(_JOURNEY_FILE):
            raise
        book.left_out.add(file, f"was passed over: {error.message}")
        return []
    found = list(_journeys(data))
    if not found:
        book.left_out.add_file(file, _other_part(data) or "holds no journey")
    return found


def _journeys(data: JsonValue) -> Iterator[Mapping]:
    """Yield the journeys in a file: one alone, or an answer that lists several."""
    if isinstance(data, dict) and not _is_journey(data):
        data = first(data, "items", "journeys", "interactions")
    yield from (
        each for each in (mappings(data) if isinstance(data, list) else (mapping(data),)) if _is_journey(each)
    )


def _is_journey(data: Mapping) -> bool:
    return isinstance(data.get("activities"), list) and any(key in data for key in _JOURNEY_KEYS)


def _other_part(data: JsonValue) -> str:
    """Return what a part of a project is that holds no journey; nothing for files of other programs."""
    part = mapping(data)
    is_automation = "activities" in next(mappings(part.get("steps")), {})
    if not is_automation and not any(key in part for key in _OF_A_PROJECT):
        return ""
    return next((said for key, said in _OTHER_PARTS.items() if key in part), "")


class _Journey:
    """One journey: its entries, its activities, and the ways between them."""

    def __init__(self, data: Mapping, sketch: Sketch) -> None:
        self._data = data
        self._sketch = sketch
        self._drawn: dict[str, str] = {}
        self._activities: dict[str, Mapping] = {}

    def draw(self) -> None:
        """Draw everything. An entry leads to the activities to which no other one leads."""
        entries = [self._draw_shape(each, "TRIGGER") for each in self._list("triggers")]
        for activity in self._list("activities"):
            shape = self._draw_shape(activity, "ACTIVITY")
            self._activities[shape] = activity
        reached = set()
        for shape, activity in self._activities.items():
            reached |= self._draw_outcomes(shape, activity)
        for entry, trigger in zip(entries, self._list("triggers"), strict=True):
            led_to = self._draw_outcomes(entry, trigger)
            for first_one in () if led_to else self._first_ones(reached):
                self._sketch.connect(Arrow(f"{entry} to {first_one}", entry, first_one))
        for what in ("goals", "exits"):
            for each in self._list(what):
                self._draw_shape(each, what.removesuffix("s").upper(), sort=what.removesuffix("s"))
        self._note_rest()

    def _list(self, key: str) -> list[Mapping]:
        return list(mappings(self._data.get(key)))

    def _first_ones(self, reached: set[str]) -> list[str]:
        """Return the activities at the beginning; in a journey that only goes round, the first one."""
        found = [shape for shape in self._activities if shape not in reached]
        return found or list(self._activities)[:1]

    def _draw_shape(self, data: Mapping, unnamed: str, sort: str = "") -> str:
        key = words(data, "key", "id") or unnamed
        configured = mapping(data.get("configurationArguments"))
        shown = mapping(data.get("metaData"))
        name = words(data, "name")
        kind = words(data, "type")
        text = words(shown, "title") if unnamed == "TRIGGER" and name in ("", unnamed) else name
        shape = self._sketch.add(
            Shape(
                id=key,
                text=text or key,
                sort=sort or kind or unnamed,
                notes=words(data, "description"),
                details=(*_length(configured, shown), *_said(configured, shown, data)),
            )
        )
        self._drawn.setdefault(key, shape)
        return shape

    def _draw_outcomes(self, shape: str, activity: Mapping) -> set[str]:
        """Draw the ways out of an activity; return where they lead. One open way is simply the end."""
        outcomes = list(mappings(activity.get("outcomes")))
        reached = set()
        for number, outcome in enumerate(outcomes, 1):
            next_one = words(outcome, "next")
            if not next_one and len(outcomes) == 1:
                continue
            target = self._drawn.get(next_one, next_one) if next_one else None
            reached |= {target} if target else set()
            named, told = _way(outcome, activity, number if len(outcomes) > 1 else 0)
            label = words(mapping(outcome.get("metaData")), "label", "criteriaDescription")
            label = label or (named if named not in ("yes", "no") and not named.isdecimal() else "")
            name = f"{shape} outcome {number}"
            self._sketch.connect(Arrow(name, shape, target, text=label, outcome=named, details=told))
        return reached

    def _note_rest(self) -> None:
        for key in ("notifiers", "exits", "goals", "triggers", "activities"):
            strange = sum(not isinstance(each, dict) for each in items(self._data.get(key)))
            if strange:
                self._sketch.left_out.add(f"“{self._sketch.title}”, {key}", f"{strange} × in no known form")
        if count := len(self._list("notifiers")):
            self._sketch.left_out.add(f"“{self._sketch.title}”", f"{count} × notifier: not drawn")


def _way(outcome: Mapping, activity: Mapping, number: int) -> tuple[str, Details]:
    """Return what Marketing Cloud calls a way out, and what it says of it."""
    arguments, shown = mapping(outcome.get("arguments")), mapping(outcome.get("metaData"))
    when = arguments.get("when")
    key = words(outcome, "key")
    named = "yes" if when is True else "no" if when is False else ""
    if not named and number and key in ("remainder_path", "timeout_path"):
        named = key.removesuffix("_path")
    if not named and key.casefold() in mapping(activity.get("configurationArguments")):
        named = key
    named = named or words(shown, "label", "criteriaDescription") or (str(number) if number else "")
    share = place(words(arguments, "percentage"))
    told = () if share is None else (("share", f"{share / 100:.10g}"),)
    return named, told


def _length(configured: Mapping, shown: Mapping) -> Details:
    """Return how long a wait lasts."""
    amount, unit_name = first(configured, "waitDuration", "duration"), first(configured, "waitUnit", "unit")
    return wait(amount, unit_name) or wait(first(shown, "waitDuration"), first(shown, "waitUnit"))


def _said(configured: Mapping, shown: Mapping, data: Mapping) -> Iterator[tuple[str, str]]:
    send = mapping(configured.get("triggeredSend"))
    subject = words(send, "emailSubject", "dynamicEmailSubject") or words(configured, "emailSubject")
    yield "subject", subject
    statistic = word(configured.get("statsTypeId"))
    yield "looks at", _STATISTICS.get(statistic, "")
    for part in (configured, send, shown, data if "type" not in data else {}):
        yield from flat({key: part[key] for key in _TOLD if key in part})


DIAGRAM: Final = DiagramReader(
    name=_NAME,
    title=_TITLE,
    looks_for="a journey of Marketing Cloud (.json), or the folder of a retrieved project",
    recognises=recognises,
    read=read,
)
