"""Criteria that nobody, or everybody, fulfils; groups with nothing in them; criteria that decide nothing."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.survey import Survey, title_of
from maplanner.document.records import Criterion, CriterionGroup, Segment
from maplanner.scoring.criteria.superfluous import Why
from maplanner.steps.words import condition_text

_WHY = {
    Why.TWICE: "“{segment}” says “{criterion}” twice.",
    Why.IMPLIED: "In “{segment}”, “{criterion}” follows from “{other}” and decides nothing.",
    Why.NEVER: "In “{segment}”, “{criterion}” never makes a difference.",
}


def segment(survey: Survey, record: Segment) -> Iterator[Remark]:
    """Yield what the criteria of a segment come to, where that cannot be meant."""
    thought = survey.thought(record.id)
    names = {"segment": title_of(record)[:60]}
    if thought.possible is False:
        yield Remark(record, "No lead can be in “{segment}”: its criteria contradict each other.", names)
    if thought.everybody:
        text = "Every lead is in “{segment}”: its criteria always hold."
        yield Remark(record, text, names, severity=Severity.WARNING, detail="always")
        return
    for each in thought.superfluous:
        criterion = survey.reader.find_or_none(Criterion, each.criterion)
        if criterion is None:
            continue
        other = survey.reader.find_or_none(Criterion, each.by)
        said = {
            "criterion": condition_text(criterion.condition, survey.reader)[:50],
            "other": "" if other is None else condition_text(other.condition, survey.reader)[:50],
        }
        fix = Fix("Delete the criterion", removes=(criterion.id,))
        yield Remark(
            record, _WHY[each.why], names | said, severity=Severity.NOTE, fix=fix, detail=criterion.id
        )


def group(survey: Survey, record: CriterionGroup) -> Iterator[Remark]:
    """Yield a group with nothing in it."""
    reader = survey.reader
    inside = len(reader.having(Criterion, "group", record.id))
    if inside + len(reader.having(CriterionGroup, "parent", record.id)):
        return
    holder = reader.find_or_none(Segment, record.segment)
    fix = Fix("Delete the group", removes=(record.id,))
    text = "“{segment}” has a group of criteria with nothing in it."
    names = {"segment": "" if holder is None else title_of(holder)[:60]}
    yield Remark(record, text, names, severity=Severity.WARNING, fix=fix)


CHECK = Check(
    code="criteria-contradict",
    title="Criteria that contradict each other or decide nothing",
    explanation=(
        "A segment whose criteria cannot hold together stays empty; one whose criteria always hold is "
        "no segment. A criterion that decides nothing is a data point collected for nothing."
    ),
    example="No lead can be in “Hot and cold”: its criteria contradict each other.",
    remedy="Change or delete criteria, or join them by *any* instead of *all*.",
    severity=Severity.ERROR,
    of={Segment: segment, CriterionGroup: group},
)
