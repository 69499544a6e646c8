"""The way of a field: where its data comes from and where it goes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from maplanner.document.reading import RecordReader
from maplanner.document.records import CrmField, CrmObject, FormField, Mapping
from maplanner.drawing.labels import one_line
from maplanner.drawing.picture import Diagram
from maplanner.drawing.pictures.sources import Offer, PictureSource, Scene
from maplanner.drawing.way import way_drawing


def offers(scene: Scene) -> Iterator[Offer]:
    """Yield the ways of fields that are mapped, the one that is looked at first."""
    reader = scene.reader
    seen: dict[str, None] = {scene.field: None} if scene.field else {}
    seen |= dict.fromkeys(mapping.target for mapping in reader.all(Mapping))
    for field_id in seen:
        record = reader.get(field_id)
        if isinstance(record, CrmField | FormField):
            title = _title(reader, record)
            yield Offer(f"way:{field_id}", f"Way of {title}", partial(drawn, reader, field_id, title))


def drawn(reader: RecordReader, field_id: str, title: str) -> Diagram:
    """Return the way of a field."""
    from maplanner.checks.lineage import lineage

    return way_drawing(reader, lineage(reader, field_id), f"Way of {title}")


def _title(reader: RecordReader, record: CrmField | FormField) -> str:
    if isinstance(record, FormField):
        return one_line(record.title or record.key)
    holder = reader.find_or_none(CrmObject, record.object)
    return one_line(f"{holder.api_name}.{record.api_name}" if holder is not None else record.api_name)


SOURCE: Final = PictureSource("ways", "Ways of fields", offers, order=40.0, in_book=False)
