"""The map of tools: the team's systems as cards, what moves between them, and the problems pinned to them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from maplanner.document.records import DataFlow, Problem, System
from maplanner.document.vocabulary import ProblemState, SystemRole
from maplanner.drawing.card import CARD_HEIGHT, CARD_WIDTH, StepCard
from maplanner.drawing.geometry import Point, Rect, Space, around
from maplanner.drawing.labels import one_line
from maplanner.drawing.links import Wire
from maplanner.drawing.notes import StickyNote, problem_note
from maplanner.drawing.picture import Diagram, composed, step_badges
from maplanner.drawing.tool_flows import ToolFlow, tool_flows
from maplanner.flow.behaviour import NEXT
from maplanner.steps.kind import PaletteGroup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from maplanner.checks.finding import Finding
    from maplanner.document.reading import RecordReader

COLUMN_STEP: Final = CARD_WIDTH + 264.0
ROW_STEP: Final = CARD_HEIGHT + 66.0
_NOTE_STEP: Final = 266.0
_NOTES_GAP: Final = 56.0
_NOTES_IN_ROW: Final = 4

LOOK_OF_ROLE: Final = {
    SystemRole.CRM: (PaletteGroup.SALES, "database", "CRM and shop"),
    SystemRole.SHOP: (PaletteGroup.SALES, "shopping-cart", "CRM and shop"),
    SystemRole.AUTOMATION: (PaletteGroup.MESSAGES, "workflow", "Automation and e-mail"),
    SystemRole.EMAIL: (PaletteGroup.MESSAGES, "mail", "Automation and e-mail"),
    SystemRole.WEB_SITE: (PaletteGroup.PAGES, "globe", "Web site and webinars"),
    SystemRole.WEBINAR: (PaletteGroup.PAGES, "presentation", "Web site and webinars"),
    SystemRole.ADS: (PaletteGroup.INBOUND, "megaphone", "Advertising"),
    SystemRole.ANALYTICS: (PaletteGroup.SEGMENTS, "chart-column", "Analytics"),
    SystemRole.OTHER: (PaletteGroup.LOGIC, "box", "Other tools"),
}
"""Colour, icon and word of the legend, by what a system is to the team."""

_COLUMN: Final = {
    SystemRole.ADS: 0,
    SystemRole.WEB_SITE: 1,
    SystemRole.WEBINAR: 1,
    SystemRole.SHOP: 1,
    SystemRole.AUTOMATION: 2,
    SystemRole.EMAIL: 2,
    SystemRole.OTHER: 2,
    SystemRole.CRM: 3,
    SystemRole.ANALYTICS: 4,
}


def tool_map(reader: RecordReader, findings: Sequence[Finding] | None = None) -> Diagram:
    """Return the map of all systems of a plan, with flows that people drew and flows that campaigns imply."""
    systems = reader.all(System)
    flows = tool_flows(reader)
    badges = step_badges(reader, findings or ())
    places = system_places(systems)
    sources = {flow.source for flow in flows}
    cards = [
        system_card(system, used=system.id in sources)
        .moved_to(*places[system.id])
        .marked(badge=badges.get(system.id))
        for system in systems
    ]
    return composed(
        cards,
        [_wire(flow.id, flow.source, flow.target, flow.moves, pinned=flow.id in badges) for flow in flows],
        _problem_notes(reader, cards),
        title="Map of tools",
        subtitle=reader.plan.title,
        empty_words="There are no tools in this plan yet.",
        legend={group: words for group, _icon, words in LOOK_OF_ROLE.values()},
        remarks=[_in_full(flow, cards) for flow in flows],
    )


def system_card(system: System, *, used: bool = True) -> StepCard:
    """Return the card of a system, at its own place on the map."""
    group, icon, _words = LOOK_OF_ROLE[system.role]
    known = " ".join(part for part in (system.product, system.edition) if part and part != system.title)
    return StepCard(
        id=system.id,
        title=one_line(system.title) or str(system.role),
        summary=one_line(" · ".join(part for part in (str(system.role), known) if part)),
        group=group,
        icon=icon,
        x=system.x,
        y=system.y,
        used=frozenset({NEXT.name}) if used else frozenset(),
    )


def _in_full(flow: ToolFlow, cards: Sequence[StepCard]) -> str:
    titles = {card.id: card.title for card in cards}
    return f"{titles[flow.source]} → {titles[flow.target]}: {flow.label}"


def _wire(flow_id: str, source: str, target: str, label: str, *, pinned: bool) -> Wire:
    return Wire(flow_id, source, NEXT.name, target, f"! {label}" if pinned else label)


def system_places(systems: Iterable[System]) -> dict[str, Point]:
    """Return where each system stands: where people put it, else in a column by its role.

    A system at (0, 0) has not been put anywhere yet.
    """
    systems = list(systems)
    taken = Space()
    places: dict[str, Point] = {}
    for system in systems:
        if system.x or system.y:
            places[system.id] = Point(system.x, system.y)
            taken.add(system.id, _room(places[system.id]))
    open_ones = [system for system in systems if system.id not in places]
    columns = {column: number for number, column in enumerate(sorted({_COLUMN[s.role] for s in open_ones}))}
    for system in open_ones:
        place = Point(columns[_COLUMN[system.role]] * COLUMN_STEP, 0.0)
        while taken.meets(_room(place)):
            place = place.moved(0.0, ROW_STEP)
        places[system.id] = place
        taken.add(system.id, _room(place))
    return places


def _room(place: Point) -> Rect:
    return Rect(place.x, place.y, CARD_WIDTH, CARD_HEIGHT).grown(20.0)


def _problem_notes(reader: RecordReader, cards: Sequence[StepCard]) -> list[StickyNote]:
    """Return the open problems of systems and flows as notes in rows beneath the map."""
    titles = {card.id: card.title for card in cards}
    problems = [
        (problem, titles.get(problem.about) or _flow_title(reader, problem.about, titles))
        for problem in reader.all(Problem)
        if problem.state is not ProblemState.SOLVED
    ]
    area = around(card.rect for card in cards)
    x, y, tallest = area.x, area.bottom + _NOTES_GAP, 0.0
    notes: list[StickyNote] = []
    for problem, about in problems:
        if about is None:
            continue
        if notes and len(notes) % _NOTES_IN_ROW == 0:
            x, y, tallest = area.x, y + tallest + 16.0, 0.0
        notes.append(problem_note(problem, about, x, y))
        x, tallest = x + _NOTE_STEP, max(tallest, notes[-1].rect.height)
    return notes


def _flow_title(reader: RecordReader, flow_id: str, titles: dict[str, str]) -> str | None:
    flow = reader.find_or_none(DataFlow, flow_id)
    if flow is None:
        return None
    return f"{titles.get(flow.source, '?')} → {titles.get(flow.target, '?')}"
