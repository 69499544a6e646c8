"""Which parts of a drawing a patch concerns. Plain Python, no Qt."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from maplanner.document.patch import Change, Patch
from maplanner.document.reading import RecordReader
from maplanner.document.records import Campaign, FormField, Link, Mapping, Note, Step
from maplanner.document.vocabulary import LinkShape
from maplanner.steps import KINDS

_OF_NO_CONCERN: Final = frozenset(
    {"presence", "canvas_view", "scenario", "assumption", "goal", "criterion", "campaign_group", "problem"}
    | {"comment", "ignored_finding", "checklist_item", "support_contact"}
)
"""Records that no card or link tells anything of."""
_OF_LANDING: Final = {
    "form_field": frozenset({"key", "order", "step"}),
    "mapping": frozenset({"collected", "held", "target"}),
    "field": frozenset({"label", "api_name", "required", "type", "length", "writable", "object"}),
    "object": frozenset({"system"}),
}
"""Fields on which it depends what the steps show that write to the CRM, by type of record."""


@dataclass
class Affected:
    """Identifiers of the steps, links, notes and frames to look at again.

    ``words`` says that any card may read differently now, though nothing lies elsewhere.
    """

    steps: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)
    notes: set[str] = field(default_factory=set)
    frames: set[str] = field(default_factory=set)
    words: bool = False


def affected_by(patch: Patch, reader: RecordReader) -> Affected:
    """Return what a patch that has just happened concerns, as the records stand now."""
    found = Affected()
    for change in patch.changes:
        _add(found, change, reader)
    if any(_moves_landing(change) for change in patch.changes):
        found.steps.update(_writes(reader))
    for step_id in found.steps:
        found.links.update(link.id for link in reader.referring(Link, "source", step_id))
        found.links.update(link.id for link in reader.referring(Link, "target", step_id))
    return found


def _add(found: Affected, change: Change, reader: RecordReader) -> None:
    match change.type_name:
        case "step":
            found.steps.add(change.id)
            found.frames.update(_pointed_to(change, "frame", reader.find_or_none(Step, change.id)))
        case "note":
            found.notes.add(change.id)
            found.frames.update(_pointed_to(change, "frame", reader.find_or_none(Note, change.id)))
        case "frame":
            _add_frame(found, change, reader)
        case "link":
            found.links.add(change.id)
            # The ways out of a card and the "rest" on its other links depend on it.
            found.steps.update(_pointed_to(change, "source", reader.find_or_none(Link, change.id)))
        case "form_field":
            found.steps.update(_pointed_to(change, "step", reader.find_or_none(FormField, change.id)))
            # Fields of other forms with the same key land where this one does.
            found.words = found.words or not change.is_edit or "key" in (change.after or {})
        case "mapping":
            mapping = reader.find_or_none(Mapping, change.id)
            for field_id in _pointed_to(change, "collected", mapping):
                form_field = reader.find_or_none(FormField, field_id)
                if form_field is not None:
                    found.steps.add(form_field.step)
            found.words = True
        case name if name not in _OF_NO_CONCERN:
            found.words = True


def _add_frame(found: Affected, change: Change, reader: RecordReader) -> None:
    """A frame that is folded or unfolded, comes or goes concerns all that lies in it."""
    found.frames.add(change.id)
    if not change.is_edit or "folded" in (change.after or {}):
        found.steps.update(step.id for step in reader.referring(Step, "frame", change.id))
        found.notes.update(note.id for note in reader.referring(Note, "frame", change.id))


def _moves_landing(change: Change) -> bool:
    """Whether other fields may show on the steps that write to the CRM."""
    telling = _OF_LANDING.get(change.type_name)
    if telling is None:
        return False
    return not change.is_edit or not telling.isdisjoint(change.after or {})


def _writes(reader: RecordReader) -> list[str]:
    """Return the steps that write collected data to the CRM."""
    kinds = {name for name, kind in KINDS.items() if kind.receives}
    return [step.id for step in reader.all(Step) if step.kind in kinds]


def shape_of(reader: RecordReader, campaign_id: str) -> LinkShape:
    """Return the shape that a campaign's links have; a campaign that is gone leaves them angled."""
    campaign = reader.find_or_none(Campaign, campaign_id)
    return LinkShape.ANGLED if campaign is None else campaign.link_shape


def _pointed_to(change: Change, path: str, now: object | None) -> set[str]:
    """Return what a reference pointed to before and after a change."""
    values = [(change.before or {}).get(path), (change.after or {}).get(path), getattr(now, path, None)]
    return {value for value in values if isinstance(value, str)}
