"""A condition that does not say what it asks about."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Severity
from maplanner.checks.survey import Survey


def run(survey: Survey) -> Iterator[Remark]:
    """Yield conditions whose score, segment, threshold or field is not chosen."""
    for asked in survey.conditions:
        if asked.condition.subject != "identified" and not asked.condition.ref:
            text = "“{asker}” does not say which {what} it asks about."
            yield Remark(asked.by, text, {"asker": asked.title, "what": asked.condition.subject})


CHECK = Check(
    code="condition-open",
    title="Condition about nothing",
    explanation="A decision, an exit or a criterion must say which score, segment or field it means.",
    example="“Ready for sales?” does not say which score it asks about.",
    severity=Severity.ERROR,
    run=run,
)
