"""Campaigns as graphs: who follows on whom, what is reached, what goes round."""

from __future__ import annotations

import networkx as nx
import pytest

from maplanner.steps.graph import (
    along,
    campaign_graph,
    campaign_links,
    campaign_steps,
    campaigns,
    in_reading_order,
    joined,
    leading_to,
    links_from,
    links_to,
    loops,
    reachable,
    way,
)
from tests.builders import PlanBuilder


@pytest.fixture
def plan() -> PlanBuilder:
    """A ring of three behind an entry, a second link beside the first, and a step apart."""
    built = PlanBuilder()
    first, second, third, fourth, _apart = (built.step("landing_page", name) for name in "abcde")
    built.chain(first, second, third, fourth, second)
    built.link(first, second, "again", order=-1.0)
    built.campaign("Other")
    built.chain(built.step("email"), built.step("end"))
    return built


def test_a_graph_holds_the_steps_and_links_of_one_campaign(plan: PlanBuilder) -> None:
    graph = campaign_graph(plan.snapshot(), "campaign_1")
    assert list(graph) == ["step_1", "step_2", "step_3", "step_4", "step_5"]
    assert sorted(graph.edges(keys=True)) == [
        ("step_1", "step_2", "link_1"),
        ("step_1", "step_2", "link_5"),
        ("step_2", "step_3", "link_2"),
        ("step_3", "step_4", "link_3"),
        ("step_4", "step_2", "link_4"),
    ]
    assert graph.nodes["step_3"]["step"].title == "c"
    assert graph.edges["step_1", "step_2", "link_5"]["link"].output == "again"


def test_the_graph_of_a_snapshot_is_made_once_and_cannot_be_changed(plan: PlanBuilder) -> None:
    snapshot = plan.snapshot()
    graph = campaign_graph(snapshot, "campaign_1")
    assert campaign_graph(snapshot, "campaign_1") is graph
    with pytest.raises(nx.NetworkXError):
        graph.remove_node("step_1")


def test_the_graph_of_a_live_store_follows_its_changes(plan: PlanBuilder) -> None:
    store = plan.store()
    assert "step_2" in campaign_graph(store, "campaign_1")
    with store.transact("Delete") as transaction:
        transaction.remove("step_2")
    assert "step_2" not in campaign_graph(store, "campaign_1")


def test_what_is_reached(plan: PlanBuilder) -> None:
    graph = campaign_graph(plan.snapshot(), "campaign_1")
    assert reachable(graph, ["step_1"]) == {"step_1", "step_2", "step_3", "step_4"}
    assert reachable(graph, ["step_3"]) == {"step_2", "step_3", "step_4"}
    assert reachable(graph, ["step_5", "unknown"]) == {"step_5"}
    assert reachable(graph, []) == set()


def test_what_leads_to_a_step_and_what_is_joined_to_it(plan: PlanBuilder) -> None:
    graph = campaign_graph(plan.snapshot(), "campaign_1")
    assert leading_to(graph, ["step_1"]) == {"step_1"}
    assert leading_to(graph, ["step_3"]) == {"step_1", "step_2", "step_3", "step_4"}
    assert joined(graph, ["step_4"]) == {"step_1", "step_2", "step_3", "step_4"}
    assert joined(graph, ["step_5", "unknown"]) == {"step_5"}
    assert leading_to(graph, []) == joined(graph, []) == set()


def test_loops_are_the_largest_rounds(plan: PlanBuilder) -> None:
    plan.link(plan.records["step_5"], plan.records["step_5"])  # type: ignore[arg-type]
    graph = campaign_graph(plan.snapshot(), "campaign_1")
    assert set(loops(graph)) == {frozenset({"step_2", "step_3", "step_4"}), frozenset({"step_5"})}
    assert list(loops(campaign_graph(plan.snapshot(), "campaign_2"))) == []


def test_the_shortest_way(plan: PlanBuilder) -> None:
    graph = campaign_graph(plan.snapshot(), "campaign_1")
    assert way(graph, ["step_1"], "step_4") == ["step_1", "step_2", "step_3", "step_4"]
    assert way(graph, ["step_1", "step_3"], "step_4") == ["step_3", "step_4"]
    assert way(graph, ["step_4"], "step_4") == ["step_4"]
    assert way(graph, ["step_1"], "step_5") == []


def test_a_part_along_some_links(plan: PlanBuilder) -> None:
    snapshot = plan.snapshot()
    links = campaign_links(snapshot, "campaign_1")
    assert list(loops(along(links))) == [frozenset({"step_2", "step_3", "step_4"})]
    assert list(loops(along(link for link in links if link.source != "step_4"))) == []
    assert list(along([])) == []


def test_links_stand_in_their_order(plan: PlanBuilder) -> None:
    snapshot = plan.snapshot()
    assert [link.id for link in links_from(snapshot, "step_1")] == ["link_5", "link_1"]
    assert [link.id for link in links_to(snapshot, "step_2")] == ["link_5", "link_1", "link_4"]
    assert [link.id for link in campaign_links(snapshot, "campaign_2")] == ["link_6"]


def test_steps_are_read_row_by_row() -> None:
    plan = PlanBuilder()
    places = {"c": (0.0, 120.0), "a": (0.0, 8.0), "b": (300.0, 0.0), "d": (10.0, 300.0)}
    for title, (x, y) in places.items():
        plan.step("email", title, x=x, y=y)
    steps = campaign_steps(plan.snapshot(), "campaign_1")
    assert [step.title for step in steps] == ["a", "b", "c", "d"]
    assert in_reading_order(reversed(steps)) == steps


def test_campaigns_stand_as_in_the_inventory() -> None:
    plan = PlanBuilder()
    for title in ("Late", "Early"):
        plan.campaign(title)
    plan.put(plan.current.changed({"order": -5.0}))
    assert [campaign.title for campaign in campaigns(plan.snapshot())] == ["Early", "Late"]
