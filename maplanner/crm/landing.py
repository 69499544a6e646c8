"""Where a piece of data lands: the mappings of a form field, or of others that ask for the same."""

from __future__ import annotations

from maplanner.document.reading import RecordReader
from maplanner.document.records import FormField, Mapping


def own_mappings(reader: RecordReader, field: FormField) -> list[Mapping]:
    """Return the mappings that begin at this very form field."""
    return reader.referring(Mapping, "collected", field.id)


def mappings_of(reader: RecordReader, field: FormField) -> list[Mapping]:
    """Return the mappings of a form field; where it has none, those of fields with the same key.

    Two forms that ask for the same thing give the same piece of data, so it is enough to map it once.
    """
    own = own_mappings(reader, field)
    if own or not field.key:
        return own
    alike = [other for other in reader.all(FormField) if other.key == field.key]
    return [mapping for other in alike for mapping in own_mappings(reader, other)]
