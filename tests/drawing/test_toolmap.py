"""The map of tools: what moves where, and where the cards stand."""

import pytest

from maplanner.document.reading import Snapshot
from maplanner.document.records import (
    Campaign,
    CrmField,
    CrmObject,
    DataFlow,
    FormField,
    Link,
    Mapping,
    Plan,
    Problem,
    Step,
    System,
)
from maplanner.document.vocabulary import Direction, Means, SyncWay, SystemRole
from maplanner.drawing.card import Badge
from maplanner.drawing.tool_flows import how_often, tool_flows
from maplanner.drawing.toolmap import LOOK_OF_ROLE, system_places, tool_map
from tests.drawing.plans import paid_search


def flows_of(plan: Snapshot) -> dict[tuple[str, str], str]:
    return {(flow.source, flow.target): flow.label for flow in tool_flows(plan)}


def test_flows_are_declared_and_implied():
    assert flows_of(paid_search()) == {
        ("ads", "site"): "visitors",
        ("site", "tool"): "answers",
        ("site", "crm"): "Lead (4 fields)",
        ("tool", "crm"): "Leads · native connector · every 15 min",
    }


def records(direction: Direction = Direction.INTO, system: str | None = "site") -> list:
    return [
        Plan(),
        Campaign(id="c"),
        System(id="site", role=SystemRole.WEB_SITE),
        System(id="crm", role=SystemRole.CRM),
        System(id="shop", role=SystemRole.SHOP),
        CrmObject(id="lead", system="crm", api_name="Lead"),
        CrmObject(id="order", system="shop", api_name="Order"),
        CrmField(id="lead.x", object="lead", api_name="X"),
        CrmField(id="order.x", object="order", api_name="X"),
        Step(id="form", campaign="c", kind="form", system=system),
        FormField(id="f", step="form", key="x"),
        Mapping(id="m", collected="f", target="lead.x", direction=direction),
    ]


@pytest.mark.parametrize(
    ("direction", "expected"),
    [
        (Direction.INTO, {("site", "crm")}),
        (Direction.BACK, {("crm", "site")}),
        (Direction.BOTH, {("site", "crm"), ("crm", "site")}),
    ],
)
def test_a_mapping_moves_data_the_way_it_says(direction, expected):
    assert set(flows_of(Snapshot.of(records(direction)))) == expected


def test_a_form_without_a_tool_belongs_to_the_one_web_site():
    assert set(flows_of(Snapshot.of(records(system=None)))) == {("site", "crm")}
    two = [*records(system=None), System(id="blog", role=SystemRole.WEB_SITE)]
    assert not flows_of(Snapshot.of(two))


def test_a_held_field_moves_from_its_own_system():
    held = Mapping(id="h", held="order.x", target="lead.x")
    assert flows_of(Snapshot.of([*records(), held]))["shop", "crm"] == "Lead (1 field)"


def test_a_mapping_inside_one_system_moves_nothing():
    plan = Snapshot.of(
        [record for record in records() if record.id != "m"]
        + [Mapping(id="h", held="lead.x", target="lead.x")]
    )
    assert not flows_of(plan)


def test_answers_are_followed_past_steps_that_no_tool_does():
    plan = Snapshot.of(
        [
            *records(),
            System(id="tool", role=SystemRole.AUTOMATION),
            Step(id="wait", campaign="c", kind="wait"),
            Step(id="mail", campaign="c", kind="email", system="tool"),
            Link(id="l1", source="form", output="submitted", target="wait"),
            Link(id="l2", source="wait", target="mail"),
            Link(id="l3", source="wait", target="wait"),
        ]
    )
    assert flows_of(plan)["site", "tool"] == "answers"


@pytest.mark.parametrize(
    ("flow", "words"),
    [
        ({"way": SyncWay.REAL_TIME}, "real time"),
        ({"way": SyncWay.POLLED, "every": 15}, "every 15 min"),
        ({"way": SyncWay.BATCHED, "every": 120}, "batched every 2 h"),
        ({"way": SyncWay.POLLED, "every": 90}, "every 90 min"),
    ],
)
def test_how_often_is_said_in_the_unit_that_fits(flow, words):
    assert how_often(DataFlow(id="f", source="a", target="b", **flow)) == words


def test_systems_without_a_place_stand_in_columns_by_role_and_apart():
    systems = [System(id=f"{role}{n}", role=role) for role in SystemRole for n in range(3)]
    places = system_places(systems)
    assert len(set(places.values())) == len(systems)
    assert places["advertising0"].x < places["web site0"].x < places["marketing automation0"].x
    assert places["marketing automation0"].x < places["CRM0"].x < places["analytics0"].x
    assert places["CRM1"].x == places["CRM0"].x


def test_systems_stay_where_people_put_them():
    systems = [System(id="a", x=40, y=-80), System(id="b"), System(id="c", x=0, y=30)]
    places = system_places(systems)
    assert places["a"] == (40, -80)
    assert places["c"] == (0, 30)
    assert abs(places["b"].y - places["c"].y) >= 54 + 20 or places["b"].x != places["c"].x


def test_flows_are_told_in_full_beneath_the_map(qapp):
    drawing = tool_map(paid_search())
    assert "Automation tool → Salesforce: Leads · native connector · every 15 min" in drawing.remarks
    assert drawing.remarks_at.bottom <= drawing.bounds.bottom


def test_every_role_has_a_look():
    assert set(LOOK_OF_ROLE) == set(SystemRole)


def test_problems_are_badges_and_notes(qapp):
    drawing = tool_map(paid_search())
    badges = {card.id: card.badge for card in drawing.cards}
    assert badges["crm"] is Badge.ERROR
    assert badges["site"] is None
    assert [note.text for note in drawing.notes] == [
        "Problem now, Salesforce: Budget is asked but never reaches sales."
    ]
    assert drawing.notes[0].small == "owner: marketing · high"


def test_a_problem_of_a_flow_marks_its_chip_and_says_which(qapp):
    pinned = Problem(id="p2", about="flow", text="Nobody pays for it.")
    drawing = tool_map(paid_search().replacing([pinned]))
    assert any(wire.label.startswith("! Leads") for wire in drawing.wires)
    assert any("Automation tool → Salesforce" in note.text for note in drawing.notes)


def test_many_problems_take_several_rows(qapp):
    problems = [Problem(id=f"p{n}", about="crm", text="Trouble " * n) for n in range(1, 8)]
    notes = tool_map(paid_search().replacing(problems)).notes
    assert not [(a, b) for i, a in enumerate(notes) for b in notes[i + 1 :] if a.rect.meets(b.rect)]


def test_a_plan_without_tools_says_so(qapp):
    assert tool_map(Snapshot.of([Plan()])).empty_words == "There are no tools in this plan yet."


def test_flows_to_a_system_that_is_gone_are_left_out():
    plan = Snapshot.of([System(id="a"), DataFlow(id="f", source="a", target="gone", means=Means.API)])
    assert not flows_of(plan)
