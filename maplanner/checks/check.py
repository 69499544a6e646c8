"""What a check is. Each is one file that ends in one constant ``CHECK``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from maplanner.checks.finding import Finding, Fix, Severity
from maplanner.checks.survey import Survey
from maplanner.document.records import Record

Part = Callable[[Survey, Any], Iterable["Remark"]]
"""Looks at one record of a type – steps and form fields as surveyed – and yields what is to be said of it."""


@dataclass(frozen=True)
class Remark:
    """What a check has to say about one record.

    ``text`` is a template whose gaps ``params`` fill. The place that a finding
    names is that of ``about``; ``at`` names the step where that is another one.
    ``severity`` stands where it differs from the check's. ``detail`` tells remarks
    of one check about one record apart; it must outlast renaming and moving.
    """

    about: Record
    text: str
    params: Mapping[str, str]
    at: str = ""
    field: str = ""
    severity: Severity | None = None
    fix: Fix | None = None
    detail: str = ""


@dataclass(frozen=True)
class Check:
    """A rule of sound plans.

    ``code`` never changes once released; ``explanation`` says why it matters,
    ``example`` shows a message and ``remedy`` says how it is put right. ``of``
    holds, for each type of record it looks at, the function that does; these
    read the plan through the survey alone and never raise.
    """

    code: str
    title: str
    explanation: str
    example: str
    severity: Severity
    of: Mapping[type[Record], Part]
    remedy: str = ""

    def finding(self, survey: Survey, remark: Remark) -> Finding:
        """Return a remark as a finding, with its place in words and identifiers."""
        place = survey.place_of(remark.about, remark.at)
        return Finding(
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
            detail=remark.detail,
            fix=remark.fix,
        )
