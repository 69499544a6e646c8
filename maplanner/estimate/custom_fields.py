"""Custom fields that the plan needs on each object, against what the edition allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from maplanner.document.reading import RecordReader
from maplanner.document.records import CrmField, CrmObject, Mapping, Score, Stage, System
from maplanner.document.vocabulary import FieldType
from maplanner.estimate.allowed import Allowance, allowed_by
from maplanner.estimate.explaining import DERIVED, Explanation, Input

WEIGHTS: Final = {FieldType.LOCATION: 3, FieldType.ADDRESS: 9}
"""Fields of these types count several times (Salesforce Help, custom field allocations per edition)."""


@dataclass(frozen=True)
class ObjectFields:
    """The custom fields of one object: all that are known, and those that the plan uses."""

    object: CrmObject
    counted: int
    needed: tuple[CrmField, ...]
    allowed: Allowance | None

    @property
    def share_of_limit(self) -> float | None:
        """The part of what is allowed; ``None`` where no figure is known."""
        return self.counted / self.allowed.value if self.allowed is not None and self.allowed.value else None

    def to_json(self) -> dict[str, Any]:
        """Return the object's fields as JSON values."""
        return {
            "object": self.object.api_name,
            "object_id": self.object.id,
            "system_id": self.object.system,
            "custom": self.counted,
            "needed": [field.api_name for field in self.needed],
            "allowed": None if self.allowed is None else self.allowed.value,
            "share_of_limit": self.share_of_limit,
            "explanation": self.explanation().to_json(),
        }

    def explanation(self) -> Explanation:
        """Say how the count comes about."""
        inputs = [Input("Custom fields, by weight", float(self.counted), origin=DERIVED)]
        if self.allowed is not None:
            inputs.append(Input("Allowed", self.allowed.value, "", self.allowed.origin, self.allowed.kept))
        return Explanation(
            f"Custom fields of {self.object.label or self.object.api_name}",
            f"{self.counted:,}",
            "custom fields of the object, a location counted three times and an address nine times",
            tuple(inputs),
            tuple(field.id for field in self.needed),
        )


def custom_fields_of(reader: RecordReader, system: System) -> tuple[ObjectFields, ...]:
    """Return the custom fields of every object of a system that has any."""
    used = _used(reader)
    allowed = allowed_by(reader, system).custom_fields
    found = []
    for holder in reader.referring(CrmObject, "system", system.id):
        custom = [
            field
            for field in reader.referring(CrmField, "object", holder.id)
            if is_custom(field) and field.gone_on is None
        ]
        if custom:
            counted = sum(WEIGHTS.get(field.type, 1) for field in custom)
            needed = tuple(field for field in custom if field.id in used)
            found.append(ObjectFields(holder, counted, needed, allowed))
    return tuple(found)


def is_custom(field: CrmField) -> bool:
    """Tell whether a field is the team's own: said so, or named as Salesforce names them."""
    return field.custom or field.api_name.endswith("__c")


def _used(reader: RecordReader) -> set[str]:
    """Return the fields that a mapping, a score or a stage's tally fills."""
    used = {mapping.target for mapping in reader.all(Mapping)}
    for score in reader.all(Score):
        used |= {each for each in (score.field, score.date_field, score.account_field) if each is not None}
    return used | {stage.field for stage in reader.all(Stage) if stage.field is not None}
