"""A Sankey diagram of one campaign: steps as bars in columns, links as bands as wide as the leads on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from maplanner.drawing.charts.chart import HEAD, Chart, figure
from maplanner.drawing.geometry import Rect
from maplanner.drawing.text import fitted, paint_text, text_width
from maplanner.drawing.theme import SECONDARY_SIZE, ink
from maplanner.steps.kind import PaletteGroup

if TYPE_CHECKING:
    from maplanner.drawing.theme import Theme

_BAR: Final = 12.0
_GAP: Final = 14.0
_ROUNDS: Final = 6
_NAME: Final = 130.0
_ASIDE: Final = (0.0, -13.0, 13.0, -26.0, 26.0)
"""Pixels that a name may stand above or below the middle of its bar, where others are in the way."""


class SankeyNode(NamedTuple):
    """A step: its identifier, title, colour and the leads that come to it."""

    id: str
    title: str
    group: PaletteGroup | None
    leads: float


class SankeyFlow(NamedTuple):
    """Leads from one step to another."""

    source: str
    target: str
    leads: float


@dataclass
class _Place:
    column: int
    x: float = 0.0
    y: float = 0.0
    high: float = 0.0
    out: float = field(default=0.0)
    into: float = field(default=0.0)


@dataclass(frozen=True)
class Sankey(Chart):
    """Where leads go. Ways that lead back are left out; the number at each step counts them all the same."""

    nodes: tuple[SankeyNode, ...] = ()
    flows: tuple[SankeyFlow, ...] = ()

    @cached_property
    def forward(self) -> tuple[SankeyFlow, ...]:
        """The flows that lead on: those that would close a circle are left out, the smallest first."""
        kept: list[SankeyFlow] = []
        after: dict[str, set[str]] = {}

        def leads_to(start: str, goal: str) -> bool:
            front, seen = [start], {start}
            while front:
                for each in after.get(front.pop(), ()):
                    if each == goal:
                        return True
                    if each not in seen:
                        seen.add(each)
                        front.append(each)
            return False

        for flow in sorted(self.flows, key=lambda each: -each.leads):
            if flow.leads > 0 and flow.source != flow.target and not leads_to(flow.target, flow.source):
                kept.append(flow)
                after.setdefault(flow.source, set()).add(flow.target)
        return tuple(kept)

    @cached_property
    def _places(self) -> dict[str, _Place]:
        places = {node: _Place(column) for node, column in self._columns().items()}
        last = max((place.column for place in places.values()), default=0)
        columns = [[key for key, place in places.items() if place.column == at] for at in range(last + 1)]
        counts = {node.id: node.leads for node in self.nodes}
        tallest = max((sum(counts[key] for key in column) for column in columns), default=1.0) or 1.0
        gaps = max((len(column) for column in columns), default=1) - 1
        gap = min(_GAP, (self.height - HEAD) * 0.4 / max(gaps, 1))
        scale = (self.height - HEAD - gap * gaps - 8.0) / tallest
        room = max(self.width - _BAR - 110.0, 50.0)
        for column in columns:
            for key in column:
                places[key].high = max(counts[key] * scale, 2.0)
                places[key].x = places[key].column / max(last, 1) * room
        self._settle(places, columns, gap)
        return places

    def _columns(self) -> dict[str, int]:
        """Return how many steps lie before each, along the longest way."""
        column = {node.id: 0 for node in self.nodes}
        for _round in range(len(self.nodes)):
            moved = False
            for flow in self.forward:
                if column[flow.target] < column[flow.source] + 1:
                    column[flow.target] = column[flow.source] + 1
                    moved = True
            if not moved:
                break
        return column

    def _settle(self, places: dict[str, _Place], columns: list[list[str]], gap: float) -> None:
        """Put each step near the middle of those it is joined to, column by column, without overlap."""
        joined: dict[str, list[tuple[str, float]]] = {}
        for flow in self.forward:
            joined.setdefault(flow.source, []).append((flow.target, flow.leads))
            joined.setdefault(flow.target, []).append((flow.source, flow.leads))
        for turn in range(_ROUNDS):
            for column in columns if turn % 2 == 0 else columns[::-1]:
                if turn:
                    for key in column:
                        near = joined.get(key, [])
                        total = sum(count for _, count in near)
                        if total:
                            middle = sum((places[o].y + places[o].high / 2) * c for o, c in near) / total
                            places[key].y = middle - places[key].high / 2
                self._spread([places[key] for key in column], gap)

    def _spread(self, column: list[_Place], gap: float) -> None:
        column.sort(key=lambda place: place.y)
        y = HEAD
        for place in column:
            place.y = max(place.y, y)
            y = place.y + place.high + gap
        bottom = self.height - 4.0
        for place in reversed(column):
            place.y = min(place.y, bottom - place.high)
            bottom = place.y - gap

    def _bands(self) -> list[tuple[SankeyFlow, QPainterPath]]:
        counts = {node.id: node.leads for node in self.nodes}
        places, found = self._places, []
        for place in places.values():
            place.out = place.into = 0.0
        order = sorted(self.forward, key=lambda each: (places[each.source].y, places[each.target].y))
        for flow in order:
            source, target = places[flow.source], places[flow.target]
            wide_out = source.high * min(flow.leads / max(counts[flow.source], 1e-9), 1.0)
            wide_in = target.high * min(flow.leads / max(counts[flow.target], 1e-9), 1.0)
            y0 = source.y + min(source.out, max(source.high - wide_out, 0.0))
            y1 = target.y + min(target.into, max(target.high - wide_in, 0.0))
            source.out += wide_out
            target.into += wide_in
            start = Rect(source.x, y0, _BAR, max(wide_out, 0.8))
            found.append((flow, _band(start, Rect(target.x, y1, _BAR, max(wide_in, 0.8)))))
        return found

    def paint_body(self, painter: QPainter, theme: Theme) -> None:
        groups = {node.id: node.group for node in self.nodes}
        painter.setPen(Qt.PenStyle.NoPen)
        for flow, path in self._bands():
            color = QColor(ink(theme.group(groups[flow.source])))
            color.setAlphaF(0.32)
            painter.setBrush(color)
            painter.drawPath(path)
        for node in self.nodes:
            place = self._places[node.id]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink(theme.group(node.group)))
            painter.drawRoundedRect(QRectF(place.x, place.y, _BAR, place.high), 2, 2)
        self._paint_names(painter, theme)

    def _paint_names(self, painter: QPainter, theme: Theme) -> None:
        taken: list[QRectF] = []
        for node in sorted(self.nodes, key=lambda each: -each.leads):
            place = self._places[node.id]
            x, y = place.x + _BAR + 4.0, place.y + place.high / 2 - 8.0
            for text, shift in product(_name_texts(node), _ASIDE):
                wide = min(text_width(text, SECONDARY_SIZE) + 4.0, self.width - x)
                box = QRectF(x - 1.0, y + shift + 1.0, wide, 14.0)
                inside = not shift or (box.top() >= HEAD - 4.0 and box.bottom() <= self.bounds.bottom)
                if inside and not any(box.intersects(other) for other in taken):
                    taken.append(box)
                    self._paint_name(painter, theme, box, text)
                    break

    @staticmethod
    def _paint_name(painter: QPainter, theme: Theme, box: QRectF, text: str) -> None:
        ground = QColor(ink(theme.panel))
        ground.setAlphaF(0.78)
        painter.fillRect(box, ground)
        place = Rect(box.x() + 1.0, box.y() - 1.0, box.width(), 16.0)
        paint_text(painter, place, text, theme.text, size=SECONDARY_SIZE)

    def reading(self, x: float, y: float) -> str:
        for node in self.nodes:
            place = self._places[node.id]
            if QRectF(place.x, place.y, _BAR, place.high).adjusted(-3, -2, 3, 2).contains(x, y):
                return f"{node.title}: {figure(node.leads)}"
        titles = {node.id: node.title for node in self.nodes}
        for flow, path in reversed(self._bands()):
            if path.contains(QPointF(x, y)):
                return f"{titles[flow.source]} → {titles[flow.target]}: {figure(flow.leads)}"
        return ""

    def table(self) -> tuple[tuple[str, ...], list[tuple[str | float | None, ...]]]:
        titles = {node.id: node.title for node in self.nodes}
        rows: list[tuple[str | float | None, ...]] = [
            (titles[flow.source], titles[flow.target], flow.leads) for flow in self.flows
        ]
        return ("From", "To", "Leads"), rows

    def words(self) -> str:
        titles = {node.id: node.title for node in self.nodes}
        largest = sorted(self.flows, key=lambda each: -each.leads)[:8]
        told = (f"{titles[each.source]} to {titles[each.target]} {figure(each.leads)}" for each in largest)
        return f"{self.title}. Largest ways: {', '.join(told)}."


def _name_texts(node: SankeyNode) -> tuple[str, ...]:
    """Return what may stand beside a bar, the fullest first: a number without a name tells nothing."""
    name, short = fitted(node.title, _NAME, SECONDARY_SIZE), fitted(node.title, _NAME / 2, SECONDARY_SIZE)
    count = figure(node.leads)
    return f"{name} {count}", name, f"{short} {count}", short


def _band(start: Rect, end: Rect) -> QPainterPath:
    """Return a band from the right side of one place to the left side of another."""
    middle = (start.right + end.x) / 2
    path = QPainterPath(QPointF(start.right, start.y))
    path.cubicTo(QPointF(middle, start.y), QPointF(middle, end.y), QPointF(end.x, end.y))
    path.lineTo(end.x, end.bottom)
    path.cubicTo(
        QPointF(middle, end.bottom), QPointF(middle, start.bottom), QPointF(start.right, start.bottom)
    )
    path.closeSubpath()
    return path
