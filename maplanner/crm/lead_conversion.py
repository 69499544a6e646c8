"""Lead conversion: which field may go where, and what a lead loses when it becomes contact and account.

The rules are Salesforce's, which other CRMs share or relax: each target takes one source, types are the same
or text, the target is at least as long, and what a contact or account holds already is kept when a lead is
merged into it (help.salesforce.com, “Guidelines for mapping custom lead fields”).
"""

from __future__ import annotations

from collections.abc import Mapping as Params
from dataclasses import dataclass, field
from typing import Final

from maplanner.crm.fit import Effect, Misfit, misfits
from maplanner.document.reading import RecordReader
from maplanner.document.records import Conversion, CrmField, CrmObject, Mapping, System
from maplanner.document.vocabulary import Direction, FieldType, SystemRole

_T = FieldType
_LEADS: Final = frozenset({"lead", "leads"})
_INTO: Final = ("contact", "contacts", "account", "accounts", "opportunity", "opportunities", "deal", "deals")
_ALSO: Final[dict[FieldType, frozenset[FieldType]]] = {
    _T.TEXT: frozenset({_T.LONG_TEXT, _T.PICKLIST}),
    _T.PICKLIST: frozenset({_T.TEXT}),
    _T.EMAIL: frozenset({_T.TEXT}),
    _T.PHONE: frozenset({_T.TEXT}),
    _T.URL: frozenset({_T.TEXT}),
    _T.INTEGER: frozenset({_T.NUMBER}),
}
"""Other types of target that conversion takes, by the type of the lead's field."""
_TOLD: Final = frozenset({Misfit.TYPE, Misfit.FREE_TEXT, Misfit.NOT_IN_LIST, Misfit.TOO_SHORT})


@dataclass(frozen=True)
class Refusal:
    """Why a field cannot be converted into another; a translation replaces the template."""

    template: str
    params: Params[str, str] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The reason in words."""
        return self.template.format_map(self.params)


def lead_objects(reader: RecordReader) -> list[CrmObject]:
    """Return the objects of CRMs that hold leads: those called so, and those that are converted from."""
    crms = {system.id for system in reader.all(System) if system.role is SystemRole.CRM}
    sources = {_holder(reader, each.source) for each in reader.all(Conversion)}
    return [
        each
        for each in reader.all(CrmObject)
        if each.id in sources or (each.system in crms and each.api_name.casefold() in _LEADS)
    ]


def converted_objects(reader: RecordReader, lead: CrmObject) -> list[CrmObject]:
    """Return what a lead becomes: contact, account and opportunity, then what else it is converted into."""
    mine = {field.id for field in reader.referring(CrmField, "object", lead.id)}
    targets = {_holder(reader, each.target) for each in reader.all(Conversion) if each.source in mine}
    found = [
        each
        for each in reader.referring(CrmObject, "system", lead.system)
        if each.id != lead.id and (each.id in targets or each.api_name.casefold() in _INTO)
    ]
    return sorted(found, key=_order)


def conversion_refusal(
    reader: RecordReader, source: CrmField, target: CrmField, apart_from: str = ""
) -> Refusal | None:
    """Return why a lead's field cannot be converted into another field, or ``None`` where it can.

    ``apart_from`` is a line of conversion that does not count, because it is being changed.
    """
    names = {"source": _name(reader, source), "target": _name(reader, target)}
    for line in reader.referring(Conversion, "target", target.id):
        if line.id == apart_from:
            continue
        other = reader.find_or_none(CrmField, line.source)
        if line.source == source.id:
            return Refusal("{source} is converted into {target} already.", names)
        if other is not None:
            names |= {"other": _name(reader, other)}
            return Refusal("{target} takes one source, and {other} fills it already.", names)
    if source.object == target.object:
        return Refusal("{source} and {target} belong to the same object.", names)
    return _misfit(source, target, names)


def converts(source: FieldType, target: FieldType) -> bool:
    """Tell whether conversion takes a field of one type into a field of another."""
    return source is target or target in _ALSO.get(source, frozenset())


def _misfit(source: CrmField, target: CrmField, names: dict[str, str]) -> Refusal | None:
    found = misfits(source, target)
    if any(problem.code is Misfit.NOT_WRITABLE for problem in found):
        return Refusal("{target} is kept by the system itself; nothing can be converted into it.", names)
    if not converts(source.type, target.type):
        types = names | {"from_type": source.type.value, "to_type": target.type.value}
        return Refusal(
            "{source} is “{from_type}” and {target} is “{to_type}”: types must be the same.", types
        )
    if source.length is not None and target.length is not None and source.length > target.length:
        lengths = names | {"from_length": str(source.length), "to_length": str(target.length)}
        words = "{target} holds {to_length} characters, and {source} {from_length}: it must not be shorter."
        return Refusal(words, lengths)
    worst = next((each for each in found if each.effect is not Effect.SOMETIMES), None)
    if worst is not None and worst.code in _TOLD:
        return Refusal("{reason}", {"reason": worst.message})
    return None


def lost_at_conversion(reader: RecordReader, lead: CrmObject) -> list[CrmField]:
    """Return the fields of a lead that are filled and go nowhere when it is converted.

    The CRM carries over standard fields by itself: they count only where the plan knows which ones.
    """
    fields = reader.referring(CrmField, "object", lead.id)
    carried = {each.id for each in fields if reader.referring(Conversion, "source", each.id)}
    knows_standard = any(each.id in carried and not each.custom for each in fields)
    return [
        each
        for each in fields
        if each.id not in carried and (each.custom or knows_standard) and _is_filled(reader, each)
    ]


def _is_filled(reader: RecordReader, each: CrmField) -> bool:
    into = reader.referring(Mapping, "target", each.id)
    back = reader.referring(Mapping, "held", each.id)
    return any(mapping.direction is not Direction.BACK for mapping in into) or any(
        mapping.direction is not Direction.INTO for mapping in back
    )


def _holder(reader: RecordReader, field_id: str) -> str:
    found = reader.find_or_none(CrmField, field_id)
    return found.object if found is not None else ""


def _order(item: CrmObject) -> int:
    name = item.api_name.casefold()
    return _INTO.index(name) if name in _INTO else len(_INTO)


def _name(reader: RecordReader, each: CrmField) -> str:
    holder = reader.find_or_none(CrmObject, each.object)
    return f"{holder.api_name}.{each.api_name}" if holder is not None else each.api_name
