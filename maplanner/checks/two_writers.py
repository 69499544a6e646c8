"""A field that several pieces of data are written to, without a rule which of them wins."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.survey import Survey
from maplanner.document.records import CrmField, FormField, Mapping
from maplanner.document.vocabulary import ConflictRule, Direction

_NEWEST = {"conflict": ConflictRule.NEWEST.value}
_SHOWN = 3


def run(survey: Survey, field: CrmField) -> Iterator[Remark]:
    """Yield a remark where different data lands in one field and nobody said which wins."""
    writers = _writers(survey, field)
    undecided = [each for each, _, _ in writers if each.conflict is ConflictRule.NONE]
    sources = dict.fromkeys((source, name) for _, source, name in writers)
    if not undecided or len({source for source, _ in sources}) < 2:
        return
    names = list(dict.fromkeys(name for _, name in sources))
    shown = ", ".join(f"“{name}”" for name in names[:_SHOWN])
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    yield Remark(
        field,
        "{field} is written from {sources}, and nothing says which wins.",
        {"field": survey.title_of_field(field), "sources": shown + more},
        fix=Fix("Let the newest win", changes=tuple((each.id, dict(_NEWEST)) for each in undecided)),
    )


def _writers(survey: Survey, field: CrmField) -> list[tuple[Mapping, str, str]]:
    """Return mappings that write a field, with the piece of data each brings and what people call it."""
    found: list[tuple[Mapping, str, str]] = []
    for mapping in survey.reader.having(Mapping, "target", field.id):
        if mapping.direction is Direction.BACK:
            continue
        collected = survey.reader.find_or_none(FormField, mapping.collected)
        held = survey.reader.find_or_none(CrmField, mapping.held)
        if collected is not None:
            found.append((mapping, collected.key or collected.id, survey.title_of_field(collected)))
        elif held is not None:
            found.append((mapping, held.id, survey.title_of_field(held)))
    for mapping in survey.reader.having(Mapping, "held", field.id):
        target = survey.reader.find_or_none(CrmField, mapping.target)
        if mapping.direction is not Direction.INTO and target is not None:
            found.append((mapping, target.id, survey.title_of_field(target)))
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
