"""Where collected data lands, and what fills a field: mappings followed from system to system."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from maplanner.document.records import CrmField, FormField, Mapping
from maplanner.document.vocabulary import Direction

if TYPE_CHECKING:
    from maplanner.checks.survey import Survey


@dataclass(frozen=True)
class Supply:
    """What fills a field: form fields and, where ``held`` is true, data that a system holds already."""

    fields: tuple[FormField, ...]
    held: bool

    @property
    def keys(self) -> set[str]:
        """The pieces of data that fill the field."""
        return {field.key for field in self.fields if field.key}


class Landing:
    """The mappings of a plan, seen from both ends."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._reader = survey.reader

    @cached_property
    def fields_by_key(self) -> dict[str, list[FormField]]:
        """All form fields by the piece of data they ask for."""
        found: dict[str, list[FormField]] = {}
        for _, field in self._survey.form_fields:
            found.setdefault(key_of(field), []).append(field)
        return found

    def mappings_of(self, field: FormField) -> list[Mapping]:
        """Return the mappings that take this piece of data on, from whichever form."""
        return self._mappings_by_key.get(key_of(field), [])

    @cached_property
    def _mappings_by_key(self) -> dict[str, list[Mapping]]:
        found: dict[str, list[Mapping]] = {}
        for mapping in self._reader.all(Mapping):
            field = self._reader.find_or_none(FormField, mapping.collected)
            if field is not None and mapping.direction is not Direction.BACK:
                found.setdefault(key_of(field), []).append(mapping)
        return found

    def onward(self, mappings: Iterable[Mapping]) -> list[Mapping]:
        """Return mappings with those that take the data further, from field to field."""
        found: dict[str, Mapping] = {}
        pending = list(mappings)
        while pending:
            mapping = pending.pop()
            if mapping.id in found:
                continue
            found[mapping.id] = mapping
            pending += [
                further
                for further in self._reader.referring(Mapping, "held", mapping.target)
                if further.direction is not Direction.BACK
            ]
        return list(found.values())

    def supply(self, target: CrmField) -> Supply:
        """Return what fills a field, by however many systems the data comes."""
        fields: dict[str, FormField] = {}
        held = False
        seen = {target.id}
        pending = [target.id]
        while pending:
            at = pending.pop()
            into = [
                mapping
                for mapping in self._reader.referring(Mapping, "target", at)
                if mapping.direction is not Direction.BACK
            ]
            held = held or (at != target.id and not into)
            for mapping in into:
                field = self._reader.find_or_none(FormField, mapping.collected)
                if field is not None:
                    fields[field.id] = field
                elif mapping.held is not None and mapping.held not in seen:
                    seen.add(mapping.held)
                    pending.append(mapping.held)
        return Supply(tuple(fields.values()), held)


def key_of(field: FormField) -> str:
    """Return the identity of the piece of data that a field collects; its own where it has no key."""
    return field.key or field.id
