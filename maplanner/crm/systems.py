"""Which system does what no step says otherwise, and which one a field belongs to."""

from __future__ import annotations

from maplanner.document.reading import RecordReader
from maplanner.document.records import CrmField, CrmObject, FormField, Step, System
from maplanner.document.vocabulary import SystemRole


def default_system(reader: RecordReader, role: SystemRole) -> str | None:
    """Return the system of a role, if there is exactly one: it does what no step says otherwise."""
    found = [system.id for system in reader.all(System) if system.role is role]
    return found[0] if len(found) == 1 else None


def object_of(reader: RecordReader, field_id: str | None) -> CrmObject | None:
    """Return the object that holds a field, or ``None``."""
    found = reader.find_or_none(CrmField, field_id)
    return reader.find_or_none(CrmObject, found.object) if found is not None else None


def system_of(reader: RecordReader, field: FormField | CrmField, web_site: str | None = None) -> str | None:
    """Return the system in which a field is collected or held; ``web_site`` for forms that name none."""
    if isinstance(field, CrmField):
        holder = reader.find_or_none(CrmObject, field.object)
        return holder.system if holder is not None else None
    step = reader.find_or_none(Step, field.step)
    return (step.system or web_site) if step is not None else None
