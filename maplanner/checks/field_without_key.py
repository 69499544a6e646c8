"""A form field without a key: nothing can tell what its data is."""

from __future__ import annotations

import re
from collections.abc import Iterable

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.survey import Survey
from maplanner.checks.surveyed import Collected
from maplanner.document.records import FormField


def run(survey: Survey, asked: Collected) -> Iterable[Remark]:
    """Return a remark where the key is empty."""
    field = asked.field
    if field.key:
        return ()
    name = survey.title_of_field(field)
    key = re.sub(r"\W+", "_", field.title.casefold()).strip("_") or field.id
    text = "“{field}” on {step} has no key, so its data goes no further."
    fix = Fix(f"Name it “{key}”", changes=((field.id, {"key": key}),))
    return (Remark(field, text, {"field": name, "step": survey.flow_of(field.step).title}, fix=fix),)


CHECK = Check(
    code="field-without-key",
    title="Form field without a key",
    explanation=(
        "The key says which piece of data a field asks for. Without one, nothing can use what is filled in."
    ),
    example="“Budget” on Guide form has no key, so its data goes no further.",
    remedy="Give the field a key, the same as on other forms that ask for the same.",
    severity=Severity.ERROR,
    of={FormField: run},
)
