"""Campaigns as networkx graphs: for questions about ways, loops and what can be reached."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from maplanner.document.reading import RecordReader, Snapshot
from maplanner.document.records import Campaign, Link, Step

if TYPE_CHECKING:
    import networkx as nx

    CampaignGraph = nx.MultiDiGraph[str]

_ROW = 54.0
"""Height of a row of steps, in pixels: a card's."""

_of_snapshots: WeakKeyDictionary[Snapshot, dict[str, CampaignGraph]] = WeakKeyDictionary()


def campaigns(reader: RecordReader) -> list[Campaign]:
    """Return the campaigns in the order of the inventory."""
    return sorted(reader.all(Campaign), key=lambda campaign: (campaign.order, campaign.title, campaign.id))


def campaign_steps(reader: RecordReader, campaign_id: str) -> list[Step]:
    """Return a campaign's steps as its drawing is read: row by row, each from left to right."""
    return in_reading_order(reader.referring(Step, "campaign", campaign_id))


def in_reading_order(steps: Iterable[Step]) -> list[Step]:
    """Return steps row by row, each from left to right. Cards that overlap in height by half share a row."""
    return sorted(steps, key=lambda step: (round(step.y / _ROW), step.x, step.y, step.id))


def campaign_links(reader: RecordReader, campaign_id: str) -> list[Link]:
    """Return the links of a campaign, step by step in reading order."""
    return [link for step in campaign_steps(reader, campaign_id) for link in links_from(reader, step.id)]


def links_from(reader: RecordReader, step_id: str) -> list[Link]:
    """Return the links that leave a step, in their order."""
    return _ordered(reader.referring(Link, "source", step_id))


def links_to(reader: RecordReader, step_id: str) -> list[Link]:
    """Return the links that lead to a step, in their order."""
    return _ordered(reader.referring(Link, "target", step_id))


def _ordered(links: list[Link]) -> list[Link]:
    return sorted(links, key=lambda link: (link.order, link.id)) if len(links) > 1 else links


def campaign_graph(reader: RecordReader, campaign_id: str) -> CampaignGraph:
    """Return a campaign as a graph that cannot be changed.

    Nodes are identifiers of steps with the record as ``step``; edges have the
    link's identifier as key and the record as ``link``. The graph of a snapshot
    is made once.
    """
    if not isinstance(reader, Snapshot):
        return _graph(reader, campaign_id)
    known = _of_snapshots.setdefault(reader, {})
    if campaign_id not in known:
        known[campaign_id] = _graph(reader, campaign_id)
    return known[campaign_id]


def _graph(reader: RecordReader, campaign_id: str) -> CampaignGraph:
    import networkx as nx  # a third of a second that the start of the program does without

    graph: CampaignGraph = nx.MultiDiGraph()
    graph.add_nodes_from((step.id, {"step": step}) for step in campaign_steps(reader, campaign_id))
    for link in campaign_links(reader, campaign_id):
        if link.target in graph:
            graph.add_edge(link.source, link.target, key=link.id, link=link)
    frozen: CampaignGraph = nx.freeze(graph)
    return frozen


def along(links: Iterable[Link]) -> CampaignGraph:
    """Return the graph of some links and the steps they join, without the records of the steps."""
    import networkx as nx

    # Made anew rather than as a view of the campaign's graph: walking through a view costs ten times as much.
    graph: CampaignGraph = nx.MultiDiGraph()
    for link in links:
        graph.add_edge(link.source, link.target, key=link.id, link=link)
    return graph


def reachable(graph: CampaignGraph, starts: Iterable[str]) -> set[str]:
    """Return the steps that a lead can come to from any of ``starts``, those themselves included."""
    return _spreading(starts, graph, graph.successors)


def leading_to(graph: CampaignGraph, goals: Iterable[str]) -> set[str]:
    """Return the steps from which a lead can come to any of ``goals``, those themselves included."""
    return _spreading(goals, graph, graph.predecessors)


def joined(graph: CampaignGraph, members: Iterable[str]) -> set[str]:
    """Return the steps that links join to any of ``members`` in whatever direction, those included."""
    return _spreading(
        members, graph, lambda step_id: chain(graph.successors(step_id), graph.predecessors(step_id))
    )


def _spreading(
    starts: Iterable[str], graph: CampaignGraph, beside: Callable[[str], Iterable[str]]
) -> set[str]:
    found = {start for start in starts if start in graph}
    pending = list(found)
    while pending:
        for step_id in beside(pending.pop()):
            if step_id not in found:
                found.add(step_id)
                pending.append(step_id)
    return found


def loops(graph: CampaignGraph) -> Iterator[frozenset[str]]:
    """Yield each largest set of steps in which every step leads back to itself."""
    import networkx as nx

    for component in nx.strongly_connected_components(graph):
        step_id = next(iter(component))
        if len(component) > 1 or graph.has_edge(step_id, step_id):
            yield frozenset(component)


def way(graph: CampaignGraph, starts: Iterable[str], goal: str) -> list[str]:
    """Return the shortest way from any of ``starts`` to ``goal``, ends included; empty if there is none."""
    came_from: dict[str, str] = {start: "" for start in starts if start in graph}
    front = list(came_from)
    while front and goal not in came_from:
        following: list[str] = []
        for step_id in front:
            for successor in graph.successors(step_id):
                if successor not in came_from:
                    came_from[successor] = step_id
                    following.append(successor)
        front = following
    return trail(came_from, goal)


def trail(came_from: dict[str, str], goal: str) -> list[str]:
    """Return the steps that lead to ``goal``, first one first, given the step each was reached from."""
    steps: list[str] = []
    at = goal if goal in came_from else ""
    while at:
        steps.append(at)
        at = came_from[at]
    return steps[::-1]
