"""Mautic campaigns in the forms of its versions: events, delays, decisions, sources."""

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from maplanner.core.errors import UnreadableSource
from maplanner.exchange.diagrams.drawn import Drawn, Page
from maplanner.exchange.diagrams.mautic import DIAGRAM
from maplanner.exchange.peeking import Peek
from tests.exchange.diagram_files import arrow, only_page, put_json, shape, ways


def event(number: int, name: str, kind: str, sort: str = "action", **more: Any) -> dict[str, Any]:
    return {"id": number, "name": name, "type": kind, "eventType": sort, **more}


def joined(source: object, target: object, anchor: str = "bottom") -> dict[str, Any]:
    return {
        "sourceId": str(source),
        "targetId": str(target),
        "anchors": {"source": anchor, "target": "top"},
    }


MAIL = event(1, "Welcome", "email.send", properties={"properties": {"email": "7"}, "_token": "secret"})
OPENED = event(2, "Opens it", "email.open", "decision", parent={"id": 1})
POINTS = event(
    3, "Warmer", "lead.changepoints", parent={"id": 2}, decisionPath="yes",
    triggerMode="interval", triggerInterval=2, triggerIntervalUnit="h",
    properties={"properties": {"points": 15}, "points": 15}, description="<p>They <b>read</b> it</p>",
)  # fmt: skip
OUT = event(
    4, "Out", "lead.changelist", parent={"id": 2}, decisionPath="no", triggerMode="date",
    triggerDate="2026-12-01T10:00:00+00:00", properties={"removeFromLists": [3], "addToLists": []},
)  # fmt: skip
CANVAS = {
    "nodes": [
        {"id": "lists", "positionX": "300", "positionY": "50"},
        *({"id": str(n), "positionX": str(100 * n), "positionY": "200"} for n in (1, 2, 3, 4)),
    ],
    "connections": [
        joined("lists", 1, "leadsource"), joined(1, 2), joined(2, 3, "yes"), joined(2, 4, "no"),
    ],
}  # fmt: skip
CAMPAIGN = {
    "id": 9, "name": "Nurture", "lists": [{"id": 3, "name": "Leads"}],
    "events": [MAIL, OPENED, POINTS, OUT], "canvasSettings": CANVAS,
}  # fmt: skip
WAYS = {
    ("Leads", "", "Welcome"), ("Welcome", "", "Opens it"),
    ("Opens it", "yes", "Warmer"), ("Opens it", "no", "Out"),
}  # fmt: skip


def read(folder: Path, data: Any) -> Drawn:
    path = put_json(folder, data)
    assert DIAGRAM.recognises(Peek(path))
    return DIAGRAM.read(path)


def page(folder: Path, data: Any) -> Page:
    return only_page(read(folder, data))


def test_events_are_placed_and_joined_as_on_the_canvas(tmp_path: Path) -> None:
    found = page(tmp_path, {"campaign": CAMPAIGN})
    assert found.title == "Nurture"
    assert ways(found) == WAYS
    mail = shape(found, "Welcome")
    assert (mail.x, mail.y, mail.sort) == (100, 200, "email.send")
    assert "secret" not in str(found)


def test_delays_stand_on_the_way_to_an_event(tmp_path: Path) -> None:
    found = page(tmp_path, {"campaign": CAMPAIGN})
    days = dict(arrow(found, "Opens it", "Warmer").details)["days"]
    assert float(days) == pytest.approx(2 / 24)
    assert dict(arrow(found, "Opens it", "Out").details) == {"wait until": "2026-12-01T10:00:00+00:00"}
    assert dict(shape(found, "Warmer").details)["points"] == "15"
    assert shape(found, "Warmer").notes == "They read it"
    assert dict(shape(found, "Out").details)["change"] == "leave"


def test_parents_join_where_there_is_no_canvas(tmp_path: Path) -> None:
    found = page(tmp_path, {"campaign": {**CAMPAIGN, "canvasSettings": []}})
    assert ways(found) == WAYS
    assert shape(found, "Welcome").x is None


