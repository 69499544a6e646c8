"""n8n workflows: JSON with nodes, their places, and the connections of their outputs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pydantic import JsonValue

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
from maplanner.exchange.diagrams.sketch import Sketch, Sketchbook, place
from maplanner.exchange.peeking import Peek
from maplanner.exchange.source_files import plain, read_json

_NAME: Final = "n8n"
_TITLE: Final = "n8n workflow"
_MAIN: Final = "main"
_STICKY_NOTE: Final = "stickyNote"
_STICKY_SIZE: Final = (240.0, 160.0)
"""How large n8n draws a note that does not say it."""

_OUTPUTS: Final[dict[str, tuple[str, ...]]] = {
    "if": ("true", "false"),
    "filter": ("kept", "discarded"),
    "splitInBatches": ("done", "loop"),
    "compareDatasets": ("in A only", "same", "different", "in B only"),
}
"""What n8n calls the ways out of nodes whose ways out always are the same."""

_FIRST_BATCHES: Final = ("loop", "done")
"""The ways out of splitInBatches before its third version."""

_SETTINGS: Final = (
    "resource", "operation", "subject", "formTitle", "formDescription", "path", "url", "method", "httpMethod",
    "event", "events", "resume", "dateTime", "tag", "tags", "list",
    "listId", "status", "channel", "to", "toEmail", "toList", "sendTo", "fromEmail", "title", "summary",
)  # fmt: skip
"""Parameters that say in words what a node does; all others are for the engine."""


def recognises(peek: Peek) -> bool:
    """Tell whether a JSON file holds a workflow of n8n."""
    if b'"connections"' not in peek.beginning and b'"nodes"' not in peek.beginning:
        return False
    return any(True for _ in _workflows(peek.json))


def read(path: Path) -> Drawn:
    """Return the workflows in a file, a page each.

    Raises:
        UnreadableSource: The file is broken, or holds no workflow.
    """
    book = Sketchbook(path, _NAME)
    workflows = list(_workflows(read_json(path)))
    if not workflows:
        raise refusal(path, "holds no n8n workflow", "Export it from n8n with “Download”.")
    for workflow in workflows:
        _Workflow(workflow, book.page(words(workflow, "name"))).draw()
    return book.drawn("nodes")


def _workflows(data: JsonValue) -> Iterator[Mapping]:
    """Yield the workflows in a file: one alone, a list, or an answer of n8n's API."""
    waiting = [data]
    for _ in range(2):
        found = [inner for outer in waiting for inner in _inside(outer)]
        yield from (each for each in waiting if isinstance(each, dict) and _is_workflow(each))
        waiting = [each for each in found if not any(each is outer for outer in waiting)]
    yield from (each for each in waiting if isinstance(each, dict) and _is_workflow(each))


def _inside(data: JsonValue) -> list[JsonValue]:
    if isinstance(data, list):
        return list(data)
    if isinstance(data, dict) and not _is_workflow(data):
        return [data[key] for key in ("data", "workflow", "workflows", "workflowData") if key in data]
    return []


def _is_workflow(data: Mapping) -> bool:
    nodes = data.get("nodes")
    if not isinstance(nodes, list) or not isinstance(data.get("connections", {}), dict | list):
        return False
    typed = [node for node in nodes if isinstance(node, dict) and isinstance(node.get("type"), str)]
    return any("position" in node or "." in str(node["type"]) for node in typed)


