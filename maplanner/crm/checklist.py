"""The things to do before an integration can start, and which of them the plan shows to be done (B1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from maplanner.crm.fit import Effect, misfits
from maplanner.crm.landing import mappings_of
from maplanner.document.reading import RecordReader
from maplanner.document.records import (
    ChecklistItem,
    CrmField,
    CrmObject,
    DataFlow,
    DataSet,
    FormField,
    Mapping,
    Step,
    SupportContact,
    System,
)
from maplanner.document.vocabulary import ChecklistState, Means, SystemRole


class Sign(StrEnum):
    """What a plan can tell of the work before an integration; an item's ``ticked_by`` names one."""

    MEANS = "connectors chosen"
    FIELDS = "fields listed"
    DEFINITIONS = "definitions lined up"
    DATA_SETS = "data sets checked"
    SUPPORT = "support details at hand"


@dataclass(frozen=True)
class Tick:
    """Whether the plan shows an item to be done, and why, as a text with parameters."""

    done: bool
    text: str
    parameters: dict[str, str | int] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The reason in plain words."""
        return self.text.format(**self.parameters)


@dataclass(frozen=True)
class Usual:
    """An item that every integration needs; ``sign`` is what ticks it, if the plan can know."""

    title: str
    notes: str = ""
    sign: Sign | None = None


USUAL: Final[tuple[Usual, ...]] = (
    Usual(
        "Find the install module",
        "The connector or package that joins the tools, and its version.",
        Sign.MEANS,
    ),
    Usual("List the needed fields", "Read the CRM's fields into the plan.", Sign.FIELDS),
    Usual("Line up the field definitions", "Type, length and values, side by side.", Sign.DEFINITIONS),
    Usual("Book the CRM administrator", "Estimated hours, and the weeks in which they are free."),
    Usual("Win the sales team", "What they get from it, and what it asks of them."),
    Usual(
        "Download and clean the data sets",
        "Check every contact list before it is brought in.",
        Sign.DATA_SETS,
    ),
    Usual("Keep the vendors' support details at hand", "Whom to call, when, on what terms.", Sign.SUPPORT),
)
"""The starter set, in the order in which it is usually worked through."""


def ticked(reader: RecordReader, item: ChecklistItem) -> Tick | None:
    """Return what the plan shows of an item, or ``None`` where only a person can know."""
    look = _LOOKS.get(item.ticked_by)
    return look(reader) if look is not None else None


def is_done(reader: RecordReader, item: ChecklistItem) -> bool:
    """Tell whether an item is done: as the plan shows it, else as a person said."""
    tick = ticked(reader, item)
    return tick.done if tick is not None else item.state is ChecklistState.DONE


def is_overdue(reader: RecordReader, item: ChecklistItem, today: date) -> bool:
    """Tell whether an item should have been done before today, and is not."""
    return item.due is not None and item.due < today and not is_done(reader, item)


def usual_items(reader: RecordReader) -> list[ChecklistItem]:
    """Return new items for those of the starter set that a plan does not have yet, to stand below its own."""
    there = reader.all(ChecklistItem)
    titles = {item.title.casefold() for item in there}
    signs = {item.ticked_by for item in there}
    last = max((item.order for item in there), default=-1.0)
    lacking = [
        usual
        for usual in USUAL
        if usual.title.casefold() not in titles and (usual.sign is None or usual.sign.value not in signs)
    ]
    return [
        ChecklistItem.new(
            title=usual.title,
            notes=usual.notes,
            ticked_by=usual.sign.value if usual.sign is not None else "",
            order=last + number,
        )
        for number, usual in enumerate(lacking, 1)
    ]


def _means(reader: RecordReader) -> Tick:
    flows = reader.all(DataFlow)
    if not flows:
        return Tick(False, "No data flow between tools is planned yet.")
    open_ones = [flow for flow in flows if flow.means is Means.OPEN]
    if open_ones:
        return Tick(
            False, "Not decided by what means: {flows}.", {"flows": _listed(_flows(reader, open_ones))}
        )
    return Tick(True, "Decided for every data flow ({count}).", {"count": len(flows)})


def _fields(reader: RecordReader) -> Tick:
    systems = [system for system in reader.all(System) if system.role is SystemRole.CRM]
    if not systems:
        return Tick(False, "The plan has no CRM yet.")
    counts = {system.id: _field_count(reader, system) for system in systems}
    lacking = [system.title for system in systems if not counts[system.id]]
    if lacking:
        return Tick(False, "No fields yet: {systems}.", {"systems": _listed(lacking)})
    said = _listed([f"{system.title} {counts[system.id]:,}" for system in systems])
    return Tick(True, "Fields listed: {systems}.", {"systems": said})


def _definitions(reader: RecordReader) -> Tick:
    mappings = reader.all(Mapping)
    if not mappings:
        return Tick(False, "Nothing is mapped yet.")
    open_fields = [each for each in reader.all(FormField) if not mappings_of(reader, each)]
    unfit = [each for each in mappings if _is_unfit(reader, each)]
    if not open_fields and not unfit:
        return Tick(True, "All {count} mappings fit.", {"count": len(mappings)})
    text = "Form fields without a target: {open}. Mappings that do not fit: {unfit}."
    return Tick(False, text, {"open": len(open_fields), "unfit": len(unfit)})


def _data_sets(reader: RecordReader) -> Tick:
    lists = [step for step in reader.all(Step) if step.kind == "contact_list"]
    checked = [each for each in reader.all(DataSet) if each.checked_on is not None]
    known = {each.step for each in checked}
    lacking = [step.title for step in lists if step.id not in known]
    if lacking:
        return Tick(False, "Not checked yet: {lists}.", {"lists": _listed(lacking)})
    if not checked:
        return Tick(False, "No list has been checked yet.")
    last = max(each.checked_on for each in checked if each.checked_on is not None)
    return Tick(
        True, "Lists checked: {count}, the last on {day}.", {"count": len(checked), "day": last.isoformat()}
    )


def _support(reader: RecordReader) -> Tick:
    systems = reader.all(System)
    if not systems:
        return Tick(False, "The plan has no system yet.")
    reached = {
        each.system
        for each in reader.all(SupportContact)
        if each.phone or each.email or each.web or each.person
    }
    lacking = [system.title for system in systems if system.id not in reached]
    if lacking:
        return Tick(False, "Nobody to call for: {systems}.", {"systems": _listed(lacking)})
    return Tick(True, "Somebody to call for every system ({count}).", {"count": len(systems)})


_LOOKS: Final[dict[str, Callable[[RecordReader], Tick]]] = {
    Sign.MEANS.value: _means,
    Sign.FIELDS.value: _fields,
    Sign.DEFINITIONS.value: _definitions,
    Sign.DATA_SETS.value: _data_sets,
    Sign.SUPPORT.value: _support,
}
_MOST_NAMED: Final = 4


def _field_count(reader: RecordReader, system: System) -> int:
    objects = reader.referring(CrmObject, "system", system.id)
    return sum(len(reader.referring(CrmField, "object", each.id)) for each in objects)


def _is_unfit(reader: RecordReader, mapping: Mapping) -> bool:
    source = reader.find_or_none(FormField, mapping.collected) or reader.find_or_none(CrmField, mapping.held)
    target = reader.find_or_none(CrmField, mapping.target)
    if source is None or target is None or mapping.conversion:
        return False
    return any(problem.effect is not Effect.SOMETIMES for problem in misfits(source, target))


def _flows(reader: RecordReader, flows: Iterable[DataFlow]) -> list[str]:
    def title(system_id: str) -> str:
        system = reader.find_or_none(System, system_id)
        return system.title if system is not None else ""

    return [f"{title(flow.source)} → {title(flow.target)}" for flow in flows]


def _listed(names: list[str]) -> str:
    shown = ", ".join(name or "?" for name in names[:_MOST_NAMED])
    rest = len(names) - _MOST_NAMED
    return f"{shown} +{rest}" if rest > 0 else shown
