"""The scene: items that show one campaign's records, kept right by patches.

Nothing here writes to the plan. :meth:`CanvasScene.apply` looks again at the records a patch concerns; a
scene built anew from the same records shows the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene

from maplanner.core.memory import without_garbage_search
from maplanner.desktop.canvas.extent import Extent
from maplanner.desktop.canvas.field_lines import FieldLines
from maplanner.desktop.canvas.frame_item import FrameItem
from maplanner.desktop.canvas.frame_layer import refresh_frame
from maplanner.desktop.canvas.holding import MANY, Holding
from maplanner.desktop.canvas.layers import WORLD, Layers
from maplanner.desktop.canvas.link_item import LinkItem
from maplanner.desktop.canvas.marks import Marks
from maplanner.desktop.canvas.note_item import NoteItem
from maplanner.desktop.canvas.overview import Overview
from maplanner.desktop.canvas.pictures import CardPictures
from maplanner.desktop.canvas.projection import Affected, affected_by, shape_of
from maplanner.desktop.canvas.settling import Settling
from maplanner.desktop.canvas.step_item import StepItem
from maplanner.desktop.canvas.tiles import Tiles
from maplanner.desktop.canvas.wires import is_foldable, marked_card, wire_of
from maplanner.desktop.canvas.wiring import Wiring
from maplanner.document.patch import Patch
from maplanner.document.reading import RecordReader
from maplanner.document.records import Frame, Link, Note, Step
from maplanner.drawing.card import StepCard
from maplanner.drawing.frames import folded_around, shown_end
from maplanner.drawing.geometry import Rect
from maplanner.drawing.links import link_width
from maplanner.drawing.theme import Theme

_CHUNK: Final = 4096.0
_PREVIEW_Z: Final = 100.0


class CanvasScene(QGraphicsScene):
    """Steps, links, notes and frames of one campaign as items, by their records' identifiers.

    A folded frame is a card among the steps; what it holds has no item.
    """

    selection_changed = Signal()
    field_chosen = Signal(str)
    """A row of an open form was clicked: the identifier of its field."""
    content_changed = Signal()
    """Something lies elsewhere, or is another colour: what shows the whole must draw it again."""
    content_dragged = Signal()
    """Something is shown elsewhere for the moment."""

    def __init__(
        self, reader: RecordReader, campaign_id: str, look: Theme, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.reader = reader
        self.campaign_id = campaign_id
        self.look = look
        self.marks = Marks()
        self.steps: dict[str, StepItem] = {}
        self.links: dict[str, LinkItem] = {}
        self.notes: dict[str, NoteItem] = {}
        self.frames: dict[str, FrameItem] = {}
        self.wiring = Wiring()
        self.pictures = CardPictures(look)
        self.overview = Overview(self)
        self.tiles = Tiles(self)
        self.holding = Holding(self)
        self.carrying = self.holding.carrying
        self.exposed: list[QRectF] = [WORLD]
        self.spoiled: list[QRectF] = []
        self.field_lines = FieldLines(self)
        self._selected: dict[str, None] = {}
        self.previews: list[QGraphicsItem] = []
        self._extent = Extent(lambda: self.places().values())
        self._settling = Settling(self)
        self._is_of_others = False
        self.wiring.set_shape(shape_of(reader, campaign_id))
        self.setSceneRect(QRectF(0.0, 0.0, _CHUNK, _CHUNK))
        self.layers = Layers(self)
        self._build()

    # --- from records to items -----------------------------------------------

    def apply(self, patch: Patch) -> None:
        """Show what a patch has changed."""
        self._is_of_others = patch.origin == "remote"
        found = affected_by(patch, self.reader)
        if found.words:
            for item in self.steps.values():
                item.mark_words_stale()
        if found.steps or found.links or found.notes or found.frames:
            self._look_again(found)
        if self.wiring.set_shape(shape_of(self.reader, self.campaign_id)):
            self._after_change()

    def _build(self) -> None:
        steps = {step.id for step in self.reader.referring(Step, "campaign", self.campaign_id)}
        notes = {note.id for note in self.reader.referring(Note, "campaign", self.campaign_id)}
        links = {link.id for key in steps for link in self.reader.referring(Link, "source", key)}
        frames = {frame.id for frame in self.reader.referring(Frame, "campaign", self.campaign_id)}
        with without_garbage_search():
            self._look_again(Affected(steps=steps, links=links, notes=notes, frames=frames))

    def _look_again(self, found: Affected) -> None:
        areas = found.steps | found.notes | found.frames
        with self._extent.following(lambda: self._rects(areas)):
            for step_id in sorted(found.steps):
                self._refresh_step(step_id)
            for frame_id in sorted(found.frames):
                refresh_frame(self, frame_id)
            for link_id in sorted(found.links):
                self._refresh_link(link_id)
            for note_id in sorted(found.notes):
                self._refresh_note(note_id)
        touched = {each for step_id in found.steps | found.frames for each in self.wiring.touching(step_id)}
        touched |= {link_id for link_id in found.links if link_id in self.wiring.wires}
        self.show_ways(self.wiring.route_now(sorted(touched), roughly=len(touched) > MANY))
        self.field_lines.look_again()
        self._after_change()

    def _refresh_step(self, step_id: str) -> None:
        step = self.reader.find_or_none(Step, step_id)
        if step is None or step.campaign != self.campaign_id or folded_around(self.reader, step):
            self.drop(self.steps, step_id)
            self.wiring.remove_card(step_id)
        else:
            self.show_card(self.card_of(step), foldable=is_foldable(self.reader, step))

    def show_card(self, card: StepCard, *, foldable: bool) -> None:
        """Show the card of a step or a folded frame, as a new item if there is none yet."""
        self.wiring.put_card(card)
        item = self.steps.get(card.id)
        if item is None:
            self.steps[card.id] = item = StepItem(self, card, foldable)
            self.addItem(item)
        else:
            item.show_card(card, foldable)

    def _refresh_link(self, link_id: str) -> None:
        link = self.reader.find_or_none(Link, link_id)
        ends = [shown_end(self.reader, end) for end in (link.source, link.target)] if link else []
        inside = len(set(ends)) == 1 and link is not None and ends[0] != link.source
        if link is None or inside or not self.steps.keys() >= set(ends):
            self.drop(self.links, link_id)
            self.wiring.remove_wire(link_id)
            return
        wire = wire_of(self, link)
        self.wiring.put_wire(wire)
        item = self.links.get(link_id)
        if item is None:
            item = self.links[link_id] = LinkItem(self, wire)
            if link_id in self._selected:
                item.show_state(selected=True)
            self.addItem(item)
        item.show_wire(wire, link_width(wire.carried, self.marks.figures.most_carried))

    def _refresh_note(self, note_id: str) -> None:
        note = self.reader.find_or_none(Note, note_id)
        item = self.notes.get(note_id)
        if note is None or note.campaign != self.campaign_id or folded_around(self.reader, note):
            self.drop(self.notes, note_id)
        elif item is None:
            item = self.notes[note_id] = NoteItem(self, note)
            self.addItem(item)
        elif item.note != note or item.pos().toTuple() != (note.x, note.y):
            item.show_note(note)

    def drop(self, items: dict[str, Any], record_id: str) -> None:
        """Take an item off the drawing, and out of the selection, if it is there."""
        item: QGraphicsItem | None = items.pop(record_id, None)
        if item is None:
            return
        self.holding.forget(record_id)
        if isinstance(item, StepItem):
            self.pictures.forget(item)
            self.field_lines.forget(record_id)
            item.words_stale = False
        self.take(record_id)
        if isinstance(item, LinkItem):
            item.take_away()
        else:
            self.removeItem(item)
        if record_id in self._selected:
            del self._selected[record_id]
            self.selection_changed.emit()

    def card_of(self, step: Step) -> StepCard:
        """Return a step's card with what results, findings and comments add to it."""
        return marked_card(self.reader, step, self.marks)

    def read_words(self, item: StepItem) -> None:
        """Bring up to date what a card says; where its parts lie does not depend on it."""
        item.words_stale = False
        step = self.reader.find_or_none(Step, item.card.id)
        if step is not None:
            card = self.card_of(step).moved_to(item.card.x, item.card.y)
            item.show_card(card, is_foldable(self.reader, step))

    # --- ways of links -------------------------------------------------------

    def settle(self) -> None:
        """Finish all background work now."""
        self._settling.finish()
        self._keep_room()

    def tell_settled(self) -> None:
        """Let others know that all background work is done."""
        self._keep_room()
        self._tell_of_change()

    def show_ways(self, link_ids: Iterable[str]) -> None:
        """Show links on the ways that they have found."""
        for link_id in link_ids:
            item = self.links.get(link_id)
            if item is not None:
                item.show_way(self.wiring.routes.get(link_id, ()), self.wiring.chips.get(link_id))

    def _after_change(self) -> None:
        self._keep_room()
        self._tell_of_change()
        if not self.wiring.is_settled:
            self._settling.begin(gently=self._is_of_others)

    def _tell_of_change(self) -> None:
        self.spoiled.clear()
        self.content_changed.emit()

    def place(self, record_id: str, x: float, y: float) -> None:
        """Take note where an item lies that is painted together with others, or that it has changed."""
        right = self.carrying.where(record_id) if self.carrying else self.tiles
        for tiles in (self.tiles, self.carrying.tiles):
            if tiles is right:
                tiles.put(record_id, x, y)
            elif self.carrying:
                tiles.take(record_id)

    def spoil(self, area: QRectF) -> None:
        """Paint an area again, because what lay there or lies there now is not an item of its own."""
        self.spoiled.append(area)
        self.update(area)

    def take(self, record_id: str) -> None:
        """Forget where an item lay that is gone."""
        self.tiles.take(record_id)
        self.carrying.tiles.take(record_id)

    def _keep_room(self) -> None:
        """Keep the index's area in large steps, so that it is not built again at every move."""
        content = self.content_rect()
        if self.sceneRect().contains(QRectF(*content)):
            return
        left, top = (content.x // _CHUNK - 1) * _CHUNK, (content.y // _CHUNK - 1) * _CHUNK
        right, bottom = (content.right // _CHUNK + 2) * _CHUNK, (content.bottom // _CHUNK + 2) * _CHUNK
        self.setSceneRect(QRectF(left, top, right - left, bottom - top))

    # --- places --------------------------------------------------------------

    def content_rect(self) -> Rect:
        """Return the area that steps, notes and frames cover; an empty one without any."""
        if self.carrying:
            return self.carrying.content()
        return self._extent.whole

    def places(self) -> dict[str, Rect]:
        """Return where each card, note and frame lies as it is shown now."""
        return {**self.step_rects(), **{key: item.place for key, item in self.areas().items()}}

    def step_rects(self) -> dict[str, Rect]:
        """Return where each step's card lies as it is shown now."""
        return {step_id: item.card.rect for step_id, item in self.steps.items()}

    def rect_of(self, record_id: str) -> Rect | None:
        """Return where a step, note or link lies; ``None`` if it is not on this drawing."""
        if record_id in self.steps:
            return self.steps[record_id].card.rect
        if record_id in self.notes or record_id in self.frames:
            return self.areas()[record_id].place
        if record_id in self.links:
            link = self.links[record_id]
            return Rect(*link.sceneBoundingRect().getRect())  # type: ignore[misc]
        return self.field_lines.rect_of(record_id)

    def _rects(self, record_ids: Iterable[str]) -> list[Rect]:
        return [rect for key in record_ids if (rect := self.rect_of(key)) is not None]

    def areas(self) -> dict[str, NoteItem | FrameItem]:
        """Return the items that are no cards but lie on the drawing as areas."""
        return {**self.notes, **self.frames}

    def hold(self, places: Mapping[str, tuple[float, float]]) -> None:
        """Show steps and notes elsewhere while they are dragged; the records stay as they are.

        Links between two of them move along; the others find a new way.
        """
        self.spoiled.clear()
        self.holding.hold(places)
        if not self.carrying:
            self._extent.reach(self._rects(places))
        self.content_dragged.emit()

    def let_go(self) -> None:
        """Show everything at the place that its record gives."""
        self._extent.forget()
        found = self.holding.let_go()
        if found is not None:
            self._look_again(found)

    def add_preview(self, item: QGraphicsItem) -> None:
        """Show something that belongs to a gesture, above everything else."""
        item.setZValue(_PREVIEW_Z)
        self.previews.append(item)
        self.addItem(item)

    def remove_preview(self, item: QGraphicsItem) -> None:
        """Take away what a gesture showed."""
        self.previews.remove(item)
        self.removeItem(item)

    # --- selection -----------------------------------------------------------

    def selected_ids(self) -> list[str]:
        """Return what is selected, in the order in which it was."""
        return list(self._selected)

    def is_selected(self, record_id: str) -> bool:
        """Whether a record is selected."""
        return record_id in self._selected

    def select(self, ids: Iterable[str]) -> None:
        """Select exactly these, as far as they are on this drawing."""
        wanted = {key: None for key in ids if self.item_of(key) is not None or key in self.field_lines}
        if list(wanted) == list(self._selected):
            return
        for record_id in self._selected.keys() ^ wanted.keys():
            self._show_selected(record_id, record_id in wanted)
        self._selected = wanted
        self.selection_changed.emit()

    def toggle(self, record_id: str) -> None:
        """Add one record to the selection, or take it out."""
        kept = [key for key in self._selected if key != record_id]
        self.select(kept if record_id in self._selected else [*kept, record_id])

    def _show_selected(self, record_id: str, selected: bool) -> None:
        item = self.item_of(record_id)
        if item is not None:
            item.show_state(selected=selected)
        self.field_lines.show_state(record_id, selected=selected)

    def item_of(self, record_id: str) -> StepItem | LinkItem | NoteItem | FrameItem | None:
        """Return what stands on this drawing for a record."""
        for items in (self.steps, self.links, self.notes, self.frames):
            if record_id in items:
                return items[record_id]
        return None

    # --- looks ---------------------------------------------------------------

    def set_marks(self, marks: Marks) -> None:
        """Show other numbers and badges; only what they change is looked at again."""
        before, self.marks = self.marks, marks
        concerned = set(self.steps) if marks.recolors(before) else before.steps_unlike(marks)
        for step_id in concerned & self.steps.keys():
            step = self.reader.find_or_none(Step, step_id)
            item = self.steps[step_id]
            if step is not None:
                item.show_card(self.card_of(step).moved_to(item.card.x, item.card.y), item.foldable)
                self.wiring.put_card(item.card)
        if marks.widens(before):
            for link_id in self.links:
                self._refresh_link(link_id)
        self._after_change()

    def set_look(self, look: Theme) -> None:
        """Draw in other colours."""
        self.look = self.pictures.theme = look
        self.pictures.forget_all()
        self.tiles.restyle_all()
        for link in self.links.values():
            link.forget_picture()
        self.update()
        self.content_changed.emit()

    def shows(self) -> dict[str, tuple[Any, ...]]:
        """Return all that a person can see, by record, after all background work is done."""
        self.settle()
        items: list[tuple[str, Any]] = [*self.steps.items(), *self.links.items(), *self.areas().items()]
        items += self.field_lines.items.items()
        return {record_id: item.shows() for record_id, item in items}