class _Workflow:
    """One workflow, drawn node by node and connection by connection."""

    def __init__(self, data: Mapping, sketch: Sketch) -> None:
        self._data = data
        self._sketch = sketch
        self._by_name: dict[str, str] = {}
        self._by_id: dict[str, str] = {}
        self._nodes: dict[str, Mapping] = {}

    def draw(self) -> None:
        """Draw everything."""
        for number, node in enumerate(items(self._data.get("nodes")), 1):
            if isinstance(node, dict):
                self._draw_node(node, number)
            else:
                self._sketch.left_out.add(f"“{self._sketch.title}”, node {number}", "is no node")
        connections = self._data.get("connections")
        for source, outputs in mapping(connections).items():
            for sort, ways in mapping(outputs).items():
                self._draw_outputs(source, sort, items(ways))
        if isinstance(connections, list) and connections:
            self._sketch.left_out.add(f"“{self._sketch.title}”", "its connections are in no known form")

    def _draw_node(self, node: Mapping, number: int) -> None:
        name, own_id = words(node, "name"), words(node, "id")
        sort = words(node, "type")
        parameters = mapping(node.get("parameters"))
        is_sticky = sort.rpartition(".")[2] == _STICKY_NOTE
        x, y = _position(node.get("position"))
        width, height = _STICKY_SIZE if is_sticky else (None, None)
        shape = Shape(
            id=own_id or name or f"node {number}",
            text=words(parameters, "content") if is_sticky else name,
            sort=sort,
            x=x,
            y=y,
            width=(place(parameters.get("width")) or width) if is_sticky else None,
            height=(place(parameters.get("height")) or height) if is_sticky else None,
            notes=words(node, "notes"),
            details=(*_settings(node, parameters),),
        )
        if node.get("disabled") is True:
            self._sketch.left_out.add(
                f"“{self._sketch.title}”, {name}", "is switched off in n8n; drawn all the same"
            )
        drawn = self._sketch.add(shape)
        self._nodes[drawn] = node
        self._by_name.setdefault(name, drawn)
        self._by_id.setdefault(own_id, drawn)

    def _draw_outputs(self, source: str, sort: str, ways: list[JsonValue]) -> None:
        start = self._named(source)
        for index, way in enumerate(ways):
            outcome = sort if sort != _MAIN else self._outcome(start, index, len(ways))
            for number, end in enumerate(mappings(way)):
                target = self._named(words(end, "node"))
                entry = words(end, "index")
                self._sketch.connect(
                    Arrow(
                        id=f"{start} {sort} {index} {number}",
                        source=start,
                        target=target,
                        text="" if outcome.isdecimal() or outcome in _OUTPUTS["if"] else outcome,
                        outcome=outcome,
                        details=(("connection", sort), ("input", entry if entry != "0" else "")),
                    )
                )

    def _named(self, name: str) -> str:
        """Return the shape of a node that a connection names, by its name or else its id."""
        return self._by_name.get(name) or self._by_id.get(name) or plain(name)

    def _outcome(self, shape: str, index: int, count: int) -> str:
        """Return what n8n calls an output; nothing where a node has only one."""
        node = self._nodes.get(shape, {})
        parameters = mapping(node.get("parameters"))
        sort = words(node, "type").rpartition(".")[2]
        names: tuple[str, ...] = _OUTPUTS.get(sort, ())
        if sort == "splitInBatches" and (place(node.get("typeVersion")) or 3.0) < 3:
            names = _FIRST_BATCHES
        if sort == "switch":
            names = _switch_outputs(parameters)
        if words(node, "onError") == "continueErrorOutput" and index >= max(1, len(names)):
            return "error"
        if index < len(names):
            return names[index]
        return str(index + 1) if count > 1 else ""


def _switch_outputs(parameters: Mapping) -> tuple[str, ...]:
    """Return the names of a switch's outputs: those given, else what is compared with."""
    rules = mapping(parameters.get("rules"))
    found = []
    for number, rule in enumerate(mappings(first(rules, "values", "rules")), 1):
        compared = next(mappings(mapping(rule.get("conditions")).get("conditions")), {})
        named = words(rule, "outputKey") or words(rule, "value2") or words(compared, "rightValue")
        found.append(named or str(number))
    fallback = words(mapping(parameters.get("options")), "fallbackOutput") or words(
        parameters, "fallbackOutput"
    )
    return (*found, "fallback") if fallback == "extra" else tuple(found)


def _position(value: JsonValue) -> tuple[float | None, float | None]:
    if isinstance(value, list) and len(value) >= 2:
        return place(value[0]), place(value[1])
    at = mapping(value)
    return place(at.get("x")), place(at.get("y"))


def _settings(node: Mapping, parameters: Mapping) -> Iterator[tuple[str, str]]:
    """Yield what a node's parameters say in words, and how it stands in n8n."""
    if words(node, "type").rpartition(".")[2] == "wait":
        yield from wait(first(parameters, "amount"), first(parameters, "unit") or "hours")
    told: Mapping = {key: parameters[key] for key in _SETTINGS if key in parameters}
    yield from ((key, said) for key, said in flat(told) if not said.startswith("="))
    for key in ("options", "additionalFields"):
        inner = {name: said for name, said in mapping(parameters.get(key)).items() if name in _SETTINGS}
        yield from ((name, said) for name, said in flat(inner) if not said.startswith("="))
    if node.get("disabled") is True:
        yield "switched off", word(True)


DIAGRAM: Final = DiagramReader(
    name=_NAME,
    title=_TITLE,
    looks_for="a workflow downloaded from n8n (.json)",
    recognises=recognises,
    read=read,
)
