"""Journeys of Marketing Cloud: entries, activities, outcomes, waits, and folders of projects."""

from pathlib import Path
from typing import Any

import pytest

from maplanner.core.errors import UnreadableSource
from maplanner.exchange.diagrams.drawn import Page
from maplanner.exchange.diagrams.journeys import DIAGRAM
from maplanner.exchange.peeking import Peek
from tests.exchange.diagram_files import arrow, only_page, put_json, shape, ways


def activity(key: str, kind: str, *outcomes: dict[str, Any], **configured: Any) -> dict[str, Any]:
    return {"key": key, "name": key.title(), "type": kind, "outcomes": list(outcomes),
            "configurationArguments": configured}  # fmt: skip


JOURNEY: dict[str, Any] = {
    "key": "j", "name": "Welcome", "workflowApiVersion": 1,
    "triggers": [
        {"key": "TRIGGER", "name": "TRIGGER", "type": "APIEvent", "metaData": {"title": "Form sent"}}
    ],
    "activities": [
        activity("mail", "EMAILV2", {"next": "wait"}, triggeredSend={"emailSubject": "Hello"}),
        activity("wait", "WAIT", {"next": "opened"}, waitDuration=2, waitUnit="WEEKS"),
        activity("opened", "ENGAGEMENTDECISION", {"next": "test", "arguments": {"when": True}},
                 {"next": "bye", "arguments": {"when": False}}, statsTypeId=2),
        activity("test", "RANDOMSPLIT", {"next": "sms", "arguments": {"percentage": 30}},
                 {"arguments": {"percentage": 70}, "metaData": {"label": "Control"}}),
        activity("sms", "SMSSYNC", {}), activity("bye", "UPDATECONTACTDATA", {}),
        activity("score", "MULTICRITERIADECISION",
                 {"key": "p1", "next": "mail", "metaData": {"criteriaDescription": "Score is high"}},
                 {"key": "remainder_path", "next": "bye"}),
    ],
    "goals": [{"key": "goal", "name": "Bought", "type": "ContactEvent"}], "exits": [], "notifiers": [{}],
}  # fmt: skip


def read(folder: Path, data: Any) -> Page:
    path = put_json(folder, data)
    assert DIAGRAM.recognises(Peek(path))
    return only_page(DIAGRAM.read(path))


def test_outcomes_are_arrows_and_the_entry_leads_to_what_nothing_else_leads_to(tmp_path: Path) -> None:
    page = read(tmp_path, JOURNEY)
    assert ways(page) == {
        ("Form sent", "", "Score"), ("Score", "Score is high", "Mail"), ("Score", "remainder", "Bye"),
        ("Mail", "", "Wait"), ("Wait", "", "Opened"), ("Opened", "yes", "Test"), ("Opened", "no", "Bye"),
        ("Test", "1", "Sms"), ("Test", "Control", ""),
    }  # fmt: skip
    assert len(page.arrows) == 9
    assert shape(page, "Bought").sort == "goal"


def test_waits_shares_and_subjects_are_told(tmp_path: Path) -> None:
    page = read(tmp_path, JOURNEY)
    assert dict(shape(page, "Wait").details)["days"] == "14"
    assert dict(shape(page, "Mail").details)["subject"] == "Hello"
    assert dict(shape(page, "Opened").details)["looks at"] == "opened"
    assert dict(arrow(page, "Test", "Sms").details)["share"] == "0.3"
    assert arrow(page, "Score", "Mail").text == "Score is high"


def test_a_journey_that_only_goes_round_begins_with_its_first_activity(tmp_path: Path) -> None:
    round_trip = [activity("a", "WAIT", {"next": "b"}), activity("b", "EMAILV2", {"next": "a"})]
    page = read(tmp_path, {**JOURNEY, "activities": round_trip, "goals": []})
    assert ways(page) == {("Form sent", "", "A"), ("A", "", "B"), ("B", "", "A")}


def test_an_activity_that_is_missing_leaves_an_open_end(tmp_path: Path) -> None:
    drawn = DIAGRAM.read(
        put_json(tmp_path, {**JOURNEY, "activities": [activity("a", "WAIT", {"next": "zz"})]})
    )
    assert any("“zz”" in line for line in drawn.left_out)
    assert any("notifier" in line for line in drawn.left_out)


def test_a_project_is_read_journey_by_journey(tmp_path: Path) -> None:
    for number in (1, 2):
        put_json(tmp_path, {**JOURNEY, "name": f"J{number}"}, f"j{number}.journey-meta.json")
    put_json(tmp_path, {"eventDefinitionKey": "e"}, "e.event-meta.json")
    (tmp_path / "readme.txt").write_text("x")
    assert DIAGRAM.recognises(Peek(tmp_path))
    drawn = DIAGRAM.read(tmp_path)
    assert [page.title for page in drawn.pages] == ["J1", "J2"]
    assert any("entry event" in line for line in drawn.left_out)


def test_a_listing_of_the_api_holds_several_journeys(tmp_path: Path) -> None:
    path = put_json(tmp_path, {"count": 2, "items": [JOURNEY, JOURNEY]})
    assert len(DIAGRAM.read(path).pages) == 2


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ({"eventDefinitionKey": "e", "type": "APIEvent"}, "entry event"),
        ({"CustomerKey": "c", "Fields": []}, "data extension"),
        ({"steps": [{"activities": []}], "r__folder_Path": "x"}, "automation"),
        ({"a": 1}, "holds no journey"),
        ([], "holds no journey"),
        ({"activities": [], "triggers": []}, "holds no activities"),
    ],
)
def test_other_parts_of_a_project_are_refused_by_what_they_are(tmp_path: Path, data: Any, why: str) -> None:
    with pytest.raises(UnreadableSource, match=r"drawing\.json") as caught:
        DIAGRAM.read(put_json(tmp_path, data))
    assert why in str(caught.value)
