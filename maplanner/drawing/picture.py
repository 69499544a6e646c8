"""A campaign's drawing as one picture: cards, links, chips and notes, with numbers and findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from PySide6.QtGui import QPainter

from maplanner.document.records import Campaign, Link, Problem
from maplanner.document.vocabulary import LinkShape, ProblemSeverity, ProblemState, ProblemTime
from maplanner.drawing.campaign_parts import Looks, campaign_parts, shown_wires
from maplanner.drawing.card import Badge, StepCard
from maplanner.drawing.card_paint import CardState, Detail, paint_card
from maplanner.drawing.coloring import Coloring
from maplanner.drawing.field_line_paint import paint_field_line
from maplanner.drawing.field_lines import FieldLine, field_lines
from maplanner.drawing.frames import FrameBox, paint_frame, paint_title
from maplanner.drawing.geometry import Rect, around
from maplanner.drawing.labels import link_label, one_line
from maplanner.drawing.lanes import Lane, heading_rect, lane_counts, lanes_of, paint_bands
from maplanner.drawing.legend import LegendEntry, legend_of
from maplanner.drawing.link_paint import chip_width, paint_chip, paint_link
from maplanner.drawing.links import Router, Wire, link_width, place_chips
from maplanner.drawing.measures import figures_of
from maplanner.drawing.notes import StickyNote, paint_note
from maplanner.drawing.svg_parts import parts_on
from maplanner.drawing.text import Align, paint_text
from maplanner.drawing.theme import SECONDARY_SIZE, TEXT_SIZE
from maplanner.flow.behaviour import Output
from maplanner.steps.kind import PaletteGroup

if TYPE_CHECKING:
    from maplanner.checks.finding import Finding
    from maplanner.document.reading import RecordReader
    from maplanner.drawing.routing import Polyline
    from maplanner.drawing.theme import Theme
    from maplanner.simulation.results import Counts, SimulationResult

EMPTY: Final = Rect(0.0, 0.0, 480.0, 160.0)
"""The size of a drawing that has nothing on it but the words that say so."""


REMARK_HEIGHT: Final = 18.0
REMARKS_WIDTH: Final = 520.0


class Picture(Protocol):
    """Anything that can be made into a picture."""

    @property
    def title(self) -> str:
        """What the picture is called."""

    @property
    def subtitle(self) -> str:
        """What else is said beneath the title."""

    @property
    def bounds(self) -> Rect:
        """All that is painted; never empty."""

    @property
    def legend(self) -> Sequence[LegendEntry]:
        """The colours and signs that occur, each with its meaning."""

    def paint(self, painter: QPainter, theme: Theme, detail: Detail = Detail.FULL) -> None:
        """Draw everything, in the drawing's coordinates, without a ground."""


class Cluster(NamedTuple):
    """Cards and notes that belong together, by their identifiers: a campaign among several."""

    title: str
    members: frozenset[str]


