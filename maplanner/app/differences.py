"""What an import would change, in words for people and as JSON for programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import JsonValue

from maplanner.document.fields import field_specs
from maplanner.document.reading import RecordReader
from maplanner.document.records import Conversion, CrmField, CrmObject, FormField, Mapping

if TYPE_CHECKING:
    from maplanner.crm.change import Breakage, CatalogueChange, RecordChange

_MOST_VALUES = 4


@dataclass(frozen=True)
class ValueChange:
    """One value of an object or field before and after; ``title`` is what people call the value."""

    name: str
    title: str
    before: JsonValue
    after: JsonValue

    def text(self) -> str:
        """Return it as “Length: 80 → 120”."""
        return f"{self.title}: {shown(self.before)} → {shown(self.after)}"


class Difference:
    """Names what a change does, with the names that fields and objects have in the plan and in the source."""

    def __init__(self, change: CatalogueChange, reader: RecordReader) -> None:
        """Look names up in the plan and among what is new."""
        self.change = change
        self._reader = reader
        self._objects = {each.id: each.api_name for each in (*reader.all(CrmObject), *change.new_objects)}
        self._fields = {each.id: each for each in change.new_fields}

    def name(self, record: CrmObject | CrmField) -> str:
        """Return an object's name, or a field's with its object: “Lead.Email”."""
        if isinstance(record, CrmObject):
            return record.api_name
        return f"{self._objects.get(record.object, '?')}.{record.api_name}"

    def values(self, change: RecordChange) -> list[ValueChange]:
        """Return what changes in an object or field, apart from where and when it was read."""
        before = change.record.values()
        titles = field_specs(type(change.record))
        return [
            ValueChange(name, titles[name].title, before.get(name), value)
            for name, value in change.values.items()
            if name in titles and name not in {"source", "read_on"}
        ]

    def mapping(self, mapping: Mapping) -> str:
        """Return where a mapping leads from and to: “Company → Lead.Company”."""
        collected = self._reader.find_or_none(FormField, mapping.collected)
        source = (collected.title or collected.key) if collected is not None else self._field(mapping.held)
        return f"{source} → {self._field(mapping.target)}"

    def conversion(self, line: Conversion) -> str:
        """Return where a field of a lead goes: “Lead.Email → Contact.Email”."""
        return f"{self._field(line.source)} → {self._field(line.target)}"

    def lines(self) -> list[str]:
        """Return a line for everything that happens, what is lost first."""
        change = self.change
        found = [f"no longer holds: {self.mapping(each.mapping)}: {each.why}" for each in change.broken]
        found += [f"gone, but used, kept: {self.name(each)}" for each in change.gone_in_use]
        found += [f"gone: {self.name(each)}" for each in change.gone]
        found += [f"gone from lead conversion: {self.conversion(each)}" for each in change.gone_conversions]
        for each in change.changed:
            values = "; ".join(value.text() for value in self.values(each))
            found.append(f"changed: {self.name(each.record)}: {values}")
        found += [f"new: {self.name(new)}" for new in change.new]
        return found + [f"new in lead conversion: {self.conversion(each)}" for each in change.new_conversions]

    def to_json(self) -> dict[str, JsonValue]:
        """Return everything that happens as JSON values."""
        change = self.change
        return {
            "system": change.system.title,
            "new_system": change.new_system,
            "new": [self.name(each) for each in change.new],
            "changed": [
                {
                    "name": self.name(each.record),
                    "values": {value.name: [value.before, value.after] for value in self.values(each)},
                }
                for each in change.changed
            ],
            "gone": [self.name(each) for each in change.gone],
            "gone_in_use": [self.name(each) for each in change.gone_in_use],
            "broken": [self._broken(each) for each in change.broken],
            "new_conversions": [self.conversion(each) for each in change.new_conversions],
            "gone_conversions": [self.conversion(each) for each in change.gone_conversions],
            "left_out": list(change.left_out),
            "taken": list(change.taken),
        }

    def _broken(self, found: Breakage) -> dict[str, JsonValue]:
        return {
            "mapping": self.mapping(found.mapping),
            "id": found.mapping.id,
            "field": self.name(found.field),
            "why": found.why,
        }

    def _field(self, field_id: str | None) -> str:
        known = self._reader.find_or_none(CrmField, field_id) or self._fields.get(field_id or "")
        return self.name(known) if known is not None else "?"


def shown(value: JsonValue) -> str:
    """Return a value as a person reads it; of a long list its beginning and how long it is."""
    if value is None or value in ("", []):
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        texts = [str(item) for item in value]
        more = f" … ({len(texts)})" if len(texts) > _MOST_VALUES else ""
        return ", ".join(texts[:_MOST_VALUES]) + more
    return str(value)
