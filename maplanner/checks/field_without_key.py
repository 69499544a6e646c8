"""A form field without a key: nothing can tell what its data is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.survey import Survey


def run(survey: Survey) -> Iterator[Remark]:
    """Yield form fields whose key is empty."""
    for step, field in survey.form_fields:
        if not field.key:
            name = survey.title_of_field(field)
            key = re.sub(r"\W+", "_", field.title.casefold()).strip("_") or field.id
            text = "“{field}” on {step} has no key, so its data goes no further."
            fix = Fix(f"Name it “{key}”", changes=((field.id, {"key": key}),))
            yield Remark(field, text, {"field": name, "step": step.title}, fix=fix)


CHECK = Check(
    code="field-without-key",
    title="Form field without a key",
    explanation=(
        "The key says which piece of data a field asks for. Without one, nothing can use what is filled in."
    ),
    example="“Budget” on Guide form has no key, so its data goes no further.",
    severity=Severity.ERROR,
    run=run,
)
