"""Where a piece of data lands: the mappings of a form field, or of others that ask for the same."""

from __future__ import annotations

from functools import cached_property

from maplanner.document.reading import RecordReader
from maplanner.document.records import CrmField, FormField, Mapping, Step
from maplanner.document.vocabulary import FieldType


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


_FILLED_BY_ITSELF = frozenset(
    {
        FieldType.CHECKBOX,
        FieldType.REFERENCE,
        FieldType.IDENTIFIER,
        FieldType.FORMULA,
        FieldType.SUMMARY,
    }
)
"""A checkbox is never empty; references are set by whatever writes the record; the rest the CRM works out."""


def must_be_filled(field: CrmField) -> bool:
    """Whether whoever writes a record has to bring a value for a field."""
    return field.required and field.writable and field.type not in _FILLED_BY_ITSELF


def fields_filled(reader: RecordReader, object_id: str, campaign_id: str) -> list[CrmField]:
    """Return the fields of an object that something collected in a campaign lands in, in the forms' order.

    What another system holds and passes on counts where the campaign fills that.
    """
    search = _Filled(reader, campaign_id)
    found = [field for field in reader.referring(CrmField, "object", object_id) if search.fills(field.id)]
    return sorted(found, key=lambda field: _place_on_forms(reader, field))


def is_filled(reader: RecordReader, object_id: str, campaign_id: str) -> bool:
    """Whether anything collected in a campaign lands in an object."""
    search = _Filled(reader, campaign_id)
    return any(search.fills(field.id) for field in reader.referring(CrmField, "object", object_id))


def _place_on_forms(reader: RecordReader, field: CrmField) -> float:
    """Return how far up on its form stands what lands in a field; behind all for what no form fills."""
    into = reader.referring(Mapping, "target", field.id)
    sources = [reader.find_or_none(FormField, mapping.collected) for mapping in into]
    return min((source.order for source in sources if source is not None), default=float("inf"))


class _Filled:
    """Follows mappings backwards, to the forms of one campaign."""

    def __init__(self, reader: RecordReader, campaign_id: str) -> None:
        self._reader = reader
        self._campaign = campaign_id
        self._known: dict[str, bool] = {}

    def fills(self, field_id: str) -> bool:
        """Whether something of the campaign arrives in a field; a loop of mappings brings nothing."""
        if field_id not in self._known:
            self._known[field_id] = False
            into = self._reader.referring(Mapping, "target", field_id)
            self._known[field_id] = any(self._brings(mapping) for mapping in into)
        return self._known[field_id]

    def _brings(self, mapping: Mapping) -> bool:
        if mapping.held is not None:
            return self.fills(mapping.held)
        source = self._reader.find_or_none(FormField, mapping.collected)
        form = self._reader.find_or_none(Step, source.step) if source is not None else None
        if source is None or form is None:
            return False
        return form.campaign == self._campaign or source.key in self._keys

    @cached_property
    def _keys(self) -> set[str]:
        return _keys_collected(self._reader, self._campaign)


def _keys_collected(reader: RecordReader, campaign_id: str) -> set[str]:
    """Return the keys of a campaign's fields that have no mapping of their own."""
    return {
        field.key
        for step in reader.referring(Step, "campaign", campaign_id)
        for field in reader.referring(FormField, "step", step.id)
        if field.key and not own_mappings(reader, field)
    }
