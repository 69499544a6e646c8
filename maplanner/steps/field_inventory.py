"""The inventory of fields: every field of every system and form, with what is known of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from maplanner.crm.systems import default_system, system_of
from maplanner.document.reading import RecordReader
from maplanner.document.records import CrmField, CrmObject, FormField, Mapping, Step, System
from maplanner.document.vocabulary import ConflictRule, Direction, FieldType, SystemRole, Use
from maplanner.steps.field_use import Field, FieldPlace, FieldUses


@dataclass(frozen=True)
class FieldLine:
    """What the inventory says of one field. ``system`` and ``object`` are titles, ``..._id`` identifiers.

    ``directions`` and ``conflicts`` are those of its mappings, in the order of the mappings; ``brought_by``
    and ``taken_to`` are identifiers of fields. ``custom`` and ``personal`` are ``None`` for a form's field.
    """

    id: str
    system_id: str
    system: str
    object_id: str
    object: str
    name: str
    label: str
    type: FieldType
    length: int | None
    required: bool
    values: tuple[str, ...]
    custom: bool | None
    personal: bool | None
    directions: tuple[Direction, ...]
    conflicts: tuple[ConflictRule, ...]
    declared: frozenset[Use]
    derived: frozenset[Use]
    places: tuple[FieldPlace, ...]
    brought_by: tuple[str, ...]
    taken_to: tuple[str, ...]
    reasons: tuple[str, ...] = ()

    @property
    def is_collected(self) -> bool:
        """Whether a form or a list brings it, rather than that a system holds it."""
        return self.custom is None

    @property
    def is_mapped(self) -> bool:
        """Whether any mapping begins or ends here."""
        return bool(self.brought_by or self.taken_to)

    @property
    def uses(self) -> frozenset[Use]:
        """What the field is used for, declared or derived."""
        return self.declared | self.derived


class FieldInventory:
    """The lines of the inventory, each worked out when it is first asked for. Make another after a change."""

    def __init__(self, reader: RecordReader) -> None:
        self._reader = reader
        self._uses = FieldUses(reader)
        self._web_site = default_system(reader, SystemRole.WEB_SITE)
        self._lines: dict[str, FieldLine] = {}

    def ids(self) -> list[str]:
        """Return all fields, those of one form or object together: forms first, then systems."""
        together: dict[str, list[str]] = {}
        for asked in sorted(self._reader.all(FormField), key=lambda field: field.order):
            together.setdefault(asked.step, []).append(asked.id)
        for held in self._reader.all(CrmField):
            together.setdefault(held.object, []).append(held.id)
        forms = [step.id for step in self._reader.all(Step) if step.id in together]
        objects = [each.id for each in self._reader.all(CrmObject) if each.id in together]
        return [field_id for holder in (*forms, *objects) for field_id in together[holder]]

    def lines(self) -> Iterator[FieldLine]:
        """Yield the line of every field."""
        for field_id in self.ids():
            yield self.line(field_id)

    def line(self, field_id: str) -> FieldLine:
        """Return what is known of a field.

        Raises:
            NoSuchRecord: There is no such field.
        """
        found = self._lines.get(field_id)
        if found is None:
            field = self._reader.find_or_none(FormField, field_id)
            found = self._line(field or self._reader.find(CrmField, field_id))
            self._lines[field_id] = found
        return found

    def _line(self, field: Field) -> FieldLine:
        mappings = self._uses.mappings(field)
        places = self._uses.places(field)
        system = self._reader.find_or_none(System, system_of(self._reader, field, self._web_site))
        object_id, object_title = self._holder(field)
        collected = isinstance(field, FormField)
        return FieldLine(
            id=field.id,
            system_id=system.id if system is not None else "",
            system=(system.title or system.role.value) if system is not None else "",
            object_id=object_id,
            object=object_title,
            name=field.key if isinstance(field, FormField) else field.api_name,
            label=field.title if isinstance(field, FormField) else field.label,
            type=field.type,
            length=field.length,
            required=field.required,
            values=field.options if isinstance(field, FormField) else field.allowed,
            custom=None if collected else bool(getattr(field, "custom", False)),
            personal=None if collected else bool(getattr(field, "personal", False)),
            directions=tuple(dict.fromkeys(mapping.direction for mapping in mappings)),
            conflicts=tuple(dict.fromkeys(mapping.conflict for mapping in mappings)),
            declared=self._uses.declared(field),
            derived=frozenset(place.use for place in places if place.use is not None),
            places=places,
            brought_by=tuple(self._uses.sources(field)),
            taken_to=tuple(self._uses.targets(field)),
            reasons=_reasons(mappings),
        )

    def _holder(self, field: Field) -> tuple[str, str]:
        if isinstance(field, FormField):
            step = self._reader.find_or_none(Step, field.step)
            return field.step, step.title if step is not None else ""
        holder = self._reader.find_or_none(CrmObject, field.object)
        return field.object, (holder.label or holder.api_name) if holder is not None else ""


def _reasons(mappings: list[Mapping]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mapping.reason for mapping in mappings if mapping.reason))
