"""Which steps keep a lead going round, and how a round is told to people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from maplanner.checks.behaviours import instant_outputs, sure_outputs, takes_time
from maplanner.checks.survey import SurveyedStep
from maplanner.document.records import Link
from maplanner.flow.behaviour import Branching
from maplanner.steps.graph import way

if TYPE_CHECKING:
    from maplanner.steps.graph import CampaignGraph

_ENOUGH_TITLES = 5
_WHOLE = 1 - 1e-9


def instant_links(step: SurveyedStep) -> list[Link]:
    """Return the links a lead may go along at the very moment it arrives, however often that is."""
    if step.behaviour is None or step.step.once:
        return []
    names = instant_outputs(step.behaviour)
    return [link for link in step.live_links if link.output in names and not takes_time(link.delay)]


def kept(steps: Iterable[SurveyedStep], *, instant: bool = False) -> set[str]:
    """Return the steps that surely send every lead on to one another, so that none ever leaves.

    With ``instant`` only what happens at one moment counts.
    """
    members = {step.step.id: step for step in steps if step.behaviour is not None and not step.step.once}
    sets = {
        key: sure_outputs(step.behaviour, instant=instant) for key, step in members.items() if step.behaviour
    }
    sources: dict[str, list[str]] = {}
    for key, step in members.items():
        for link in step.live_links:
            sources.setdefault(link.target, []).append(key)
    inside = set(members)
    pending = list(members)
    while pending:
        key = pending.pop()
        if key in inside and not _stays(members[key], sets[key], inside, instant):
            inside.discard(key)
            pending += sources.get(key, ())
    return inside


def _stays(step: SurveyedStep, sets: list[frozenset[str]], inside: set[str], instant: bool) -> bool:
    return any(all(_leads_inside(step, output, inside, instant) for output in outputs) for outputs in sets)


def _leads_inside(step: SurveyedStep, name: str, inside: set[str], instant: bool) -> bool:
    """Tell whether whoever leaves by an output surely comes to a step inside."""
    output = next((output for output in step.outputs if output.name == name), None)
    if output is None:
        return False
    links = step.links_of(output)
    good = [link for link in links if link.target in inside and not (instant and takes_time(link.delay))]
    if output.branching is Branching.INDEPENDENT:
        return any(link.share is None or link.share >= _WHOLE for link in good)
    rest = max(0.0, 1.0 - sum(link.share or 0.0 for link in links))
    return sum(rest if link.share is None else link.share for link in good) >= _WHOLE


def round_in_words(
    graph: CampaignGraph, loop: frozenset[str], steps: Mapping[str, SurveyedStep], place: Callable[[str], int]
) -> tuple[SurveyedStep, str]:
    """Return the first step of a loop as it is read, and the shortest round from there in titles."""
    first = min(loop, key=place)
    # Whatever leads back to the first step stays within the loop.
    back = way(graph, graph.successors(first), first)
    titles = [steps[key].title for key in [first, *back]]
    if len(titles) > _ENOUGH_TITLES:
        titles = [*titles[: _ENOUGH_TITLES - 2], "…", titles[-1]]
    return steps[first], " → ".join(titles)
