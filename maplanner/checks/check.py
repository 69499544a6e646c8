"""What a check is. Each is one file that ends in one constant ``CHECK``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from maplanner.checks.finding import Finding, Fix, Severity
from maplanner.checks.survey import Survey
from maplanner.document.records import Record


@dataclass(frozen=True)
class Remark:
    """What a check has to say about one record.

    ``text`` is a template whose gaps ``params`` fill. The place that a finding
    names is that of ``about``; ``at`` names the step where that is another one.
    ``severity`` stands where it differs from the check's.
    """

    about: Record
    text: str
    params: Mapping[str, str]
    at: str = ""
    field: str = ""
    severity: Severity | None = None
    fix: Fix | None = None


@dataclass(frozen=True)
class Check:
    """A rule of sound plans.

    ``code`` never changes once released; ``explanation`` says why it matters
    and ``example`` shows a message. ``run`` reads the plan and never raises.
    """

    code: str
    title: str
    explanation: str
    example: str
    severity: Severity
    run: Callable[[Survey], Iterable[Remark]]

    def findings(self, survey: Survey) -> Iterator[Finding]:
        """Yield what the check finds, each with its place in words and identifiers."""
        for remark in self.run(survey):
            place = survey.place_of(remark.about, remark.at)
            yield Finding(
                code=self.code,
                severity=remark.severity or self.severity,
                template=remark.text,
                params=remark.params,
                campaign=place.campaign,
                step=place.step,
                field=remark.field or place.field,
                campaign_id=place.campaign_id,
                step_id=place.step_id,
                field_id=place.field_id,
                record=remark.about.id,
                fix=remark.fix,
            )
