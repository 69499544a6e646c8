"""What a person does to a drawing, each as one step that can be undone.

These functions know the store and no Qt scene; their labels are the ones *Undo* shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from maplanner.desktop.canvas import framing, legality
from maplanner.document.reading import RecordReader
from maplanner.document.records import Frame, Link, Note, Step
from maplanner.document.store import Store, Transaction
from maplanner.flow.behaviour import Branching
from maplanner.steps import KINDS, new_step

Place = tuple[float, float]
"""Left and top of a step or note, in pixels of the drawing at 100 %."""


def add_step(store: Store, campaign_id: str, kind_name: str, place: Place) -> Step:
    """Add a step that nothing leads to yet."""
    step, *fields = new_step(kind_name, campaign_id, *place)
    with store.transact(f"Add {_spoken(kind_name)}") as transaction:
        transaction.put(step, *fields)
        framing.settle(transaction, [step.id])
    return step


def add_note(store: Store, campaign_id: str, place: Place) -> Note:
    """Add an empty sticky note."""
    note = Note.new(campaign=campaign_id, x=place[0], y=place[1])
    with store.transact("Add note") as transaction:
        transaction.put(note)
        framing.settle(transaction, [note.id])
    return note


def why_not_insert(step: Step) -> str | None:
    """Return why a step cannot stand in the middle of a link; ``None`` if it can."""
    return legality.why_not_into(step) or legality.why_no_way_out(step)


def insert_new_step(
    store: Store, link_id: str, kind_name: str, place: Place, moved: Mapping[str, Place] | None = None
) -> Step:
    """Add a step in the middle of a link; steps behind it may make room.

    The link keeps its share and delay and now ends at the new step; a second link leads on.
    """
    link = store.find(Link, link_id)
    step, *fields = new_step(kind_name, store.find(Step, link.source).campaign, *place)
    with store.transact(f"Insert {_spoken(kind_name)}") as transaction:
        transaction.put(step, *fields)
        _lead_through(transaction, link, step)
        _put_at(transaction, moved or {})
        framing.settle(transaction, [step.id])
    return step


def insert_step(store: Store, link_id: str, step_id: str, places: Mapping[str, Place]) -> None:
    """Put a step that stands alone into the middle of a link and everything at its place."""
    step = store.find(Step, step_id)
    with store.transact(f"Insert “{legality.name_of_step(step)}”") as transaction:
        _lead_through(transaction, store.find(Link, link_id), step)
        _put_at(transaction, places)


def stands_alone(reader: RecordReader, step_id: str) -> bool:
    """Whether no link starts or ends at a step."""
    return not reader.referring(Link, "source", step_id) and not reader.referring(Link, "target", step_id)


def connect(store: Store, source_id: str, output: str, target_id: str) -> Link:
    """Draw a link.

    Raises:
        InvalidRecord: The link is not legal.
    """
    with store.transact("Connect") as transaction:
        return _connected(transaction, source_id, output, target_id)


def connect_to_new(store: Store, source_id: str, output: str, kind_name: str, place: Place) -> Step:
    """Add a step and a link to it."""
    step, *fields = new_step(kind_name, store.find(Step, source_id).campaign, *place)
    with store.transact(f"Add {_spoken(kind_name)}") as transaction:
        transaction.put(step, *fields)
        _connected(transaction, source_id, output, step.id)
        framing.settle(transaction, [step.id])
    return step


def reattach_target(store: Store, link_id: str, target_id: str) -> None:
    """Let a link end at another step."""
    with store.transact("Move link") as transaction:
        transaction.change(link_id, {"target": target_id})


def reattach_source(store: Store, link_id: str, source_id: str, output: str) -> None:
    """Let a link start at another step or output."""
    with store.transact("Move link") as transaction:
        transaction.change(link_id, {"source": source_id, "output": output})


def move(store: Store, places: Mapping[str, Place], *, coalesce: str = "", verb: str = "Move") -> None:
    """Put steps, notes and frames at other places; frames take along what lies in them."""
    with store.transact(_counted(verb, store, places), coalesce=coalesce) as transaction:
        _put_at(transaction, places)


def resize_note(store: Store, note_id: str, size: tuple[float, float]) -> None:
    """Give a note another width and height, in pixels."""
    with store.transact("Resize note") as transaction:
        transaction.change(note_id, {"width": size[0], "height": size[1]})


def rename(store: Store, step_id: str, title: str) -> None:
    """Give a step or frame another title."""
    is_frame = store.find_or_none(Frame, step_id) is not None
    with store.transact("Rename frame" if is_frame else "Rename step") as transaction:
        transaction.change(step_id, {"title": title})


def write_note(store: Store, note_id: str, text: str) -> None:
    """Give a note another text."""
    with store.transact("Edit note") as transaction:
        transaction.change(note_id, {"text": text})


def toggle_open(store: Store, step_id: str) -> None:
    """Show a step's fields on the drawing, or hide them; unfold a folded frame."""
    if store.find_or_none(Frame, step_id) is not None:
        framing.fold(store, [step_id], folded=False)
        return
    step = store.find(Step, step_id)
    with store.transact("Hide fields" if step.open else "Show fields") as transaction:
        transaction.change(step_id, {"open": not step.open})


