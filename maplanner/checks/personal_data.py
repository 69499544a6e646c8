"""Personal data that is sent to a system without a reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.survey import Survey, title_of
from maplanner.checks.surveyed import Collected
from maplanner.document.records import CrmField, CrmObject, FormField, Mapping, System


def run(survey: Survey, asked: Collected) -> Iterable[Remark]:
    """Return remarks on mappings of a form field into a personal field, without a reason."""
    found: list[Remark] | tuple[()] = ()
    for mapping, target in asked.mapped:
        if target.personal and not mapping.reason:
            found = [*found, _remark(survey, asked.field, target, mapping)]
    return found


def of_held(survey: Survey, field: CrmField) -> Iterator[Remark]:
    """Yield mappings of a held field into another system without a reason, where either is personal."""
    for mapping in survey.reader.having(Mapping, "held", field.id):
        target = survey.reader.find_or_none(CrmField, mapping.target)
        if target is not None and not mapping.reason and (field.personal or target.personal):
            yield _remark(survey, field, target, mapping)


def _remark(survey: Survey, source: FormField | CrmField, target: CrmField, mapping: Mapping) -> Remark:
    holder = survey.reader.find_or_none(CrmObject, target.object)
    system = None if holder is None else survey.reader.find_or_none(System, holder.system)
    uses = list(dict.fromkeys((*mapping.uses, *source.uses, *target.uses)))
    reason = "Needed for " + " and ".join((", ".join(uses[:-1]), uses[-1]) if uses[1:] else uses)
    fix = Fix(f"Say: {reason}", changes=((mapping.id, {"reason": reason}),)) if uses else None
    return Remark(
        mapping,
        "Personal data goes from {source} to {target} in {system}, and nobody said why.",
        {
            "source": survey.title_of_field(source),
            "target": survey.title_of_field(target),
            "system": "a system" if system is None else title_of(system),
        },
        field=survey.title_of_field(target),
        fix=fix,
    )


CHECK = Check(
    code="personal-data-without-reason",
    title="Personal data without a reason",
    explanation=(
        "Each system that holds something about a person needs a reason to hold it; "
        "the law asks for it, and so do customers."
    ),
    example="Personal data goes from Birthday to Lead.Birthdate in Salesforce, and nobody said why.",
    remedy="Write under “Reason to keep it” why this system needs it, or delete the mapping.",
    severity=Severity.WARNING,
    of={FormField: run, CrmField: of_held},
)
