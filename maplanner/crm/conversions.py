"""From a CRM's lead-conversion settings to conversion records of a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from maplanner.crm.catalogue import Catalogue, ConversionRule
from maplanner.document.reading import RecordReader
from maplanner.document.records import Conversion, CrmField, CrmObject, System


@dataclass
class ConversionComparison:
    """Compares what a catalogue says of conversion with the plan.

    ``fields`` gives the identifiers of the fields that the catalogue itself describes, by the names of
    object and field in small letters; others are looked up in the plan.
    """

    reader: RecordReader
    catalogue: Catalogue
    system: System
    fields: Mapping[tuple[str, str], str]
    left_out: list[str] = field(default_factory=list)

    def run(self) -> tuple[tuple[Conversion, ...], tuple[Conversion, ...]]:
        """Return the lines of conversion that are new, and those read before that are there no longer."""
        if not self.catalogue.conversions:
            return (), ()
        ids = {**self._known_fields(), **self.fields}
        known = {(line.source, line.target) for line in self.reader.all(Conversion)}
        met: set[tuple[str, str]] = set()
        new: list[Conversion] = []
        for rule in self.catalogue.conversions:
            ends = self._ends(rule, ids)
            if ends is None or ends in met:
                continue
            met.add(ends)
            if ends not in known:
                new.append(Conversion.new(source=ends[0], target=ends[1], origin=rule.origin))
        return tuple(new), tuple(self._gone(set(ids.values()), met))

    def _ends(self, rule: ConversionRule, ids: Mapping[tuple[str, str], str]) -> tuple[str, str] | None:
        source = ids.get((rule.source_object.casefold(), rule.source_field.casefold()))
        target = ids.get((rule.target_object.casefold(), rule.target_field.casefold()))
        if source is not None and target is not None:
            return source, target
        lead, other = f"{rule.source_object}.{rule.source_field}", f"{rule.target_object}.{rule.target_field}"
        missing = " and ".join(name for name, found in ((lead, source), (other, target)) if found is None)
        verb = "are" if source is None and target is None else "is"
        self.left_out.append(
            f"Lead conversion {rule.text}: {missing} {verb} not in the plan; import the object first."
        )
        return None

    def _gone(self, fields: set[str], met: set[tuple[str, str]]) -> list[Conversion]:
        """Return lines that were read from the same kind of settings before and that these no longer hold."""
        kinds = {_kind(rule.origin) for rule in self.catalogue.conversions}
        return [
            line
            for line in self.reader.all(Conversion)
            if line.origin
            and _kind(line.origin) in kinds
            and line.source in fields
            and (line.source, line.target) not in met
        ]

    def _known_fields(self) -> dict[tuple[str, str], str]:
        return {
            (item.api_name.casefold(), record.api_name.casefold()): record.id
            for item in self.reader.referring(CrmObject, "system", self.system.id)
            for record in self.reader.referring(CrmField, "object", item.id)
        }


def _kind(origin: str) -> str:
    """Return which kind of source a line was read from, without the file's place."""
    return origin.partition(":")[0]
