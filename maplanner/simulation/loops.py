"""Loops in which no time passes: a lead would go round for ever at one instant."""

from __future__ import annotations

from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter

from maplanner.core.errors import CannotSimulate
from maplanner.document.reading import RecordReader
from maplanner.document.records import Campaign, Link, Step
from maplanner.document.vocabulary import ReEntry
from maplanner.flow.behaviour import Behaviour, OnCall
from maplanner.simulation.assembly import Assembler


def refuse_timeless_loops(
    reader: RecordReader, assembler: Assembler, behaviours: dict[str, Behaviour]
) -> None:
    """Refuse a plan in which a lead could come round to a step without any time passing.

    A step that acts once per lead ends such a loop, and so does a campaign that a lead may not
    enter without end. Loops that only points and triggers close are bounded while the plan runs.

    Raises:
        CannotSimulate: There is such a loop; the message names its steps.
    """
    ends = {step.id for step in reader.all(Step) if step.once}
    ways = [*_ways(reader, assembler), *_calls(reader, assembler, behaviours)]
    loop = loop_of(way for way in ways if ends.isdisjoint(way))
    if not loop:
        return
    titles = [reader.find(Step, step).title or "untitled" for step in loop]
    shown = " → ".join(f"“{title}”" for title in [*titles[:5], titles[0]])
    raise CannotSimulate(
        f"Leads would go round for ever without any time passing: {shown}.",
        advice="Put a wait or a delay on the way, or mark a step “once per lead”.",
        about=loop[0],
    )


def loop_of(ways: Iterable[tuple[str, str]]) -> list[str]:
    """Return the places of a loop in the order of its ways, each once; nothing where no ways close one."""
    graph: TopologicalSorter[str] = TopologicalSorter()
    for source, target in ways:
        graph.add(target, source)
    try:
        graph.prepare()
    except CycleError as error:
        loop: list[str] = error.args[1]
        return loop[:-1]
    return []


def _ways(reader: RecordReader, assembler: Assembler) -> list[tuple[str, str]]:
    return [
        (link.source, link.target)
        for link in reader.all(Link)
        if (link.source, link.output) in assembler.sends
        and link.share != 0.0
        and not assembler.delays.takes_time(assembler.delays.code(link.delay, "A link"))
    ]


def _calls(
    reader: RecordReader, assembler: Assembler, behaviours: dict[str, Behaviour]
) -> list[tuple[str, str]]:
    entries: dict[str, list[str]] = {}
    for step in reader.all(Step):
        if any(isinstance(source, OnCall) for source in behaviours[step.id].sources):
            entries.setdefault(step.campaign, []).append(step.id)
    return [
        (step, entry)
        for step, called in sorted(assembler.calls)
        if _endless(reader.find(Campaign, called))
        for entry in entries.get(called, [])
    ]


def _endless(campaign: Campaign) -> bool:
    return campaign.re_entry is ReEntry.ALWAYS and campaign.max_entries is None
