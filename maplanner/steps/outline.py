"""A drawing as a tree to read: where leads come in, what follows what, and what nobody reaches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from maplanner.document.reading import RecordReader
from maplanner.document.records import FormField, Frame, Link, Step
from maplanner.steps.catalogue import kind_of
from maplanner.steps.graph import campaign_steps, links_from

UNREACHED: Final = "unreached"
"""The key of the heading over the steps that no entry leads to."""
FRAMES: Final = "frames"
"""The key of the heading over the frames."""


class OutlineSort(StrEnum):
    """What a line of the outline stands for."""

    STEP = "step"
    FIELD = "field"
    WAY = "way"
    """One of several links that leave a step; what it leads to stands below it."""
    BACK = "back"
    """A link to a step that led here: a loop closes."""
    JOIN = "join"
    """A link to a step that stands elsewhere in the outline already."""
    HEADING = "heading"
    FRAME = "frame"
    """An area of the drawing; what lies in it stands where leads pass it."""


@dataclass(frozen=True)
class OutlineLine:
    """One line. ``key`` is its own, and stays the same while what it stands for does.

    ``parent`` is the key of the line it stands under, empty at the top. ``record`` is the step, form field
    or link; ``target`` the step to which a way, a return or a junction leads.
    """

    key: str
    parent: str
    sort: OutlineSort
    record: str = ""
    target: str = ""


def outline(reader: RecordReader, campaign_id: str) -> list[OutlineLine]:
    """Return the lines of a campaign's outline, each before those that stand under it.

    Entries come first, frames last. A step with one way on is followed by the next one at the same level; one
    with several has a line for each under it, in the order of its links.
    """
    steps = {step.id: step for step in campaign_steps(reader, campaign_id)}
    walk = _Walk(reader, steps)
    walk.follow((step for step in steps.values() if _is_entry(step)), "")
    left = [step for step in steps.values() if step.id not in walk.seen]
    if left:
        walk.lines.append(OutlineLine(UNREACHED, "", OutlineSort.HEADING))
        entered = {link.target for step in left for link in links_from(reader, step.id)}
        walk.follow((step for step in left if step.id not in entered), UNREACHED)
        walk.follow(left, UNREACHED)
    return walk.lines + _frames(reader, campaign_id)


def _frames(reader: RecordReader, campaign_id: str) -> list[OutlineLine]:
    found = sorted(
        reader.referring(Frame, "campaign", campaign_id), key=lambda each: (each.y, each.x, each.id)
    )
    lines = [OutlineLine(frame.id, FRAMES, OutlineSort.FRAME, frame.id) for frame in found]
    return [OutlineLine(FRAMES, "", OutlineSort.HEADING), *lines] if lines else []


def _is_entry(step: Step) -> bool:
    kind = kind_of(step)
    return kind is not None and kind.entry


class _Walk:
    """A walk over a drawing that visits each step once, the first way first.

    It keeps its own stack: drawings are deeper than Python's.
    """

    def __init__(self, reader: RecordReader, steps: dict[str, Step]) -> None:
        self._reader = reader
        self._steps = steps
        self.lines: list[OutlineLine] = []
        self.seen: dict[str, str] = {}
        """Steps that have a line, with the step each was reached from."""
        self._pending: list[tuple[str, str, str, Link | None]] = []
        """Steps to visit: where from, the line above, which step, and by which link."""

    def follow(self, starts: Iterable[Step], parent: str) -> None:
        """Write the lines of what can be reached from steps that have none yet."""
        for start in starts:
            if start.id in self.seen:
                continue
            self._pending = [("", parent, start.id, None)]
            while self._pending:
                self._visit(*self._pending.pop())

    def _visit(self, came_from: str, parent: str, step_id: str, link: Link | None) -> None:
        if link is not None and step_id in self.seen:
            sort = OutlineSort.BACK if self._led_to(came_from, step_id) else OutlineSort.JOIN
            self.lines.append(OutlineLine(link.id, parent, sort, link.id, step_id))
            return
        if link is not None and self._is_one_of_several(link):
            self.lines.append(OutlineLine(link.id, parent, OutlineSort.WAY, link.id, step_id))
            parent = link.id
        self.seen[step_id] = came_from
        self.lines.append(OutlineLine(step_id, parent, OutlineSort.STEP, step_id))
        self._write_fields(step_id)
        links = self._links(step_id)
        below = step_id if len(links) > 1 else parent
        self._pending += [(step_id, below, link.target, link) for link in reversed(links)]

    def _write_fields(self, step_id: str) -> None:
        fields = self._reader.referring(FormField, "step", step_id)
        for field in sorted(fields, key=lambda field: (field.order, field.id)):
            self.lines.append(OutlineLine(field.id, step_id, OutlineSort.FIELD, field.id))

    def _links(self, step_id: str) -> list[Link]:
        return [link for link in links_from(self._reader, step_id) if link.target in self._steps]

    def _is_one_of_several(self, link: Link) -> bool:
        return len(self._links(link.source)) > 1

    def _led_to(self, step_id: str, earlier: str) -> bool:
        """Tell whether a step was reached by way of an earlier one, or is it."""
        at = step_id
        while at and at != earlier:
            at = self.seen[at]
        return at == earlier
