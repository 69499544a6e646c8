"""From a catalogue to a plan: what is new, what changed and what is gone, and putting that into the plan.

Objects and fields are matched by API name in whatever case, and matched records keep their identifiers, so
that mappings survive. What a source does not say is taken from what is known: the plan's own record, or
else what the vendor documents about its standard fields.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from maplanner.core.clock import utc_now
from maplanner.crm.breakage import breakages
from maplanner.crm.catalogue import PLANNED, Catalogue, CatalogueField, CatalogueObject, ValueList
from maplanner.crm.change import BOOKKEEPING, CatalogueChange, RecordChange
from maplanner.crm.conversions import ConversionComparison
from maplanner.crm.in_use import used_ids
from maplanner.crm.starter import standard_field, standard_object
from maplanner.document.reading import RecordReader
from maplanner.document.records import CrmField, CrmObject, System
from maplanner.document.vocabulary import SystemRole

_ATTRIBUTES: Final = tuple(name for name in CatalogueField.model_fields if name not in {"api_name", "unsaid"})
_SAID_WHEN_SET: Final = ("label", "help", "native_type", "personal")
"""What a source that leaves it empty says nothing about."""


def catalogue_changes(
    reader: RecordReader, catalogue: Catalogue, system_id: str | None = None
) -> CatalogueChange:
    """Return what importing a catalogue into a system of the plan would change.

    Without ``system_id`` the plan's CRM of the same product is meant, or its only CRM if either does not say
    its product; else a new system is made. A field counts as gone only if the catalogue is complete, names
    its object, and the field was read from somewhere: one that the team added by hand is planned, not gone.

    Raises:
        NoSuchRecord: There is no system ``system_id``.
    """
    system, is_new = _system_for(reader, catalogue, system_id)
    return _Comparison(reader, catalogue, system, new_system=is_new).run()


@dataclass
class _Comparison:
    reader: RecordReader
    catalogue: Catalogue
    system: System
    new_system: bool
    new_objects: list[CrmObject] = field(default_factory=list)
    new_fields: dict[tuple[str, str], CrmField] = field(default_factory=dict)
    assigned: dict[str, dict[str, object]] = field(default_factory=dict)
    changes: dict[str, RecordChange] = field(default_factory=dict)
    gone: list[CrmField] = field(default_factory=list)
    seen_fields: dict[tuple[str, str], str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    def run(self) -> CatalogueChange:
        known = {item.api_name.casefold(): item for item in self._known_objects()}
        seen: set[str] = set()
        for item in self.catalogue.objects:
            key = item.api_name.casefold()
            if key in seen:
                self.left_out.append(f"{item.api_name}: is described twice; the first was taken.")
                continue
            seen.add(key)
            self._compare_object(item, known.get(key))
        for found in self.catalogue.values:
            self._compare_values(found, known.get(found.object_name.casefold()))
        return self._result()

    def _result(self) -> CatalogueChange:
        used = used_ids(self.reader, self.gone)
        changed = tuple(change for change in self.changes.values() if change.matters)
        in_use = tuple(record for record in self.gone if record.id in used)
        conversions = ConversionComparison(self.reader, self.catalogue, self.system, self.seen_fields)
        new_conversions, gone_conversions = conversions.run()
        return CatalogueChange(
            system=self.system,
            # What describes no object, such as lists of values alone, needs no system of its own.
            new_system=self.new_system and bool(self.new_objects),
            new_objects=tuple(self.new_objects),
            new_fields=tuple(self.new_fields.values()),
            changed=changed,
            refreshed=tuple(change for change in self.changes.values() if not change.matters),
            gone=tuple(record for record in self.gone if record.id not in used),
            gone_in_use=in_use,
            marked=tuple(self._marked(record) for record in in_use if record.gone_on is None),
            broken=breakages(self.reader, changed, in_use),
            new_conversions=new_conversions,
            gone_conversions=gone_conversions,
            left_out=(*self.catalogue.left_out, *self.left_out, *conversions.left_out),
            taken=self.catalogue.taken,
        )

    def _marked(self, record: CrmField) -> RecordChange:
        missed_on = self.catalogue.read_on or utc_now().date()
        return RecordChange(record, {"gone_on": missed_on.isoformat()})

    def _known_objects(self) -> list[CrmObject]:
        return [] if self.new_system else self.reader.referring(CrmObject, "system", self.system.id)

    def _compare_object(self, item: CatalogueObject, known: CrmObject | None) -> None:
        source, read_on = self.catalogue.source, self.catalogue.read_on
        if known is None:
            known = _new_object(self.catalogue.product, item, self.system, source, read_on)
            self.new_objects.append(known)
            fields: dict[str, CrmField] = {}
        else:
            fields = self._fields_of(known)
            label = item.label or known.label
            self._note(known, {"label": label, "custom": item.custom, "source": source, "read_on": read_on})
        seen: set[str] = set()
        for described in item.fields:
            key = described.api_name.casefold()
            if key in seen:
                self.left_out.append(
                    f"{item.api_name}.{described.api_name}: is described twice; the first was taken."
                )
                continue
            seen.add(key)
            self._compare_field(described, item.api_name, known, fields.get(key))
        if self.catalogue.complete:
            self.gone += [
                record for key, record in fields.items() if key not in seen and self._would_be_named(record)
            ]

    def _would_be_named(self, record: CrmField) -> bool:
        """Tell whether the source would name a field if it were still there."""
        if not _was_read(record):
            return False
        same_kind = _kind(record.source) == _kind(self.catalogue.source)
        return same_kind or not self.catalogue.complete_for_its_own

    def _fields_of(self, item: CrmObject) -> dict[str, CrmField]:
        records = self.reader.referring(CrmField, "object", item.id)
        return {record.api_name.casefold(): record for record in reversed(records)}

    def _compare_field(
        self, described: CatalogueField, object_name: str, item: CrmObject, known: CrmField | None
    ) -> None:
        key = (object_name.casefold(), described.api_name.casefold())
        if known is not None:
            self.seen_fields[key] = known.id
            self._note(known, {**_said(described), "gone_on": None})
            return
        whole = _completed(described, self.catalogue.product, object_name)
        if "type" in whole.unsaid:
            why = "its type is neither in the source nor documented here; set it by hand."
            self.left_out.append(f"{object_name}.{whole.api_name}: {why}")
        record = described_record(whole, item.id)
        self.new_fields[item.id, whole.api_name.casefold()] = record
        self.seen_fields[key] = record.id

    def _compare_values(self, found: ValueList, known: CrmObject | None) -> None:
        """Give a field values that came apart from it, whether it is in the plan or new."""
        key = found.field_name.casefold()
        owner = known or next(
            (item for item in self.new_objects if item.api_name.casefold() == found.object_name.casefold()),
            None,
        )
        fresh = None if owner is None else self.new_fields.get((owner.id, key))
        if owner is not None and fresh is not None:
            self.new_fields[owner.id, key] = fresh.model_copy(update={"allowed": found.allowed})
            return
        record = None if known is None else self._fields_of(known).get(key)
        if record is None:
            self.left_out.append(
                f"{found.object_name}.{found.field_name}: its values are known from {found.source}, "
                "but the field is not in the plan; import the object first."
            )
        else:
            self._note(record, {"allowed": found.allowed})

    def _note(self, record: CrmObject | CrmField, values: dict[str, object]) -> None:
        """Give a record of the plan values; of two notes on one value the later holds."""
        assigned = {**self.assigned.get(record.id, {}), **values}
        self.assigned[record.id] = assigned
        before, after = record.values(), record.model_copy(update=assigned).values()
        different = {name: after[name] for name in assigned if after[name] != before.get(name)}
        if different.keys() <= {"native_type", *BOOKKEEPING} and before.get("native_type"):
            # Formats call one type by several names ("Text", "string"); that alone is no change.
            different.pop("native_type", None)
        self.changes.pop(record.id, None)
        if different:
            self.changes[record.id] = RecordChange(record, different)


def described_record(described: CatalogueField, object_id: str) -> CrmField:
    """Return a new field of an object of the plan, as a catalogue describes it."""
    values = {name: getattr(described, name) for name in _ATTRIBUTES}
    return CrmField.new(object=object_id, api_name=described.api_name, **values)


def _said(described: CatalogueField) -> dict[str, object]:
    """Return the attributes that a source states about a field."""
    unsaid = described.unsaid | {name for name in _SAID_WHEN_SET if not getattr(described, name)}
    return {name: getattr(described, name) for name in _ATTRIBUTES if name not in unsaid}


def _completed(described: CatalogueField, product: str, object_name: str) -> CatalogueField:
    """Return the field with everything unsaid taken from what the vendor documents; a label at least."""
    found = standard_field(product, object_name, described.api_name)
    if found is not None:
        taken = {name: getattr(found, name) for name in described.unsaid}
        described = described.model_copy(update={**taken, "unsaid": frozenset()})
    return described if described.label else described.model_copy(update={"label": described.api_name})


def _new_object(
    product: str, item: CatalogueObject, system: System, source: str, read_on: date | None
) -> CrmObject:
    documented = standard_object(product, item.api_name)
    label = item.label or (documented.label if documented else "") or item.api_name
    return CrmObject.new(
        system=system.id,
        api_name=item.api_name,
        label=label,
        custom=item.custom,
        source=source,
        read_on=read_on,
    )


def _system_for(reader: RecordReader, catalogue: Catalogue, system_id: str | None) -> tuple[System, bool]:
    """Return the system that is meant, and whether it has to be made."""
    if system_id is not None:
        return reader.find(System, system_id), False
    crms = [system for system in reader.all(System) if system.role is SystemRole.CRM]
    product = catalogue.product or catalogue.system_title
    same = [system for system in crms if system.product.casefold() == product.casefold()]
    if same:
        return same[0], False
    if len(crms) == 1 and not (crms[0].product and catalogue.product):
        return crms[0], False
    return System.new(title=catalogue.system_title, role=SystemRole.CRM, product=product), True


def _kind(source: str) -> str:
    """Return the kind of a source, which stands before the place that it was read from."""
    return source.partition(":")[0]


def _was_read(record: CrmField) -> bool:
    """Tell whether a field came from the system; one that the team added is yet to be made there."""
    return record.source not in {"", PLANNED}
