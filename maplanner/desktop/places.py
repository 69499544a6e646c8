"""Where a record stands: on which campaign's drawing, on the tool map, or in a list only."""

from __future__ import annotations

from maplanner.document.reading import RecordReader
from maplanner.document.records import (
    Campaign,
    CampaignGroup,
    Criterion,
    CriterionGroup,
    DataFlow,
    FormField,
    Frame,
    Link,
    Note,
    Plan,
    Record,
    Segment,
    SegmentRemoval,
    Step,
    System,
)


def place_of(reader: RecordReader, record_id: str) -> tuple[str, str]:
    """Return the campaign on whose drawing a record stands, and what stands there for it; else two empty."""
    record = reader.get(record_id)
    if isinstance(record, FormField):
        record = reader.find_or_none(Step, record.step)
    if isinstance(record, Link):
        source = reader.find_or_none(Step, record.source)
        return (source.campaign, record.id) if source else ("", "")
    if isinstance(record, Step | Note | Frame):
        return record.campaign, record.id
    return (record.id, "") if isinstance(record, Campaign) else ("", "")


def is_on_the_tool_map(record: Record | None) -> bool:
    """Tell whether a record stands on the tool map."""
    return isinstance(record, System | DataFlow)


def is_of_a_segment(record: Record | None) -> bool:
    """Tell whether a record is a segment, or says who is in one."""
    return isinstance(record, Segment | Criterion | CriterionGroup | SegmentRemoval)


def is_only_in_lists(record: Record | None) -> bool:
    """Tell whether a record stands on no drawing and on no map, and the inspector is not its only place."""
    return record is not None and not isinstance(record, Plan | System | DataFlow | CampaignGroup)
