"""Campaigns for Mautic: one event before each, no decision after a decision, and what it reads anew."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from maplanner.app.diagrams import read_drawing
from maplanner.document.records import Campaign, Link, Step
from maplanner.document.values import FixedDelay
from maplanner.exchange.writing.writers import diagram_writer
from tests.builders import PlanBuilder
from tests.exchange.test_writing import odd_plan, sample


def written(build: Any, folder: Path) -> list[dict[str, Any]]:
    snapshot = build.snapshot() if isinstance(build, PlanBuilder) else build
    path = folder / "campaign.json"
    diagram_writer("mautic").write(snapshot, snapshot.all(Campaign), path)
    data = json.loads(path.read_text("utf-8"))
    return data.get("campaigns") or [data["campaign"]]


def joined(campaign: dict[str, Any]) -> set[tuple[str, str, str]]:
    names = {str(event["id"]): event["name"] for event in campaign["events"]} | {"lists": "lists"}
    lines = campaign["canvasSettings"]["connections"]
    return {(names[x["sourceId"]], x["anchors"]["source"], names[x["targetId"]]) for x in lines}


@pytest.mark.parametrize("plan", ["sample.json", "reference-funnel.json", ""])
def test_what_mautic_asks_of_a_campaign_holds(plan: str, tmp_path: Path) -> None:
    for campaign in written(sample(plan) if plan else odd_plan(), tmp_path):
        sorts = {str(event["id"]): event["eventType"] for event in campaign["events"]}
        lines = campaign["canvasSettings"]["connections"]
        assert max(Counter(line["targetId"] for line in lines).values()) == 1, "one event before each"
        for line in lines:
            before = sorts.get(line["sourceId"], "source")
            assert line["targetId"] in sorts
            if before == "decision":
                assert sorts[line["targetId"]] != "decision"
            anchors = {"source": {"leadsource"}, "action": {"bottom"}}.get(before, {"yes", "no"})
            assert line["anchors"]["source"] in anchors
        placed = {node["id"] for node in campaign["canvasSettings"]["nodes"]}
        assert set(sorts) <= placed
        jumps = [event for event in campaign["events"] if event["type"] == "campaign.jump_to_event"]
        assert all(event["properties"]["jumpToEvent"] in sorts for event in jumps)


def test_a_wait_becomes_the_delay_of_what_follows(tmp_path: Path) -> None:
    build = PlanBuilder()
    build.campaign("Nurture")
    start = build.step("trigger", "Begins")
    wait = build.step("wait", "Rest", props={"delay": {"kind": "fixed", "days": 2.0}})
    mail = build.step("email", "Letter")
    build.link(start, wait, delay=FixedDelay(days=0.5))
    build.link(wait, mail)
    (campaign,) = written(build, tmp_path)
    (event,) = campaign["events"]
    assert event["name"] == "Letter"
    told = event["triggerMode"], event["triggerInterval"], event["triggerIntervalUnit"]
    assert told == ("interval", 60, "h")
    assert joined(campaign) == {("lists", "leadsource", "Letter")}


def test_ways_of_a_letter_leave_by_decisions_and_meet_by_jumps(tmp_path: Path) -> None:
    build = PlanBuilder()
    build.campaign("Nurture")
    start, mail = build.step("contact_list", "Leads"), build.step("email", "Letter")
    call, end = build.step("sales_task", "Call"), build.step("end", "End")
    build.link(start, mail)
    build.link(mail, call, "opened")
    build.link(mail, end, "ignored")
    build.link(call, end)
    (campaign,) = written(build, tmp_path)
    assert joined(campaign) == {
        ("lists", "leadsource", "Letter"),
        ("Letter", "bottom", "Opened: Letter"),
        ("Opened: Letter", "yes", "Call"),
        ("Opened: Letter", "no", "End"),
        ("Call", "bottom", "Go to “End”"),
    }
    assert [each["name"] for each in campaign["lists"]] == ["Leads"]


def test_what_was_changed_since_is_read_as_it_is_now(tmp_path: Path) -> None:
    written(odd_plan(), tmp_path)
    path = tmp_path / "campaign.json"
    data = json.loads(path.read_text("utf-8"))
    before = read_drawing(path).readings[0].page
    assert len(before.arrows) == odd_plan().count(Link)
    assert len(before.shapes) == odd_plan().count(Step) + 2
    data["campaign"]["events"][0]["name"] = "Another letter"
    path.write_text(json.dumps(data), "utf-8")
    after = read_drawing(path).readings[0].page
    assert "Another letter" in {shape.text for shape in after.shapes}
