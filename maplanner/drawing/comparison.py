"""Two states of a campaign in one drawing: what was added, what changed, and, pale, what is gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from maplanner.document.comparing import Comparison, Sort
from maplanner.document.reading import Snapshot
from maplanner.document.records import Campaign, Frame, Link, Note, Step
from maplanner.drawing.card_paint import Detail
from maplanner.drawing.coloring import Tone
from maplanner.drawing.geometry import Rect
from maplanner.drawing.legend import LegendEntry
from maplanner.drawing.link_paint import link_path
from maplanner.drawing.picture import CampaignDrawing, Diagram
from maplanner.drawing.text import Align, paint_text
from maplanner.drawing.theme import SEMIBOLD, TEXT_SIZE, ink

if TYPE_CHECKING:
    from maplanner.drawing.theme import Theme

_SIGN: Final = 20.0
_ROUND: Final = 9.0
_SIGNS: Final = {Sort.ADDED: "+", Sort.CHANGED: "≠", Sort.REMOVED: "−"}
_WORDS: Final = {Sort.ADDED: "added", Sort.CHANGED: "changed", Sort.REMOVED: "removed"}
_PALE: Final = 0.72
"""How much of what is gone is covered."""


@dataclass(frozen=True)
class ComparedDrawing:
    """A campaign's drawing with the marks of a comparison; itself a picture. Signs say what colours say."""

    drawn: Diagram
    sorts: Mapping[str, Sort]

    @property
    def title(self) -> str:
        """What the picture is called."""
        return self.drawn.title

    @property
    def subtitle(self) -> str:
        """How many records of the drawing differ."""
        counts = [(sort, sum(each is sort for each in self._shown().values())) for sort in Sort]
        return ", ".join(f"{count:,} {_WORDS[sort]}" for sort, count in counts if count) or "no difference"

    @property
    def bounds(self) -> Rect:
        """All that is painted."""
        return self.drawn.bounds.grown(_SIGN)

    @property
    def legend(self) -> Sequence[LegendEntry]:
        """What the marks mean."""
        found = set(self._shown().values())
        return [
            LegendEntry(f"{_SIGNS[sort]} {_WORDS[sort]}", Tone(_WORDS[sort], color=_COLORS[sort]))
            for sort in Sort
            if sort in found
        ]

    def place_of(self, record_id: str) -> Rect | None:
        """Return where a record is drawn; ``None`` where it is not."""
        for card in self.drawn.cards:
            if card.id == record_id:
                return card.rect
        areas = {note.id: note.rect for note in self.drawn.notes}
        areas |= {box.id: box.rect for box in self.drawn.frames}
        if record_id in areas:
            return areas[record_id]
        points = self.drawn.routes.get(record_id)
        if not points:
            return None
        xs, ys = [point.x for point in points], [point.y for point in points]
        return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))

    def paint(self, painter: QPainter, theme: Theme, detail: Detail = Detail.FULL) -> None:
        """Draw everything, then the marks."""
        self.drawn.paint(painter, theme, detail)
        for wire in self.drawn.wires:
            sort = self.sorts.get(wire.id)
            if sort is not None and wire.id in self.drawn.routes:
                self._mark_link(painter, wire.id, sort, theme)
        for record_id, sort in self._shown().items():
            place = self.place_of(record_id)
            if place is not None and record_id not in self.drawn.routes:
                _mark(painter, place.grown(4.0), sort, theme)

    def _shown(self) -> dict[str, Sort]:
        """Return what became of each record that is drawn here."""
        ids = [
            *(card.id for card in self.drawn.cards),
            *(note.id for note in self.drawn.notes),
            *(box.id for box in self.drawn.frames),
            *self.drawn.routes,
        ]
        return {each: self.sorts[each] for each in ids if each in self.sorts}

    def _mark_link(self, painter: QPainter, link_id: str, sort: Sort, theme: Theme) -> None:
        dashes = Qt.PenStyle.DashLine if sort is Sort.REMOVED else Qt.PenStyle.SolidLine
        painter.setPen(QPen(ink(_color(sort, theme)), 3.0, dashes))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(link_path(self.drawn.routes[link_id]))


def compared_drawing(comparison: Comparison, campaign_id: str) -> ComparedDrawing:
    """Return a campaign as it is after, with what is gone where it was before."""
    campaign = comparison.after.find_or_none(Campaign, campaign_id)
    both = [campaign or comparison.before.find(Campaign, campaign_id)]
    # Everything of the plan after counts, since cards tell of mappings, scores and systems.
    records = {record.id: record for record in comparison.after.records()}
    for record in comparison.before.records():
        if isinstance(record, Step | Frame | Note | Link) or record.id in {each.id for each in both}:
            records.setdefault(record.id, record)
    records |= {each.id: each for each in both if each.id not in records}
    union = Snapshot.of([record for record in records.values() if _has_ends(record, records)])
    return ComparedDrawing(CampaignDrawing.from_reader(union, campaign_id), comparison.sort_of)


def differing_campaigns(comparison: Comparison) -> list[str]:
    """Return the campaigns whose drawings differ, in their order."""
    campaigns = {
        each.id: each for reader in (comparison.before, comparison.after) for each in reader.all(Campaign)
    }
    touched = set()
    for each in comparison.differences:
        record = each.record
        if isinstance(record, Step | Frame | Note):
            touched.add(record.campaign)
        elif isinstance(record, Campaign):
            touched.add(record.id)
        elif isinstance(record, Link):
            for reader in (comparison.before, comparison.after):
                step = reader.find_or_none(Step, record.source)
                if step is not None:
                    touched.add(step.campaign)
    ordered = sorted(campaigns.values(), key=lambda each: (each.order, each.title))
    return [each.id for each in ordered if each.id in touched]


def _has_ends(record: object, records: Mapping[str, object]) -> bool:
    return not isinstance(record, Link) or (record.source in records and record.target in records)


def _mark(painter: QPainter, place: Rect, sort: Sort, theme: Theme) -> None:
    """Draw a frame around a place, with a sign at its upper left corner; cover what is gone."""
    color = ink(_color(sort, theme))
    if sort is Sort.REMOVED:
        painter.save()
        painter.setOpacity(_PALE)
        painter.fillRect(QRectF(*place), ink(theme.canvas))
        painter.restore()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    style = Qt.PenStyle.DashLine if sort is Sort.REMOVED else Qt.PenStyle.SolidLine
    painter.setPen(QPen(color, 2.5, style))
    painter.drawRoundedRect(QRectF(*place), _ROUND, _ROUND)
    sign = Rect(place.x - _SIGN / 2, place.y - _SIGN / 2, _SIGN, _SIGN)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawEllipse(QRectF(*sign))
    paint_text(
        painter, sign, _SIGNS[sort], theme.on_signal, size=TEXT_SIZE, weight=SEMIBOLD, align=Align.CENTER
    )


_COLORS: Final = {Sort.ADDED: "#2E9E4F", Sort.CHANGED: "#D98A00", Sort.REMOVED: "#D64545"}


def _color(sort: Sort, theme: Theme) -> str:
    return {Sort.ADDED: theme.good, Sort.CHANGED: theme.warning, Sort.REMOVED: theme.error}[sort]
