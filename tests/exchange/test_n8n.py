"""n8n workflows: nodes, places, notes, and the ways out of nodes."""

from pathlib import Path
from typing import Any

import pytest

from maplanner.core.errors import UnreadableSource
from maplanner.exchange.diagrams.drawn import Page
from maplanner.exchange.diagrams.n8n import DIAGRAM
from maplanner.exchange.peeking import Peek
from tests.exchange.diagram_files import only_page, put_json, shape, ways


def node(name: str, kind: str, **more: Any) -> dict[str, Any]:
    parameters = more.pop("parameters", {})
    return {
        "id": f"id-{name}", "name": name, "type": f"n8n-nodes-base.{kind}", "typeVersion": 1,
        "position": [100, 200], "parameters": parameters, **more,
    }  # fmt: skip


def to(*names: str) -> list[dict[str, Any]]:
    return [{"node": name, "type": "main", "index": 0} for name in names]


def workflow(*nodes: dict[str, Any], **connections: Any) -> dict[str, Any]:
    return {"name": "Capture", "nodes": list(nodes), "connections": connections}


def read(folder: Path, data: Any) -> Page:
    path = put_json(folder, data)
    assert DIAGRAM.recognises(Peek(path))
    return only_page(DIAGRAM.read(path))


def test_nodes_are_shapes_and_connections_arrows(tmp_path: Path) -> None:
    page = read(
        tmp_path,
        workflow(
            node("Hook", "webhook"), node("Valid", "if"), node("Add", "hubspot"), node("Drop", "noOp"),
            Hook={"main": [to("Valid")]}, Valid={"main": [to("Add"), to("Drop")]}, Add={"main": [None, []]},
        ),
    )  # fmt: skip
    assert page.title == "Capture"
    assert ways(page) == {("Hook", "", "Valid"), ("Valid", "true", "Add"), ("Valid", "false", "Drop")}
    hook = shape(page, "Hook")
    assert (hook.sort, hook.x, hook.y) == ("n8n-nodes-base.webhook", 100, 200)


def test_connections_may_name_nodes_by_their_id(tmp_path: Path) -> None:
    connections = {"id-A": {"main": [to("id-B")]}}
    page = read(tmp_path, {"nodes": [node("A", "set"), node("B", "set")], "connections": connections})
    assert ways(page) == {("A", "", "B")}


def test_ways_out_have_their_names(tmp_path: Path) -> None:
    rules = {
        "rules": {"values": [{"outputKey": "Hot"}, {"conditions": {"conditions": [{"rightValue": "warm"}]}}]}
    }
    page = read(
        tmp_path,
        workflow(
            node("By score", "switch", parameters={**rules, "options": {"fallbackOutput": "extra"}}),
            node("Each", "splitInBatches", typeVersion=3),
            node("Send", "gmail", onError="continueErrorOutput"),
            node("A", "set"), node("Agent", "agent"), node("Tool", "gmailTool"),
            **{"By score": {"main": [to("A"), to("A"), to("A")]}, "Each": {"main": [to("A"), to("Send")]},
               "Send": {"main": [to("A"), to("Each")]},
               "Tool": {"ai_tool": [[{"node": "Agent", "type": "ai_tool", "index": 0}]]}},
        ),
    )  # fmt: skip
    assert ways(page) == {
        ("By score", "Hot", "A"), ("By score", "warm", "A"), ("By score", "fallback", "A"),
        ("Each", "done", "A"), ("Each", "loop", "Send"), ("Send", "1", "A"), ("Send", "error", "Each"),
        ("Tool", "ai_tool", "Agent"),
    }  # fmt: skip


def test_waits_subjects_and_notes_are_told(tmp_path: Path) -> None:
    page = read(
        tmp_path,
        workflow(
            node("Pause", "wait", parameters={"amount": 36, "unit": "hours"}, notes="Let them read"),
            node(
                "Mail", "gmail", parameters={"subject": "Hello", "message": "={{ $json.x }}"}, disabled=True
            ),
            node(
                "Sticky", "stickyNote", parameters={"content": "## Why\nBecause", "width": 300, "height": 90}
            ),
        ),
    )
    pause, mail, sticky = shape(page, "Pause"), shape(page, "Mail"), shape(page, "## Why\nBecause")
    assert dict(pause.details)["days"] == "1.5"
    assert pause.notes == "Let them read"
    assert dict(mail.details) == {"subject": "Hello", "switched off": "yes"}
    assert (sticky.width, sticky.height) == (300, 90)


def test_what_is_switched_off_or_leads_nowhere_is_told(tmp_path: Path) -> None:
    data = workflow(node("A", "set", disabled=True), A={"main": [to("Gone")]})
    drawn = DIAGRAM.read(put_json(tmp_path, data))
    assert drawn.pages[0].arrows[0].target is None
    assert any("switched off" in line for line in drawn.left_out)
    assert any("“Gone”" in line for line in drawn.left_out)


@pytest.mark.parametrize("wrap", [lambda flow: [flow, flow], lambda flow: {"data": [flow, flow]}])
def test_several_workflows_are_several_pages(tmp_path: Path, wrap: Any) -> None:
    assert len(DIAGRAM.read(put_json(tmp_path, wrap(workflow(node("A", "set"))))).pages) == 2


@pytest.mark.parametrize(
    "data", [{}, [], {"nodes": []}, {"nodes": [1], "connections": []}, {"nodes": [{"type": "x"}]}, "nodes"]
)
def test_other_json_is_refused_by_name(tmp_path: Path, data: Any) -> None:
    path = put_json(tmp_path, data)
    assert not DIAGRAM.recognises(Peek(path))
    with pytest.raises(UnreadableSource, match=r"drawing\.json holds no n8n workflow"):
        DIAGRAM.read(path)
