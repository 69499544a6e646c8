"""A step with a property that cannot be."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import ValidationError

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.survey import Survey, SurveyedStep
from maplanner.document.records import RecordValues, Step
from maplanner.steps import kind_of


def run(_survey: Survey, step: SurveyedStep) -> Iterator[Remark]:
    """Yield steps whose properties their kind does not accept."""
    if step.complaint:
        text = "{complaint} Leads stop there."
        yield Remark(step.step, text, {"step": step.title, "complaint": step.complaint}, fix=_reset(step))


def _reset(step: SurveyedStep) -> Fix | None:
    """Give every property that is not acceptable its default."""
    kind = kind_of(step.step)
    if kind is None:
        return None
    try:
        kind.parse(step.step.props)
    except ValidationError as error:
        refused = {str(each["loc"][0]) for each in error.errors() if each["loc"]}
        defaults = kind.defaults()
        values: RecordValues = {f"props.{name}": defaults.get(name) for name in refused}
        return Fix("Go back to the usual value", changes=((step.step.id, values),))
    return None


CHECK = Check(
    code="invalid-properties",
    title="Step with a property that cannot be",
    explanation="A value is out of its range or of the wrong kind, so that the step cannot act.",
    example="Step “First mail”: open_share: Input should be less than or equal to 1. Leads stop there.",
    remedy="Give the property a value within its range.",
    severity=Severity.ERROR,
    of={Step: run},
)