@dataclass(frozen=True)
class Diagram:
    """Cards, links, chips and notes with their places: what any drawing consists of."""

    title: str
    subtitle: str
    cards: tuple[StepCard, ...]
    wires: tuple[Wire, ...]
    routes: Mapping[str, Polyline]
    chips: Mapping[str, Rect]
    notes: tuple[StickyNote, ...]
    bounds: Rect
    empty_words: str
    legend: tuple[LegendEntry, ...] = ()
    remarks: tuple[str, ...] = ()
    remarks_at: Rect = EMPTY
    clusters: tuple[Cluster, ...] = ()
    field_lines: tuple[FieldLine, ...] = ()
    frames: tuple[FrameBox, ...] = ()
    lanes: tuple[Lane, ...] = ()
    lane_counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def most(self) -> float:
        """What the busiest link carries."""
        return max((wire.carried or 0.0 for wire in self.wires), default=0.0)

    def paint(self, painter: QPainter, theme: Theme, detail: Detail = Detail.FULL) -> None:
        """Draw everything, in the drawing's coordinates, without a ground."""
        paint_bands(painter, self.lanes, self.bounds, theme, self.lane_counts)
        part = parts_on(painter)
        for box in self.frames:
            with part("frame", box.id, box.title):
                paint_frame(painter, box, theme)
        self._paint_lines(painter, theme, detail)
        for box in self.frames:
            paint_title(painter, box, theme)
        state = CardState(detail=detail)
        for card in self.cards:
            with part("card", card.id, card.title):
                painter.translate(card.x, card.y)
                paint_card(painter, card, theme, state)
                painter.translate(-card.x, -card.y)
        for note in self.notes:
            with part("note", note.id, ""):
                paint_note(painter, note, theme)
        if detail is Detail.FULL:
            self._paint_chips(painter, theme)
            self._paint_remarks(painter, theme)
        if not self.cards and not self.notes and not self.frames:
            paint_text(
                painter, self.bounds, self.empty_words, theme.secondary, size=TEXT_SIZE, align=Align.CENTER
            )

    def _paint_lines(self, painter: QPainter, theme: Theme, detail: Detail) -> None:
        most = self.most
        if detail is Detail.FULL:
            for line in self.field_lines:
                paint_field_line(painter, line, theme)
        part = parts_on(painter)
        for wire in self.wires:
            if wire.id in self.routes:
                with part("link", wire.id, wire.label):
                    paint_link(painter, self.routes[wire.id], theme, width=link_width(wire.carried, most))

    def _paint_remarks(self, painter: QPainter, theme: Theme) -> None:
        for row, remark in enumerate(self.remarks):
            place = self.remarks_at._replace(height=REMARK_HEIGHT).moved(0.0, row * REMARK_HEIGHT)
            paint_text(painter, place, remark, theme.secondary, size=SECONDARY_SIZE)

    def _paint_chips(self, painter: QPainter, theme: Theme) -> None:
        labels = {wire.id: wire.label for wire in self.wires}
        for wire_id, place in self.chips.items():
            paint_chip(painter, place, labels[wire_id], theme)


def composed(
    cards: Iterable[StepCard],
    wires: Iterable[Wire],
    notes: Iterable[StickyNote] = (),
    *,
    title: str,
    subtitle: str = "",
    empty_words: str = "There is nothing here yet.",
    legend: Mapping[PaletteGroup, str] | None = None,
    remarks: Sequence[str] = (),
    clusters: Sequence[Cluster] = (),
    shape: LinkShape = LinkShape.ANGLED,
    field_lines: Iterable[FieldLine] = (),
    frames: Iterable[FrameBox] = (),
) -> Diagram:
    """Return a drawing of cards and wires: routes the wires and finds places for their chips.

    ``remarks`` are lines beneath everything else. Without ``clusters`` everything belongs together.
    """
    cards, notes, field_lines, frames = tuple(cards), tuple(notes), tuple(field_lines), tuple(frames)
    here = {card.id for card in cards}
    wires = tuple(wire for wire in wires if wire.source in here and wire.target in here)
    router = Router(cards, wires, shape)
    routes = router.routes()
    widths = {wire.id: chip_width(wire.label) for wire in wires if wire.label}
    chips = place_chips(routes, widths, router.bare)
    bounds = _bounds(
        cards, routes, chips, [*(note.rect for note in notes), *(box.rect.grown(1.0) for box in frames)]
    )
    bounds = around((bounds, *(line.extent.grown(2.0) for line in field_lines)))
    below = Rect(
        bounds.x + 6, bounds.bottom + 20, max(bounds.width, REMARKS_WIDTH), len(remarks) * REMARK_HEIGHT
    )
    return Diagram(
        title=one_line(title),
        subtitle=one_line(subtitle),
        cards=cards,
        wires=wires,
        routes=routes,
        chips=chips,
        notes=notes,
        bounds=around((bounds, below)) if remarks else bounds,
        empty_words=empty_words,
        legend=legend_of(cards, legend),
        remarks=tuple(one_line(remark) for remark in remarks),
        remarks_at=below,
        clusters=tuple(clusters) or (_whole(title, cards, notes, frames),),
        field_lines=field_lines,
        frames=frames,
    )


def _whole(
    title: str, cards: Sequence[StepCard], notes: Sequence[StickyNote], frames: Sequence[FrameBox]
) -> Cluster:
    return Cluster(
        one_line(title), frozenset([*(x.id for x in cards), *(x.id for x in notes), *(x.id for x in frames)])
    )


def _bounds(
    cards: Sequence[StepCard],
    routes: Mapping[str, Polyline],
    chips: Mapping[str, Rect],
    areas: Sequence[Rect],
) -> Rect:
    rects = [card.extent.moved(card.x, card.y) for card in cards]
    rects += [area.grown(1.0) for area in areas]
    rects += chips.values()
    for points in routes.values():
        xs, ys = [point.x for point in points], [point.y for point in points]
        rects.append(Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)).grown(4.0))
    return around(rects) if rects else EMPTY


