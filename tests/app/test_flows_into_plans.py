"""Journeys and processes of other programs, the whole way into a plan: nothing lost, every link legal."""

from collections import Counter
from pathlib import Path

import pytest

from maplanner.app.diagrams import DiagramRead, campaigns_of, read_drawing, take_over
from maplanner.core.errors import UnreadableSource
from maplanner.document.records import Link, Step
from maplanner.document.store import Store
from maplanner.document.values import FixedDelay
from maplanner.exchange.diagrams.formats import recognised
from maplanner.exchange.meaning.campaigns import Made
from maplanner.steps import KINDS, outputs_of
from tests.exchange.diagram_files import bpmn, put, put_json
from tests.exchange.test_bpmn import PROCESS
from tests.exchange.test_journeys import JOURNEY
from tests.exchange.test_mautic import CAMPAIGN, exported
from tests.exchange.test_n8n import node, to, workflow


def into_plan(path: Path) -> tuple[DiagramRead, tuple[Made, ...], Store]:
    """Take a file over into an empty plan."""
    store, read = Store(), read_drawing(path)
    made = campaigns_of(read, store)
    take_over(store, made, path.name)
    return read, made, store


def nothing_lost(read: DiagramRead, made: tuple[Made, ...]) -> None:
    """Hold that every shape became something or is named, and every arrow a link or a line that says why."""
    for reading, each in zip(read.readings, made, strict=True):
        became = Counter(guess.becomes for guess in reading.guesses.values())
        assert len(each.steps) == sum(count for name, count in became.items() if name in KINDS)
        assert len(each.notes) == became["note"]
        assert len(each.frames) == became["frame"]
        told = sum(line.startswith("The line") for line in each.left_out)
        assert len(each.links) + told == len(reading.page.arrows)


def refusal_of(path: Path) -> str:
    """Return why a file cannot be read; nothing where it can."""
    try:
        read_drawing(path)
    except UnreadableSource as error:
        return str(error)
    return ""


def legal(store: Store) -> None:
    steps = {step.id: step for step in store.all(Step)}
    for link in store.all(Link):
        assert link.output in {output.name for output in outputs_of(steps[link.source])}
        assert KINDS[steps[link.target].kind].accepts_links


def steps_by_title(store: Store) -> dict[str, Step]:
    return {step.title: step for step in store.all(Step)}


def link_between(store: Store, source: str, target: str) -> Link:
    steps = steps_by_title(store)
    found = [
        link for link in store.all(Link) if (link.source, link.target) == (steps[source].id, steps[target].id)
    ]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("data", [{"campaign": CAMPAIGN}, exported()])
def test_a_mautic_campaign_keeps_kinds_delays_points_and_decisions(tmp_path: Path, data: object) -> None:
    read, made, store = into_plan(put_json(tmp_path, data))
    nothing_lost(read, made)
    legal(store)
    kinds = {title: step.kind for title, step in steps_by_title(store).items()}
    assert kinds == {
        "Leads": "contact_list", "Welcome": "email", "Opens it": "decision",
        "Warmer": "points", "Out": "segment_change",
    }  # fmt: skip
    assert steps_by_title(store)["Warmer"].props["points"] == 15
    assert steps_by_title(store)["Out"].props["change"] == "leave"
    way = link_between(store, "Opens it", "Warmer")
    assert way.output == "yes"
    assert isinstance(way.delay, FixedDelay)
    assert way.delay.days == pytest.approx(2 / 24)
    assert link_between(store, "Opens it", "Out").output == "no"


def test_a_journey_keeps_waits_subjects_and_shares(tmp_path: Path) -> None:
    read, made, store = into_plan(put_json(tmp_path, JOURNEY))
    nothing_lost(read, made)
    legal(store)
    steps = steps_by_title(store)
    assert {steps[name].kind for name in ("Mail", "Sms")} == {"email"}
    assert steps["Wait"].props["delay"]["days"] == 14
    assert steps["Mail"].props["subject"] == "Hello"
    assert (steps["Opened"].kind, steps["Test"].kind, steps["Bye"].kind) == ("decision", "split", "crm_write")
    assert link_between(store, "Test", "Sms").share == pytest.approx(0.3)
    assert link_between(store, "Opened", "Bye").output == "no"


def test_a_folder_of_journeys_is_read_like_a_file(tmp_path: Path) -> None:
    for number in (1, 2):
        put_json(tmp_path, {**JOURNEY, "name": f"J{number}"}, f"j{number}.journey-meta.json")
    _read, made, store = into_plan(tmp_path)
    assert [each.campaign.title for each in made] == ["J1", "J2"]
    legal(store)


def test_a_workflow_keeps_what_its_nodes_do(tmp_path: Path) -> None:
    flow = workflow(
        node("Hook", "webhook"), node("Check", "if"),
        node("Pause", "wait", parameters={"amount": 2, "unit": "days"}),
        node("Store it", "pipedrive"), node("Why", "stickyNote", parameters={"content": "Because"}),
        Hook={"main": [to("Check")]}, Check={"main": [to("Pause"), to("Store it")]},
        Pause={"main": [to("Store it")]},
    )  # fmt: skip
    read, made, store = into_plan(put_json(tmp_path, flow))
    nothing_lost(read, made)
    legal(store)
    kinds = {title: step.kind for title, step in steps_by_title(store).items()}
    assert kinds == {"Hook": "trigger", "Check": "decision", "Pause": "wait", "Store it": "crm_write"}
    assert steps_by_title(store)["Pause"].props["delay"]["days"] == 2
    assert link_between(store, "Check", "Store it").output == "no"
    assert [note.text for note in made[0].notes] == ["Because"]


def test_a_process_keeps_lanes_ways_and_notes(tmp_path: Path) -> None:
    read, made, store = into_plan(put(tmp_path, bpmn(PROCESS), "a.bpmn"))
    nothing_lost(read, made)
    legal(store)
    assert {frame.title for frame in made[0].frames} >= {"Marketing", "Sales", "Inside", "Trial"}
    assert link_between(store, "Opened?", "Call").output == "yes"
    timer = next(step for step in made[0].steps if step.kind == "wait")
    assert timer.props["delay"]["days"] == 2.5


def test_real_files_come_into_plans_whole(real_inputs: Path) -> None:
    taken: Counter[str] = Counter()
    for part in ("diagrams/bpmn", "diagrams/visio", "mautic", "sfmc-journeys", "n8n"):
        for path in sorted((real_inputs / part).rglob("*")):
            if not path.is_file():
                continue
            if recognised(path) is None or "not a journey" in refusal_of(path):
                continue
            read, made, store = into_plan(path)
            nothing_lost(read, made)
            legal(store)
            taken[read.format] += 1
    assert taken["bpmn"] >= 10
    assert taken["n8n"] >= 10
    assert {"visio", "mautic", "journeys"} <= taken.keys()
