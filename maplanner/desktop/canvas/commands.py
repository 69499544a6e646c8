"""What a person asks of the canvas by key, menu or palette, as opposed to by dragging."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QPointF

from maplanner.desktop.canvas import edits, legality, touch
from maplanner.desktop.canvas.edits import Place
from maplanner.desktop.canvas.gestures.desk import Desk
from maplanner.desktop.canvas.placing import GAP, free_place, room_for, snapped, snapped_point
from maplanner.document.records import Link, Step
from maplanner.document.store import Store
from maplanner.drawing.card import CARD_HEIGHT, CARD_WIDTH
from maplanner.drawing.geometry import Rect
from maplanner.steps import KINDS, new_step

_CARD: Final = Rect(0.0, 0.0, CARD_WIDTH, CARD_HEIGHT)


class Commands:
    """Edits of one drawing that start from the selection or a kind of step."""

    def __init__(self, desk: Desk) -> None:
        """Work on a desk."""
        self._desk = desk

    # --- adding --------------------------------------------------------------

    def add_step(self, kind_name: str, at: QPointF | None) -> str | None:
        """Add a step around a point, or into the link there; without a point, behind the selected step."""
        if kind_name not in KINDS:
            self._desk.say(f"There is no kind of step called “{kind_name}”.")
            return None
        if at is not None:
            return self._add_at(kind_name, at)
        selected = [key for key in self._desk.scene.selected_ids() if self._store.find_or_none(Step, key)]
        if len(selected) == 1:
            return self._add_behind(kind_name, selected[0])
        middle = self._desk.visible().center()
        place = self._free(_CARD.moved(middle.x() - CARD_WIDTH / 2, middle.y() - CARD_HEIGHT / 2))
        return self._added(lambda: edits.add_step(self._store, self._campaign, kind_name, place))

    def link_for(self, kind_name: str, at: QPointF) -> str | None:
        """Return the link into which a step of a kind would be put if it were dropped at a point."""
        kind = KINDS.get(kind_name)
        if kind is None:
            return None
        link_id = touch.link_at(self._desk.scene, at, 12.0)
        if link_id is None or touch.step_at(self._desk.scene, at) is not None:
            return None
        return link_id if edits.why_not_insert(new_step(kind_name, "", 0.0, 0.0)[0]) is None else None

    def insert(self, kind_name: str, link_id: str, at: QPointF) -> str | None:
        """Add a step in the middle of a link; those behind it make room."""
        x, y = snapped_point(at.x() - CARD_WIDTH / 2, at.y() - CARD_HEIGHT / 2)
        link = self._store.find(Link, link_id)
        rects = self._desk.scene.step_rects()
        source = rects.get(link.source)
        wanted = Rect(x, y - GAP, CARD_WIDTH, CARD_HEIGHT + 2 * GAP)
        if source is not None and source.meets(wanted) and source.y < y + CARD_HEIGHT and y < source.bottom:
            x = snapped(source.right + GAP)
        room = room_for(
            Rect(x, y, CARD_WIDTH, CARD_HEIGHT), link.target, self._behind(link.target, link.source), rects
        )
        return self._added(lambda: edits.insert_new_step(self._store, link_id, kind_name, (x, y), room))

    def continue_with(self, kind_name: str, source_id: str, output: str, at: QPointF) -> str | None:
        """Add a step whose way in lies at a point, linked from an output."""
        x, y = snapped_point(at.x(), at.y() - CARD_HEIGHT / 2)
        return self._added(lambda: edits.connect_to_new(self._store, source_id, output, kind_name, (x, y)))

    def add_note(self, at: QPointF | None) -> str | None:
        """Add a note at a point, or in the middle of what is seen."""
        where = at or self._desk.visible().center()
        x, y = snapped_point(where.x(), where.y())
        note = edits.add_note(self._store, self._campaign, (x, y))
        self._desk.scene.select([note.id])
        return note.id

    def _add_at(self, kind_name: str, at: QPointF) -> str | None:
        link_id = self.link_for(kind_name, at)
        if link_id is not None:
            return self.insert(kind_name, link_id, at)
        x, y = snapped_point(at.x() - CARD_WIDTH / 2, at.y() - CARD_HEIGHT / 2)
        over = touch.link_at(self._desk.scene, at, 8.0)
        step_id = self._added(lambda: edits.add_step(self._store, self._campaign, kind_name, (x, y)))
        if over is not None and step_id is not None and touch.step_at(self._desk.scene, at) == step_id:
            refused = edits.why_not_insert(self._store.find(Step, step_id))
            self._desk.say(refused or "")
        return step_id

    def _add_behind(self, kind_name: str, step_id: str) -> str | None:
        """Add a step to the right of another, linked from its first output that is free."""
        before = self._store.find(Step, step_id)
        rect = self._desk.scene.step_rects()[step_id]
        place = self._free(_CARD.moved(rect.right + GAP, rect.y))
        output = self._free_output(before)
        if output is None or legality.why_not_into(new_step(kind_name, "", *place)[0]) is not None:
            return self._added(lambda: edits.add_step(self._store, self._campaign, kind_name, place))
        return self._added(lambda: edits.connect_to_new(self._store, step_id, output, kind_name, place))

    def _free_output(self, step: Step) -> str | None:
        outputs = [each.name for each in legality.outputs_or_none(step)]
        used = {link.output for link in self._store.referring(Link, "source", step.id)}
        return next((name for name in outputs if name not in used), outputs[0] if outputs else None)

    def _free(self, wanted: Rect) -> Place:
        x, y = snapped_point(wanted.x, wanted.y)
        place = free_place(_CARD.moved(x, y), self._desk.scene.step_rects().values())
        return (place.x, place.y)

    def _added(self, edit: Callable[[], Step]) -> str | None:
        made: list[Step] = []
        if not self._desk.attempt(lambda: made.append(edit())):
            return None
        self._desk.scene.select([made[0].id])
        return made[0].id

    def _behind(self, step_id: str, but: str) -> set[str]:
        """Return the steps that can be reached from one, without passing another."""
        found, open_ends = {step_id}, [step_id]
        while open_ends:
            for link in self._store.referring(Link, "source", open_ends.pop()):
                if link.target not in found and link.target != but:
                    found.add(link.target)
                    open_ends.append(link.target)
        return found

    # --- the selection -------------------------------------------------------

    def delete(self, verb: str = "Delete") -> None:
        """Delete what is selected; ask first where something else uses it."""
        ids = [key for key in self._desk.scene.selected_ids() if self._store.get(key) is not None]
        if ids:
            delete = partial(edits.delete, self._store, ids, verb=verb)
            self._desk.with_care(ids, lambda: self._desk.attempt(delete))

    def nudge(self, dx: float, dy: float) -> None:
        """Move the selected steps and notes; quick nudges are one step of undo."""
        places: dict[str, Place] = {}
        for record_id in self._desk.scene.selected_ids():
            rect = self._desk.scene.rect_of(record_id)
            if rect is not None and record_id not in self._desk.scene.links:
                places[record_id] = (rect.x + dx, rect.y + dy)
        if places:
            name = "nudge " + " ".join(sorted(places))
            self._desk.attempt(lambda: edits.move(self._store, places, coalesce=name))

    @property
    def _store(self) -> Store:
        return self._desk.store

    @property
    def _campaign(self) -> str:
        return self._desk.scene.campaign_id
