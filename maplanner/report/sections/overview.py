"""The plan in figures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from maplanner.checks import Severity
from maplanner.document.records import Campaign, FormField, Mapping, Step, System
from maplanner.report.parts import Figures, KeyFigure, Part, Text
from maplanner.report.section import EVERYONE, Section, Subject
from maplanner.simulation.results import Range


def make(subject: Subject) -> Iterator[Part]:
    """Yield the figures that everyone wants first."""
    plan = subject.snapshot
    shown = [campaign for campaign in plan.all(Campaign) if not campaign.archived]
    errors = sum(finding.severity is Severity.ERROR for finding in subject.findings)
    figures = [
        KeyFigure("Campaigns", f"{len(shown):,}", f"with {plan.count(Step):,} steps"),
        KeyFigure("Systems", f"{plan.count(System):,}", "tools and CRMs"),
        KeyFigure("Form fields", f"{plan.count(FormField):,}", f"{plan.count(Mapping):,} mappings"),
        KeyFigure("Findings", f"{len(subject.findings):,}", f"{errors:,} that must be mended"),
    ]
    if subject.result is not None:
        leads = Range.of(subject.result.leads)
        told = f"{leads.p5:,.0f} to {leads.p95:,.0f} in {subject.result.days:,.0f} days, simulated"
        figures.append(KeyFigure("Leads", f"{leads.mean:,.0f}", told))
    yield Figures(tuple(figures))
    if plan.plan.notes.strip():
        yield Text(plan.plan.notes)


SECTION: Final = Section("overview", "Overview", 0.0, EVERYONE, make)