def keep_place(store: Store, step_ids: Iterable[str], keep: bool) -> None:
    """Let steps stay where they are when the drawing is tidied up, or no longer."""
    with store.transact("Keep place" if keep else "Let go of place") as transaction:
        for step_id in step_ids:
            transaction.change(step_id, {"pinned": keep})


def pause(store: Store, step_ids: Iterable[str], paused: bool) -> None:
    """Let simulations bring nobody in at these steps and nobody past them, or go on as drawn."""
    with store.transact("Pause" if paused else "Go on") as transaction:
        for step_id in step_ids:
            transaction.change(step_id, {"paused": paused})


def delete(store: Store, ids: Iterable[str], *, verb: str = "Delete") -> None:
    """Delete steps, links, notes and frames; what lies in a frame stays.

    A step with one way in and one way out is bridged: the link that led to it leads on to what came after.
    """
    gone = list(dict.fromkeys(ids))
    with store.transact(_counted(verb, store, gone)) as transaction:
        for record_id in gone:
            if transaction.find_or_none(Link, record_id) is not None:
                transaction.remove(record_id)
        for record_id in gone:
            if transaction.find_or_none(Step, record_id) is not None:
                _remove_step(transaction, record_id)
            else:
                transaction.remove(record_id)


def _remove_step(transaction: Transaction, step_id: str) -> None:
    into = [link for link in transaction.referring(Link, "target", step_id) if link.source != step_id]
    out = transaction.referring(Link, "source", step_id)
    others = [link for link in out if link.target != step_id]
    bridge = _bridge(transaction, into, others)
    transaction.remove(*(link.id for link in (*into, *out) if link is not bridge))
    if bridge is not None:
        delay = bridge.delay or others[0].delay
        transaction.put(bridge.model_copy(update={"target": others[0].target, "delay": delay}))
    transaction.remove(step_id)


def _bridge(transaction: Transaction, into: list[Link], out: list[Link]) -> Link | None:
    """Return the link that can lead on past a step, if that is unambiguous and legal."""
    if len(into) != 1 or len(out) != 1:
        return None
    first, last = into[0], out[0]
    source = transaction.find(Step, first.source)
    target = transaction.find(Step, last.target)
    refused = legality.why_not_link(transaction, source, first.output, target)
    return first if refused is None else None


def _lead_through(transaction: Transaction, link: Link, step: Step) -> None:
    output = legality.outputs_or_none(step)[0].name
    transaction.change(link.id, {"target": step.id})
    transaction.put(Link.new(source=step.id, output=output, target=link.target))


def _connected(transaction: Transaction, source_id: str, output: str, target_id: str) -> Link:
    beside = [each for each in transaction.referring(Link, "source", source_id) if each.output == output]
    order = max((each.order for each in beside), default=0.0) + 1.0
    share = _share_beside(transaction.find(Step, source_id), output, beside)
    link = Link.new(source=source_id, output=output, target=target_id, order=order, share=share)
    transaction.put(link)
    return link


def _share_beside(source: Step, output: str, beside: list[Link]) -> float | None:
    """Return the share of one more link of an output.

    Where links exclude each other, one without a share takes the rest; a second one of these would leave
    it open who goes where, so the new link takes an even part.
    """
    branching = {each.name: each.branching for each in legality.outputs_or_none(source)}.get(output)
    if branching is not Branching.EXCLUSIVE or all(link.share is not None for link in beside):
        return None
    left = 1.0 - sum(link.share or 0.0 for link in beside)
    return round(min(left, 1.0 / (len(beside) + 1)), 2)


def _put_at(transaction: Transaction, places: Mapping[str, Place]) -> None:
    moved = framing.with_carried(transaction, places)
    for record_id, (x, y) in moved.items():
        transaction.change(record_id, {"x": x, "y": y})
    framing.settle(transaction, moved)


def _counted(verb: str, reader: RecordReader, ids: Iterable[str]) -> str:
    """Return a label such as “Move 3 steps”."""
    words: list[str] = []
    found = [reader.get(record_id) for record_id in ids]
    for cls, word in ((Step, "step"), (Link, "link"), (Note, "note"), (Frame, "frame")):
        count = sum(isinstance(record, cls) for record in found)
        if count and not (cls is Link and words):
            words.append(word if count == 1 else f"{count} {word}s")
    return f"{verb} {' and '.join(words) or 'nothing'}"


def _spoken(kind_name: str) -> str:
    title = KINDS[kind_name].title
    return title if title[:2].isupper() else title[:1].lower() + title[1:]
