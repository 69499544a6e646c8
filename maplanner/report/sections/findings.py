"""Findings: what is wrong with the plan, and what the team has decided to live with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from maplanner.checks import Finding
from maplanner.report.parts import Cell, Column, Part, table
from maplanner.report.section import Audience, Section, Subject


def make(subject: Subject) -> Iterator[Part]:
    """Yield findings, the worst first, then those that are ignored."""
    columns = ("Severity", "Campaign", "Step", Column("What", wide=True), Column("Remedy", wide=True))
    rows = [_row(each, each.fix.title if each.fix is not None else "") for each in subject.findings]
    yield table("Findings", columns, rows, "Nothing was found: the plan is complete as far as it is drawn.")
    if subject.ignored:
        told = (*columns[:4], Column("Why it stays", wide=True))
        ignored = [
            _row(each, each.ignored.reason if each.ignored is not None else "") for each in subject.ignored
        ]
        yield table("Ignored on purpose", told, ignored, "")


def _row(finding: Finding, last: str) -> tuple[Cell, ...]:
    return finding.severity.value, finding.campaign, finding.step, finding.message, last


SECTION: Final = Section("findings", "Findings", 60.0, frozenset({Audience.MARKETING, Audience.CRM}), make)
