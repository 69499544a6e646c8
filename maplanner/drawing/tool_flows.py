"""What data moves between the team's tools: as declared, and as the campaigns imply. Plain Python.

A form field that is mapped moves from the form's tool to the field's; a write to the CRM moves from the tool
that does the step; a form's answers, and an advertisement's visitors, move on to the tool of the next step.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from maplanner.crm.systems import default_system, object_of, system_of
from maplanner.document.records import CrmField, CrmObject, DataFlow, FormField, Link, Mapping, Step, System
from maplanner.document.vocabulary import Direction, Means, SyncWay, SystemRole
from maplanner.drawing.labels import one_line
from maplanner.steps.catalogue import kind_of

if TYPE_CHECKING:
    from maplanner.document.reading import RecordReader

ANSWERS: Final = "answers"
VISITORS: Final = "visitors"
_LONGEST_LIST: Final = 3


@dataclass
class ToolFlow:
    """Everything that moves from one system to another.

    ``declared`` are the flows that people drew; ``fields`` counts mapped fields by object; ``others`` names
    what else moves.
    """

    source: str
    target: str
    declared: list[DataFlow] = field(default_factory=list)
    fields: dict[str, int] = field(default_factory=dict)
    others: dict[str, None] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The identifier of the flow that people drew, else one made of both ends."""
        return self.declared[0].id if self.declared else f"{self.source}→{self.target}"

    @property
    def moves(self) -> str:
        """What moves, in a few words: ``Leads``, or ``Lead (4 fields), Task``."""
        named = [one_line(flow.moves) for flow in self.declared if flow.moves.strip()]
        said = " ".join(named).casefold()
        implied = [
            _counted(name, self.fields[name]) if name in self.fields else name
            for name in dict.fromkeys((*self.fields, *self.others))
            if name.casefold() not in said
        ]
        words = named + implied
        more = len(words) - _LONGEST_LIST
        return ", ".join(words[:_LONGEST_LIST]) + (f" +{more}" if more > 0 else "")

    @property
    def label(self) -> str:
        """What moves, by what means and how often."""
        parts = [self.moves]
        for flow in self.declared[:1]:
            parts += [flow.means.value if flow.means is not Means.OPEN else "", how_often(flow)]
        return " · ".join(part for part in parts if part)


def _counted(name: str, count: int) -> str:
    return f"{name} ({count} field{'' if count == 1 else 's'})"


def how_often(flow: DataFlow) -> str:
    """Return when data moves: ``real time``, ``every 15 min``, ``batched every 2 h``."""
    if flow.way is SyncWay.REAL_TIME:
        return flow.way.value
    minutes = flow.every
    time = f"{minutes:g} min" if minutes < 60 or minutes % 60 else f"{minutes / 60:g} h"
    return f"every {time}" if flow.way is SyncWay.POLLED else f"batched every {time}"


def tool_flows(reader: RecordReader) -> list[ToolFlow]:
    """Return what moves between systems, one entry for each pair and direction."""
    flows: dict[tuple[str, str], ToolFlow] = {}

    def flow(source: str, target: str) -> ToolFlow:
        return flows.setdefault((source, target), ToolFlow(source, target))

    for declared in reader.all(DataFlow):
        flow(declared.source, declared.target).declared.append(declared)
    for source, target, name in _mapped_fields(reader):
        fields = flow(source, target).fields
        fields[name] = fields.get(name, 0) + 1
    for source, target, name in (*_writes(reader), *_answers(reader)):
        flow(source, target).others[name] = None
    known = {system.id for system in reader.all(System)}
    return [
        each
        for each in flows.values()
        if each.source != each.target and each.source in known and each.target in known
    ]


def _mapped_fields(reader: RecordReader) -> Iterator[tuple[str, str, str]]:
    """Yield (from, to, object) for each mapped field and direction."""
    web_site = default_system(reader, SystemRole.WEB_SITE)
    for mapping in reader.all(Mapping):
        there = object_of(reader, mapping.target)
        here = _source_of(reader, mapping, web_site)
        if there is None or here is None:
            continue
        name = one_line(there.label or there.api_name)
        if mapping.direction is not Direction.BACK:
            yield here, there.system, name
        if mapping.direction is not Direction.INTO:
            yield there.system, here, name


def _source_of(reader: RecordReader, mapping: Mapping, web_site: str | None) -> str | None:
    source = reader.find_or_none(FormField, mapping.collected) or reader.find_or_none(CrmField, mapping.held)
    return system_of(reader, source, web_site) if source is not None else None


def _writes(reader: RecordReader) -> Iterator[tuple[str, str, str]]:
    """Yield (from, to, object) for each step that names an object in another system: writes and tasks."""
    tool = default_system(reader, SystemRole.AUTOMATION)
    for step in reader.all(Step):
        written = step.props.get("object")
        target = reader.find_or_none(CrmObject, written) if isinstance(written, str) else None
        source = step.system if target is None or step.system != target.system else tool
        source = source or tool
        if target is not None and source is not None:
            yield source, target.system, one_line(target.label or target.api_name)


def _answers(reader: RecordReader) -> Iterator[tuple[str, str, str]]:
    """Yield (from, to, words) where answers of a form, or visitors from an ad, go on to the next tool."""
    web_site = default_system(reader, SystemRole.WEB_SITE)
    for step in reader.all(Step):
        kind = kind_of(step)
        if kind is None or not (kind.collects or kind.entry):
            continue
        source = step.system or (web_site if kind.collects and not kind.entry else None)
        if source is not None:
            for target in _next_systems(reader, step.id):
                yield source, target, ANSWERS if kind.collects else VISITORS


def _next_systems(reader: RecordReader, step_id: str) -> dict[str, None]:
    """Return the systems that do the steps behind a step, looking past steps that no system does."""
    found: dict[str, None] = {}
    seen = {step_id}
    waiting = [step_id]
    while waiting:
        for link in reader.referring(Link, "source", waiting.pop()):
            step = reader.find_or_none(Step, link.target)
            if step is None or step.id in seen:
                continue
            seen.add(step.id)
            if step.system is not None:
                found[step.system] = None
            else:
                waiting.append(step.id)
    return found
