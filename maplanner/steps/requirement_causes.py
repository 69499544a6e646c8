"""What tells whether an element asks something of a solution."""

from __future__ import annotations

from typing import Any, Final

from maplanner.document.reading import RecordReader
from maplanner.document.records import CrmField, CrmObject, DataFlow, Mapping, System
from maplanner.document.vocabulary import Direction, SyncWay, SystemRole, WriteOperation
from maplanner.steps.reading import conditions_of
from maplanner.steps.requirements import OfStep
from maplanner.steps.trigger import Occasion

OPPORTUNITY: Final = frozenset({"opportunity", "opportunities", "deal", "deals"})
LEAD: Final = frozenset({"lead", "leads", "prospect"})
CONTACT: Final = frozenset({"contact", "contacts", "person"})


def always(_reader: RecordReader, _of: object) -> bool:
    """Tell that every such element asks for it."""
    return True


def _object_name(reader: RecordReader, object_id: str) -> str:
    found = reader.find_or_none(CrmObject, object_id)
    return found.api_name.casefold() if found is not None else ""


def _object_of(reader: RecordReader, field_id: str | None) -> CrmObject | None:
    field = reader.find_or_none(CrmField, field_id)
    return None if field is None else reader.find_or_none(CrmObject, field.object)


def _way_into(reader: RecordReader, object_id: str) -> SyncWay | None:
    """Return how changes travel to the system of an object; at once unless a data flow says otherwise."""
    found = reader.find_or_none(CrmObject, object_id)
    if found is None:
        return None
    flows = sorted(reader.referring(DataFlow, "target", found.system), key=lambda flow: flow.id)
    return flows[0].way if flows else SyncWay.REAL_TIME


def writes_at_once(reader: RecordReader, props: Any) -> bool:
    """Tell whether a write travels to its system at once."""
    return _way_into(reader, props.object) is SyncWay.REAL_TIME


def writes_in_cycles(reader: RecordReader, props: Any) -> bool:
    """Tell whether a write waits for a cycle."""
    return _way_into(reader, props.object) in (SyncWay.BATCHED, SyncWay.POLLED)


def creates(names: frozenset[str]) -> OfStep:
    """Return what tells whether a write makes records of an object of any of these names."""

    def creates(reader: RecordReader, props: Any) -> bool:
        return props.operation is not WriteOperation.UPDATE and _object_name(reader, props.object) in names

    return creates


def finds_first(_reader: RecordReader, props: Any) -> bool:
    """Tell whether a write looks for a record that is there already."""
    return props.operation is not WriteOperation.CREATE and bool(props.object)


def into_custom_field(reader: RecordReader, field: CrmField) -> bool:
    """Tell whether a field is custom, and data is copied to it or from it."""
    return field.custom and bool(
        reader.referring(Mapping, "target", field.id) or reader.referring(Mapping, "held", field.id)
    )


def comes_back(reader: RecordReader, mapping: Mapping, names: frozenset[str]) -> bool:
    """Tell whether a mapping brings data out of an object of a CRM."""
    sources = [mapping.held] if mapping.direction is not Direction.BACK else []
    if mapping.direction is not Direction.INTO:
        sources.append(mapping.target)
    for source in sources:
        holder = _object_of(reader, source)
        system = None if holder is None else reader.find_or_none(System, holder.system)
        if holder is not None and system is not None and system.role is SystemRole.CRM:
            return holder.api_name.casefold() in names
    return False


def asks_account_score(_reader: RecordReader, props: Any) -> bool:
    """Tell whether a step asks for an account's score."""
    return any(condition.subject == "account score" for condition in conditions_of(props))


def on(*occasions: Occasion) -> OfStep:
    """Return what tells whether a trigger waits for any of these occasions."""
    return lambda _reader, props: props.on in occasions


def from_crm(reader: RecordReader, flow: DataFlow) -> bool:
    """Tell whether a data flow comes out of a CRM."""
    source = reader.find_or_none(System, flow.source)
    return source is not None and source.role is SystemRole.CRM


def joins_other_tool(reader: RecordReader, flow: DataFlow) -> bool:
    """Tell whether a data flow joins a tool that is neither CRM nor automation tool."""
    ends = (reader.find_or_none(System, flow.source), reader.find_or_none(System, flow.target))
    roles = {end.role for end in ends if end is not None}
    return bool(roles - {SystemRole.CRM, SystemRole.AUTOMATION})


def is_custom(reader: RecordReader, object_id: str) -> bool:
    """Tell whether an object is custom."""
    found = reader.find_or_none(CrmObject, object_id)
    return found is not None and found.custom
