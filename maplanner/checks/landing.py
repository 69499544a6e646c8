"""Where collected data lands, and what fills a field: mappings followed from system to system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from maplanner.document.records import Conversion, CrmField, FormField, Mapping
from maplanner.document.vocabulary import Direction

if TYPE_CHECKING:
    from maplanner.checks.survey import Survey


@dataclass(frozen=True)
class Supply:
    """What fills a field: form fields and, where ``held`` is true, data that a system holds already."""

    fields: tuple[FormField, ...]
    held: bool

    @property
    def keys(self) -> frozenset[str]:
        """The pieces of data that fill the field."""
        return frozenset(field.key for field in self.fields if field.key)


class Landing:
    """The mappings of a plan, seen from both ends."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._reader = survey.reader

    def same_data(self, field: FormField) -> list[FormField]:
        """Return the form fields that ask for the same piece of data, this one too."""
        return self._reader.having(FormField, "key", field.key) if field.key else [field]

    def mappings_of(self, field: FormField) -> list[Mapping]:
        """Return the mappings that take this piece of data on, from whichever form."""
        own = self.own_mappings(field)
        return own if own or not field.key else list(self._survey.mapped_by_key(field.key))

    def own_mappings(self, field: FormField) -> list[Mapping]:
        """Return the mappings that take data on from this very form field."""
        found = self._reader.having(Mapping, "collected", field.id)
        return [each for each in found if each.direction is not Direction.BACK]

    def supply(self, target: CrmField) -> Supply:
        """Return what fills a field, by however many systems the data comes."""
        fields: dict[str, FormField] = {}
        held = False
        seen = {target.id}
        pending = [target.id]
        while pending:
            at = pending.pop()
            into = [each for each in self._reader.having(Mapping, "target", at) if not _comes_back(each)]
            converted = [each.source for each in self._reader.having(Conversion, "target", at)]
            held = held or (at != target.id and not into and not converted)
            for mapping in into:
                field = self._reader.find_or_none(FormField, mapping.collected)
                if field is not None:
                    fields[field.id] = field
                elif mapping.held is not None:
                    converted.append(mapping.held)
            pending += [each for each in dict.fromkeys(converted) if each not in seen]
            seen.update(converted)
        return Supply(tuple(fields.values()), held)


def _comes_back(mapping: Mapping) -> bool:
    return mapping.direction is Direction.BACK


def key_of(field: FormField) -> str:
    """Return the identity of the piece of data that a field collects; its own where it has no key."""
    return field.key or field.id
