"""The way of a field as a drawing of its own: one column for each step away from the chosen field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from maplanner.document.records import Campaign, CrmField, CrmObject, FormField, Segment, Step, System
from maplanner.drawing.card import CARD_HEIGHT, CARD_WIDTH, StepCard
from maplanner.drawing.labels import one_line
from maplanner.drawing.links import Wire
from maplanner.drawing.picture import Diagram, composed
from maplanner.flow.behaviour import NEXT
from maplanner.steps.catalogue import kind_of
from maplanner.steps.kind import PaletteGroup

if TYPE_CHECKING:
    from maplanner.checks.lineage import Lineage, LineagePlace
    from maplanner.document.reading import RecordReader

_COLUMN: Final = CARD_WIDTH + 156.0
_ROW: Final = CARD_HEIGHT + 30.0
_WORDS: Final = {
    PaletteGroup.PAGES: "Form fields",
    PaletteGroup.SALES: "Fields of systems",
    PaletteGroup.SEGMENTS: "Segments and campaigns",
}


def way_drawing(reader: RecordReader, way: Lineage, title: str) -> Diagram:
    """Return a field's way from left to right: where the data comes from, the field, where it goes."""
    rows: dict[int, int] = {}
    cards = []
    leaving = {edge.source for edge in way.edges}
    for place in way.places:
        column = -place.distance if place.side == "upstream" else place.distance
        row = rows.get(column, 0)
        rows[column] = row + 1
        card = _card(reader, place, used=place.record in leaving)
        cards.append(card.moved_to(column * _COLUMN, row * _ROW))
    wires = [
        Wire(f"{edge.source}→{edge.target}", edge.source, NEXT.name, edge.target, edge.tie.value)
        for edge in way.edges
    ]
    return composed(
        cards,
        {wire.id: wire for wire in wires}.values(),
        title=title,
        subtitle=reader.plan.title,
        empty_words="This field comes from nowhere and goes nowhere yet.",
        legend=_WORDS,
    )


def _card(reader: RecordReader, place: LineagePlace, *, used: bool) -> StepCard:
    title, summary, group, icon = _said(reader, place)
    return StepCard(
        id=place.record,
        title=one_line(title),
        summary=one_line(summary),
        group=group,
        icon=icon,
        used=frozenset({NEXT.name}) if used else frozenset(),
    )


def _said(reader: RecordReader, place: LineagePlace) -> tuple[str, str, PaletteGroup, str]:
    """Return title, line, group and icon of the card of a place."""
    record = reader.get(place.record)
    system = reader.find_or_none(System, place.system)
    where = system.title if system is not None else ""
    match record:
        case FormField():
            step = reader.find_or_none(Step, record.step)
            name = step.title if step is not None else where
            return record.title or record.key, name, PaletteGroup.PAGES, "text-cursor-input"
        case CrmField():
            holder = reader.find_or_none(CrmObject, record.object)
            name = f"{holder.api_name}.{record.api_name}" if holder is not None else record.api_name
            return name, where, PaletteGroup.SALES, "database"
        case Step():
            kind = kind_of(record)
            group = kind.group if kind is not None else PaletteGroup.LOGIC
            return record.title, kind.title if kind is not None else "", group, kind.icon if kind else "box"
        case Segment():
            return record.title, "Segment", PaletteGroup.SEGMENTS, "users"
        case Campaign():
            return record.title, "Campaign", PaletteGroup.SEGMENTS, "megaphone"
        case _:
            return place.record, where, PaletteGroup.LOGIC, "box"