def test_a_way_that_the_canvas_forgot_comes_from_the_parent(tmp_path: Path) -> None:
    canvas = {**CANVAS, "connections": CANVAS["connections"][:2]}
    assert ways(page(tmp_path, {"campaign": {**CAMPAIGN, "canvasSettings": canvas}})) == WAYS


@pytest.mark.parametrize(
    "wrap",
    [
        lambda one: one,
        lambda one: {"campaigns": [one]},
        lambda one: {"total": 1, "campaigns": {"9": one}},
        lambda one: {"campaign": {**one, "events": {str(each["id"]): each for each in one["events"]}}},
    ],
)
def test_answers_of_the_api_are_read_however_they_are_wrapped(tmp_path: Path, wrap: Any) -> None:
    assert ways(page(tmp_path, wrap(CAMPAIGN))) == WAYS


def exported() -> list[dict[str, Any]]:
    """Return the campaign as Mautic 7 exports it."""
    events = []
    for each in CAMPAIGN["events"]:
        own = dict(each)
        own["event_type"], own["campaign_id"] = own.pop("eventType"), 9
        own["parent_id"] = (own.pop("parent", None) or {}).get("id")
        for key in ("Mode", "Interval", "IntervalUnit", "Date"):
            own["trigger" + re.sub("([A-Z])", r"_\1", key).lower()] = own.pop(f"trigger{key}", None)
        events.append(own)
    events[0] |= {"channel": "email", "channel_id": 7}
    return [
        {
            "campaign": [{"id": 9, "name": "Nurture", "canvas_settings": CANVAS}],
            "campaign_event": events,
            "lists": [{"id": 3, "name": "Leads"}],
            "email": [{"id": 7, "name": "Hello mail", "subject": "Hello there"}],
            "dependencies": [],
        }
    ]


def test_an_export_of_mautic_7_is_read(tmp_path: Path) -> None:
    found = page(tmp_path, exported())
    assert ways(found) == WAYS
    assert dict(shape(found, "Welcome").details)["subject"] == "Hello there"
    assert "days" in dict(arrow(found, "Opens it", "Warmer").details)


def test_a_packed_export_is_read(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("campaign_9.json", json.dumps(exported()))
        archive.writestr("assets/a.pdf", b"%PDF")
    assert DIAGRAM.recognises(Peek(path))
    drawn = DIAGRAM.read(path)
    assert ways(only_page(drawn)) == WAYS
    assert any("a.pdf" in line for line in drawn.left_out)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 campaign_event", b"not packed"])
def test_what_only_looks_packed_is_not_taken_for_an_export(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "campaign.zip"
    path.write_bytes(content)
    assert not DIAGRAM.recognises(Peek(path))


def test_a_jump_is_a_way_and_sources_side_by_side_are_none(tmp_path: Path) -> None:
    jump = event(5, "Again", "campaign.jump_to_event", parent={"id": 4}, properties={"jumpToEvent": "1"})
    canvas = {**CANVAS, "connections": [*CANVAS["connections"], joined("lists", "forms", "leadsourceright")]}
    drawn = read(tmp_path, {**CAMPAIGN, "events": [*CAMPAIGN["events"], jump], "canvasSettings": canvas})
    assert ways(only_page(drawn)) == WAYS | {("Out", "", "Again"), ("Again", "", "Welcome")}
    assert any("side by side" in line for line in drawn.left_out)


@pytest.mark.parametrize("data", [{}, [], {"campaign": {}}, {"events": [1]}, {"contacts": {"1": {}}}, 5])
def test_other_json_is_refused_by_name(tmp_path: Path, data: Any) -> None:
    path = put_json(tmp_path, data)
    assert not DIAGRAM.recognises(Peek(path))
    with pytest.raises(UnreadableSource, match=r"drawing\.json holds no Mautic campaign"):
        DIAGRAM.read(path)
