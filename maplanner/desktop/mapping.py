"""Mapping a field to a field of a system: what fits, what needs a conversion, what is refused.

Each edit is one step of undo. Used by the drawing, the inspector and the mapping screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from maplanner.core.errors import InvalidRecord
from maplanner.crm.fit import FitProblem, Misfit, misfit, name_of
from maplanner.desktop.naming import title_of
from maplanner.desktop.words import tr
from maplanner.document.reading import RecordReader
from maplanner.document.records import CrmField, FormField, Mapping
from maplanner.document.store import Store

_PROPOSALS: Final[dict[Misfit, str]] = {
    Misfit.TYPE: "turned into {target_type}",
    Misfit.NOT_IN_LIST: "each value turned into one of the list",
    Misfit.FREE_TEXT: "matched to a value of the list",
    Misfit.SEVERAL_INTO_ONE: "the first value only",
    Misfit.TOO_SHORT: "cut to {target_length} characters",
    Misfit.TOO_FEW_DIGITS: "cut to {target_digits} digits",
    Misfit.DECIMALS_LOST: "rounded",
    Misfit.TIME_LOST: "the date only",
    Misfit.OTHER_RECORDS: "looked up by name",
}


@dataclass(frozen=True)
class Verdict:
    """What comes of mapping one field to another.

    ``refused`` says why it cannot be; ``reason`` why a conversion has to be stated, and ``proposal`` a usual
    one. All are empty where the data fits.
    """

    refused: str = ""
    reason: str = ""
    proposal: str = ""

    @property
    def words(self) -> str:
        """What to tell a person before the mapping is made; empty where all is well."""
        needs = tr("{reason} A conversion has to be stated.").format(reason=self.reason)
        return self.refused or (needs if self.reason else "")


def verdict_on(reader: RecordReader, field_id: str, target_id: str, *, apart_from: str = "") -> Verdict:
    """Return whether a field may land in another; ``apart_from`` is a mapping that is being moved."""
    source, target = _source(reader, field_id), reader.find_or_none(CrmField, target_id)
    if source is None or target is None:
        return Verdict(refused=tr("This field has just been deleted."))
    if source.id == target.id:
        return Verdict(refused=tr("A field cannot land in itself."))
    for mapping in reader.referring(Mapping, _end(source), field_id):
        if mapping.target == target_id and mapping.id != apart_from:
            names = {"source": name_of(source), "target": title_of(target, reader)}
            return Verdict(refused=tr("“{source}” lands in {target} already.").format(**names))
    problem = misfit(source, target)
    if problem is None:
        return Verdict()
    if problem.code is Misfit.NOT_WRITABLE:
        return Verdict(refused=tr(problem.message))
    return Verdict(reason=tr(problem.message), proposal=_proposal(problem))


def _source(reader: RecordReader, field_id: str) -> FormField | CrmField | None:
    return reader.find_or_none(FormField, field_id) or reader.find_or_none(CrmField, field_id)


def _end(source: FormField | CrmField) -> str:
    """Return the field of a mapping in which its source stands."""
    return "collected" if isinstance(source, FormField) else "held"


def _proposal(problem: FitProblem) -> str:
    return tr(_PROPOSALS.get(problem.code, "")).format(**problem.parameters)


def map_field(store: Store, field_id: str, target_id: str, conversion: str = "") -> Mapping:
    """Let a form field, or a field that a system holds, land in a field.

    Raises:
        InvalidRecord: It cannot, or not without a conversion.
    """
    _refuse(verdict_on(store, field_id, target_id), conversion)
    name = title_of(store.find(CrmField, target_id), store)
    end = "held" if store.find_or_none(FormField, field_id) is None else "collected"
    mapping = Mapping.new(**{end: field_id}, target=target_id, conversion=conversion)
    with store.transact(tr("Map to {field}").format(field=name)) as transaction:
        transaction.put(mapping)
    return mapping


def move_mapping(
    store: Store, mapping_id: str, field_id: str, target_id: str, conversion: str | None = None
) -> None:
    """Let a mapping begin at another form field or land in another field; a conversion may be stated anew.

    Raises:
        InvalidRecord: It cannot, or not without a conversion.
    """
    before = store.find(Mapping, mapping_id)
    said = before.conversion if conversion is None else conversion
    _refuse(verdict_on(store, field_id, target_id, apart_from=mapping_id), said)
    with store.transact(tr("Move mapping")) as transaction:
        transaction.change(
            mapping_id, {"collected": field_id, "held": None, "target": target_id, "conversion": said}
        )


def _refuse(verdict: Verdict, conversion: str) -> None:
    if verdict.refused or (verdict.reason and not conversion.strip()):
        raise InvalidRecord(verdict.words)
