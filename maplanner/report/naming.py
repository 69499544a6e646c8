"""What things are called in a report."""

from __future__ import annotations

from maplanner.document.reading import RecordReader
from maplanner.document.records import Campaign, CrmField, CrmObject, DataFlow, FormField, System


def called(reader: RecordReader, record_id: str) -> str:
    """Return what people call a record: a CRM's field with its object, everything else by its title."""
    record = reader.get(record_id)
    match record:
        case None:
            return ""
        case CrmField():
            holder = reader.find_or_none(CrmObject, record.object)
            return f"{holder.api_name}.{record.api_name}" if holder is not None else record.api_name
        case CrmObject():
            return record.label or record.api_name
        case FormField():
            return record.title or record.key
        case DataFlow():
            return f"{called(reader, record.source)} → {called(reader, record.target)}"
        case System():
            return record.title or record.role.value
        case _:
            return str(getattr(record, "title", "") or record.type_name.replace("_", " "))


def in_order(reader: RecordReader) -> list[Campaign]:
    """Return the campaigns that are not put away, in the order of the inventory."""
    shown = (campaign for campaign in reader.all(Campaign) if not campaign.archived)
    return sorted(shown, key=lambda campaign: (campaign.order, campaign.title))
