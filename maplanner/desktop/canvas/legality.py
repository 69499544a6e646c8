"""Which links a person may draw, and why not the others."""

from __future__ import annotations

from pydantic import ValidationError

from maplanner.core.errors import InvalidRecord
from maplanner.document.reading import RecordReader
from maplanner.document.records import Link, Step
from maplanner.flow.behaviour import Output
from maplanner.steps import KINDS, PaletteGroup, kind_of, outputs_of

COMES_BACK = frozenset({PaletteGroup.PAGES})
"""Only to pages do people come back by themselves; anything else that led to itself would spin."""


def outputs_or_none(step: Step) -> tuple[Output, ...]:
    """Return the ways out of a step; none where its properties cannot be read."""
    try:
        return outputs_of(step)
    except (InvalidRecord, ValidationError):
        return ()


def why_no_way_out(step: Step) -> str | None:
    """Return why no link can start at a step; ``None`` if one can."""
    if outputs_or_none(step):
        return None
    if kind_of(step) is None:
        return f"“{name_of_step(step)}” was made by a newer version; its links cannot be changed here."
    return f"“{name_of_step(step)}” is an end; nothing follows it."


def why_not_into(step: Step) -> str | None:
    """Return why no link can lead to a step; ``None`` if one can."""
    kind = kind_of(step)
    if kind is not None and not accepts_links(kind.name):
        return f"“{name_of_step(step)}” is where leads come in; no link may lead to it."
    return None


def accepts_links(kind_name: str) -> bool:
    """Whether links may lead to steps of a kind."""
    kind = KINDS.get(kind_name)
    return kind is not None and kind.accepts_links


def why_not_link(
    reader: RecordReader, source: Step, output: str, target: Step, *, instead_of: str | None = None
) -> str | None:
    """Return why a link may not be drawn, in words for a person; ``None`` if it may.

    ``instead_of`` is the identifier of a link that is being put somewhere else and does not count.
    """
    if source.campaign != target.campaign:
        return "The two steps belong to different campaigns; use a step that starts another campaign."
    if source.id == target.id and not _may_lead_to_itself(source):
        return "A step cannot lead to itself; put a wait between."
    refused = why_no_way_out(source) or why_not_into(target)
    if refused is not None:
        return refused
    if output not in {each.name for each in outputs_or_none(source)}:
        return f"“{name_of_step(source)}” has no such way out."
    if link_between(reader, source.id, output, target.id, apart_from=instead_of) is not None:
        return f"“{name_of_step(source)}” leads to “{name_of_step(target)}” already."
    return None


def link_between(
    reader: RecordReader, source: str, output: str, target: str, *, apart_from: str | None = None
) -> Link | None:
    """Return the link from an output of one step to another step, if there is one."""
    for link in reader.referring(Link, "source", source):
        if link.target == target and link.output == output and link.id != apart_from:
            return link
    return None


def first_legal_output(reader: RecordReader, source: Step, target: Step) -> str | None:
    """Return the first output of a step that may lead to another, or ``None``."""
    for output in outputs_or_none(source):
        if why_not_link(reader, source, output.name, target) is None:
            return output.name
    return None


def name_of_step(step: Step) -> str:
    """Return what a person calls a step: its title, or else its kind's."""
    kind = kind_of(step)
    return step.title or (kind.title if kind is not None else step.kind)


def _may_lead_to_itself(step: Step) -> bool:
    kind = kind_of(step)
    return kind is not None and kind.group in COMES_BACK
