"""The scene: items that show one campaign's records, kept right by patches.

Nothing here writes to the plan. :meth:`CanvasScene.apply` looks again at the records a patch concerns; a
scene built anew from the same records shows the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from PySide6.QtCore import QObject, QRectF, QTimer, Signal
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene

from maplanner.desktop.canvas.link_item import LinkItem
from maplanner.desktop.canvas.marks import Marks
from maplanner.desktop.canvas.note_item import NoteItem
from maplanner.desktop.canvas.overview import Overview
from maplanner.desktop.canvas.pictures import CardPictures
from maplanner.desktop.canvas.projection import Affected, affected_by
from maplanner.desktop.canvas.step_item import DRAGGED_Z, STEP_Z, StepItem
from maplanner.desktop.canvas.wiring import Wiring
from maplanner.document.patch import Patch
from maplanner.document.reading import RecordReader
from maplanner.document.records import FormField, Link, Note, Step
from maplanner.drawing.card import StepCard, step_card
from maplanner.drawing.geometry import Rect, around
from maplanner.drawing.labels import link_label
from maplanner.drawing.links import Wire, link_width
from maplanner.drawing.theme import Theme
from maplanner.steps import kind_of

_SLICE: Final = 0.006
"""Seconds of background work between two looks at the mouse."""
_MANY: Final = 60
"""Moving links beyond which other cards are not regarded until the mouse is released."""
_CHUNK: Final = 4096.0
_PREVIEW_Z: Final = 100.0


class CanvasScene(QGraphicsScene):
    """Steps, links and notes of one campaign as items, by their records' identifiers."""

    selection_changed = Signal()
    field_chosen = Signal(str)
    """A row of an open form was clicked: the identifier of its field."""
    content_changed = Signal()
    """Something lies elsewhere, or is another colour: what shows the whole must draw it again."""

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
        self.wiring = Wiring()
        self.pictures = CardPictures(look)
        self.overview = Overview(self)
        self._selected: dict[str, None] = {}
        self._held: dict[str, tuple[float, float]] = {}
        self.previews: list[QGraphicsItem] = []
        self._content: Rect | None = None
        self._worker = QTimer(self)
        self._worker.timeout.connect(self._work_a_little)
        self._build()

    # --- from records to items -----------------------------------------------

    def apply(self, patch: Patch) -> None:
        """Show what a patch has changed."""
        found = affected_by(patch, self.reader)
        if found.words:
            for item in self.steps.values():
                item.mark_words_stale()
        if found.steps or found.links or found.notes:
            self._look_again(found)

    def _build(self) -> None:
        steps = {step.id for step in self.reader.referring(Step, "campaign", self.campaign_id)}
        notes = {note.id for note in self.reader.referring(Note, "campaign", self.campaign_id)}
        links = {link.id for key in steps for link in self.reader.referring(Link, "source", key)}
        self._look_again(Affected(steps=steps, links=links, notes=notes))

    def _look_again(self, found: Affected) -> None:
        for step_id in sorted(found.steps):
            self._refresh_step(step_id)
        for link_id in sorted(found.links):
            self._refresh_link(link_id)
        for note_id in sorted(found.notes):
            self._refresh_note(note_id)
        touched = {each for step_id in found.steps for each in self.wiring.touching(step_id)}
        touched |= {link_id for link_id in found.links if link_id in self.wiring.wires}
        self._show_ways(self.wiring.route_now(sorted(touched), roughly=len(touched) > _MANY))
        self._after_change()

    def _refresh_step(self, step_id: str) -> None:
        step = self.reader.find_or_none(Step, step_id)
        item = self.steps.get(step_id)
        if step is None or step.campaign != self.campaign_id:
            self._drop(self.steps, step_id)
            self.wiring.remove_card(step_id)
            return
        card, foldable = self.card_of(step), self._is_foldable(step)
        self.wiring.put_card(card)
        if item is None:
            item = StepItem(self, card, foldable)
            self.steps[step_id] = item
            self.addItem(item)
        else:
            item.show_card(card, foldable)

    def _refresh_link(self, link_id: str) -> None:
        link = self.reader.find_or_none(Link, link_id)
        if link is None or link.source not in self.steps or link.target not in self.steps:
            self._drop(self.links, link_id)
            self.wiring.remove_wire(link_id)
            return
        wire = self._wire(link)
        self.wiring.put_wire(wire)
        item = self.links.get(link_id)
        if item is None:
            item = self.links[link_id] = LinkItem(self, wire)
            item.show_state(selected=link_id in self._selected)
            self.addItem(item)
        item.show_wire(wire, link_width(wire.carried, self.marks.most))

    def _refresh_note(self, note_id: str) -> None:
        note = self.reader.find_or_none(Note, note_id)
        item = self.notes.get(note_id)
        if note is None or note.campaign != self.campaign_id:
            self._drop(self.notes, note_id)
        elif item is None:
            item = self.notes[note_id] = NoteItem(self, note)
            self.addItem(item)
        elif item.note != note or item.pos().toTuple() != (note.x, note.y):
            item.show_note(note)

    def _drop(self, items: dict[str, Any], record_id: str) -> None:
        item: QGraphicsItem | None = items.pop(record_id, None)
        if item is None:
            return
        self._held.pop(record_id, None)
        if isinstance(item, StepItem):
            self.pictures.forget(item)
            item.words_stale = False
        if isinstance(item, LinkItem):
            item.take_away()
        else:
            self.removeItem(item)
        if record_id in self._selected:
            del self._selected[record_id]
            self.selection_changed.emit()

    def card_of(self, step: Step) -> StepCard:
        """Return a step's card with what results and findings add to it."""
        entered, badge = self.marks.entered.get(step.id), self.marks.badges.get(step.id)
        return step_card(self.reader, step, count=entered, badge=badge)

    def read_words(self, item: StepItem) -> None:
        """Bring up to date what a card says; where its parts lie does not depend on it."""
        item.words_stale = False
        step = self.reader.find_or_none(Step, item.card.id)
        if step is not None:
            item.show_card(self.card_of(step).moved_to(item.card.x, item.card.y), self._is_foldable(step))

    def _is_foldable(self, step: Step) -> bool:
        kind = kind_of(step)
        return kind is not None and kind.collects and bool(self.reader.referring(FormField, "step", step.id))

    def _wire(self, link: Link) -> Wire:
        card = self.steps[link.source].card
        output = next((each for each in card.outputs if each.name == link.output), None)
        siblings = [x for x in self.reader.referring(Link, "source", link.source) if x.output == link.output]
        label = link_label(link, output, siblings, self.marks.share(link.id, link.source))
        carried = self.marks.carried.get(link.id)
        return Wire(link.id, link.source, link.output, link.target, label, carried)

    # --- ways of links -------------------------------------------------------

    def settle(self) -> None:
        """Finish all background work now."""
        self._show_ways(self.wiring.settle())
        self._worker.stop()
        self._keep_room()

    def _work_a_little(self) -> None:
        if self._held:
            return
        self._show_ways(self.wiring.work(_SLICE))
        if self.wiring.is_settled:
            self._worker.stop()
            self._keep_room()
            self._tell_of_change()

    def _show_ways(self, link_ids: Iterable[str]) -> None:
        for link_id in link_ids:
            item = self.links.get(link_id)
            if item is not None:
                item.show_way(self.wiring.routes.get(link_id, ()), self.wiring.chips.get(link_id))

    def _after_change(self) -> None:
        self._keep_room()
        self._tell_of_change()
        if not self.wiring.is_settled:
            self._worker.start(0)

    def _tell_of_change(self) -> None:
        self.overview.mark_stale()
        self.content_changed.emit()

    def _keep_room(self) -> None:
        """Keep the index's area in large steps, so that it is not built again at every move."""
        self._content = None
        content = self.content_rect()
        if self.sceneRect().contains(QRectF(*content)):
            return
        left, top = (content.x // _CHUNK - 1) * _CHUNK, (content.y // _CHUNK - 1) * _CHUNK
        right, bottom = (content.right // _CHUNK + 2) * _CHUNK, (content.bottom // _CHUNK + 2) * _CHUNK
        self.setSceneRect(QRectF(left, top, right - left, bottom - top))

    # --- places --------------------------------------------------------------

    def content_rect(self) -> Rect:
        """Return the area that steps and notes cover; an empty one without any."""
        if self._content is None:
            self._content = around(
                [*self.step_rects().values(), *(note.place for note in self.notes.values())]
            )
        return self._content

    def step_rects(self) -> dict[str, Rect]:
        """Return where each step's card lies as it is shown now."""
        return {step_id: item.card.rect for step_id, item in self.steps.items()}

    def rect_of(self, record_id: str) -> Rect | None:
        """Return where a step, note or link lies; ``None`` if it is not on this drawing."""
        if record_id in self.steps:
            return self.steps[record_id].card.rect
        if record_id in self.notes:
            return self.notes[record_id].place
        if record_id in self.links:
            link = self.links[record_id]
            return Rect(*link.sceneBoundingRect().getRect())  # type: ignore[misc]
        return None

    def hold(self, places: Mapping[str, tuple[float, float]]) -> None:
        """Show steps and notes elsewhere while they are dragged; the records stay as they are.

        Links between two of them move along; the others find a new way.
        """
        moving = {key: place for key, place in places.items() if key in self.steps or key in self.notes}
        first = not self._held
        self._held.update(moving)
        touched: dict[str, None] = {}
        for record_id, (x, y) in moving.items():
            if record_id in self.notes:
                self.notes[record_id].show_at(x, y)
                continue
            item = self.steps[record_id]
            item.show_at(x, y)
            if first:
                item.setZValue(DRAGGED_Z)
            touched.update(dict.fromkeys(self.wiring.touching(record_id)))
        self._drag_links(touched, moving)
        self._content = None
        if first:
            self.overview.hold(frozenset(moving))
        self.content_changed.emit()

    def _drag_links(self, touched: Iterable[str], moving: Mapping[str, tuple[float, float]]) -> None:
        outer: list[str] = []
        for link_id in touched:
            item = self.links.get(link_id)
            if item is None:
                continue
            source = self.reader.find_or_none(Step, item.wire.source)
            if source is not None and item.wire.source in moving and item.wire.target in moving:
                x, y = moving[item.wire.source]
                item.shift(x - source.x, y - source.y)
            else:
                outer.append(link_id)
        if outer:
            for step_id in self._ends(outer) & moving.keys():
                self.wiring.put_card(self.steps[step_id].card)
            self._show_ways(self.wiring.route_now(outer, roughly=len(outer) > _MANY))

    def _ends(self, link_ids: Iterable[str]) -> set[str]:
        wires = [self.links[link_id].wire for link_id in link_ids]
        return {wire.source for wire in wires} | {wire.target for wire in wires}

    def let_go(self) -> None:
        """Show everything at the place that its record gives."""
        held, self._held = self._held, {}
        if not held:
            return
        self.overview.hold(frozenset())
        touched = {link_id for key in held for link_id in self.wiring.touching(key)}
        for link_id in touched & self.links.keys():
            self.links[link_id].shift(0.0, 0.0)
        for key in held.keys() & self.steps.keys():
            self.steps[key].setZValue(STEP_Z)
        self._look_again(
            Affected(steps={key for key in held if key in self.steps}, notes=held.keys() & self.notes.keys())
        )

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
        wanted = {key: None for key in ids if key in self.steps or key in self.links or key in self.notes}
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
        if record_id in self.steps:
            self.steps[record_id].show_state(selected=selected)
        elif record_id in self.links:
            self.links[record_id].show_state(selected=selected)
        elif record_id in self.notes:
            self.notes[record_id].show_state(selected=selected)

    # --- looks ---------------------------------------------------------------

    def set_marks(self, marks: Marks) -> None:
        """Show other numbers and badges; only what they change is looked at again."""
        before, self.marks = self.marks, marks
        for step_id in before.steps_unlike(marks) & self.steps.keys():
            step = self.reader.find_or_none(Step, step_id)
            item = self.steps[step_id]
            if step is not None:
                item.show_card(self.card_of(step).moved_to(item.card.x, item.card.y), item.foldable)
                self.wiring.put_card(item.card)
        if (before.carried, before.entered) != (marks.carried, marks.entered):
            for link_id in self.links:
                self._refresh_link(link_id)
        self._after_change()

    def set_look(self, look: Theme) -> None:
        """Draw in other colours."""
        self.look = self.pictures.theme = look
        self.pictures.forget_all()
        self.overview.mark_stale()
        self.update()
        self.content_changed.emit()

    def shows(self) -> dict[str, tuple[Any, ...]]:
        """Return all that a person can see, by record, after all background work is done."""
        self.settle()
        items: list[tuple[str, Any]] = [*self.steps.items(), *self.links.items(), *self.notes.items()]
        return {record_id: item.shows() for record_id, item in items}
