"""What a drawing says to those who hear it: each step, link, note and frame in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from maplanner.desktop.canvas.tips import sign_lines
from maplanner.desktop.naming import kind_title, title_of
from maplanner.desktop.words import tr
from maplanner.document.records import Frame, Link, Mapping, Note, Step
from maplanner.drawing.labels import count_text, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from maplanner.desktop.canvas.scene import CanvasScene

_NAMED: Final = 6
"""Steps named in one sentence at most; the others are counted."""


class Spoken(NamedTuple):
    """``name`` is said first, ``about`` after it or on demand."""

    name: str
    about: str = ""


def spoken(scene: CanvasScene, record_id: str) -> Spoken | None:
    """Return what is said of a record; ``None`` for one that is not on the drawing."""
    reader = scene.reader
    is_drawn = scene.item_of(record_id) is not None or record_id in scene.field_lines
    record = reader.get(record_id) if is_drawn else None
    match record:
        case Step():
            return Spoken(f"{kind_title(record)}: {title_of(record, reader)}", _about_step(scene, record))
        case Link():
            return _spoken_link(scene, record)
        case Note():
            return Spoken(tr("Note: {text}").format(text=one_line(record.text)))
        case Frame():
            steps = tr("%n steps", len(reader.referring(Step, "frame", record.id)))
            about = f"{steps}, {tr('folded')}" if record.folded else steps
            return Spoken(f"{tr('Frame')}: {title_of(record, reader)}", about)
        case Mapping():
            return Spoken(f"{kind_title(record)}: {title_of(record, reader)}")
        case _:
            return None


def spoken_selection(scene: CanvasScene, ids: list[str]) -> str:
    """Return what is selected, in a sentence; nothing without a selection."""
    if len(ids) == 1:
        found = spoken(scene, ids[0])
        return "" if found is None else _joined(". ", found)
    return tr("%n things are selected", len(ids)) if ids else ""


def _about_step(scene: CanvasScene, step: Step) -> str:
    item = scene.steps[step.id]
    if item.words_stale:
        scene.read_words(item)
    card, marks, entered = item.card, scene.marks, scene.marks.entered.get(step.id)
    complaints = marks.complaints.get(step.id, ())
    frame = scene.reader.find_or_none(Frame, step.frame) if step.frame else None
    return _joined(
        ". ",
        (
            card.summary,
            tr("%n findings", len(complaints)) + ": " + " ".join(complaints) if complaints else "",
            tr("{leads} leads in the simulation").format(leads=count_text(entered))
            if entered is not None
            else "",
            _ways_in(scene, step),
            _ways_out(scene, step),
            tr("In the frame “{title}”").format(title=frame.title) if frame is not None else "",
            *sign_lines(card),
        ),
    )


def _ways_in(scene: CanvasScene, step: Step) -> str:
    reader = scene.reader
    links = reader.referring(Link, "target", step.id)
    titles = [_title(scene, link.source) for link in links]
    return tr("Comes from {titles}").format(titles=_listed(titles)) if titles else ""


def _ways_out(scene: CanvasScene, step: Step) -> str:
    links = scene.reader.referring(Link, "source", step.id)
    titles = [
        f"{_title(scene, link.target)} ({label})"
        if (label := _label(scene, link))
        else _title(scene, link.target)
        for link in links
    ]
    return tr("Leads to {titles}").format(titles=_listed(titles)) if titles else tr("Leads nowhere")


def _spoken_link(scene: CanvasScene, link: Link) -> Spoken:
    ends = {"source": _title(scene, link.source), "target": _title(scene, link.target)}
    carried = scene.marks.carried.get(link.id)
    leads = (
        tr("{leads} leads in the simulation").format(leads=count_text(carried)) if carried is not None else ""
    )
    return Spoken(
        tr("Link from {source} to {target}").format(**ends), _joined(". ", (_label(scene, link), leads))
    )


def _label(scene: CanvasScene, link: Link) -> str:
    item = scene.links.get(link.id)
    return link.title if item is None else item.wire.label


def _title(scene: CanvasScene, step_id: str) -> str:
    step = scene.reader.find_or_none(Step, step_id)
    return "" if step is None else title_of(step, scene.reader)


def _listed(titles: list[str]) -> str:
    shown = ", ".join(titles[:_NAMED])
    more = len(titles) - _NAMED
    return tr("{titles} and {more} more").format(titles=shown, more=more) if more > 0 else shown


def _joined(mark: str, parts: Iterable[str]) -> str:
    return mark.join(part for part in parts if part)
