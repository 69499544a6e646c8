"""A mapping whose types, lengths or lists do not fit."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.survey import Survey
from maplanner.checks.targets import best_target
from maplanner.crm.fit import Effect, FitProblem, Misfit, misfit
from maplanner.document.records import CrmField, CrmObject, FormField, Mapping, RecordValues
from maplanner.document.vocabulary import Direction, FieldType

_LISTS = {FieldType.PICKLIST, FieldType.MULTI_PICKLIST}
_IN_A_LIST = {Misfit.NOT_IN_LIST, Misfit.FREE_TEXT}


def run(survey: Survey) -> Iterator[Remark]:
    """Yield mappings that lose data or are refused; what a conversion changes on the way may well fit."""
    for mapping in survey.reader.all(Mapping):
        source = survey.reader.find_or_none(FormField, mapping.collected) or survey.reader.find_or_none(
            CrmField, mapping.held
        )
        target = survey.reader.find_or_none(CrmField, mapping.target)
        if source is None or target is None:
            continue
        problem = _problem(mapping, source, target)
        if problem is not None:
            names = {"source": survey.title_of_field(source), "target": survey.title_of_field(target)}
            yield Remark(
                mapping,
                "{source} → {target}: {problem}",
                names | {"problem": problem.message},
                field=names["source"],
                severity=Severity.ERROR if problem.effect is Effect.REFUSED else Severity.WARNING,
                fix=_fix(survey, mapping, source, target, problem),
            )


def _problem(mapping: Mapping, source: FormField | CrmField, target: CrmField) -> FitProblem | None:
    found: FitProblem | None = None
    if mapping.direction is not Direction.BACK:
        found = misfit(source, target)
    if found is None and mapping.direction is not Direction.INTO and isinstance(source, CrmField):
        found = misfit(target, source)
    if found is not None and mapping.conversion and found.code is not Misfit.NOT_WRITABLE:
        return None
    return found


def _fix(
    survey: Survey, mapping: Mapping, source: FormField | CrmField, target: CrmField, problem: FitProblem
) -> Fix | None:
    """Fit the form to the field; where that cannot be, map to another field of the object that fits."""
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
        f"Map to {survey.title_of_field(other)} instead", changes=((mapping.id, {"target": other.id}),)
    )


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
    severity=Severity.ERROR,
    run=run,
)