class CampaignDrawing:
    """Makes the drawing of one campaign."""

    @staticmethod
    def from_reader(
        reader: RecordReader,
        campaign_id: str,
        results: SimulationResult | None = None,
        findings: Sequence[Finding] | None = None,
        selection: Iterable[str] | None = None,
        *,
        coloring: Coloring = Coloring.KIND,
    ) -> Diagram:
        """Return the drawing of a campaign, or of what is in ``selection`` with the links among it.

        Raises:
            NoSuchRecord: There is no such campaign.
        """
        campaign = reader.find(Campaign, campaign_id)
        chosen = None if selection is None else frozenset(selection)
        looks = Looks(figures_of(reader, results, coloring), step_badges(reader, findings or ()))
        parts = campaign_parts(reader, campaign_id, looks, chosen)
        seen = frozenset(card.id for card in parts.cards)
        wires = (wire for card in parts.leaving for wire in wires_from(reader, card, results))
        drawn = composed(
            parts.cards,
            shown_wires(reader, wires, seen),
            parts.notes,
            frames=parts.frames,
            title=campaign.title or "Campaign without a name",
            subtitle=f"{reader.plan.title} · {campaign.purpose}",
            empty_words=f"“{one_line(campaign.title)}” has no steps yet.",
            field_lines=field_lines(reader, {card.id: card for card in parts.cards}).values(),
            shape=campaign.link_shape,
        )
        return drawn if chosen is not None else _with_lanes(drawn, reader, campaign)


def _with_lanes(drawn: Diagram, reader: RecordReader, campaign: Campaign) -> Diagram:
    """Return the drawing with its campaign's lanes, and with room for them and for their headings."""
    lanes = lanes_of(reader, campaign)
    if not lanes:
        return drawn
    counts = lane_counts(reader, campaign)
    wide = max(heading_rect(lane, 0.0, 0.0, counts).right for lane in lanes) + 24.0
    top, bounds = lanes[0].top, drawn.bounds
    room = Rect(bounds.x - wide, top, bounds.width + wide + 24.0, lanes[-1].bottom - top)
    return replace(drawn, lanes=lanes, lane_counts=counts, bounds=around((bounds, room)))


def step_badges(reader: RecordReader, findings: Iterable[Finding]) -> dict[str, Badge]:
    """Return the worst sign for each record: from findings, and from problems pinned to it by people."""
    order = list(Badge)
    found: dict[str, Badge] = {}
    signs = [(finding.step_id or finding.record, Badge(finding.severity.value)) for finding in findings]
    signs += [
        (problem.about, problem_badge(problem))
        for problem in reader.all(Problem)
        if problem.state is not ProblemState.SOLVED
    ]
    for record_id, badge in signs:
        if record_id not in found or order.index(badge) < order.index(found[record_id]):
            found[record_id] = badge
    return found


def problem_badge(problem: Problem) -> Badge:
    """Return the sign of a problem: an error if severe and there now, a note if slight or foreseen."""
    if problem.time is ProblemTime.FORESEEN or problem.severity is ProblemSeverity.LOW:
        return Badge.NOTE
    return Badge.ERROR if problem.severity is ProblemSeverity.HIGH else Badge.WARNING


def wires_from(reader: RecordReader, card: StepCard, results: SimulationResult | None) -> list[Wire]:
    """Return the links that leave a step, with their labels and, after a simulation, what they carry."""
    links = reader.referring(Link, "source", card.id)
    outputs = {output.name: output for output in card.outputs}
    entered = _mean(results.step_by_id[card.id].entered) if results and card.id in results.step_by_id else 0.0
    return [_wire(link, outputs.get(link.output), links, results, entered) for link in links]


def _wire(
    link: Link, output: Output | None, links: Sequence[Link], results: SimulationResult | None, entered: float
) -> Wire:
    siblings = [other for other in links if other.output == link.output]
    found = results.link_by_id.get(link.id) if results is not None else None
    carried = None if found is None else _mean(found.taken)
    measured = carried / entered if carried is not None and entered > 0 else None
    label = link_label(link, output, siblings, measured)
    return Wire(link.id, link.source, link.output, link.target, label, carried)


def _mean(counts: Counts) -> float:
    return float(counts.mean())
