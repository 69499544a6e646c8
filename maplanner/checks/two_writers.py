"""A field that several pieces of data are written to, without a rule which of them wins."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.survey import Survey
from maplanner.checks.surveyed import BACK, INTO
from maplanner.document.records import CrmField, FormField, Mapping
from maplanner.document.vocabulary import ConflictRule

_NEWEST = {"conflict": ConflictRule.NEWEST.value}
_SHOWN = 3


def run(survey: Survey, field: CrmField) -> Iterator[Remark]:
    """Yield a remark where different data lands in one field and nobody said which wins."""
    onward = survey.reader.having(Mapping, "held", field.id)
    if len(survey.inflow(field.id).sources) < 2 and not onward:
        return
    writers = _writers(survey, field)
    if len({source for _, source, _ in writers}) < 2:
        return
    undecided = [each for each, _, _ in writers if each.conflict is ConflictRule.NONE]
    if not undecided:
        return
    names = list(dict.fromkeys(survey.title_of_field(writer) for _, _, writer in writers))
    shown = ", ".join(f"“{name}”" for name in names[:_SHOWN])
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    yield Remark(
        field,
        "{field} is written from {sources}, and nothing says which wins.",
        {"field": survey.title_of_field(field), "sources": shown + more},
        fix=Fix("Let the newest win", changes=tuple((each.id, dict(_NEWEST)) for each in undecided)),
    )


def _writers(survey: Survey, field: CrmField) -> list[tuple[Mapping, str, FormField | CrmField]]:
    """Return mappings that write a field, with the piece of data each brings and the field it is from."""
    found: list[tuple[Mapping, str, FormField | CrmField]] = []
    for mapping in survey.reader.having(Mapping, "target", field.id):
        if mapping.direction is BACK:
            continue
        collected = survey.reader.find_or_none(FormField, mapping.collected)
        if collected is not None:
            found.append((mapping, collected.key or collected.id, collected))
            continue
        held = survey.reader.find_or_none(CrmField, mapping.held)
        if held is not None:
            found.append((mapping, held.id, held))
    for mapping in survey.reader.having(Mapping, "held", field.id):
        target = survey.reader.find_or_none(CrmField, mapping.target)
        if mapping.direction is not INTO and target is not None:
            found.append((mapping, target.id, target))
    return found


CHECK = Check(
    code="two-writers",
    title="Two writers of one field",
    explanation="Where different data is written to one field, the last to come wins, whichever that is.",
    example="Lead.Phone is written from “Phone” and “Mobile”, and nothing says which wins.",
    remedy="Say on each mapping who wins, or let one of them land in another field.",
    severity=Severity.WARNING,
    of={CrmField: run},
)
