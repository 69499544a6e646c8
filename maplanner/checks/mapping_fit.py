"""A mapping whose types, lengths or lists do not fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.survey import Survey
from maplanner.checks.surveyed import Collected, mapped
from maplanner.checks.targets import best_target
from maplanner.crm.fit import (
    NO_MAP,
    Effect,
    FitProblem,
    Misfit,
    ValueMap,
    fits_plainly,
    misfit,
    missing_values,
    value_map,
)
from maplanner.crm.suggest import suggest_values
from maplanner.document.records import CrmField, CrmObject, FormField, Mapping, RecordValues, ValuePair
from maplanner.document.vocabulary import Direction, FieldType

_LISTS = {FieldType.PICKLIST, FieldType.MULTI_PICKLIST}
_IN_A_LIST = {Misfit.NOT_IN_LIST, Misfit.FREE_TEXT}


def run(survey: Survey, asked: Collected) -> Iterable[Remark]:
    """Yield mappings of a form field that lose data or are refused."""
    for _, target in asked.mapped:
        if not fits_plainly(asked.field, target):
            return _misfits(survey, asked.field, asked.mapped)
    return ()


def of_held(survey: Survey, source: CrmField) -> Iterator[Remark]:
    """Yield mappings of a held field that lose data or are refused."""
    return _misfits(survey, source, mapped(survey.reader, survey.reader.having(Mapping, "held", source.id)))


def _misfits(
    survey: Survey, source: FormField | CrmField, mappings: Iterable[tuple[Mapping, CrmField]]
) -> Iterator[Remark]:
    # What a conversion changes on the way may well fit.
    for mapping, target in mappings:
        lines = survey.reader.having(ValuePair, "mapping", mapping.id)
        pairs = value_map(lines) if lines else NO_MAP
        problem = _problem(mapping, source, target, pairs)
        if problem is not None:
            names = {"source": survey.title_of_field(source), "target": survey.title_of_field(target)}
            yield Remark(
                mapping,
                "{source} → {target}: {problem}",
                names | {"problem": problem.message},
                field=names["source"],
                severity=Severity.ERROR if problem.effect is Effect.REFUSED else Severity.WARNING,
                fix=_fix(survey, _Mapped(mapping, source, target, pairs), problem),
            )


@dataclass(frozen=True)
class _Mapped:
    """A mapping with its ends and its value map."""

    mapping: Mapping
    source: FormField | CrmField
    target: CrmField
    pairs: ValueMap


def _problem(
    mapping: Mapping, source: FormField | CrmField, target: CrmField, pairs: ValueMap
) -> FitProblem | None:
    found: FitProblem | None = None
    if mapping.direction is not Direction.BACK:
        found = misfit(source, target, pairs)
    if found is None and mapping.direction is not Direction.INTO and isinstance(source, CrmField):
        found = misfit(target, source)
    # A conversion in words is believed, but not where a value map says what becomes of each value.
    is_believed = bool(mapping.conversion) and not (pairs and found is not None and found.code in _IN_A_LIST)
    if found is not None and is_believed and found.code is not Misfit.NOT_WRITABLE:
        return None
    return found


def _fix(survey: Survey, mapped: _Mapped, problem: FitProblem) -> Fix | None:
    """Fit the form to the field; where that cannot be, map to another field of the object that fits."""
    source, target = mapped.source, mapped.target
    if problem.code is Misfit.NOT_IN_LIST and (mapped.pairs or isinstance(source, CrmField)):
        return _complete_the_map(mapped)
    if isinstance(source, FormField):
        if problem.code is Misfit.TOO_SHORT and target.length and source.type not in _LISTS:
            return _shorten(source, target.length)
        if problem.code in _IN_A_LIST:
            return _offer_the_list(source, target)
    holder = survey.reader.find_or_none(CrmObject, target.object)
    other = None if holder is None else best_target(survey, source, [holder], {target.id})
    if other is None or misfit(source, other) is not None:
        return None
    return Fix(
        f"Map to {survey.title_of_field(other)} instead", changes=((mapped.mapping.id, {"target": other.id}),)
    )


def _complete_the_map(mapped: _Mapped) -> Fix | None:
    """Say of each value without a place in the list what it becomes: the value most alike, else nothing."""
    if mapped.mapping.direction is Direction.BACK:
        return None
    missing = [
        value
        for value in missing_values(mapped.source, mapped.target, mapped.pairs)
        if value.strip().casefold() not in mapped.pairs
    ]
    likely = suggest_values(missing, mapped.target.allowed)
    pairs = tuple(
        ValuePair.new(
            mapping=mapped.mapping.id,
            value=value,
            becomes=likely.get(value, ""),
            order=float(len(mapped.pairs) + place),
        )
        for place, value in enumerate(missing)
    )
    if not pairs:
        return None
    if len(pairs) > 1:
        return Fix(f"Add {len(pairs)} lines to the value map", puts=pairs)
    becomes = f"“{pairs[0].becomes}”" if pairs[0].becomes else "nothing"
    return Fix(f"Let “{pairs[0].value}” become {becomes}", puts=pairs)


def _shorten(source: FormField, length: int) -> Fix:
    values: RecordValues = {"length": length}
    if source.type is FieldType.LONG_TEXT:
        values["type"] = FieldType.TEXT.value
    return Fix(f"Accept {length} characters at most", changes=((source.id, values),))


def _offer_the_list(source: FormField, target: CrmField) -> Fix:
    kind = source.type if source.type in _LISTS else FieldType.PICKLIST
    values: RecordValues = {"type": kind.value, "options": list(target.allowed)}
    return Fix("Offer only the values of the list", changes=((source.id, values),))


CHECK = Check(
    code="mapping-does-not-fit",
    title="Mapping that does not fit",
    explanation=(
        "The target must take the kind of value, every value of a list, and the longest text that can come. "
        "Otherwise the CRM refuses the record, or the data arrives damaged."
    ),
    example="Company → Lead.Company: “Company” holds 40 characters, and “Company” brings up to 255.",
    remedy="Fit the form to the field, complete the value map, map to another field, or state a conversion.",
    severity=Severity.ERROR,
    of={FormField: run, CrmField: of_held},
)
