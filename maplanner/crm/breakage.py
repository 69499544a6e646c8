"""Which mappings hold now and will no longer hold once a catalogue is taken over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from maplanner.crm.change import Breakage, RecordChange
from maplanner.crm.fit import Source, misfits, name_of
from maplanner.document.reading import RecordReader
from maplanner.document.records import CrmField, FormField, Mapping

_FITTING: Final = frozenset(
    {
        "type",
        "length",
        "precision",
        "scale",
        "required",
        "writable",
        "allowed",
        "restricted",
        "refers_to",
    }
)
"""The attributes on which it depends whether data fits."""


def breakages(
    reader: RecordReader, changed: Iterable[RecordChange], gone: Iterable[CrmField]
) -> tuple[Breakage, ...]:
    """Return the mappings that ``changed`` and ``gone`` fields break, each with its first new reason."""
    after = {
        change.record.id: CrmField.model_validate(
            {**change.record.values(), **change.values, "id": change.record.id}
        )
        for change in changed
        if isinstance(change.record, CrmField) and change.values.keys() & _FITTING
    }
    found: dict[str, Breakage] = {}
    for field in gone:
        for mapping in _mappings_of(reader, field.id):
            why = f"“{name_of(field)}” is no longer in the system."
            found.setdefault(mapping.id, Breakage(mapping, field, why))
    for field_id in after:
        for mapping in _mappings_of(reader, field_id):
            broken = _broken(reader, mapping, after)
            if broken is not None:
                found.setdefault(mapping.id, broken)
    return tuple(found.values())


def _broken(reader: RecordReader, mapping: Mapping, after: dict[str, CrmField]) -> Breakage | None:
    source: Source | None = reader.find_or_none(FormField, mapping.collected)
    source = source or reader.find_or_none(CrmField, mapping.held)
    target = reader.find_or_none(CrmField, mapping.target)
    if source is None or target is None:
        return None
    new_target, new_source = after.get(target.id, target), after.get(source.id, source)
    before = {problem.code for problem in misfits(source, target)}
    news = [problem for problem in misfits(new_source, new_target) if problem.code not in before]
    if not news:
        return None
    cause = target if target.id in after or not isinstance(source, CrmField) else source
    return Breakage(mapping, cause, news[0].message)


def _mappings_of(reader: RecordReader, field_id: str) -> Iterator[Mapping]:
    yield from reader.referring(Mapping, "target", field_id)
    yield from reader.referring(Mapping, "held", field_id)
