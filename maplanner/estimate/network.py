"""What waits for what: lines of the breakdown as a network, with the checklist's milestones before them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from maplanner.crm.checklist import is_done
from maplanner.document.reading import RecordReader
from maplanner.document.records import ChecklistItem, WorkOrder
from maplanner.estimate.breakdown import WorkLine


@dataclass(frozen=True)
class Milestone:
    """An item of the checklist. Work that waits for it begins on the day after it is due."""

    id: str
    title: str
    due: date | None
    done: bool


@dataclass
class Network:
    """Which line waits for which, by key; there is no circle in it. ``lacks`` says what was left out.

    ``not_before`` has, by key, the days after the first one before which a line cannot begin.
    """

    before: dict[str, set[str]]
    milestones: tuple[Milestone, ...] = ()
    not_before: dict[str, float] = field(default_factory=dict)
    lacks: list[str] = field(default_factory=list)

    def in_order(self) -> list[str]:
        """Return all lines, each after those that it waits for; else as they were listed."""
        waiting = {key: set(before) for key, before in self.before.items()}
        after: dict[str, list[str]] = {}
        for key, before in waiting.items():
            for each in before:
                after.setdefault(each, []).append(key)
        ready = [key for key, before in waiting.items() if not before]
        ordered: list[str] = []
        for key in ready:  # grows while it is gone through
            ordered.append(key)
            for follower in after.get(key, ()):
                waiting[follower].discard(key)
                if not waiting[follower]:
                    ready.append(follower)
        return ordered


@dataclass(frozen=True)
class PlannedTask:
    """A task as the network sees it: its key, what people call it, the line it is of, if it is of one."""

    key: str
    title: str
    line: WorkLine | None = None


def network_of(reader: RecordReader, tasks: Iterable[PlannedTask], first_day: date) -> Network:
    """Return what waits for what: by the sort of work, by the checklist, and as people say.

    Orders by hand that would close a circle are left out and told of.
    """
    listed = list(tasks)
    network = Network({task.key: set() for task in listed})
    lines = [task.line for task in listed if task.line is not None]
    by_item: dict[str, list[WorkLine]] = {}
    for line in lines:
        by_item.setdefault(line.item.key, []).append(line)
    for line in lines:
        for item in line.item.after:
            network.before[line.key].update(each.key for each in _before(line, by_item.get(item, [])))
    _wait_for_checklist(reader, network, lines, first_day)
    _by_hand(reader, network, {task.key: task.title for task in listed}, first_day)
    return network


def _before(line: WorkLine, candidates: list[WorkLine]) -> list[WorkLine]:
    """Return those lines of another item that a line waits for: of the same scope, if there are any.

    Else a campaign waits for what belongs to none, such as mappings, and what belongs to a system for what
    belongs to the same; the rest waits for all.
    """
    same = [each for each in candidates if each.scope == line.scope]
    if same:
        return same
    if line.of_campaign:
        return [each for each in candidates if not each.of_campaign]
    if line.touches:
        return [each for each in candidates if not each.touches or each.touches & line.touches]
    return candidates


def _wait_for_checklist(
    reader: RecordReader, network: Network, lines: list[WorkLine], first_day: date
) -> None:
    items = sorted(reader.all(ChecklistItem), key=lambda item: (item.order, item.id))
    network.milestones = tuple(
        Milestone(item.id, item.title or "untitled", item.due, is_done(reader, item)) for item in items
    )
    signs = {item.ticked_by: item for item in items if item.ticked_by}
    told: set[str] = set()
    for line in lines:
        item = signs.get(line.item.waits_for) if line.item.waits_for else None
        if item is None or is_done(reader, item):
            continue
        if item.due is None:
            if item.id not in told:
                told.add(item.id)
                network.lacks.append(f"“{item.title}” is open and has no due date; no work waits for it.")
            continue
        _not_before(network, line.key, item.due, first_day)


def _not_before(network: Network, key: str, due: date, first_day: date) -> None:
    days = float((due - first_day).days + 1)
    network.not_before[key] = max(network.not_before.get(key, 0.0), days, 0.0)


def _by_hand(reader: RecordReader, network: Network, titles: dict[str, str], first_day: date) -> None:
    milestones = {each.id: each for each in network.milestones}
    for order in sorted(reader.all(WorkOrder), key=lambda each: each.id):
        first, then = order.first.strip(), order.then.strip()
        if first in milestones and then in network.before:
            milestone = milestones[first]
            if milestone.due is not None and not milestone.done:
                _not_before(network, then, milestone.due, first_day)
        elif first in network.before and then in network.before:
            circle = _way(network.before, first, then)
            if circle:
                named = ", then ".join(f"“{titles[key]}”" for key in (*circle, circle[0]))
                network.lacks.append(
                    f"Work goes round in a circle: {named}. “{titles[then]}” is not made to wait for it."
                )
            else:
                network.before[then].add(first)
        else:
            gone = first if first not in network.before else then
            network.lacks.append(f"An order of work names “{gone}”, which is no line of the breakdown.")


def _way(before: dict[str, set[str]], start: str, goal: str) -> list[str]:
    """Return the tasks by which ``start`` waits for ``goal``, that first; empty if it does not."""
    came: dict[str, str] = {start: ""}
    pending = [start]
    while pending:
        key = pending.pop()
        if key == goal:
            way = []
            while key:
                way.append(key)
                key = came[key]
            return way
        for each in before[key]:
            if each not in came:
                came[each] = key
                pending.append(each)
    return []
